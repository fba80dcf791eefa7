"""gtm gate: may this gate pass, and if not, what exactly is in the way. For people and for CI."""

import sys
from typing import Any

import click

from gtm.commands import (
    ENVIRONMENT,
    FINDINGS,
    USAGE,
    Trouble,
    chosen,
    color_option,
    complete_stages,
    find_root,
    format_option,
    launch_options,
    now,
    open_files,
    use_color,
)


@click.command()
@click.argument("stage", required=False, shell_complete=complete_stages)
@launch_options
@format_option(["text", "json"])
@color_option
@click.option(
    "--digest", "want_digest", is_flag=True, help="Print a sign-off file to fill in; it holds what is signed."
)
@click.option("--agenda", is_flag=True, help="Print the agenda of the gate meeting, as Markdown.")
@click.option("--verify-authors", is_flag=True, help="Hold who signed against git; only what is verified passes.")
@click.pass_context
def command(ctx: click.Context, /, stage: str | None, launch: str | None, as_of: Any, format: str, color: str,
            want_digest: bool, agenda: bool, verify_authors: bool, **_: Any) -> int:  # fmt: skip
    """May this gate pass? Without STAGE, the first gate that has not.

    Exits with 0 when it may pass now, or was passed and nothing that was signed has changed;
    else with 1. --digest and --agenda print and exit with 0.

    \b
    gtm gate buy             every condition and blocker of the buy gate
    gtm gate buy/de          the same for a market that launches later
    gtm gate buy --agenda    what to decide in the meeting, in ten minutes
    gtm gate buy --verify-authors    only what git bears out counts
    """
    from gtm import pipeline
    from gtm.analysis import chance, meeting

    if want_digest + agenda + (format == "json") > 1:
        raise click.UsageError("--digest, --agenda and --format json are three answers; ask for one", ctx)
    files = open_files(ctx)
    snapshot = pipeline.compile(files, as_of or pipeline.today(files, now()), chosen(files, launch))
    study = snapshot.study
    view = study.gates[_wanted(study, stage)]
    if want_digest:
        click.echo(_sign_off(study, view), nl=False)
        return 0
    if agenda:
        from gtm.reports import agenda as document

        click.echo(document.render(study, view), nl=False)
        return 0
    found = chance.glance(study)
    authors = _authors(ctx, files, snapshot, view.id) if verify_authors else None
    edited = _edited(ctx, files, snapshot, view)
    if format == "json":
        from gtm.reports import json

        click.echo(json.gate(snapshot, found, view, authors, edited[0]), nl=False)
    else:
        from gtm.terminal import folding, screen
        from gtm.terminal import gate as terminal

        paper = screen.paper(sys.stdout, use_color(color), never=color == "never")
        for line in folding.folded(terminal.lines(study, found, view, paper.color, authors, edited), paper):
            click.echo(line)
        click.echo(f"next: {_next(view)}", err=True)
    return 0 if meeting.stands(view) and all(one.sure for one in authors or ()) else FINDINGS


def _authors(ctx: click.Context, files: Any, snapshot: Any, gate: str) -> Any:
    """What git says about everybody the gate relies on. Ends with 4 where there is no git to ask."""
    from gtm import history
    from gtm.past import provenance

    found = provenance.verify(find_root(ctx) or ".", files, snapshot, gate)
    if isinstance(found, history.Fault):
        raise Trouble(f"--verify-authors asks git: {found}", ENVIRONMENT)
    return found


def _edited(ctx: click.Context, files: Any, snapshot: Any, view: Any) -> tuple[Any, str]:
    """The words edited since the gate was signed, or why git cannot tell them; it is asked only where some were."""
    if view.decision is None or not any(one.wording for one in view.decision.signatures):
        return (), ""
    from gtm import history
    from gtm.past import wording

    found = wording.since_signed(find_root(ctx) or ".", files, snapshot, view.id)
    return ((), str(found)) if isinstance(found, history.Fault) else (found, "")


def _wanted(study: Any, stage: str | None) -> str:
    """The id of the gate that was asked for, else of the first one not passed."""
    gates: list[str] = list(study.gates)
    if not gates:
        raise Trouble("no stage has a gate: give one a `gate:` in playbook/journey.yaml", USAGE)
    if stage is None:
        main_first = sorted(gates, key=lambda id: study.gates[id].market is not None)
        return next((id for id in main_first if not study.gates[id].passed), main_first[-1])
    if stage in study.launch.items:
        raise Trouble(f"`{stage}` is an item, not a gate; gtm why {stage}", USAGE)
    if stage in study.launch.stages and stage not in gates:
        raise Trouble(f"the stage `{stage}` has no gate; gates here: {', '.join(gates)}", USAGE)
    if stage in gates:
        return stage
    from gtm.diagnostics import did_you_mean

    more = did_you_mean(stage, gates, f"gates here: {', '.join(gates)}")
    raise Trouble(f"there is no gate `{stage}`; {more}", USAGE)


def _sign_off(study: Any, view: Any) -> str:
    """A sign-off to paste into a file; only a gate that is signed has one."""
    from gtm.analysis.digest import digest
    from gtm.reports import sign_off

    if view.market is not None:
        raise Trouble(f"`{view.id}` is not signed on its own; sign `{view.id.partition('/')[0]}`", USAGE)
    return sign_off.render(study, view, digest(study.graph, view.id))


def _next(view: Any) -> str:
    if view.passed and view.decision is not None and view.decision.stale and not view.blockers:
        return f"gtm sign {view.id}"
    if view.passed and not view.blockers:
        return f"gtm graph --gate {view.id}"
    if {one.kind for one in view.conditions if not one.met} == {"sign-off"}:
        return f"gtm sign {view.id}"
    return f"gtm why {view.id}" if view.blockers else f"gtm gate {view.id} --agenda"
