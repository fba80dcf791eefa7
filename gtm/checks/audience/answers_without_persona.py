"""Some intake answers lead to no persona, so customers with these answers cannot be sorted.

The message names such answers, and how many combinations there are. Add a rule that takes them, or write
`otherwise: true` on the persona that takes the rest. Very many rules are compared up to a limit, which is said.
"""

from collections.abc import Iterator

from gtm.analysis import personas
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.audience import audience_of

rule = Rule("GTM621", "answers-without-persona", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    rules = personas.rules(whom) if (whom := audience_of(launch)) is not None else None
    if rules is None or not rules.sound:
        return
    missing = rules.missing
    spot = launch.spots["personas", next(iter(rules.boxes))]
    if missing.count:
        yield rule.at(
            spot.at_key(),
            f"no persona takes {missing.said} combinations of answers,"
            f" for example {personas.words(missing.examples[0])}",
            help="add a rule that takes them, or `otherwise: true` on the persona that takes the rest",
        )
    if not missing.whole or not rules.overlaps[1]:
        yield rule.at(
            spot.at_key(),
            "there are too many rules to compare them all, so some answers were not looked at",
            help="ask fewer questions in rules, or use `otherwise: true`",
            severity=Severity.ADVICE,
        )
