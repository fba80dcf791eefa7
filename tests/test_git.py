"""Git as gtm asks it: refs, trees and logs of real repositories, and a plain word when it cannot answer."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from gtm import disk, history, syntax
from gtm.history import Fault
from tests.repositories import Repo, inner, isolated, repo
from tests.running import gtm
from tests.small_launch import FILES

__all__ = ["inner", "repo"]


def opened(at: Repo | Path) -> history.Repository:
    found = history.open_repository(str(at.workspace if isinstance(at, Repo) else at))
    assert isinstance(found, history.Repository), found
    return found


def fault(found: object) -> str:
    assert isinstance(found, Fault), found
    return str(found)


def planted(at: Repo, commit: str) -> disk.Tree:
    found = opened(at)
    tree = history.tree(found, commit, history.Blobs(found, syntax.MAX_BYTES))
    assert isinstance(tree, disk.Tree), tree
    return tree


# --- trees ---------------------------------------------------------------------------------------


def test_a_commit_is_the_same_tree_as_its_folder(inner: Repo) -> None:
    inner.write(
        {
            "launches/atlas/hukuk işleri.yaml": "items: {}\n",
            "launches/atlas/حقوقی.yaml": "items: {}\n",
            "launches/atlas/.hidden.yaml": "items: {}\n",
            "launches/atlas/notes.txt": "stray\n",
            "proof/kanıt.pdf": b"%PDF\0\n",
            "elsewhere/own.yaml": "x: 1\n",
            "company/windows.yml": "items: {}\r\n",
        }
    )
    (inner.workspace / "company" / "linked.yaml").symlink_to("windows.yml")
    (inner.workspace / "company" / "out.yaml").symlink_to("../../../other.yaml")
    (inner.workspace / "company" / "gone.yaml").symlink_to("nothing.yaml")
    commit = inner.commit()
    there, here = disk.read(str(inner.workspace), syntax.MAX_BYTES), planted(inner, commit)
    assert here.files == there.files
    assert set(here.files) >= {"launches/atlas/hukuk işleri.yaml", "launches/atlas/حقوقی.yaml", "company/linked.yaml"}
    assert (here.faults, here.strays) == (there.faults, there.strays)
    for path in ("proof/kanıt.pdf", "./proof/kanıt.pdf", "proof/none.pdf", "../../other.yaml", "proof"):
        assert here.holds(path) == there.holds(path), path
    assert here.holds("proof/kanıt.pdf")


def test_the_tree_of_a_commit_does_not_look_at_the_work_tree(repo: Repo) -> None:
    first = repo("rev-parse", "HEAD")
    repo.commit({"people.yaml": "people: {}\n"})
    repo.write({"people.yaml": "people: {x: {name: X}}\n"})
    assert planted(repo, first).files["people.yaml"].decode() == FILES["people.yaml"]
    assert planted(repo, repo("rev-parse", "HEAD")).files["people.yaml"] == b"people: {}\n"


def test_a_commit_without_the_workspace_is_an_empty_tree(tmp_path: Path, repo: Repo) -> None:
    repo("mv", "launches", "old")
    later = Repo(repo.folder, repo.home, "inside", start=False)
    later.commit(FILES)
    assert planted(later, repo("rev-parse", "HEAD~1")).files == {}


def test_a_file_that_is_far_too_large_is_read_only_up_to_the_limit(repo: Repo) -> None:
    commit = repo.commit({"launches/atlas/large.yaml": b"#" * 5000, "launches/atlas/next.yaml": "items: {}\n"})
    found = opened(repo)
    tree = history.tree(found, commit, history.Blobs(found, 1000))
    assert isinstance(tree, disk.Tree)
    assert len(tree.files["launches/atlas/large.yaml"]) == 1001
    assert tree.files["launches/atlas/next.yaml"] == b"items: {}\n"


def test_a_submodule_in_place_of_a_folder_is_a_fault(repo: Repo) -> None:
    head = repo("rev-parse", "HEAD")
    repo("update-index", "--add", "--cacheinfo", f"160000,{head},launches/other")
    repo("commit", "-q", "-m", "A submodule")
    assert [path for path, _ in planted(repo, repo("rev-parse", "HEAD")).faults] == ["launches/other"]


# --- refs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["-x", "--all", "--output=evil", "-", "a b", "HEAD@{99}", "..", "main:people.yaml", "", "\0"]
)
def test_a_name_is_never_an_option(repo: Repo, name: str) -> None:
    before = sorted(os.listdir(repo.folder))
    found = history.resolve(opened(repo), name)
    assert isinstance(found, Fault)
    assert found.unknown
    assert sorted(os.listdir(repo.folder)) == before


def test_a_branch_whose_name_begins_with_a_dash(repo: Repo) -> None:
    first = repo("rev-parse", "HEAD")
    repo("update-ref", "refs/heads/-x", first)
    repo.commit({"people.yaml": "people: {}\n"})
    assert history.resolve(opened(repo), "-x") == first
    answer = gtm(repo.workspace, "diff", "--", "-x", **isolated(repo.home))
    assert answer.returncode == 0, answer.stderr
    assert f"against -x {first[:7]}".encode() in answer.stdout


def test_branches_tags_hashes_and_ancestors_are_commits(repo: Repo) -> None:
    first = repo("rev-parse", "HEAD")
    repo("tag", "-a", "v1", "-m", "One")
    repo("branch", "özellik/حقوق")
    repo.commit()
    for name in ("v1", "özellik/حقوق", first, first[:9], "HEAD~1", "main^"):
        assert history.resolve(opened(repo), name) == first
    assert {"main", "v1", "özellik/حقوق"} <= set(history.names(opened(repo)))


def test_the_main_branch_is_the_servers_before_ones_own(repo: Repo, tmp_path: Path) -> None:
    repo.commit()
    assert history.main_branch(opened(repo)) == ("main", repo("rev-parse", "main"))
    clone = Repo(tmp_path / "clone", repo.home, start=False)
    repo("clone", "-q", str(repo.folder), str(clone.folder))
    clone.commit()
    assert history.main_branch(opened(clone)) == ("origin/main", repo("rev-parse", "main"))
    repo("branch", "-m", "main", "trunk")
    assert "no main branch" in fault(history.main_branch(opened(repo)))
    repo("branch", "master")
    assert history.main_branch(opened(repo)) == ("master", repo("rev-parse", "trunk"))


def test_histories_without_a_common_commit(repo: Repo) -> None:
    main = repo("rev-parse", "HEAD")
    repo("checkout", "-q", "--orphan", "lonely")
    other = repo.commit()
    assert "no commit in common" in fault(history.merge_base(opened(repo), main, other))


def test_a_detached_head_is_called_by_its_hash(repo: Repo) -> None:
    assert opened(repo).label == "main"
    repo("checkout", "-q", "--detach")
    found = opened(repo)
    assert found.branch is None
    assert found.label == f"{repo('rev-parse', 'HEAD')[:7]} (detached)"


# --- what may be amiss ---------------------------------------------------------------------------


def test_no_git_is_said(repo: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert "not installed" in fault(history.open_repository(str(repo.folder)))
    answer = gtm(repo.workspace, "diff", PATH=str(tmp_path / "empty"))
    assert answer.returncode == 4
    assert b"git is not installed" in answer.stderr
    assert gtm(repo.workspace, "status", PATH=str(tmp_path / "empty")).returncode == 0


def test_a_folder_outside_any_repository(repo: Repo, tmp_path: Path) -> None:
    shutil.copytree(repo.workspace, tmp_path / "plain", ignore=shutil.ignore_patterns(".git"))
    answer = gtm(tmp_path / "plain", "diff", **isolated(repo.home), GIT_CEILING_DIRECTORIES=str(tmp_path))
    assert answer.returncode == 4
    assert b"not in a git repository" in answer.stderr


def test_a_bare_repository_has_no_files(repo: Repo, tmp_path: Path) -> None:
    repo("clone", "-q", "--bare", str(repo.folder), str(tmp_path / "bare.git"))
    assert "bare repository" in fault(history.open_repository(str(tmp_path / "bare.git")))
    answer = gtm(tmp_path / "bare.git", "diff", "main", "main", **isolated(repo.home))
    assert answer.returncode == 4
    assert b"bare repository" in answer.stderr


def test_nothing_committed_yet(tmp_path: Path, repo: Repo) -> None:
    young = Repo(tmp_path / "young", repo.home)
    young.write(FILES)
    found = opened(young)
    assert (found.head, found.label) == (None, "no commit yet")
    for command in ("diff", "history"):
        answer = gtm(young.workspace, command, **isolated(repo.home))
        assert answer.returncode == 4
        assert b"nothing is committed yet" in answer.stderr


def test_a_shallow_clone_says_what_to_fetch(repo: Repo, tmp_path: Path) -> None:
    repo.commit()
    repo.commit()
    shallow = tmp_path / "shallow"
    repo("clone", "-q", "--depth", "1", f"file://{repo.folder}", str(shallow))
    found = opened(shallow)
    assert found.shallow
    assert "fetch-depth: 0" in fault(history.resolve(found, "HEAD~1"))
    for words in (("diff", "HEAD~1"), ("history",)):
        answer = gtm(shallow, *words, **isolated(repo.home))
        assert answer.returncode == 4, words
        assert b"fetch-depth: 0" in answer.stderr


def test_a_shallow_clone_of_a_branch_does_not_know_where_it_began(repo: Repo, tmp_path: Path) -> None:
    repo("checkout", "-q", "-b", "topic")
    repo.commit()
    repo("checkout", "-q", "main")
    repo.commit()
    shallow = tmp_path / "shallow"
    repo("clone", "-q", "--depth", "1", "--no-single-branch", "-b", "topic", f"file://{repo.folder}", str(shallow))
    answer = gtm(shallow, "diff", **isolated(repo.home))
    assert answer.returncode == 4
    assert b"fetch-depth: 0" in answer.stderr


def test_an_unfinished_merge_is_not_judged(inner: Repo) -> None:
    inner("checkout", "-q", "-b", "topic")
    inner.commit({"launches/atlas/legal.yaml": "items:\n  learn.legal.eula: {status: todo}\n"})
    inner("checkout", "-q", "main")
    inner.commit({"launches/atlas/legal.yaml": "items:\n  learn.legal.eula: {status: blocked}\n"})
    inner("merge", "-q", "topic", check=False)
    assert history.unmerged(opened(inner)) == ("launches/atlas/legal.yaml",)
    answer = gtm(inner.workspace, "diff", **isolated(inner.home))
    assert answer.returncode == 4
    assert b"a merge is not finished: launches/atlas/legal.yaml" in answer.stderr
    assert gtm(inner.workspace, "diff", "main", "topic", **isolated(inner.home)).returncode == 0


def test_a_repository_of_somebody_else_is_refused_with_the_way_out(repo: Repo) -> None:
    answer = gtm(repo.workspace, "diff", **isolated(repo.home), GIT_TEST_ASSUME_DIFFERENT_OWNER="1")
    assert answer.returncode == 4
    assert b"belongs to somebody else" in answer.stderr
    assert b"safe.directory" in answer.stderr


def test_an_unknown_name_is_a_usage_error_with_a_suggestion(repo: Repo) -> None:
    repo("branch", "feature/tax-codes")
    answer = gtm(repo.workspace, "diff", "feature/tax-code", **isolated(repo.home))
    assert answer.returncode == 2
    assert b"did you mean `feature/tax-codes`?" in answer.stderr


def test_what_a_hook_exports_about_its_repository_is_not_followed(repo: Repo, tmp_path: Path) -> None:
    other = Repo(tmp_path / "other", repo.home)
    other.commit({"people.yaml": "people: {}\n"})
    hook = {
        "GIT_DIR": str(other.folder / ".git"),
        "GIT_WORK_TREE": str(other.folder),
        "GIT_INDEX_FILE": str(tmp_path / "index"),
        "GIT_PREFIX": "launches/",
        "GIT_OBJECT_DIRECTORY": str(tmp_path / "objects"),
        "GIT_CONFIG_PARAMETERS": "'core.bare=true'",
    }
    (tmp_path / "objects").mkdir()
    usual = gtm(repo.workspace, "diff", **isolated(repo.home))
    answer = gtm(repo.workspace, "diff", **isolated(repo.home), **hook)
    assert usual.returncode == 0, usual.stderr
    assert answer.stdout == usual.stdout
    assert not (tmp_path / "index").exists()


def test_asking_writes_nothing(repo: Repo) -> None:
    repo("update-index", "--refresh")
    os.utime(repo.workspace / "people.yaml", (1, 1))  # git status would refresh the index now

    def state() -> dict[str, bytes]:
        found = (path for path in sorted(repo.folder.rglob("*")) if path.is_file())
        return {str(path): path.read_bytes() for path in found if path.parent != repo.folder / ".git" / "gtm"}

    before = state()
    for words in (("diff",), ("history",), ("diff", "HEAD", "HEAD")):
        assert gtm(repo.workspace, *words, **isolated(repo.home), PYTHONDONTWRITEBYTECODE="1").returncode == 0
    assert state() == before


# --- the log -------------------------------------------------------------------------------------


def test_the_log_is_what_git_says_of_each_first_parent(inner: Repo) -> None:
    inner.commit({"launches/atlas/yeni dosya.yaml": "items: {}\n"}, "İlk\x1e\n\nbody")
    inner("mv", f"{inner.inner}/launches/atlas/legal.yaml", f"{inner.inner}/launches/atlas/hukuk.yaml")
    inner.commit(message="Renamed")
    inner("checkout", "-q", "-b", "side")
    inner.commit({"launches/atlas/side.yaml": "items: {}\n"}, "On the side")
    inner("checkout", "-q", "main")
    inner.commit({"people.yaml": None}, "People gone")
    inner("merge", "-q", "--no-ff", "-m", "Merge", "side")
    inner.commit({"../../elsewhere.txt": "x"}, "Not ours")
    found = opened(inner)
    assert found.head is not None
    log = history.log(found, found.head)
    assert not isinstance(log, Fault)
    assert [one.subject for one in log] == ["The launch", "İlk\x1e", "Renamed", "People gone", "Merge"]
    assert [one.when for one in log] == sorted(one.when for one in log)
    blobs = history.Blobs(found, syntax.MAX_BYTES)
    for one in log:
        tree = history.planted(one.files, blobs)
        assert isinstance(tree, disk.Tree)
        assert tree.files == planted(inner, one.id).files
    assert "launches/atlas/side.yaml" in log[-1].files
    assert "people.yaml" not in log[-1].files


def test_a_log_of_odd_names_and_empty_messages(repo: Repo) -> None:
    path = "launches/atlas/:two\nlines\t'\x1e.yaml"
    repo.commit({path: "items: {}\n"}, "x")
    repo("commit", "-q", "--amend", "--allow-empty-message", "-m", "")
    repo.commit({path: None}, "Gone")
    found = opened(repo)
    assert found.head is not None
    log = history.log(found, found.head)
    assert not isinstance(log, Fault)
    assert [one.subject for one in log] == ["The launch", "", "Gone"]
    assert path in log[1].files
    assert log[2].files == log[0].files


def test_names_that_are_no_utf_8_do_not_stop_anything(repo: Repo) -> None:
    name = os.fsdecode(b"launches/atlas/\xff\xfe.yaml")
    repo.commit({name: "items: [\n"}, "Odd")
    assert name in planted(repo, repo("rev-parse", "HEAD")).files
    for words in (("diff", "HEAD~1"), ("history",), ("diff", "HEAD~1", "--format", "json")):
        assert gtm(repo.workspace, *words, **isolated(repo.home)).returncode == 0


def test_git_runs_without_a_shell(repo: Repo, tmp_path: Path) -> None:
    name = f"$(touch {tmp_path}/owned);`touch {tmp_path}/owned`"
    assert isinstance(history.resolve(opened(repo), name), Fault)
    done = subprocess.run(["ls", str(tmp_path)], capture_output=True, check=True)
    assert b"owned" not in done.stdout
