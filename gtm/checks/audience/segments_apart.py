"""Between two segments of one kind lie numbers that neither takes: customers there are in none.

Let the next range begin with the number after the end of the one before: `..49`, `50..499`, `500..`.
"""

from collections.abc import Iterator

from gtm.analysis import segments
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.audience import audience_of

rule = Rule("GTM626", "segments-apart", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    audience = audience_of(launch)
    if audience is None or not audience.segments:
        return
    for one in segments.holes(segments.segments(audience)):
        numbers = f"{one.low:g}" if one.low == one.high else f"{one.low:g} to {one.high:g}"
        yield rule.at(
            launch.spots["segments", one.after] / "when",
            f"no {one.of} takes {one.column} {numbers}, between `{one.before}` and `{one.after}`",
            help=f"begin with {one.low:g}",
            subject=one.after,
        )
