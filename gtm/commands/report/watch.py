"""Knows how a report follows the files while a meeting edits them. It must not know what it shows.

A change is taken up once the files lie still; what cannot be read leaves the last good report as it is.
"""

import os
import time
from collections.abc import Iterator

import click

from gtm.commands import Trouble, find_root
from gtm.commands.report import make, write
from gtm.commands.report.make import Made
from gtm.commands.report.order import Order

_LOOK, _STILL = 0.4, 0.3  # seconds between looks, and of rest before a change is taken up
_REFRESH = 4  # seconds after which the open page loads itself anew
_SAID = 5  # faults named at a time
Stamps = tuple[tuple[str, int, int], ...]


def run(ctx: click.Context, order: Order) -> None:
    """Write the report, then again after every change, until interrupted. The last one does not load itself anew."""
    root = find_root(ctx) or "."
    good = make.make(ctx, order, _REFRESH)
    path = os.path.abspath(order.output or good.name)
    write.keep_out(root, path)
    write.write(path, good.content)
    _say(good, f"wrote {path}; watching the workspace, end with Ctrl-C")
    if order.show:
        write.show(path)
    try:
        seen = stamps(root)
        while True:
            seen = _wait(root, seen)
            made = _again(ctx, order)
            if made is not None and not (made.partial and not good.partial):
                good = made
                write.write(path, good.content)
                _say(good, f"wrote {path}")
            elif made is not None:
                _broken(made)
    finally:
        _settle(path, good)


def _again(ctx: click.Context, order: Order) -> Made | None:
    try:
        return make.make(ctx, order, _REFRESH)
    except Trouble as trouble:
        click.echo(f"gtm: {trouble.message}; the report stays as it was", err=True)
        return None


def _broken(made: Made) -> None:
    click.echo("gtm: the report stays as it was, until this is mended:", err=True)
    for line in made.faults[:_SAID]:
        click.echo(f"  {line}", err=True)
    if len(made.faults) > _SAID:
        click.echo(f"  and {len(made.faults) - _SAID} more: gtm check", err=True)


def _settle(path: str, good: Made) -> None:
    """What stays behind is mailed around: it must not load itself anew. Nothing is compiled again for it."""
    content = good.content.replace(b'<meta http-equiv="refresh" content="%d">\n' % _REFRESH, b"", 1)
    write.write(path, content)


def _say(made: Made, line: str) -> None:
    for said in (*made.said, line):
        click.echo(said, err=True)


def _wait(root: str, seen: Stamps) -> Stamps:
    """Until files differ from what was seen and lie still."""
    while True:
        time.sleep(_LOOK)
        found = stamps(root)
        if found == seen:
            continue
        while True:
            time.sleep(_STILL)
            again = stamps(root)
            if again == found:
                return found
            found = again


def stamps(root: str) -> Stamps:
    """When every file that a report is made of was written last, and how long it is."""
    return tuple(sorted(_stamps(root)))


def _stamps(root: str) -> Iterator[tuple[str, int, int]]:
    from gtm.disk import FOLDERS, TOP

    places = [os.path.join(root, name) for name in (*TOP, *FOLDERS, "report", "evidence")]
    while places:
        place = places.pop()
        try:
            found = os.stat(place)
            if os.path.isdir(place) and not os.path.islink(place):
                places += [entry.path for entry in os.scandir(place) if not entry.name.startswith(".")]
            yield place, found.st_mtime_ns, found.st_size
        except OSError:  # it went away while we looked, or was never there
            continue
