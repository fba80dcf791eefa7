"""Knows how a report follows the files while a meeting edits them. It must not know what it shows.

A change is taken up once the files lie still; what cannot be read leaves the last good report as it is.
"""

import gc
import os
import time
from collections.abc import Iterator
from itertools import islice

import click

from gtm.commands import Trouble, find_root
from gtm.commands.report import make, write
from gtm.commands.report.make import Made
from gtm.commands.report.order import Order

_LOOK, _STILL = 0.4, 0.3  # seconds between looks, and of rest before a change is taken up
_REFRESH = 4  # seconds after which the open page loads itself anew
_MOST = 20_000  # files that are watched
_SAID = 5  # faults named at a time
Stamps = tuple[tuple[str, int, int], ...]


def run(ctx: click.Context, order: Order) -> None:
    """Write the report, then again after every change, until interrupted. The last one does not load itself anew."""
    root = find_root(ctx) or "."
    gc.enable()  # one run makes no garbage worth collecting; an hour of them does
    before = stamps(root, "")
    good = make.make(ctx, order, _REFRESH)
    path = os.path.abspath(order.output or good.name)
    write.keep_out(root, path)
    write.write(path, good.content)
    _say(good, f"wrote {path}; watching the workspace, end with Ctrl-C")
    if order.show:
        write.show(path)
    try:
        seen = tuple(one for one in before if one[0] != path)
        while True:
            seen = _wait(root, path, seen)
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


def _wait(root: str, path: str, seen: Stamps) -> Stamps:
    """Until files differ from what was seen and lie still."""
    while True:
        time.sleep(_LOOK)
        found = stamps(root, path)
        if found == seen:
            continue
        while True:
            time.sleep(_STILL)
            again = stamps(root, path)
            if again == found:
                return found
            found = again


def stamps(root: str, but: str) -> Stamps:
    """When every file was written last that a report may be made of, proofs and data included, and how long it is.

    `but` is the report itself.
    """
    found = (one for one in _stamps(root) if one[0] != but)
    return tuple(sorted(islice(found, _MOST)))


def _stamps(root: str) -> Iterator[tuple[str, int, int]]:
    from gtm.disk import TOP

    folders = sorted(entry.path for entry in os.scandir(root) if entry.is_dir() and not entry.name.startswith("."))
    places = [*folders, *(os.path.join(root, name) for name in TOP)]
    while places:
        place = places.pop()
        try:
            found = os.stat(place)
            if not os.path.isdir(place):
                yield place, found.st_mtime_ns, found.st_size
            elif not os.path.islink(place):
                places += sorted(entry.path for entry in os.scandir(place) if not entry.name.startswith("."))
        except OSError:  # it went away while we looked, or was never there
            continue
