"""What the examples answer, in a pipe, as JSON, Markdown and HTML: looked at once, then held.

`pytest --golden-update tests/test_golden_examples.py` writes them anew; read the difference.
"""

from pathlib import Path

import pytest

from tests.golden import Golden
from tests.running import gtm
from tests.workspaces import example

ANSWERS = {
    "status.txt": ("status",),
    "check.txt": ("check", "--format", "concise", "--min", "advice"),
    "tasks.txt": ("tasks",),
    "gate-use.txt": ("gate", "use"),
    "gate-use.json": ("gate", "use", "--format", "json"),
    "why-use.txt": ("why", "use"),
    "plan-use.txt": ("plan", "use"),
}


@pytest.mark.parametrize("name", ["atlas", "beacon", "spark"])
@pytest.mark.parametrize("answer", ANSWERS)
def test_an_example_answers_as_it_did(name: str, answer: str, tmp_path: Path, golden: Golden) -> None:
    said = gtm(example(name, tmp_path), *ANSWERS[answer])
    assert said.returncode in {0, 1}, said.stderr.decode()
    golden(f"{name}-{answer}", said.stdout.decode())


@pytest.mark.parametrize("form", ["json", "markdown", "html"])
def test_the_report_of_the_small_launch_is_as_it_was(form: str, tmp_path: Path, golden: Golden) -> None:
    said = gtm(example("spark", tmp_path), "report", "--format", form, "-o", "-")
    assert said.returncode == 0, said.stderr.decode()
    golden(f"spark-report.{form}", said.stdout.decode())
