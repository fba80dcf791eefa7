"""Knows what of a launch's past a report shows, and how much time that may take. It must not draw it."""

from typing import Any

_MOST = 40  # points of the burn-up; each costs a compile the first time


def remembered(root: str, files: Any, snapshot: Any, found: Any) -> Any:
    """The launch's past; None without git, and before there is anything to look back on."""
    from gtm import history
    from gtm.past import commits, reviews, spans, stand, telling
    from gtm.reports import html

    if stand.whereabouts(root, files) is None:
        return None
    walk = commits.walk(root, files, snapshot.launch.id)
    if isinstance(walk, history.Fault):
        return None
    held = reviews.reviews(walk)
    if isinstance(held, history.Fault):
        return None
    since = telling.latest(walk, held, snapshot, found)
    story = telling.tell(walk, spans.Asked(most=_MOST, changes=False), snapshot, held, found)
    if isinstance(story, history.Fault):
        return html.Past(since=since, fault=str(story))
    return html.Past(story, since)
