"""Knows the screen of `gtm diff`: the verdict, what changed in numbers, then every change.

It must not compute anything.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gtm.analysis import diff_review as review
from gtm.analysis import diff_words as words
from gtm.analysis.blame import Step
from gtm.analysis.diff import Difference
from gtm.dates import say
from gtm.terminal.screen import Line, Segment, aligned, wrapped

_STYLES = {"✔": "good", "✖": "bad", "?": "care", "+": "good", "-": "care", "·": ""}
_ROOM = 12  # lines a section takes on a terminal; a pipe shows all


@dataclass(frozen=True, slots=True)
class Sides:
    """What was compared, in words: `main 3f9c2ab`, `work tree`."""

    before: str
    after: str


def lines(found: Difference, sides: Sides, steps: Sequence[Step] | None, room: int | None) -> list[Line]:
    """The whole answer; on a terminal long lists are cut and counted."""
    verdict = words.verdict(found)
    out: list[Line] = [[(text, "good" if verdict.good else "bad")] for text in wrapped(verdict.text, room)]
    launch = found.after.launch
    out.append([(f"{sides.after} against {sides.before}, both as of {say(launch.as_of)}", "quiet")])
    out += [[(text, "care")] for note in words.notes(found) for text in wrapped(note, room)]
    table = words.rows(found)
    if table:
        rows: list[list[Segment]] = [[(text, "quiet") for text in ("", "BEFORE", "AFTER")]]
        rows += [[(row.label, ""), (row.before, "quiet"), (row.after, "bold")] for row in table]
        out += [[], *aligned(rows, room)]
    if steps is not None:
        out += _section("WHAT MOVED THE DATE", _steps(found, steps), room, counted=bool(steps))
    for head, part in _parts(found):
        out += _section(head, part, room)
    return out


def _parts(found: Difference) -> Iterator[tuple[str, list[tuple[Segment, str]]]]:
    if found.before is not None:
        changed = [_item(one.item.title, one.id, words.mark(one), words.facts(one)) for one in found.written]
        yield "CHANGED", [*_told("·", (one.text for one in found.records)), *changed]
    along = words.moved_along(found)
    yield "MOVED ALONG", _told("·", [along] if along else [])
    yield "CAN START NOW", _told("✔", (words.turn(found, one) for one in found.freed))
    yield "CANNOT GO ON", _told("✖", (words.turn(found, one, True) for one in found.blocked))
    yield "GAPS OPENED", _told("✖", (one.message for one in words.opened(found)))
    yield "GAPS CLOSED", _told("✔", (one.message for one in words.closed(found)))
    yield (
        "PLEASE FIX",
        _told("?", (f"{one.span}  {one.message}{f'; {one.help}' if one.help else ''}" for one in found.fixes)),
    )
    yield "SIGN-OFFS TOUCHED", _told("✖", (words.touched(found, one) for one in found.touched))
    yield "APPROVAL NEEDED", _told("·", (words.approval(found, one) for one in review.approvals(found)))
    yield "NEXT", _told("·", words.following(found))


def _item(title: str, id: str, sign: str, facts: str) -> tuple[Segment, str]:
    return (sign, _STYLES[sign]), f"{title}: {facts}  [{id}]"


def _told(sign: str, texts: Iterable[str]) -> list[tuple[Segment, str]]:
    return [((sign, _STYLES[sign]), text) for text in texts]


def _section(head: str, part: Sequence[tuple[Segment, str]], room: int | None, counted: bool = True) -> list[Line]:
    """A heading and its lines; nothing where there are none."""
    if not part:
        return []
    shown = part if room is None else part[:_ROOM]
    out: list[Line] = [[], [(f"{head}  {len(part)}" if counted else head, "quiet")]]
    for sign, text in shown:
        rows = wrapped(text, None if room is None else room - 4)
        out.append([("  ", ""), sign, (f" {rows[0]}", "")])
        out += [[(f"    {row}", "")] for row in rows[1:]]
    if len(part) > len(shown):
        out.append([(f"    {len(part) - len(shown)} more: --format markdown, or a pipe, shows all", "quiet")])
    return out


def _steps(found: Difference, steps: Sequence[Step]) -> list[tuple[Segment, str]]:
    told = [(("✖" if one.days is None or one.days > 0 else "✔"), words.step(found, one)) for one in steps]
    whole = [((sign, _STYLES[sign]), text) for sign, text in told]
    return whole or _told("·", ["no change moves the date of the launch decision"])
