"""Knows what of a launch's past a report shows, and how much time that may take. It must not draw it."""

from typing import Any

_MOST = 40  # points of the burn-up; each costs a compile the first time


def remembered(root: str, files: Any, snapshot: Any, found: Any) -> Any:
    """The launch's past; None without git, and before there is anything to look back on."""
    from gtm import history, past
    from gtm.reports import html

    if past.whereabouts(root, files) is None:
        return None
    walk = past.walk(root, files, snapshot.launch.id)
    if isinstance(walk, history.Fault):
        return None
    held = past.reviews(walk)
    if isinstance(held, history.Fault):
        return None
    since = past.latest(walk, held, snapshot, found)
    story = past.tell(walk, past.Asked(most=_MOST, changes=False), snapshot, held, found)
    if isinstance(story, history.Fault):
        return html.Past(since=since, fault=str(story))
    return html.Past(story, since)
