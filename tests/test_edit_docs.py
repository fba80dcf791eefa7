"""docs/pull-requests.md is tried as a new user would: every command, in order, on the bundled example."""

import re
import shlex
import subprocess
import sys
from datetime import date
from pathlib import Path

from gtm import pipeline
from gtm.edit import form
from tests.running import ROOT, environment
from tests.workspaces import example

PAGE = (ROOT / "docs" / "pull-requests.md").read_text("utf-8")


def test_the_walk_through_answers_as_shown(tmp_path: Path) -> None:
    workspace = example("atlas", tmp_path)
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *words], cwd=workspace, check=True, env=environment())
    blocks = re.findall(r"```console\n\$ gtm (.*)\n((?:.*\n)*?)```", PAGE)
    assert len(blocks) > 10
    for command, shown in blocks:
        ran = subprocess.run(
            [sys.executable, "-m", "gtm", *shlex.split(command)],
            cwd=workspace, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        said = ran.stdout.decode().splitlines()
        assert ran.returncode in {0, 1, 2}, said
        answer = iter(said)
        for line in shown.splitlines():
            assert line in said, f"{line!r} is not in the answer of gtm {command}: {said}"
        if not command.startswith(("diff", "fmt")):
            ordered = [line for line in answer if line in shown.splitlines()]
            assert len(ordered) >= len(shown.splitlines())


def test_the_filled_in_form_is_understood(tmp_path: Path) -> None:
    empty, full = re.findall(r" {3}```yaml\n(.*?) {3}```", PAGE, re.DOTALL)
    workspace = example("atlas", tmp_path)
    for block in (empty, full):
        text = "".join(line[3:] for line in block.splitlines(keepends=True))
        (workspace / "launches" / "atlas" / "legal.yaml").write_text(text, "utf-8")
        snapshot = pipeline.run(pipeline.load(str(workspace)), date(2027, 1, 19), "atlas")
        assert not [
            one for one in snapshot.diagnostics if one.span.path.endswith("legal.yaml") and one.rule.code < "GTM3"
        ]
        item = snapshot.launch.items["learn.legal.claims-approval"]
        assert snapshot.study.readiness[item.id].settled is (block == full)


def test_the_menu_on_the_page_is_the_one_in_the_files(tmp_path: Path) -> None:
    study = pipeline.run(pipeline.load(str(example("atlas", tmp_path))), date(2027, 1, 19), "atlas").study
    head = form.team_file(study, "legal").splitlines()[:8]
    shown = re.findall(r"^ {3}(# .*)$", PAGE, re.MULTILINE)
    assert len(shown) == 2
    assert not [line for line in shown if line not in head]
