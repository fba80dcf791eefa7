"""An account costs more to serve than it brings.

With every customer won, the loss grows. Serve these customers through a cheaper channel, or change the
price. Segments outside the ideal customer profile are told by `effort-on-wrong-customers` instead.
"""

from collections.abc import Iterator

from gtm.analysis import clientele
from gtm.analysis.amounts import amount
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM652", "service-at-a-loss", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for one in clientele.of(study).scale.services:
        spot = launch.spots["services", one.id]
        for money in one.money:
            if money.loses and not money.outside:
                unit, segment = one.record.unit, money.segment
                yield rule.at(
                    spot / "cost" if segment is None else spot / "by_segment" / segment,
                    f"{one.record.title}{f' for `{segment}`' if segment else ''}: serving an account costs "
                    f"{amount(money.cost, unit)} a year and it brings {amount(money.margin, unit)}",
                    help="serve them through a cheaper channel, or change the price",
                    subject=one.id,
                )
