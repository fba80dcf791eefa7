"""gtm sign: decide on a gate, after seeing what the signature covers. Writes one file."""

import sys
from collections.abc import Sequence
from typing import Any

import click

from gtm.commands import (
    FINDINGS,
    USAGE,
    Trouble,
    carry_out,
    complete_people,
    complete_stages,
    find_id,
    launch_options,
    open_edit,
    read_day,
)


def _days(ctx: click.Context, param: click.Parameter, value: Sequence[str]) -> list[Any]:
    return [read_day(ctx, param, one) for one in value]


@click.command()
@click.argument("stage", shell_complete=complete_stages)
@launch_options
@click.option("--decision", type=click.Choice(["go", "conditional", "no-go"]), help="What is decided.")
@click.option("--by", metavar="PERSON", shell_complete=complete_people, help="Who decides.")
@click.option("--as", "role", metavar="ROLE", help="In which role; else the one the gate asks of this person.")
@click.option("--condition", "conditions", metavar="TEXT", multiple=True, help="A promise; give one for each.")
@click.option("--owner", "owners", metavar="PERSON", multiple=True, help="Who keeps it; one for each promise.")
@click.option("--due", "dues", metavar="DATE", multiple=True, callback=_days, help="By when; one for each promise.")
@click.option("--if-missed", "missed", metavar="TEXT", multiple=True, help="What happens else; one for each, or none.")
@click.option("--item", "items", metavar="ID", multiple=True,
              help="The open must-have it is about, accepted until then; one for each (- for none).")  # fmt: skip
@click.option("--note", metavar="TEXT", help="Anything worth knowing.")
@click.option("--kept", metavar="NUMBER", type=click.IntRange(min=1), help="A condition was kept: --done, --proof.")
@click.option("--done", metavar="DATE", callback=read_day, help="With --kept: the day; else today.")
@click.option("--proof", metavar="PROOF", help="With --kept: link:https://…, ref:where it is kept, file:path.")
@click.option("--ask", metavar="PERSON", shell_complete=complete_people, help="Ask this person to decide; --by asks.")
@click.option("--start", is_flag=True, help="Say that --by looks at it from today.")
@click.option("--needs-work", metavar="TEXT", help="Send it back: --by says what has to be done first.")
@click.option("--yes", is_flag=True, help="Do not ask on a terminal.")
@click.option("--dry-run", is_flag=True, help="Show the file and write nothing.")
@click.pass_context
def command(ctx: click.Context, /, stage: str, launch: str | None, as_of: Any, decision: str | None, by: str | None,
            yes: bool, dry_run: bool, kept: int | None, done: Any, proof: str | None, ask: str | None, start: bool,
            needs_work: str | None, **more: Any) -> int:  # fmt: skip
    """Sign a gate: go, no-go, or go with conditions. Without --decision, show what would be signed.

    What cannot stand is refused: a role that is not held, a go while must-haves are open. The file
    holds a digest of all that stands behind the gate; when that changes, the signature is stale.

    \b
    gtm sign learn --decision go --by sara --as executive-sponsor
    gtm sign learn --decision conditional --by sara \\
        --condition "Claims page in German" --owner mina --due 2027-02-12 --item claims-page
    gtm sign learn --kept 1 --proof link:https://www.acme.example/de/claims
    gtm sign learn --ask sara --by emre
    gtm sign learn --needs-work "The price list is not final" --by sara
    """
    from gtm.terminal import folding, screen
    from gtm.terminal import signing as terminal

    if sum(map(bool, (ask, start, needs_work, decision, kept))) > 1:
        raise click.UsageError("--decision, --ask, --start, --needs-work and --kept are five acts; one at a time", ctx)
    if ask or start or needs_work:
        return _review(ctx, launch, as_of, stage, (ask, needs_work, by, more["role"]), dry_run)
    if kept is not None:
        return _keep(ctx, launch, as_of, stage, (kept, done, proof), dry_run)
    if done or proof:
        raise click.UsageError("--done and --proof say that a condition was kept; say which: --kept NUMBER", ctx)
    first = open_edit(ctx, launch, as_of)
    seen = _cover(first, stage)
    for line in folding.folded(terminal.lines(first.snapshot.study, seen), screen.paper(sys.stdout, False)):
        click.echo(line)
    if decision is None or by is None:
        if decision or by:
            raise click.UsageError("say both --decision and --by", ctx)
        click.echo("nothing was signed; decide with --decision go --by PERSON", err=True)
        return 0
    signed = _signed(first, seen, decision, by, more)
    for note in _notes(first.snapshot.launch, seen, signed):
        click.echo(f"note: {note}", err=True)
    if not yes and not dry_run and sys.stdin.isatty():
        click.confirm(f"Sign {decision} as {signed.role}?", abort=True, err=True)
    effect = carry_out(
        ctx, lambda: open_edit(ctx, launch, as_of), lambda opened: _effect(opened, stage, seen, signed), dry_run
    )
    return _told(effect, dry_run)


def _notes(launch: Any, seen: Any, signed: Any) -> Sequence[str]:
    """What the person should know before they sign: why the gate stays shut, who has to sign again."""
    from gtm.analysis import signing

    items = [one.item for one in signed.promises if one.item]
    shut = [f"the gate stays shut for now: {text}" for text in signing.still_open(seen, signed.decision, items)]
    again = [launch.person(one) for one in signing.sign_again(seen, signed.role, items)]
    more = [f"{', '.join(again)} signed without this condition and would have to sign again"] if again else []
    return [*shut, *more]


def _told(effect: Any, dry_run: bool) -> int:
    from gtm.terminal import edited

    verb = "would write" if dry_run else "wrote"
    click.echo(f"{verb} {', '.join(one.path for one in effect.files)}", err=dry_run)
    for line in edited.moved(effect.before, effect.after):
        click.echo(line, err=dry_run)
    return 0


def _review(ctx: click.Context, launch: str | None, as_of: Any, stage: str, said: Any, dry_run: bool) -> int:
    """Ask for a decision, say that it is being looked at, or send it back; nothing is signed."""
    from gtm.edit import reviewing
    from gtm.edit.answers import Unclear

    ask, work, by, role = said
    if not ask and not by:
        raise click.UsageError("say who looks at it: --by PERSON", ctx)

    def decide(opened: Any) -> Any:
        known = opened.snapshot.launch
        gate = _cover(opened, stage).view.id
        person = _person(known, ask or by)
        asked = _role(known, gate, person, role)
        if not known.may_act_as(person, asked):
            raise Trouble(f"{known.person(person)} does not hold the role {known.role(asked)}", USAGE)
        try:
            if ask:
                return reviewing.ask(opened, gate, asked, person, _person(known, by) if by else None)
            return reviewing.send_back(opened, gate, asked, work) if work else reviewing.start(opened, gate, asked)
        except Unclear as unclear:
            raise Trouble(str(unclear), USAGE) from unclear

    return _told(carry_out(ctx, lambda: open_edit(ctx, launch, as_of), decide, dry_run), dry_run)


def _keep(ctx: click.Context, launch: str | None, as_of: Any, stage: str, said: Any, dry_run: bool) -> int:
    """Write down that a condition, by its number in `gtm gate`, was kept."""
    from gtm.analysis import meeting
    from gtm.edit import approval, carry, wanted
    from gtm.edit.answers import Unclear
    from gtm.edit.change import Change

    number, day, proof = said

    def decide(opened: Any) -> Any:
        study = opened.snapshot.study
        view = _cover(opened, stage).view
        found = meeting.placed_promises(view)
        if number > len(found):
            raise Trouble(f"the {stage} gate has {len(found)} conditions; gtm gate {stage} numbers them", USAGE)
        spot, promise = found[number - 1]
        if promise.item is not None:
            raise Trouble(f"it is kept when the item is settled: gtm set {promise.item} status=done …", USAGE)
        done = day or study.launch.as_of
        if done > study.launch.as_of:
            raise Trouble(f"{done} is still to come; a condition is kept on a day that was", USAGE)
        try:
            proofs = [wanted.proof(proof)] if proof else []
        except Unclear as unclear:
            raise Trouble(str(unclear), USAGE) from unclear
        change = Change(spot.route, {"done": done.isoformat()}, proofs, approval.PROMISE_ORDER)
        return carry.plan(opened, {spot.path: [change]})

    return _told(carry_out(ctx, lambda: open_edit(ctx, launch, as_of), decide, dry_run), dry_run)


def _cover(opened: Any, stage: str) -> Any:
    from gtm.analysis import signing
    from gtm.diagnostics import did_you_mean

    study = opened.snapshot.study
    gates = [id for id, view in study.gates.items() if view.market is None]
    if stage not in gates:
        more = did_you_mean(stage.partition("/")[0], gates, f"gates here: {', '.join(gates)}")
        raise Trouble(f"there is no gate `{stage}` to sign; {more}", USAGE)
    return signing.cover(study, study.gates[stage])


def _signed(opened: Any, seen: Any, decision: str, by: str, more: dict[str, Any]) -> Any:
    """The decision to write; ends with 2 or 1 when it could not stand."""
    from gtm.analysis import signing
    from gtm.edit import approval

    study, gate = opened.snapshot.study, seen.view.id
    person = _person(study.launch, by)
    role = _role(study.launch, gate, person, more["role"])
    fault = signing.not_entitled(study.launch, gate, person, role, decision)
    if fault:
        raise Trouble(f"{fault}; nothing was signed", USAGE)
    promises = _promises(study.launch, seen.view, decision, more)
    against = list(signing.cannot_stand(study, seen, person, role, decision))
    if against:
        way = "; a decision with conditions is --decision conditional" if decision == "go" and seen.open else ""
        raise Trouble(f"this {decision} could not stand: {'; '.join(against)}{way}", FINDINGS)
    return approval.Signed(gate, decision, person, role, study.launch.as_of, promises, more["note"])


def _person(launch: Any, text: str) -> str:
    from gtm.edit import target, wanted
    from gtm.edit.answers import Unclear

    try:
        return wanted.one_person(text, target.names_of(launch))
    except Unclear as unclear:
        raise Trouble(str(unclear), USAGE) from unclear


def _role(launch: Any, gate: str, person: str, role: str | None) -> str:
    """The role to sign in: as given, else the only one the gate asks that this person may act in."""
    from gtm.analysis import signing
    from gtm.diagnostics import did_you_mean

    asked = signing.roles_asked(launch, gate)
    if role is None:
        held = [one for one in asked if launch.may_act_as(person, one)]
        if len(held) == 1:
            return held[0]
        name = launch.person(person)
        if held:
            raise Trouble(f"{name} may sign in {len(held)} roles; say in which: --as {' or '.join(held)}", USAGE)
        raise Trouble(f"{name} holds no role that signs the {gate} gate; it asks {', '.join(asked) or 'nobody'}", USAGE)
    if role not in launch.roles:
        raise Trouble(f"there is no role `{role}`; {did_you_mean(role, launch.roles, ', '.join(asked))}", USAGE)
    return role


def _promises(launch: Any, view: Any, decision: str, more: dict[str, Any]) -> Sequence[Any]:
    from gtm.edit import approval

    texts, owners, dues, missed, items = (more[key] for key in ("conditions", "owners", "dues", "missed", "items"))
    if decision == "conditional" and not texts:
        raise Trouble('a conditional go needs its condition: --condition "…" --owner PERSON --due DATE', USAGE)
    if decision != "conditional" and texts:
        raise Trouble("conditions belong to --decision conditional", USAGE)
    if {len(owners), len(dues), len(missed or texts), len(items or texts)} - {len(texts)}:
        raise Trouble("each --condition has its own --owner and --due (and --item), in the same order", USAGE)
    late = next((day for day in dues if day < launch.as_of), None)
    if late is not None:
        raise Trouble(f"the promise is due {late}, which is over", USAGE)
    ends = missed or [None] * len(texts)
    people = [_person(launch, one) for one in owners]
    about = [_item(launch, view, one) for one in items] or [None] * len(texts)
    return [approval.Promise(*parts) for parts in zip(texts, people, dues, ends, about, strict=True)]


def _item(launch: Any, view: Any, word: str) -> str | None:
    """The open must-have of the gate that a word means; ends with 2 when it is none."""
    if word == "-":
        return None
    names = {item.digest_name: item.id for item in launch.items.values() if item.digest_name}
    id = find_id(word, list(launch.items), names)
    if id not in view.blockers:
        raise Trouble(f"`{id}` is no open must-have of the {view.id} gate; for a condition without one: -", USAGE)
    return id


def _effect(opened: Any, stage: str, seen: Any, signed: Any) -> Any:
    """The file to write, if what stands behind the gate is still what was shown."""
    from gtm.analysis.digest import digest
    from gtm.edit import approval, carry

    now = _cover(opened, stage)
    if now.digest.text != seen.digest.text:
        raise Trouble("what stands behind the gate changed meanwhile; nothing was signed: look again", FINDINGS)
    launch = opened.snapshot.launch.id
    path = approval.path(launch, (signed.gate, signed.decision, signed.role), signed.on, opened.files)
    covered = digest(opened.snapshot.study.graph, stage, approval.signing(signed))
    found = carry.effect(opened, [carry.Planned(path, None, approval.sign_off(signed, covered))])
    view = found.after.study.gates[stage]
    mine = [one for one in view.decision.signatures if one.sign_off.spot.path == path] if view.decision else []
    if not found.refused and not any(one.valid for one in mine):
        raise Trouble("the signature would not count; nothing was signed", FINDINGS)
    return found
