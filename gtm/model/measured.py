"""Knows what one reading of a metric is, wherever it was written: in YAML, in a file, or computed.

It must not know formulas, units or whether a value is good.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from gtm.source import Route, Span, Spot

NO_INPUTS: Mapping[str, float] = MappingProxyType({})


class Measured(NamedTuple):
    """A value on a day, in the metric's unit; `value` is None when it cannot be known, and `why` says so.

    `inputs` are those of the metric's formula; `cases` are single answers or cases it is counted
    from. Its place is a line of a data file, or a route in a YAML file.
    """

    date_: date
    value: float | None = None
    sample: int | None = None
    source: str | None = None
    path: str = ""
    line: int = 0
    route: Route = ()
    inputs: Mapping[str, float] = NO_INPUTS
    cases: tuple[float, ...] = ()
    note: str | None = None
    why: str = ""
    oldest: date | None = None  # of a value computed from other metrics: the day of its oldest input

    @property
    def made(self) -> date:
        """The day its age counts from."""
        return self.oldest or self.date_

    @property
    def spot(self) -> Spot | Span:
        """Where it stands."""
        if self.line:
            return Span(self.path, self.line, 1, self.line, 1)
        return Spot(self.path, self.route)
