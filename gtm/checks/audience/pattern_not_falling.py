"""The product was changed so that a question disappears, and it is asked as often as before.

Either the change does not reach those who ask, or it was not what they missed. Look at the newest cases
before the next question is solved the same way.
"""

from collections.abc import Iterator

from gtm.analysis import clientele
from gtm.analysis.snapshot import Study
from gtm.dates import say
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM655", "pattern-not-falling", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for one in clientele.of(study).scale.patterns:
        if one.stays:
            yield rule.at(
                launch.spots["patterns", one.id] / "counts" / one.record.counts.index(one.counts[-1]),
                f"`{one.id}` was fixed in the product and still came up {one.count} times by "
                f"{say(one.counts[-1].date_)}, {one.before} before",
                help="read the newest cases: the fix does not reach them, or is not what they missed",
                subject=one.id,
            )
