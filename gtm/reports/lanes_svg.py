"""Knows how lanes are drawn in SVG: boxes with their titles, lines of what drives what, one string.

The same for the same lanes; titled, described, escaped, without scripts; it reads in black and
white, in the dark and in the reader's own colours. It must not choose what is drawn.
"""

import html
from collections.abc import Callable, Iterator

from gtm.analysis.lanes import Bond, Lanes
from gtm.analysis.picture import BAD, GOOD, WAITING, Node
from gtm.analysis.words import many
from gtm.source import clean

_LABEL, _HEAD, _GAP, _BOX, _STEP, _PAD = 118, 44, 26, 46, 54, 10
_WIDE, _NARROW, _ROOM = 150, 74, 1330  # pixels a column: at most, at least; what a screen has for all of them
_LETTER, _LINE, _LINES = 5.5, 12, 3
_TONES = {BAD: "bad", WAITING: "care", GOOD: "good"}
_STYLE = """\
.{p} text{{fill:var(--ink,#1b1f24);font:10px system-ui,sans-serif}}
.{p} .q{{fill:var(--quiet,#57606a)}} .{p} .h{{font-size:12px;font-weight:600}}
.{p} .lane{{fill:none;stroke:var(--rule,#d3d8de)}} .{p} .band{{fill:var(--soft,#f4f6f8);stroke:none}}
.{p} .box{{fill:var(--paper,#fff);stroke:var(--quiet,#57606a)}}
.{p} .bad .box{{stroke:var(--bad,#9b1c2c);stroke-width:2.5}}
.{p} .care .box{{stroke:var(--care,#7a4a00);stroke-dasharray:5 3;stroke-width:1.5}}
.{p} .good .box{{stroke:var(--good,#14633a)}}
.{p} .gate .box{{stroke:var(--ink,#1b1f24);stroke-width:1.5}}
.{p} path.e{{fill:none;stroke:var(--ink,#1b1f24);stroke-width:1.6}} .{p} path.i{{stroke-dasharray:2 4}}
.{p} path.x{{stroke:var(--quiet,#57606a);stroke-width:1;visibility:hidden}} .{p} marker path{{fill:var(--ink,#1b1f24)}}
.{p} a:hover .box,.{p} a:focus .box{{stroke-width:3.5;stroke:var(--link,#1d4f91)}} .{p} a:focus{{outline:none}}
.{p}:has(a:is(:hover,:focus-visible)) :is(.n,.e){{opacity:.2}}
"""
_FOCUS = ".{p}:has(#{p}-{n}:is(:hover,:focus-visible)) .k{n}{{opacity:1;visibility:visible}}\n"


def render(lanes: Lanes, prefix: str = "lanes", link: Callable[[str], str] | None = None) -> str:
    """The drawing. `link` makes the address of a node's box, escaped; `prefix` begins its classes and ids."""
    return "\n".join(_Drawing(lanes, prefix, link).lines()) + "\n"


class _Drawing:
    """Places of one drawing, and its parts from back to front."""

    def __init__(self, lanes: Lanes, prefix: str, link: Callable[[str], str] | None) -> None:
        self._lanes, self._prefix, self._link = lanes, prefix, link
        count = max(len(lanes.columns), 1)
        self._step = max(min(_ROOM // count, _WIDE), _NARROW)
        self._box = self._step - _GAP
        self._width = _LABEL + self._step * count + 8
        self._tops = [_HEAD]
        for stack in lanes.stacks:
            self._tops.append(self._tops[-1] + stack * _STEP + _PAD)
        self._height = self._tops[-1] + 8
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
            f'height="{self._height}" class="{p}" role="group" aria-labelledby="{p}-title {p}-about">'
        )
        yield f'<title id="{p}-title">{_text(f"{lanes.title}: what waits for what")}</title>'
        yield f'<desc id="{p}-about">{_text(about)}</desc>'
        focus = "".join(_FOCUS.format(p=p, n=n) for n in range(1, len(lanes.nodes) + 1))
        yield f"<style>\n{_STYLE.format(p=p)}{focus}</style>"
        yield (
            f'<defs><marker id="{p}-tip" viewBox="0 0 6 6" refX="6" refY="3" markerWidth="6" markerHeight="6" '
            'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L6 3L0 6Z"/></marker></defs>'
        )
        yield from self._ground()
        yield from map(self._line, sorted(lanes.bonds, key=lambda bond: bond.driving))
        yield from (self._node(at, node) for at, node in enumerate(lanes.nodes))
        yield "</svg>"

    def _ground(self) -> Iterator[str]:
        """Bands of stages, and lanes with the names of their teams."""
        start = 0
        columns = self._lanes.columns
        for at, stage in enumerate(columns):
            if at + 1 == len(columns) or columns[at + 1] != stage:
                x, width = _LABEL + start * self._step, (at + 1 - start) * self._step
                if list(self._lanes.stages).index(stage) % 2 if stage in self._lanes.stages else False:
                    yield f'<rect class="band" x="{x}" y="{_HEAD - 20}" width="{width}" height="{self._height - _HEAD + 12}"/>'
                name = self._lanes.stages.get(stage, stage)
                yield f'<text class="h" x="{x + 4}" y="{_HEAD - 6}">{_text(_cut(name, (width - 8) / 7))}</text>'
                start = at + 1
        for lane, name in enumerate(self._lanes.names):
            top, middle = self._tops[lane], (self._tops[lane] + self._tops[lane + 1]) / 2
            yield f'<path class="lane" d="M0 {top}H{self._width}"/>'
            words = _wrapped(name, (_LABEL - 12) / 6.2, _LINES)
            for n, line in enumerate(words):
                y = middle + 4 + (n - (len(words) - 1) / 2) * 13
                yield f'<text class="h" x="4" y="{y:g}" style="font-size:11px">{_text(line)}</text>'

    def _line(self, bond: Bond) -> str:
        """A line, and the boxes it lights up with: those before its end and those behind its start."""
        x1, y1 = self._at(bond.before)
        x2, y2 = self._at(bond.after)
        x1 += self._box
        y1, y2 = y1 + _BOX / 2, y2 + _BOX / 2
        bend = max((x2 - x1) / 2, 18)
        kinds = f"e{'' if bond.driving else ' x'}{' i' if bond.indirect else ''}"
        related = {bond.before, bond.after, *self._beside[bond.before][0], *self._beside[bond.after][1]}
        return (
            f'<path class="{kinds}{_classes(related)}" d="M{x1:g} {y1:g}C{x1 + bend:g} {y1:g} {x2 - bend:g} {y2:g} '
            f'{x2:g} {y2:g}" marker-end="url(#{self._prefix}-tip)"/>'
        )

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
        first = y + _BOX / 2 + 3.5 - (len(words) - 1) * _LINE / 2
        lines = "".join(
            f'<text x="{x + self._box / 2:g}" y="{first + n * _LINE:g}" text-anchor="middle" '
            f'unicode-bidi="plaintext">{_text(line)}</text>'
            for n, line in enumerate(words)
        )
        inside = f"<title>{_text(said)}</title>{box}{lines}"
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


def _list(word: str, nodes: list[int]) -> str:
    return f"; {word} {', '.join(str(one + 1) for one in nodes)}" if nodes else ""


def _classes(nodes: set[int]) -> str:
    return "".join(f" k{one + 1}" for one in sorted(nodes))


def _wrapped(text: str, letters: float, lines: int) -> list[str]:
    """Text in a few lines of so many letters; what does not fit is cut, and says so."""
    found: list[str] = []
    for word in clean(text).split():
        if found and len(found[-1]) + 1 + len(word) <= letters:
            found[-1] += f" {word}"
        elif len(found) < lines:
            found.append(_cut(word, letters))
        else:
            found[-1] = _cut(f"{found[-1]} {word}{'…' * 99}", letters)
            break
    return found


def _cut(text: str, letters: float) -> str:
    text, most = clean(text), max(int(letters), 2)
    return text if len(text) <= most else text[: most - 1].rstrip(" …") + "…"


def _text(text: str) -> str:
    """Text from files as XML may hold it."""
    kept = "".join(one for one in clean(text) if one not in "\ufffe\uffff" and not "\ud800" <= one <= "\udfff")
    return html.escape(kept)
