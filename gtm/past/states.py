"""Knows how the files of a launch stood in the commits around a decision, linked as they were then.

It must not know who wrote them, or what follows from them.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from gtm import history, link, pipeline
from gtm.analysis.digest import Digest, digest
from gtm.analysis.snapshot import Snapshot
from gtm.graph import LaunchGraph
from gtm.history import Deed, Fault, Past, Repository

LOOKED = 40  # commits before a decision that are looked at


@dataclass
class Search:
    """One launch, and what was found out about its history so far."""

    files: pipeline.Files
    snapshot: Snapshot
    past: Past
    blobs: history.Blobs
    known: pipeline.Known = field(default_factory=dict)
    graphs: dict[tuple[str, date], LaunchGraph | None] = field(default_factory=dict)
    folders: dict[str, None] = field(default_factory=dict)  # where the workspace has lain


def search(repository: Repository, files: pipeline.Files, snapshot: Snapshot) -> Search:
    """Nothing is asked of git yet."""
    return Search(files, snapshot, Past(repository), history.Blobs(repository, pipeline.MAX_BYTES))


def near(found: Search, *deeds: Deed) -> tuple[str, ...]:
    """The commits in which a decision may have been prepared: those given, their parents, and the last before."""
    first = deeds[0].id if deeds else found.past.repository.head or "HEAD"
    around = [commit for one in deeds for commit in (one.id, *one.parents)]
    return tuple(dict.fromkeys([*around, *found.past.before(first, LOOKED)]))


def graph_at(found: Search, commit: str, day: date) -> LaunchGraph | None:
    """The launch as the files of a commit say it, as of a day; None where they do not."""
    if (commit, day) not in found.graphs:
        found.graphs[commit, day] = _linked(found, commit, day)
    return found.graphs[commit, day]


def digest_at(found: Search, commit: str, day: date, gate: str) -> Digest | None:
    """The digest of a gate in the files of a commit; None where there is none."""
    graph = graph_at(found, commit, day)
    return digest(graph, gate) if graph is not None and gate in graph.index else None


def _linked(found: Search, commit: str, day: date) -> LaunchGraph | None:
    name = found.snapshot.launch.id
    for folder in {found.past.repository.prefix: None, **found.folders}:
        tree = history.tree(replace(found.past.repository, prefix=folder), commit, found.blobs)
        if isinstance(tree, Fault):
            return None
        files = pipeline.read(tree, found.known)
        if name in files.launches and not pipeline.unusable(files):
            launch, _ = link.link(files.documents, name, day, (), tree.data)
            return LaunchGraph(launch)
    return None
