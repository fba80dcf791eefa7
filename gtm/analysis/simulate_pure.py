"""Knows how to walk a network many times without any library: slow, and the same answer as with numpy.

It must not know launches; it is handed numbers and hands back numbers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import fsum

from gtm.analysis import sampling
from gtm.analysis.open_work import DAY, Days, Network, Task, after_wait

LEAST = DAY // 2  # work that has begun and is not done needs at least this long, or all of its effort


@dataclass(slots=True)
class Outcome:
    """What came out of all runs, in the order of the runs.

    `finish` has the instants at which each gate is reached; `driving` counts for each task and
    gate the runs in which the task drives the gate.
    """

    finish: dict[str, list[int]] = field(default_factory=dict)
    driving: dict[tuple[int, str], int] = field(default_factory=dict)


def walk(
    network: Network, days: Sequence[Days], efforts: Sequence[float], factor: float
) -> tuple[list[int], list[int]]:
    """One run: the finish of every task, and which task drives it (-1: none). Efforts are whole, before spending."""
    finish: list[int] = []
    worked: list[int] = []
    driver: list[int] = []
    usual = days[0]
    for task, effort in zip(network.tasks, efforts, strict=True):
        ready, drives = task.floor, -1
        for before, lag in task.before:
            free = finish[before] if lag is None else after_wait(usual, finish[before], lag)
            if free > ready or (free == ready and drives < 0 and free > 0):
                ready, drives = free, before
        for before in task.turn:
            if worked[before] > ready or (worked[before] == ready and drives < 0 and ready > 0):
                ready, drives = worked[before], before
        if task.effort is not None:
            ready = days[task.calendar].forward(ready, left(task, round(effort * factor)))
        worked.append(min(ready, usual.never))
        finish.append(min(after_wait(usual, ready, task.wait), usual.never))
        driver.append(drives)
    return finish, driver


def left(task: Task, effort: int) -> int:
    """Minutes still to do of an effort."""
    return effort if task.spent is None else max(effort - task.spent, min(effort, LEAST))


def run(network: Network, days: Sequence[Days], factors: Sequence[float], seed: int, distribution: str) -> Outcome:
    """All runs, one a factor."""
    tables = {one.effort: sampling.values(one.effort, distribution) for one in network.tasks if one.effort}
    drawn = [
        (at, sampling.key(seed, task.id), tables[task.effort]) for at, task in enumerate(network.tasks) if task.effort
    ]
    outcome = Outcome({gate: [] for gate in network.gates})
    efforts = [0.0] * len(network.tasks)
    words: list[int] = []
    for number, factor in enumerate(factors):
        lane = number % sampling.LANES
        if not lane:
            words = [sampling.word(start, number // sampling.LANES) for _, start, _ in drawn]
        for (at, _, table), word in zip(drawn, words, strict=True):
            efforts[at] = table[(word >> 16 * lane & 0xFFFF) >> sampling.SHIFT]
        finish, driver = walk(network, days, efforts, factor)
        _note(outcome, network, finish, driver)
    return outcome


def _note(outcome: Outcome, network: Network, finish: list[int], driver: list[int]) -> None:
    for gate, at in network.gates.items():
        outcome.finish[gate].append(finish[at])
        while (at := driver[at]) >= 0:
            outcome.driving[at, gate] = outcome.driving.get((at, gate), 0) + 1


def swing(starts: Iterable[int], goal: Sequence[float]) -> list[float]:
    """How much later a goal is, on average, in the fifth of runs in which each stream is highest than in the lowest."""
    found = []
    for start in starts:
        low, high = [], []
        for number, value in zip(sampling.lanes(start, len(goal)), goal, strict=False):
            if number < sampling.FIFTH:
                low.append(value)
            elif number >= 0x10000 - sampling.FIFTH:
                high.append(value)
        found.append(fsum(high) / len(high) - fsum(low) / len(low) if high and low else 0.0)
    return found
