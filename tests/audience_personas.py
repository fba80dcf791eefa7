"""Files about personas that let every key of `gtm classify` and of `because` in `gtm why` occur, for the JSON cases."""

AUDIENCE = """\
audience:
  serves: [quick, slow]
  intake:
    goal: {title: What is your first goal?, choices: {speed: Be quick, design: Look good, growth: Grow}}
    rival: {title: Before?, choices: {none: Nothing, one: Another product}}
  personas:
    quick:
      title: Quick
      about: Wants it soon
      outcome: In use within a month
      experience: Short calls
      metric: nps
      when: [{goal: speed}]
      plan:
        add: {buy.sales.preview: {title: Show a preview}}
        change: {buy.sales.quota: {due: T-30d, effort: 3, why: They ask early}}
      evidence: {points: 40, internal: 25, interviews: 9, newest: 2027-01-10}
    slow:
      title: Slow
      when: [{goal: [speed, design], rival: one}]
      evidence: {points: 10}
    other:
      title: Other
      plan: {add: {buy.sales.extra: {title: Never in the plan}}}
  segments:
    small: {title: Small, of: size, when: [{people: ..49}]}
    bank: {title: Banks, when: [{branch: bank}]}
  phases:
    sales: {title: Sales, teams: [sales]}
    support: {title: Support, stages: [learn], teams: [sales]}
"""
CUSTOMERS = """\
id,firm,goal,rival,people,branch
a,Ada,speed,none,12,bank
b,Bo,growth,one,,
c,Cem,speed,one,60,
d,Dil,,one,9,bank
a,Ada,design,none,12,bank
e,,desing,one,many,
f,Fa,speed,none,3,
"""
NAMED = {
    "launches/atlas/audience.yaml": f"{AUDIENCE}  customers: {{file: data/c.csv, name: firm}}\n",
    "data/c.csv": CUSTOMERS,
}
UNUSABLE = {"launches/atlas/audience.yaml": f"{AUDIENCE}  customers: {{file: data/c.csv}}\n", "data/c.csv": ""}
