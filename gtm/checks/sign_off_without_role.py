"""A gate was signed by somebody who does not hold the role.

The signature does not count. The person who holds the role signs, or their deputy; roles are filled
in launch.yaml under `roles:` and `leads:`.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM508", "sign-off-without-role", Severity.ERROR)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for decision in study.decisions.values():
        for one in decision.signatures:
            record = one.sign_off.record
            if one.fault != "role" or record.by not in launch.people:
                continue
            holders = [launch.person(person) for person in launch.holders(record.as_)]
            who = f"{' or '.join(holders)} does" if holders else "nobody does yet"
            yield rule.at(
                one.sign_off.spot / "as",
                f"{launch.person(record.by)} signed the gate `{decision.gate}` as "
                f"{launch.role(record.as_)}, but does not hold that role: {who}",
                help=f"{' or '.join(holders)} or a deputy signs" if holders else f"fill `{record.as_}` in launch.yaml",
                subject=decision.gate,
            )
