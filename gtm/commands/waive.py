"""gtm waive: ask for an exception for one item, or approve one that somebody else asked for."""

from typing import Any

import click

from gtm.commands import (
    FINDINGS,
    USAGE,
    Trouble,
    carry_out,
    complete_ids,
    complete_people,
    find_id,
    launch_options,
    open_edit,
    read_day,
)


@click.command()
@click.argument("id", shell_complete=complete_ids)
@launch_options
@click.option("--by", metavar="PERSON", required=True, shell_complete=complete_people, help="Who asks, or approves.")
@click.option("--reason", metavar="TEXT", help="Why it cannot be done in time.")
@click.option("--instead", metavar="TEXT", help="What protects the customer meanwhile.")
@click.option("--until", metavar="DATE", callback=read_day, help="The day the exception ends.")
@click.option("--approve", is_flag=True, help="Approve what somebody else asked for.")
@click.option("--dry-run", is_flag=True, help="Show the difference and write nothing.")
@click.pass_context
def command(ctx: click.Context, /, id: str, launch: str | None, as_of: Any, by: str, approve: bool, dry_run: bool,
            **asked: Any) -> int:  # fmt: skip
    """Ask that an item may stay open until a day, or approve that. Two acts by two people.

    \b
    gtm waive e-invoice/de --reason "Paper until the law applies" --until 2027-04-01 --by ada
    gtm waive e-invoice/de --approve --by sara
    """
    from gtm.terminal import edited

    if approve and (asked["reason"] or asked["until"] or asked["instead"]):
        raise click.UsageError("--approve takes only --by; reason and end were given by who asked", ctx)
    if not approve and not (asked["reason"] and asked["until"]):
        raise click.UsageError("ask with --reason TEXT --until DATE, or approve with --approve", ctx)

    def decide(opened: Any) -> Any:
        known = opened.snapshot.launch
        names = {item.digest_name: item.id for item in known.items.values() if item.digest_name}
        item = find_id(id, list(known.items), names)
        person = _person(known, by)
        return _approve(opened, item, person) if approve else _ask(opened, item, person, asked)

    effect = carry_out(ctx, lambda: open_edit(ctx, launch, as_of), decide, dry_run)
    verb = "would write" if dry_run else "wrote"
    click.echo(f"{verb} {', '.join(one.path for one in effect.files)}", err=dry_run)
    for line in edited.moved(effect.before, effect.after):
        click.echo(line, err=dry_run)
    if not approve:
        approvers = effect.after.launch.workspace.policy.waiver_approvers
        click.echo(f"it counts when {_who(effect.after.launch, approvers)} approves it: "
                   f"gtm waive {id} --approve --by PERSON", err=True)  # fmt: skip
    return 0


def _person(launch: Any, text: str) -> str:
    from gtm.edit import target, wanted
    from gtm.edit.answers import Unclear

    try:
        return wanted.one_person(text, target.names_of(launch))
    except Unclear as unclear:
        raise Trouble(str(unclear), USAGE) from unclear


def _who(launch: Any, roles: Any) -> str:
    from gtm.analysis import signing

    named = [f"{launch.role(role)}: {signing.who_may(launch, role)}" for role in roles]
    return "; or ".join(named) or "nobody (gtm.yaml names no waiver_approvers under policy)"


def _ask(opened: Any, id: str, person: str, asked: Any) -> Any:
    """The file that asks; ends with 2 or 1 when there is nothing to ask for."""
    from gtm.analysis.readiness import waiver_fault
    from gtm.dates import say
    from gtm.edit import approval, carry

    launch = opened.snapshot.launch
    if asked["until"] < launch.as_of:
        raise Trouble(f"{say(asked['until'])} is over; an exception ends on a day to come", USAGE)
    if opened.snapshot.study.readiness[id].kind in {"proven", "not applicable"}:
        raise Trouble(f"`{id}` is settled already; there is nothing to waive", FINDINGS)
    for one in launch.waivers:
        if one.item == id and one.record.until >= launch.as_of and waiver_fault(launch, one) in {None, "unapproved"}:
            raise Trouble(f"a waiver for `{id}` is there already: {one.spot.path}", FINDINGS)
    base, _, market = id.partition("/")
    path = approval.path(launch.id, ("waiver", *base.split(".")[1:], market), launch.as_of, opened.files)
    text = approval.waiver(id, asked["reason"], asked["instead"], person, launch.as_of, asked["until"])
    return carry.effect(opened, [carry.Planned(path, None, text)])


def _approve(opened: Any, id: str, person: str) -> Any:
    """The asking file with the approval in it; ends with 2 or 1 when this person may not give it."""
    from gtm.edit import approval, carry
    from gtm.edit.change import Change

    launch = opened.snapshot.launch
    asked = [one for one in launch.waivers if one.item == id and one.record.approved_by is None]
    open_ = [one for one in asked if one.record.until >= launch.as_of]
    if not open_:
        why = "the one that was asked for has ended" if asked else "ask for one with --reason and --until"
        raise Trouble(f"no waiver for `{id}` waits for an approval; {why}", USAGE)
    waiver = max(open_, key=lambda one: (one.record.asked, one.spot.path))
    if waiver.record.asked_by == person:
        raise Trouble(f"{launch.person(person)} asked for it; somebody else has to approve it", USAGE)
    roles = launch.workspace.policy.waiver_approvers
    if not any(launch.may_act_as(person, role) for role in roles):
        raise Trouble(f"{launch.person(person)} may not approve waivers; {_who(launch, roles)} may", USAGE)
    values = {"approved_by": person, "approved": launch.as_of.isoformat()}
    change = Change(("waiver",), values, (), approval.WAIVER_ORDER)
    return carry.plan(opened, {waiver.spot.path: [change]})
