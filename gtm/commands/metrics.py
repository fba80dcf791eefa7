"""gtm metrics: what the numbers say: value, target, trend, age, owner, verdict. Reads only."""

from typing import Any

import click

from gtm.commands import (
    USAGE,
    Trouble,
    color_option,
    complete_metrics,
    complete_stages,
    format_option,
    launch_options,
    open_launch,
    use_color,
)


@click.command()
@click.argument("metric", metavar="[ID]", required=False, shell_complete=complete_metrics)
@launch_options
@click.option("--gate", metavar="STAGE", shell_complete=complete_stages, help="Only what this gate asks for.")
@click.option("--all", "everything", is_flag=True, help="Also metrics without a reading, a target here or a gate.")
@format_option(["text", "json"])
@color_option
@click.pass_context
def command(ctx: click.Context, /, metric: str | None, launch: str | None, as_of: Any, gate: str | None,
            everything: bool, format: str, color: str, **_: Any) -> int:  # fmt: skip
    """What do the numbers say? Of one metric: how it is computed, and every reading.

    After the launch, goals stand against what became of them. Informs, and exits with 0.
    """
    import sys

    from gtm.analysis import standing

    snapshot = open_launch(ctx, launch, as_of)
    study = snapshot.study
    known = study.launch.metrics
    _check(known, metric, "metric", "playbook/metrics.yaml")
    _check(study.launch.stages, gate, "stage", "playbook/journey.yaml")
    found = [one for one in standing.standings(study) if gate is None or gate in one.gates]
    if metric is not None:
        found = [one for one in found if one.id == metric] or [standing.standing(study.launch, metric)]
    if format == "json":
        from gtm.reports import json

        click.echo(json.metrics(snapshot, found), nl=False)
        return 0
    from gtm.terminal import metrics as terminal
    from gtm.terminal import scale, screen

    paper = screen.paper(sys.stdout, use_color(color), never=color == "never")
    if metric is not None:
        lines = terminal.one(study, found[0], paper.columns)
    else:
        lines = terminal.lines(study, found, paper.columns, everything or gate is not None)
        if gate is None:
            lines += scale.lines(study, paper.columns)
    click.echo(screen.render(lines, paper), nl=False, color=True)
    return 0


def _check(known: Any, wanted: str | None, what: str, where: str) -> None:
    """End with 2 when a word of the command line is unknown."""
    if wanted is None or wanted in known:
        return
    from gtm.diagnostics import did_you_mean

    raise Trouble(f"no {what} `{wanted}`; {did_you_mean(wanted, known, f'they stand in {where}')}", USAGE)
