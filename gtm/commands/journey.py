"""gtm journey: what customers and users do from stage to stage, and what proves it. Reads only."""

from typing import Any

import click

from gtm.commands import color_option, format_option, launch_options, open_launch, use_color


@click.command()
@launch_options
@format_option(["text", "json", "svg"])
@color_option
@click.pass_context
def command(ctx: click.Context, /, launch: str | None, as_of: Any, format: str, color: str, **_: Any) -> int:
    """Which way do customers take, and how do we know that they do?

    One map of success flows, which move a customer, and user flows, which lead a user through the
    product; and what is missing on it. Informs, and exits with 0.
    """
    import sys

    from gtm.analysis import clientele

    snapshot = open_launch(ctx, launch, as_of)
    whom = clientele.of(snapshot.study)
    found, gaps = whom.journey, whom.journey_gaps
    if format == "json":
        from gtm.reports.json import journey as answer

        click.echo(answer.journey(snapshot, found, gaps), nl=False)
        return 0
    if format == "svg":
        from gtm.reports import journey_svg

        click.echo(journey_svg.render(snapshot.launch, found, gaps), nl=False)
        return 0
    from gtm.terminal import journey, screen

    paper = screen.paper(sys.stdout, use_color(color), color == "never", journey.WIDEST)
    click.echo(screen.render(journey.lines(snapshot.launch, found, gaps, paper.columns), paper), nl=False, color=True)
    return 0
