"""Words of what was signed were edited since; its meaning is the same.

Titles, questions, answers and notes may be improved after a decision. The signature counts; whoever
signed may want to read the new words.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.dates import say
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM507", "reworded-since-sign-off", Severity.ADVICE)


def check(study: Study) -> Iterator[Diagnostic]:
    for decision in study.decisions.values():
        newest = {one.sign_off.record.as_: one for one in decision.signatures if not one.fault}
        for one in newest.values():
            if one.wording and not one.material:
                record = one.sign_off.record
                yield rule.at(
                    one.sign_off.spot / "saw",
                    f"words were edited since {study.launch.person(record.by)} signed the gate "
                    f"`{decision.gate}` on {say(record.date_)}",
                    help="nothing has to be done; the meaning is the same",
                    subject=decision.gate,
                )
