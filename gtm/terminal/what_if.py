"""Knows the screen of `gtm what-if`: what is changed, the launch before and after, what comes of it.

It must not compute anything.
"""

from collections.abc import Iterator, Sequence

from gtm.analysis.chance import launch_course, percent, rests_on
from gtm.analysis.comparison import Case, Load, Side
from gtm.analysis.forecast import LOW, PASSED, GateForecast
from gtm.analysis.words import Names, column_day, many, short_day, short_name
from gtm.dates import say
from gtm.terminal.forecast import outlook
from gtm.terminal.screen import Line, Segment, aligned, wrapped

_MOVED, _PEOPLE = 5, 6
_WIDE, _ABREAST = 90, 2  # what-ifs beside the present on a terminal; more stand in another table below
_DASH = "-"


def lines(before: Side, cases: Sequence[Case], room: int | None) -> list[Line]:
    """The whole answer: a column a what-if, then what comes of each."""
    study = before.study
    limits = ", with owners' limits" if before.levelled is not None else ""
    when = f" · what if{limits} · as of {say(study.launch.as_of)}"
    found: list[Line] = [[(study.launch.title, "head"), (when, "quiet")]]
    for case in cases:
        if case.name is not None:
            found.append([(_heading(case), "bold"), (f"  {case.changes.title or ''}".rstrip(), "")])
        for at, text in enumerate(case.said or ("nothing is different",)):
            found += _indented(f"{'if ' if not at else 'and '}{text}", room)
        found += [line for note in case.notes for line in _indented(f"Note: {note}", room, "quiet")]
    abreast = len(cases) if room is None else _ABREAST if room >= _WIDE else 1
    for first in range(0, len(cases), abreast):
        found += [[], *_table(before, cases[first : first + abreast], room)]
    for case in cases:
        result = list(_result(before, case, room))
        found += [[], [(f"WHAT COMES OF {_heading(case)}" if case.name else "WHAT COMES OF IT", "quiet")], *result]
    return [*found, [], *[[(row, "quiet")] for row in wrapped(_sure(before), room)]]


def _heading(case: Case) -> str:
    return case.name or "WITH THIS"


def _indented(text: str, room: int | None, style: str = "") -> list[Line]:
    rows = wrapped(text, None if room is None else room - 2)
    return [[(f"  {row}", style)] for row in rows]


def _table(before: Side, cases: Sequence[Case], room: int | None) -> list[Line]:
    """Rows of the launch and its gates: as it is, then a column a what-if."""
    sides = [before, *(case.side for case in cases)]
    rows: list[list[Segment]] = [[(text, "quiet") for text in ("", "NOW", *(_heading(case) for case in cases))]]
    rows.append(_row("Launch", [(short_day(one.study.launch.date, before.study.launch.as_of), "") for one in sides]))
    rows.append(_row("Verdict", [(one.study.verdict, "") for one in sides]))
    rows.append(_row("Course", [(launch_course(one.study, one.forecast) or _DASH, "") for one in sides]))
    if before.forecast.gate is not None:
        rows.append(_row(_chance_head(sides), [_launch(one) for one in sides]))
    gates = dict.fromkeys(id for one in sides for id in one.study.gates)
    for id in gates:
        view = next(one.study.gates[id] for one in sides if id in one.study.gates)
        dues = [one.study.gates[id].due for one in sides if id in one.study.gates]
        rows.append(_row(view.title, [_gate(one, id) for one in sides]))
        if len(set(dues)) > 1:
            rows.append(_row("  due", [_due(one, id) for one in sides]))
    return aligned(rows, room)


def _row(head: str, cells: Sequence[Segment]) -> list[Segment]:
    """A row of the table; what is as it is now is said to be the same."""
    now = cells[0]
    return [(head, ""), now, *(("same", "quiet") if cell == now else cell for cell in cells[1:])]


def _chance_head(sides: Sequence[Side]) -> str:
    return "Launch by its date" if any(one.forecast.confidence != LOW for one in sides) else "Launch decision"


def _launch(side: Side) -> Segment:
    """The chance of the launch date, or the range of days of its gate."""
    found = side.forecast
    one = found.gates.get(found.gate or "")
    if one is None or one.state == PASSED:
        return ("decided" if one is not None else _DASH, "quiet")
    if found.confidence != LOW:
        return (percent(found.launch), "bold")
    as_of = side.study.launch.as_of
    days = [short_day(at, as_of) if at is not None else "> 20 years" for at in (one.p10, one.p90)]
    return (days[0] if days[0] == days[1] else f"{days[0]} to {days[1]}", "bold")


def _due(side: Side, id: str) -> Segment:
    view = side.study.gates.get(id)
    return (column_day(view.due, side.study.launch.as_of) if view is not None else _DASH, "quiet")


def _gate(side: Side, id: str) -> Segment:
    """A gate in one cell: the likely date and how sure it is, or that it is passed."""
    view, one = side.study.gates.get(id), side.forecast.gates.get(id)
    if view is None or one is None:
        return ("no gate of its own" if "/" in id else "no such gate", "quiet")
    if view.passed:
        return (view.verdict, "quiet")
    as_of = side.study.launch.as_of
    likely = side.reached(id)
    when = column_day(likely, as_of) if likely is not None and _ends(one) else "no date"
    word, style = outlook(one)
    stale = ", stale" if view.decision is not None and view.decision.stale else ""
    return (f"{when}  {word}{stale}", style)


def _ends(one: GateForecast) -> bool:
    return one.p50 is not None or one.state == PASSED


def _result(before: Side, case: Case, room: int | None) -> Iterator[Line]:
    """What a what-if leads to, a line a fact."""
    for text in (_chain(before, case), _moved(case), *_loads(before, case), _stale(before, case)):
        if text:
            yield from _indented(text, room)
    gone, reopened = case.difference.gone, case.difference.reopened
    if reopened:
        names = _some([short_name(id) for id in reopened])
        yield from _indented(f"{many(len(reopened), 'settled item')} would be open again: {names}.", room)
    if gone:
        yield from _indented(
            f"{many(len(gone), 'item')} would not apply: {_some([short_name(id) for id in gone])}.", room
        )


def _chain(before: Side, case: Case) -> str:
    """What drives the launch gate; the whole chain where it is another one."""
    gate = case.side.study.go_gate
    if gate is None or not case.side.chain:
        return ""
    ways = [
        " > ".join(short_name(id) for id in chain if id not in study.gates or id == chain[-1])
        for chain, study in ((case.side.chain, case.side.study), (before.chain, before.study))
    ]
    if not case.difference.chain:
        return f"{gate.title} is driven by the same chain: {ways[0]}."
    return f"{gate.title} would be driven by {ways[0]}; now by {ways[1] or 'nothing'}."


def _moved(case: Case) -> str:
    moved = case.difference.moved
    if not moved:
        return "No open item is finished on another day."
    items, as_of = case.side.study.launch.items, case.side.study.launch.as_of
    later, earlier = [one for one in moved if one.after > one.before], [one for one in moved if one.after < one.before]
    parts = [
        f"{many(len(some), 'item')} {'is' if len(some) == 1 else 'are'} finished {word}"
        for some, word in ((later, "later"), (earlier, "earlier"))
        if some
    ]
    most = [
        f"{items[one.id].title} {short_day(one.after, as_of)} instead of {short_day(one.before, as_of)}"
        for one in moved[:_MOVED]
    ]
    more = f"; {len(moved) - _MOVED} more" if len(moved) > _MOVED else ""
    return f"{', '.join(parts)}: {'; '.join(most)}{more}."


def _loads(before: Side, case: Case) -> Iterator[str]:
    names = Names(before.study)
    for word, some in (
        ("More", [one for one in case.difference.loads if _more(one)]),
        ("Less", [one for one in case.difference.loads if not _more(one)]),
    ):
        if some:
            told = [
                f"{names.person(one.person)} {_work(one.items_after, one.days_after)} "
                f"(now {_work(one.items_before, one.days_before)})"
                for one in some[:_PEOPLE]
            ]
            rest = f"; {len(some) - _PEOPLE} more people" if len(some) > _PEOPLE else ""
            yield f"{word} work: {'; '.join(told)}{rest}."


def _work(items: int, days: float) -> str:
    return f"{many(items, 'item')}, {days:g} {'day' if days == 1 else 'days'}"


def _more(one: Load) -> bool:
    return (one.days_after, one.items_after) > (one.days_before, one.items_before)


def _stale(before: Side, case: Case) -> str:
    stale = case.difference.stale
    if not stale:
        return ""
    names, launch, gates = Names(before.study), before.study.launch, before.study.gates
    told = [f"{gates[one.gate].title}, {launch.role(one.role)} ({names.person(one.person)})" for one in stale]
    return f"{many(len(stale), 'sign-off')} would be stale, and to be given again: {'; '.join(told)}."


def _some(names: Sequence[str], count: int = 5) -> str:
    more = f", {len(names) - count} more" if len(names) > count else ""
    return ", ".join(names[:count]) + more


def _sure(before: Side) -> str:
    runs = before.forecast.runs
    low = "Low confidence: " if before.forecast.confidence == LOW else ""
    own = rests_on(before.study, before.forecast)
    return f"{low}{own}; {runs:,} runs with the same luck. No file was changed."
