"""gtm plan: when everything can and must be done, what decides it, and what people's time allows."""

from collections.abc import Mapping
from typing import Any

import click

from gtm.commands import (
    USAGE,
    Trouble,
    color_option,
    complete_ids,
    complete_people,
    complete_teams,
    find_id,
    format_option,
    launch_options,
    open_launch,
    use_color,
)


@click.command()
@click.argument("id", metavar="[ID_OR_STAGE]", required=False, shell_complete=complete_ids)
@launch_options
@click.option("--team", metavar="TEAM", shell_complete=complete_teams, help="Only this team's items.")
@click.option("--owner", metavar="PERSON", shell_complete=complete_people, help="Only this person's items.")
@click.option("--capacity", is_flag=True, help="Also with each owner at as many items at a time as they can.")
@click.option("--all", "everything", is_flag=True, help="Every link of a long chain, also on a terminal.")
@format_option(["text", "json", "svg"])
@color_option
@click.pass_context
def command(ctx: click.Context, /, id: str | None, launch: str | None, as_of: Any, team: str | None,
            owner: str | None, capacity: bool, everything: bool, format: str, color: str, **_: Any) -> int:  # fmt: skip
    """Will we make it, what decides it, who must start what by when?

    Without an id: every gate with its forecast and slack. With one: what drives its date, link by
    link. With --owner or --team: their items, before that gate or item if one is given.

    \b
    gtm plan                       the gates, and what must start first
    gtm plan buy                   what sets the date of the buy gate
    gtm plan buy --format svg      the same as a Gantt chart
    gtm plan --capacity            with each owner's limits
    """
    from gtm.analysis import plan
    from gtm.analysis.capacity import level

    snapshot = open_launch(ctx, launch, as_of)
    study = snapshot.study
    target = None
    if id is not None:
        names = {item.digest_name: item.id for item in study.graph.items if item.digest_name}
        target = find_id(id, study.graph.ids, names)
    whose = _meant("team", team, {key: one.title for key, one in study.launch.teams.items()})
    person = _meant("person", owner, {key: one.name for key, one in study.launch.people.items()})
    levelled = level(study) if capacity else None
    items = plan.upstream(study, target) if target is not None else study.graph.items
    items = tuple(item for item in items if whose in (None, item.team) and person in (None, item.owner))
    if format == "json":
        from gtm.reports import json

        click.echo(json.plan(snapshot, target, plan.rows(study, items, levelled), levelled), nl=False)
        return 0
    if format == "svg":
        from gtm.reports import gantt

        click.echo(gantt.render(study, target, items, levelled, whose is not None or person is not None), nl=False)
        return 0
    about = ", ".join(
        filter(None, [study.launch.person(person) if person else "", study.launch.team(whose) if whose else ""])
    )
    click.echo(
        _text(study, target, plan.rows(study, items, levelled), levelled, about, everything, color),
        nl=False,
        color=True,
    )
    return 0


def _text(study: Any, target: str | None, rows: Any, levelled: Any, about: str, everything: bool, color: str) -> str:
    import sys

    from gtm.terminal import plan, plan_tables, screen

    paper = screen.paper(sys.stdout, use_color(color), never=color == "never")
    if about:
        if target is not None:
            about += f", before {study.graph.title(target)}"
        lines = plan_tables.items(study, rows, paper, about)
    elif target is not None:
        lines = plan.chain(study, target, paper, levelled, everything)
    else:
        lines = plan.overview(study, paper, levelled)
    return screen.render(lines, paper)


def _meant(kind: str, wanted: str | None, names: Mapping[str, str]) -> str | None:
    """The id meant by a word on the command line; ends with 2 when it is unknown or unclear."""
    if wanted is None:
        return None
    from gtm.analysis.people import find
    from gtm.diagnostics import did_you_mean

    ids = find(names, wanted)
    if len(ids) == 1:
        return ids[0]
    if ids:
        listed = ", ".join(f"{id} ({names[id]})" for id in ids[:10])
        raise Trouble(f"`{wanted}` could be more than one {kind}: {listed}", USAGE)
    raise Trouble(f"no {kind} `{wanted}`; {did_you_mean(wanted, list(names))}", USAGE)
