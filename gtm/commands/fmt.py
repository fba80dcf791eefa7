"""gtm fmt: refresh the `#:` lines of teams' forms and put what presses first. Never forced on anybody."""

from collections.abc import Sequence
from typing import Any

import click

from gtm.commands import FINDINGS, USAGE, Trouble, carry_out, complete_teams, launch_options, open_edit


@click.command()
@click.argument("teams", metavar="[TEAM]...", nargs=-1, shell_complete=complete_teams)
@launch_options
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 when something would change.")
@click.option("--dry-run", is_flag=True, help="Show the difference and write nothing.")
@click.pass_context
def command(
    ctx: click.Context, /, teams: Sequence[str], launch: str | None, as_of: Any, check: bool, dry_run: bool, **_: Any
) -> int:
    """Refresh the forms of teams: their `#:` lines, and the order of their items.

    Late and next items come first, settled ones last. Values and your own comments are never touched;
    where comments stand between items, the order stays too.
    """
    said: list[str] = []

    def decide(opened: Any) -> Any:
        said.clear()
        return _effect(opened, teams, said)

    if check:
        found = decide(open_edit(ctx, launch, as_of))
    else:
        found = carry_out(ctx, lambda: open_edit(ctx, launch, as_of), decide, dry_run)
    for line in said:
        click.echo(line, err=True)
    verb = "would refresh" if check or dry_run else "refreshed"
    for one in found.files:
        click.echo(f"{verb} {one.path}", err=dry_run)
    if not found.files:
        click.echo("every other form is fresh" if said else "every form is fresh", err=True)
    return FINDINGS if check and found.files else 0


def _effect(opened: Any, teams: Sequence[str], said: list[str]) -> Any:
    """The forms as they would be; what is left alone is told in `said`."""
    from gtm.edit import carry, change, tidy
    from gtm.edit.sheet import Unsure

    planned = []
    said += [f"{path} cannot be read in full; left as it is: gtm check says why" for path in _broken(opened, teams)]
    for path in _paths(opened, teams):
        old = opened.files[path]
        text = change.text_of(old)
        if text is None or not tidy.is_form(text):
            if teams:
                said.append(f"{path} has no `#:` lines, so it is no form; left as it is")
            continue
        try:
            new = tidy.tidy(text, opened.snapshot.study)
        except Unsure as unsure:
            said.append(f"{path}: {unsure}; left as it is")
            continue
        if new.kept:
            said.append(f"{path}: the order stays, because {new.kept}")
        content = change.bytes_like(old, new.text)
        if content != old:
            planned.append(carry.Planned(path, old, content))
    return carry.effect(opened, planned)


def _broken(opened: Any, teams: Sequence[str]) -> list[str]:
    """Files of the launch and the company that could not be read; with teams, those named after one."""
    launch = opened.snapshot.launch
    read = {one.path for one in opened.documents if one.records}
    paths = [one for one in launch.unread if one.startswith((f"launches/{launch.id}/", "company/")) and one not in read]
    return [one for one in paths if not teams or one.rpartition("/")[2].rpartition(".")[0] in teams]


def _paths(opened: Any, teams: Sequence[str]) -> list[str]:
    """The files of teams, in company/ and in the launch; all of them when no team is named."""
    from gtm.diagnostics import did_you_mean

    launch = opened.snapshot.launch
    for team in teams:
        if team not in launch.teams:
            raise Trouble(f"no team `{team}`; {did_you_mean(team, launch.teams)}", USAGE)
    folders = (f"launches/{launch.id}/", "company/")
    found = []
    for document in opened.documents:
        if not document.path.startswith(folders) or "items" not in document.records:
            continue
        here = {id.split(".")[1] for id in document.records["items"] if id.count(".") == 2}
        if not teams or here & set(teams):
            found.append(document.path)
    return found
