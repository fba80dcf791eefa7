"""A question comes up more often than its limit and is still answered one by one.

At the first two rungs (by hand, standard reply) every further customer costs time again. Ship the reply
with a mail or inside the product, or change the product so that nobody has to ask.
"""

from collections.abc import Iterator

from gtm.analysis import clientele
from gtm.analysis.snapshot import Study
from gtm.dates import say
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM654", "pattern-not-climbing", Severity.WARNING)
RUNGS = ("by hand", "with a standard reply", "with a shipped reply", "by a product fix")


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for one in clientele.of(study).scale.patterns:
        if one.stuck:
            owner = f", which {launch.person(one.record.owner)} owns" if one.record.owner else ""
            step = f"take it to `{one.next}`{owner}" if one.next else "take it further"
            yield rule.at(
                launch.spots["patterns", one.id] / "rung",
                f"`{one.id}` came up {one.count} times by {say(one.counts[-1].date_)} and is answered "
                f"{RUNGS[one.rung]}; the limit is {one.limit}",
                help=step if one.record.owner else f"{step}, and name an `owner:`",
                subject=one.id,
            )
