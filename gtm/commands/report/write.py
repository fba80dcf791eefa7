"""Knows how a report reaches the disk: whole or not at all, and never among the workspace's own files.

It must not know what is in it.
"""

import os

from gtm.commands import ENVIRONMENT, USAGE, Trouble


def keep_out(root: str | None, path: str) -> None:
    """Refuse to write among the workspace's own files, where a report would be a stray."""
    from gtm.disk import FOLDERS

    inside = os.path.relpath(os.path.realpath(path), os.path.realpath(root or "."))
    if inside.split(os.sep)[0] in {*FOLDERS, "report"} or inside.endswith((".yaml", ".yml")):
        raise Trouble(f"{inside} is a place for the workspace's own files; write elsewhere with -o FILE", USAGE)


def write(path: str, content: bytes) -> None:
    """Replace the file in one step: a reader never sees half a page."""
    import tempfile

    folder, name = os.path.split(path)
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, path)
        temporary = None
    except OSError as error:
        raise Trouble(f"cannot write {path}: {error.strerror or error}", ENVIRONMENT) from error
    finally:
        if temporary is not None and os.path.exists(temporary):
            os.unlink(temporary)


def show(path: str) -> bool:
    """Open the file in the browser that the system or BROWSER names."""
    import pathlib
    import webbrowser

    try:
        return webbrowser.open(pathlib.Path(path).as_uri())
    except webbrowser.Error:
        return False
