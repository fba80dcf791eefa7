"""The rules of two personas take the same intake answers, so a customer with these answers is both.

Each customer has exactly one persona. The message names answers that both take: add a question to one of the two
rules, or take the shared answers out of one.
"""

from collections.abc import Iterator

from gtm.analysis import personas
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.audience import audience_of

rule = Rule("GTM620", "persona-overlap", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    rules = personas.rules(whom) if (whom := audience_of(launch)) is not None else None
    if rules is None or not rules.sound:
        return
    for one in rules.overlaps[0]:
        first, second = (
            launch.spots["personas", id] / "when" / at for id, at in zip((one.first, one.second), one.at, strict=True)
        )
        yield rule.at(
            second,
            f"`{one.second}` and `{one.first}` both take {personas.words(one.example)}",
            help="take these answers out of one of the two rules",
            related=[(first, f"the rule of `{one.first}`")],
            subject=one.second,
        )
    for other in rules.otherwise[1:]:
        spot = launch.spots["personas", other] / "otherwise"
        said = f"`{other}` and `{rules.otherwise[0]}` both take what no other persona takes"
        yield rule.at(spot, said, help="write `otherwise: true` on one persona only", subject=other)
