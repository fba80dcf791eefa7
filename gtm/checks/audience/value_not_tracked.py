"""A deal has no promised value, or nobody has measured what became of it.

What was not written down at the signature cannot be shown at the renewal. Write `promised:` with its unit
when the deal is signed, and a `realised:` value by day 60.
"""

from collections.abc import Iterator

from gtm.analysis import clientele
from gtm.analysis.scale import NO_VALUE, UNMEASURED, Promise
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM657", "value-not-tracked", Severity.WARNING)
pitfalls = ("P18",)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for one in clientele.of(study).scale.promises:
        if one.verdict in {NO_VALUE, UNMEASURED}:
            message, help = _words(one)
            yield rule.at(launch.spots["promises", one.id].at_key(), message, help=help, subject=one.id)


def _words(one: Promise) -> tuple[str, str]:
    name = one.record.deal or one.id
    if one.verdict == NO_VALUE:
        return f"the deal with {name} names no promised value", "write `promised:` and `unit:`, from the deal record"
    return (
        f"nobody has measured what {name} has of the promised value, {one.day} days after the start",
        "measure it, and write it under `realised:`",
    )
