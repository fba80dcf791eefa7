"""gtm catch-up: after init, say quickly what is done already, what is not for us, what is still to do."""

import sys
from collections.abc import Mapping
from typing import Any

import click

from gtm.commands import (
    ENVIRONMENT,
    USAGE,
    Trouble,
    carry_out,
    complete_teams,
    launch_options,
    open_edit,
)

_WORDS = "[d]one, [n]ot for us, [t]o do, [s]kip, [q]uit"


@click.command()
@launch_options
@click.option("--team", metavar="TEAM", shell_complete=complete_teams, help="Only this team.")
@click.option("--sheet", metavar="FILE", type=click.Path(dir_okay=False), help="Write a CSV to fill in.")
@click.option("--read", "filled", metavar="FILE", type=click.Path(dir_okay=False), help="Apply a filled CSV.")
@click.option("--dry-run", is_flag=True, help="With --read: show the difference and write nothing.")
@click.pass_context
def command(ctx: click.Context, /, launch: str | None, as_of: Any, team: str | None, sheet: str | None,
            filled: str | None, dry_run: bool, **_: Any) -> int:  # fmt: skip
    """Catch up on what nobody has spoken about yet: item by item, or on a sheet.

    On a terminal it asks, team by team, and writes after each team. Everything can be changed later.

    \b
    gtm catch-up --team legal                 item by item
    gtm catch-up --sheet legal.csv --team legal
    gtm catch-up --read legal.csv             after it was filled in
    """
    from gtm.edit import catchup

    first = open_edit(ctx, launch, as_of)
    study = first.snapshot.study
    if team is not None and team not in study.launch.teams:
        from gtm.diagnostics import did_you_mean

        raise Trouble(f"no team `{team}`; {did_you_mean(team, study.launch.teams)}", USAGE)
    if sheet and filled:
        raise click.UsageError("--sheet writes and --read applies; ask for one", ctx)
    if filled:
        return _apply(ctx, launch, as_of, _read(filled, study), dry_run)
    items = catchup.unspoken(study, team)
    if not items:
        click.echo("nothing to catch up on: something is said about every item")
        return 0
    if sheet:
        _write(sheet, catchup.sheet(study, items))
        click.echo(f"wrote {sheet}: {len(items)} items; fill in `state` and what belongs to it, then "
                   f"gtm catch-up --read {sheet}")  # fmt: skip
        return 0
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError("without a terminal, use --sheet FILE and --read FILE", ctx)
    return _ask_all(ctx, launch, as_of, study, items)


def _read(path: str, study: Any) -> Mapping[str, Any]:
    """What a filled sheet says; ends with 2 and every doubtful row when something cannot be meant."""
    from gtm.edit import catchup, target

    try:
        with open(path, "rb") as stream:
            content = stream.read(16_000_000)
    except OSError as error:
        raise Trouble(f"{path}: {(error.strerror or 'cannot be read').lower()}", USAGE) from error
    found, faults = catchup.read(content, study, target.names_of(study.launch))
    if faults:
        more = [f"and {len(faults) - 20} more rows"] if len(faults) > 20 else []
        raise Trouble(f"{path} cannot be applied; nothing was written", USAGE, [*faults[:20], *more])
    return found


def _write(path: str, text: str) -> None:
    try:
        with open(path, "x", encoding="utf-8", newline="") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise Trouble(f"{path} is there already: name another file, or move it away", USAGE) from error
    except OSError as error:
        raise Trouble(f"{path}: {(error.strerror or 'cannot be written').lower()}", ENVIRONMENT) from error


def _apply(ctx: click.Context, launch: str | None, as_of: Any, said: Mapping[str, Any], dry_run: bool) -> int:
    from gtm.edit import carry, target
    from gtm.terminal import edited

    if not said:
        click.echo("nothing is filled in", err=True)
        return 0

    def decide(opened: Any) -> Any:
        known = opened.snapshot.launch
        files = target.Files(opened.documents, frozenset(opened.files), known.id)
        return carry.plan(
            opened, target.together(target.of_state(files, known.items[id], one) for id, one in said.items())
        )

    effect = carry_out(ctx, lambda: open_edit(ctx, launch, as_of), decide, dry_run)
    where = [one.path for one in effect.files]
    for line in edited.lines(effect.before, effect.after, list(said), where, dry=dry_run):
        click.echo(line, err=dry_run)
    return 0


def _ask_all(ctx: click.Context, launch: str | None, as_of: Any, study: Any, items: list[Any]) -> int:
    """Ask team by team; what was answered is written after each team, and before leaving."""
    from itertools import groupby

    for team, own in groupby(items, key=lambda item: item.team):
        there = list(own)
        click.echo(f"\n{_clean(study.launch.team(team))}: {len(there)} items nobody has spoken about", err=True)
        said: dict[str, Any] = {}
        go_on = False
        try:
            go_on = _ask_team(study, there, said)
        finally:
            if said:
                _apply(ctx, launch, as_of, said, False)
        if not go_on:
            return 0
    return 0


def _ask_team(study: Any, items: list[Any], said: dict[str, Any]) -> bool:
    """Ask about each item; False when the person wants to stop."""
    from gtm.dates import say
    from gtm.edit import catchup, target
    from gtm.edit.answers import Unclear

    for number, item in enumerate(items, 1):
        weight = "must" if item.must else "advice"
        click.echo(f"\n{number} of {len(items)}  {_clean(item.title)}  ({weight}, due {say(item.due)})", err=True)
        if item.definition.proof:
            click.echo(f"  done when: {_clean(item.definition.proof)}", err=True)
        while True:
            word = click.prompt(f"  {_WORDS}", default="s", show_default=False, err=True).strip().casefold()
            if word in {"q", "quit"}:
                return False
            if word in {"s", "skip"}:
                break
            try:
                said[item.id] = catchup.meant(_ask(word, catchup), item, study, target.names_of(study.launch))
            except Unclear as unclear:
                click.echo(f"  {_clean(str(unclear))}", err=True)
                continue
            break
    return True


def _ask(word: str, catchup: Any) -> Any:
    """The words that belong to a state."""
    from gtm.dates import parse_day

    state = catchup.STATES.get(word)
    if state == "done":
        proof = _line("  proof: a link, where it is kept, or the date by which you bring it")
        by = proof if parse_day(proof) else ""
        return catchup.Answer(word, proof="" if by else proof, proof_by=by,
                              finished=_line("  finished on (empty: today)"))  # fmt: skip
    if state == "not-applicable":
        return catchup.Answer(word, reason=_line("  why not"))
    return catchup.Answer(word)


def _line(question: str) -> str:
    found: str = click.prompt(question, default="", show_default=False, err=True)
    return found.strip()


def _clean(text: str) -> str:
    from gtm.source import clean

    return clean(text)
