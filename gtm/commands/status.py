"""gtm status: are we ready, what is in the way, who acts, when. Informs, and always exits with 0."""

from typing import Any

import click

from gtm.commands import (
    chosen,
    color_option,
    find_root,
    format_option,
    launch_options,
    now,
    open_files,
    use_color,
)


@click.command()
@click.argument("name", metavar="[LAUNCH]", required=False)
@launch_options
@format_option(["text", "json"])
@click.option("--names", type=click.Choice(["people", "roles"]), default="people",
              show_default=True, help="Call people by name, or by their role.")  # fmt: skip
@color_option
@click.pass_context
def command(ctx: click.Context, /, name: str | None, launch: str | None, as_of: Any, format: str,
            names: str, color: str, **_: Any) -> int:  # fmt: skip
    """Are we ready? What is in the way, who must act, and when will we be ready?"""
    import sys

    from gtm import pipeline
    from gtm.analysis import chance
    from gtm.past import stand

    files = open_files(ctx)
    snapshot = pipeline.compile(files, as_of or pipeline.today(files, now()), chosen(files, launch or name))
    found = chance.glance(snapshot.study)
    where = stand.whereabouts(find_root(ctx) or ".", files)
    if format == "json":
        from gtm.reports import json

        click.echo(json.status(snapshot, found, where), nl=False)
        return 0
    from gtm.terminal import screen, status

    paper = screen.paper(sys.stdout, use_color(color), never=color == "never")
    lines = status.lines(snapshot, found, paper, names == "roles", where, now())
    click.echo(screen.render(lines, paper), nl=False, color=True)
    return 0
