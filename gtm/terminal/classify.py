"""Knows how personas and sorted customers look: totals, what stood in the way, a row each; or personas by phase.

It must not sort anybody.
"""

from collections.abc import Iterator, Sequence

from gtm.analysis import clientele, portraits
from gtm.analysis.customers import Customer, Sorted, Trouble, reason
from gtm.analysis.phases import Matrix, title
from gtm.analysis.portraits import Portrait
from gtm.analysis.snapshot import Study
from gtm.analysis.words import many
from gtm.dates import say
from gtm.model.audience import Audience, audience_of
from gtm.model.launch import Launch
from gtm.terminal.screen import Line, Segment, aligned, cut, width, wrapped

_ROWS = 20  # customers on a terminal
_TROUBLES = 12
_NAMED = 5


def sorted_lines(study: Study, found: Sorted, room: int | None, everything: bool) -> list[Line]:
    """A file of customers, sorted; on a terminal the first rows, and how many more there are."""
    launch = study.launch
    audience = audience_of(launch) or Audience()
    placed = sum(found.by_persona.values())
    rest = len(found.customers) - placed
    said = f" · {many(len(found.customers), 'customer')} · {placed} sorted"
    head = f"{found.path}{said}"
    out: list[Line] = [[(cut(head, room), "head"), (f", {rest} not" if rest else "", "care")], []]
    out += _totals(audience, found, room)
    out += _troubles(found, room, everything)
    out += _unsorted(found, room)
    listed = found.customers if room is None or everything else found.customers[:_ROWS]
    shown = [_row(audience, one, room) for one in listed]
    if shown:
        heading = [(name, "quiet") for name in ("customer", "persona", "segments", "why")]
        out += [[], [("CUSTOMERS", "head")], *aligned([heading, *shown], room)]
    if len(shown) < len(found.customers):
        more = many(len(found.customers) - len(shown), "more customer")
        out.append([(f"… and {more}: --all, or --format csv", "quiet")])
    return out


def _totals(audience: Audience, found: Sorted, room: int | None) -> Iterator[Line]:
    total = len(found.customers) or 1
    yield [("PERSONAS", "head")]
    counts = found.by_persona
    rows: list[list[Segment]] = []
    for id in audience.personas or {}:
        name = title(audience, "personas", id)
        rows.append(
            [(f"  {cut(name, 40)}", ""), (str(counts.get(id, 0)), ""), (f"{100 * counts.get(id, 0) / total:.0f} %", "")]
        )
    rest = len(found.customers) - sum(counts.values())
    if rest:
        rows.append([("  not sorted", "care"), (str(rest), "care"), (f"{100 * rest / total:.0f} %", "care")])
    yield from aligned(rows, room, frozenset({1}))
    inside, untold = found.by_segment, found.untold
    kinds: dict[str, list[str]] = {}
    for id, one in (audience.segments or {}).items():
        if one is not None and (one.when or one.personas):
            kinds.setdefault(one.of or "", []).append(id)
    if inside or untold:
        yield []
        yield [("SEGMENTS", "head")]
    for of, ids in kinds.items() if inside or untold else ():  # what no rule asks about counts nobody
        parts = [f"{title(audience, 'segments', id)} {inside.get(id, 0)}" for id in ids]
        parts += [f"cannot be told {untold[of]}"] if untold.get(of) else []
        name = of or "others"
        for number, text in enumerate(wrapped(" · ".join(parts), None if room is None else room - len(name) - 4)):
            yield [(f"  {name}: " if not number else " " * (len(name) + 4), "quiet"), (text, "")]


def _troubles(found: Sorted, room: int | None, everything: bool) -> Iterator[Line]:
    if not found.troubles:
        return
    yield []
    yield [("WHAT STANDS IN THE WAY", "head")]
    shown = found.troubles if room is None or everything else found.troubles[:_TROUBLES]
    for one in shown:
        for number, text in enumerate(wrapped(_trouble(found, one), None if room is None else room - 2)):
            yield [(f"  {'  ' if number else ''}{text}", "care")]
        for text in wrapped(one.help, None if room is None else room - 4) if one.help else ():
            yield [(f"    {text}", "quiet")]
    if len(shown) < len(found.troubles):
        yield [(f"  … and {len(found.troubles) - len(shown)} more: --all", "quiet")]


def _trouble(found: Sorted, one: Trouble) -> str:
    where = f"{found.path}:{one.line}" if one.line else found.path
    return f"{where}: {one.message}" + (f" ({one.rows} rows)" if one.rows > 1 else "")


def _unsorted(found: Sorted, room: int | None) -> Iterator[Line]:
    groups = found.unsorted
    if not groups:
        return
    yield []
    yield [("NOT SORTED", "head")]
    rows: list[list[Segment]] = []
    for (doubt, about), group in groups.items():
        more = f" and {len(group) - _NAMED} more" if len(group) > _NAMED else ""
        who = ", ".join(one.id for one in group[:_NAMED]) + more
        rows.append([(f"  {len(group)}", "care"), (cut(reason(doubt, about), 60), ""), (who, "quiet")])
    yield from aligned(rows, room, frozenset({0}))


def _row(audience: Audience, one: Customer, room: int | None) -> list[Segment]:
    match = one.match
    wide = 40 if room is None or room > 90 else 20  # of the segments; the reason takes what is left
    name = f"{one.name} ({one.id})" if one.name and one.name != one.id else one.id
    inside = ", ".join(title(audience, "segments", id) for id, _ in one.segments) or "-"
    if match.persona is None:
        return [(cut(name, 32), ""), ("-", "care"), (cut(inside, wide), ""), (reason(match.doubt, match.why), "care")]
    persona = title(audience, "personas", match.persona)
    return [(cut(name, 32), ""), (cut(persona, 24), "good"), (cut(inside, wide), ""), (match.why, "quiet")]


def overview(study: Study, found: Sorted | None, room: int | None) -> list[Line]:
    """Personas without a file: whom the launch serves, with what, by phase; whether the rules are sound."""
    launch = study.launch
    audience = audience_of(launch)
    head: Line = [(cut(launch.title, room), "head"), (f" · personas · as of {say(launch.as_of)}", "")]
    known = portraits.portraits(launch)
    if audience is None or not known:
        return [head, [("Nobody has named any personas; they would stand in playbook/audience.yaml.", "quiet")]]
    out: list[Line] = [head, []]
    for one in known:
        out += _portrait(launch, one, room)
    if not any(one.served for one in known):
        text = "The launch names no persona it serves: write `audience: {serves: [...]}` in its audience.yaml."
        out += [[], *([(line, "care")] for line in wrapped(text, room))]
    out += [[], *_rules(audience, room)]
    matrix = clientele.of(study).matrix
    if matrix is not None:
        out += [[], *matrix_lines(audience, matrix, room)]
    if found is not None:
        placed = sum(found.by_persona.values())
        out += [[], [(f"CUSTOMERS  {found.path}: {many(len(found.customers), 'customer')}, {placed} sorted", "head")]]
        out += list(_totals(audience, found, room))[1:]
        out += _troubles(found, room, False)
    return out


def _portrait(launch: Launch, one: Portrait, room: int | None) -> Iterator[Line]:
    yield [
        (one.record.title, "bold"),
        (f"  {one.id}", "quiet"),
        (" · served by this launch" if one.served else "", "good"),
    ]
    facts = [
        one.record.about or "",
        f"outcome: {one.record.outcome}" if one.record.outcome else "",
        f"plan: {portraits.plan_words(one)}" if portraits.plan_words(one) else "",
        f"seen in: {', '.join(launch.metrics[id].title if id in launch.metrics else id for id in one.measures)}"
        if one.measures
        else "",
        f"evidence: {portraits.evidence_words(one.record)}" if one.served or one.record.evidence else "",
    ]
    for fact in filter(None, facts):
        for line in wrapped(fact, None if room is None else room - 2):
            yield [(f"  {line}", "")]


def _rules(audience: Audience, room: int | None) -> Iterator[Line]:
    yield [("RULES", "head")]
    for good, text in portraits.rule_words(audience):
        for line in wrapped(text, None if room is None else room - 2):
            yield [(f"  {line}", "good" if good else "care")]


def matrix_lines(audience: Audience, matrix: Matrix, room: int | None) -> list[Line]:
    """Personas by phases: how many items each cell has and how many are settled; then the gaps in words."""
    head: list[Segment] = [("", "")] + [(title(audience, "phases", id), "quiet") for id in matrix.phases]
    rows: list[Sequence[Segment]] = [head]
    for persona in matrix.personas:
        row: list[Segment] = [(cut(title(audience, "personas", persona), 24), "")]
        for phase in matrix.phases:
            cell = matrix.cells[persona, phase]
            text = f"{cell.counts.settled} of {len(cell.items)}" if cell.items else "none"
            row.append((text, "" if cell.items else "care"))
        rows.append(row)
    who = "the personas it serves" if matrix.chosen else "all personas"
    out: list[Line] = [[("WHERE PERSONAS ARE USED", "head"), (f"  items settled, for {who}", "quiet")]]
    table = aligned(rows, None)
    if room is None or all(sum(width(text) for text, _ in line) <= room for line in table):
        out += table
    else:  # too wide: a paragraph a persona
        for entry in rows[1:]:
            cells = [f"{phase} {text}" for (phase, _), (text, _) in zip(head[1:], entry[1:], strict=True)]
            out += [[(line, "")] for line in wrapped(f"{entry[0][0]}: {' · '.join(cells)}", room)]
    for persona in matrix.personas:
        gaps = [title(audience, "phases", one) for one in matrix.gaps(persona)]
        if gaps:
            text = f"Nothing is for {title(audience, 'personas', persona)} in: {', '.join(gaps)}"
            out += [[(line, "care")] for line in wrapped(text, room)]
    if matrix.left_out:
        out.append([(f"{matrix.left_out} more personas and phases are not looked at", "quiet")])
    return out
