"""Knows what the words behind a gate were when it was signed, from git. It must not judge or print."""

from gtm import history, pipeline
from gtm.analysis import rewording, verified
from gtm.analysis.decisions import GO, Signature, parse
from gtm.analysis.rewording import Rewording
from gtm.analysis.snapshot import Snapshot
from gtm.history import Fault
from gtm.past import provenance, states


def since_signed(root: str, files: pipeline.Files, snapshot: Snapshot, gate: str) -> tuple[Rewording, ...] | Fault:
    """Every text behind a gate that was edited since its last sign-off; a Fault says why git cannot tell."""
    decision = snapshot.study.decisions.get(gate)
    given = [one for one in decision.signatures if not one.fault and one.wording] if decision is not None else []
    given = [one for one in given if one.sign_off.record.decision in GO]
    if not given:
        return ()
    repository = history.open_repository(root)
    if isinstance(repository, Fault):
        return repository
    newest = max(given, key=lambda one: one.sign_off.record.date_)
    return _since(states.search(repository, files, snapshot), newest, gate)


def _since(search: states.Search, signature: Signature, gate: str) -> tuple[Rewording, ...] | Fault:
    record = signature.sign_off.record
    saw = parse(record.saw)
    claim = verified.Claim("sign-off", gate, record.by, signature.sign_off.spot, record)
    deed = provenance.origin(search, claim)
    for commit in states.near(search, *([deed] if isinstance(deed, history.Deed) else [])):
        graph = states.graph_at(search, commit, record.date_)
        seen = states.digest_at(search, commit, record.date_, gate)
        same = saw is not None and seen is not None and seen.wording.startswith(saw[1])
        if graph is not None and same:
            return rewording.rewordings(graph, search.snapshot.study.graph, gate)
    help = (
        history.DEEPER if search.past.repository.shallow else "it was signed on files that were not committed as such"
    )
    return Fault("the words as they were signed are not in the history here", help)
