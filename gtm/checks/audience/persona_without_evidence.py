"""Nothing is recorded behind a persona that this launch serves, or what is recorded cannot be.

Personas are derived from data: say under `evidence:` how many data points stand behind one, and how many of them are
your own. More of your own than there are, or a newest one still to come, is a slip of the pen.
"""

from collections.abc import Iterator

from gtm.analysis import portraits
from gtm.analysis.snapshot import Study
from gtm.dates import say
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM623", "persona-without-evidence", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for one in portraits.portraits(launch):
        spot, evidence = launch.spots["personas", one.id], one.record.evidence
        if not one.served:
            continue
        if evidence is None or evidence.internal is None:
            lacks = "no evidence is recorded" if evidence is None else "the share of own data is not recorded"
            yield rule.at(
                spot.at_key() if evidence is None else (spot / "evidence").at_key(),
                f"{lacks} for the persona `{one.id}`, which this launch serves",
                help="write `evidence: {points: 40, internal: 25}`" if evidence is None else "add `internal: 25`",
                subject=one.id,
                severity=Severity.ADVICE,
            )
            continue
        if evidence.internal > evidence.points:
            yield rule.at(
                spot / "evidence" / "internal",
                f"`{one.id}` rests on {evidence.internal} own data points of {evidence.points} in all",
                help=f"`internal` is at most {evidence.points}",
                subject=one.id,
            )
        if evidence.newest is not None and evidence.newest > launch.as_of:
            yield rule.at(
                spot / "evidence" / "newest",
                f"the newest data point of `{one.id}` is of {say(evidence.newest)}, which is still to come",
                help="write the day it was made",
                subject=one.id,
            )
