"""gtm schema: what editors need to complete and check the YAML, with this workspace's own names."""

import os
from collections.abc import Mapping
from typing import Any

import click

from gtm.commands import ENVIRONMENT, FINDINGS, USAGE, Trouble, find_root, open_files, workspace_option


@click.command()
@workspace_option
@click.option("--write", is_flag=True, help="Write .gtm/*.schema.json, and add them to VS Code's editor.")
@click.option("--check", "only_check", is_flag=True, help="Exit with 1 when the written schemas are stale.")
@click.pass_context
def command(ctx: click.Context, /, write: bool, only_check: bool, **_: Any) -> int:
    """Editor schemas: completion of ids, people, roles and traits, and typos flagged as you type.

    Without an option the schemas are printed. Write them again when names were added; a hook of
    pre-commit may ask for it with --check.
    """
    if write and only_check:
        raise Trouble("choose one of --write and --check", USAGE)
    from gtm.edit import editor

    files = open_files(ctx)
    found = editor.schemas(files.documents)
    root = find_root(ctx) or "."
    if only_check:
        return _compare(root, found)
    if not write:
        click.echo("{" + ",\n".join(f'"{path}": {text.strip()}' for path, text in found.items()) + "}")
        return 0
    for path in _half_read(files):
        click.echo(f"gtm: {path} cannot be understood in full, so names may be missing: gtm check says why", err=True)
    return _write(root, found)


def _half_read(files: Any) -> list[str]:
    """Files that may hold names nobody could read; state in launches and company holds none."""
    broken = [one.path for one in files.documents if one.broken or one.unread]
    return [path for path in sorted({*files.unread, *broken}) if not path.startswith(("company/", "launches/"))]


def _compare(root: str, found: Mapping[str, str]) -> int:
    stale = [path for path, text in found.items() if _old(root, path) != text.encode()]
    for path in stale:
        click.echo(f"{path} is {'stale' if _old(root, path) is not None else 'not there'}: run gtm schema --write")
    return FINDINGS if stale else 0


def _write(root: str, found: Mapping[str, str]) -> int:
    """Write what differs; the settings of a person are added to, or said when that is not safe."""
    from gtm.edit import editor

    written = [path for path, text in found.items() if _put(root, path, text)]
    for path, (text, by_hand) in {
        editor.SETTINGS: editor.settings(_text(root, editor.SETTINGS), found),
        editor.EXTENSIONS: editor.extensions(_text(root, editor.EXTENSIONS)),
    }.items():
        if text is None:
            click.echo(f"gtm: {path} is left as it is; add this to it:\n{by_hand}", err=True)
        elif _put(root, path, text):
            written.append(path)
    click.echo(f"wrote {', '.join(written)}" if written else "everything is up to date")
    return 0


def _old(root: str, path: str) -> bytes | None:
    try:
        with open(os.path.join(root, path), "rb") as stream:
            return stream.read()
    except FileNotFoundError:
        return None


def _text(root: str, path: str) -> str | None:
    old = _old(root, path)
    return None if old is None else old.decode("utf-8", "replace")


def _put(root: str, path: str, text: str) -> bool:
    """Replace one file unless it says the same already. Ends with 4 when it cannot be written."""
    from gtm.edit.write import Changed, Refused, write

    old, new = _old(root, path), text.encode()
    if old == new:
        return False
    try:
        write(root, path, old, new)
    except Changed as error:
        raise Trouble(f"{path} was changed meanwhile; run it again", ENVIRONMENT) from error
    except Refused as error:
        raise Trouble(str(error), ENVIRONMENT) from error
    return True
