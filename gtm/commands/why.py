"""gtm why: why an item or gate is not ready, who can act, and what it holds up."""

import sys
from typing import Any

import click

from gtm.commands import (
    color_option,
    complete_ids,
    find_id,
    format_option,
    launch_options,
    open_launch,
    use_color,
)

_SHOWN = 10


@click.command()
@click.argument("id", metavar="ID_OR_STAGE", shell_complete=complete_ids)
@launch_options
@format_option(["text", "json"])
@color_option
@click.option("--all", "everything", is_flag=True, help=f"List every item to act on, not the first {_SHOWN}.")
@click.pass_context
def command(ctx: click.Context, /, id: str, launch: str | None, as_of: Any, format: str, color: str,
            everything: bool, **_: Any) -> int:  # fmt: skip
    """Why is it not ready, who can act now, and what waits for it?

    An item may be named by the end or the beginning of its id, as long as that fits only one.

    \b
    gtm why buy                    what stands behind the buy gate
    gtm why learn.legal.eula       one item
    gtm why eula                   the same
    """
    from gtm.analysis import ways

    snapshot = open_launch(ctx, launch, as_of)
    study = snapshot.study
    names = {item.digest_name: item.id for item in study.graph.items if item.digest_name}
    found = find_id(id, [*study.graph.ids, *(one.id for one in study.launch.removed)], names)
    gone = ways.removed(study, found) if found not in study.graph.index else None
    if format == "json":
        from gtm.reports import json

        text = json.removed_item(snapshot, gone) if gone is not None else json.why(snapshot, study.focus.why(found))
        click.echo(text, nl=False)
        return 0
    from gtm.terminal import folding, screen
    from gtm.terminal import why as terminal

    paper = screen.paper(sys.stdout, use_color(color), never=color == "never")
    if gone is not None:
        lines = terminal.removed(study, gone, paper.color)
    else:
        lines = terminal.lines(study, study.focus.why(found), 0 if everything else _SHOWN, paper.color)
    for line in folding.folded(lines, paper):
        click.echo(line)
    return 0
