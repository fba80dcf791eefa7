"""Knows the screen of `gtm forecast`: the chance, the gates, what drives the launch, how sure it is.

Where too few estimates are the teams' own, ranges of dates stand in for percentages. It must not
compute anything.
"""

from collections.abc import Sequence
from datetime import date

from gtm.analysis import chance
from gtm.analysis import forecast as found_by
from gtm.analysis.chance import percent
from gtm.analysis.forecast import Forecast, GateForecast
from gtm.analysis.snapshot import Study
from gtm.analysis.words import Names, column_day, from_today, many, short_day
from gtm.dates import say
from gtm.terminal.screen import Line, Segment, aligned, wrapped

_DRIVERS, _MOVERS, _STEPS, _BAR = 6, 5, 9, 30
_WIDE = 90  # columns from which on a terminal shows the whole table of gates


def lines(study: Study, found: Forecast, room: int | None) -> list[Line]:
    """The whole answer, within one screen."""
    launch = study.launch
    example = "example, judged " if launch.workspace.example_as_of is not None else ""
    head: list[Line] = [
        [
            (launch.title, "head"),
            (f" · forecast · launch {say(launch.date)}, {from_today(launch.date, launch.as_of)}", ""),
            (f" · {example}as of {say(launch.as_of)}", "quiet"),
        ]
    ]
    if launch.partial:
        head.append([(f"PARTIAL: {many(len(launch.unread), 'file')} unread, so something may be missing here", "bad")])
    head += [[(row, "bold")] for row in wrapped(verdict(study, found), room)]
    sure: list[Line] = [[(row, "quiet")] for text in _sure(study, found) for row in wrapped(text, room)]
    middle = _curve(study, found), _drivers(study, found, room), _movers(study, found, room)
    whole = head
    for part in (_gates(study, found, room), *middle, sure):
        if part:
            whole = [*whole, [], *part]
    return whole


def verdict(study: Study, found: Forecast) -> str:
    """The answer in a sentence or two: a percentage only where the estimates bear one."""
    if found.gate is None:
        return "No gate is due on or before the launch date, so there is nothing to forecast."
    one, launch = found.gates[found.gate], study.launch
    title = study.gates[found.gate].title
    if one.state == found_by.PASSED:
        return f"{title} is decided; nothing that is open decides the launch."
    if one.state == found_by.LOOP:
        return "Items wait for each other in a circle, so no date can be given: see gtm check."
    if one.p50 is None or found.launch is None:
        return f"{title} is not reached within 20 years in most runs: see gtm why {found.gate}."
    if found.confidence == found_by.LOW:
        late = {True: "late for", False: "in time for"}
        kept = late[one.p10 is None or one.p10 > launch.date]
        if one.p10 is not None and one.p10 <= launch.date and (one.p90 is None or one.p90 > launch.date):
            kept = "in time or late for"
        return (
            f"{title} is reached {_range(one, launch.as_of)}, {kept} {short_day(launch.date, launch.as_of)}. "
            f"{chance.why_low(study, one)}"
        )
    half, most = short_day(one.p50, launch.as_of), "later than in 20 years"
    if one.p80 is not None:
        most = short_day(one.p80, launch.as_of)
    return (
        f"{percent(found.launch)} for {short_day(launch.date, launch.as_of)}. "
        f"{title} is reached by {half} in half of the runs, by {most} in 8 of 10."
    )


def _range(one: GateForecast, as_of: date) -> str:
    assert one.p10 is not None
    if one.p90 is None:
        return f"on {short_day(one.p10, as_of)} at the earliest"
    if one.p10 == one.p90:
        return f"about {short_day(one.p10, as_of)}"
    return f"between {short_day(one.p10, as_of)} and {short_day(one.p90, as_of)}"


def outlook(one: GateForecast) -> Segment:
    """The chance of a gate, or a word where a percentage would say too much."""
    word, tone = chance.outlook(one)
    return (word, "quiet" if tone == chance.CALM else tone)


def _gates(study: Study, found: Forecast, room: int | None) -> list[Line]:
    low, as_of = found.confidence == found_by.LOW, study.launch.as_of
    heads = ["GATE", "DUE", "OUTLOOK" if low else "CHANCE"]
    heads += ["1 IN 10 BY", "9 IN 10 BY"] if low else ["HALF BY", "8 IN 10 BY", "19 IN 20 BY"]
    heads.append("WITH LIKELY EFFORTS")
    rows: list[list[Segment]] = [[(head, "quiet") for head in heads]]
    for one in found.gates.values():
        likely = study.gates[one.id].forecast if one.state != found_by.PASSED else None
        days = (one.p10, one.p90) if low else (one.p50, one.p80, one.p95)
        cells = [column_day(at, as_of) if at is not None else _none(one) for at in days]
        cells.append(column_day(likely, as_of) if likely is not None else "-")
        name = (study.gates[one.id].title, "bold" if one.id == found.gate else "")
        rows.append([name, (column_day(one.due, as_of), ""), outlook(one), *((cell, "") for cell in cells)])
    if room is not None and room < _WIDE:  # the last column is the one to spare; it would be cut in the middle
        rows = [row[:-1] for row in rows]
    return aligned(rows, room)


def _none(one: GateForecast) -> str:
    return "-" if one.state in {found_by.PASSED, found_by.LOOP} else "> 20 years"


def _curve(study: Study, found: Forecast) -> list[Line]:
    """The chance by day, thinned to a few rows; nothing where percentages are not shown."""
    if found.confidence == found_by.LOW or len(found.curve) < 2 or found.gate is None:
        return []
    points = [point for point in found.curve if point[1] >= 0.01 and point[1] <= 0.995] or list(found.curve)
    step = -(-len(points) // _STEPS)
    launch = study.launch
    rows: list[Line] = [[(f"{study.gates[found.gate].title.upper()} REACHED BY", "quiet")]]
    for at, share in sorted({*points[::step], *(point for point in points if point[0] == launch.date)}):
        mark = "   launch day" if at == launch.date else ""
        text = f"{column_day(at, launch.as_of)}  {percent(share):>6}  {'=' * max(round(share * _BAR), 1)}"
        rows.append([(text, "good" if share >= 0.8 else ""), (mark, "quiet")])
    return rows


def _drivers(study: Study, found: Forecast, room: int | None) -> list[Line]:
    """The items that drive the launch gate most often."""
    often = [one for one in found.items.values() if one.criticality >= 0.005]
    often.sort(key=lambda one: (-one.criticality, one.id))
    if not often or found.gate is None:
        return []
    title, names, items = study.gates[found.gate].title, Names(study), study.launch.items
    head: list[Line] = [[(f"WHAT DRIVES {title.upper()}, IN HOW MANY OF 100 RUNS", "quiet")]]
    rows = [
        _row(
            study,
            str(round(one.criticality * 100)),
            one.id,
            names.person(items[one.id].owner, items[one.id].role, items[one.id].team),
        )
        for one in often[:_DRIVERS]
    ]
    return head + aligned(rows, room, frozenset({0})) + _more(len(often) - _DRIVERS)


def _movers(study: Study, found: Forecast, room: int | None) -> list[Line]:
    """Whose uncertainty moves the launch gate, in working days."""
    if not found.tornado or found.gate is None:
        return []
    title = study.gates[found.gate].title
    text = f"WHOSE UNCERTAINTY MOVES {title.upper()}: WORKING DAYS BETWEEN ITS QUICKEST AND SLOWEST FIFTH OF RUNS"
    rows = []
    for one in found.tornado[:_MOVERS]:
        who = "early or late all at once" if not one.id else ""
        rows.append(_row(study, f"{one.days:.1f}", one.id, who))
    return [[(row, "quiet")] for row in wrapped(text, room)] + aligned(rows, room, frozenset({0}))


def _row(study: Study, number: str, id: str, who: str) -> Sequence[Segment]:
    title = study.graph.title(id) if id else "All teams together"
    if id and study.launch.items[id].market:
        title += f" ({study.launch.items[id].market})"
    return [(number, "bold"), (title, ""), (who or id, "quiet")]


def _more(count: int) -> list[Line]:
    return [[(f"and {count} more: gtm forecast --format json", "quiet")]] if count > 0 else []


def _sure(study: Study, found: Forecast) -> list[str]:
    of = found.estimates
    parts = [chance.rests_on(study, found), f"{of.playbook} from the playbook"]
    if of.assumed:
        parts.append(f"{of.assumed} assumed")
    how = f"{found.runs:,} runs, seed {found.seed}, {found.distribution}, all late together sigma {found.sigma:g}"
    owners = "owners can do everything at once"
    if found.capacity:
        owners = "owners take their items in the order of gtm plan --capacity"
    return [
        f"How sure: {', '.join(parts)}. Waits, lags and expected days are taken as said; {owners}.",
        f"{how}{'' if found.engine == 'numpy' else ', without numpy'}.",
    ]
