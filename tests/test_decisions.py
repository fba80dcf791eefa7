"""Who decided what on which digest: slots, quorums, no-go, stale signatures, and what a decision survives."""

import pytest

from gtm.analysis.decisions import parse
from gtm.analysis.digest import digest
from gtm.analysis.snapshot import Snapshot
from tests.workspaces import LAUNCH, PEOPLE, STAGES, tiny, trial

ITEMS = "  learn.legal.a: {title: A}\n  learn.legal.b: {title: B}\n"
PROVEN = "  learn.legal.a: {status: done, finished: 2027-01-04, evidence: [{ref: R}]}\n"
DONE = PROVEN + PROVEN.replace("legal.a", "legal.b")
ROLES = LAUNCH.replace("title: Trial", "title: Trial, roles: {boss: bo, sponsor: cem}")
SLOTS = "{role: boss}"


def gate(slots: str = SLOTS, more: str = "") -> str:
    return STAGES.replace("gate: {due: T-14d}", f"gate: {{due: T-14d, {more}sign-offs: [{slots}]}}")


def signed(
    *signatures: str,
    slots: str = SLOTS,
    state: str = DONE,
    items: str = ITEMS,
    launch: str = ROLES,
    seen: str = "",
    **more: str,
) -> Snapshot:
    """The launch with sign-offs on learn; SAW stands for the digest of the state `seen` (else today's)."""
    files = {"journey": gate(slots), "launch": launch} | more
    saw = digest(trial(items, seen or state, **files).study.graph, "learn")
    for at, one in enumerate(signatures):
        text = one.replace("SAW", f"saw: '{saw.text}'").replace("SHORT", f"saw: '{saw.short}'")
        covers = ", ".join(f"{name}: '{print_}'" for name, print_ in saw.entries.items())
        files[f"launches/trial/decisions/s{at}.yaml"] = (
            f"sign-off: {{gate: learn, {text.replace('COVERS', f'covers: {{{covers}}}')}}}\n"
        )
    return trial(items, state, **files)


def verdict(snapshot: Snapshot) -> str:
    return snapshot.study.gates["learn"].verdict


GO = "decision: go, by: bo, as: boss, date: 2027-01-12, SAW"
BOTH = "{role: boss}, {role: sponsor}"
CEM = "decision: go, by: cem, as: sponsor, date: 2027-01-13, SAW"


def test_a_gate_is_passed_when_all_is_settled_and_signed() -> None:
    assert verdict(signed()) == "not due"
    assert verdict(signed(GO)) == "passed"
    assert verdict(signed(GO.replace("SAW", "SHORT"))) == "passed"
    assert verdict(signed(GO, slots=BOTH)) == "not due"
    assert verdict(signed(GO, CEM, slots=BOTH)) == "passed"


@pytest.mark.parametrize(
    ("signature", "fault"),
    [
        (GO.replace("by: bo", "by: ada"), "role"),
        (GO.replace("2027-01-12", "2027-01-20"), "future"),
        (GO.replace("2027-01-12", "2027-01-03"), "early"),  # the work ended a day later
        (GO.replace("2027-01-12", "2026-11-30"), "early"),  # the launch was set up a day later
        (GO.replace(", SAW", ""), "unseen"),
        (GO.replace("SAW", "saw: '2:123456789012'"), "unseen"),
        (GO.replace("SAW", "saw: '1:12345'"), "unseen"),
    ],
)
def test_a_signature_that_does_not_count_says_why(signature: str, fault: str) -> None:
    snapshot = signed(signature)
    assert [one.fault for one in snapshot.study.decisions["learn"].signatures] == [fault]
    assert verdict(snapshot) == "not due"


PROOF_LATER = DONE.replace("ref: R}", "ref: R, date: 2027-01-13}", 1)


def test_nobody_can_have_seen_a_proof_of_a_later_day() -> None:
    assert verdict(signed(GO, state=PROOF_LATER)) == "not due"
    assert verdict(signed(GO.replace("2027-01-12", "2027-01-13"), state=PROOF_LATER)) == "passed"


def test_a_proof_renewed_after_the_decision_is_a_change_and_not_an_early_signature() -> None:
    snapshot = signed(GO + ", COVERS", state=PROOF_LATER, seen=DONE)
    decision = snapshot.study.decisions["learn"]
    assert [one.fault for one in decision.signatures] == [""]
    assert (decision.stale, decision.changed) == (True, ("learn.legal.a",))


def test_a_second_check_that_is_taken_away_after_the_signature_is_a_change() -> None:
    checked = ITEMS.replace("title: A", "title: A, checked_by: seller")
    saw = digest(trial(checked, DONE, journey=gate(), launch=ROLES).study.graph, "learn").text
    text = f"sign-off: {{gate: learn, {GO.replace('SAW', f'saw: {saw!r}')}}}"
    snapshot = trial(ITEMS, DONE, journey=gate(), launch=ROLES, **{"launches/trial/decisions/s.yaml": text})
    assert snapshot.study.decisions["learn"].stale


def test_a_deputy_may_sign() -> None:
    people = PEOPLE.replace("bo: {name: Bo}", "bo: {name: Bo, deputy: ada}")
    assert verdict(signed(GO.replace("by: bo", "by: ada"), people=people)) == "passed"


def test_all_have_to_have_seen_the_same() -> None:
    other = CEM.replace("SAW", "saw: '1:" + "0" * 64 + "'")
    snapshot = signed(GO, other, slots=BOTH)
    assert snapshot.study.decisions["learn"].decided is None
    assert verdict(snapshot) == "not due"


def test_a_quorum_counts_persons_not_roles() -> None:
    slots = "{any_of: [boss, sponsor, seller], quorum: 2}"
    twice = LAUNCH.replace("title: Trial", "title: Trial, roles: {boss: bo, sponsor: bo, seller: ada}")
    second = GO.replace("as: boss", "as: sponsor")
    third = GO.replace("by: bo, as: boss", "by: ada, as: seller")
    assert verdict(signed(GO, second, slots=slots, launch=twice)) == "not due"
    assert verdict(signed(GO, third, slots=slots, launch=twice)) == "passed"


def test_a_quorum_of_none_still_asks_somebody() -> None:
    snapshot = signed(slots="{any_of: [boss], quorum: 0}")
    assert not snapshot.study.gates["learn"].may_pass


def test_no_go_beats_every_go_until_the_same_role_says_otherwise() -> None:
    refusal = CEM.replace("decision: go", "decision: no-go")
    assert verdict(signed(GO, refusal, slots=BOTH)) == "not passed"
    assert verdict(signed(GO, refusal, slots="{role: boss}")) == "not passed"
    assert verdict(signed(GO, refusal, CEM.replace("01-13", "01-14"), slots=BOTH)) == "passed"
    assert verdict(signed(GO, refusal.replace("01-13", "01-11"), CEM, slots=BOTH)) == "passed"


def test_a_no_go_needs_no_digest() -> None:
    assert (
        verdict(signed(GO, CEM.replace("decision: go", "decision: no-go").replace(", SAW", ""), slots=BOTH))
        == "not passed"
    )


@pytest.mark.parametrize(
    ("promise", "wanted"),
    [
        ("due: 2027-01-19", "passed with conditions"),
        ("due: 2027-01-18", "not due"),
        ("due: 2027-01-18, done: 2027-01-19", "passed with conditions"),
        ("due: 2027-01-18, done: 2027-01-20", "not due"),
    ],
)
def test_a_conditional_go_passes_until_a_promise_is_overdue(promise: str, wanted: str) -> None:
    text = GO.replace("decision: go", "decision: conditional") + f", conditions: [{{text: P, owner: ada, {promise}}}]"
    assert verdict(signed(text)) == wanted


def test_signing_over_an_open_must_have_passes_nothing() -> None:
    assert verdict(signed(GO, state=PROVEN)) == "not due"


def test_a_decision_stands_when_the_meaning_changes_later_and_says_what() -> None:
    later = DONE.replace("learn.legal.b: {status: done", "learn.legal.b: {status: doing")
    for covers in ("", ", COVERS"):
        snapshot = signed(GO + covers, state=later, seen=DONE)
        decision = snapshot.study.decisions["learn"]
        assert decision.stale
        assert decision.changed == (("learn.legal.b",) if covers else ())
        assert verdict(snapshot) == ("passed" if covers else "not due")  # nobody knows whether it opened since
        assert snapshot.study.gates["learn"].blockers == ("learn.legal.b",)


def test_a_stale_decision_without_covers_stands_while_every_must_have_is_settled() -> None:
    snapshot = signed(GO, state=DONE.replace("ref: R", "ref: Q"), seen=DONE)
    assert snapshot.study.decisions["learn"].stale
    assert verdict(snapshot) == "passed"


def test_what_was_open_on_the_day_of_the_decision_is_not_excused_by_another_change() -> None:
    later = PROVEN.replace("ref: R", "ref: Other")
    snapshot = signed(GO + ", COVERS", state=later, seen=PROVEN)
    assert snapshot.study.decisions["learn"].changed == ("learn.legal.a",)
    assert verdict(snapshot) == "not due"


def test_a_change_of_words_is_told_apart() -> None:
    snapshot = signed(GO, state=DONE.replace("done,", "done, answer: New,", 1), seen=DONE)
    decision = snapshot.study.decisions["learn"]
    assert (decision.stale, decision.reworded) == (False, True)
    assert verdict(snapshot) == "passed"


def test_a_stale_signature_decides_nothing_new() -> None:
    later = DONE.replace("ref: R", "ref: Q")
    snapshot = signed(GO, slots=BOTH, state=later, seen=DONE)
    [slot, _] = snapshot.study.decisions["learn"].slots
    assert not slot.filled
    assert verdict(snapshot) == "not due"


def test_a_proof_is_judged_on_the_day_of_the_decision() -> None:
    items = ITEMS.replace("title: A", "title: A, fresh_for: 10d")  # fresh until 14 January
    assert verdict(signed(GO, items=items)) == "passed"
    assert verdict(signed(items=items)) == "not due"
    assert signed(items=items).study.gates["learn"].blockers == ("learn.legal.a",)


def test_a_waiver_that_ended_after_the_decision_does_not_undo_it() -> None:
    waiver = {
        "launches/trial/w.yaml": "waiver: {item: learn.legal.b, reason: R, asked_by: ada, asked: 2027-01-01,"
        " until: 2027-01-15,"
        " approved_by: bo, approved: 2027-01-02}\n",
        "gtm": "workspace: {format: 1, name: X, policy: {waiver_approvers: [boss]}}\n",
    }
    snapshot = signed(GO, state=PROVEN, **waiver)
    assert verdict(snapshot) == "passed"
    assert snapshot.study.readiness["learn.legal.b"].kind == "unknown"
    late = GO.replace("2027-01-12", "2027-01-18")
    assert verdict(signed(late, state=PROVEN, **waiver)) == "not due"


def test_an_unreadable_file_takes_even_a_decided_gate_back() -> None:
    snapshot = signed(GO, **{"playbook/learn/sales.yaml": "items: [\n"})
    assert snapshot.launch.partial
    assert not any(view.may_pass or view.passed for view in snapshot.study.gates.values())


@pytest.mark.parametrize(
    "saw", [None, "", "1", "1:", "1:xyz", "2:" + "a" * 64, "1:" + "a" * 65, "1:" + "A" * 64, "1:a:b:c:d", ":::"]
)
def test_what_is_no_digest(saw: str | None) -> None:
    assert parse(saw) is None


def test_the_tiny_workspace_is_sound() -> None:
    assert tiny(ITEMS)["playbook/journey.yaml"]
