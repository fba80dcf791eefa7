"""Conditions of a go: what they leave open and until when, that finishing is no change, how they are kept."""

import json
from datetime import date
from pathlib import Path

import pytest

from gtm.analysis.accepted import Signing
from gtm.analysis.digest import digest
from gtm.analysis.snapshot import Snapshot
from gtm.model.written import Promise
from tests.small_launch import Gtm, write
from tests.test_decisions import BOTH, CEM, DONE, GO, ITEMS, PROVEN, ROLES, gate
from tests.workspaces import said, trial

CONDITION = "text: B follows, owner: ada, due: 2027-01-25"
OPEN = PROVEN  # a is proven, b is open


def conditional(
    condition: str,
    state: str = OPEN,
    now: str = "",
    as_of: str = "2027-01-19",
    slots: str = "{role: boss}",
    other: str = "",
    **more: str,
) -> Snapshot:
    """A conditional go signed on `state` and looked at when the state is `now`."""
    files = {"journey": gate(slots), "launch": ROLES} | more
    parts = dict(part.split(": ") for part in condition.split(", "))
    promises = (Promise(parts["text"], parts["owner"], date.fromisoformat(parts["due"]), parts.get("item")),)
    covering = tuple(one for one in promises if one.item)
    saw = digest(trial(ITEMS, state, **files).study.graph, "learn", Signing("boss", covering))
    covers = ", ".join(f"{name}: '{print_}'" for name, print_ in saw.entries.items())
    go = GO.replace("decision: go", "decision: conditional").replace("SAW", f"saw: '{saw.text}'")
    files["launches/trial/decisions/s0.yaml"] = (
        f"sign-off: {{gate: learn, {go}, covers: {{{covers}}}, conditions: [{{{condition}}}]}}\n"
    )
    if other:
        text = other.replace("SAW", f"saw: '{saw.text}'")
        files["launches/trial/decisions/s1.yaml"] = f"sign-off: {{gate: learn, {text}}}\n"
    return trial(ITEMS, now or state, as_of=as_of, **files)


def stands(snapshot: Snapshot) -> tuple[str, bool]:
    view = snapshot.study.gates["learn"]
    return view.verdict, view.decision is not None and view.decision.stale


COVERED = CONDITION + ", item: learn.legal.b"
PASSED = ("passed with conditions", False)


def test_a_condition_that_names_no_item_opens_the_gate_for_none() -> None:
    assert stands(conditional(CONDITION)) == ("not due", False)


def test_a_condition_that_names_an_item_accepts_it_until_it_is_due() -> None:
    snapshot = conditional(COVERED)
    assert stands(snapshot) == PASSED
    view = snapshot.study.gates["learn"]
    assert view.may_pass
    assert view.blockers == ("learn.legal.b",)
    assert view.conditions[0].text.endswith("; 1 open under a condition")
    assert stands(conditional(COVERED, as_of="2027-01-25")) == PASSED
    late = conditional(COVERED, as_of="2027-01-26")
    assert stands(late)[0] == "not due"
    (told,) = said(late, "condition-overdue")
    assert "settle the item" in told.help


def test_only_the_item_it_names_is_accepted() -> None:
    assert stands(conditional(CONDITION + ", item: learn.legal.a"))[0] == "not due"
    assert stands(conditional(CONDITION + ", item: learn.legal.b", state=""))[0] == "not due"


def test_finishing_what_was_promised_is_no_change() -> None:
    finished = PROVEN + PROVEN.replace("legal.a", "legal.b").replace("2027-01-04", "2027-01-18")
    snapshot = conditional(COVERED, now=finished)
    assert stands(snapshot) == PASSED
    assert snapshot.study.gates["learn"].conditions[0].text == "2 of 2 must-haves settled"
    (promise,) = snapshot.study.decisions["learn"].promises
    assert str(promise.done) == "2027-01-18"
    for day in ("2027-01-26", "2027-12-01"):
        assert stands(conditional(COVERED, now=finished, as_of=day)) == PASSED


def test_said_kept_is_not_kept_while_its_item_is_open() -> None:
    assert stands(conditional(COVERED + ", done: 2027-01-20", as_of="2027-01-26"))[0] == "not due"


def test_any_other_change_is_one() -> None:
    other = PROVEN.replace("ref: R", "ref: Other")
    assert stands(conditional(COVERED, now=other)) == ("passed with conditions", True)


def test_changing_what_is_asked_of_the_accepted_item_is_a_change() -> None:
    asked = digest(conditional(COVERED).study.graph, "learn", None).entries
    files = {"journey": gate(), "launch": ROLES}
    signing = Signing("boss", (Promise("B follows", "ada", date(2027, 1, 25), "learn.legal.b"),))
    same = digest(trial(ITEMS, DONE, **files).study.graph, "learn", signing).entries
    other = ITEMS.replace("{title: B}", "{title: B, checked_by: boss}")
    changed = digest(trial(other, OPEN, **files).study.graph, "learn", signing).entries
    assert same["learn.legal.b"] == asked["learn.legal.b"] != changed["learn.legal.b"]


def test_a_condition_taken_out_or_put_off_makes_the_signature_stale() -> None:
    files = conditional(COVERED)
    assert stands(files) == PASSED
    saw = files.launch.sign_offs[0].record
    text = f"sign-off: {{gate: learn, decision: conditional, by: bo, as: boss, date: 2027-01-12, saw: '{saw.saw}', "
    for conditions in (
        CONDITION,
        COVERED.replace("2027-01-25", "2027-03-25"),
        f"{COVERED}}}, {{text: A too, owner: ada, due: 2027-01-25, item: learn.legal.a",
    ):
        more = {"launches/trial/decisions/s0.yaml": f"{text}conditions: [{{{conditions}}}]}}\n"}
        snapshot = trial(ITEMS, OPEN, journey=gate(), launch=ROLES, **more)
        assert stands(snapshot) == ("not due", True)


def test_others_sign_the_same_with_a_plain_go() -> None:
    assert stands(conditional(COVERED, slots=BOTH))[0] == "not due"
    assert stands(conditional(COVERED, slots=BOTH, other=CEM)) == PASSED


def test_somebody_without_the_role_accepts_nothing() -> None:
    text = "sign-off: {gate: learn, decision: conditional, by: ada, as: boss, date: 2027-01-12, saw: '1:123456789abc', "
    more = {"launches/trial/decisions/s9.yaml": f"{text}conditions: [{{{COVERED}}}]}}\n"}
    with_it, without = (trial(ITEMS, OPEN, journey=gate(), launch=ROLES, **one) for one in (more, {}))
    assert digest(with_it.study.graph, "learn").text == digest(without.study.graph, "learn").text


def test_an_item_that_exists_nowhere_is_said() -> None:
    (told,) = said(conditional(CONDITION + ", item: learn.legal.c"), "unknown-id")
    assert "learn.legal.c" in told.message


def test_the_next_gate_may_pass_and_its_signature_outlives_the_finish() -> None:
    first = conditional(COVERED)
    assert first.study.gates["buy"].conditions[1].met
    before = digest(first.study.graph, "use").material
    finished = PROVEN + PROVEN.replace("legal.a", "legal.b").replace("2027-01-04", "2027-01-18")
    assert digest(conditional(COVERED, now=finished).study.graph, "use").material == before


# --- by command ----------------------------------------------------------------------------------


@pytest.fixture
def gtm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Gtm:
    found = Gtm(write(tmp_path), capsys)
    found.sign("plan", "sara", "sponsor")
    return found


GIVEN = ("sign", "learn", "--decision", "conditional", "--by", "sara", "--condition", "Terms online", "--owner", "mina")


def test_signing_names_the_item_and_later_signers_and_the_finish_keep_it(gtm: Gtm) -> None:
    code, out, err = gtm(*GIVEN, "--due", "2027-02-12", "--item", "eula")
    assert (code, "stays shut" in err) == (0, False), err
    file = next((gtm.folder / "launches/atlas/decisions").glob("learn-conditional*"))
    assert "    - text: Terms online\n      owner: mina\n      due: 2027-02-12\n      item: learn.legal.eula\n" in (
        file.read_text("utf-8")
    )
    code, out, err = gtm("sign", "learn", "--decision", "go", "--by", "mina")
    assert code == 0, out + err
    code, out, _ = gtm("gate", "learn")
    assert (code, "PASSED WITH CONDITIONS" in out) == (0, True)
    assert "1. Terms online (Learn gate, about Publish the licence terms): Mina Karaca, due Fri 12 Feb 2027" in out
    code, out, err = gtm("set", "eula", "status=done", "evidence+=ref:LG-1")
    assert code == 0, err
    code, out, _ = gtm("gate", "learn")
    assert (code, "PASSED WITH CONDITIONS" in out) == (0, True)
    assert "kept on Tue 19 Jan 2027" in out


def test_who_signed_before_a_condition_has_to_sign_again(gtm: Gtm) -> None:
    given = ("--condition", "Ads later", "--owner", "mina", "--due", "2027-02-10", "--item", "-")
    assert gtm("sign", "learn", "--decision", "conditional", "--by", "mina", *given)[0] == 0
    code, _, err = gtm(*GIVEN, "--due", "2027-02-12", "--item", "eula")
    assert (code, "Mina Karaca signed without this condition and would have to sign again" in err) == (0, True)
    out = gtm("gate", "learn")[1]
    assert "what the Learn gate asks for" in out or "stale" in out
    assert gtm("gate", "learn")[0] == 1


def test_a_promise_binds_before_everybody_has_signed(gtm: Gtm) -> None:
    assert gtm(*GIVEN, "--due", "2027-02-12", "--item", "eula")[0] == 0
    out = gtm("gate", "learn")[1]
    assert "1. Terms online (Learn gate, about Publish the licence terms): Mina Karaca, due Fri 12 Feb 2027" in out
    assert "Keep the promise: Terms online" in gtm("tasks", "--owner", "mina")[1]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--item", "goal"), "is no open must-have of the learn gate"),
        (("--item", "nothing-such"), "nothing-such"),
        (("--item", "eula", "--item", "-"), "each --condition has its own"),
    ],
)
def test_an_item_that_cannot_be_meant_is_refused(gtm: Gtm, more: tuple[str, ...], why: str) -> None:
    code, _, err = gtm(*GIVEN, "--due", "2027-02-12", *more)
    assert (code, why in err) == (2, True), err


def test_a_condition_is_marked_kept_with_its_proof(gtm: Gtm) -> None:
    assert gtm("sign", "learn", "--kept", "1")[0] == 2
    assert gtm(*GIVEN, "--due", "2027-02-12", "--item", "-")[0] == 0
    gtm("set", "eula", "status=done", "evidence+=ref:LG-1")
    file = next((gtm.folder / "launches/atlas/decisions").glob("learn-conditional*"))
    file.unlink()
    assert gtm(*GIVEN, "--due", "2027-02-12")[0] == 0
    assert gtm("sign", "learn", "--decision", "go", "--by", "mina")[0] == 0
    assert gtm("gate", "learn")[0] == 0
    assert gtm("sign", "learn", "--kept", "2")[0] == 2
    code, out, err = gtm("sign", "learn", "--kept", "1", "--proof", "link:https://acme.example/terms")
    assert code == 0, err
    text = file.read_text("utf-8")
    assert "      done: 2027-01-19\n      evidence:\n        - link: https://acme.example/terms\n" in text
    code, out, _ = gtm("gate", "learn")
    assert code == 0
    assert "kept on Tue 19 Jan 2027" in out


def test_a_condition_is_a_task_of_who_promised_it(gtm: Gtm) -> None:
    assert gtm(*GIVEN, "--due", "2027-02-12", "--item", "eula", "--if-missed", "No ads")[0] == 0
    assert gtm("sign", "learn", "--decision", "go", "--by", "mina")[0] == 0
    out = gtm("tasks", "--owner", "mina")[1]
    assert "Keep the promise: Terms online" in out
    assert 'waits for "Publish the licence terms"' in out
    assert "condition of the Learn gate, which no longer stands once it is late; if missed: No ads" in out
    found = json.loads(gtm("tasks", "--format", "json")[1])["tasks"]
    (one,) = [one for one in found if one["kind"] == "keep"]
    assert (one["id"], one["owner"], one["due"], one["team"]) == ("learn#1", "mina", "2027-02-12", "legal")
    assert "learn#1" in gtm("tasks", "--format", "csv")[1]
    assert "Keep the promise" in gtm("tasks", "--format", "markdown")[1]
    assert "late     1" in gtm("tasks", "--as-of", "2027-02-13")[1] or "1 day late" in gtm(
        "tasks", "--as-of", "2027-02-15")[1]  # fmt: skip
    gtm("set", "eula", "status=done", "evidence+=ref:LG-1")
    assert "Keep the promise" not in gtm("tasks")[1]


FLOW = """\
# signed in the meeting
sign-off: {gate: learn, decision: conditional, by: sara, as: sponsor, date: 2027-01-19,
  conditions: [{text: "One, first", owner: mina, due: 2027-02-12}, {text: Two, owner: mina, due: 2027-02-13}]}
"""


def test_keeping_a_condition_splices_into_brackets_and_between_comments() -> None:
    from gtm.edit.approval import PROMISE_ORDER
    from gtm.edit.change import Change, edit

    change = Change(("sign-off", "conditions", 1), {"done": "2027-02-01"}, (), PROMISE_ORDER)
    flow = edit("x.yaml", FLOW.encode(), [change]).decode()
    assert flow == FLOW.replace("due: 2027-02-13}", "due: 2027-02-13, done: 2027-02-01}")
    block = """\
sign-off:
    conditions:
    -   text: One  # first
        owner: mina
    -   owner: mina
        text: Two
        # of the lawyers
        if_missed: Stop

    note: End
"""
    change = Change(("sign-off", "conditions", 1), {"done": "2027-02-01"}, ({"ref": "R"},), PROMISE_ORDER)
    wanted = block.replace("        text: Two\n", "        text: Two\n        done: 2027-02-01\n        evidence:\n")
    text = edit("x.yaml", block.encode(), [change]).decode()
    assert [line for line in text.split("\n") if "ref" not in line] == wanted.split("\n")
