"""Workspaces for the tests of the JSON answers, and every answer about one of them.

Between them they show every key of docs/json.md with a value and, where it can be, without one.
"""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from gtm import pipeline
from gtm.analysis import clientele, comparison, plan, profile, scenario_words, standing, tasks, verified
from gtm.analysis.accepted import Signing
from gtm.analysis.audit import audit
from gtm.analysis.capacity import level
from gtm.analysis.digest import digest
from gtm.analysis.extract import Scope
from gtm.analysis.forecast import Forecast, forecast
from gtm.analysis.rewording import Rewording
from gtm.analysis.snapshot import Snapshot, Study
from gtm.dates import Length
from gtm.disk import Tree
from gtm.model.written import Promise, Scenario
from gtm.reports import json as answers
from gtm.reports.json import icp, journey
from tests import audience_personas, audience_scale, audience_views, diff_cases, small_launch

ROOT = Path(__file__).parent.parent
TODAY = date(2027, 1, 19)
Answers = list[tuple[str, str]]  # the name of a schema, and an answer of that kind


def tree(changes: dict[str, str] | None = None) -> dict[str, bytes]:
    files = {**small_launch.FILES, **(changes or {})}
    return {path: text.encode() for path, text in files.items()}


def compiled(changes: dict[str, str] | None = None, day: date = TODAY) -> Snapshot:
    return pipeline.run(tree(changes), day, "atlas")


def likely(snapshot: Snapshot) -> Forecast:
    """A forecast of few runs."""
    return forecast(snapshot.study, runs=40, engine="pure")


def everything(snapshot: Snapshot) -> Answers:
    """Every answer about a launch: for gates and why, of every gate and item."""
    study = snapshot.study
    chances = likely(snapshot)
    found = [
        ("check", answers.check(snapshot.diagnostics, [snapshot.launch.id])),
        ("status", answers.status(snapshot, chances)),
        ("tasks", answers.tasks(snapshot, tasks.ordered(tasks.tasks(study)))),
    ]
    found += [("gate", answers.gate(snapshot, chances, view)) for view in study.gates.values()]
    edited = [Rewording("a.b.c", "A", "answer", "Old", "New", hidden) for hidden in (True, False)]
    found += [
        ("gate", answers.gate(snapshot, chances, view, _authors(snapshot), edited)) for view in study.gates.values()
    ]
    found += [("why", answers.why(snapshot, study.focus.why(id))) for id in study.graph.ids]
    found += [("why", answers.removed_item(snapshot, one)) for one in study.launch.removed]
    limits, targets = level(study, passes=1), [None, *study.gates, *list(study.launch.items)[:3]]
    found += [("plan", answers.plan(snapshot, id, plan.rows(study, study.graph.items), None)) for id in targets]
    found += [
        ("plan", answers.plan(snapshot, id, plan.rows(study, study.graph.items, limits), limits)) for id in targets
    ]
    found.append(("metrics", answers.metrics(snapshot, standing.standings(study))))
    found.append(("icp", icp.icp(snapshot, clientele.of(study).icp, profile.lowest(clientele.of(study).icp))))
    found.append(("journey", journey.journey(snapshot, clientele.of(study).journey, clientele.of(study).journey_gaps)))
    found += [("classify", answers.classify(snapshot, clientele.of(study).customers, rows)) for rows in (True, False)]
    found.append(("forecast", answers.forecast(snapshot, chances)))
    whole = answers.status(snapshot, chances)
    teams, stages = list(study.launch.teams)[:2], list(study.launch.stages)[:2]
    scopes = [*map(Scope, teams), *(Scope(stage=stage) for stage in stages)]
    found[:0] = [("status", answers.extract(whole, snapshot, scope)) for scope in scopes]
    found += [("audit", answers.audit(snapshot, audit(study), "1.0", commit)) for commit in ("commit 1234567", None)]
    return found


def supposed(changes: dict[str, str], *wanted: Scenario, names: bool = False, limits: bool = False) -> Answers:
    """An answer of `gtm what-if` about a changed small launch, with its owners' limits or without."""
    files = pipeline.read(tree(changes))
    before = pipeline.compile(files, TODAY, "atlas")

    def played(study: Study) -> comparison.Side:
        found = forecast(study, runs=40, engine="pure", capacity=limits)
        return comparison.Side(study, found, level(study) if limits else None)

    first = played(before.study)
    cases = []
    for one in wanted:
        side = played(pipeline.suppose(files, before, one).study)
        said, notes = scenario_words.sentences(before.study, one), scenario_words.notes(before.study, one)
        found = comparison.compare(first, side)
        cases.append(comparison.Case("kept" if names else None, one, tuple(said), tuple(notes), side, found))
    return [("what-if", answers.what_if(first, cases))]


def _authors(snapshot: Snapshot) -> list[verified.Finding]:
    """Who signed, as git might have it: one verified, one not committed yet."""
    said = [verified.uncommitted(one) for one in verified.claims(snapshot.study)]
    return [replace(one, state=verified.VERIFIED, commit="0" * 40, signature="N") for one in said[:1]] + said


def signed() -> dict[str, str]:
    """Sign-offs as people file them: one that stands, one of somebody without the role, one old."""
    graph = compiled().study.graph
    promise = Promise("Goal in writing", "mina", date(2027, 3, 1), "plan.product.goal")
    plan, learn = digest(graph, "plan", Signing("sponsor", (promise,))), digest(graph, "learn")
    covers = ", ".join(f'"{name}": "{mark}"' for name, mark in learn.entries.items())
    return {
        "launches/atlas/decisions/plan-go.yaml": f"""\
sign-off:
  gate: plan
  decision: conditional
  by: sara
  as: sponsor
  date: 2027-01-15
  saw: "{plan.text}"
  note: In the meeting
  conditions:
    - {{text: Check the numbers, owner: mina, due: 2027-01-18, done: 2027-01-18, if_missed: Ask}}
    - {{text: Look again, owner: sara, due: 2027-03-01}}
    - {{text: Goal in writing, owner: mina, due: 2027-03-01, item: plan.product.goal}}
""",
        "launches/atlas/decisions/learn-asked.yaml": "review: {gate: learn, as: sponsor, asked: 2027-01-18}\n",
        "launches/atlas/decisions/buy-asked.yaml": """\
review: {gate: buy, as: sponsor, of: sara, asked: 2027-01-13, needs_work: Prices, answered: 2027-01-14}
""",
        "launches/atlas/decisions/learn-old.yaml": f"""\
sign-off:
  {{gate: learn, decision: go, by: sara, as: sponsor, date: 2027-01-15, saw: "{learn.text}", covers: {{{covers}}}}}
""",
        "launches/atlas/decisions/learn-by-whom.yaml": f"""\
sign-off: {{gate: learn, decision: go, by: mina, as: finance-partner, date: 2027-01-15, saw: "{learn.text}"}}
""",
        "launches/atlas/legal.yaml": """\
items:
  learn.legal.eula: {status: done, owner: mina, finished: 2027-01-18}
  buy.legal.order-form:
    {status: not-applicable, owner: mina, confirmed_by: arda, reason: We use that of the partner}
""",
        "launches/atlas/decisions/approved.yaml": """\
waiver:
  item: buy.sales.quota
  reason: New plan in March
  asked_by: deniz
  asked: 2027-01-10
  approved_by: sara
  approved: 2027-01-12
  until: 2027-03-31
""",
        "launches/atlas/decisions/chosen.yaml": """\
decision:
  title: Ship with the old logo?
  item: buy.sales.quota
  choices: {keep: {text: Keep it, scenario: old-logo}}
  chosen: keep
  date: 2027-01-11
  reason: Nobody minds
""",
    }


BROKEN = {
    "launches/atlas/sales.yaml": "items: [unclosed\n",
    "playbook/buy/legal.yaml": (
        "items:\n  buy.legal.order-form: {title: One, needs: [buy.legal.second]}\n"
        "  buy.legal.second: {title: Two, needs: [buy.legal.order-form]}\n"
        "  buy.legal.second: {title: Twice}\n"
    ),
}
UNOWNED = {
    "playbook/buy/sales.yaml": """\
items:
  buy.sales.quota: {title: Set the quota}
  buy.sales.training: {title: Train the sellers, needs: [buy.sales.quota]}
""",
}
PASSED_ON = {
    "playbook/buy/legal.yaml": """\
items:
  buy.legal.order-form: {title: Write the order form, needs: [learn.legal.export-check]}
""",
}
EMPTY = {path: "items: {}\n" for path in small_launch.FILES if re.match("playbook/[a-z]+/", path)} | {
    path: "items: {}\n" for path in small_launch.FILES if re.match("launches/atlas/(product|legal|finance)", path)
}
NO_GATES = {"playbook/journey.yaml": "stages:\n  plan: {title: Plan}\n  learn: {title: Learn}\n  buy: {title: Buy}\n"}
NO_LEAD = {"playbook/teams.yaml": small_launch.FILES["playbook/teams.yaml"].replace("lead: sales-leader, ", "")}
CLOSED = {"launches/atlas/launch.yaml": small_launch.FILES["launches/atlas/launch.yaml"] + "  closed: 2027-02-20\n"}
SETTLED = {
    "playbook/buy/sales.yaml": "items: {}\n",
    "playbook/threads.yaml": "threads: {goal: {title: The goal, items: [plan.product.goal]}}\n",
}
PROMISED = {
    "launches/atlas/launch.yaml": small_launch.FILES["launches/atlas/launch.yaml"]
    + "  baseline:\n    - {date: 2027-01-26, moved: 2026-12-14, reason: A market more}\n"
    + "    - {date: 2027-02-02, moved: 2027-01-11}\n",
}
PLANNED = {
    **PROMISED,
    "people.yaml": small_launch.FILES["people.yaml"].replace(
        "Mina Karaca,", "Mina Karaca, away: [2027-01-18..2027-01-22],"
    ),
    "playbook/buy/legal.yaml": """\
items:
  buy.legal.order-form:
    title: Write the order form
    effort: 2
    wait: 20d
    needs: [{item: learn.legal.eula, lag: 2wd}]
""",
}
MEASURED = {
    "playbook/tools.yaml": """\
capabilities: {surveys: {title: Surveys}, events: {title: Events}}
tools: {asker: {title: Asker, feeds: [surveys]}}
""",
    "company/tools.yaml": "provides: {surveys: {tool: asker}}\n",
    "playbook/metrics.yaml": """\
metrics:
  nps:
    title: Net promoter score
    about: Would they tell a friend?
    kpi: 6
    formula: nps
    unit: points
    better: higher
    role: sponsor
    capability: surveys
    source: Survey
    period: 90d
    baseline: 20
    target: 40
    sample: 50
    gate: buy
  churn: {title: Customers lost, formula: churn, capability: events}
  csat: {title: Satisfied, declined: Nobody asks}
  fcr: {title: Solved at once}
""",
    "launches/atlas/metrics.yaml": """\
readings:
  nps: [{date: 2026-12-10, value: 31, sample: 70, source: Survey}]
  churn: [{date: 2027-01-10, inputs: {lost: 0, start: 0}}]
  csat: [{date: 2027-01-10, value: 80}]
from:
  - {file: launches/atlas/nps.csv, metric: nps, columns: {date: Day, value: Score}, per: month}
""",
    "launches/atlas/nps.csv": "Day,Score\n2027-01-08,9\n2027-01-09,10\n2027-01-11,3\n",
}
NOTED = {
    "launches/atlas/product.yaml": """\
items:
  plan.product.goal:
    status: done
    owner: mina
    started: 2026-11-20
    finished: 2026-12-01
    answer: Ten customers a month
    note: Agreed with the board
    confirmed_by: sara
    confirmed: 2026-12-02
    evidence: [{link: https://wiki.acme.example/goal, date: 2026-12-01, note: Page 2}, {ref: Board paper}]
""",
    "launches/atlas/decisions/plan-no.yaml": """\
sign-off: {gate: plan, decision: no-go, by: sara, as: sponsor, date: 2027-01-15}
""",
}
CASES: dict[str, dict[str, str]] = {
    "measured": MEASURED,
    "in views": {**MEASURED, "launches/atlas/audience.yaml": audience_views.PROFILES_AND_FLOWS},
    "agreed": {"launches/atlas/audience.yaml": audience_views.AGREED},
    "at scale": {**MEASURED, "launches/atlas/audience.yaml": audience_scale.SCALED},
    "begun": {"launches/atlas/audience.yaml": audience_scale.BEGUN},
    "patterned": {"launches/atlas/audience.yaml": audience_scale.PATTERNED},
    "served": {"launches/atlas/audience.yaml": audience_personas.AUDIENCE},
    "sorted": audience_personas.NAMED,
    "unusable": audience_personas.UNUSABLE,
    "plain": {},
    "noted": NOTED,
    "broken": BROKEN,
    "empty": EMPTY,
    "no gates": NO_GATES,
    "no lead": NO_LEAD,
    "unowned": UNOWNED,
    "passed on": PASSED_ON,
    "closed": CLOSED,
    "settled": SETTLED,
    "planned": PLANNED,
    "promised": {**PROMISED, **NO_GATES},
}


@cache
def case(name: str) -> Snapshot:
    return compiled(signed() if name == "signed" else CASES[name])


def examples() -> list[Path]:
    folder = ROOT / "checklists" / "examples"
    return sorted(one.parent for one in folder.glob("*/gtm.yaml"))


@cache
def example(folder: Path) -> Snapshot:
    """A bundled example, joined with the playbook."""
    files = {}
    for root in (ROOT / "checklists" / "playbook", folder):
        for path in root.rglob("*.yaml"):
            name = path.relative_to(folder if root == folder else ROOT / "checklists").as_posix()
            files[name] = path.read_bytes()
    held = Tree(
        files, holds=lambda path: (folder / path).is_file(), fetch=lambda path: ((folder / path).read_bytes(), "")
    )
    read = pipeline.read(held)
    chosen, problem = pipeline.choose(read, None)
    assert chosen is not None, problem
    return pipeline.compile(read, read.workspace.example_as_of or TODAY, chosen)


def all_answers() -> Answers:
    """Answers that together show every key; the examples may change without being asked for one."""
    found = [one for name in (*CASES, "signed") for one in everything(case(name))]
    for day in (date(2027, 1, 25), date(2027, 6, 1)):
        found += everything(compiled(signed(), day))
    faults = (("launches/atlas/loop.yaml", "the link leads in a circle"),)
    found += everything(pipeline.run(Tree(tree(), faults), TODAY, "atlas"))
    later = Scenario(date_=date(2027, 3, 2), drop_markets=("de",), done=("buy.finance.tax-codes",))
    found += supposed(signed(), later, Scenario("Slower", slip={"buy.sales.quota": Length(9)}), names=True)
    found += supposed(BROKEN, Scenario(slip={"buy.finance.tax-codes": Length(9)}))
    found += supposed(signed(), Scenario(slip={"buy.sales.quota": Length(9)}), limits=True)
    found += supposed(UNOWNED, Scenario(reassign={"buy.sales.quota": "mina"}))
    found += supposed({**NO_GATES, **SETTLED}, Scenario())
    found += diff_cases.json_answers()
    return found
