"""Decisions that were asked for: asked, started, needs work, decided, and where people see it."""

import json
from datetime import date
from pathlib import Path

import pytest

from gtm.analysis import asking
from tests.repositories import Repo, repo
from tests.small_launch import Gtm, write
from tests.workspaces import said, trial

__all__ = ["repo"]

REVIEW = "launches/atlas/decisions/plan-review-sponsor.yaml"


@pytest.fixture
def gtm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Gtm:
    return Gtm(write(tmp_path), capsys)


def text(gtm: Gtm) -> str:
    return (gtm.folder / REVIEW).read_text("utf-8")


def signoffs(gtm: Gtm, day: str = "2027-01-26") -> str:
    out = gtm("gate", "plan", "--as-of", day)[1]
    return out[out.index("SIGN-OFFS") :]


def test_a_decision_is_asked_looked_at_sent_back_asked_again_and_given(gtm: Gtm) -> None:
    assert gtm("sign", "plan", "--ask", "sara", "--by", "mina")[0] == 0
    assert "review:\n  gate: plan\n  as: sponsor\n  of: sara\n  asked_by: mina\n  asked: 2027-01-19\n" in text(gtm)
    assert "asked of سارا رضایی on Tue 19 Jan 2027, 5 working days ago" in signoffs(gtm)
    code, _, err = gtm("sign", "plan", "--ask", "sara")
    assert (code, "that is still open" in err) == (2, True)

    assert gtm("sign", "plan", "--start", "--by", "sara", "--as-of", "2027-01-20")[0] == 0
    assert "being looked at since Wed 20 Jan 2027, asked of" in signoffs(gtm)
    words = ("sign", "plan", "--needs-work", "Prices: not final\nask again", "--by", "sara", "--as-of", "2027-01-21")
    assert gtm(*words)[0] == 0
    assert "needs work since Thu 21 Jan 2027: Prices: not final" in signoffs(gtm)

    assert gtm("sign", "plan", "--ask", "sara", "--as-of", "2027-01-22")[0] == 0
    assert "asked of سارا رضایی on Fri 22 Jan 2027, 2 working days ago" in signoffs(gtm)
    assert gtm("sign", "plan", "--decision", "go", "--by", "sara", "--as-of", "2027-01-25")[0] == 0
    assert "asked of" not in signoffs(gtm)
    code, _, err = gtm("sign", "plan", "--start", "--by", "sara", "--as-of", "2027-01-26")
    assert (code, "is pending: it is decided" in err) == (2, True)


def test_what_was_asked_stands_in_status_report_and_json(gtm: Gtm) -> None:
    gtm("sign", "buy", "--ask", "sara", "--as-of", "2027-01-12")
    decide = gtm("status")[1]
    assert "asked of سارا رضایی on Tue 12 Jan 2027, 5 working days ago" in decide[decide.index("DECIDE") :]
    assert "asked of سارا رضایی on Tue 12 Jan 2027" in gtm("gate", "buy", "--agenda")[1]
    for form in ("html", "markdown"):
        assert "asked of سارا رضایی on Tue 12 Jan 2027" in gtm("report", "--format", form, "-o", "-")[1]
    slot = json.loads(gtm("gate", "buy", "--format", "json")[1])["sign_offs"][0]
    assert slot["asked"] == [
        {"role": "sponsor", "state": "asked", "of": "sara", "of_name": "سارا رضایی", "asked": "2027-01-12",
         "days": 5, "needs_work": None}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--ask", "mina"), "holds no role that signs the plan gate"),
        (("--start",), "say who looks at it"),
        (("--start", "--by", "sara"), "nobody asked for it"),
        (("--needs-work", "x", "--by", "sara"), "nobody asked for it"),
        (("--ask", "nobody-such"), "no person"),
        (("--ask", "sara", "--start"), "one at a time"),
        (("--done", "2027-01-01"), "say which: --kept"),
    ],
)
def test_what_cannot_be_asked_is_refused(gtm: Gtm, words: tuple[str, ...], why: str) -> None:
    code, _, err = gtm("sign", "plan", *words)
    assert (code, why in err) == (2, True), err
    assert not (gtm.folder / REVIEW).exists()


def test_a_dry_run_shows_the_file_and_writes_nothing(gtm: Gtm) -> None:
    code, out, _ = gtm("sign", "plan", "--ask", "sara", "--dry-run")
    assert (code, "+review:" in out, (gtm.folder / REVIEW).exists()) == (0, True, False)


def test_a_request_of_tomorrow_or_with_unknown_names_is_a_finding() -> None:
    file = "review: {gate: learn, as: boss, asked: 2027-01-20, of: nobody, asked_by: ada}\n"
    snapshot = trial("  learn.legal.a: {title: A}\n", **{"launches/trial/decisions/r.yaml": file})
    assert len(said(snapshot, "unknown-person")) == 1
    assert "asked for" in said(snapshot, "future-fact")[0].message
    assert asking.of_gate(snapshot.launch, "learn", ()) == ()
    (one,) = asking.of_gate(trial("  learn.legal.a: {title: A}\n", as_of=date(2027, 1, 20),
                                  **{"launches/trial/decisions/r.yaml": file}).launch, "learn", ())  # fmt: skip
    assert (one.state, one.text.endswith("today")) == ("asked", True)


def test_a_diff_says_what_was_asked(repo: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    gtm = Gtm(repo.workspace, capsys)
    gtm("sign", "plan", "--ask", "sara")
    assert "review, plan as sponsor: asked of سارا رضایی on Tue 19 Jan 2027" in gtm("diff", "HEAD")[1]
    repo.commit(message="Ask")
    gtm("sign", "plan", "--needs-work", "Numbers", "--by", "sara")
    assert "needs work: Numbers (asked of سارا رضایی on Tue 19 Jan 2027)" in gtm("diff", "HEAD")[1]
