"""A segment outside the ideal customer profile costs more to serve than it brings.

Time goes to customers we do not want, and is missing for those we do. Tell marketing and sales, and give
the segment (`ideal: false`) a service it pays for.
"""

from collections.abc import Iterator

from gtm.analysis import clientele
from gtm.analysis.amounts import amount
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM653", "effort-on-wrong-customers", Severity.WARNING)
pitfalls = ("P12",)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for one in clientele.of(study).scale.services:
        spot = launch.spots["services", one.id]
        for money in one.money:
            if money.loses and money.outside:
                segment, unit = money.segment, one.record.unit
                who = f"`{segment}`" if segment else " and ".join(f"`{id}`" for id in one.segments)
                yield rule.at(
                    spot / "by_segment" / segment if segment else spot / "cost",
                    f"{who} is outside the ideal customer profile; serving an account costs "
                    f"{amount(money.cost, unit)} a year and it brings {amount(money.margin, unit)}",
                    help="move it to a cheaper service, and tell marketing and sales whom not to seek",
                    subject=one.id,
                )
