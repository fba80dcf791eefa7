"""Real git repositories in temporary folders, apart from the settings of whoever runs the tests."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.small_launch import FILES

_CLOCK = 1_796_000_000  # Sun 29 Nov 2026, in the afternoon UTC
DAY = 86_400
Files = Mapping[str, str | bytes | None]  # by path in the workspace


class Repo:
    """A repository with a workspace in its folder, or in `inner` below it; commits get days of their own."""

    def __init__(self, folder: Path, home: Path, inner: str = "", start: bool = True) -> None:
        self.folder, self.home, self.inner = folder, home, inner
        self.workspace = folder / inner
        self.now = _CLOCK
        if start:
            folder.mkdir(parents=True, exist_ok=True)
            self("init", "-q", "-b", "main")

    def __call__(self, *words: str, check: bool = True) -> str:
        """Run git, and return what it says."""
        done = subprocess.run(
            ["git", *words], cwd=self.folder, env=self.environment(), capture_output=True, check=False
        )
        assert done.returncode == 0 or not check, done.stderr.decode()
        return os.fsdecode(done.stdout).strip()

    def environment(self) -> dict[str, str]:
        return isolated(self.home) | {
            "GIT_COMMITTER_DATE": f"{self.now} +0000",
            "GIT_AUTHOR_DATE": f"{self.now - 400 * DAY} +0000",
        }

    def write(self, files: Files) -> None:
        """Write files of the workspace; None deletes one."""
        for path, text in files.items():
            full = self.workspace / path
            if text is None:
                full.unlink()
                continue
            full.parent.mkdir(parents=True, exist_ok=True)
            full.write_bytes(text if isinstance(text, bytes) else text.encode())

    def commit(
        self, files: Mapping[str, str | bytes | None] | None = None, message: str = "A change", days: int = 1
    ) -> str:
        """Commit everything there is, some days after the last commit, and return its hash."""
        self.write(files or {})
        self.now += days * DAY
        self("add", "-A")
        self("commit", "-q", "--allow-empty", "-m", message)
        return self("rev-parse", "HEAD")


def isolated(home: Path) -> dict[str, str]:
    """An environment without anybody's git settings."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "SYSTEMROOT"}}
    return {
        **kept,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": str(home / "gitconfig"),
        "GIT_AUTHOR_NAME": "Ada",
        "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@example.org",
        "GIT_ALLOW_PROTOCOL": "file",
    }


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """The small launch, committed once on main; git in this process sees the same settings."""
    return _small(tmp_path, monkeypatch, "")


@pytest.fixture
def inner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """The same in a folder of a larger repository, with names git would put in quotes."""
    return _small(tmp_path, monkeypatch, "ürünler/راه اندازی")


def _small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inner: str) -> Repo:
    home = tmp_path / "home"
    home.mkdir()
    for name in [one for one in os.environ if one.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in isolated(home).items():
        monkeypatch.setenv(name, value)
    found = Repo(tmp_path / "repo", home, inner)
    if inner:
        (found.folder / "other.yaml").write_text("not: ours\n", "utf-8")
    found.commit(FILES, "The launch")
    return found
