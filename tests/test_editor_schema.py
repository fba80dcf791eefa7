"""The schemas editors read, tried in the program that editors run; what it says agrees with `gtm check`.

Needs node and npm. Where there are none the tests are skipped and say so; in CI they fail.
"""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from gtm import pipeline
from gtm.edit import editor
from tests.checks.examples import HERE, all_rules, build
from tests.language_server import Server, installed
from tests.running import gtm
from tests.workspaces import example, small

# Said by gtm check alone: an editor sees no bytes, no folder, no impossible days, no second file.
CHECK_ALONE = {
    "empty-file",  # an empty file may be one that is just being begun
}
REFERENCES = {
    "unknown-person", "unknown-trait", "unknown-role", "unknown-stage", "unknown-team", "unknown-metric",
    "unknown-source", "unknown-calendar", "unknown-id", "bare-id", "unknown-check",
}  # fmt: skip
AGREED = [
    rule
    for rule in all_rules()
    if (rule.code.startswith("GTM1") and rule.slug not in CHECK_ALONE) or rule.slug in REFERENCES
]


def schemas(files: Mapping[str, bytes]) -> dict[str, str]:
    return editor.schemas(pipeline.read(files).documents)


def put(root: Path) -> Path:
    """Write the schemas of a workspace on disk, as the command would."""
    for path, text in editor.schemas(pipeline.read(pipeline.load(str(root))).documents).items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


# --- the schemas themselves ---------------------------------------------------------------------


def test_every_schema_is_a_schema_and_every_file_has_one() -> None:
    found = schemas(small())
    for text in found.values():
        Draft202012Validator.check_schema(json.loads(text))
    for path in small():
        named = editor.modeline(path).partition("$schema=")[2]
        assert os.path.normpath(os.path.join(os.path.dirname(path), named)) in found


def test_the_names_of_the_workspace_are_in_them() -> None:
    launches = json.loads(schemas(small())[".gtm/launches.schema.json"])
    named = launches["$defs"]["any-of-people"]["enum"]
    assert {"mina", "arda"} <= set(named)
    states = launches["properties"]["items"]["properties"]
    assert {"buy.finance.price-list/tr", "buy.finance.price-list/de"} <= set(states)
    assert "buy.finance.price-list" not in states, "an item for each market has no state of its own"
    playbook = json.loads(schemas(small())[".gtm/playbook.schema.json"])
    assert {"buy.finance.price-list", "buy.finance.price-list/tr", "buy"} <= set(
        playbook["$defs"]["any-of-needs"]["enum"]
    )


def test_a_workspace_without_names_still_has_schemas() -> None:
    for text in schemas({"gtm.yaml": b"workspace: {format: 1, name: A}\n"}).values():
        Draft202012Validator.check_schema(json.loads(text))
        assert '"enum": []' not in text


def test_no_title_hides_anything_in_an_editor() -> None:
    files = {"people.yaml": b'people: {ada: {name: "A\\e[31m\\u202E[x](command:y)"}}\n'}
    text = schemas(files)[".gtm/people.schema.json"]
    assert "\u202e" not in text
    assert "\\u001b" not in text


# --- the command --------------------------------------------------------------------------------


def test_writing_then_checking_and_a_new_person_makes_them_stale(tmp_path: Path) -> None:
    root = example("atlas", tmp_path)
    assert gtm(root, "schema", "--check").returncode == 1
    assert gtm(root, "schema", "--write").returncode == 0
    assert gtm(root, "schema", "--check").returncode == 0
    with (root / "people.yaml").open("a", encoding="utf-8") as people:
        people.write("  zoe: {name: Zoe New}\n")
    stale = gtm(root, "schema", "--check")
    assert stale.returncode == 1
    assert b".gtm/people.schema.json is stale" in stale.stdout
    again = gtm(root, "schema", "--write").stdout
    assert b".gtm/people.schema.json" in again
    assert b".gtm/calendars.schema.json" not in again
    assert gtm(root, "schema", "--write").stdout == b"everything is up to date\n"


def test_without_an_option_it_prints_and_writes_nothing(tmp_path: Path) -> None:
    root = example("spark", tmp_path)
    ran = gtm(root, "schema")
    assert set(json.loads(ran.stdout)) >= {".gtm/launches.schema.json"}
    assert not (root / ".gtm").exists()


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    root = example("spark", tmp_path)
    (root / "people.yaml").write_text("people: [\n")
    ran = gtm(root, "schema", "--write")
    assert b"people.yaml cannot be understood in full" in ran.stderr


SETTINGS = [
    (None, None),
    ("", None),
    ('{\n    "editor.tabSize": 4\n}\n', "editor.tabSize"),
    ('{"yaml.schemas": {"mine.json": "*.x", "./.gtm/people.schema.json": "other.yaml"}}', "yaml.schemas"),
]


@pytest.mark.parametrize(("old", "kept"), SETTINGS)
def test_settings_are_added_to_and_nothing_of_a_person_is_lost(old: str | None, kept: str | None) -> None:
    text, by_hand = editor.settings(old, schemas(small()))
    assert text is not None
    assert not by_hand
    after, before = json.loads(text), json.loads(old) if old else {}
    assert set(after["yaml.schemas"]) >= {"./.gtm/launches.schema.json", "./.gtm/playbook.schema.json"}
    for key, value in before.items():
        assert after[key] == value or {**after[key], **value} == after[key]
    assert kept is None or next(iter(after)) == kept
    assert editor.settings(text, schemas(small())) == (text, "")
    assert "    " not in text or (old or "").startswith("{\n    ") or '\n  "' in text


@pytest.mark.parametrize(
    "old", ["{\n  // a word\n}", "[]", '{"a": 1,}', '{"a": 1, "a": 2}', '{"yaml.schemas": 3}', "{" * 9]
)
def test_settings_that_cannot_be_added_to_safely_are_left_alone(old: str) -> None:
    text, by_hand = editor.settings(old, schemas(small()))
    assert text is None
    assert "./.gtm/launches.schema.json" in by_hand


def test_a_refused_extension_is_not_recommended_again() -> None:
    old = '{"unwantedRecommendations": ["redhat.vscode-yaml"]}'
    assert editor.extensions(old) == (old, "")
    text, _ = editor.extensions('{"recommendations": ["a.b"]}')
    assert text is not None
    assert json.loads(text) == {"recommendations": ["a.b", "redhat.vscode-yaml"]}


def test_settings_with_comments_stay_and_the_command_says_what_to_add(tmp_path: Path) -> None:
    root = example("spark", tmp_path)
    (root / ".vscode").mkdir()
    mine = "{\n  // mine\n}\n"
    (root / ".vscode" / "settings.json").write_text(mine)
    ran = gtm(root, "schema", "--write")
    assert ran.returncode == 0
    assert (root / ".vscode" / "settings.json").read_text() == mine
    assert b'"yaml.schemas"' in ran.stderr


@pytest.mark.parametrize("place", [".gtm", ".vscode"])
def test_a_link_out_of_the_workspace_is_not_followed(tmp_path: Path, place: str) -> None:
    root = example("spark", tmp_path)
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / place).symlink_to(outside)
    assert gtm(root, "schema", "--write").returncode == 4
    assert not list(outside.iterdir())


# --- in the editor ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def script() -> Path:
    found = installed()
    if isinstance(found, str):
        if os.environ.get("CI") == "true":
            pytest.fail(found)
        pytest.skip(f"NOT TESTED: schemas in an editor, because {found}")
    return found


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory, script: Path) -> Iterator[tuple[Path, Server]]:
    """The atlas example open in an editor with the settings that the command wrote."""
    root = example("atlas", tmp_path_factory.mktemp("editor"))
    assert gtm(root, "schema", "--write").returncode == 0
    settings = json.loads((root / ".vscode" / "settings.json").read_text("utf-8"))
    with Server(script, root, settings) as server:
        yield root, server


LEGAL = "launches/atlas/legal.yaml"
FINANCE = "playbook/buy/finance.yaml"


@pytest.mark.editor
def test_a_good_workspace_has_no_complaint(atlas: tuple[Path, Server]) -> None:
    root, server = atlas
    files = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*.yaml")}
    assert len(files) > 50
    assert {path: said for path, said in server.all_complaints(files).items() if said} == {}


OFFERED = [
    (FINANCE, "items:\n  buy.finance.x:\n    title: X\n    needs: [|]\n", {"learn.legal.eula", "buy"}),
    (FINANCE, "items:\n  buy.finance.x:\n    title: X\n    when: [|]\n", {"saas", "eu"}),
    (FINANCE, "items:\n  buy.finance.x:\n    title: X\n    role: |\n", {"executive-sponsor"}),
    (LEGAL, "items:\n  |\n", {"learn.legal.eula"}),
    (LEGAL, "items:\n  learn.legal.eula:\n    |\n", {"status", "owner", "evidence", "waiting_on"}),
    (LEGAL, "items:\n  learn.legal.eula:\n    status: |\n", {"todo", "doing", "blocked", "done", "not-applicable"}),
    (LEGAL, "items:\n  learn.legal.eula:\n    owner: |\n", {"mina", "arda"}),
    (LEGAL, "items:\n  learn.legal.eula:\n    evidence:\n      - |\n", {"link", "ref", "file"}),
    ("launches/atlas/launch.yaml", "launch:\n  title: A\n  roles:\n    |\n", {"executive-sponsor"}),
    ("launches/atlas/launch.yaml", "launch:\n  title: A\n  leads:\n    legal: |\n", {"mina"}),
    ("gtm.yaml", "workspace:\n  format: 1\n  name: A\n  policy:\n    severity:\n      |\n", {"no-owner"}),
]


@pytest.mark.editor
@pytest.mark.parametrize(("path", "text", "wanted"), OFFERED)
def test_completion_offers_the_names_there_are(
    atlas: tuple[Path, Server], path: str, text: str, wanted: set[str]
) -> None:
    labels = {one["label"] for one in atlas[1].completions(path, text)}
    assert wanted <= labels


@pytest.mark.editor
def test_completion_says_what_an_id_means_and_begins_an_item(atlas: tuple[Path, Server]) -> None:
    _, server = atlas
    needs = server.completions(FINANCE, "items:\n  buy.finance.x:\n    title: X\n    needs: [|]\n")
    (eula,) = [one for one in needs if one["label"] == "learn.legal.eula"]
    assert len(json.dumps(eula.get("documentation"))) > 10
    fresh = server.completions(FINANCE, "items:\n  |\n")
    (item,) = [one for one in fresh if one["label"] == "new item"]
    assert "title: ${4:Do this}" in item["insertText"]
    proofs = server.completions(LEGAL, "items:\n  learn.legal.eula:\n    evidence:\n      - |\n")
    assert any("link: https://$1" in one.get("insertText", "") for one in proofs)


SLIPS = [
    (FINANCE, "items:\n  buy.finance.x:\n    title: X\n    needs: [learn.legal.eulla]\n", 4),
    (FINANCE, "items:\n  buy.finance.x:\n    titel: X\n    title: X\n", 3),
    (FINANCE, "items:\n  buy.finnce.x:\n    title: X\n", 2),
    (LEGAL, "items:\n  learn.legal.eulla:\n    status: done\n", 2),
    (LEGAL, "items:\n  learn.legal.eula:\n    status: finished\n", 3),
    (LEGAL, "items:\n  learn.legal.eula:\n    status: done\n    ownr: mina\n", 4),
    (LEGAL, "items:\n  learn.legal.eula:\n    owner: nobody\n", 3),
    (LEGAL, "items:\n  learn.legal.eula:\n    due: T-30\n", 3),
    (LEGAL, "items:\n  learn.legal.eula:\n    finished: 31.01.2027\n", 3),
    (LEGAL, "items:\n  learn.legal.eula:\n    evidence:\n      - link: javascript:alert(1)\n", 4),
    (LEGAL, "items:\n  learn.legal.eula:\n    evidence:\n      - file: ../secret\n", 4),
    (LEGAL, "items: {}\nlaunch: {title: A, date: 2027-02-16}\n", 2),
    ("launches/atlas/launch.yaml", "launch:\n  title: A\n  date: 2027-02-16\n  traits: [sass]\n", 4),
]


@pytest.mark.editor
@pytest.mark.parametrize(("path", "text", "line"), SLIPS)
def test_a_slip_is_marked_as_it_is_typed_in_few_words(
    atlas: tuple[Path, Server], path: str, text: str, line: int
) -> None:
    found = atlas[1].complaints(path, text)
    assert [one.partition(":")[0] for one in found] == [str(line)], found
    assert all(len(one) < 400 for one in found), "not a list of all the ids"


@pytest.mark.editor
def test_a_file_says_itself_which_schema_it_has(tmp_path: Path, script: Path) -> None:
    root = put(example("atlas", tmp_path))
    with Server(script, root, {}) as server:
        for path in (LEGAL, FINANCE, "people.yaml", "gtm.yaml", "launches/atlas/decisions/x.yaml"):
            head = editor.modeline(path)
            assert server.complaints(path, f"{head}\nnonsense: 1\n"), path
            assert not server.complaints(path, "nonsense: 1\n"), path


@pytest.mark.editor
def test_editor_and_check_agree_on_the_examples_of_shapes(tmp_path: Path, script: Path) -> None:
    files: dict[str, str] = {}
    for rule in AGREED:
        for side in ("good", "bad"):
            root = tmp_path / rule.slug / side
            marks = build(rule, side, root)
            put(root)
            bad = {path for path, _, code in marks if code == rule.code}
            for path in (HERE / rule.slug / side).rglob("*.y*ml"):
                name = path.relative_to(HERE / rule.slug / side).as_posix()
                if side == "good" or name in bad:
                    text = f"{editor.modeline(name)}\n{(root / name).read_text('utf-8')}"
                    files[f"{rule.slug}/{side}/{name}"] = text
    with Server(script, tmp_path, {}) as server:
        told = {path for path, said in server.all_complaints(files).items() if said}
    assert told == {path for path in files if "/bad/" in path}
    assert {path.partition("/")[0] for path in told} == {rule.slug for rule in AGREED}
