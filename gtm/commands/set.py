"""gtm set: say what happened to items, in place: every comment and every other byte of the file stays."""

from collections.abc import Sequence
from typing import Any

import click

from gtm.commands import (
    USAGE,
    Trouble,
    carry_out,
    complete_ids,
    complete_people,
    complete_teams,
    find_id,
    launch_options,
    open_edit,
)


@click.command()
@click.argument("words", metavar="[ID]... KEY=VALUE...", nargs=-1, shell_complete=complete_ids)
@launch_options
@click.option("--own", metavar="KEY=VALUE", multiple=True, help="Add or change an item of the launch itself: title=…")
@click.option("--team", metavar="TEAM", shell_complete=complete_teams, help="Every item of this team.")
@click.option("--owner", metavar="PERSON", shell_complete=complete_people, help="Every item of this person.")
@click.option("--where", metavar="KEY=VALUE", multiple=True,
              help="Only items with this status, stage, gate, owner, team, role, market or level.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Show the difference and write nothing.")
@click.pass_context
def command(ctx: click.Context, /, words: Sequence[str], launch: str | None, as_of: Any, own: Sequence[str],
            team: str | None, owner: str | None, where: Sequence[str], dry_run: bool, **_: Any) -> int:  # fmt: skip
    """Say what happened to an item: status, owner, dates, answer, proof. Comments stay.

    Keys: status, owner, due, started, finished, effort, left, wait, answer, reason, note, waiting_on,
    expected, confirmed_by, confirmed; evidence+= adds a proof. `owner=` empties a value. Done without
    a finished date is finished today.

    \b
    gtm set eula status=done evidence+=link:https://wiki.acme.example/eula@2027-01-10
    gtm set buy.finance.price-list/tr status=blocked "reason=No VAT number" expected=2027-01-20
    gtm set --team legal --where status=todo owner=dana
    gtm set buy.finance.old-contracts --own "title=Move the old contracts" --own due=T-20d owner=dana
    """
    from gtm.edit import carry, target, wanted
    from gtm.edit.answers import Unclear
    from gtm.terminal import edited

    try:
        say = wanted.state(word for word in words if wanted.is_word(word))
        new = wanted.own(own)
        filters = wanted.filters(where, team=team, owner=owner)
    except Unclear as unclear:
        raise Trouble(str(unclear), USAGE) from unclear
    named = [word for word in words if not wanted.is_word(word)]
    if not say and not new:
        raise click.UsageError("say what to set: gtm set ID status=done", ctx)
    if bool(named) == bool(filters) or (new and len(named) != 1):
        raise click.UsageError("name one item with --own" if new else "name items, or choose them with --where", ctx)
    ids: list[str] = []

    def decide(opened: Any) -> Any:
        try:
            people = wanted.person(say, target.names_of(opened.snapshot.launch))
            files = target.Files(opened.documents, frozenset(opened.files), opened.snapshot.launch.id)
            ids[:] = _ids(opened.snapshot, named, filters, new)
            parts = [_own(files, ids[0], new)] if new else []
            parts += [_state(opened.snapshot, files, id, people) for id in ids if people]
        except Unclear as unclear:
            raise Trouble(str(unclear), USAGE) from unclear
        return carry.plan(opened, target.together(parts))

    effect = carry_out(ctx, lambda: open_edit(ctx, launch, as_of), decide, dry_run)
    where_to = [one.path for one in effect.files]
    for line in edited.lines(effect.before, effect.after, ids, where_to, dry=dry_run):
        click.echo(line, err=dry_run)
    for one in effect.noted(ids):
        click.echo(f"note: {one.message}" + (f"; {one.help}" if one.help else ""), err=True)
    return 0


def _ids(snapshot: Any, named: Sequence[str], filters: Any, new: Any) -> list[str]:
    """The items meant; ends with 2 when a word fits none or several, or nothing fits the filters."""
    from gtm.edit import wanted

    launch = snapshot.launch
    if new and named[0] not in launch.items:
        return [named[0]]
    names = {item.digest_name: item.id for item in launch.items.values() if item.digest_name}
    if named:
        return list(dict.fromkeys(find_id(word, list(launch.items), names) for word in named))
    found = wanted.chosen(launch, filters)
    if not found:
        raise Trouble("no item fits; gtm tasks lists them", USAGE)
    return found


def _own(files: Any, id: str, new: Any) -> Any:
    from gtm.edit import target

    parts = id.split(".")
    if len(parts) != 3 or not all(parts):
        raise Trouble(f"`{id}` is no id of an item; write stage.team.name", USAGE)
    return target.of_own(files, id, parts[1], new)


def _state(snapshot: Any, files: Any, id: str, say: Any) -> Any:
    from gtm.edit import target, wanted

    launch = snapshot.launch
    item = launch.items.get(id)
    if item is None:  # an own item that is being made
        return target.of_new(files, id, say)
    return target.of_state(files, item, wanted.finished(say, item, launch.as_of))
