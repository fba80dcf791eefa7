"""Knows how to run git so that neither the caller's environment nor a name can redirect it.

It must not know what is asked of git.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

# What a hook or another git exports about *its* repository; a run below it would look there.
_FOREIGN = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_CONFIG", "GIT_CONFIG_PARAMETERS", "GIT_DIR",
    "GIT_EXTERNAL_DIFF", "GIT_GLOB_PATHSPECS", "GIT_GRAFT_FILE", "GIT_ICASE_PATHSPECS", "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE", "GIT_INTERNAL_SUPER_PREFIX", "GIT_LITERAL_PATHSPECS", "GIT_NAMESPACE", "GIT_NOGLOB_PATHSPECS",
    "GIT_NO_REPLACE_OBJECTS", "GIT_OBJECT_DIRECTORY", "GIT_PAGER", "GIT_PREFIX", "GIT_QUARANTINE_PATH",
    "GIT_REPLACE_REF_BASE", "GIT_SHALLOW_FILE", "GIT_TRACE", "GIT_WORK_TREE",
)  # fmt: skip
_QUIET = {"LC_ALL": "C", "LANGUAGE": "", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
# Files that look like a bare repository may stand in the folder itself, brought by anybody's commit; git would take
# their settings for its own, and those name programs. What is checked is what was committed, not its replacement.
_SETTINGS = (
    "--no-optional-locks", "--no-pager", "--no-replace-objects", "-c", "safe.bareRepository=explicit",
    "-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c", "color.ui=never",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """Why git cannot answer, and what to do about it. `unknown` marks a name that does not exist."""

    message: str
    help: str = ""
    unknown: bool = False

    def __str__(self) -> str:
        return f"{self.message}; {self.help}" if self.help else self.message


@dataclass(frozen=True, slots=True)
class Answer:
    """What a run of git said: its exit code and bytes."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """The output as one text without its last line end; names that are no UTF-8 survive."""
        return os.fsdecode(self.out).removesuffix("\n")

    @property
    def fault(self) -> Fault:
        """The first line git complained with, as a fault."""
        line = next((one for one in self.err.splitlines() if one.strip()), f"git ended with {self.code}")
        for start in ("fatal: ", "error: "):
            line = line.removeprefix(start)
        return Fault(f"git says: {line.strip()}")


def environment() -> dict[str, str]:
    """The environment of a run: in English, without a prompt, about no other repository."""
    kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    return {**kept, **_QUIET}


def command(*words: str) -> list[str]:
    return ["git", *_SETTINGS, *words]


def run(folder: str, *words: str) -> Answer | Fault:
    """Run git in a folder, without a shell and without input."""
    try:
        done = subprocess.run(
            command(*words), cwd=folder, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except (OSError, ValueError) as error:
        return _unable(folder, words, error)
    return Answer(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


def start(folder: str, words: Sequence[str], given: IO[bytes]) -> "subprocess.Popen[bytes] | Fault":
    """Run git with a file as its input; the output is read from the process as it comes."""
    try:
        return subprocess.Popen(
            command(*words),
            cwd=folder,
            env=environment(),
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, ValueError) as error:
        return _unable(folder, words, error)


def _unable(folder: str, words: Sequence[str], error: OSError | ValueError) -> Fault:
    if any("\0" in word for word in words):
        return Fault("a name with a zero character in it is no name of git", unknown=True)
    if shutil.which("git") is None:
        return Fault("git is not installed, or not on the PATH", "install it from https://git-scm.com")
    if not os.path.isdir(folder):
        return Fault(f"there is no folder {folder}")
    return Fault(f"git cannot be started: {error}")
