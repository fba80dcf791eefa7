"""gtm graph: what waits for what, as text for Graphviz or Mermaid, or as a picture in lanes."""

from typing import Any

import click

from gtm.commands import (
    USAGE,
    Trouble,
    complete_ids,
    complete_stages,
    complete_teams,
    complete_threads,
    find_id,
    format_option,
    launch_options,
    open_launch,
    say_unread,
)

_BOXES = 150  # more of them are no picture any more


@click.command()
@launch_options
@format_option(["dot", "mermaid", "svg"])
@click.option("--gate", metavar="STAGE", shell_complete=complete_stages, help="What one gate holds.")
@click.option("--team", metavar="TEAM", shell_complete=complete_teams, help="One team's items and their neighbours.")
@click.option("--thread", metavar="THREAD", shell_complete=complete_threads, help="One thread, settled links too.")
@click.option("--around", metavar="ID", shell_complete=complete_ids, help="One item or gate and what is near it.")
@click.option(
    "--depth", type=click.IntRange(1, 50), default=2, show_default=True, help="How near is near for --around."
)
@click.option("--all", "everything", is_flag=True, help="Settled items too; else only what is open.")
@click.option("--full", is_flag=True, help="Every arrow, also those that a longer way says too.")
@click.pass_context
def command(ctx: click.Context, /, launch: str | None, as_of: Any, format: str, gate: str | None,
            team: str | None, thread: str | None, around: str | None, depth: int, everything: bool,
            full: bool, **_: Any) -> int:  # fmt: skip
    """What waits for what, as a picture in text, or in lanes of teams (--format svg).

    Several of --gate, --team, --thread and --around draw what all of them name.

    \b
    gtm graph --gate buy | dot -Tsvg > buy.svg
    gtm graph --around eula --format mermaid
    gtm graph --format svg > graph.svg
    """
    from gtm.analysis import lanes, picture

    study = open_launch(ctx, launch, as_of).study
    say_unread(study.launch)
    sets = list(_chosen(study, gate, team, thread, around, depth))
    chosen = set.intersection(*sets) if sets else set(range(len(study.graph.ids)))
    settled = everything or thread is not None or around is not None
    nodes = chosen if format != "svg" else lanes.chosen(
        study, (at for at in chosen if settled or study.focus.open[at]), _BOXES if sets else lanes.MOST
    )  # fmt: skip
    drawn = picture.draw(study, nodes, settled, full)
    if format == "mermaid":
        from gtm.reports import mermaid

        text, left = mermaid.render(drawn)
        if left:
            click.echo(f"gtm: {left} of {len(drawn.nodes)} nodes do not fit into Mermaid; {mermaid.NARROWER}", err=True)
    elif format == "svg":
        text = _picture(study, drawn, chosen, settled)
    else:
        from gtm.reports import dot

        text = dot.render(drawn)
    click.echo(text, nl=False)
    if not drawn.nodes:
        why = "everything here is settled: --all draws it too" if chosen else "nothing is named by all options"
        click.echo(f"gtm: nothing to draw; {why}", err=True)
    return 0


def _picture(study: Any, drawn: Any, chosen: Any, settled: bool) -> str:
    """The picture in lanes; how much of it does not fit is said."""
    from gtm.analysis import lanes
    from gtm.reports import lanes_svg

    found = lanes.lanes(study, drawn, sum(settled or study.focus.open[at] for at in chosen))
    if found.hidden:
        click.echo(f"gtm: {found.hidden} of {found.of} are not drawn, those with the most slack; "
                   "--gate, --team or --around narrow it down, --format dot has them all", err=True)  # fmt: skip
    return lanes_svg.render(found)


def _chosen(study: Any, gate: str | None, team: str | None, thread: str | None, around: str | None, depth: int) -> Any:
    """The nodes each option names."""
    from gtm.analysis import picture

    if gate is not None:
        yield picture.of_gate(study.graph, _known("gate", gate, study.gates))
    if team is not None:
        yield picture.of_team(study.graph, _known("team", team, study.launch.teams))
    if thread is not None:
        yield picture.of_thread(study, _known("thread", thread, study.launch.threads))
    if around is not None:
        yield picture.around(study.graph, find_id(around, study.graph.ids, {}), depth)


def _known(kind: str, word: str, known: Any) -> str:
    if word in known:
        return word
    from gtm.diagnostics import did_you_mean

    more = did_you_mean(word, known) or f"known here: {', '.join(known)}"
    raise Trouble(f"no {kind} `{word}`; {more}", USAGE)
