"""Knows how `needs` become edges: markets matched, renamed ids followed, removed items passed through."""

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from gtm.dates import Length
from gtm.link import rules
from gtm.link.names import Names
from gtm.link.playbook import Playbook
from gtm.link.select import Kept
from gtm.model.launch import Need
from gtm.source import Spot
from gtm.syntax import TOO_MUCH


class _Target(NamedTuple):
    base: str
    market: str | None
    lag: Length | None
    at: int


MAX_NEEDS = 2_000_000  # arrows that come from other than plain needs: they multiply
_Trail = tuple[str, "_Trail | None"]  # removed items on the way, the last first
_Step = tuple[_Target, str | None, _Trail | None, int]


def _unwound(trail: "_Trail | None") -> tuple[str, ...]:
    path: list[str] = []
    while trail is not None:
        path.append(trail[0])
        trail = trail[1]
    return tuple(reversed(path))


class Needs:
    """Resolves the needs of every kept item; those of removed items are passed on."""

    def __init__(self, playbook: Playbook, kept: Sequence[Kept], names: Names) -> None:
        self._playbook = playbook
        self._ids: dict[str, list[tuple[str, str | None]]] = {}
        for id, defined, market in kept:
            self._ids.setdefault(defined.id, []).append((id, market))
        self._kept = {id for id, _, market in kept if market is not None}
        self._plain = {id for id, present in self._ids.items() if present[0][1] is None}
        self._targets: dict[str, tuple[_Target, ...]] = {}
        self._names = names
        self._room, self._full = MAX_NEEDS, False
        for id in playbook.definitions:
            if id not in self._ids:
                self._target(id)  # what a removed item refers to is checked too

    def _target(self, id: str) -> tuple[_Target, ...]:
        known = self._targets.get(id)
        if known is None:
            known = self._targets[id] = tuple(self._read(id))
        return known

    def _read(self, id: str) -> Iterable[_Target]:
        """The references of one definition, checked once whatever launch or market uses them."""
        playbook = self._playbook
        defined = playbook.definitions[id]
        definitions, stages = playbook.definitions, playbook.stages
        for at, need in enumerate(defined.definition.needs):
            on = str(need.item)
            if on in definitions or on in stages:
                yield _Target(on, None, need.lag, at)
                continue
            base, _, market = on.partition("/")
            base = playbook.moved.get(base, base)
            spot = defined.spot / "needs" / at
            if base in definitions and (not market or definitions[base].definition.for_each):
                yield _Target(base, market or None, need.lag, at)
            elif on.startswith("launch:") or ":" in on:
                self._names.found.append(
                    rules.RESERVED.at(
                        spot,
                        "needs on other launches are not read yet",
                        help="take it out, and say what it waits for with `waiting_on:`",
                    )
                )
            elif base not in self._names.broken:
                self._say_unknown(on, spot, id)

    def _say_unknown(self, on: str, spot: Spot, subject: str) -> None:
        if self._names.blind & {"items", "stages"}:
            return
        known = chain(self._playbook.definitions, self._playbook.stages)
        help = self._names.nearest(on, known, "needs name items or gates in full: stage.team.name")
        self._names.found.append(
            rules.UNKNOWN_ID.at(spot, f"`{subject}` needs `{on}`, which does not exist", help=help, subject=subject)
        )

    def of(self, id: str, market: str | None) -> tuple[Need, ...]:
        """The edges of one kept item, without doubles, in the order written."""
        needs = self._playbook.definitions[id].definition.needs
        if not needs:
            return ()
        plain = self._plain
        if all(need.item in plain for need in needs):  # the usual case: items that are there, once
            out = [Need(need.item, need.lag, (), at) for at, need in enumerate(needs)]
        else:
            out = []
            for target in self._target(id):
                self._follow(target, market, out, target.at)
            if self._room <= 0 and not self._full:
                self._full = True
                self._say_many(self._playbook.definitions[id].spot, id)
        if len(out) < 2:
            return tuple(out)
        best: dict[tuple[str, Length | None], Need] = {}
        for need in out:
            best.setdefault((need.on, need.lag), need)
        return tuple(best.values())

    def _say_many(self, spot: Spot, id: str) -> None:
        self._names.found.append(
            TOO_MUCH.at(
                spot / "needs",
                f"needs make more than {MAX_NEEDS} arrows, counted once a market and through removed items",
                help="let many items need one that stands for the others",
                subject=id,
            )
        )

    def _follow(self, target: _Target, market: str | None, out: list[Need], at: int) -> None:
        todo: deque[_Step] = deque([(target, market if target.market is None else target.market, None, at)])
        seen: set[str] = set()
        while todo and self._room > 0:
            self._room -= 1
            target, market, trail, at = todo.popleft()
            if target.base in self._playbook.stages:
                out.append(Need(target.base, target.lag, _unwound(trail), at))
                continue
            present = self._ids.get(target.base)
            if present is not None:
                own = f"{target.base}/{market}"
                wanted = [own] if market and own in self._kept else []
                if target.market is None:
                    wanted = wanted or [id for id, _ in present]
                if wanted:
                    through = _unwound(trail)
                    self._room -= len(through)
                    out.extend(Need(id, target.lag, through, at) for id in wanted)
                    self._room -= len(wanted)
                    continue  # else it names a market this launch does not have: removed like any other
            if target.base in seen:
                continue
            seen.add(target.base)
            further = (target.base, trail)
            todo.extend((one, one.market or market, further, one.at) for one in self._target(target.base))
