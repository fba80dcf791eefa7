"""Knows how to walk a network many times with numpy: task by task over a block of runs at once.

The numbers drawn, and so the answers, are exactly those of gtm.analysis.simulate_pure. numpy is an
extra and is imported late. It must not know launches.
"""

from collections.abc import Iterable, Sequence
from math import fsum
from typing import Any

from gtm.analysis import sampling
from gtm.analysis.open_work import DAY, Days, Network, Task
from gtm.analysis.simulate_pure import LEAST, Outcome
from gtm.dates import Length

_BLOCK, _CELLS = 2000, 20_000_000  # runs at a time; fewer where there are many tasks
_BITS = 63  # gates followed back at a time


def run(network: Network, days: Sequence[Days], factors: Sequence[float], seed: int, distribution: str) -> Outcome:
    """All runs, one a factor."""
    import numpy

    block = max(min(_BLOCK, _CELLS // max(len(network.tasks), 1)) // sampling.LANES * sampling.LANES, 64)
    kernel = _Kernel(network, days, seed, distribution)
    parts: dict[str, list[Any]] = {gate: [] for gate in network.gates}
    outcome = Outcome()
    for first in range(0, len(factors), block):
        finish, ready, worked = kernel.forward(numpy.array(factors[first : first + block]), first)
        for gate, at in network.gates.items():
            parts[gate].append(finish[at].copy())
        gates = list(network.gates.items())
        for some in range(0, len(gates), _BITS):
            kernel.back((finish, ready, worked), gates[some : some + _BITS], outcome.driving)
    outcome.finish = {gate: numpy.concatenate(found).tolist() for gate, found in parts.items()}
    return outcome


class _Kernel:
    """The tables of a network as arrays."""

    def __init__(self, network: Network, days: Sequence[Days], seed: int, distribution: str) -> None:
        import numpy

        self.numpy: Any = numpy
        self.tasks = network.tasks
        self.never = days[0].never
        self.followed = {before for task in self.tasks for before in task.turn}
        self.streams = [sampling.key(seed, task.id) if task.effort else 0 for task in self.tasks]
        known: dict[Any, Any] = {}
        for task in self.tasks:
            if task.effort is not None and task.effort not in known:
                known[task.effort] = numpy.array(sampling.values(task.effort, distribution))
        self.tables: list[Any] = [known.get(task.effort) for task in self.tasks]
        self.clocks = [_Clock(numpy, one) for one in days]

    def forward(self, factor: Any, first: int) -> tuple[Any, Any, dict[int, Any]]:
        """Of every task in a block of runs that begins with run `first`: finish, earliest start, and the

        end of the work where the same hands go on before the finish.
        """
        numpy = self.numpy
        runs, count = len(factor), len(self.tasks)
        finish = numpy.empty((count, runs), numpy.int32)
        worked: dict[int, Any] = {}
        ready = numpy.empty((count, runs), numpy.int32)
        steps = numpy.arange(first // sampling.LANES + 1, first // sampling.LANES + 1 + -(-runs // sampling.LANES))
        steps = steps.astype(numpy.uint64) * numpy.uint64(sampling.GOLDEN)
        for at, task in enumerate(self.tasks):
            start = ready[at]
            start.fill(task.floor)
            for before, lag in task.before:
                numpy.maximum(start, self.wait(finish[before], lag), out=start)
            for before in task.turn:
                numpy.maximum(start, worked.get(before, finish[before]), out=start)
            done = start
            if task.effort is not None:
                effort = self._effort(at, task, steps, factor)
                done = self.clocks[task.calendar].forward(start, effort)
            if task.wait is not None and at in self.followed:
                worked[at] = numpy.minimum(done, self.never)
            numpy.minimum(self.wait(done, task.wait), self.never, out=finish[at])
        return finish, ready, worked

    def _effort(self, at: int, task: Task, steps: Any, factor: Any) -> Any:
        numpy = self.numpy
        drawn = _numbers(numpy, steps, self.streams[at])[: len(factor)]
        drawn >>= numpy.uint16(sampling.SHIFT)
        effort = self.tables[at].take(drawn)
        effort *= factor
        effort = numpy.rint(effort, out=effort).astype(numpy.int32)
        if task.spent is not None:
            effort = numpy.maximum(effort - task.spent, numpy.minimum(effort, LEAST))
        return effort

    def wait(self, instant: Any, wait: Length | None) -> Any:
        """Instants after a wait: the close of its last calendar day, or working time of the launch."""
        if wait is None or not wait.count:
            return instant
        if wait.working:
            return self.clocks[0].forward(instant, min(wait.count * DAY, self.never))
        later = (instant - 1) // DAY
        later += wait.count + 1
        later *= DAY
        return self.numpy.minimum(later, self.never, out=later)

    def back(
        self, block: tuple[Any, Any, dict[int, Any]], gates: list[tuple[str, int]], driving: dict[tuple[int, str], int]
    ) -> None:
        """Follow each gate back to what drives it in each run, and count; a bit a gate."""
        finish, ready, worked = block
        numpy = self.numpy
        kind = next(
            kind
            for kind in (numpy.uint8, numpy.uint16, numpy.uint32, numpy.uint64)
            if len(gates) <= numpy.iinfo(kind).bits
        )
        marks: dict[int, Any] = {}
        for bit, (_, at) in enumerate(gates):
            marks[at] = marks.get(at, numpy.zeros(finish.shape[1], kind)) | kind(1 << bit)
        for at in range(max(marks, default=-1), -1, -1):
            mark = marks.pop(at, None)
            if mark is None:
                continue
            for bit, (gate, goal) in enumerate(gates):
                hits = int(numpy.count_nonzero(mark & kind(1 << bit))) if goal != at else 0
                if hits:
                    driving[at, gate] = driving.get((at, gate), 0) + hits
            rest = numpy.where(ready[at] > 0, mark, kind(0))
            task = self.tasks[at]
            frees = [(before, lag, finish[before]) for before, lag in task.before]
            frees += [(before, None, worked.get(before, finish[before])) for before in task.turn]
            for before, lag, free in frees:
                if not rest.any():
                    break
                drives = self.wait(free, lag) == ready[at]
                hit = numpy.where(drives, rest, kind(0))
                if hit.any():
                    marks[before] = marks[before] | hit if before in marks else hit
                    rest = numpy.where(drives, kind(0), rest)


class _Clock:
    """One calendar's tables, shaped so that working forward takes two look-ups."""

    def __init__(self, numpy: Any, days: Days) -> None:
        self.numpy, self.never = numpy, days.never
        passed, works = numpy.array(days.passed, numpy.int64), numpy.array(days.works, bool)
        day = numpy.arange(days.size + 1)
        self.shift = ((passed - day) * DAY - 1).astype(numpy.int32)  # instant to position, less a minute
        self.limit = ((passed + works) * DAY - 1).astype(numpy.int32)  # days off have no minutes
        at = numpy.array([*days.at, days.size], numpy.int64)
        self.back = ((at - numpy.arange(len(at))) * DAY + 1).astype(numpy.int32)

    def forward(self, instant: Any, effort: Any) -> Any:
        """The instants at which efforts, begun at instants, are done."""
        numpy = self.numpy
        day = instant // DAY
        end = instant + self.shift.take(day)
        numpy.minimum(end, self.limit.take(day), out=end)
        end += effort
        numpy.floor_divide(end, DAY, out=day)
        end += self.back.take(day, mode="clip")
        numpy.minimum(end, self.never, out=end)
        idle = effort <= 0
        return numpy.where(idle, instant, end) if numpy.any(idle) else end


def _numbers(numpy: Any, steps: Any, start: int) -> Any:
    """The numbers of 16 bits of one stream, as gtm.analysis.sampling.word makes them."""
    mixed = steps + numpy.uint64(start)
    other = mixed >> numpy.uint64(30)
    for factor, shift in ((sampling.FIRST, 27), (sampling.SECOND, 31)):
        mixed ^= other
        mixed *= numpy.uint64(factor)
        numpy.right_shift(mixed, numpy.uint64(shift), out=other)
    mixed ^= other
    return mixed.astype("<u8", copy=False).view("<u2").astype(numpy.uint16, copy=False)


def swing(starts: Iterable[int], goal: Sequence[float]) -> list[float]:
    """How much later a goal is, on average, in the fifth of runs in which each stream is highest than in the lowest."""
    import numpy

    values = numpy.array(goal)
    steps = numpy.arange(1, -(-len(values) // sampling.LANES) + 1).astype(numpy.uint64) * numpy.uint64(sampling.GOLDEN)
    found = []
    for start in starts:
        drawn = _numbers(numpy, steps, start)[: len(values)]
        low = values[drawn < sampling.FIFTH].tolist()
        high = values[drawn >= 0x10000 - sampling.FIFTH].tolist()
        found.append(fsum(high) / len(high) - fsum(low) / len(low) if high and low else 0.0)
    return found
