"""Words edited since a signature: shown with the difference, from git; without git that is said."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gtm.analysis.rewording import difference
from tests.repositories import Repo, repo
from tests.small_launch import FILES, Gtm, write

__all__ = ["repo"]

GOAL = "playbook/plan/product.yaml"
LONG = "one two three four five six seven eight nine ten eleven twelve"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Write down the goal", "Write the goal", "Write [- down] the goal"),
        ("Write the goal", "Write down the goal", "Write [+ down] the goal"),
        ("Approve the price list", "Approve the prices", "Approve the [price list → prices]"),
        (LONG, LONG.replace("twelve", "12"), "… eight nine ten eleven [twelve → 12]"),
        (LONG, LONG.replace("one", "1"), "[one → 1] two three four five …"),
        (LONG, LONG.replace("one", "1").replace("twelve", "12"),
         "[one → 1] two three four five … eight nine ten eleven [twelve → 12]"),
        ("a  b\nc", "a b c", "blanks and lines only"),
    ],
)  # fmt: skip
def test_two_texts_are_shown_as_one(old: str, new: str, said: str) -> None:
    assert difference(old, new) == said


@given(st.lists(st.sampled_from("abcd"), max_size=60), st.lists(st.sampled_from("abcd"), max_size=60))
def test_a_difference_is_one_line_and_names_what_changed(old: list[str], new: list[str]) -> None:
    said = difference(" ".join(old), " ".join(new))
    assert "\n" not in said
    assert ("[" in said) == (old != new)


def test_the_edited_words_come_from_the_commit_that_was_signed(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    gtm = Gtm(repo.workspace, capsys)
    gtm.sign("plan", "sara", "sponsor")
    repo.commit(message="Sign")
    repo.commit({GOAL: FILES[GOAL].replace("Write down the goal", "Write the goal in a sentence")}, "Better words")
    code, out, _ = gtm("gate", "plan")
    assert code == 0
    part = out[out.index("WORDS EDITED SINCE") :].splitlines()
    assert part[1].strip() == "Write the goal in a sentence  plan.product.goal"
    assert part[2].strip() == "title: Write [- down] the goal [+ in a sentence]"
    (one,) = json.loads(gtm("gate", "plan", "--format", "json")[1])["edited"]
    assert (one["before"], one["after"]) == ("Write down the goal", "Write the goal in a sentence")
    assert "question" not in gtm("gate", "learn")[1] or "WORDS" not in gtm("gate", "learn")[1]


def test_words_of_sensitive_items_are_not_shown(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    gtm = Gtm(repo.workspace, capsys)
    repo.commit({GOAL: FILES[GOAL].replace("due: T-70d", "due: T-70d, sensitive: true")}, "Sensitive")
    gtm.sign("plan", "sara", "sponsor")
    repo.commit(message="Sign")
    state = "launches/atlas/product.yaml"
    repo.commit({state: FILES[state].rstrip("\n") + "\n    note: Secret words\n"}, "A note")
    out = gtm("gate", "plan")[1]
    assert "note edited (sensitive, not shown)" in out
    assert "Secret" not in out


def test_words_signed_and_never_committed_are_not_guessed(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    gtm = Gtm(repo.workspace, capsys)
    repo.write({GOAL: FILES[GOAL].replace("Write down the goal", "Words of a moment")})
    gtm.sign("plan", "sara", "sponsor")
    repo.commit({GOAL: FILES[GOAL]}, "Sign")
    out = gtm("gate", "plan")[1]
    assert "only git can tell: the words as they were signed are not in the history here" in out


def test_without_git_it_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gtm = Gtm(write(tmp_path), capsys)
    gtm.sign("plan", "sara", "sponsor")
    gtm.write({GOAL: FILES[GOAL].replace("Write down", "Write")})
    assert "which, only git can tell: " in gtm("gate", "plan")[1]


def test_a_diff_shows_the_words(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    gtm = Gtm(repo.workspace, capsys)
    path = "playbook/learn/legal.yaml"
    repo.write({path: FILES[path].replace("Which terms bind the customer?", "Which terms bind a customer?")})
    out = gtm("diff", "HEAD")[1]
    assert "question reworded: Which terms bind [the → a] customer?" in out


def test_the_report_shows_the_words_too(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    gtm = Gtm(repo.workspace, capsys)
    gtm.sign("plan", "sara", "sponsor")
    repo.commit(message="Sign")
    repo.commit({GOAL: FILES[GOAL].replace("Write down the goal", "Write the <b>goal</b>")}, "Better words")
    page = gtm("report", "-o", "-")[1]
    assert "1 text edited" in page
    assert "title: Write [- down] the [goal → &lt;b&gt;goal&lt;/b&gt;]" in page
