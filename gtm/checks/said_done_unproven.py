"""An item is marked done, but nothing proves it.

Only proven items count for a gate. Add `evidence:` of a kind the item accepts, with its date, or
ask the second person to write `confirmed_by:`. Proofs that are missing files, too old or dated in
the future have findings of their own.
"""

from collections.abc import Iterator

from gtm.analysis.readiness import SAID_DONE, accepted, fresh_until
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.launch import Item

rule = Rule("GTM405", "said-done-unproven", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    readiness = study.readiness
    for item in study.done:
        if readiness[item.id].kind == SAID_DONE and not _told(study, item):
            missing = readiness[item.id].missing
            yield rule.at(
                item.spot / "status",
                f"`{item.id}` is marked done, but {missing}",
                help=_help(item, missing),
                related=[(item.defined / "proof", "what a reviewer must see")] if item.definition.proof else [],
                subject=item.id,
                severity=Severity.WARNING if item.must else Severity.ADVICE,
            )


def _told(study: Study, item: Item) -> bool:
    """Whether a piece of evidence would count but for a fault that another check tells."""
    today = study.launch.as_of
    for proof in item.state.evidence:
        if proof.kind not in accepted(item):
            continue
        end = fresh_until(item, proof)
        if proof.file is not None and not study.holds(proof.file):
            return True
        if (proof.date_ is not None and proof.date_ > today) or (end is not None and end < today):
            return True
    return False


def _help(item: Item, missing: str) -> str:
    if "confirmation" in missing:
        return "the second person writes `confirmed_by: …` there"
    kinds = " or ".join(f"`{kind}: …`" for kind in accepted(item))
    return f"add a piece of evidence with its date: {kinds}"
