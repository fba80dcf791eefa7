"""Prints what `gtm history`, `gtm diff` and the burn-up of `gtm report` cost over many commits.

    python benchmarks/history.py [--commits 500] [--rounds 3]

The bundled Atlas example, and commits a few hours apart that change three files each. CPU time of
whole processes, git's included, paired in one run, medians; `a commit` is the share of one commit in ms.
`all` takes every commit, `days` the last one of each day, `again` what was kept of either; `report` is the page of
a clone that was never asked before, `bare report` the same folder without git.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
FIRST = 1_790_000_000


def git(folder: Path, *words: str, given: bytes | None = None) -> None:
    settings = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "HOME": str(folder)}
    subprocess.run(["git", *words], cwd=folder, env=settings, input=given, check=True, stdout=subprocess.DEVNULL)


def build(folder: Path, commits: int) -> int:
    """The repository, made by one fast-import; returns how many files a commit has."""
    shutil.copytree(ROOT / "checklists" / "examples" / "atlas", folder)
    shutil.copytree(ROOT / "checklists" / "playbook", folder / "playbook")
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    states = sorted(path for path in files if path.startswith("launches/atlas/") and path.count("/") == 2)
    stream = bytearray()
    for at in range(commits):
        changed = dict(files) if not at else {}
        for path in (states[(at * 3 + offset) % len(states)] for offset in range(3)):
            if at and path.endswith(".yaml"):
                files[path] = changed[path] = files[path] + f"# {at}\n".encode()
        stamp = f"Ada <ada@example.org> {FIRST + at * 30_000} +0000"
        stream += f"commit refs/heads/main\ncommitter {stamp}\ndata 6\nCommit\n".encode()
        for path, content in changed.items():
            stream += f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n"
    git(folder, "init", "-q", "-b", "main")
    git(folder, "fast-import", "--quiet", given=bytes(stream))
    git(folder, "reset", "-q", "--hard")
    return len(files)


def process(folder: Path, *words: str) -> float:
    """CPU seconds of one gtm and the gits it starts."""
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        settings = {**os.environ, "PYTHONPATH": str(ROOT)}
        os.execvpe(sys.executable, [sys.executable, "-m", "gtm", "-C", str(folder), *words], settings)
    _, status, usage = os.wait4(child, 0)
    assert status == 0, words
    return usage.ru_utime + usage.ru_stime


def fresh(folder: Path) -> Path:
    """The same folder, without what was kept."""
    shutil.rmtree(folder / ".git" / "gtm", ignore_errors=True)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commits", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "atlas"
        count = build(folder, asked.commits)
        alone = Path(scratch) / "alone"
        shutil.copytree(folder, alone, ignore=shutil.ignore_patterns(".git"))
        rounds = [
            {
                "status": process(folder, "status"),
                "days": process(fresh(folder), "history"),
                "all": process(fresh(folder), "history", "--all"),
                "again": process(folder, "history", "--all"),
                "bare report": process(alone, "report", "-o", "-"),
                "report": process(fresh(folder), "report", "-o", "-"),
                "report again": process(folder, "report", "-o", "-"),
                "diff": process(folder, "diff", "HEAD~10", "HEAD", "--runs", "1000"),
            }
            for _ in range(asked.rounds)
        ]
    print(f"{asked.commits} commits x {count} files")
    for name in rounds[0]:
        seconds = statistics.median(one[name] for one in rounds)
        ratio = statistics.median(one[name] / one["status"] for one in rounds)
        each = f"  a commit {(seconds * 1000 / asked.commits):.1f} ms" if name == "all" else ""
        print(f"{name:12} {seconds:6.2f} s  {ratio:6.1f} x status{each}")


if __name__ == "__main__":
    main()
