"""Runs gtm as people do: as a process, in a pipe or on a terminal of a given size."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def environment(**more: str) -> dict[str, str]:
    """The variables of a run, whatever the tests themselves run under."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "SYSTEMROOT"}}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "GTM_DEBUG": "1", **more}


def gtm(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run gtm in a pipe; the output is bytes."""
    command = [sys.executable, "-m", "gtm", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, env=environment(**more), cwd=folder, check=False)


def piped(folder: Path, *arguments: str, **more: str) -> str:
    """What gtm says in a pipe; it must end well and say nothing else."""
    found = gtm(folder, *arguments, **more)
    assert found.returncode == 0, found.stderr.decode()
    assert not found.stderr, found.stderr.decode()
    return found.stdout.decode()


def on_terminal(folder: Path, *arguments: str, columns: int = 100, **more: str) -> str:
    """What gtm says on a terminal `columns` wide."""
    pty = pytest.importorskip("pty", reason="no pseudo terminals on this system")
    import fcntl
    import struct
    import termios

    main, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    command = [sys.executable, "-m", "gtm", "-C", str(folder), *arguments]
    settings = environment(TERM="xterm-256color", **more)
    child = subprocess.Popen(command, stdin=side, stdout=side, stderr=side, env=settings, cwd=folder)
    os.close(side)
    out = b""
    try:
        while piece := os.read(main, 65536):
            out += piece
    except OSError:  # the terminal closes with its last writer
        pass
    finally:
        os.close(main)
    assert child.wait() == 0, out.decode()
    return out.decode().replace("\r\n", "\n")
