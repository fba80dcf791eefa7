"""Knows how lanes are drawn in SVG: boxes with their titles, lines of what drives what, one string.

The same for the same lanes; titled, described, escaped, without scripts; it reads in black and
white, in the dark and in the reader's own colours. It must not choose what is drawn.
"""

import html
import math
from collections.abc import Callable, Iterator, Sequence

from gtm.analysis.lanes import Bond, Lanes
from gtm.analysis.picture import BAD, GOOD, WAITING, Node
from gtm.analysis.words import many
from gtm.source import clean

_LABEL, _HEAD, _GAP, _BOX, _STEP, _PAD, _FOOT = 150, 44, 24, 58, 66, 10, 34
_WIDE, _NARROW, _ROOM = 160, 108, 1330  # pixels a column: at most, at least; what a screen has for all of them
_LETTER, _LINE, _LINES = 5.9, 12, 4
_FEW = 40  # lines that may all be seen at once
_PAPER = 1500  # pixels above which boxes show numbers on paper, to be found in the table beside
_TONES = {BAD: "bad", WAITING: "care", GOOD: "good"}
_STYLE = """\
.{p} text{{fill:var(--ink,#1b1f24);font:10px system-ui,sans-serif}}
.{p} .q{{fill:var(--quiet,#57606a)}} .{p} .h{{font-size:12px;font-weight:600}} .{p} .t{{font-size:11px}}
.{p} .paper{{fill:var(--paper,#fff)}} .{p} .lane{{fill:none;stroke:var(--rule,#d3d8de)}}
.{p} .band{{fill:var(--soft,#f4f6f8);stroke:none}}
.{p} .box{{fill:var(--paper,#fff);stroke:var(--quiet,#57606a)}}
.{p} .bad .box{{stroke:var(--bad,#9b1c2c);stroke-width:2.5}}
.{p} .care .box{{stroke:var(--care,#7a4a00);stroke-dasharray:5 3;stroke-width:1.5}}
.{p} .good .box{{stroke:var(--good,#14633a)}}
.{p} .gate .box{{stroke:var(--ink,#1b1f24);stroke-width:1.5}}
.{p} path.e{{fill:none;stroke:var(--ink,#1b1f24);stroke-width:1.6}} .{p} path.i{{stroke-dasharray:2 4}}
.{p} path.x{{stroke:var(--quiet,#57606a);stroke-width:1}}
.{p}.much path.x:not(.s){{visibility:hidden}} .{p} marker path{{fill:var(--ink,#1b1f24)}}
.{p} a:hover .box,.{p} a:focus .box{{stroke-width:3.5;stroke:var(--link,#1d4f91)}} .{p} a:focus{{outline:none}}
.{p}:has(a:is(:hover,:focus-visible)) :is(.n,.e){{opacity:.2}}
@media (forced-colors:active){{.{p} text{{fill:CanvasText}} .{p} .box{{fill:Canvas;stroke:CanvasText}}
.{p} .band,.{p} .paper{{fill:none}} .{p} .lane,.{p} path.e{{stroke:CanvasText}} .{p} marker path{{fill:CanvasText}}
.{p} a:hover .box,.{p} a:focus .box{{stroke:Highlight}}}}
"""
_ON_PAPER = (
    "@media print{{.{p} a text{{display:none}} .{p} a text.num{{display:block;font-size:24px;font-weight:700}} "
    ".{p} .h{{font-size:20px}} .{p} .t{{font-size:14px}} "
    ".{p} .key{{transform:scale(1.5);transform-box:fill-box;transform-origin:0 100%}}}}\n"
)
_FOCUS = ".{p}:has(#{p}-{n}:is(:hover,:focus-visible)) .k{n}{{opacity:1;visibility:visible}}\n"


def render(lanes: Lanes, prefix: str = "lanes", link: Callable[[str], str] | None = None) -> str:
    """The drawing. `link` makes the address of a node's box, escaped; `prefix` begins its classes and ids."""
    return "\n".join(_Drawing(lanes, prefix, link).lines()) + "\n"


def numbered(lanes: Lanes) -> bool:
    """Whether the boxes show only numbers on paper, so that a list of titles has to stand beside."""
    return _width(lanes) > _PAPER


def _step(lanes: Lanes) -> int:
    return max(min(_ROOM // max(len(lanes.columns), 1), _WIDE), _NARROW)


def _width(lanes: Lanes) -> int:
    return max(_LABEL + _step(lanes) * len(lanes.columns) + 8, 960)


class _Drawing:
    """Places of one drawing, and its parts from back to front."""

    def __init__(self, lanes: Lanes, prefix: str, link: Callable[[str], str] | None) -> None:
        self._lanes, self._prefix, self._link = lanes, prefix, link
        self._step = _step(lanes)
        self._box = self._step - _GAP
        self._width = _width(lanes)
        self._tops = [_HEAD]
        for stack in lanes.stacks:
            self._tops.append(self._tops[-1] + stack * _STEP + _PAD)
        self._height = self._tops[-1] + _FOOT
        self._much = len(lanes.bonds) > _FEW
        self._beside = [lanes.beside(at) for at in range(len(lanes.nodes))]

    def lines(self) -> Iterator[str]:
        """The drawing, line by line."""
        lanes, p = self._lanes, self._prefix
        driving = sum(bond.driving for bond in lanes.bonds)
        about = (
            f"{many(len(lanes.nodes), 'box', 'boxes')} in {many(len(lanes.teams), 'lane')}, a lane a team, stages from "
            f"left to right; {many(driving, 'line')} lead from what sets a start to what starts then."
        )
        if lanes.hidden:
            about += f" {lanes.hidden} more open items and gates are not drawn: they have more slack."
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self._width} {self._height}" width="{self._width}" '
            f'height="{self._height}" class="{p}{" much" if self._much else ""}" role="group" '
            f'aria-labelledby="{p}-title {p}-about">'
        )
        yield f'<title id="{p}-title">{_text(f"{lanes.title}: what waits for what")}</title>'
        yield f'<desc id="{p}-about">{_text(about)}</desc>'
        focus = "".join(_FOCUS.format(p=p, n=n) for n in range(1, len(lanes.nodes) + 1)) if self._link else ""
        paper = _ON_PAPER.format(p=p) if numbered(lanes) else ""
        yield f"<style>\n{_STYLE.format(p=p)}.{p} .num{{display:none}}\n{paper}{focus}</style>"
        yield (
            f'<defs><marker id="{p}-tip" viewBox="0 0 6 6" refX="6" refY="3" markerWidth="6" markerHeight="6" '
            'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L6 3L0 6Z"/></marker></defs>'
        )
        yield from self._ground()
        yield from map(self._line, sorted(lanes.bonds, key=lambda bond: bond.driving))
        yield from (self._node(at, node) for at, node in enumerate(lanes.nodes))
        yield '<g class="key">'
        yield from self._legend(self._height - 12)
        yield "</g>"
        yield "</svg>"

    def _legend(self, y: int) -> Iterator[str]:
        """What the lines and boxes mean."""
        p = self._prefix
        also = "also waited for: seen when its box is pointed at" if self._much else "also waited for"
        signs = [
            (f'<path class="e" d="M4 {y - 4}h30" marker-end="url(#{p}-tip)"/>', 40, "sets when the next can start"),
            (f'<path class="e x s" d="M210 {y - 4}h30"/>', 246, also),
            (f'<path class="e i" d="M510 {y - 4}h30"/>', 546, "over items not drawn"),
            (f'<g class="bad"><rect class="box" x="672" y="{y - 13}" width="26" height="16" rx="4"/></g>', 704, "late"),
            (f'<g class="care"><rect class="box" x="742" y="{y - 13}" width="26" height="16" rx="4"/></g>', 774,
             "in work or blocked"),
            (f'<g class="gate"><rect class="box" x="882" y="{y - 13}" width="26" height="16"/></g>', 914, "gate"),
        ]  # fmt: skip
        for sign, x, name in signs:
            yield f'{sign}<text x="{x}" y="{y}">{name}</text>'

    def _ground(self) -> Iterator[str]:
        """Paper, bands of stages, and lanes with the names of their teams."""
        yield f'<rect class="paper" width="{self._width}" height="{self._height}"/>'
        start = 0
        columns = self._lanes.columns
        for at, stage in enumerate(columns):
            if at + 1 == len(columns) or columns[at + 1] != stage:
                x, width = _LABEL + start * self._step, (at + 1 - start) * self._step
                if list(dict.fromkeys(columns)).index(stage) % 2 == 0:
                    height = self._tops[-1] - _HEAD + 20
                    yield f'<rect class="band" x="{x}" y="{_HEAD - 20}" width="{width}" height="{height}"/>'
                name = self._lanes.stages.get(stage, stage)
                yield f'<text class="h" x="{x + 4}" y="{_HEAD - 6}">{_text(_cut(name, (width - 8) / 7))}</text>'
                start = at + 1
        for lane, name in enumerate(self._lanes.names):
            top, middle = self._tops[lane], (self._tops[lane] + self._tops[lane + 1]) / 2
            yield f'<path class="lane" d="M0 {top}H{self._width}"/>'
            words = _wrapped(name, (_LABEL - 12) / 8, _LINES)
            filled = sum(map(bool, words))
            for n, line in enumerate(words):
                y = middle + 4 + (n - (filled - 1) / 2) * 15
                yield f'<text class="h t" x="4" y="{y:g}">{_text(line)}</text>'

    def _line(self, bond: Bond) -> str:
        """A line, and the boxes it lights up with: those before its end and those behind its start."""
        kinds = f"e{'' if bond.driving else ' x'}{' i' if bond.indirect else ''}"
        related = {bond.before, bond.after, *self._beside[bond.before][0], *self._beside[bond.after][1]}
        return f'<path class="{kinds}{_classes(related)}" d="{self._way(bond)}" marker-end="url(#{self._prefix}-tip)"/>'

    def _way(self, bond: Bond) -> str:
        """From the right of one box to the left of another; over several columns along the edge of its lane,
        where no box stands.
        """
        (column, lane, _), (onto, other, _) = self._lanes.places[bond.before], self._lanes.places[bond.after]
        x1, y1 = self._at(bond.before)
        x2, y2 = self._at(bond.after)
        x1, y1, y2 = x1 + self._box, y1 + _BOX / 2, y2 + _BOX / 2
        if column == onto:  # above or below each other
            middle, half = x2 + self._box / 2, (_BOX / 2 if y2 > y1 else -_BOX / 2)
            return f"M{middle:g} {y1 + half:g}V{y2 - half:g}"
        if column < onto < column + 2:
            bend = (x2 - x1) / 2
            return f"M{x1:g} {y1:g}C{x1 + bend:g} {y1:g} {x2 - bend:g} {y2:g} {x2:g} {y2:g}"
        off = bond.before % 5 * 2
        edge = self._tops[lane + 1 if other >= lane else lane] + off - 4
        return _rounded([(x1, y1), (x1 + 5 + off, y1), (x1 + 5 + off, edge), (x2 - 16 + off, edge),
                         (x2 - 16 + off, y2), (x2, y2)])  # fmt: skip

    def _node(self, at: int, node: Node) -> str:
        x, y = self._at(at)
        tone = _TONES.get(node.tone, "")
        kinds = " ".join(one for one in ("n", tone, "gate" if node.gate else "") if one)
        before, after = self._beside[at]
        said = f"{at + 1}. {node.title}: {node.state}{_list('waits for', before)}{_list('then', after)}"
        corner = 0 if node.gate else 5
        box = f'<rect class="box" x="{x}" y="{y}" width="{self._box}" height="{_BOX}" rx="{corner}"/>'
        letters = (self._box - 8) / _LETTER
        words = _wrapped(f"{at + 1} {node.title}", letters, _LINES)
        first = y + _BOX / 2 + 3.5 - (sum(map(bool, words)) - 1) * _LINE / 2
        lines = "".join(
            f'<text x="{x + self._box / 2:g}" y="{first + n * _LINE:g}" text-anchor="middle" '
            f'unicode-bidi="plaintext">{_text(line)}</text>'
            for n, line in enumerate(words)
        )
        number = (
            f'<text class="num" x="{x + self._box / 2:g}" y="{y + _BOX / 2 + 8:g}" text-anchor="middle">{at + 1}</text>'
        )
        inside = f"<title>{_text(said)}</title>{box}{lines}{number}"
        classes = f"{kinds}{_classes({at, *before, *after})}"
        if self._link is None:
            return f'<g class="{classes}">{inside}</g>'
        return f'<a id="{self._prefix}-{at + 1}" href="{self._link(node.id)}" class="{classes}">{inside}</a>'

    def _at(self, at: int) -> tuple[float, float]:
        """The upper left corner of a box."""
        column, lane, place = self._lanes.places[at]
        here = sum(1 for other in self._lanes.places if other[:2] == (column, lane))
        room = self._lanes.stacks[lane] * _STEP + _PAD
        return _LABEL + column * self._step + 4, self._tops[lane] + (room - here * _STEP) / 2 + place * _STEP + 4


def _rounded(points: Sequence[tuple[float, float]]) -> str:
    """A line of level and upright pieces, with round corners."""
    found = f"M{points[0][0]:g} {points[0][1]:g}"
    for (xa, ya), (x, y), (xb, yb) in zip(points, points[1:], points[2:], strict=False):
        radius = min(6.0, (abs(x - xa) + abs(y - ya)) / 2, (abs(xb - x) + abs(yb - y)) / 2)
        start = x - math.copysign(radius, x - xa) * (x != xa), y - math.copysign(radius, y - ya) * (y != ya)
        end = x + math.copysign(radius, xb - x) * (xb != x), y + math.copysign(radius, yb - y) * (yb != y)
        found += f"L{start[0]:g} {start[1]:g}Q{x:g} {y:g} {end[0]:g} {end[1]:g}"
    return f"{found}L{points[-1][0]:g} {points[-1][1]:g}"


def _list(word: str, nodes: list[int]) -> str:
    return f"; {word} {', '.join(str(one + 1) for one in nodes)}" if nodes else ""


def _classes(nodes: set[int]) -> str:
    return "".join(f" k{one + 1}" for one in sorted(nodes))


def _wrapped(text: str, letters: float, lines: int) -> list[str]:
    """Text in a few lines of so many letters; what does not fit is cut, and says so.

    There are always as many lines, so that no text from a file changes how many elements a page has.
    """
    found: list[str] = []
    for word in clean(text).split():
        if found and len(found[-1]) + 1 + len(word) <= letters:
            found[-1] += f" {word}"
        elif len(found) < lines:
            found.append(_cut(word, letters))
        else:
            found[-1] = _cut(f"{found[-1]} {word}{'…' * 99}", letters)
            break
    return found + [""] * (lines - len(found))


def _cut(text: str, letters: float) -> str:
    text, most = clean(text), max(int(letters), 2)
    return text if len(text) <= most else text[: most - 1].rstrip(" …") + "…"


def _text(text: str) -> str:
    """Text from files as XML may hold it."""
    kept = "".join(one for one in clean(text) if one not in "\ufffe\uffff" and not "\ud800" <= one <= "\udfff")
    return html.escape(kept)
