"""One file, one command. Here: what commands share, which is options and how a launch is opened.

Commands stay thin: options, a call, an exit code. Everything heavy is imported inside them.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
FINDINGS, USAGE, NOTHING, ENVIRONMENT = 1, 2, 3, 4


class Trouble(click.ClickException):
    """Ends a command with one line on stderr, `more` of them if need be, and an exit code."""

    def __init__(self, message: str, exit_code: int, more: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.code, self.more = exit_code, more

    def show(self, file: Any = None) -> None:
        from gtm.source import clean

        click.echo(f"gtm: {clean(self.message)}", err=True)
        for line in self.more:
            click.echo(clean(line), err=True)


def complete_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Items and stages for the shell: a scan over lines that look like ids, without reading YAML."""
    import re

    item = re.compile(r"^  ([a-z0-9-]+(?:\.[a-z0-9-]+){2}(?:/[a-z0-9-]+)?):", re.MULTILINE)
    found = dict.fromkeys(_keys(ctx, "stages"))
    for text in _texts(ctx):
        found.update(dict.fromkeys(item.findall(text)))
    return _starting(found, incomplete)


def complete_stages(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Stages, in their order, for the shell."""
    return [CompletionItem(id) for id in _keys(ctx, "stages") if id.startswith(incomplete)]


def complete_teams(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return _starting(_keys(ctx, "teams"), incomplete)


def complete_people(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return _starting(_keys(ctx, "people"), incomplete)


def complete_metrics(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return _starting(_keys(ctx, "metrics"), incomplete)


def complete_profiles(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Ideal customers stand one level deeper, in the files of the audience."""
    import re

    block = re.compile(r"^  profiles:[ \t]*(?:#.*)?\n((?: {4}.*\n|[ \t]*(?:#.*)?\n)*)", re.MULTILINE)
    key = re.compile(r"^ {4}([a-z0-9-]+):", re.MULTILINE)
    found = (id for text in _texts(ctx) for part in block.findall(text) for id in key.findall(part))
    return _starting(dict.fromkeys(found), incomplete)


def complete_threads(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return _starting(_keys(ctx, "threads"), incomplete)


def complete_launches(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Launches are folders; names that no launch may have are left out."""
    import re

    folder = os.path.join(find_root(ctx) or "", "launches")
    found = os.listdir(folder) if os.path.isdir(folder) else []
    return _starting((name for name in found if re.fullmatch(r"[a-z0-9-]+", name)), incomplete)


def _starting(found: Iterable[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(id) for id in sorted(found) if id.startswith(incomplete)]


def _keys(ctx: click.Context, section: str) -> list[str]:
    """The keys one level below a top-level key, in all files."""
    import re

    block = re.compile(rf"^{section}:[ \t]*(?:#.*)?\n((?:[ \t#].*\n|\n)*)", re.MULTILINE)
    key = re.compile(r"^  ([a-z0-9-]+):", re.MULTILINE)
    return [id for text in _texts(ctx) for found in block.findall(text) for id in key.findall(found)]


def _texts(ctx: click.Context) -> Iterator[str]:
    """The text of every YAML file that may name something; a file that cannot be read is passed over."""
    from gtm import disk

    root = find_root(ctx)
    if root is None:
        return
    for content in disk.read(root, 4_000_000).files.values():
        yield content.decode("utf-8", "replace").replace("\r\n", "\n") + "\n"


def find_root(ctx: click.Context) -> str | None:
    """The workspace's folder: -C of the command or of gtm itself, else found upwards."""
    from gtm import disk

    given = ctx.params.get("workspace") or (ctx.find_root().obj or {}).get("workspace")
    if given:
        return os.path.abspath(given) if os.path.lexists(os.path.join(given, disk.MARKER)) else None
    return disk.find(os.getcwd())


def read_day(ctx: click.Context, param: click.Parameter, value: str | None) -> Any:
    from gtm.dates import parse_day

    if value is None:
        return None
    day = parse_day(value)
    if day is None:
        raise click.BadParameter(f"`{value}` is not a date; write 2027-01-31")
    return day


def workspace_option(command: Decorated) -> Decorated:
    """`-C DIR` after the command's name, as before it."""
    return click.option(
        "-C", "--workspace", metavar="DIR", type=click.Path(), help="The workspace; else found upwards from here."
    )(command)


def launch_options(command: Decorated) -> Decorated:
    """The options every answer about a launch has: -C, --launch, --as-of."""
    command = click.option("--as-of", metavar="DATE", callback=read_day, help="Judge as of this day: 2027-01-31.")(
        command
    )
    command = click.option("--launch", metavar="NAME", shell_complete=complete_launches,
                           help="Which launch; else the only one, or the default.")(command)  # fmt: skip
    return workspace_option(command)


def format_option(formats: Sequence[str]) -> Callable[[Decorated], Decorated]:
    """`--format`, the first one being the default."""
    return click.option("--format", "format", type=click.Choice(list(formats)), default=formats[0],
                        show_default=True, help="How the answer is written.")  # fmt: skip


def color_option(command: Decorated) -> Decorated:
    """`--color auto|always|never`; auto obeys NO_COLOR, FORCE_COLOR and the terminal."""
    return click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto",
                        help="Colour: auto looks at the terminal, NO_COLOR and FORCE_COLOR.")(command)  # fmt: skip


def use_color(choice: str) -> bool:
    """Whether to write colour to stdout: the option, then NO_COLOR, FORCE_COLOR, TERM, the terminal."""
    wanted = _wants_color(choice)
    context = click.get_current_context(silent=True)
    if context is not None:
        context.color = wanted  # else click takes colour out again where it sees no terminal
    return wanted


def _wants_color(choice: str) -> bool:
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE")
    if forced is not None:
        return forced not in {"", "0"}
    return os.environ.get("TERM") != "dumb" and sys.stdout.isatty()


def open_files(ctx: click.Context) -> Any:
    """Read the workspace. Ends with 3 when there is none, or when it is of another format."""
    from gtm import pipeline

    root = find_root(ctx)
    if root is None:
        where = ctx.params.get("workspace") or (ctx.find_root().obj or {}).get("workspace")
        place = f"in {where}" if where else "here or in a folder above"
        raise Trouble(f"no gtm.yaml {place}: set up a workspace with gtm init, or point at one with -C DIR", NOTHING)
    if not pipeline.FAST:
        click.echo("gtm: PyYAML has no libyaml here, so reading is some ten times slower", err=True)
    files = pipeline.read(pipeline.load(root))
    fault = pipeline.unusable(files)
    if fault:
        raise Trouble(fault, NOTHING)
    return files


def chosen(files: Any, launch: str | None) -> str:
    """The launch a command speaks about. Ends with 2 when it is unclear which."""
    from gtm import pipeline

    name, problem = pipeline.choose(files, launch)
    if name is None:
        raise Trouble(problem, USAGE)
    return name


def open_launch(ctx: click.Context, launch: str | None, as_of: Any) -> Any:
    """Compile the launch a command speaks about into a Snapshot."""
    from gtm import pipeline

    files = open_files(ctx)
    name = chosen(files, launch)
    return pipeline.compile(files, as_of or pipeline.today(files, now()), name)


def say_unread(launch: Any) -> None:
    """On stderr, that an answer may lack something, where the answer itself does not say so."""
    if launch.unread:
        from gtm.analysis.words import many

        files = many(len(launch.unread), "file")
        click.echo(f"PARTIAL: {files} could not be read in full: gtm check says where", err=True)


def open_edit(ctx: click.Context, launch: str | None, as_of: Any) -> Any:
    """The launch a command changes, with how other files would compile. Ends with 2 when it is closed."""
    from dataclasses import replace

    from gtm import pipeline
    from gtm.edit import carry

    files = open_files(ctx)
    name = chosen(files, launch)
    day = as_of or pipeline.today(files, now())
    snapshot = pipeline.compile(files, day, name)
    if snapshot.launch.closed:
        raise Trouble(f"the launch `{name}` is closed; take `closed:` out of launch.yaml to change it", USAGE)

    def again(tree: Mapping[str, bytes]) -> Any:
        return pipeline.compile(pipeline.read(replace(files.tree, files=tree)), day, name)

    return carry.Opened(files.tree.files, snapshot, again, files.documents)


def carry_out(ctx: click.Context, opened: Callable[[], Any], decide: Callable[[Any], Any], dry: bool) -> Any:
    """Change files and return the effect; ends with 1, 2 or 4, saying why, when nothing was written."""
    from gtm.edit import carry

    outcome = carry.run(find_root(ctx) or "", opened, decide, dry=dry)
    if outcome.effect is None:
        code = {"by hand": FINDINGS, "refused": USAGE}.get(outcome.fault, ENVIRONMENT)
        raise Trouble(outcome.said[0], code, outcome.said[1:])
    if dry:
        for line in carry.unified(outcome.effect):
            click.echo(line)
    return outcome.effect


def now() -> Any:
    """The present instant; the only place where a clock is read."""
    from datetime import UTC, datetime

    return datetime.now(UTC)


def known_id(ctx: click.Context, id: str, known: Sequence[str]) -> str:
    """An id given on the command line; ends with 2 and a suggestion when it does not exist."""
    if id in known:
        return id
    from gtm.diagnostics import did_you_mean

    more = [one for one in known if one.startswith(f"{id}/")]
    hint = (
        f"it exists once a market: {', '.join(more)}" if more else did_you_mean(id, known, "gtm tasks lists the items")
    )
    raise Trouble(f"no item or gate has the id `{id}`; {hint}", USAGE)


def find_id(word: str, known: Sequence[str], renamed: Mapping[str, str]) -> str:
    """The one id a word means: itself, an older name, its end, its beginning, a part of it.

    Ends with 2, naming the candidates, when it means none or several.
    """
    if word in known:
        return word
    if word in renamed:
        return renamed[word]
    plain = word.strip().casefold()
    tries: tuple[Callable[[str], bool], ...] = (
        lambda id: id.endswith(f".{plain}") or id == plain,
        lambda id: id.partition("/")[0].endswith(f".{plain}") or id.partition("/")[0] == plain,
        lambda id: id.startswith(plain) or id.rpartition(".")[2].startswith(plain),
        lambda id: plain in id,
    )
    for fits in tries if plain else ():
        found = list(dict.fromkeys(id for id in known if fits(id))) or [renamed[id] for id in renamed if fits(id)]
        if len(found) == 1:
            return found[0]
        if found:
            more = f" and {len(found) - 8} more" if len(found) > 8 else ""
            raise Trouble(f"`{word}` fits {len(found)} ids: {', '.join(found[:8])}{more}; say which", USAGE)
    from gtm.diagnostics import did_you_mean

    slugs = {id.rpartition(".")[2]: id for id in known}
    near = did_you_mean(word, known) or did_you_mean(word, slugs, "gtm tasks lists the items")
    raise Trouble(f"no item or gate has the id `{word}`; {near}", USAGE)
