"""One metric is read from two sources.

Two systems count differently, so the change between two readings may be none. Choose one, or make
two metrics; a remark about a reading belongs in `note:`.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM608", "metric-two-sources", Severity.WARNING)
pitfalls = ("P7",)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for id in launch.metrics:
        first = None
        for reading in launch.readings.get(id, ()):
            if reading.source is None:
                continue
            if first is not None and first.source is not None and first.source.casefold() != reading.source.casefold():
                yield rule.at(
                    reading.spot,
                    f"`{id}` is read from {reading.source} here, and from {first.source} before",
                    help="read it from one source, or make two metrics",
                    related=[(first.spot, "the other source")],
                    subject=id,
                )
                break
            first = first or reading
