"""gtm classify: which persona and segments is each customer, and why. Reads only."""

from typing import Any

import click

from gtm.commands import (
    FINDINGS,
    USAGE,
    Trouble,
    color_option,
    format_option,
    launch_options,
    open_launch,
    say_unread,
    use_color,
)

_MOST = 64 * 1024 * 1024  # bytes of a file


@click.command()
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(dir_okay=False))
@launch_options
@format_option(["text", "json", "csv"])
@color_option
@click.option("--all", "everything", is_flag=True, help="Every customer and every problem, on a terminal too.")
@click.option("--strict", is_flag=True, help="Exit with 1 when a customer has no persona.")
@click.pass_context
def command(ctx: click.Context, /, file: str | None, launch: str | None, as_of: Any, format: str, color: str,
            everything: bool, strict: bool, **_: Any) -> int:  # fmt: skip
    """Which persona and segments is each customer, and why? FILE is a CSV, JSON or YAML file.

    Without FILE: the personas of the launch, their rules, where they are used from sales to renewal, and totals of
    the customers file that audience.yaml names. `customers:` in audience.yaml says what the columns mean.

    \b
    gtm classify                          personas by phase, and the gaps
    gtm classify new-customers.csv        who is who, and who could not be sorted
    gtm classify crm.csv --format csv     the same for a spreadsheet
    """
    from gtm.analysis import clientele, personas, rosters
    from gtm.model.audience import audience_of

    snapshot = open_launch(ctx, launch, as_of)
    say_unread(snapshot.launch)
    study = snapshot.study
    audience = audience_of(study.launch)
    if file is None:
        found = clientele.of(study).customers
        if format == "csv" and found is None:
            raise Trouble("no file of customers: name one, or `customers: {file: …}` in audience.yaml", USAGE)
    else:
        if audience is None or (personas.rules(audience) is None and not audience.segments):
            raise Trouble("nothing to sort by: no persona in playbook/audience.yaml has rules", USAGE)
        found = rosters.sort(audience, file, _content(file))
    if found is not None and not found.usable and (file is not None or format == "csv"):
        raise Trouble(f"{file or found.path}: {found.troubles[0].message}", FINDINGS, [found.troubles[0].help])
    if format == "json":
        from gtm.reports import json

        click.echo(json.classify(snapshot, found, file is not None), nl=False)
    elif format == "csv" and found is not None and audience is not None:
        from gtm.reports import customers_csv

        click.echo(customers_csv.render(audience, found), nl=False)
    else:
        _show(study, found, file is not None, everything, color)
    lost = found is not None and any(one.match.persona is None for one in found.customers)
    return FINDINGS if strict and lost else 0


def _show(study: Any, found: Any, rows: bool, everything: bool, color: str) -> None:
    import sys

    from gtm.terminal import classify as terminal
    from gtm.terminal import screen

    paper = screen.paper(sys.stdout, use_color(color), never=color == "never")
    if rows:
        lines = terminal.sorted_lines(study, found, paper.columns, everything)
    else:
        lines = terminal.overview(study, found, paper.columns)
    click.echo(screen.render(lines, paper), nl=False, color=True)


def _content(path: str) -> bytes:
    """The bytes of a file named on the command line; ends with 2 when it cannot be read."""
    try:
        with open(path, "rb") as file:
            content = file.read(_MOST + 1)
    except OSError as error:
        raise Trouble(f"{path} cannot be read: {error.strerror}", USAGE) from None
    if len(content) > _MOST:
        raise Trouble(f"{path} is larger than 64 MiB: split it", USAGE)
    return content
