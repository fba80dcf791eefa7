"""Knows how an uncertain effort is drawn: spreads, their quantiles, and the numbers behind each run.

A number depends on the seed, the item's id and the run, and on nothing else: not on the machine, a
library's version, or which other items there are. So the same files give the same forecast, and a
what-if differs from what is by its changes alone, not by luck. It must not know launches or dates.
"""

import hashlib
import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from statistics import NormalDist
from typing import NamedTuple

PERT, TRIANGULAR = "pert", "triangular"
DISTRIBUTIONS = (PERT, TRIANGULAR)
SIGMA = 0.15  # spread of the common factor: in two thirds of the runs everybody needs 0.86 to 1.16 times as long
OPTIMISTIC, PESSIMISTIC = 0.75, 2.0  # an estimate of one number, or none, is spread this far around it
LEVELS = 1024  # equally likely values that stand for a distribution
LANES = 4  # numbers of 16 bits in one word of the stream
SHIFT = 6  # from such a number to a level
FIFTH = 0x10000 // 5

GOLDEN, FIRST, SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB  # SplitMix64
WHOLE = (1 << 64) - 1
_CELLS = 2048


class Spread(NamedTuple):
    """An uncertain effort: optimistic, likely, pessimistic, in any unit."""

    low: float
    likely: float
    high: float


def spread(low: float, likely: float, high: float) -> Spread:
    """Three points as given; a single number is spread by the usual factors."""
    if low < high:
        return Spread(low, likely, high)
    return Spread(likely * OPTIMISTIC, likely, likely * PESSIMISTIC)


def values(of: Spread, distribution: str = PERT) -> list[float]:
    """LEVELS equally likely efforts, ascending, in the unit of the spread."""
    width = of.high - of.low
    if width <= 0:
        return [of.likely] * LEVELS
    mode = round((of.likely - of.low) / width, 3)  # few shapes, so that their tables are made once
    return [of.low + width * level for level in _shape(mode, distribution)]


@lru_cache(maxsize=2048)
def _shape(mode: float, distribution: str) -> tuple[float, ...]:
    """The middle of each LEVELS-th part of a distribution on 0 to 1 with that mode."""
    if distribution == TRIANGULAR:
        return tuple(_triangular((at + 0.5) / LEVELS, mode) for at in range(LEVELS))
    return _beta(4 * mode, 4 - 4 * mode)


def _triangular(share: float, mode: float) -> float:
    if share < mode:
        return math.sqrt(share * mode)
    return 1 - math.sqrt((1 - share) * (1 - mode))


def _beta(up: float, down: float) -> tuple[float, ...]:
    """Quantiles of the density x**up * (1-x)**down, added up over small cells."""
    mass = [((at + 0.5) / _CELLS) ** up * (1 - (at + 0.5) / _CELLS) ** down for at in range(_CELLS)]
    step = math.fsum(mass) / LEVELS
    found, cell, below = [], 0, 0.0
    for at in range(LEVELS):
        wanted = (at + 0.5) * step
        while cell < _CELLS - 1 and below + mass[cell] < wanted:
            below += mass[cell]
            cell += 1
        found.append((cell + min((wanted - below) / mass[cell], 1.0)) / _CELLS)
    return tuple(found)


def key(seed: int, id: str) -> int:
    """Where the stream of one item begins."""
    return int.from_bytes(hashlib.sha256(f"{seed} {id}".encode()).digest()[:8], "little")


def word(start: int, at: int) -> int:
    """The word number `at` of a stream: 64 bits, LANES numbers."""
    mixed = (start + (at + 1) * GOLDEN) & WHOLE
    mixed = ((mixed ^ (mixed >> 30)) * FIRST) & WHOLE
    mixed = ((mixed ^ (mixed >> 27)) * SECOND) & WHOLE
    return mixed ^ (mixed >> 31)


def lanes(start: int, runs: int) -> Iterator[int]:
    """The numbers of 16 bits of one stream, one a run."""
    for at in range(-(-runs // LANES)):
        mixed = word(start, at)
        for lane in range(min(LANES, runs - at * LANES)):
            yield (mixed >> (16 * lane)) & 0xFFFF


def factors(seed: int, runs: int, sigma: float) -> Sequence[float]:
    """How much longer than thought everything takes in each run: lognormal with median 1."""
    if sigma <= 0:
        return [1.0] * runs
    start, normal = key(seed, ""), NormalDist()
    shares = (((word(start, at) >> 11) + 0.5) / (1 << 53) for at in range(runs))
    return [math.exp(sigma * normal.inv_cdf(share)) for share in shares]
