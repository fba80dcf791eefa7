"""Knows where the files of a workspace stand in git, in the workspace's own time. It must not fetch anything."""

from gtm import pipeline
from gtm.analysis.whereabouts import Whereabouts
from gtm.history.stand import stand
from gtm.past.moments import moment


def whereabouts(root: str, files: pipeline.Files) -> Whereabouts | None:
    """Where a workspace's folder stands; None without git, or where git does not know the folder."""
    found = stand(root)
    if found is None:
        return None
    committed, fetched = (
        pipeline.local(files, moment(one)) if one is not None else None for one in (found.committed, found.fetched)
    )
    return Whereabouts(
        found.branch, found.commit, committed, found.upstream, found.ahead, found.behind, fetched,
        found.changed, found.unmerged,
    )  # fmt: skip
