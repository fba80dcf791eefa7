"""Knows how rows of a plan look as tables: items with their dates, people with their weeks.

On a narrow terminal columns that can be spared are left out. It must not choose or compute dates.
"""

from collections.abc import Sequence
from datetime import date

from gtm.analysis import load, plan_words, ways
from gtm.analysis.plan import Row
from gtm.analysis.snapshot import Study
from gtm.analysis.words import column_day, many, short_name
from gtm.dates import say
from gtm.terminal.screen import Line, Paper, Segment, aligned, cut, joined, width

PEAKS = 5
_NAME = 20  # cells for a name in a table
_LEAST = 16  # cells the last column should have


def partial(study: Study) -> list[Line]:
    """Says so when a file could not be read, so that dates may be missing."""
    unread = study.launch.unread
    return [[(f"PARTIAL: {len(unread)} unread: ", "bad"), (joined(unread, None, ", "), "")]] if unread else []


def items(study: Study, found: Sequence[Row], paper: Paper, about: str) -> list[Line]:
    """The plan of some items in the order in which they can begin, and the fullest weeks of their owners."""
    launch = study.launch
    lines: list[Line] = [[(cut(launch.title, 40), "head"), (f" · plan · {about} · as of {say(launch.as_of)}", "")]]
    lines += partial(study)
    wanted = sorted((row for row in found if row.open), key=lambda row: (row.start or date.max, row.finish or date.max))
    if not wanted:
        return [*lines, [], [("Nothing is open here.", "good")]]
    work = sum(row.days for row in wanted)
    lines.append([(f"{many(len(wanted), 'open item')}, {plan_words.days(work)} of work", "")])
    legend = "slack: working days it can slip before it moves its gate; - where no gate waits for it"
    lines += [[], *listed(study, wanted, paper, owner=False)]
    return [*lines, *_peaks(study, wanted, paper), [], [(cut(legend, paper.columns), "quiet")]]


def _peaks(study: Study, wanted: Sequence[Row], paper: Paper) -> list[Line]:
    """The fullest weeks ahead of whoever owns these items, everything they do counted."""
    owners = {row.item.owner for row in wanted}
    found = [week for week in load.weeks(study) if week.person in owners]
    if not found:
        return []
    best = load.fullest(found) if len(owners) == 1 else load.peaks(found)
    title = "FULLEST WEEKS AHEAD if each item waits for its last moment"
    return [[], [(title, "head")], *weeks(study, best[:PEAKS] if paper.cuts else best, paper)]


def weeks(study: Study, found: Sequence[load.Week], paper: Paper) -> list[Line]:
    """People's weeks: how many working days of work, of how many they hold, and on what."""
    rows: list[list[Segment]] = [[(one, "quiet") for one in ("WHO", "WEEK OF", "WORKING DAYS", "ON")]]
    for week in found:
        names = (short_name(id) if paper.cuts else ways.name(study, id) for id in week.items)
        rows.append([
            (_person(study, week.person, paper), ""), (column_day(week.monday, study.launch.as_of), ""),
            (f"{round(week.days, 1):g} of {round(week.holds, 1):g}", "care" if week.over else ""),
            (", ".join(names), "quiet"),
        ])  # fmt: skip
    return table(rows, paper, ["ON"])


def _person(study: Study, id: str | None, paper: Paper) -> str:
    return cut(study.launch.person(id), _NAME if paper.cuts else None)


def table(rows: list[list[Segment]], paper: Paper, spare: Sequence[str]) -> list[Line]:
    """Rows under their headings; on a narrow terminal without the `spare` columns, first ones first."""
    for heading in spare:
        widest = [max(width(row[at][0]) for row in rows) for at in range(len(rows[0]) - 1)]
        if paper.columns is None or sum(widest) + 2 * len(widest) + _LEAST <= paper.columns:
            break
        at = next((at for at, (text, _) in enumerate(rows[0]) if text == heading), None)
        rows = [[cell for one, cell in enumerate(row) if one != at] for row in rows]
    return aligned(rows, paper.columns)


def listed(study: Study, found: Sequence[Row], paper: Paper, owner: bool) -> list[Line]:
    """Items with what they take, when they can and must be done, and how far they can slip."""
    as_of = study.launch.as_of
    limits = any(row.turn is not None for row in found)
    head = ["WORK", "START BY", "EARLIEST", "DONE", *(["WITH LIMITS"] if limits else []), "SLACK", "GATE",
            *(["WHO"] if owner else []), "ITEM"]  # fmt: skip
    rows: list[list[Segment]] = [[(one, "quiet") for one in head]]
    for row in found:
        late = row.slack is not None and row.slack < 0
        cells = [
            (f"{round(row.days, 1):g} d" if row.days else "wait" if row.todo else "-", ""),
            (_day(row.latest_start, as_of), "care" if late else ""),
            (_day(row.start, as_of), ""),
            (_day(row.finish, as_of), ""),
            *([(_day(row.turn.finish if row.turn else None, as_of), "")] if limits else []),
            ("-" if row.slack is None else str(row.slack), "care" if late else ""),
            (row.gate or "-", ""),
            *([(_person(study, row.item.owner, paper), "")] if owner else []),
            (
                ways.name(study, row.item.id) + ("" if paper.cuts else f"  {row.item.id}"),
                "bold" if row.critical else "",
            ),
        ]
        rows.append(cells)
    return table(rows, paper, ["EARLIEST", "GATE", "DONE", "WORK"])


def _day(day: date | None, as_of: date) -> str:
    return "-" if day is None else column_day(day, as_of)
