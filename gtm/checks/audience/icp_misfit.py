"""A strategic account or a source of leads does not fit the ideal customer, or nobody has tested it.

It is ruled out by a trait that the profile or most teams exclude, or it has none of the traits that
more than half of the teams name. Effort for it is effort taken from others: decide whether it stays.
"""

from collections.abc import Iterator

from gtm.analysis import clientele, profile, profile_words
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM639", "icp-misfit", Severity.ADVICE)


def check(study: Study) -> Iterator[Diagnostic]:
    for one in clientele.of(study).icp:
        for candidate in one.candidates:
            if candidate.verdict in {profile.RULED_OUT, profile.MISFIT}:
                yield rule.at(
                    candidate.spot.at_key(),
                    f"the {candidate.kind} {candidate.title} {_word(candidate.verdict)}: "
                    f"{profile_words.fit(one, candidate)}",
                    help="decide whether it stays, or mend its traits",
                    subject=one.id,
                    severity=Severity.WARNING if candidate.verdict == profile.RULED_OUT else Severity.ADVICE,
                )
        untested = [candidate for candidate in one.candidates if not candidate.has and not candidate.against
                    and candidate.verdict == profile.UNTESTED]  # fmt: skip
        if untested and profile.shared(one.traits, len(one.answered)):
            yield rule.at(
                untested[0].spot.at_key(),
                f"nobody has tested {profile.listed([candidate.title for candidate in untested])} against "
                f"{one.record.title}",
                help="write under `traits:` which of the profile's traits it has",
                subject=one.id,
            )


def _word(verdict: str) -> str:
    return "is ruled out" if verdict == profile.RULED_OUT else verdict
