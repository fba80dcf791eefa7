"""gtm forecast: how likely the dates are, what drives them, and whose uncertainty moves them."""

from typing import Any

import click

from gtm.commands import ENVIRONMENT, Trouble, color_option, format_option, launch_options, open_launch, use_color

_MOST = 1_000_000


@click.command()
@launch_options
@click.option(
    "--runs",
    metavar="N",
    type=click.IntRange(100, _MOST),
    help="How often the work is played through; 10,000 with numpy, 1,000 without.",
)
@click.option(
    "--seed",
    metavar="N",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="Another one gives other luck; the same one the same answer.",
)
@click.option(
    "--distribution",
    type=click.Choice(["pert", "triangular"]),
    default="pert",
    show_default=True,
    help="How an effort lies between its best and its worst case.",
)
@click.option(
    "--sigma",
    metavar="X",
    type=click.FloatRange(0, 1),
    default=0.15,
    show_default=True,
    help="How much all teams are late together; 0: each on its own.",
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "numpy", "pure"]),
    default="auto",
    show_default=True,
    help="numpy is faster and comes with pip install 'gtm-readiness[forecast]'.",
)
@click.option("--capacity", is_flag=True, help="With each owner at as many items at a time as they can.")
@format_option(["text", "json"])
@color_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    launch: str | None,
    as_of: Any,
    runs: int | None,
    seed: int,
    distribution: str,
    sigma: float,
    engine: str,
    capacity: bool,
    format: str,
    color: str,
    **_: Any,
) -> int:
    """Will we make it? The open work is played through thousands of times with uncertain efforts.

    Done work is fixed, work begun counts what has passed; efforts vary between their best and worst
    case, and all teams can be late together. Owners can do everything at once, unless --capacity.
    """
    import sys
    from importlib.util import find_spec

    from gtm.analysis.forecast import forecast

    if engine == "numpy" and find_spec("numpy") is None:
        raise Trouble(
            "numpy is not installed: pip install 'gtm-readiness[forecast]', or leave out --engine", ENVIRONMENT
        )
    snapshot = open_launch(ctx, launch, as_of)
    chosen = None if engine == "auto" else engine
    found = forecast(snapshot.study, runs, seed, distribution, sigma, chosen, capacity)
    if format == "json":
        from gtm.reports import json

        click.echo(json.forecast(snapshot, found), nl=False)
        return 0
    from gtm.terminal import forecast as terminal
    from gtm.terminal import screen

    paper = screen.paper(sys.stdout, use_color(color), never=color == "never")
    click.echo(screen.render(terminal.lines(snapshot.study, found, paper.columns), paper), nl=False, color=True)
    return 0
