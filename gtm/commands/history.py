"""gtm history: how a launch came to be as it is, commit by commit, from git itself. Exit 4 without it."""

from collections.abc import Sequence
from typing import Any

import click

from gtm.commands import (
    ENVIRONMENT,
    USAGE,
    Trouble,
    chosen,
    color_option,
    find_root,
    format_option,
    launch_options,
    now,
    open_files,
    use_color,
)

Dated = list[tuple[Any, Any]]  # commits, each with its day
_MOST = 5_000  # points kept


@click.command()
@launch_options
@click.option("--since", metavar="REF|DATE", help="Begin here: a day such as 2027-01-05, or a commit, branch or tag.")
@click.option("--all", "everything", is_flag=True, help="Every commit; else the last one of each day.")
@format_option(["text", "json"])
@color_option
@click.pass_context
def command(ctx: click.Context, /, launch: str | None, as_of: Any, since: str | None, everything: bool, format: str,
            color: str, **_: Any) -> int:  # fmt: skip
    """How did we get here? Readiness, gaps and gates at each commit of this branch.

    Commits are taken along first parents and judged as of their own day. What changed from the
    first to now, the pace and the age of confirmations follow.

    \b
    gtm history --since 2027-01-12       since the last review
    gtm history --since v1 --all         every commit since a tag
    """
    import sys

    from gtm import pipeline
    from gtm.analysis import trend

    files = open_files(ctx)
    name = chosen(files, launch)
    current = pipeline.compile(files, as_of or pipeline.today(files, now()), name)
    repository, commits, notes = _commits(ctx, files, since, current.launch.as_of)
    picked = commits if everything else _last_of_days(commits)
    points, first = _points(repository, picked, name)
    here = trend.point("", "", current)
    points = [*points, here]
    if first is None and here.known:
        first = current.study
    found = trend.trend(points, first, current.study)
    if format == "json":
        from gtm.reports import json

        click.echo(json.history(found, notes), nl=False)
        return 0
    from gtm.terminal import history as drawn
    from gtm.terminal import screen

    paper = screen.paper(sys.stdout, use_color(color), never=color == "never")
    click.echo(screen.render(drawn.lines(found, notes, paper.columns), paper), nl=False, color=True)
    return 0


def _commits(ctx: click.Context, files: Any, since: str | None, today: Any) -> tuple[Any, Dated, list[str]]:
    """The repository, the commits asked for with their days, and what limits the answer."""
    from gtm import history
    from gtm.dates import parse_day

    repository = _sure(history.open_repository(find_root(ctx) or "."))
    if repository.head is None:
        raise Trouble("nothing is committed yet, so there is no history; commit the workspace first", ENVIRONMENT)
    log = _sure(history.log(repository, repository.head))
    dated, last = [], None
    for one in log:
        day = _day(files, one.when)
        last = day if last is None or day > last else last  # a clock that went wrong does not turn time back
        dated.append((one, last))
    begin = parse_day(since) if since else None
    if since and begin is None:
        begin = _begin(repository, since, dated)
    if repository.shallow and (begin is None or not dated or begin <= dated[0][1]):
        from gtm.history.repository import DEEPER

        raise Trouble(f"this clone holds only part of the history, so it would be drawn wrong; {DEEPER}", ENVIRONMENT)
    kept = [(one, day) for one, day in dated if begin is None or day >= begin]
    future = [one for one, day in kept if day > today]
    notes = []
    if future:
        kept = [(one, day) for one, day in kept if day <= today]
        count = f"{len(future)} commit{'s' if len(future) > 1 else ''}"
        notes.append(f"{count} of later days than {today} left out.")
    if begin is not None and not kept:
        notes.append("No commit touches the workspace in that time.")
    return repository, kept, notes


def _begin(repository: Any, name: str, dated: Sequence[tuple[Any, Any]]) -> Any:
    """The day of a commit; ends with 2 for a name that git does not know."""
    from gtm import history
    from gtm.diagnostics import did_you_mean

    found = history.resolve(repository, name)
    if isinstance(found, history.Fault) and found.unknown:
        hint = did_you_mean(name, history.names(repository), "give a day such as 2027-01-05, or a commit")
        raise Trouble(f"{found.message}; {hint}", USAGE)
    commit = _sure(found)
    earlier = {one.id for one in _sure(history.log(repository, commit))}
    days = [day for one, day in dated if one.id in earlier]
    return days[-1] if days else None


def _day(files: Any, seconds: int) -> Any:
    from datetime import UTC, datetime

    from gtm import pipeline

    return pipeline.day_of(files, datetime.fromtimestamp(min(max(seconds, 0), 32_503_680_000), UTC))


def _sure(found: Any) -> Any:
    from gtm import history

    if isinstance(found, history.Fault):
        raise Trouble(str(found), ENVIRONMENT)
    return found


def _last_of_days(commits: Sequence[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return list({day: (one, day) for one, day in commits}.values())


def _points(repository: Any, commits: Dated, name: str) -> tuple[list[Any], Any]:
    """A point a commit that has the launch, and the launch at the first one that could be read.

    Points are kept beside git's own data by what they follow from: the files, the day, this program.
    """
    from dataclasses import replace

    from gtm import history, pipeline
    from gtm.analysis import trend, trend_kept

    blobs, known = history.Blobs(repository, pipeline.MAX_BYTES), dict[Any, Any]()
    mark = _mark()
    kept = history.recall(repository, mark)
    keys = [_key(one.files, day, name) for one, day in commits]
    _sure(history.load(blobs, [one.files for (one, _), key in zip(commits, keys, strict=True) if key not in kept]))
    points: list[trend.Point] = []
    first, used = None, dict[str, Any]()
    for (one, day), key in zip(commits, keys, strict=True):
        old = trend_kept.point(kept[key]) if key in kept and (first is not None or kept[key] is None) else None
        if key in kept and kept[key] is None:
            point, study = None, None
        elif old is not None:
            point, study = replace(old, commit=one.id, subject=one.subject), first
        else:
            point, study = _point(_sure(history.planted(one.files, blobs)), known, one, day, name)
        used[key] = trend_kept.plain(point) if point is not None else None
        first = first or study
        if point is not None:
            points.append(point)
        elif points:
            points.append(trend.Point(one.id, day, one.subject, "the launch is not there"))
    if used != kept:
        history.keep(repository, mark, {**kept, **used} if len(kept) < _MOST else used)
    return points, first


def _point(tree: Any, known: Any, one: Any, day: Any, name: str) -> tuple[Any, Any]:
    """The point of a commit and the launch there; None where there is no such launch, or it cannot be read."""
    from gtm import pipeline
    from gtm.analysis import trend

    files = pipeline.read(tree, known)
    if name not in files.launches:
        hidden = any(path.startswith(f"launches/{name}/") for path in files.unread)
        fault = "the launch could not be read" if hidden else ""
    else:
        fault = pipeline.unusable(files)
        if not fault:
            snapshot = pipeline.compile(files, day, name, placed=False)
            point = trend.point(one.id, one.subject, snapshot)
            return point, snapshot.study if point.known else None
    return trend.Point(one.id, day, one.subject, fault) if fault else None, None


def _key(files: Any, day: Any, name: str) -> str:
    """What a point follows from."""
    import hashlib

    listed = "\0".join(f"{path}\0{entry.mode} {entry.blob}" for path, entry in sorted(files.items()))
    return hashlib.sha256(f"{name} {day}\0{listed}".encode("utf-8", "surrogateescape")).hexdigest()


def _mark() -> str:
    """This program: its version, and when its source was last touched."""
    import os

    import gtm

    root = os.path.dirname(gtm.__file__)
    found = [os.stat(os.path.join(folder, name)) for folder, _, names in os.walk(root) for name in names
             if name.endswith(".py")]  # fmt: skip
    return f"{gtm.__version__} {len(found)} {max(one.st_mtime_ns for one in found)} {sum(one.st_size for one in found)}"
