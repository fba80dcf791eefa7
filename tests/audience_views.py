"""Ideal customers and a journey for the small launch: every key of their answers, with and without a value."""

PROFILES_AND_FLOWS = """\
audience:
  profiles:
    office:
      title: Planning offices
      user: Planner
      line: Atlas
      about: Who plans the week
      traits: {many: Many sites, own: Own servers}
      needs: [One plan]
      expects: [A named contact]
      excludes: [own]
      at_least: 0.6
      asked: [sales]
      views:
        product: {traits: [many, Has a board], by: mina, date: 2027-01-10}
        legal: {traits: [many, has  a BOARD, Pays], excludes: [Has no contract]}
        finance: {traits: [Pays], date: 2027-06-30}
      accounts:
        north: {title: North, traits: [many, Has a board]}
        south: {title: South, traits: [own]}
      lead_sources: {fair: {title: Fair}}
      online: Webinars
      offline: Visits
    lone:
      title: Nobody else knows them
  flows:
    visit:
      title: The first visit
      about: How people find us
      kind: user
      stage: learn
      role: sponsor
      source: Event store
      trigger: A mail
      steps:
        - {title: Reads a story, event: story-read, feature: story}
        - {title: Thinks}
        - {title: Leaves, event: left}
    deal:
      title: The deal
      kind: success
      stage: buy
      team: legal
      exit: Signed
      measure: nps
      source: Survey
      steps:
        - {title: Wants it, proof: [story-read], source: Success platform, measure: nps}
        - {title: Signs, offline: The contract}
        - {title: Pays}
  features: {story: Stories of customers, trial: A trial}
  meetings:
    map: {title: The map is read, teams: [product, legal], every: 14d, last: 2026-12-01}
    other: {title: The other, teams: [product], every: 4w}
"""
AGREED = """\
audience:
  profiles:
    office:
      title: Planning offices
      views:
        product: {traits: [Many sites]}
        legal: {traits: [many sites]}
  flows:
    visit: {title: Visit, kind: user, stage: learn, steps: [{title: Reads}]}
"""
