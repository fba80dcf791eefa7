"""gtm init: a workspace for one kind of product, one more launch, or a living example.

Asks on a terminal what the options leave open. Everything is put together and compiled in memory
first, then written all at once, and nothing that exists is touched.
"""

import os
from collections.abc import Mapping
from typing import Any

import click

from gtm.commands import ENVIRONMENT, NOTHING, USAGE, Trouble, now, read_day, workspace_option
from gtm.commands.init.asking import Answers


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path())
@workspace_option
@click.option("--title", metavar="TEXT", help="What is launched.")
@click.option("--date", metavar="DATE", help="The launch date: 2027-02-16.")
@click.option("--traits", metavar="A,B", help="What kind of product it is: saas,eu; or none.")
@click.option("--tier", metavar="1|2|3", help="1 major, 2 medium, 3 small; default 1.")
@click.option("--markets", metavar="A,B", help="Where: tr,de; with a date of its own: de=2027-03-02.")
@click.option("--name", metavar="TEXT", help="The organisation; default: the folder's name.")
@click.option("--timezone", metavar="ZONE", help="Decides what today is: Europe/Istanbul.")
@click.option("--calendar", metavar="NAME", help="The calendar for public holidays: tr; or none.")
@click.option("--launch", metavar="NAME", help="Add one more launch to a workspace.")
@click.option("--example", metavar="NAME", help="A living example instead; `list` names them.")
@click.option("--compress", is_flag=True, help="Scale the dates before launch so that none is past.")
@click.option("--as-of", metavar="DATE", callback=read_day, help="The day it is set up; default today.")
@click.pass_context
def command(ctx: click.Context, /, folder: str | None, workspace: str | None, **options: Any) -> int:
    """Set up a workspace: playbook, calendar, and a form to fill in for every team.

    Asks on a terminal; otherwise --title, --date and --traits are needed. Nothing that is there
    already is ever changed.
    """
    given = workspace or (ctx.find_root().obj or {}).get("workspace")
    target = os.path.join(given or "", folder or "") or "."
    named = bool(given or folder)
    if options["example"] is not None:
        return _example(options["example"], target)
    if options["launch"] is not None:
        return _add(options, target, named)
    return _found(options, target, named)


def _found(options: Mapping[str, Any], target: str, named: bool) -> int:
    """Make a workspace with its first launch."""
    from dataclasses import replace

    from gtm.edit import answers, interview, scaffold
    from gtm.terminal.plain import clean

    _refuse(target, named)
    said = Answers(options, ("title", "date", "traits"))
    where = os.path.abspath(target)
    said.note(f"A workspace in {clean(where)}. Nothing is written before the last answer.\n")
    tree = _playbook()
    local = answers.local_timezone()
    zone = options["timezone"] and said.value("timezone", answers.timezone, "")
    setup = interview.launch(
        said, None, _traits(tree), _today(options, zone or local), lambda one: len(_study(tree, one).graph.items)
    )
    folder = os.path.basename(where) or "Our company"
    name = said.value("name", answers.title, "Organisation", folder)
    zone = said.value("timezone", answers.timezone, "Time zone", local)
    calendar = _calendar(options["calendar"], next(iter(setup.markets), "work"), said)
    home = scaffold.Home(name, zone, calendar, setup.slug, setup.created)
    tree |= _bytes(scaffold.workspace_files(home))
    setup = replace(setup, created=_today(options, zone))
    setup, study, offer = _compressed(tree, setup, said, options["compress"])
    tree |= _bytes(scaffold.launch_files(setup, study))
    tree |= _for_editors(target, tree)
    _land(target, tree)
    return _tell(target, study, tree, offer)


def _add(options: Mapping[str, Any], target: str, named: bool) -> int:
    """Add one more launch to the workspace at `target`, or above it when nobody named a folder."""
    from gtm import disk, pipeline
    from gtm.edit import fresh, interview, scaffold

    root = disk.find(target)
    if root is None or (named and root != os.path.abspath(target)):
        where = f"in {target}" if named else "here or in a folder above"
        raise Trouble(f"no gtm.yaml {where}; without --launch, gtm init sets one up", NOTHING)
    loaded = pipeline.load(root)
    files = pipeline.read(loaded)
    fault = pipeline.unusable(files)
    if fault:
        raise Trouble(fault, NOTHING)
    _refuse_launch(root, options["launch"])
    said = Answers(options, ("date", "traits"))
    tree = dict(loaded.files)
    today = options["as_of"] or pipeline.today(files, now())
    setup = interview.launch(
        said, options["launch"], _traits(tree), today, lambda one: len(_study(tree, one).graph.items)
    )
    setup, study, offer = _compressed(tree, setup, said, options["compress"])
    if study.launch.partial:
        broken = study.launch.unread[0]
        raise Trouble(f"{broken} cannot be read in full: gtm check says why", NOTHING)
    known = [item.id for item in study.graph.items if item.standing and item.stated]
    added = _bytes(scaffold.launch_files(setup, study, known, tree))
    _land(root, added)
    for path in fresh.refresh(root, pipeline.read({**tree, **added}).documents):
        click.echo(f"gtm: {path} is stale: run gtm schema --write", err=True)
    return _tell(root, study, added, offer)


def _example(name: str, target: str) -> int:
    """Copy a living example together with the playbook; `list` names the examples."""
    from gtm import dates, pipeline
    from gtm.diagnostics import did_you_mean
    from gtm.edit import landing
    from gtm.terminal import founding

    base = _bundled("examples")
    known = [one.name for one in os.scandir(base) if one.is_dir()] if os.path.isdir(base) else []
    if name == "list":
        click.echo("\n".join(sorted(known)))
        return 0
    if name not in known:
        hint = did_you_mean(name, known, f"there are {', '.join(sorted(known))}")
        raise Trouble(f"there is no example `{name}`; {hint} (--example list)", USAGE)
    _refuse(target, named=True)
    tree = _playbook() | landing.bundle(os.path.join(base, name))
    _land(target, tree | _for_editors(target, tree))
    files = pipeline.read(tree)
    launch, _ = pipeline.choose(files, None)
    as_of = files.workspace.example_as_of
    today = dates.say(as_of) if as_of else None
    lines = founding.copied(name, launch or name, today, target, _is_here(target))
    click.echo("\n".join(lines))
    return 0


def _refuse(target: str, named: bool) -> None:
    """End with 2 when a workspace cannot be made at `target`, saying what to do."""
    from gtm.edit import landing

    refusal = landing.refusal(target, named)
    if refusal:
        raise Trouble(refusal, USAGE)


def _refuse_launch(root: str, name: str) -> None:
    from gtm.edit.answers import Unclear, folder

    try:
        path = f"launches/{folder(name)}"
    except Unclear as unclear:
        raise Trouble(f"--launch: {unclear}", USAGE) from unclear
    if os.path.lexists(os.path.join(root, path)):
        raise Trouble(f"{path} is there already: choose another name with --launch", USAGE)


def _compressed(tree: Mapping[str, bytes], setup: Any, said: Answers, wanted: bool) -> tuple[Any, Any, float | None]:
    """The setup with its study; scaled, if that helps and is wanted, until no due date is past.

    Third is the scale that would help, when it was not wanted.
    """
    from dataclasses import replace

    from gtm.analysis import near_date
    from gtm.terminal import founding

    study = first = _study(tree, setup)
    scaled = setup
    for _ in range(12):
        scale = near_date.scale(study.launch, study.graph)
        if scale is None or scale == scaled.compress:
            break
        scaled = replace(scaled, compress=scale)
        study = _study(tree, scaled)
    if scaled.compress is None:
        return setup, first, None
    if not wanted:
        said.note("\n".join([*founding.late(first), founding.meaning(scaled.compress)]))
    if wanted or said.agrees("Scale the dates?", default=False):
        return scaled, study, None
    return setup, first, scaled.compress


def _study(tree: Mapping[str, bytes], setup: Any) -> Any:
    """The launch as these files would compile on the day it is set up."""
    from gtm import pipeline
    from gtm.edit import scaffold

    path = f"launches/{setup.slug}/launch.yaml"
    whole = {**tree, path: scaffold.launch_file(setup).encode()}
    return pipeline.run(whole, setup.created, setup.slug).study


def _calendar(option: str | None, usual: str, said: Answers) -> str | None:
    from gtm.edit.text import slug

    if option is not None:
        return None if option.casefold() in {"", "-", "no", "none"} else slug(option, "work")
    question = f"Keep public holidays in calendars/{usual}.yaml?"
    return usual if said.agrees(question, default=True) else None


def _today(options: Mapping[str, Any], zone: str) -> Any:
    from zoneinfo import ZoneInfo

    return options["as_of"] or now().astimezone(ZoneInfo(zone)).date()


def _traits(tree: Mapping[str, bytes]) -> Any:
    """The vocabulary of traits of a playbook."""
    from gtm import pipeline

    own = {path: text for path, text in tree.items() if path.startswith("playbook/traits.")}
    found = [one.records.get("traits", {}) for one in pipeline.read(own).documents]
    return {name: entry for one in found for name, entry in one.items()}


def _playbook() -> dict[str, bytes]:
    from gtm.edit import landing

    return {f"playbook/{path}": text for path, text in landing.bundle(_bundled("playbook")).items()}


def _bundled(name: str) -> str:
    from gtm import assets

    try:
        return str(assets.folder("checklists") / name)
    except FileNotFoundError as error:
        raise Trouble(str(error), ENVIRONMENT) from error


def _land(root: str, files: Mapping[str, bytes]) -> None:
    """Write the files, all or none; ends with 2 or 4 and a word about what stands in the way."""
    from gtm.edit import landing

    try:
        landing.land(root, files)
    except FileExistsError as error:
        raise Trouble(f"{error.filename} is there already; nothing was written", USAGE) from error
    except OSError as error:
        reason = (error.strerror or "cannot be written").lower()
        raise Trouble(f"{error.filename or root}: {reason}; nothing was written", ENVIRONMENT) from error


def _for_editors(target: str, tree: Mapping[str, bytes]) -> dict[str, bytes]:
    """What editors read beside the YAML; of settings that are there already, nothing is touched."""
    from gtm import pipeline
    from gtm.edit import editor

    files = editor.files(pipeline.read(tree).documents)
    return {path: text.encode() for path, text in files.items() if not os.path.lexists(os.path.join(target, path))}


def _bytes(files: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in files.items()}


def _is_here(place: str) -> bool:
    return os.path.realpath(place) == os.path.realpath(os.curdir)


def _tell(place: str, study: Any, files: Mapping[str, bytes], offer: float | None) -> int:
    from gtm.terminal import founding

    click.echo("\n".join(founding.founded(study, files, place, _is_here(place), offer)))
    return 0
