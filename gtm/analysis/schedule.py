"""Knows when everything can be done: earliest and latest finish, slack to the gates, what drives it.

Linear in items and needs: one pass forward, one back (gtm.analysis.timing). Owners can do
everything at once here; their capacity is another schedule (gtm.analysis.capacity).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from gtm.analysis.readiness import Readiness
from gtm.analysis.timing import Pass, Slot, Stretch
from gtm.clock import Clock
from gtm.dates import Length
from gtm.graph import LaunchGraph


class Schedule:
    """Slots by id; nodes in or behind a dependency loop have none.

    What costs another pass (slack, the best case) is worked out when it is first asked for.
    """

    def __init__(self, work: Pass) -> None:
        self._work = work
        self.slots: Mapping[str, Slot] = _Slots(work)

    def finish(self, id: str) -> date | None:
        """The earliest finish of an item or gate; None behind a loop."""
        at = self._work.graph.index[id]
        graph = self._work.graph
        return None if at in graph.stuck else self._work.finish_day(at, graph.item(at))

    def driver(self, id: str) -> str:
        """The id of what makes a node start when it does; empty when that is today."""
        return self._work.driven_by(id)

    def stretch(self, id: str) -> Stretch | None:
        """The work still to do on an item; None for gates, items done or settled, and behind a loop."""
        return self._work.stretch(self._work.graph.index[id])

    def over(self, id: str) -> int:
        """The instant at which an item or gate is over at the earliest; now for what is done."""
        return self._work.finish[self._work.graph.index[id]]

    def after(self, instant: int, wait: Length | None) -> int:
        """The instant at which a wait or lag that begins at an instant is over."""
        return self._work.after_wait(instant, wait)

    def before(self, instant: int, wait: Length | None) -> int:
        """The latest instant at which a wait may begin that is over by an instant."""
        return self._work.before_wait(instant, wait)

    @cached_property
    def best(self) -> Mapping[str, date]:
        """When each gate could be reached at best: optimistic efforts, one pass forward."""
        graph = self._work.graph
        work = Pass(graph, self._work.readiness, self._work.decided, optimistic=True)
        work.forward()
        nodes = ((leg.id, graph.index[leg.id]) for leg in graph.legs)
        return {id: Clock.day(work.finish[at]) for id, at in nodes if at not in graph.stuck}

    def chain(self, id: str) -> list[str]:
        """What drives a node, first to last: each link is what the next one waits for longest."""
        found = [id]
        seen = {id}
        while found[-1] in self.slots:
            driver = self._work.driven_by(found[-1])
            if not driver or driver in seen:
                break
            seen.add(driver)
            found.append(driver)
        return found[::-1]


def schedule(graph: LaunchGraph, readiness: Mapping[str, Readiness], decided: Mapping[str, date]) -> Schedule:
    """The precedence schedule of a launch: one pass forward, one back. Linear in items and needs."""
    work = Pass(graph, readiness, decided, optimistic=False)
    work.forward()
    return Schedule(work)


class _Slots(Mapping[str, Slot]):
    """Slots made when asked for: most answers look at a few of them."""

    def __init__(self, work: Pass) -> None:
        self._work = work
        self._made: dict[str, Slot] = {}

    @cached_property
    def _latest(self) -> tuple[list[int | None], list[int]]:
        return self._work.backward()

    def __getitem__(self, id: str) -> Slot:
        made = self._made.get(id)
        if made is None:
            graph = self._work.graph
            at = graph.index[id]
            if at in graph.stuck:
                raise KeyError(id)
            made = self._made[id] = self._work.slot(at, *self._latest)
        return made

    def __contains__(self, id: object) -> bool:
        graph = self._work.graph
        return id in graph.index and graph.index[str(id)] not in graph.stuck

    def __iter__(self) -> Iterator[str]:
        graph = self._work.graph
        return (graph.ids[at] for at in graph.order)

    def __len__(self) -> int:
        return len(self._work.graph.order)
