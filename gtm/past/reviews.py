"""Knows which commits brought a decision: a sign-off on a gate, or a question that was decided.

Only files under the launch's decisions that a commit added or changed are read. It must not compile.
"""

from collections.abc import Iterator, Mapping

from gtm import disk, history, pipeline
from gtm.analysis.reviews import Review, decided
from gtm.history import Fault
from gtm.history.trees import Entry
from gtm.past.commits import Dated, Walk


def reviews(found: Walk) -> tuple[Review, ...] | Fault:
    """The reviews of a launch, oldest first: one a commit that brought a decision which was not there before."""
    brought = [(one, _new(before, one, found.name)) for before, one in _pairs(found)]
    fault = history.load(found.blobs, [new for _, new in brought if new])
    if fault is not None:
        return fault
    out: list[Review] = []
    told: set[str] = set()
    for one, new in brought:
        if not new:
            continue
        tree = history.planted(new, found.blobs)
        if isinstance(tree, Fault):
            return tree
        words = [word for word in _said(tree, found) if word not in told]
        told.update(words)
        if words:
            out.append(Review(one.commit.id, one.day, tuple(words)))
    return tuple(out)


def _pairs(found: Walk) -> Iterator[tuple[Mapping[str, Entry], Dated]]:
    before: Mapping[str, Entry] = {}
    for one in found.commits:
        yield before, one
        before = one.commit.files


def _new(before: Mapping[str, Entry], one: Dated, name: str) -> dict[str, Entry]:
    """The files of decisions that a commit added or changed."""
    return {
        path: entry
        for path, entry in one.commit.files.items()
        if path.startswith(f"launches/{name}/decisions/") and before.get(path) != entry
    }


def _said(tree: disk.Tree, found: Walk) -> Iterator[str]:
    for document in pipeline.read(tree, found.known).documents:
        yield from decided(document.records)
