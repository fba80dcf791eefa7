"""Knows how claims about who signed are held against git: which commit wrote each, and what it could see.

Reads history and compiles trees of it; the judgement itself is analysis. It must not print or write.
"""

from collections.abc import Callable
from dataclasses import replace

from gtm import history, pipeline
from gtm.analysis import verified
from gtm.analysis.decisions import parse
from gtm.analysis.snapshot import Snapshot
from gtm.analysis.verified import Claim, Finding
from gtm.history import Deed, Fault
from gtm.past import addresses, states
from gtm.past.states import Search
from gtm.source import Spot


def verify(
    root: str, files: pipeline.Files, snapshot: Snapshot, gate: str | None = None
) -> tuple[Finding, ...] | Fault:
    """Every claim a gate (or any gate) of a launch rests on, held against git; the worst first."""
    repository = history.open_repository(root)
    if isinstance(repository, Fault):
        return repository
    search = states.search(repository, files, snapshot)
    return verified.ordered(_verify(search, claim) for claim in verified.claims(snapshot.study, gate))


def _verify(search: Search, claim: Claim) -> Finding:
    claim, path, holds = _wanted(search.files, claim)
    if path not in search.files.tree.files:
        return Finding(claim, verified.UNKNOWN, f"{path} is no file of its own")
    if not holds(search.files.tree.files[path]):
        return Finding(claim, verified.UNKNOWN, f"{path} does not say it in a way that can be followed")
    deed = _brought(search, path, holds)
    if deed is None:
        return verified.uncommitted(claim)
    if isinstance(deed, Fault):
        return Finding(claim, verified.UNKNOWN, str(deed))
    if search.past.cut_off(deed):
        return Finding(claim, verified.UNKNOWN, f"it is older than this shallow clone; {history.DEEPER}", deed.id)
    return _held(search, claim, deed)


def origin(search: Search, claim: Claim) -> Deed | Fault | None:
    """The commit that wrote what a claim rests on; None when it is not committed yet."""
    _, path, holds = _wanted(search.files, claim)
    return _brought(search, path, holds)


def _brought(search: Search, path: str, holds: Callable[[bytes], bool]) -> Deed | Fault | None:
    found = search.past.brought(path, holds)
    if found is None or isinstance(found, Fault):
        return found
    # The workspace may have lain in another folder then.
    search.folders[found.path.rpartition(f"launches/{search.snapshot.launch.id}/")[0]] = None
    return search.past.deed(found.commit)


def _held(search: Search, claim: Claim, deed: Deed) -> Finding:
    landed = search.past.landed(deed.id)
    merge = landed if isinstance(landed, Fault) else search.past.deed(landed)
    if isinstance(merge, Fault):
        return Finding(claim, verified.UNKNOWN, str(merge), deed.id)
    found = verified.judge(search.snapshot.launch, claim, deed, merge)
    if found.sure:
        found = addresses.held(search, found, deed, merge)
    if found.state != verified.CONTRADICTED and verified.asks_for_digest(claim):
        return _seen(search, found, deed, merge)
    return found


def _wanted(files: pipeline.Files, claim: Claim) -> tuple[Claim, str, Callable[[bytes], bool]]:
    """The claim where it is written, that file, and how to tell that another text says the same."""
    if claim.kind == "confirmation":
        claim = _confirmation(files, claim)
    path, route, meant = claim.spot.path, claim.spot.route, verified.essence(claim.record)

    def holds(content: bytes) -> bool:
        for document in pipeline.read({path: content}).documents:
            entry = document.records.get(str(route[0]), {}).get(str(route[1]) if len(route) > 1 else "")
            return isinstance(entry, type(claim.record)) and verified.essence(entry) == meant
        return False

    return claim, path, holds


def _confirmation(files: pipeline.Files, claim: Claim) -> Claim:
    """A standing item has its state in company/ and may be confirmed in the launch: the entry that says who did."""
    key = str(claim.spot.route[-1])
    for document in files.documents:
        entry = document.records.get("items", {}).get(key)
        if getattr(entry, "confirmed_by", None) == claim.person:
            return replace(claim, record=entry, spot=Spot(document.path, ("items", key)))
    return claim


def _seen(search: Search, found: Finding, deed: Deed, merge: Deed) -> Finding:
    """What a sign-off says was seen must have stood in the files: when it was written, or before."""
    record = found.claim.record
    saw, tried = parse(record.saw), states.near(search, deed, merge)
    for commit in tried:
        now = states.digest_at(search, commit, record.date_, found.claim.about)
        if saw is not None and now is not None and now.material.startswith(saw[0]):
            covers = record.covers or {}
            return found if not covers or covers == now.entries else verified.miscovered(found, commit)
    first = search.past.deed(tried[-1])
    return verified.unseen(found, len(tried), not isinstance(first, Fault) and search.past.cut_off(first))
