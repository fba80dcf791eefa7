"""gtm owners: who answers for what, and the lines of CODEOWNERS that follow from it. Reads only."""

import sys
from typing import Any

import click

from gtm.commands import (
    chosen,
    color_option,
    find_root,
    launch_options,
    now,
    open_files,
    open_launch,
    say_unread,
    use_color,
)


@click.command()
@launch_options
@click.option("--codeowners", is_flag=True, help="Print the lines of CODEOWNERS, for all open launches or one.")
@color_option
@click.pass_context
def command(ctx: click.Context, /, launch: str | None, as_of: Any, codeowners: bool, color: str, **_: Any) -> int:
    """Who owns what, which roles nobody fills, which teams have one person, who is away.

    \b
    gtm owners --codeowners > .github/CODEOWNERS
    """
    if codeowners:
        return _codeowners(ctx, launch, as_of)
    from gtm.analysis.ownership import ownership
    from gtm.terminal import folding, owners, screen

    snapshot = open_launch(ctx, launch, as_of)
    say_unread(snapshot.launch)
    paper = screen.paper(sys.stdout, use_color(color), never=color == "never")
    lines = owners.lines(snapshot.launch, ownership(snapshot.study), paper.color, paper.columns)
    for line in folding.folded(lines, paper):
        click.echo(line)
    return 0


def _codeowners(ctx: click.Context, launch: str | None, as_of: Any) -> int:
    """Data to stdout; what is missing, and which teams have one reviewer, to stderr."""
    from gtm import disk, pipeline
    from gtm.reports import codeowners

    files = open_files(ctx)
    names = [chosen(files, launch)] if launch else list(files.launches)
    day = as_of or pipeline.today(files, now())
    found = [pipeline.compile(files, day, name).launch for name in names]
    still_open = [one for one in found if not one.closed]
    text, words = codeowners.render(still_open or found, disk.in_repository(find_root(ctx) or "."))
    click.echo(text, nl=False)
    for word in words:
        click.echo(f"gtm: {word}", err=True)
    return 0
