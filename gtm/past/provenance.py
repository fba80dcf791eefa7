"""Knows how claims about who signed are held against git: which commit wrote each, and what it could see.

Reads history and compiles trees of it; the judgement itself is analysis. It must not print or write.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from gtm import history, link, pipeline
from gtm.analysis import verified
from gtm.analysis.decisions import parse
from gtm.analysis.digest import Digest, digest
from gtm.analysis.snapshot import Snapshot
from gtm.analysis.verified import Claim, Finding
from gtm.graph import LaunchGraph
from gtm.history import Deed, Fault, Past
from gtm.source import Spot

_LOOKED = 40  # states of the files tried, for what a sign-off says was seen


@dataclass
class _Search:
    """One launch, and what was found out about its history so far."""

    files: pipeline.Files
    snapshot: Snapshot
    past: Past
    blobs: history.Blobs
    known: pipeline.Known = field(default_factory=dict)
    digests: dict[tuple[str, str], Digest | None] = field(default_factory=dict)
    folders: dict[str, None] = field(default_factory=dict)  # where the workspace has lain


def verify(
    root: str, files: pipeline.Files, snapshot: Snapshot, gate: str | None = None
) -> tuple[Finding, ...] | Fault:
    """Every claim a gate (or any gate) of a launch rests on, held against git; the worst first."""
    repository = history.open_repository(root)
    if isinstance(repository, Fault):
        return repository
    search = _Search(files, snapshot, Past(repository), history.Blobs(repository, pipeline.MAX_BYTES))
    return verified.ordered(_verify(search, claim) for claim in verified.claims(snapshot.study, gate))


def _verify(search: _Search, claim: Claim) -> Finding:
    claim, path, holds = _wanted(search.files, claim)
    if path not in search.files.tree.files:
        return Finding(claim, verified.UNKNOWN, f"{path} is no file of its own")
    if not holds(search.files.tree.files[path]):
        return Finding(claim, verified.UNKNOWN, f"{path} does not say it in a way that can be followed")
    origin = search.past.brought(path, holds)
    if origin is None:
        return verified.uncommitted(claim)
    deed = origin if isinstance(origin, Fault) else search.past.deed(origin.commit)
    if not isinstance(origin, Fault):  # the workspace may have lain in another folder then
        search.folders[origin.path.rpartition(f"launches/{search.snapshot.launch.id}/")[0]] = None
    if isinstance(deed, Fault):
        return Finding(claim, verified.UNKNOWN, str(deed))
    if search.past.cut_off(deed):
        return Finding(claim, verified.UNKNOWN, f"it is older than this shallow clone; {history.DEEPER}", deed.id)
    return _held(search, claim, deed)


def _held(search: _Search, claim: Claim, deed: Deed) -> Finding:
    landed = search.past.landed(deed.id)
    merge = landed if isinstance(landed, Fault) else search.past.deed(landed)
    if isinstance(merge, Fault):
        return Finding(claim, verified.UNKNOWN, str(merge), deed.id)
    found = verified.judge(search.snapshot.launch, claim, deed, merge)
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


def _seen(search: _Search, found: Finding, deed: Deed, merge: Deed) -> Finding:
    """What a sign-off says was seen must have stood in the files: when it was written, or before."""
    saw = parse(found.claim.record.saw)
    before = search.past.before(deed.id, _LOOKED)
    tried = dict.fromkeys((deed.id, *deed.parents, merge.id, *merge.parents, *before))
    for commit in tried:
        now = _digest(search, commit, found.claim)
        if saw is not None and now is not None and now.material.startswith(saw[0]):
            covers = found.claim.record.covers or {}
            return found if not covers or covers == now.entries else verified.miscovered(found, commit)
    first = search.past.deed(before[-1]) if before else deed
    return verified.unseen(found, len(tried), not isinstance(first, Fault) and search.past.cut_off(first))


def _digest(search: _Search, commit: str, claim: Claim) -> Digest | None:
    """The digest of a gate in the files of a commit; None where there is none."""
    key = (commit, claim.about)
    if key not in search.digests:
        search.digests[key] = _compiled(search, commit, claim)
    return search.digests[key]


def _compiled(search: _Search, commit: str, claim: Claim) -> Digest | None:
    name = search.snapshot.launch.id
    for folder in {search.past.repository.prefix: None, **search.folders}:
        tree = history.tree(replace(search.past.repository, prefix=folder), commit, search.blobs)
        if isinstance(tree, Fault):
            return None
        files = pipeline.read(tree, search.known)
        if name in files.launches and not pipeline.unusable(files):
            break
    else:
        return None
    launch, _ = link.link(files.documents, name, claim.record.date_, (), tree.data)
    return digest(LaunchGraph(launch), claim.about) if claim.about in launch.stages else None
