"""Who signed is held against git: commits, merges, squashes, signatures, and all that git cannot tell."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.repositories import Repo, repo
from tests.small_launch import FILES, Gtm

__all__ = ["repo"]

SIGNED = "launches/atlas/decisions/plan-sponsor.yaml"
PEOPLE = """\
people:
  mina: {name: Mina Karaca, email: Mina@acme.example, teams: [legal], deputy: arda, github: mina-k}
  arda: {name: Arda Tan, email: arda@acme.example}
  deniz: {name: Deniz Şahin, email: deniz@acme.example}
  sara: {name: Sara Rezai, email: sara@acme.example, emails: [sara@home.example], github: SaraR}
"""
GOAL = "launches/atlas/product.yaml"


class Team:
    """A repository in which several people commit, and gtm in it."""

    def __init__(self, repo: Repo, gtm: Gtm) -> None:
        self.repo, self.gtm = repo, gtm

    def git(self, *words: str, by: str = "sara@acme.example", committer: str = "") -> str:
        names = {"GIT_AUTHOR_NAME": by.partition("@")[0], "GIT_AUTHOR_EMAIL": by}
        other = committer or by
        names |= {"GIT_COMMITTER_NAME": other.partition("@")[0], "GIT_COMMITTER_EMAIL": other}
        settings = {**self.repo.environment(), **names}
        done = subprocess.run(["git", *words], cwd=self.repo.folder, env=settings, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    def commit(self, message: str = "A change", *more: str, by: str = "sara@acme.example", committer: str = "") -> str:
        self.repo.now += 86_400
        self.git("add", "-A")
        self.git("commit", "-q", *more, "-m", message, by=by, committer=committer)
        return self.git("rev-parse", "HEAD")

    def gate(self, stage: str = "plan") -> tuple[int, str, str]:
        """The exit code, the state of the first claim and its reason."""
        code, out, err = self.gtm("gate", stage, "--verify-authors", "--format", "json")
        assert out, err
        found = json.loads(out)["authors"]
        return code, found[0]["state"], found[0]["text"]


@pytest.fixture
def team(repo: Repo, capsys: pytest.CaptureFixture[str]) -> Team:
    repo.commit({"people.yaml": PEOPLE}, "People")
    found = Team(repo, Gtm(repo.workspace, capsys))
    found.gtm.sign("plan", "sara", "sponsor")
    return found


def test_without_the_option_nobody_asks_git(team: Team) -> None:
    assert team.gtm("gate", "plan")[0] == 0
    assert json.loads(team.gtm("gate", "plan", "--format", "json")[1])["authors"] is None


def test_what_its_signer_committed_is_verified(team: Team) -> None:
    commit = team.commit()
    assert team.gate() == (0, "verified", f"Sara Rezai wrote it in {commit[:7]}, not signed")
    code, out, _ = team.gtm("gate", "plan", "--verify-authors")
    assert code == 0
    assert "WHO SIGNED, AS GIT HAS IT (1 of 1 verified)" in out
    assert "✔ verified        Sara Rezai signed Plan gate: Sara Rezai wrote it in" in out


@pytest.mark.parametrize(
    "mail",
    [
        "SARA@Acme.example",
        "sara@home.example",
        "123+sarar@users.noreply.github.com",
        "SaraR@users.noreply.github.com",
        "77-sarar@users.noreply.gitlab.com",
    ],
)
def test_every_address_of_a_person_counts(team: Team, mail: str) -> None:
    team.commit(by=mail)
    assert team.gate()[:2] == (0, "verified")


def test_what_somebody_else_wrote_is_contradicted(team: Team) -> None:
    commit = team.commit(by="mina@acme.example")
    said = f"Mina Karaca wrote it in {commit[:7]}, and no approval by Sara Rezai is recorded"
    assert team.gate() == (1, "contradicted", said)
    code, out, _ = team.gtm("gate", "plan", "--verify-authors")
    assert code == 1
    assert "PASSED, BUT NOT VERIFIED" in out.splitlines()
    code, out, _ = team.gtm("check", "--verify-authors", "--format", "concise")
    assert code == 1
    assert f"{SIGNED}:9:7: error GTM521 author-contradicted: git does not show that Sara Rezai signed `plan`" in out


def test_an_address_of_nobody_is_no_contradiction_and_passes_nothing(team: Team) -> None:
    team.commit(by="x@y.example")
    code, state, text = team.gate()
    assert (code, state) == (1, "not verifiable")
    assert text.endswith("was written from x@y.example, which is nobody's in people.yaml")
    code, out, _ = team.gtm("check", "--verify-authors", "--format", "concise", "--launch", "atlas")
    assert "warning GTM522 author-unverified" in out


def test_what_is_not_committed_is_not_verifiable(team: Team) -> None:
    assert team.gate() == (1, "not verifiable", "it is not committed yet")


def test_an_edit_of_the_decision_takes_it_over(team: Team) -> None:
    team.commit()
    file = team.repo.workspace / SIGNED
    file.write_text(file.read_text("utf-8").replace("date: 2027-01-19", "date: 2027-01-18"), "utf-8")
    assert team.gate()[1:] == ("not verifiable", "it is not committed yet")
    team.commit(by="mina@acme.example")
    assert team.gate()[:2] == (1, "contradicted")


def test_order_comments_and_a_rename_by_others_take_nothing_over(team: Team) -> None:
    first = team.commit()
    file = team.repo.workspace / SIGNED
    file.write_text("# a comment\n" + file.read_text("utf-8") + "  note: Well done\n", "utf-8")
    team.commit(by="mina@acme.example")
    team.git("mv", SIGNED, SIGNED.replace("plan-", "the-plan-"))
    team.commit(by="deniz@acme.example")
    assert team.gate() == (0, "verified", f"Sara Rezai wrote it in {first[:7]}, not signed")


def test_keeping_a_promise_takes_nothing_over(team: Team) -> None:
    file = team.repo.workspace / SIGNED
    promise = "  conditions: [{text: Ask two, owner: mina, due: 2027-01-25}]\n"
    text = file.read_text("utf-8").replace("decision: go", "decision: conditional") + promise
    file.write_text(text, "utf-8")
    team.commit()
    assert team.gtm("sign", "plan", "--kept", "1", "--proof", "ref:Notes")[0] == 0
    team.commit("Kept", by="mina@acme.example")
    assert team.gate()[:2] == (0, "verified")
    file.write_text(file.read_text("utf-8").replace("due: 2027-01-25", "due: 2027-03-25"), "utf-8")
    team.commit("More time", by="mina@acme.example")
    assert team.gate()[:2] == (1, "contradicted")


def branch(team: Team, by: str) -> str:
    """The sign-off committed by somebody on a branch, with main moved on meanwhile."""
    team.git("switch", "-q", "-c", "sign")
    found = team.commit("Sign", by=by)
    team.git("switch", "-q", "main")
    team.repo.write({"README.md": "More\n"})
    team.commit("More", by="arda@acme.example")
    return found


def test_a_merge_keeps_the_author_of_the_branch(team: Team) -> None:
    found = branch(team, "sara@acme.example")
    team.git("merge", "-q", "--no-ff", "sign", "-m", "Merge sign", by="arda@acme.example")
    assert team.gate() == (0, "verified", f"Sara Rezai wrote it in {found[:7]}, not signed")


@pytest.mark.parametrize("key", ["Approved-by", "Reviewed-by", "Acked-by", "Merged-by", "Signed-off-by", "reviewed-By"])
def test_the_approver_named_by_the_merge_counts(team: Team, key: str) -> None:
    branch(team, "mina@acme.example")
    message = f"Merge sign\n\nSee merge request !7\n\n{key}: Sara <sara@acme.example>"
    team.git("merge", "-q", "--no-ff", "sign", "-m", message, by="arda@acme.example")
    code, state, text = team.gate()
    assert (code, state) == (0, "verified")
    assert text.startswith("Sara Rezai approved it, says the merge ")


def test_an_approval_of_somebody_else_does_not_count(team: Team) -> None:
    branch(team, "mina@acme.example")
    message = "Merge sign\n\nApproved-by: Deniz <deniz@acme.example>"
    team.git("merge", "-q", "--no-ff", "sign", "-m", message, by="arda@acme.example")
    assert team.gate()[:2] == (1, "contradicted")


def test_nobody_approves_for_another_in_a_message_of_their_own(team: Team) -> None:
    team.commit("Sign\n\nReviewed-by: Sara <sara@acme.example>", by="mina@acme.example")
    code, state, text = team.gate()
    assert (code, state) == (1, "not verifiable")
    assert "also wrote that Sara Rezai approved it" in text


def test_pressing_merge_is_not_signing(team: Team) -> None:
    branch(team, "mina@acme.example")
    team.git("merge", "-q", "--no-ff", "sign", "-m", "Merge sign", by="sara@acme.example")
    code, state, text = team.gate()
    assert (code, state) == (1, "not verifiable")
    assert text.endswith("which Mina Karaca wrote; merging alone is not signing")


def squash(team: Team, message: str, by: str = "arda@acme.example", committer: str = "noreply@github.com") -> None:
    team.git("merge", "-q", "--squash", "sign")
    team.commit(message, by=by, committer=committer)


def test_a_squash_with_co_authors_lost_who_wrote_what(team: Team) -> None:
    branch(team, "sara@acme.example")
    squash(team, "Sign (#7)\n\nCo-authored-by: Sara <sara@acme.example>")
    code, state, text = team.gate()
    assert (code, state) == (1, "not verifiable")
    assert text.startswith("Sara Rezai is one of several authors of ")
    assert text.endswith("squashing lost who wrote what")


def test_a_squash_that_names_the_approver_counts(team: Team) -> None:
    branch(team, "mina@acme.example")
    message = "Sign (!7)\n\nApproved-by: Sara <sara@acme.example>"
    squash(team, message, by="mina@acme.example", committer="deniz@acme.example")
    assert team.gate()[:2] == (0, "verified")


@pytest.mark.parametrize("committer", ["noreply@github.com", "mina@acme.example"])
def test_an_approval_that_the_writer_can_have_typed_does_not_count(team: Team, committer: str) -> None:
    """GitHub's pencil and squash take the message from whoever opened the request, a merge its title."""
    branch(team, "mina@acme.example")
    message = "Merge pull request #7 from mina/sign\n\nApproved-by: Sara <sara@acme.example>"
    names = {"by": "mina@acme.example", "committer": committer}
    team.git("merge", "-q", "--no-ff", "sign", "-m", message, **names)
    assert team.gate()[:2] == (1, "not verifiable")
    team.git("reset", "-q", "--hard", "HEAD^")
    squash(team, message, **names)
    assert team.gate()[:2] == (1, "not verifiable")


def test_a_squash_of_the_signers_own_pull_request_is_hers(team: Team) -> None:
    branch(team, "sara@acme.example")
    squash(team, "Sign (#7)", by="sara@acme.example")
    assert team.gate()[:2] == (0, "verified")


def test_a_program_signs_nothing(team: Team) -> None:
    team.commit(by="49699333+dependabot[bot]@users.noreply.github.com")
    code, state, text = team.gate()
    assert (code, state) == (1, "not verifiable")
    assert text.startswith("a program (")


def test_a_person_without_address_cannot_be_compared(team: Team) -> None:
    (team.repo.workspace / "people.yaml").write_text(PEOPLE.replace("email: sara@acme.example, ", "").replace(
        "emails: [sara@home.example], ", ""), "utf-8")  # fmt: skip
    team.commit(by="mina@acme.example")
    assert team.gate() == (1, "not verifiable", "people.yaml has no email of Sara Rezai to compare with")


OLD_NAME = "Sara Rezai <sara@acme.example> <old@sara.example>\n"


def test_mailmap_is_gits_own_list_of_addresses(team: Team) -> None:
    (team.repo.workspace / ".mailmap").write_text(OLD_NAME)
    team.git("add", ".mailmap")
    team.git("commit", "-q", "-m", "Old addresses", by="arda@acme.example")
    team.commit(by="old@sara.example")
    assert team.gate()[:2] == (0, "verified")


def test_mailmap_also_holds_for_those_named_in_a_message(team: Team) -> None:
    (team.repo.workspace / ".mailmap").write_text(OLD_NAME)
    team.git("add", ".mailmap")
    team.git("commit", "-q", "-m", "Old addresses", by="arda@acme.example")
    branch(team, "mina@acme.example")
    message = "Merge sign\n\nApproved-by: S <old@sara.example>"
    team.git("merge", "-q", "--no-ff", "sign", "-m", message, by="arda@acme.example")
    assert team.gate()[:2] == (0, "verified")


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("people.yaml", "[sara@home.example]", "[sara@home.example, x@y.example]"),
        ("people.yaml", "email: sara@acme.example", "email: x@y.example"),
        (".mailmap", "", "Sara Rezai <sara@acme.example> <x@y.example>\n"),
    ],
)
def test_an_address_that_came_in_with_the_change_signs_nothing(
    team: Team, file: str, old: str, new: str, merged: bool
) -> None:
    place = team.repo.workspace / file
    text = place.read_text("utf-8") if place.exists() else ""
    assert old in text
    if merged:  # in a commit of its own, so that nothing shows in the one that signs
        team.git("switch", "-q", "-c", "stranger")
        team.git("stash", "-q", "-u")
        place.write_text(text.replace(old, new) if old else new, "utf-8")
        team.commit("Tidy", by="x@y.example")
        team.git("stash", "pop", "-q")
    else:
        place.write_text(text.replace(old, new) if old else new, "utf-8")
    team.commit("Sign", by="x@y.example")
    if merged:
        team.git("switch", "-q", "main")
        team.git("merge", "-q", "--no-ff", "stranger", "-m", "Merge", by="arda@acme.example")
    code, state, said = team.gate()
    assert (code, state) == (1, "not verifiable")
    assert said.startswith("x@y.example became an address of Sara Rezai in the same change")


def test_an_address_added_later_counts_from_then_on(team: Team) -> None:
    team.commit(by="x@y.example")
    assert team.gate()[:2] == (1, "not verifiable")
    people = PEOPLE.replace("[sara@home.example]", "[sara@home.example, x@y.example]")
    (team.repo.workspace / "people.yaml").write_text(people, "utf-8")
    team.commit("Another address of Sara's", by="arda@acme.example")
    assert team.gate()[:2] == (0, "verified")


def test_a_commit_that_replaces_another_only_here_verifies_nothing(team: Team) -> None:
    forged = team.commit(by="mina@acme.example")
    words = ("commit-tree", f"{forged}^{{tree}}", "-p", f"{forged}^", "-m", "Sign")
    team.git("replace", forged, team.git(*words, by="sara@acme.example"))
    assert team.gate()[:2] == (1, "contradicted")


def test_a_shallow_clone_admits_that_it_cannot_tell(
    team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    team.commit()
    team.repo.write({"README.md": "More\n"})
    team.commit("More", by="arda@acme.example")
    team.git("clone", "-q", "--depth", "1", f"file://{team.repo.folder}", str(tmp_path / "shallow"))
    code, state, text = Team(team.repo, Gtm(tmp_path / "shallow", capsys)).gate()
    assert (code, state) == (1, "not verifiable")
    assert "older than this shallow clone" in text
    assert "fetch-depth: 0" in text


def test_no_commit_verifies_nothing_and_no_git_ends_with_4(
    team: Team, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(team.repo.workspace, tmp_path / "new", ignore=shutil.ignore_patterns(".git"))
    new = Gtm(tmp_path / "new", capsys)
    code, _, err = new("gate", "plan", "--verify-authors")
    assert code == 4
    assert "--verify-authors asks git:" in err
    assert new("check", "--verify-authors")[0] == 4
    Repo(tmp_path / "new", team.repo.home)
    assert Team(team.repo, new).gate() == (1, "not verifiable", "it is not committed yet")


def forge(team: Team, saw: str) -> None:
    file = team.repo.workspace / SIGNED
    lines = file.read_text("utf-8").splitlines()
    kept = [f'  saw: "{saw}"' if line.startswith("  saw:") else line for line in lines]
    file.write_text("\n".join(kept) + "\n", "utf-8")


def test_a_digest_that_never_stood_in_the_files_is_contradicted(team: Team) -> None:
    forge(team, "1:" + "0123456789ab" * 3)
    commit = team.commit()
    code, state, text = team.gate()
    assert (code, state) == (1, "contradicted")
    assert text.startswith(f"what it says was seen stood neither in {commit[:7]} nor in ")
    assert "1 commits" not in text


def test_a_digest_of_an_earlier_commit_was_seen(team: Team) -> None:
    team.repo.write({GOAL: FILES[GOAL].replace("2026-12-01", "2026-12-02")})
    team.commit("The goal moves; signed before", by="sara@acme.example")
    code, state, _ = team.gate()
    assert (code, state) == (1, "verified")  # hers and seen, but stale: the gate says so itself


def test_a_waiver_is_the_approvers_word(team: Team) -> None:
    path = "launches/atlas/decisions/e-invoice.yaml"
    approved = FILES[path] + "  approved_by: sara\n  approved: 2027-01-14\n"
    team.repo.write({path: approved})
    team.commit(by="deniz@acme.example")
    code, _, text = team.gate("buy")
    assert (code, text.split(" wrote")[0]) == (1, "Deniz Şahin")
    team.repo.write({path: FILES[path]})
    team.commit("Take it back", by="deniz@acme.example")
    team.repo.write({path: approved})
    team.commit("Approve")
    found = json.loads(team.gtm("gate", "buy", "--verify-authors", "--format", "json")[1])["authors"]
    assert {one["kind"]: one["state"] for one in found}["waiver"] == "verified"
    team.repo.write({path: approved.replace("until: 2027-04-01", "until: 2028-04-01")})
    team.commit("A longer end", by="deniz@acme.example")
    assert team.gate("buy")[1] == "contradicted"


def test_a_confirmation_is_the_second_persons_word(team: Team) -> None:
    path = "launches/atlas/legal.yaml"
    text = "items:\n  learn.legal.eula: {status: not-applicable, reason: No terms, owner: mina, confirmed_by: arda}\n"
    team.repo.write({path: text})
    team.commit(by="mina@acme.example")
    found = json.loads(team.gtm("gate", "learn", "--verify-authors", "--format", "json")[1])["authors"]
    one = next(one for one in found if one["kind"] == "confirmation")
    assert (one["about"], one["person"], one["state"]) == ("learn.legal.eula", "arda", "contradicted")


def key(team: Team, who: str, folder: Path) -> Path:
    made = folder / who
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(made)], check=True)
    with (folder / "allowed").open("a", encoding="utf-8") as file:
        file.write(f"{who} {Path(f'{made}.pub').read_text('utf-8')}")
    return made


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="no ssh-keygen here")
def test_signatures_are_said_and_a_foreign_one_contradicts(team: Team, tmp_path: Path) -> None:
    hers, other = key(team, "sara@acme.example", tmp_path), key(team, "mina@acme.example", tmp_path)
    for name, value in {"gpg.format": "ssh", "gpg.ssh.allowedSignersFile": str(tmp_path / "allowed")}.items():
        team.git("config", name, value)
    team.git("config", "user.signingkey", str(hers))
    team.commit("Sign", "-S")
    code, state, text = team.gate()
    assert (code, state) == (0, "verified")
    assert text.endswith("signed, and the signature is good")
    team.git("config", "user.signingkey", str(other))
    (team.repo.workspace / SIGNED).unlink()
    team.commit("Take it back", by="sara@acme.example")
    team.gtm.sign("plan", "sara", "sponsor")
    team.commit("Sign", "-S")
    code, state, text = team.gate()
    assert (code, state) == (1, "contradicted")
    assert text.endswith("names Sara Rezai, but Mina Karaca signed the commit")


def test_a_workspace_inside_a_repository_is_followed_too(team: Team) -> None:
    team.git("add", "-A")
    team.git("commit", "-q", "-m", "Sign")
    (team.repo.folder / "inner").mkdir()
    for one in ("gtm.yaml", "people.yaml", "playbook", "launches"):
        team.git("mv", one, f"inner/{one}")
    team.commit("Move", by="mina@acme.example")
    moved = Team(team.repo, Gtm(team.repo.folder / "inner", team.gtm._capsys))
    assert moved.gate()[:2] == (0, "verified")


def test_fingerprints_that_never_stood_there_are_contradicted(team: Team) -> None:
    """Whoever leaves an id out of `covers` would make its later opening look like a change since."""
    file = team.repo.workspace / SIGNED
    kept = [line for line in file.read_text("utf-8").splitlines() if "plan.product.goal:" not in line]
    file.write_text("\n".join(kept) + "\n", "utf-8")
    commit = team.commit()
    assert team.gate() == (1, "contradicted", f"its `covers` is not what stood in {commit[:7]}")


def test_a_name_in_a_commit_acts_on_no_screen(team: Team) -> None:
    team.commit("::error::x", by="\x1b[31mx\u202e@y.example")
    for words in (("gate", "plan"), ("gate", "plan", "--format", "json"), ("check", "--format", "github")):
        _, out, err = team.gtm(*words, "--verify-authors", *(("--min", "advice") if words[0] == "check" else ()))
        assert "y.example" in out, out + err
        assert not {"\x1b", "\u202e"} & set(out + err)


def test_a_market_that_launches_later_relies_on_the_same_signatures(team: Team) -> None:
    team.commit(by="mina@acme.example")
    found = json.loads(team.gtm("gate", "buy/de", "--verify-authors", "--format", "json")[1])["authors"]
    assert ("plan", "contradicted") in {(one["about"], one["state"]) for one in found}
