"""The bundled playbook, compiled for many kinds of launch: it fits together and its dates are possible."""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from gtm import pipeline
from gtm.analysis.snapshot import Snapshot
from gtm.diagnostics import Severity
from gtm.model import written
from tests.workspaces import CHECKLISTS, said

TOPICS = Path(__file__).parent / "data" / "topics.txt"
SAAS = ("saas", "subscription", "personal-data", "eu", "enterprise")


@dataclass(frozen=True)
class Profile:
    """A kind of launch."""

    tier: int
    traits: tuple[str, ...]
    markets: str = "{tr: T, de: T+2w}"


PROFILES = {
    "saas-1": Profile(1, SAAS),
    "saas-2": Profile(2, SAAS),
    "saas-3": Profile(3, ("saas", "subscription", "personal-data"), "{tr: T}"),
    "mobile-app": Profile(2, ("mobile-app", "consumer", "personal-data", "eu", "payments", "localised")),
    "device": Profile(1, ("physical", "connected", "channel", "eu", "third-party", "consumer")),
    "small-device": Profile(2, ("physical", "connected", "channel", "eu", "third-party")),
    "on-premises": Profile(2, ("on-prem", "enterprise", "third-party", "open-source", "personal-data", "eu")),
    "ai": Profile(2, (*SAAS, "ai", "api", "third-party")),
    "marketplace": Profile(2, ("saas", "marketplace", "api", "payments", "eu", "personal-data")),
    "public-sector": Profile(1, ("saas", "public-sector", "regulated", "personal-data", "eu", "localised")),
    "migration": Profile(1, (*SAAS, "migration", "beta", "multi-product")),
    "nothing-said": Profile(1, (), "{}"),
}
EVERYTHING = "everything"
DAYS = [date(2027, 6, 7) + timedelta(days=at) for at in range(7)]  # Monday to Sunday
FAULTS = ("due-before-needs", "due-after-gate", "must-have-on-advice", "later-stage-need", "impossible-dates")


@cache
def playbook() -> dict[str, bytes]:
    folder = CHECKLISTS / "playbook"
    return {f"playbook/{file.relative_to(folder).as_posix()}": file.read_bytes() for file in folder.rglob("*.yaml")}


def fresh(profile: Profile, day: date, holidays: bool = False) -> Snapshot:
    """A launch set up 400 days ahead, of which nothing is said yet; with Turkish holidays or none."""
    created = day - timedelta(days=400)
    launch = (
        f"launch: {{title: Fresh, date: {day}, created: {created}, tier: {profile.tier},"
        f" traits: [{', '.join(profile.traits)}], markets: {profile.markets}}}\n"
    )
    calendar = CHECKLISTS / "examples" / "atlas" / "calendars" / "tr.yaml"
    usual = ", calendar: tr" if holidays else ""
    files = {
        **playbook(),
        "gtm.yaml": f"workspace: {{format: 1, name: Fresh{usual}}}\n".encode(),
        "calendars/tr.yaml": calendar.read_bytes(),
        "launches/fresh/launch.yaml": launch.encode(),
    }
    return pipeline.run(files, created, "fresh")


@cache
def definitions() -> dict[str, written.Definition]:
    found: dict[str, written.Definition] = {}
    for document in pipeline.read(playbook()).documents:
        if document.path.count("/") == 2:
            found.update(document.records["items"])
    return found


@cache
def every_trait() -> tuple[str, ...]:
    documents = pipeline.read(playbook()).documents
    return tuple(next(d for d in documents if d.path == "playbook/traits.yaml").records["traits"])


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("name", [*PROFILES, EVERYTHING])
def test_a_fresh_launch_has_no_errors_and_possible_dates(name: str, day: date) -> None:
    profile = PROFILES[name] if name in PROFILES else Profile(1, every_trait())
    snapshot = fresh(profile, day)
    faults = [one for one in snapshot.diagnostics if one.rule.code[3] in "0123"]
    if day.weekday() > 4:
        faults = [one for one in faults if one.rule.slug != "launch-on-day-off"]
    assert [f"{one.span} {one.message}" for one in faults if one.severity > Severity.ADVICE] == []
    assert [one.message for slug in FAULTS for one in said(snapshot, slug)] == []
    assert snapshot.study.course == "ahead"


@pytest.mark.parametrize("day", DAYS[:5], ids=str)
def test_a_week_of_holidays_on_the_way_costs_no_gate(day: date) -> None:
    """Three working days are lost three weeks before: a few dates are tight, none by more than that."""
    snapshot = fresh(PROFILES["saas-1"], day, holidays=True)
    tight = said(snapshot, "due-before-needs")
    assert len(tight) <= 4
    assert snapshot.study.course == "ahead"
    assert said(snapshot, "impossible-dates") == []


@pytest.mark.parametrize(("tier", "least", "most"), [(1, 110, 165), (2, 55, 85), (3, 10, 20)])
def test_a_cloud_launch_has_about_130_70_and_15_items_of_its_own(tier: int, least: int, most: int) -> None:
    items = fresh(Profile(tier, SAAS, "{tr: T}"), DAYS[1]).launch.items.values()
    own = Counter(item.team for item in items if not item.standing)
    assert least <= own.total() <= most, own
    assert own["finance"] >= 1


def test_every_topic_is_covered_by_something_that_exists() -> None:
    topics = TOPICS.read_text(encoding="utf-8").split()
    with (CHECKLISTS / "coverage.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    covered = Counter(row["topic"] for row in rows)
    assert set(topics) - set(covered) == set(), "topics without an item or gate"
    assert set(covered) - set(topics) == set(), "rows for topics that nobody asks for"
    assert max(covered.values()) == 1
    known = set(definitions()) | {gate.id for gate in fresh(PROFILES["saas-1"], DAYS[0]).launch.gates}
    assert {id for row in rows for id in row["covered_by"].split()} - known == set(), "dangling ids"
    assert all(row["covered_by"].strip() for row in rows)


def test_standing_items_need_only_standing_items() -> None:
    known = definitions()
    wrong = [
        (id, need.item)
        for id, definition in known.items()
        if definition.standing
        for need in definition.needs
        if need.item not in known or not known[need.item].standing
    ]
    assert wrong == []


def test_standing_items_age_and_wait_for_nobody() -> None:
    standing = {id: definition for id, definition in definitions().items() if definition.standing}
    assert 60 <= len(standing) <= 95
    assert [id for id, one in standing.items() if one.fresh_for is None or one.wait is not None or one.for_each] == []


def test_every_item_can_be_understood_by_its_owner() -> None:
    for id, definition in definitions().items():
        for text in (definition.title, definition.ask, definition.why, definition.proof):
            assert text, id
        assert definition.role, id
        assert definition.basis, id
        assert definition.evidence, id
        assert len(definition.title) <= 70, id


def test_every_role_trait_and_source_is_used() -> None:
    known = definitions()
    launch = fresh(PROFILES["saas-1"], DAYS[0]).launch
    wanted = {one for d in known.values() for part in d.when for one in ((part,) if isinstance(part, str) else part)}
    wanted |= {one for d in known.values() for one in d.unless}
    assert set(every_trait()) - wanted == set()
    assert set(launch.sources) - {one for d in known.values() for one in d.basis} == set()
    roles = {d.role for d in known.values()} | {d.checked_by for d in known.values()}
    roles |= {team.lead for team in launch.teams.values()}
    for gate in launch.gates:
        for slot in gate.sign_offs:
            roles |= {slot.role, *slot.any_of}
    assert set(launch.roles) - roles == set()


def test_threads_name_items_that_wait_for_each_other() -> None:
    snapshot = fresh(Profile(1, every_trait()), DAYS[0])
    graph = snapshot.study.graph
    assert len(snapshot.launch.threads) >= 10
    for thread in snapshot.launch.threads.values():
        for first, later in zip(thread.items, thread.items[1:], strict=False):
            above = {graph.ids[at] for at in graph.above(graph.index[later])} if later in graph.index else None
            assert above is None or first in above or first not in graph.index, f"{later} does not wait for {first}"
