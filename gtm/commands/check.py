"""gtm check: is the YAML right, and what gaps are there. Reads only."""

from typing import Any

import click

from gtm.commands import FINDINGS, chosen, color_option, format_option, launch_options, now, open_files, use_color


@click.command()
@launch_options
@format_option(["full", "concise", "json"])
@color_option
@click.option("--fail-on", type=click.Choice(["error", "warning", "advice", "never"]), default="error",
              show_default=True, help="Exit with 1 from this severity on.")  # fmt: skip
@click.option("--min", "least", type=click.Choice(["error", "warning", "advice"]), default="warning",
              show_default=True, help="Show from this severity on.")  # fmt: skip
@click.pass_context
def command(ctx: click.Context, /, launch: str | None, as_of: Any, format: str, color: str, fail_on: str,
            least: str, **_: Any) -> int:  # fmt: skip
    """Is the YAML right, what gaps are there? All launches, unless one is named."""
    from gtm import pipeline
    from gtm.diagnostics import Severity
    from gtm.terminal import diagnostics as terminal

    files = open_files(ctx)
    names = [chosen(files, launch)] if launch else list(files.launches)
    found = pipeline.check_all(files, names, as_of or pipeline.today(files, now()))
    shown = [one for one in found if one.severity >= Severity[least.upper()]]
    if format == "json":
        from gtm.reports import json

        click.echo(json.check(found, names), nl=False)
    else:
        lines = terminal.concise(shown) if format == "concise" else terminal.full(shown, files.line, use_color(color))
        for line in lines:
            click.echo(line)
        hidden = len(found) - len(shown)
        more = f"; {hidden} advice not shown (--min advice)" if hidden else ""
        click.echo(terminal.tally(shown, names) + more, err=format == "concise")
    if fail_on == "never":
        return 0
    return FINDINGS if any(one.severity >= Severity[fail_on.upper()] for one in found) else 0
