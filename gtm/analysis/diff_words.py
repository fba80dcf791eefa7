"""Knows how a difference is put into words, alike on a terminal and in a pull request.

Everything is plain text in which names come from files: a view makes it harmless. It computes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from gtm.analysis import diff_review as review
from gtm.analysis.blame import Step
from gtm.analysis.chance import launch_course
from gtm.analysis.comparison import Side
from gtm.analysis.diff import MATERIAL, Difference, GateChange, Touched, Turn, lowered
from gtm.analysis.diff_items import ADDED, REMOVED, ItemChange
from gtm.analysis.forecast import PASSED
from gtm.analysis.gates import GateView
from gtm.analysis.readiness import PROVEN, SAID_DONE, SETTLED
from gtm.analysis.words import NOBODY, column_day, due_words, many, order, short_day, short_name
from gtm.diagnostics import Diagnostic, Severity

_DASH = "-"


@dataclass(frozen=True, slots=True)
class Row:
    """A number or date before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The one sentence that comes first: good to merge or not, and what it does."""

    good: bool
    text: str


def verdict(found: Difference) -> Verdict:
    """The sentence, beginning with the launch's title."""
    launch, bad = found.after.launch, review.worse(found)
    if found.before is None:
        counts = found.completeness[1]
        size = f"{many(len(launch.items), 'item')}, {many(counts.total, 'must-have')} before the launch"
        return Verdict(True, f"{launch.title}: new here, {size}. There is nothing to compare with.")
    if found.empty:
        return Verdict(True, f"{launch.title}: nothing changes in meaning.")
    parts = [*_good(found), *(bad[:3] or ("nothing gets worse",))]
    if len(bad) > 3:
        parts.append(f"{len(bad) - 3} more things get worse")
    return Verdict(not bad, f"{launch.title}: {_head(found, bool(bad))}. {_sentence('; '.join(parts))}.")


def _head(found: Difference, bad: bool) -> str:
    errors = sum(one.severity is Severity.ERROR for one in found.fixes)
    if errors:
        return f"not yet, {many(errors, 'error')} to mend"
    if bad:
        return "look before you merge"
    less = lowered(found)
    if less:
        return f"good to merge if you mean to ask less ({many(len(less), 'open must-have')} taken out or made advice)"
    fixes = len(found.fixes)
    return f"good to merge, {many(fixes, 'thing')} to fix" if fixes else "good to merge"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _good(found: Difference) -> Iterator[str]:
    """What gets better: gates, proof, people who can start."""
    better = [text for text in (_gate_better(found, change) for change in found.gates) if text]
    yield from better[:2]
    before, after = found.completeness
    if before is not None and after.settled > before.settled and not better:
        now, then = (f"{one.done} of {one.applicable}" for one in (after, before))
        yield f"{now} must-haves before launch settled, {then} before"
    people = {one.owner for one in found.freed}
    if found.freed:
        who = f"{many(len(people), 'person', 'people')}" if None not in people else many(len(found.freed), "item")
        yield f"{who} can start"


def _gate_better(found: Difference, change: GateChange) -> str:
    was, now = change.before, change.after
    if was is None or now is None:
        return ""
    if now.passed and not was.passed:
        return f"{change.title} {now.verdict}"
    before, after = change.chance_before, change.chance_after
    if review.fair(found) and before is not None and after is not None and after - before >= 0.01:
        return f"{change.title} {review.chances(found, change)}"
    if was.forecast is not None and now.forecast is not None and now.forecast < was.forecast:
        return f"{change.title} {review.moved(found, change)}"
    return ""


def rows(found: Difference) -> list[Row]:
    """Only what changed, the launch first, then its gates."""
    first, second = found.sides
    if first is None:
        return []
    was, now = first.study, second.study
    before, after = found.completeness
    assert before is not None
    as_of = now.launch.as_of
    out = [
        Row("Launch", short_day(was.launch.date, as_of), short_day(now.launch.date, as_of)),
        Row("Must-haves before launch", str(before.total), str(after.total)),
        Row("Open before launch", str(before.left), str(after.left)),
        Row("Proven before launch", str(before.proven), str(after.proven)),
        Row("Waived before launch", str(before.waived), str(after.waived)),
        Row("Verdict", was.verdict, now.verdict),
        Row("Course", *(launch_course(side.study, side.forecast) or _DASH for side in (first, second))),
        Row(_chance_label(found), _chance(first, review.fair(found)), _chance(second, review.fair(found))),
    ]
    for one in found.gates:
        cells = (_gate(found, one, view, chance) for view, chance in one.sides)
        out.append(Row(one.title, *cells))
    return [row for row in out if row.before != row.after]


def _chance_label(found: Difference) -> str:
    launch = found.after.launch
    return (
        f"Chance of {short_day(launch.date, launch.as_of)}" if review.fair(found) else "Launch decision, likely range"
    )


def _chance(side: Side, fair: bool) -> str:
    one = side.forecast.gates.get(side.forecast.gate or "")
    if one is None or one.state == PASSED:
        return "decided" if one is not None else _DASH
    if fair:
        return review.percent(side.forecast.launch)
    as_of = side.study.launch.as_of
    days = [short_day(at, as_of) if at is not None else "more than 20 years" for at in (one.p10, one.p90)]
    return days[0] if days[0] == days[1] else f"{days[0]} to {days[1]}"


def _gate(found: Difference, change: GateChange, view: GateView | None, chance: float | None) -> str:
    """A gate in one cell: what is asked about it elsewhere stands in its own row."""
    if view is None:
        return "no such gate"
    if view.passed:
        return view.verdict
    as_of = found.after.launch.as_of
    parts = [f"{view.counts.done}/{view.counts.applicable} settled" if "counts" in change.facts else ""]
    if view.forecast is None:
        parts.append("no date")
    elif {"forecast", "course", "verdict", "chance"} & set(change.facts):
        parts.append(column_day(view.forecast, as_of).replace("  ", " "))
    parts.append(f"due {short_day(view.due, as_of)}" if "due" in change.facts else "")
    parts.append(view.course or "" if "course" in change.facts else "")
    parts.append("not passed" if "verdict" in change.facts else "")
    parts.append("may pass" if view.may_pass else "may not pass" if "may_pass" in change.facts else "")
    if review.fair(found) and "chance" in change.facts:
        parts.append(review.percent(chance))
    return ", ".join(filter(None, parts)) or view.verdict


def mark(change: ItemChange) -> str:
    """A sign for what happened to an item; its word stands in the line."""
    if change.kind == ADDED:
        return "+"
    if change.kind == REMOVED:
        return "-"
    if change.now in SETTLED:
        return "✔"
    if change.was in SETTLED:
        return "✖"
    return "?" if change.now == SAID_DONE else "·"


def facts(change: ItemChange) -> str:
    """What changed about an item, in one line."""
    item = change.item
    if change.kind == ADDED:
        must = "must-have" if item.must else "advice"
        return f"added, {must} of {item.gate}"
    if change.kind == REMOVED:
        return f"taken out ({change.was})"
    told = [one for one in change.facts if not one.follows]
    keys = {one.key for one in told}
    if {"status", "readiness"} <= keys and item.status == "done" and change.now == PROVEN:
        rest = [one.text for one in told if one.key not in {"status", "readiness", *_WITH_STATUS}]
        return "; ".join(["done and proven", *rest])
    if "status" in keys:
        dull = {*_WITH_STATUS, *(() if change.was in SETTLED or change.now in SETTLED else ("readiness",))}
        told = [one for one in told if one.key not in dull]
    return "; ".join(one.text for one in told)


_WITH_STATUS = ("started", "finished", "left")  # go without saying where the status changed


def moved_along(found: Difference) -> str:
    """How many items only moved with something else."""
    counts: dict[str, int] = {}
    for one in found.following:
        for key in dict.fromkeys(fact.key for fact in one.facts):
            counts[key] = counts.get(key, 0) + 1
    words = {"due": "another due date", "owner": "another owner", "needs": "other needs", "readiness": "another state"}
    return ", ".join(f"{many(count, 'item')} with {words.get(key, key)}" for key, count in counts.items())


def turn(found: Difference, one: Turn, blocked: bool = False) -> str:
    """`Web pages (Nele Kurt)`, with what it waits for."""
    launch, graph = found.after.launch, found.after.study.graph
    who = launch.person(one.owner) if one.owner else NOBODY
    waits = [graph.title(id) if id in graph.index else id for id in one.waits]
    after = f", waits for {review.some(waits, 2)}" if blocked and waits else ""
    return f"{launch.items[one.id].title} ({who}){after}"


def touched(found: Difference, one: Touched) -> str:
    """A sign-off whose ground changed, in one line."""
    launch, gate = found.after.launch, found.after.study.graph.title(one.gate)
    who = f"{launch.person(one.person)} as {one.role} on {gate}"
    if one.kind == MATERIAL:
        what = f" ({review.some([short_name(id) for id in one.items])})" if one.items else ""
        return f"{who}: material, does not hold any more{what}"
    return f"{who}: wording only, still holds"


def opened(found: Difference) -> list[Diagnostic]:
    """Gaps that open, besides those the author is asked to mend and those that are only advice."""
    fixes = set(found.fixes)
    return [one for one in found.opened if one.severity > Severity.ADVICE and one not in fixes]


def closed(found: Difference) -> list[Diagnostic]:
    return [one for one in found.closed if one.severity > Severity.ADVICE]


def following(found: Difference) -> list[str]:
    """What the people whose items changed do next."""
    study = found.after.study
    launch = study.launch
    return [
        f"{launch.person(one.person)}: {order(study, one)}, {due_words(one, launch.as_of)}"
        for one in review.following_tasks(found)
    ]


def notes(found: Difference) -> list[str]:
    """What limits the comparison."""
    out = []
    for side, text in ((found.before, "Before"), (found.after, "After")):
        if side is not None and side.launch.unread:
            files = review.some(side.launch.unread)
            out.append(f"{text} the change {files} could not be read in full: what stands there is not counted.")
    return out


def approval(found: Difference, one: review.Approval) -> str:
    """`Arda Tan, deputy for Legal; …`."""
    names = ", ".join(found.after.launch.person(person) for person in one.people)
    return f"{names or NOBODY}: {one.why}"


def step(found: Difference, one: Step) -> str:
    """`Set the tax codes: 3 working days later (Fri 5 Feb → Wed 10 Feb)`."""
    launch = found.after.launch
    items = {**(found.before.launch.items if found.before is not None else {}), **launch.items}
    names = [items[name].title if name in items else short_name(name) or one.section for name in one.names]
    what = review.some(names) if len(names) < 2 else f"{many(len(names), 'further change')} together"
    if one.days is None or one.before is None or one.after is None:
        return f"{what}: there is {'no date any more' if one.after is None else 'a date now'}"
    way = "later" if one.after > one.before else "earlier"
    days = many(abs(one.days), "working day") if one.days else many(abs((one.after - one.before).days), "day")
    return f"{what}: {days} {way} ({short_day(one.before, launch.as_of)} → {short_day(one.after, launch.as_of)})"
