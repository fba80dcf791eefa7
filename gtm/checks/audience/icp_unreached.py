"""A profile does not say how such customers are reached, online or in person.

Knowing who the ideal customer is helps nobody who cannot meet them: write both, or why one is left out.
"""

from collections.abc import Iterator

from gtm.analysis import clientele
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM640", "icp-unreached", Severity.ADVICE)


def check(study: Study) -> Iterator[Diagnostic]:
    for one in clientele.of(study).icp:
        record = one.record
        missing = [word for word, text in (("online", record.online), ("offline", record.offline)) if not text]
        if missing:
            yield rule.at(
                one.spot.at_key(),
                f"{record.title}: nothing says how such customers are reached {_words(missing)}",
                help=f"write {' and '.join(f'`{word}:`' for word in missing)}, or why there is none",
                subject=one.id,
            )


def _words(missing: list[str]) -> str:
    return " or ".join({"online": "online", "offline": "in person"}[word] for word in missing)
