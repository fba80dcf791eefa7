"""Folders as they are found: links, doubles, folders named like files. Nothing is left out in silence."""

import os
from pathlib import Path

import pytest

from gtm import disk


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("playbook/buy", "launches/atlas", "company", "calendars"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "gtm.yaml").write_text("workspace: {format: 1, name: A}\n")
    (tmp_path / "playbook/buy/sales.yml").write_text("items:\n")
    return tmp_path


def read(root: Path) -> disk.Tree:
    return disk.read(str(root), 1000)


def test_yaml_of_the_workspaces_folders_is_read(root: Path) -> None:
    (root / "ci.yaml").write_text("not ours")
    (root / "src").mkdir()
    (root / "src/x.yaml").write_text("not ours")
    (root / "playbook/.#sales.yaml").write_text("an editor's lock")
    (root / "playbook/.sales.yaml.swp").write_text("an editor's copy")
    tree = read(root)
    assert sorted(tree.files) == ["gtm.yaml", "playbook/buy/sales.yml"]
    assert not tree.faults
    assert not tree.strays


def test_other_files_are_strays(root: Path) -> None:
    (root / "playbook/buy/sales.yaml.orig").write_text("x")
    (root / "launches/atlas/notes.txt").write_text("x")
    (root / "launches/atlas/.legal.yaml").write_text("items: {}")
    tree = read(root)
    assert tree.strays == ("launches/atlas/.legal.yaml", "launches/atlas/notes.txt", "playbook/buy/sales.yaml.orig")
    assert "launches/atlas/.legal.yaml" not in tree.files


def test_a_folder_named_like_a_file_is_a_fault(root: Path) -> None:
    (root / "playbook/buy/legal.yaml").mkdir()
    assert read(root).faults == (("playbook/buy/legal.yaml", "a folder has the name of a file"),)


def test_a_file_named_like_a_folder_is_a_fault(root: Path) -> None:
    (root / "calendars").rmdir()
    (root / "calendars").write_text("x")
    assert read(root).faults == (("calendars", "a file has the name of a folder"),)


def test_links_out_of_the_workspace_are_not_followed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.yaml").write_text("secret: 1")
    (root / "playbook/buy/secret.yaml").symlink_to(outside / "secret.yaml")
    (root / "company/all").symlink_to(outside)
    (root / "launches/gone.yaml").symlink_to("nowhere.yaml")
    tree = read(root)
    assert tree.faults == (
        ("company/all", "the link leaves the workspace"),
        ("launches/gone.yaml", "the link leads nowhere"),
        ("playbook/buy/secret.yaml", "the link leaves the workspace"),
    )
    assert b"secret: 1" not in tree.files.values()


def test_a_whole_folder_that_is_a_link_out_is_a_fault(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (root / "company").rmdir()
    (root / "company").symlink_to(tmp_path_factory.mktemp("outside"))
    assert read(root).faults == (("company", "the link leaves the workspace"),)


def test_links_in_a_circle_end(root: Path) -> None:
    (root / "playbook/again").symlink_to(root / "playbook")
    (root / "playbook/self.yaml").symlink_to(root / "playbook/self.yaml")
    tree = read(root)
    assert dict(tree.faults)["playbook/again"] == "the link leads in a circle"
    assert "playbook/self.yaml" in dict(tree.faults)


def test_a_link_inside_the_workspace_is_followed(root: Path) -> None:
    (root / "company/sales.yaml").symlink_to(root / "playbook/buy/sales.yml")
    assert read(root).files["company/sales.yaml"] == b"items:\n"


def test_folders_nested_too_deep_are_a_fault(root: Path) -> None:
    deep = root / "playbook" / "/".join("abcdefghij")
    deep.mkdir(parents=True)
    (deep / "x.yaml").write_text("items:\n")
    [(path, reason)] = read(root).faults
    assert path == "playbook/a/b/c/d/e/f/g/h"
    assert reason == "folders are nested too deep"


def test_pipes_are_not_opened(root: Path) -> None:
    os.mkfifo(root / "playbook/pipe.yaml")
    assert read(root).faults == (("playbook/pipe.yaml", "not a regular file"),)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_what_is_closed_to_us_is_a_fault(root: Path) -> None:
    (root / "playbook/buy").chmod(0)
    (root / "gtm.yaml").chmod(0)
    faults = dict(read(root).faults)
    (root / "playbook/buy").chmod(0o755)
    assert faults == {"gtm.yaml": "permission denied", "playbook/buy": "permission denied"}


def test_reading_stops_just_beyond_the_limit(root: Path) -> None:
    (root / "people.yaml").write_bytes(b"x" * 5000)
    assert len(read(root).files["people.yaml"]) == 1001


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("proofs/a.pdf", True),
        ("proofs", False),
        ("proofs/none.pdf", False),
        ("../outside.pdf", False),
        ("proofs/../proofs/a.pdf", True),
        ("link.pdf", False),
        ("x" * 10_000, False),
        ("", False),
    ],
)
def test_proof_files_lie_inside_the_workspace(root: Path, path: str, there: bool) -> None:
    (root / "proofs").mkdir()
    (root / "proofs/a.pdf").write_text("x")
    (root.parent / "outside.pdf").write_text("x")
    (root / "link.pdf").symlink_to(root.parent / "outside.pdf")
    assert read(root).holds(path) is there


def test_the_workspace_is_found_upwards(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert disk.find(str(root / "playbook/buy")) == str(root)
    assert disk.find(str(tmp_path_factory.mktemp("none"))) is None


def test_an_empty_or_missing_folder_is_an_empty_tree(tmp_path: Path) -> None:
    assert read(tmp_path).files == {}
    assert read(tmp_path / "none").files == {}
