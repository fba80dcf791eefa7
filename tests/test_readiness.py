"""How ready an item is: every class, every reason why not, and that good proof never makes it worse."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gtm.analysis.readiness import CLASSES, SETTLED, Readiness, waiver_fault
from gtm.analysis.snapshot import Snapshot
from tests.workspaces import LAUNCH, PEOPLE, trial

PROOF = "status: done, finished: 2027-01-11, evidence: [{ref: R}]"
METRICS = {"playbook/metrics.yaml": "metrics: {nps: {title: NPS}}\n"}
READ = METRICS | {"launches/trial/m.yaml": "readings: {nps: [{date: 2027-01-10, value: 3}]}\n"}


def ready(more: str = "", state: str = "", **files: str) -> Readiness:
    stated = f"  learn.legal.a: {{{state}}}\n" if state else ""
    return trial(f"  learn.legal.a: {{title: A{more}}}\n", stated, **files).study.readiness["learn.legal.a"]


CASES = [
    ("", "", "unknown", "nobody has said anything yet"),
    ("", "owner: ada", "unknown", "nobody"),
    ("", "status: todo", "open", "not started"),
    ("", "status: doing", "open", "in work"),
    ("", "status: blocked", "open", "blocked"),
    ("", "status: blocked, waiting_on: Tax office", "open", "blocked, waits for Tax office"),
    ("", "status: done", "said done", "no proof is given"),
    ("", PROOF, "proven", ""),
    ("", "status: done, evidence: [{link: https://x.example}]", "proven", ""),
    ("", "status: done, finished: 2027-01-20, evidence: [{ref: R}]", "open", "finished in the future, so not done yet"),
    ("", "status: done, evidence: [{ref: R, date: 2027-01-20}]", "said done", "dated in the future"),
    (", evidence: [link]", PROOF, "said done", "a ref is not accepted here: link"),
    (", evidence: [link, ref]", PROOF, "proven", ""),
    ("", "status: done, evidence: [{file: proofs/none.pdf}]", "said done", "the file proofs/none.pdf is not there"),
    ("", "status: done, evidence: [{file: people.yaml}]", "proven", ""),
    ("", "status: done, evidence: [{file: proofs/none.pdf}, {ref: R}]", "proven", ""),
    (", fresh_for: 7d", PROOF, "said done", "stale since"),
    (", fresh_for: 8d", PROOF, "proven", ""),
    (", fresh_for: 8d", "status: done, evidence: [{ref: R}]", "said done", "the proof has no date"),
    (", fresh_for: 8d", "status: done, finished: 2026-01-01, evidence: [{ref: R, date: 2027-01-18}]", "proven", ""),
    (
        ", fresh_for: 8d",
        "status: done, finished: 2027-01-18, evidence: [{ref: R, date: 2026-01-01}]",
        "said done",
        "stale",
    ),
    (", checked_by: boss", PROOF, "said done", "waits for confirmation by Boss"),
    (", checked_by: boss", PROOF + ", confirmed_by: bo", "proven", ""),
    (", checked_by: boss", PROOF + ", confirmed_by: cem", "said done", "confirmation"),
    (", checked_by: boss", PROOF + ", confirmed_by: bo, owner: bo", "said done", "confirmation"),
    (", checked_by: boss", PROOF + ", confirmed_by: bo, confirmed: 2027-01-20", "said done", "confirmation"),
    ("", "status: not-applicable, reason: R", "open", "a second person has to confirm it"),
    ("", "status: not-applicable, reason: R, confirmed_by: bo", "not applicable", ""),
    ("", "status: not-applicable, reason: R, owner: bo, confirmed_by: bo", "open", "second person"),
    (", level: advisory", "status: not-applicable", "not applicable", ""),
    (", evidence: [{check: no-owner}]", "", "proven", ""),
    (", evidence: [{check: no-owner}], role: sponsor", "status: doing", "open", "in work"),
]


@pytest.mark.parametrize(("more", "state", "kind", "missing"), CASES)
def test_each_class_and_its_reason(more: str, state: str, kind: str, missing: str) -> None:
    found = ready(more, state, launch=LAUNCH.replace("title: Trial", "title: Trial, roles: {boss: bo}"))
    assert found.kind == kind
    assert missing in found.missing
    assert found.settled == (kind in SETTLED)


def test_a_check_that_finds_something_proves_nothing() -> None:
    found = ready(", evidence: [{check: no-owner}]", launch="launch: {title: T, date: 2027-02-16}\n")
    assert (found.kind, found.missing) == ("open", "the check no-owner still finds something")


def test_a_metric_proves_itself_once_it_is_read() -> None:
    assert ready(", evidence: [{metric: nps}]", **METRICS).kind == "open"
    assert ready(", evidence: [{metric: nps}]", **READ).kind == "proven"
    assert ready(", evidence: [metric]", "status: done, evidence: [{metric: nps}]", **READ).kind == "proven"
    assert ready(", evidence: [metric]", "status: done, evidence: [{metric: nps}]", **METRICS).kind == "said done"


WAIVER = {
    "item": "learn.legal.a",
    "reason": "R",
    "asked_by": "ada",
    "asked": "2027-01-10",
    "until": "2027-02-01",
    "approved_by": "bo",
    "approved": "2027-01-12",
}


def waived(**change: str) -> Snapshot:
    entry = {key: value for key, value in (WAIVER | change).items() if value}
    files = {
        "gtm": "workspace: {format: 1, name: X, policy: {waiver_approvers: [boss]}}\n",
        "launch": LAUNCH.replace("title: Trial", "title: Trial, roles: {boss: bo}"),
        "people": PEOPLE.replace("bo: {name: Bo}", "bo: {name: Bo, deputy: cem}"),
        "launches/trial/w.yaml": f"waiver: {{{', '.join(f'{key}: {value}' for key, value in entry.items())}}}\n",
    }
    return trial("  learn.legal.a: {title: A}\n", **files)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, None),
        ({"approved_by": "cem"}, None),
        ({"until": "2027-01-19"}, None),
        ({"until": "2027-01-18"}, "expired"),
        ({"approved_by": ""}, "unapproved"),
        ({"approved": ""}, "unapproved"),
        ({"approved": "2027-01-20"}, "unapproved"),
        ({"asked_by": "bo"}, "self-approved"),
        ({"approved_by": "ada", "asked_by": "cem"}, "without-role"),
    ],
)
def test_a_waiver_counts_only_while_it_is_in_order(change: dict[str, str], fault: str | None) -> None:
    snapshot = waived(**change)
    [waiver] = snapshot.launch.waivers
    assert waiver_fault(snapshot.launch, waiver) == fault
    assert snapshot.study.readiness["learn.legal.a"].kind == ("unknown" if fault else "waived")
    assert snapshot.study.gates["learn"].blockers == (("learn.legal.a",) if fault else ())
    assert snapshot.study.gates["learn"].counts.proven == 0


STATUS = st.sampled_from(["todo", "doing", "blocked", "done", "not-applicable"])
KINDS = st.lists(st.sampled_from(["link", "file", "ref"]), unique=True)
GOOD = {
    "link": "{link: https://x.example, date: 2027-01-18}",
    "file": "{file: people.yaml, date: 2027-01-18}",
    "ref": "{ref: R, date: 2027-01-18}",
}
RANK = {"open": 0, "unknown": 0, "said done": 1, "not applicable": 2, "waived": 2, "proven": 2}


@settings(max_examples=60, deadline=None)
@given(
    STATUS,
    KINDS,
    st.lists(st.sampled_from([*GOOD.values(), "{ref: Old, date: 2020-01-01}", "{file: none.pdf}"]), max_size=3),
    st.sampled_from(sorted(GOOD)),
    st.sampled_from(["", ", fresh_for: 30d"]),
)
def test_good_evidence_never_lowers_readiness(
    status: str, kinds: list[str], given: list[str], added: str, fresh: str
) -> None:
    more = f", evidence: [{', '.join(kinds)}]{fresh}"
    before = ready(more, f"status: {status}, evidence: [{', '.join(given)}]").kind
    after = ready(more, f"status: {status}, evidence: [{', '.join([*given, GOOD[added]])}]").kind
    assert RANK[after] >= RANK[before]
    if status == "done" and (not kinds or added in kinds):
        assert after == "proven"


def test_counts_keep_the_classes_apart() -> None:
    snapshot = trial(
        "".join(
            f"  learn.legal.{name}: {{title: T, effort: {days}}}\n"
            for name, days in [("a", 1), ("b", 2), ("c", 4), ("d", 8), ("e", 16)]
        ),
        f"  learn.legal.a: {{{PROOF}}}\n  learn.legal.b: {{status: done}}\n  learn.legal.c: {{status: doing}}\n"
        "  learn.legal.d: {status: not-applicable, confirmed_by: bo}\n",
    )
    counts = snapshot.study.counts(list(snapshot.launch.items.values()))
    assert (counts.proven, counts.said_done, counts.open, counts.not_applicable, counts.unknown, counts.waived) == (
        1,
        1,
        1,
        1,
        1,
        0,
    )
    assert (counts.total, counts.applicable, counts.settled, counts.left) == (5, 4, 2, 3)
    assert (counts.effort, counts.effort_proven) == (31, 1)
    assert len(CLASSES) == 6


def test_a_standing_proof_is_renewed_by_a_confirmation() -> None:
    company = {
        "company/legal.yaml": "items:\n  learn.legal.a: {status: done, finished: 2025-01-01, evidence: [{ref: R}]}\n"
    }
    assert ready(", standing: true, fresh_for: 90d", **company).kind == "said done"
    assert (
        ready(", standing: true, fresh_for: 90d", "confirmed: 2027-01-04, confirmed_by: bo", **company).kind == "proven"
    )


def test_as_of_decides_what_is_fresh() -> None:
    for day, kind in [(date(2027, 1, 19), "proven"), (date(2027, 1, 20), "said done")]:
        items = "  learn.legal.a: {title: A, fresh_for: 8d}\n"
        assert trial(items, f"  learn.legal.a: {{{PROOF}}}\n", as_of=day).study.readiness["learn.legal.a"].kind == kind


@pytest.mark.parametrize(
    ("state", "kind"), [("", "open"), ("status: doing", "open"), ("status: done", "proven"), (PROOF, "proven")]
)
def test_a_check_proves_nothing_while_what_the_item_needs_is_open(state: str, kind: str) -> None:
    """Else a fresh workspace would be proven in part, only because nothing is written in it yet."""
    items = (
        "  learn.legal.a: {title: A, evidence: [{check: missing-reason}], needs: [learn.legal.b]}\n"
        "  learn.legal.b: {title: B, evidence: [{check: missing-reason}], needs: [learn.legal.c]}\n"
        "  learn.legal.c: {title: C}\n"
    )
    found = trial(items, f"  learn.legal.c: {{{state}}}\n").study.readiness
    assert [found[f"learn.legal.{name}"].kind for name in "ab"] == [kind, kind]
