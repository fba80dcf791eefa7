"""A customer can be in two segments of one kind, such as two sizes.

Segments with the same `of:` are one kind, and a customer is in one of each. The message names values that both take:
let one range end before the next begins (`..49`, `50..499`, `500..`; both ends are included), or give one of the two
another `of:`.
"""

from collections.abc import Iterator

from gtm.analysis import personas, segments
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.audience import audience_of

rule = Rule("GTM625", "segments-overlap", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    audience = audience_of(launch)
    if audience is None or not audience.segments:
        return
    found, whole = segments.clashes(segments.segments(audience))
    if not whole:
        first = launch.spots["segments", next(iter(audience.segments))]
        said = "there are too many segments to compare them all"
        yield rule.at(first.at_key(), said, help="mend those that are told, or ask less", severity=Severity.ADVICE)
    for one in found:
        first, second = launch.spots["segments", one.first], launch.spots["segments", one.second]
        both = personas.words(one.example)
        yield rule.at(
            second / "when",
            f"`{one.second}` and `{one.first}` are both a kind of {one.of}, and both take {both}",
            help="take it out of one of the two",
            related=[(first / "when", f"the rule of `{one.first}`")],
            subject=one.second,
        )
