"""gtm tasks: what each team and person does next. Reads only; with --out it writes into DIR alone."""

from collections.abc import Mapping
from typing import Any

import click

from gtm.commands import (
    USAGE,
    Trouble,
    color_option,
    format_option,
    launch_options,
    open_launch,
    use_color,
)

_ENDINGS = {"text": "txt", "markdown": "md", "json": "json", "csv": "csv"}


@click.command()
@launch_options
@click.option("--team", metavar="TEAM", help="Only this team, by id or title.")
@click.option("--owner", metavar="PERSON", help="Only this person, by id or name; nobody: work without an owner.")
@click.option("--stage", metavar="STAGE", help="Only this stage.")
@click.option("--state", type=click.Choice(["all", "late", "ready", "waiting"]), default="all",
              show_default=True, help="Late tasks are ready or waiting too.")  # fmt: skip
@format_option(["text", "markdown", "json", "csv"])
@click.option("--out", metavar="DIR", type=click.Path(), help="Write one file a team into DIR.")
@color_option
@click.pass_context
def command(ctx: click.Context, /, launch: str | None, as_of: Any, team: str | None, owner: str | None,
            stage: str | None, state: str, format: str, out: str | None, color: str, **_: Any) -> int:  # fmt: skip
    """What do I do next? Late work first, then what is ready, then what waits, and for whom."""
    import sys

    from gtm.analysis import promised
    from gtm.analysis import tasks as analysis

    snapshot = open_launch(ctx, launch, as_of)
    known = snapshot.launch
    chosen = {
        "team": _meant("team", team, {id: one.title for id, one in known.teams.items()}),
        "person": _meant("person", owner, _people(known)),
        "stage": _meant("stage", stage, {id: one.title for id, one in known.stages.items()}),
    }
    every = [*analysis.tasks(snapshot.study), *promised.tasks(snapshot.study)]
    found = analysis.select(every, **chosen, state=state)
    about = _about(known, chosen, state)
    if out is not None:
        _write_all(snapshot, found, about, format, out, chosen["team"])
        return 0
    from gtm.terminal import screen

    paper = screen.paper(sys.stdout, use_color(color), never=color == "never")
    click.echo(_text(snapshot, found, about, format, paper), nl=False, color=True)
    return 0


def _people(launch: Any) -> dict[str, str]:
    names = {id: person.name for id, person in launch.people.items()}
    return {**names, "nobody": names.get("nobody", "nobody")}


def _meant(kind: str, wanted: str | None, names: Mapping[str, str]) -> str | None:
    """The id meant by a word on the command line; ends with 2 when it is unknown or unclear."""
    if wanted is None:
        return None
    from gtm.analysis.people import find
    from gtm.diagnostics import suggest

    ids = find(names, wanted)
    if len(ids) == 1:
        return ids[0]
    if ids:
        listed = ", ".join(f"{id} ({names[id]})" for id in ids[:10])
        raise Trouble(f"`{wanted}` could be more than one {kind}: {listed}", USAGE)
    near = suggest(wanted, [*names, *names.values()]) or suggest(wanted.split()[0] if wanted.split() else "", names)
    known = ", ".join(sorted(names)[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
    hint = f"did you mean `{near[0]}`?" if near else f"known here: {known}"
    raise Trouble(f"no {kind} `{wanted}`; {hint}", USAGE)


def _about(launch: Any, chosen: Mapping[str, str | None], state: str) -> str:
    """What was asked for, in words."""
    parts = []
    if chosen["person"] is not None:
        parts.append(launch.person(chosen["person"]))
    if chosen["team"] is not None:
        parts.append(launch.team(chosen["team"]))
    if chosen["stage"] is not None:
        parts.append(launch.stages[chosen["stage"]].title)
    if state != "all":
        parts.append(f"{state} only")
    return ", ".join(parts)


def _text(snapshot: Any, found: list[Any], about: str, format: str, paper: Any) -> str:
    from gtm.analysis.tasks import ordered

    if format == "json":
        from gtm.reports import json

        return str(json.tasks(snapshot, ordered(found)))
    if format == "csv":
        from gtm.reports import tasks_csv

        return tasks_csv.render(snapshot.study, ordered(found))
    if format == "markdown":
        from gtm.reports import tasks_markdown

        return tasks_markdown.render(snapshot.study, found, about)
    from gtm.terminal import screen, tasks

    return screen.render(tasks.lines(snapshot.study, found, paper.columns, about), paper)


def _write_all(snapshot: Any, found: list[Any], about: str, format: str, out: str, team: str | None) -> None:
    """One file a team that has a part in the launch, so that a team that is done sees that too."""
    import os

    from gtm.terminal.screen import Paper

    launch = snapshot.launch
    teams = [team] if team else [id for id in launch.teams if any(i.team == id for i in launch.items.values())]
    written = []
    try:
        os.makedirs(out, exist_ok=True)
        for id in teams:
            own = [task for task in found if task.team == id]
            said = about if team else ", ".join(filter(None, [launch.team(id), about]))
            name = f"{id}.{_ENDINGS[format]}"
            text = _text(snapshot, own, said, format, Paper())
            _write(out, name, ("\ufeff" if format == "csv" else "") + text)  # the mark is for Excel
            written.append(f"{name} ({len(own)})")
    except OSError as error:
        raise Trouble(f"cannot write into {out}: {error.strerror or error}", USAGE) from error
    count = len(written)
    click.echo(f"wrote {count} file{'s' if count != 1 else ''} into {out}: {', '.join(written)}", err=True)


def _write(folder: str, name: str, text: str) -> None:
    """Replace a file in one step, so that nobody ever reads half of it."""
    import os
    import tempfile

    handle, path = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode())
        os.chmod(path, 0o644)
        os.replace(path, os.path.join(folder, name))
    except OSError:
        os.unlink(path)
        raise
