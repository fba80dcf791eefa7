"""Editor schemas and `gtm check` agree on how large a number may be, and a new launch makes no schema stale."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from gtm import pipeline
from gtm.edit import editor
from tests.running import gtm, piped
from tests.workspaces import example, small

LAUNCH, PEOPLE, STATE = "launches/atlas/launch.yaml", "people.yaml", "launches/atlas/numbers.yaml"
NUMBERS = [
    (LAUNCH, "launch: {{title: A, date: 2027-02-16, tier: {}}}\n", ("1", "3"), ("0", "4", "-1")),
    (LAUNCH, "launch: {{title: A, date: 2027-02-16, compress: {}}}\n", ("0.5", "10"), ("0", "-1", "11")),
    (PEOPLE, "people:\n  mina: {{name: Mina, capacity: {}}}\n", ("1", "5"), ("0", "-2", "0.5")),
    (STATE, "items:\n  learn.legal.eula: {{left: {}}}\n", ("0", "2.5"), ("-1", "-0.5")),
    (STATE, "items:\n  learn.legal.eula: {{effort: {}}}\n", ("0", "[1, 2, 3]"), ("-1", "[-1, 2, 3]", "[1, 2, 2001]")),
]
CASES = [
    (path, text.format(value), fine)
    for path, text, good, bad in NUMBERS
    for values, fine in ((good, True), (bad, False))
    for value in values
]


class Dateless(yaml.SafeLoader):
    """Reads numbers as an editor does, and dates as text."""


Dateless.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in known if not tag.endswith(":timestamp")]
    for letter, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.mark.parametrize(("path", "text", "fine"), CASES)
def test_editor_and_check_agree_on_numbers(path: str, text: str, fine: bool) -> None:
    files = {**small(), path: text.encode()}
    said = [one for one in pipeline.read(files).diagnostics if one.span.path == path]
    assert (not said) == fine, said
    schema = json.loads(editor.schemas(pipeline.read(small()).documents)[editor.schema_of(path)])
    found = [one.message for one in Draft202012Validator(schema).iter_errors(yaml.load(text, Dateless))]
    assert (not found) == fine, found


def test_a_new_launch_leaves_no_schema_stale(tmp_path: Path) -> None:
    root = example("atlas", tmp_path)
    assert gtm(root, "schema", "--write").returncode == 0
    words = ("init", "--launch", "nova", "--title", "Nova", "--date", "2027-08-01", "--tier", "3", "--traits", "saas")
    ran = gtm(root, *words)
    assert ran.returncode == 0, ran.stderr
    assert piped(root, "schema", "--check") == ""
    assert "nova" in (root / ".gtm" / "workspace.schema.json").read_text("utf-8")


def test_a_new_launch_makes_no_schema_and_says_what_it_could_not_write(tmp_path: Path) -> None:
    root = example("atlas", tmp_path)
    (root / ".gtm").mkdir(exist_ok=True)
    for path in (root / ".gtm").iterdir():
        path.unlink()
    (tmp_path / "away.json").write_text("{}", "utf-8")
    (root / ".gtm" / "workspace.schema.json").symlink_to(tmp_path / "away.json")
    words = ("init", "--launch", "nova", "--title", "Nova", "--date", "2027-08-01", "--tier", "3", "--traits", "saas")
    ran = gtm(root, *words)
    assert ran.returncode == 0
    assert b".gtm/workspace.schema.json is stale: run gtm schema --write" in ran.stderr
    assert (tmp_path / "away.json").read_text("utf-8") == "{}"
    assert [path.name for path in (root / ".gtm").iterdir()] == ["workspace.schema.json"]


def test_an_item_of_the_launchs_own_makes_the_schemas_stale_and_check_says_so(tmp_path: Path) -> None:
    root = example("atlas", tmp_path)
    assert gtm(root, "schema", "--write").returncode == 0
    assert gtm(root, "set", "learn.legal.extra", "--own", "title=One thing more", "owner=mina").returncode == 0
    ran = gtm(root, "schema", "--check")
    assert ran.returncode == 1
    assert b".gtm/launches.schema.json is stale: run gtm schema --write" in ran.stdout
