"""What README.md shows is run: every command in a console block, and every line shown of its answer."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from gtm import commands, registry
from tests.workspaces import example

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
COMMANDS = [part for block in BLOCKS for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part]


@pytest.mark.parametrize("shown", COMMANDS, ids=lambda shown: shown.splitlines()[0])
def test_a_command_in_the_readme_answers_as_shown(shown: str, tmp_path: Path) -> None:
    command, *lines = shown.splitlines()
    words = command.split()
    assert words[0] == "gtm"
    workspace = example("atlas", tmp_path)
    ran = subprocess.run(
        [sys.executable, "-m", "gtm", *words[1:]],
        check=False,
        cwd=workspace,
        capture_output=True,
        encoding="utf-8",
    )
    assert ran.returncode in {0, 1}, ran.stderr
    assert "Traceback" not in ran.stderr
    answer = iter(ran.stdout.splitlines())
    for line in lines:
        if line and line != "…":
            assert line in answer, f"{line!r} is not in the answer of {command}"


def test_the_readme_names_every_command_there_is() -> None:
    known = {name.replace("_", "-") for name in registry.names(commands)}
    named = set(re.findall(r"^\| `gtm ([a-z-]+)` \|", README, re.MULTILINE))
    assert named == known


def test_links_in_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_yaml_in_the_readme_is_a_state_that_compiles(tmp_path: Path) -> None:
    from datetime import date

    from gtm import pipeline

    (block,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    workspace = example("atlas", tmp_path)
    legal = workspace / "launches" / "atlas" / "legal.yaml"
    legal.write_text(block, "utf-8")
    snapshot = pipeline.run(pipeline.load(str(workspace)), date(2027, 1, 19), "atlas")
    faults = [one for one in snapshot.diagnostics if one.span.path.endswith("legal.yaml") and one.rule.code < "GTM3"]
    assert not [one.message for one in faults if one.rule.slug != "state-of-removed"]
