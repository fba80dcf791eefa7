"""An audience file that says, of services, patterns, promises and strategy, each thing once and leaves it out once."""

SCALED = """\
audience:
  segments: {large: {title: Large, of: size}, small: {title: Small, of: size, ideal: false}}
  services:
    named:
      title: Named manager
      channel: A number
      segments: [large]
      role: sponsor
      accounts: 130
      people: 2
      load_limit: 50
      hiring: buy.sales.training
      cost: 900
      margin: 700
      unit: EUR
    online: {title: Help online, segments: [small], by_segment: {small: {cost: 9, margin: 4}}}
  patterns:
    lost:
      title: Where is my invoice?
      segment: small
      rung: standard-reply
      next: product-fix
      owner: mina
      item: buy.sales.training
      counts: [{date: 2026-11-30, count: 31}, {date: 2026-12-31, count: 40}]
    solved: {title: How do I start?, rung: product-fix}
  promises:
    northwind:
      text: An hour less
      deal: Northwind
      owner: mina
      proof: Deal record
      promised: 40
      unit: hours
      made: 2026-10-01
      realised: [{date: 2026-12-20, value: 10}]
    all: {text: A reply on the same day}
  strategy:
    team: {accountable: mina}
    goals:
      loyal: {title: More recommend us, outcome: A day a week, metric: nps, by: 2027-06-30}
      vague: {title: Happier customers}
    growth: {by-hand: {title: By hand, begun: 2026-01-01}, tiers: {title: Tiers, metric: nps, at_least: 10}}
    reviewed: 2026-01-01
    review_every: 90d
"""
BEGUN = """\
audience:
  strategy: {reviewed: 2027-01-01, review_every: 90d}
"""
PATTERNED = "audience: {patterns: {lost: {title: Where is my invoice?}}}\n"
