"""gtm init: a workspace for one kind of product, one more launch, or a living example.

Asks on a terminal what the options leave open. Everything is put together and compiled in memory
first, then written all at once, and nothing that exists is touched.
"""

import os
import sys
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from gtm.commands import ENVIRONMENT, NOTHING, USAGE, Trouble, _day, now, workspace_option

Value = TypeVar("Value")
_OURS = ("gtm.yaml", "people.yaml", "calendars", "company", "playbook", "launches", "evidence")
_SAMPLE = 'gtm init acme --title "Atlas 2.0" --date 2027-02-16 --traits saas,subscription --tier 2'


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path())
@workspace_option
@click.option("--title", metavar="TEXT", help="What is launched.")
@click.option("--date", "when", metavar="DATE", help="The launch date: 2027-02-16.")
@click.option("--traits", metavar="A,B", help="What kind of product it is: saas,subscription; or none.")
@click.option("--tier", metavar="1|2|3", help="1 major, 2 medium, 3 small; default 1.")
@click.option("--markets", metavar="TR,DE", help="Where it is launched; de=2027-03-02 for a date of its own.")
@click.option("--name", metavar="TEXT", help="The organisation; default: the folder's name.")
@click.option("--timezone", metavar="ZONE", help="Decides what today is: Europe/Istanbul.")
@click.option("--calendar", metavar="NAME", help="Name of the calendar with your holidays: tr; or none.")
@click.option("--launch", metavar="NAME", help="Add a launch to a workspace that exists.")
@click.option("--example", metavar="NAME", help="A living example instead; `list` names them.")
@click.option("--compress", is_flag=True, help="Scale the dates before launch so that none has passed.")
@click.option("--as-of", metavar="DATE", callback=_day, help="The day it is set up; default today.")
@click.pass_context
def command(ctx: click.Context, /, folder: str | None, workspace: str | None, **options: Any) -> int:
    """Set up a workspace: playbook, calendar, and a form to fill in for every team.

    Asks on a terminal. Otherwise --title, --date and --traits are needed. Nothing that is there
    already is ever changed.
    """
    given = workspace or (ctx.find_root().obj or {}).get("workspace")
    target = os.path.join(given or "", folder or "") or "."
    asks = sys.stdin.isatty() and sys.stderr.isatty()
    try:
        if options["example"] is not None:
            return _example(options["example"], target)
        if options["launch"] is not None:
            return _Adding(options, asks, target, bool(given or folder)).run()
        return _Founding(options, asks, target, bool(given or folder)).run()
    except FileExistsError as error:
        raise Trouble(f"{error.filename} is there already; nothing was written", USAGE) from error
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        raise Trouble(f"{error.filename or target}: {reason}; nothing was written", ENVIRONMENT) from error


class _Setting:
    """One run: the options given, and whether what is missing may be asked for."""

    def __init__(self, options: Mapping[str, Any], asks: bool, target: str, named: bool) -> None:
        self.options, self.target, self.named = options, target, named
        self.asks = asks and any(options[name] is None for name in self.required)

    required: tuple[str, ...] = ("title", "when", "traits")

    def value(self, option: str, read: Callable[[str], Value], ask: str, default: str | None = None) -> Value:
        """An option's value; asked for on a terminal when it is missing, else its default."""
        from gtm.edit.answers import Unclear

        def reader(text: str) -> Value:
            try:
                return read(text)
            except Unclear as unclear:
                raise click.BadParameter(str(unclear)) from unclear

        name = {"when": "date"}.get(option, option)
        if self.options[option] is not None or not self.asks:
            try:
                return read(self.options[option] if self.options[option] is not None else default or "")
            except Unclear as unclear:
                raise Trouble(f"--{name}: {unclear}", USAGE) from unclear
        found: Value = click.prompt(ask, default=default, value_proc=reader, err=True, show_default=bool(default))
        return found

    def need(self) -> None:
        """End with 2 when required options are missing and nobody can be asked."""
        names = {"when": "date"}
        missing = [f"--{names.get(one, one)}" for one in self.required if self.options[one] is None]
        if missing and not self.asks:
            listed = " and ".join(filter(None, [", ".join(missing[:-1]), missing[-1]]))
            verb = "is" if len(missing) == 1 else "are"
            raise Trouble(f"{listed} {verb} missing; for example: {_SAMPLE}", USAGE)

    def say(self, text: str) -> None:
        """A word beside the questions, on stderr as they are."""
        from gtm.terminal.plain import clean

        if self.asks:
            click.echo("\n".join(clean(line) for line in text.split("\n")), err=True)

    def setup(self, tree: Any, today: Any, zone: str) -> Any:
        """Ask for or read everything about the launch itself."""
        from gtm.edit import answers
        from gtm.edit.scaffold import Setup
        from gtm.dates import say

        name = self.options["launch"]
        title = self.value("title", answers.title, "What is launched (title)", None if name is None else name)
        when = self.value("when", answers.launch_date, "Launch date, written 2027-01-31")
        today = self.options["as_of"] or today(zone)
        self.say(f"  {say(when)}, {_distance((when - today).days)}.")
        known = _traits(tree)
        self.say("What kind of product and launch is it? Choose all that are true.\n" + _menu(known))
        traits = self.value("traits", lambda text: answers.traits(text, list(known)), "Numbers or names, with commas (none: -)")
        markets = self.value("markets", answers.markets, "Markets, with commas: tr,de (none: -)", "-" if self.asks else "")
        for trait, because in answers.implied(markets, known).items():
            if trait not in traits:
                traits.append(trait)
                click.echo(f"Added the trait {trait}: {', '.join(because)} brings it.", err=True)
        draft = Setup(answers.folder(name or title), title, when, today, 1, tuple(traits), markets)
        if self.asks and self.options["tier"] is None:
            self.say("How large is the launch?\n" + _tiers(tree, draft))
        tier = self.value("tier", answers.tier, "Tier", "1")
        return Setup(draft.slug, title, when, today, tier, tuple(traits), markets)

    def compressed(self, tree: Any, setup: Any) -> tuple[Any, Any]:
        """The setup, scaled if that is wanted, with its study; says and asks what that means."""
        from gtm.terminal import founding

        study = _study(tree, setup)
        scaled, scaled_study = _scaled(tree, setup, study)
        if scaled is setup or not (self.options["compress"] or self.asks):
            return setup, study
        if not self.options["compress"]:
            self.say("\n".join([*founding.late(study), founding.meaning(scaled.compress)]))
            if not click.confirm("Scale the dates?", default=False, err=True):
                return setup, study
        return scaled, scaled_study


class _Founding(_Setting):
    """A new workspace."""

    def run(self) -> int:
        from gtm.edit import answers, landing, scaffold

        _free(self.target, self.named)
        self.need()
        playbook = {f"playbook/{path}": text for path, text in landing.bundle(_bundled("playbook")).items()}
        where = os.path.abspath(self.target)
        self.say(f"This sets up a workspace in {where}. Nothing is written before the last question.\n")
        zone = self.options["timezone"]
        if zone is not None:
            zone = self.value("timezone", answers.timezone, "")
        setup = self.setup(playbook, lambda name: now().astimezone(_zone(name)).date(), zone or _local_zone())
        name = self.value("name", answers.title, "Organisation", os.path.basename(where) or "Our company")
        zone = zone or self.value("timezone", answers.timezone, "Time zone", _local_zone())
        home = scaffold.Home(name, zone, self._calendar(setup), setup.slug)
        files = playbook | _bytes(scaffold.workspace_files(home))
        setup, study = self.compressed(files, setup)
        files |= _bytes(scaffold.launch_files(setup, study))
        landing.land(self.target, files)
        return _tell(self.target, setup, study, files)

    def _calendar(self, setup: Any) -> str | None:
        from gtm.edit.text import slug

        chosen = self.options["calendar"]
        if chosen is not None:
            return None if chosen.casefold() in {"none", "no", "-", ""} else slug(chosen, "work")
        usual = next(iter(setup.markets), "work")
        if self.asks and not click.confirm(f"Keep a calendar for public holidays, calendars/{usual}.yaml?", default=True, err=True):
            return None
        return usual


class _Adding(_Setting):
    """One more launch in a workspace that exists."""

    required = ("when", "traits")

    def run(self) -> int:
        from gtm import disk, pipeline
        from gtm.edit import landing, scaffold

        root = disk.find(self.target)
        if root is None or (self.named and root != os.path.abspath(self.target)):
            where = f"in {self.target}" if self.named else "here or in a folder above"
            raise Trouble(f"there is no gtm.yaml {where}: --launch adds to a workspace; without it, gtm init makes one", NOTHING)
        tree = pipeline.load(root)
        files = pipeline.read(tree)
        fault = pipeline.unusable(files)
        if fault:
            raise Trouble(fault, NOTHING)
        self._refuse(root)
        self.need()
        setup = self.setup(dict(tree.files), lambda _: pipeline.today(files, now()), "")
        setup, study = self.compressed(dict(tree.files), setup)
        if study.launch.partial:
            raise Trouble(f"{study.launch.unread[0]} cannot be read in full: gtm check says what is wrong there", NOTHING)
        known = [item.id for item in study.graph.items if item.standing and item.stated]
        added = _bytes(scaffold.launch_files(setup, study, known, tree.files))
        landing.land(root, added)
        return _tell(root, setup, study, added)

    def _refuse(self, root: str) -> None:
        from gtm.edit.answers import Unclear, folder

        try:
            path = f"launches/{folder(self.options['launch'])}"
        except Unclear as unclear:
            raise Trouble(f"--launch: {unclear}", USAGE) from unclear
        if os.path.lexists(os.path.join(root, path)):
            raise Trouble(f"{path} is there already: choose another name with --launch", USAGE)


def _example(name: str, target: str) -> int:
    """Copy a living example with the playbook; `list` names the examples."""
    from gtm import dates, pipeline
    from gtm.diagnostics import did_you_mean
    from gtm.edit import landing
    from gtm.terminal import founding

    base = _bundled("examples")
    known = sorted(entry.name for entry in os.scandir(base) if entry.is_dir()) if os.path.isdir(base) else []
    if name == "list":
        click.echo("\n".join(known))
        return 0
    if name not in known:
        listed = did_you_mean(name, known)
        raise Trouble(f"there is no example `{name}`; {listed} (examples: {', '.join(known)})", USAGE)
    _free(target, named=True)
    files = landing.bundle(os.path.join(base, name))
    files |= {f"playbook/{path}": text for path, text in landing.bundle(_bundled("playbook")).items()} | files
    landing.land(target, files)
    read = pipeline.read(files)
    as_of = read.workspace.example_as_of
    click.echo(f"The example {name} stands in {_shown(target)}.")
    if as_of:
        click.echo(f"Its today stands still: {dates.say(as_of)}. Delete `example:` in gtm.yaml to let time pass,")
        click.echo("or give another day to any command with --as-of.")
    launch, _ = pipeline.choose(read, None)
    click.echo("\n".join(["", "Next:", *founding.following(launch or name, True, target, _is_here(target))]))
    return 0


def _tell(place: str, setup: Any, study: Any, files: Mapping[str, bytes]) -> int:
    from gtm.terminal import founding

    lines = founding.founded(study, files, place, _is_here(place), setup.compress is not None)
    click.echo("\n".join(lines))
    return 0


def _is_here(place: str) -> bool:
    return os.path.realpath(place) == os.path.realpath(os.curdir)


def _shown(place: str) -> str:
    from gtm.terminal.plain import clean

    return clean(place)


def _free(target: str, named: bool) -> None:
    """End with 2 when a workspace cannot be made at `target`, saying what to do."""
    from gtm import disk

    where = os.path.abspath(target)
    above = disk.find(where)
    inside = above is not None and os.path.relpath(where, above).split(os.sep)[0] in disk.FOLDERS
    if above is not None and (above == where or inside or not named):
        raise Trouble(f"{above} is a workspace already: gtm init --launch NAME adds a launch to it,"
                      " gtm init DIR makes another elsewhere", USAGE)  # fmt: skip
    if os.path.lexists(where) and not os.path.isdir(where):
        raise Trouble(f"{target} is not a folder: name one that is empty or not there yet", USAGE)
    taken = [name for name in _OURS if os.path.lexists(os.path.join(where, name))]
    if taken:
        raise Trouble(f"{target} already holds {', '.join(taken)}: move that away, or name another folder: gtm init DIR", USAGE)


def _bundled(name: str) -> str:
    from gtm import assets

    return str(assets.folder("checklists") / name)


def _bytes(files: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in files.items()}


def _zone(name: str) -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def _local_zone() -> str:
    """This machine's time zone by its name; UTC when it has none that can be told."""
    from gtm.edit.answers import Unclear, timezone

    named = os.environ.get("TZ", "").lstrip(":") or os.path.realpath("/etc/localtime").rpartition("zoneinfo/")[2]
    try:
        return timezone(named).removeprefix("Etc/")
    except Unclear:
        return "UTC"


def _study(tree: Mapping[str, bytes], setup: Any) -> Any:
    """The launch as it would be compiled from these files today."""
    from gtm import pipeline
    from gtm.edit import scaffold

    path = f"launches/{setup.slug}/launch.yaml"
    whole = {"gtm.yaml": b"workspace: {format: 1, name: New}\n", **tree, path: scaffold.launch_file(setup).encode()}
    return pipeline.run(whole, setup.created, setup.slug).study


def _scaled(tree: Mapping[str, bytes], setup: Any, study: Any) -> tuple[Any, Any]:
    """The setup with the scale that leaves no due date in the past, as far as a scale can."""
    from dataclasses import replace

    from gtm.analysis import near_date

    for _ in range(12):
        scale = near_date.scale(study.launch, study.graph)
        if scale is None or scale == setup.compress:
            break
        setup = replace(setup, compress=scale)
        study = _study(tree, setup)
    return setup, study


def _traits(tree: Mapping[str, bytes]) -> Any:
    """The vocabulary of traits of a playbook."""
    from gtm import pipeline

    documents = pipeline.read({path: text for path, text in tree.items() if path.startswith("playbook/traits.")}).documents
    return {name: entry for one in documents for name, entry in one.records.get("traits", {}).items()}


def _menu(known: Mapping[str, Any]) -> str:
    width = max(map(len, known), default=0)
    return "\n".join(f"  {at:>2}  {name:<{width}}  {entry.title}" for at, (name, entry) in enumerate(known.items(), 1))


def _tiers(tree: Mapping[str, bytes], setup: Any) -> str:
    """What each tier means, with the number of items it brings here."""
    from dataclasses import replace

    from gtm.edit.answers import TIERS

    counts = {tier: len(_study(tree, replace(setup, tier=tier)).graph.items) for tier in TIERS}
    return "\n".join(f"  {tier}  {said}, {counts[tier]} items" for tier, said in TIERS.items())


def _distance(days: int) -> str:
    if days == 0:
        return "today"
    count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"in {count}" if days > 0 else f"{count} ago"
