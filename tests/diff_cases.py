"""Two states of a small launch side by side, and JSON answers that show every key of diff and history."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from gtm import pipeline
from gtm.analysis import blame, diff, trend
from gtm.analysis.comparison import Side
from gtm.analysis.diff import Difference
from gtm.analysis.digest import digest
from gtm.analysis.forecast import forecast
from gtm.analysis.reviews import Review
from gtm.analysis.since import since
from gtm.analysis.snapshot import Snapshot
from gtm.analysis.story import Story, story
from gtm.analysis.whereabouts import Whereabouts
from gtm.reports import json as answers
from tests.small_launch import FILES

TODAY = date(2027, 1, 19)
Changes = Mapping[str, str | None]
FINANCE, LEGAL = "launches/atlas/finance.yaml", "launches/atlas/legal.yaml"
PROVEN = "status: done, finished: 2027-01-18, evidence: [{ref: Folder 12, date: 2027-01-18}]"


def files(changes: Changes | None = None) -> dict[str, bytes]:
    """The small launch with some files replaced; None leaves one out."""
    return {path: text.encode() for path, text in {**FILES, **(changes or {})}.items() if text is not None}


def edited(path: str, old: str, new: str, text: str | None = None) -> str:
    """A file of the small launch with one replacement, which has to apply once."""
    text = text if text is not None else FILES[path]
    assert text.count(old) == 1, (path, old)
    return text.replace(old, new)


def snapshot(changes: Changes | None, day: date = TODAY) -> Snapshot | None:
    found = pipeline.read(files(changes))
    return pipeline.compile(found, day, "atlas") if "atlas" in found.launches else None


def difference(after: Changes, before: Changes | None = None, day: date = TODAY) -> Difference:
    """What differs between two states of the small launch."""
    first, second = snapshot(before, day), snapshot(after, day)
    assert second is not None
    sides = (_side(first) if first is not None else None, _side(second))
    old, new = files(before), files(after)
    changed = {path for path in {**old, **new} if old.get(path) != new.get(path)}
    return diff.compare(first, second, sides, changed)


def _side(found: Snapshot) -> Side:
    return Side(found.study, forecast(found.study, runs=200, engine="pure"))


def blamed(after: Changes, before: Changes | None = None) -> tuple[blame.Step, ...]:
    """What moved the launch decision of the small launch."""
    first, second = pipeline.read(files(before)), pipeline.read(files(after))
    return blame.blame(
        first.documents,
        second.documents,
        "atlas",
        lambda documents: pipeline.compile(replace(first, documents=tuple(documents)), TODAY, "atlas").study,
    )


def signed(gate: str, changes: Changes | None = None) -> dict[str, str]:
    """A go by everybody the gate asks for, on the state that the changes make."""
    state = snapshot(changes)
    assert state is not None
    found = digest(state.study.graph, gate)
    covers = ", ".join(f'"{name}": "{mark}"' for name, mark in found.entries.items())
    say = f'gate: {gate}, decision: go, by: sara, as: sponsor, date: 2027-01-15, saw: "{found.text}"'
    return {f"launches/atlas/decisions/{gate}-go.yaml": f"sign-off: {{{say}, covers: {{{covers}}}}}\n"}


DONE = {FINANCE: edited(FINANCE, "{status: done, owner: deniz, finished: 2027-01-11}", f"{{owner: deniz, {PROVEN}}}")}
ARRIVED = {FINANCE: edited(FINANCE, "{status: blocked, waiting_on: Tax office, expected: 2027-01-27, reason: The VAT "
                                    "number is missing}", "{status: doing, started: 2027-01-18}")}  # fmt: skip
LATER = {FINANCE: edited(FINANCE, "expected: 2027-01-27", "expected: 2027-02-03")}
MOVED = {"launches/atlas/launch.yaml": edited("launches/atlas/launch.yaml", "date: 2027-02-16", "date: 2027-03-02")}
BROKEN = {LEGAL: "items: [unclosed\n"}
QUOTA = "  buy.sales.quota: {title: Set the quota, due: T-12d}\n"
FEWER = {"playbook/buy/sales.yaml": edited("playbook/buy/sales.yaml", QUOTA, "")}
MORE = {
    "playbook/buy/sales.yaml": FILES["playbook/buy/sales.yaml"]
    + "  buy.sales.kit: {title: Pack the kit, checked_by: sponsor}\n"
}
NO_LAUNCH: dict[str, str | None] = {path: None for path in FILES if path.startswith("launches/")}
NO_GATES = {"playbook/journey.yaml": "stages:\n  plan: {title: Plan}\n  learn: {title: Learn}\n  buy: {title: Buy}\n"}
LOOP = {
    "playbook/buy/finance.yaml": edited(
        "playbook/buy/finance.yaml", "due: T-40d, effort: 4}", "due: T-40d, effort: 4, needs: [buy.finance.e-invoice]}"
    )
}
PASSED = signed("plan")


READY = {
    **DONE,
    LEGAL: f"items:\n  learn.legal.eula: {{owner: mina, {PROVEN}}}\n  buy.legal.order-form: "
    "{status: not-applicable, owner: mina, confirmed_by: arda, reason: We use that of the partner}\n",
    FINANCE: f"items:\n  buy.finance.tax-codes: {{owner: deniz, {PROVEN}}}\n"
    f"  buy.finance.price-list/tr: {{owner: deniz, {PROVEN}}}\n"
    f"  buy.finance.price-list/de: {{owner: deniz, {PROVEN}}}\n",
}
KIT = {"launches/atlas/sales.yaml": f"items:\n  buy.sales.kit: {{owner: deniz, {PROVEN}}}\n"}
NOTED = {"playbook/plan/product.yaml": FILES["playbook/plan/product.yaml"].replace("Write", "Note")}
UNDONE = {"launches/atlas/product.yaml": "items:\n  plan.product.goal: {status: todo}\n"}
OWN = {
    "launches/atlas/sales.yaml": "items:\n  buy.sales.training: {effort: [1, 2, 3]}\n  buy.sales.quota: {effort: 4}\n"
    "  buy.finance.e-invoice: {effort: 2}\n  buy.finance.credit-note: {effort: 2}\n",
    LEGAL: FILES[LEGAL],
}
RESTRICTED = {
    LEGAL: edited(LEGAL, "started: 2027-01-14", "note: Soon, evidence: [{ref: Safe 12, restricted: true}]"),
}


def json_answers() -> list[tuple[str, str]]:
    """Answers that show every key, with a value and where it can be without one."""
    pairs: list[tuple[Changes, Changes]] = [
        *((after, {}) for after in (DONE, ARRIVED, LATER, MOVED, BROKEN, FEWER, MORE, NO_GATES, LOOP, PASSED, READY)),
        *(({}, before) for before in (ARRIVED, BROKEN, NO_LAUNCH, LOOP, NO_GATES, READY, RESTRICTED)),
        (RESTRICTED, {}), (MORE | KIT, MORE), (PASSED | NOTED, PASSED), (PASSED | UNDONE, PASSED),
    ]  # fmt: skip
    found = [("diff", answers.diff(difference(*pair), "main 1234567", "work tree")) for pair in pairs]
    dated: list[tuple[Changes, Changes]] = [(LATER, {}), (LOOP, {}), ({}, LOOP)]
    found += [("diff", answers.diff(difference(*pair), "main 1234567", "work tree", blamed(*pair))) for pair in dated]
    return [*found, *histories(), *standing()]


def standing() -> list[tuple[str, str]]:
    """Answers of `gtm status` from places in git."""
    found = snapshot({}) or snapshot(None)
    assert found is not None
    then = datetime(2027, 1, 18, 9, 5, tzinfo=UTC)
    places = (
        Whereabouts("main", "3f" * 20, then, "origin/main", 1, 3, then, 2, 1),
        Whereabouts(None, None),
        Whereabouts("main", "3f" * 20, then),
    )
    return [("status", answers.status(found, _side(found).forecast, one)) for one in places]


def histories() -> list[tuple[str, str]]:
    """Answers of `gtm history` about invented commits."""
    states: tuple[list[Changes], ...] = (
        [LATER, BROKEN, READY], [LOOP, NO_GATES, NO_GATES], [BROKEN, BROKEN, BROKEN], [MOVED, PASSED, {}],
        [READY, READY, {}], [OWN | READY, READY | PASSED, OWN | READY | PASSED], [NO_GATES, {}, {}],
    )  # fmt: skip
    return [("history", answers.history(told(one))) for one in states]


def told(states: list[Changes]) -> Story:
    """The story of a state a week, the last of which is today's; with a review in the first where that can be."""
    days = (date(2027, 1, 5), date(2027, 1, 12), TODAY)
    points, first, now = [], None, None
    for at, (changes, day) in enumerate(zip(states, days, strict=True)):
        now = snapshot(changes, day)
        assert now is not None
        points.append(trend.point("0" * 40, "A change", now) if at < 2 else trend.point("", "", now))
        first = now.study if first is None and points[-1].known else first
    assert now is not None
    held = Review("0" * 40, days[0], ("plan: go as sponsor",))
    moved = since(held.day, held.commit, held.decided, first, now.study, _side(now).forecast) if first else None
    return story(points, first, now.study, [held], moved, ["A note."])
