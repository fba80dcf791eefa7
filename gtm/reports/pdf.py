"""Knows how a browser prints a page of ours to PDF: which one, how it is started, and when it has failed.

It must not know what the page says.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

VARIABLES = ("GTM_CHROMIUM", "CHROME_PATH", "CHROME_BIN")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_APPS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
TIMEOUT = 120  # seconds
_FLAGS = (
    "--headless", "--disable-gpu", "--disable-quic", "--disable-extensions", "--disable-sync",
    "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--no-first-run",
    "--no-default-browser-check", "--no-pdf-header-footer",
)  # fmt: skip


class PrintError(Exception):
    """Why there is no PDF, in a line."""


def browser(environment: Mapping[str, str]) -> str:
    """The browser that prints: one that a variable names, else one on the PATH. Raises PrintError without one."""
    for name in VARIABLES:
        wanted = environment.get(name)
        if wanted:
            found = shutil.which(wanted, path=environment.get("PATH"))
            if found is None:
                raise PrintError(f"{name} names {wanted}, and there is no such program")
            return found
    places = (shutil.which(name, path=environment.get("PATH")) for name in NAMES)
    apps = (app for app in _APPS if sys.platform == "darwin" and os.access(app, os.X_OK))
    found = next((one for one in (*places, *apps) if one), None)
    if found is None:
        raise PrintError(
            "no Chromium found to print with: install chromium or Google Chrome, set GTM_CHROMIUM to its path, "
            "or open the HTML report and print it"
        )
    return found


def printed(page: str, program: str, timeout: float = TIMEOUT) -> bytes:
    """The page as PDF. It is printed in a folder of its own, without network and without anybody's profile.

    Raises PrintError when the browser fails, hangs or writes something else.
    """
    with tempfile.TemporaryDirectory(prefix="gtm-print-") as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, "utf-8", "replace")
        profile = f"--user-data-dir={Path(folder, 'profile')}"
        # A browser refuses its sandbox to root, as in a container; everybody else keeps it.
        root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command = [program, *_FLAGS, *root, profile, f"--print-to-pdf={target}", source.as_uri()]
        _run(command, folder, timeout)
        content = target.read_bytes() if target.is_file() else b""
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-1024:]:
        raise PrintError(f"{program} ended without writing a PDF")
    return content


def _run(command: list[str], folder: str, timeout: float) -> None:
    nothing = subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            command, cwd=folder, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=os.name == "posix"
        )
    except OSError as error:
        raise PrintError(f"{command[0]} cannot be started: {(error.strerror or str(error)).lower()}") from error
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired as error:
        raise PrintError(f"{command[0]} did not finish printing in {timeout:g} seconds") from error
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the browser with all it has started, so that nothing stays behind or holds the folder."""
    try:
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except (ProcessLookupError, PermissionError):
        return
    finally:
        process.wait()
