"""gtm report: the page a release review reads. Writes one file, or to stdout."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from gtm.commands import (
    ENVIRONMENT,
    USAGE,
    Trouble,
    complete_stages,
    complete_teams,
    find_root,
    launch_options,
)
from gtm.commands.report.order import FORMATS, Order


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What the report shows, how it is made, and what is done with it."""
    choices: Sequence[Callable[..., Any]] = (
        click.option("--format", "format", type=click.Choice(FORMATS), default="html", show_default=True,
                     help="html is the full page, markdown for a wiki, json the answer of gtm status."),
        click.option("-o", "--output", metavar="FILE", type=click.Path(),
                     help="Where to write; - is stdout. Default: LAUNCH-report.html in the current folder."),
        click.option("--team", metavar="TEAM", shell_complete=complete_teams,
                     help="An extract: only what concerns this team, below the verdict of the whole."),
        click.option("--stage", metavar="STAGE", shell_complete=complete_stages,
                     help="An extract: only what concerns this stage and its gate."),
        click.option("--summary", is_flag=True, help="One page for the people at the top; prints on one sheet."),
        click.option("--audit", is_flag=True, help="Who decided what, on what and when, with the exact state."),
        click.option("--pdf", is_flag=True, help="Print it to PDF with the Chromium or Chrome that is installed."),
        click.option("--print", "paper", type=click.Choice(["short", "full"]), default="short", show_default=True,
                     help="On paper: items as a list, or with their questions, answers and proofs."),
        click.option("--names", type=click.Choice(["people", "roles"]), default="people", show_default=True,
                     help="Show people by name or by role. What people wrote themselves stays."),
        click.option("--open", "show", is_flag=True, help="Open it in the browser when it is written."),
        click.option("--watch", is_flag=True, help="Write it anew whenever a file changes, until Ctrl-C."),
    )  # fmt: skip
    for option in reversed(choices):
        command = option(command)
    return command


@click.command()
@launch_options
@_options
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:
    """The report of a launch: one self-contained HTML file, PDF, Markdown or JSON."""
    from gtm.commands.report import make, write

    order = Order.of(given)
    fault = order.fault()
    if fault:
        raise Trouble(fault, USAGE)
    if order.pdf:
        make.printer()  # say it before the work when there is none
    if order.watch:
        from gtm.commands.report import watch

        watch.run(ctx, order)
        return
    made = make.make(ctx, order)
    for line in made.said:
        click.echo(f"gtm: {line}", err=True)
    if order.output == "-":
        if order.pdf and sys.stdout.isatty():
            raise Trouble("a PDF is not for a terminal; write it with -o FILE", USAGE)
        click.echo(made.content, nl=False)
        return
    path = os.path.abspath(order.output or made.name)
    write.keep_out(find_root(ctx), path)
    write.write(path, made.content)
    click.echo(f"wrote {path}", err=True)
    if order.show and not write.show(path):
        raise Trouble(f"no browser could be opened; the report is {path}", ENVIRONMENT)
