"""gtm icp: who the ideal customer is, and how far the teams agree on it. Reads only."""

from typing import Any

import click

from gtm.commands import (
    USAGE,
    Trouble,
    color_option,
    complete_profiles,
    format_option,
    launch_options,
    open_launch,
    use_color,
)


@click.command()
@click.argument("profile", metavar="[ID]", required=False, shell_complete=complete_profiles)
@launch_options
@format_option(["text", "json"])
@color_option
@click.pass_context
def command(ctx: click.Context, /, profile: str | None, launch: str | None, as_of: Any, format: str, color: str,
            **_: Any) -> int:  # fmt: skip
    """Do the teams mean the same customer? Shows who agrees with whom, and what only one team says.

    Agreement is the share of traits two teams name both, of all that either names, as the mean over
    all pairs. A team that has not answered leaves it open. Informs, and exits with 0.
    """
    import sys

    from gtm.analysis import profile as profiles

    snapshot = open_launch(ctx, launch, as_of)
    found = profiles.agreements(snapshot.launch)
    shown = tuple(one for one in found if profile in (None, one.id))
    if profile is not None and not shown:
        from gtm.diagnostics import did_you_mean

        known = [one.id for one in found]
        raise Trouble(f"no profile `{profile}`; {did_you_mean(profile, known, 'they stand in audience.yaml')}", USAGE)
    if format == "json":
        from gtm.reports.json import icp as answer

        click.echo(answer.icp(snapshot, shown, profiles.lowest(found)), nl=False)
        return 0
    from gtm.terminal import icp, screen

    paper = screen.paper(sys.stdout, use_color(color), never=color == "never")
    click.echo(screen.render(icp.lines(snapshot.launch, shown, len(found), paper.columns), paper), nl=False, color=True)
    return 0
