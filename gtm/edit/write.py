"""Knows how one file is replaced so that nothing is ever lost: lock, compare, write beside, rename.

A kill at any instant leaves the old file or the new one. Who wrote meanwhile is not overwritten:
`Changed` says so, and the caller reads again. It must not know what the file says.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_BESIDE = ".gtm-edit-"


class Changed(Exception):
    """The file is not as it was when it was read."""


class Refused(Exception):
    """The file is of a kind that is not replaced; says which, and what to do."""


def write(root: str, path: str, old: bytes | None, new: bytes) -> None:
    """Replace the workspace file at `path`, which held `old` (None: was not there), with `new`.

    Raises Changed, Refused, or OSError for a disk that is full or closed to us; then the file is as it was.
    """
    full = os.path.join(root, *path.split("/"))
    folder = os.path.dirname(full)
    _inside(root, folder, path)
    if old is None:
        os.makedirs(folder, exist_ok=True)
    with _locked(folder):
        there = _compare(full, path, old)
        beside = _beside(folder, new, there)
        try:
            _land(beside, full, fresh=old is None)
        except BaseException:
            with suppress(OSError):
                os.unlink(beside)
            raise
        _settle(folder)


def _inside(root: str, folder: str, path: str) -> None:
    """Refuse folders that are links out of the workspace."""
    base, real = os.path.realpath(root), os.path.realpath(folder)
    if real != base and not real.startswith(base.rstrip(os.sep) + os.sep):
        raise Refused(f"{path}: its folder is a link that leaves the workspace")


def _compare(full: str, path: str, old: bytes | None) -> os.stat_result | None:
    """What the file is, after making sure that it is a plain one that still holds `old`."""
    try:
        found = os.lstat(full)
    except FileNotFoundError:
        if old is None:
            return None
        raise Changed(path) from None
    if stat.S_ISLNK(found.st_mode):
        raise Refused(f"{path} is a link; change the file it points at: {os.readlink(full)}")
    if not stat.S_ISREG(found.st_mode):
        raise Refused(f"{path} is not a plain file")
    if old is None:
        raise Changed(path)
    if not found.st_mode & 0o222:
        raise Refused(f"{path} is read-only; give yourself the right to write it, then try again")
    with open(full, "rb") as stream:
        if stream.read() != old:
            raise Changed(path)
    if not os.access(full, os.W_OK):
        raise PermissionError(errno.EACCES, "permission denied", path)
    return found


def _beside(folder: str, new: bytes, there: os.stat_result | None) -> str:
    """The new bytes in a hidden file of the same folder, safely on the disk."""
    _sweep(folder)
    beside = os.path.join(folder, f"{_BESIDE}{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(new)
            stream.flush()
            os.fsync(stream.fileno())
        if there is not None:
            _alike(beside, there)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise
    return beside


def _alike(beside: str, there: os.stat_result) -> None:
    """Give a file the owner, where we may, and the mode of another."""
    chown = getattr(os, "chown", None)
    if chown is not None and (there.st_uid, there.st_gid) != (os.geteuid(), os.getegid()):
        with suppress(OSError):
            chown(beside, there.st_uid, there.st_gid)
    os.chmod(beside, stat.S_IMODE(there.st_mode))


def _sweep(folder: str) -> None:
    """Remove what a killed run left behind: nobody else writes while we hold the lock."""
    for name in os.listdir(folder):
        if name.startswith(_BESIDE):
            with suppress(OSError):
                os.unlink(os.path.join(folder, name))


def _land(beside: str, full: str, *, fresh: bool) -> None:
    if not fresh:
        os.replace(beside, full)
        return
    try:
        os.link(beside, full)  # unlike a rename, it never takes the place of another file
    except FileExistsError:
        raise Changed(full) from None
    except OSError:  # no hard links on this disk
        if os.path.lexists(full):
            raise Changed(full) from None
        os.rename(beside, full)
        return
    os.unlink(beside)


def _settle(folder: str) -> None:
    """Make the new name last through a power cut, where folders can be synced."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _locked(folder: str) -> Iterator[None]:
    """Hold the folder for us alone; the lock ends with the process, however that ends."""
    try:
        import fcntl
    except ImportError:  # no such locks on this system: comparing has to do
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a network disk without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
