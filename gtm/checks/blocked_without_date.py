"""An item is blocked, and nobody says until when.

Write with `expected:` when the outside answer is due; without it the plan assumes the best. It is
mentioned once the item is due soon or late.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.dates import say
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM412", "blocked-without-date", Severity.ADVICE)


def check(study: Study) -> Iterator[Diagnostic]:
    for item in study.pressing:
        if item.status == "blocked" and item.state.expected is None:
            yield rule.at(
                item.spot / "status",
                f"`{item.id}` is blocked and due {say(item.due)}, but nobody says until when",
                help="write `expected: …`, the day the answer should come",
                subject=item.id,
            )
