"""Knows how the journey map is drawn in SVG: a band a stage, customers at the left, users at the right, proofs between.

One string, the same for the same map; titled, described, escaped, without scripts or links. It reads
in black and white, in the dark and in forced colours, and it must not judge what is missing.
"""

import html
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gtm.analysis import journey_words
from gtm.analysis.journey import EVENT, SUCCESS, UNPROVEN, USER, Flow, Journey, Key, Step
from gtm.analysis.journey_gaps import BEFORE_CUSTOMERS, JourneyGap, orphans
from gtm.dates import say
from gtm.model.launch import Launch
from gtm.source import clean

_EDGE, _BOX, _TRACK = 16, 320, 9  # the margin, the width of a step, the way between two lines of proof
_SHEET = 1.445  # height by width of what a report prints on one sheet of A4
_TRACKS = 32  # more lie over each other, so that the two columns stay on one sheet
_LINE, _SMALL = 16, 14  # heights of lines
_LETTERS, _MANY, _BOLD = 39, 44, 38  # letters on a line of a title, in small letters, in bold ones
_NARROW, _BROAD = frozenset(" fijlrtI.,;:'!|()[]-"), frozenset("MWmw@%")
_STYLE = """
.journey-map{--jm-paper:#fff;--jm-ink:#1a1a1a;--jm-quiet:#545b64;--jm-rule:#c4cad1;--jm-soft:#f2f4f6;\
--jm-line:#1d4f91;--jm-bad:#9b1c2c}
@media screen and (prefers-color-scheme:dark){.journey-map{--jm-paper:#15181c;--jm-ink:#e6e8eb;--jm-quiet:#a3acb7;\
--jm-rule:#59626d;--jm-soft:#1e2329;--jm-line:#8fbdf5;--jm-bad:#f59aa5}}
@media (forced-colors:active){.journey-map{--jm-paper:Canvas;--jm-ink:CanvasText;--jm-quiet:CanvasText;\
--jm-rule:CanvasText;--jm-soft:Canvas;--jm-line:LinkText;--jm-bad:CanvasText;forced-color-adjust:none}}
.journey-map .jm-paper{fill:var(--jm-paper)}
.journey-map .jm-band{fill:var(--jm-soft);stroke:var(--jm-rule)}
.journey-map text{fill:var(--jm-ink);font-size:12.5px;unicode-bidi:plaintext}
.journey-map .jm-stage{font-size:15px;font-weight:700}
.journey-map .jm-flow{font-weight:700}
.journey-map .jm-quiet{fill:var(--jm-quiet);font-size:11px}
.journey-map .jm-open{fill:var(--jm-bad);font-size:11px;font-weight:700}
.journey-map .jm-box{fill:var(--jm-paper);stroke:var(--jm-ink);stroke-width:1}
.journey-map .jm-hand{stroke-dasharray:1 3;stroke-linecap:round}
.journey-map .jm-lost{stroke:var(--jm-quiet);stroke-dasharray:5 3}
.journey-map .jm-unproven{stroke:var(--jm-bad);stroke-width:2.5;stroke-dasharray:7 4}
.journey-map .jm-next{stroke:var(--jm-ink);fill:none}
.journey-map .jm-proof{stroke:var(--jm-line);stroke-width:1.5;fill:none}
.journey-map .jm-head{fill:var(--jm-line)}
"""


@dataclass(slots=True)
class _Sheet:
    """What is drawn so far, how far down it reaches, and where each step stands."""

    right: int  # the left edge of the boxes of users
    down: int = 0
    page: int = 0  # how much of it fits on one sheet of paper; 0 while nobody asks
    parts: list[str] = field(default_factory=list)
    middles: dict[Key, int] = field(default_factory=dict)

    @property
    def wide(self) -> int:
        return self.right + _BOX + _EDGE

    def clear(self, top: int, high: int) -> int:
        """Where something so high can stand without being cut by the end of a sheet of paper."""
        if not self.page or top // self.page == (top + high) // self.page:
            return top
        return (top // self.page + 1) * self.page + 10


@dataclass(frozen=True, slots=True)
class _Wire:
    """A line of proof from a step of a user, up or down in its own track, to a step of a customer."""

    start: Key
    end: Key
    track: int


def render(launch: Launch, found: Journey | None, gaps: Sequence[JourneyGap], prefix: str = "journey") -> str:
    """The whole map; `prefix` begins the ids in the drawing, so that several can stand on one page."""
    if found is None:
        return _svg([_words(_EDGE, 32, "No flow is described in audience.yaml.", "jm-quiet")], 420, 56,
                    f"{launch.title}: journey map", "It is empty.", prefix)  # fmt: skip
    lost = {step.key for _, steps in orphans(found) for step in steps}
    probe = _layout(launch, found, lost, 0, False)
    tracks = min(max((wire.track + 1 for wire in _wires(found, probe)), default=1), _TRACKS)
    between = 40 + _TRACK * tracks
    sheet = _layout(launch, found, lost, between, tall(probe.down, probe.wide + between))
    for wire in _wires(found, sheet):
        sheet.parts += _wire(sheet, wire, tracks)
    _legend(sheet)
    about = f"{journey_words.summary(found, gaps)}. As of {say(launch.as_of)}. The table beside it says the same."
    return _svg(sheet.parts, sheet.wide, sheet.down, f"{launch.title}: journey map", about, prefix)


def tall(high: int, wide: int) -> bool:
    """Whether a drawing would be too small on one sheet of paper, and is cut into several."""
    return high > 1.9 * wide


def _svg(parts: Sequence[str], wide: int, high: int, title: str, about: str, prefix: str) -> str:
    look = "journey-map jm-tall" if tall(high, wide) else "journey-map"
    head = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{look}" viewBox="0 0 {wide} {high}" width="{wide}" '
            f'height="{high}" role="img" aria-labelledby="{prefix}-title {prefix}-about" font-family="sans-serif">'
        ),
        f'<title id="{prefix}-title">{_text(title)}</title>',
        f'<desc id="{prefix}-about">{_text(about)}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="jm-paper" width="{wide}" height="{high}"/>',
    ]
    return "\n".join([*head, *parts, "</svg>"]) + "\n"


def _layout(launch: Launch, found: Journey, lost: set[Key], between: int, paged: bool) -> _Sheet:
    sheet = _Sheet(_EDGE + _BOX + between, 28)
    sheet.page = int(sheet.wide * _SHEET) if paged else 0
    sheet.parts += [
        _words(_EDGE, 20, "What customers do: success flows", "jm-quiet"),
        _words(sheet.right, 20, "What users do in the product: user flows", "jm-quiet"),
    ]
    for stage, flows in found.stages.items():
        if flows or stage != BEFORE_CUSTOMERS:
            _band(sheet, launch, found, stage, flows, lost)
    return sheet


def _band(
    sheet: _Sheet, launch: Launch, found: Journey, stage: str, flows: Sequence[Flow], lost: set[Key]
) -> None:  # fmt: skip
    """A stage: its name, and its flows below each other in two columns."""
    top = sheet.clear(sheet.down, 150)
    sheet.parts += [
        f'<rect class="jm-band" x="{_EDGE - 8}" y="{top}" width="{sheet.wide - 2 * _EDGE + 16}" height="28"/>',
        _words(_EDGE, top + 19, _cut(launch.stages[stage].title, 60), "jm-stage"),
    ]
    ends = [top + 28]
    for kind, left in ((SUCCESS, _EDGE), (USER, sheet.right)):
        down = top + 36
        for flow in flows:
            if flow.kind == kind:
                down = _flow(sheet, launch, found, flow, left, down, lost)
        ends.append(down)
    if not flows:
        sheet.parts.append(_words(_EDGE, top + 48, "no flow leads through this stage", "jm-open"))
        ends.append(top + 60)
    sheet.down = max(ends) + 8


def _flow(
    sheet: _Sheet, launch: Launch, found: Journey, flow: Flow, left: int, down: int, lost: set[Key]
) -> int:  # fmt: skip
    """One flow, its title above its steps; returns where it ends."""
    down = sheet.clear(down, 110)
    for line in _lines(flow.title, 2, _BOLD):
        down += _LINE
        sheet.parts.append(_words(left, down, line, "jm-flow"))
    _, team, owner, *_ = journey_words.facts(launch, flow)
    down += _SMALL
    sheet.parts.append(_words(left, down, _cut(f"{team}, {owner}", _MANY), "jm-quiet"))
    down += 6
    for step in flow.steps:
        if step.at:
            middle = left + _BOX // 2
            sheet.parts.append(f'<path class="jm-next" d="M{middle} {down - 8}v8"/>')
        down = _step(sheet, found, step, left, down, step.key in lost) + 8
    return down


def _step(sheet: _Sheet, found: Journey, step: Step, left: int, top: int, lost: bool) -> int:
    """One step as a box; returns where it ends."""
    title = _lines(f"{step.at + 1}  {step.title}", 3, _LETTERS)
    more = _lines(_proof(found, step, lost), 2, _BOLD)
    high = 8 + _LINE * len(title) + _SMALL * len(more) + 4
    top = sheet.clear(top, high)
    look = "jm-unproven" if step.proven == UNPROVEN else "jm-lost" if lost else "jm-hand" if _by_hand(step) else ""
    said = f"{step.at + 1}. {step.title}: {journey_words.proof(found, step)}"
    sheet.parts.append(
        f'<g><title>{_text(said)}</title><rect class="{f"jm-box {look}".strip()}" x="{left}" y="{top}" '
        f'width="{_BOX}" height="{high}" rx="3"/>'
    )
    down = top + 2
    for line in title:
        down += _LINE
        sheet.parts.append(_words(left + 10, down, line, ""))
    for line in more:
        down += _SMALL
        sheet.parts.append(_words(left + 10, down, line, "jm-open" if step.proven == UNPROVEN or lost else "jm-quiet"))
    sheet.parts.append("</g>")
    sheet.middles[step.key] = top + high // 2
    return top + high


def _by_hand(step: Step) -> bool:
    return step.kind == SUCCESS and step.proven != EVENT


def _proof(found: Journey, step: Step, lost: bool) -> str:
    words = journey_words.short(found, step)
    if step.proven == UNPROVEN:
        return f"✖ {words}"
    if lost:
        return f"{words}: proves no step of a customer"
    return f"by hand: {words}" if _by_hand(step) else words


def _wires(found: Journey, sheet: _Sheet) -> list[_Wire]:
    """Every proof with a track of its own where it would lie on another; those of one step may share theirs."""
    spans = []
    for start, end in found.proofs:
        one, other = sheet.middles[start], sheet.middles[end]
        spans.append((min(one, other), max(one, other), start, end))
    taken: list[list[tuple[int, int, Key]]] = []
    wires: list[_Wire] = []
    for low, high, start, end in sorted(spans, key=lambda span: (span[1] - span[0], span[0], span[2], span[3])):
        track = next((at for at, lines in enumerate(taken) if _free(lines, low, high, start)), len(taken))
        if track == _TRACKS:
            track = len(wires) % _TRACKS
        elif track == len(taken):
            taken.append([])
        taken[track].append((low, high, start))
        wires.append(_Wire(start, end, track))
    return wires


def _free(spans: Sequence[tuple[int, int, Key]], low: int, high: int, start: Key) -> bool:
    """Whether a line from `low` to `high` lies on no other of a track, but for those from the same step."""
    return all(high + 4 < below or low - 4 > above or whose == start for below, above, whose in spans)


def _wire(sheet: _Sheet, wire: _Wire, tracks: int) -> Iterator[str]:
    """Out of the user's box, along the track, into the customer's."""
    start, end = sheet.middles[wire.start], sheet.middles[wire.end]
    edge = _EDGE + _BOX
    x = sheet.right - 14 - _TRACK * (wire.track % tracks)
    yield f'<path class="jm-proof" d="M{sheet.right} {start}H{x}V{end}H{edge + 7}"/>'
    yield f'<path class="jm-head" d="M{edge} {end}l9 -4v8z"/>'


def _legend(sheet: _Sheet) -> None:
    """What each mark means."""
    y = sheet.down + 14
    left = _EDGE
    for look, words, wide in (
        ("", "an event proves it", 150), ("jm-hand", "proven by hand", 135), ("jm-unproven", "nothing proves it", 145),
        ("jm-lost", "leads to no customer’s step", 190),
    ):  # fmt: skip
        sheet.parts.append(f'<rect class="{f"jm-box {look}".strip()}" x="{left}" y="{y - 10}" width="22" height="12"/>')
        sheet.parts.append(_words(left + 28, y, words, "jm-quiet"))
        left += wide
    sheet.down = y + 16


def _words(x: int, y: int, text: str, look: str) -> str:
    name = f' class="{look}"' if look else ""
    return f'<text x="{x}" y="{y}"{name}>{_text(text)}</text>'


def _lines(text: str, most: int, letters: int) -> list[str]:
    """A text on at most so many lines, the last one ending with … when more follows."""
    lines = [""]
    for word in clean(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if _wide(longer) <= letters or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    kept = [_cut(line, letters) for line in lines[:most]]
    if len(lines) > most:
        kept[-1] = _cut(f"{lines[most - 1]} {lines[most]}", letters, always=True)
    return kept


def _cut(text: str, letters: int, always: bool = False) -> str:
    text = clean(text)
    if _wide(text) <= letters and not always:
        return text
    text = text[: letters * 8]  # marks take no room, but nobody writes seven on each letter
    while text and _wide(text) > letters - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _wide(text: str) -> float:
    """How much room a text takes, in letters such as a or n, in fonts that run wide; marks take none."""
    room = 0.0
    for one in text:
        broad = one in _BROAD or unicodedata.east_asian_width(one) in "WF"
        room += 0.55 if one in _NARROW else 1.7 if broad else 1.2 if one.isupper() else not unicodedata.combining(one)
    return room


def _text(text: str) -> str:
    """Text from files as XML may hold it."""
    kept = "".join(one for one in clean(text) if one not in "\ufffe\uffff" and not "\ud800" <= one <= "\udfff")
    return html.escape(kept)
