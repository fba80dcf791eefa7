"""Knows the command line as a whole: commands found by name and loaded on use, exit codes, errors.

Exit codes: 0 fine; 1 findings, or a gate not passed; 2 usage; 3 no launch can be compiled; 4 the
environment lacks something; 70 our bug; 130 interrupted. A closed pipe is never 1.
"""

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from traceback import print_exc
from typing import Any, NoReturn

import click

from gtm import __version__, commands, registry
from gtm.source import clean

_BUG = 70
_INTERRUPTED = 130
_HIDDEN_BY_SHELL = 141


class PipeClosedError(Exception):
    """The reader has gone. Named anew, because click ends the process with 1 on a BrokenPipeError."""


class Commands(click.Group):
    """The commands of gtm/commands: one file each, imported only when used or listed."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        try:
            return super().make_context(*args, **extra)
        except BrokenPipeError as error:
            raise PipeClosedError from error

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise PipeClosedError from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name.replace("_", "-") for name in registry.names(commands)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        name = cmd_name.replace("-", "_")
        if name not in registry.names(commands):
            return None
        command = import_module(f"gtm.commands.{name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from gtm.diagnostics import did_you_mean

            hint = did_you_mean(args[0], self.list_commands(ctx), "gtm --help lists the commands")
            raise click.UsageError(f"there is no command `{args[0]}`; {hint}", ctx) from error


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="gtm", message="%(prog)s %(version)s")
@click.option(
    "-C", "--workspace", metavar="DIR", type=click.Path(), help="The workspace; else found upwards from here."
)
@click.pass_context
def app(ctx: click.Context, workspace: str | None) -> None:
    """Are we ready to launch? What is in the way, and who must act?

    A workspace is a folder with gtm.yaml: a playbook, people and launches, written as YAML.

    \b
    gtm init                 set up a workspace
    gtm status               the answer on one screen
    gtm tasks --owner NAME   what to do next
    gtm report               the page a release review reads
    """
    ctx.obj = {"workspace": workspace}
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run one command and end the process with its exit code."""
    # One short run makes no garbage worth collecting, and the collector's passes over a large
    # launch cost more than reading it.
    gc.disable()
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # started with the stream closed
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    sys.exit(run(argv))


def run(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; errors are said on stderr in a line or two."""
    try:
        result: Any = app.main(args=None if argv is None else list(argv), prog_name="gtm", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        return _say_wrong(error)
    except (click.Abort, KeyboardInterrupt):
        click.echo("gtm: interrupted", err=True)
        return _hush(_INTERRUPTED)
    except (PipeClosedError, BrokenPipeError):
        return _hush(_HIDDEN_BY_SHELL)
    except OSError as error:
        return _say_environment(error)
    except Exception as error:
        return _say_bug(error)
    return result if isinstance(result, int) else 0


def _hush(code: int) -> int:
    """Point stdout elsewhere, so that the interpreter's own flush at exit stays silent."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):  # no descriptor to point elsewhere
        return code
    return code


def _say_wrong(error: click.ClickException) -> int:
    """A mistake on the command line: what is wrong, and where to read more."""
    if not isinstance(error, click.UsageError):
        error.show()
        return error.code if isinstance(error, commands.Trouble) else error.exit_code
    click.echo(f"gtm: {clean(error.format_message())}", err=True)
    path = error.ctx.command_path if error.ctx is not None else "gtm"
    click.echo(f"{path} --help says more", err=True)
    return error.exit_code


def _say_environment(error: OSError) -> int:
    """A disk that is full, a folder that cannot be written: neither the user's slip nor our bug."""
    if os.environ.get("GTM_DEBUG"):
        print_exc()
    place = f": {error.filename}" if error.filename else ""
    click.echo(f"gtm: {clean(f'{(error.strerror or type(error).__name__).lower()}{place}')}", err=True)
    return _hush(commands.ENVIRONMENT)


def _say_bug(error: Exception) -> int:
    if os.environ.get("GTM_DEBUG"):
        print_exc()
        return _BUG
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f" at {os.path.basename(place.tb_frame.f_code.co_filename)}:{place.tb_lineno}" if place else ""
    click.echo(f"gtm: this is our mistake, not yours: {type(error).__name__}{where}", err=True)
    click.echo("Run it again with GTM_DEBUG=1 and send us what it prints.", err=True)
    return _BUG
