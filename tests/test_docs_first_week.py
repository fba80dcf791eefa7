"""docs/first-week.md is lived through: its files are written and its commands run, in the order of the page."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.running import ROOT, environment

PAGE = (ROOT / "docs" / "first-week.md").read_text("utf-8")
BLOCK = re.compile(r"```(console|yaml)\n(.*?)```", re.DOTALL)


def test_the_first_week_goes_as_told(tmp_path: Path) -> None:
    ran = 0
    for kind, text in BLOCK.findall(PAGE):
        if kind == "yaml":
            path = tmp_path / text.splitlines()[0].removeprefix("# ")
            assert path.exists(), path  # init made it; people change it
            path.write_text(text, "utf-8")
            continue
        for part in filter(None, re.split(r"^\$ gtm ", text, flags=re.MULTILINE)):
            command, *shown = part.splitlines()
            done = subprocess.run(
                [sys.executable, "-m", "gtm", *shlex.split(command)],
                check=False,
                cwd=tmp_path,
                env=environment(),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
            )
            assert done.returncode == 0, (command, done.stdout)
            answer = done.stdout.splitlines()
            missing = [line for line in shown if line not in answer]
            assert not missing, (command, missing, done.stdout)
            ran += 1
    assert ran > 8
    assert (tmp_path / "review.html").stat().st_size > 10_000
    assert (tmp_path / "legal.csv").exists()
    assert "TOO EARLY TO SAY" in _status(tmp_path)


def _status(folder: Path) -> str:
    words = ["-C", "acme", "status", "--as-of", "2026-11-27"]
    ran = subprocess.run(
        [sys.executable, "-m", "gtm", *words],
        check=True,
        cwd=folder,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
    )
    return ran.stdout


def test_its_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert (ROOT / "docs" / target).exists(), target
