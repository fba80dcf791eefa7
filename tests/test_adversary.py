"""What a stranger's pull request may try: to pass a gate that should not, to hang the reader, to hide."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from gtm import disk, syntax
from gtm.analysis.digest import digest
from gtm.analysis.snapshot import Snapshot
from gtm.dates import Calendar
from gtm.link import select
from gtm.link.playbook import Defined
from gtm.model.written import Definition
from gtm.schema import scalars
from gtm.source import Spot, clean
from tests.workspaces import LAUNCH, PEOPLE, STAGES, said, tiny, trial

ITEM = "  learn.legal.a: {title: A}\n"
TWO = ITEM + "  learn.legal.b: {title: B}\n"
DONE = "  learn.legal.a: {status: done, finished: 2027-01-10, evidence: [{ref: Register 7}]}\n"
HELD = LAUNCH.replace("leads:", "roles: {boss: cem, sponsor: bo}, leads:")
POLICY = "workspace: {format: 1, name: Trial, policy: {waiver_approvers: [boss]}}\n"
WAIVER = "waiver: {item: learn.legal.a, reason: R, asked_by: ada, asked: 2027-01-02, approved_by: cem,"
SIGNED = STAGES.replace("gate: {due: T-14d}", "gate: {due: T-14d, sign-offs: [{role: boss}, {role: sponsor}]}")


def learn(items: str = ITEM, state: str = DONE, **more: str) -> Snapshot:
    return trial(items, state, **{"gtm": POLICY, "launch": HELD, **more})


def passes(snapshot: Snapshot, gate: str = "learn") -> bool:
    view = snapshot.study.gates[gate]
    return view.may_pass or view.passed


def test_the_innocent_launch_passes() -> None:
    assert passes(learn())
    assert passes(learn(state="", **{"launches/trial/w.yaml": WAIVER + " approved: 2027-01-03, until: 2027-12-01}"}))


@pytest.mark.parametrize("proof", ["{}", "{note: N}", "{ref: ~}", "{ref: ''}", "{ref: ' '}", '{ref: "\\u200b"}'])
def test_a_proof_that_names_nothing_proves_nothing(proof: str) -> None:
    assert not passes(learn(state=f"  learn.legal.a: {{status: done, evidence: [{proof}]}}\n"))


def test_somebody_nobody_knows_confirms_approves_and_signs_nothing() -> None:
    ghost = HELD.replace("boss: cem", "boss: ghost")
    state = "  learn.legal.a: {status: not-applicable, reason: R, confirmed_by: ghost}\n"
    assert not passes(learn(state=state))
    checked = "  learn.legal.a: {title: A, checked_by: boss}\n"
    assert not passes(learn(checked, DONE.replace("status: done", "status: done, confirmed_by: ghost"), launch=ghost))
    filed = WAIVER + " approved: 2027-01-03, until: 2027-12-01}"
    for word in ("cem", "ada"):
        waiver = {"launches/trial/w.yaml": filed.replace(word, "ghost")}
        assert not passes(learn(state="", launch=ghost if word == "cem" else HELD, **waiver))


def test_a_waiver_asked_in_the_future_does_not_count() -> None:
    filed = WAIVER.replace("asked: 2027-01-02", "asked: 2027-06-02") + " approved: 2027-01-03, until: 2027-12-01}"
    assert not passes(learn(state="", **{"launches/trial/w.yaml": filed}))


@pytest.mark.parametrize(
    "more",
    [
        {"playbook/a/a.yaml": "items:\n  learn.legal.b: {title: B, level: advisory}\n"},
        {"launches/trial/a.yaml": HELD.replace("traits", "tier: 3, traits")},
        {"launch": HELD.replace("[saas]", "[sas]")},
    ],
)
def test_doubles_and_misspelt_traits_take_no_must_have_away(more: dict[str, str]) -> None:
    items = ITEM + "  learn.legal.b: {title: B, when: [saas], tier: 1}\n"
    assert not passes(learn(items, **more))


@pytest.mark.parametrize("how", ["when: [sas]", "when: [[]]", "tier: 0", "tier: -1"])
def test_no_slip_in_a_definition_removes_it_in_silence(how: str) -> None:
    assert not passes(learn(ITEM + f"  learn.legal.b: {{title: B, {how}}}\n"))


@pytest.mark.parametrize("id", ["learn.legal.b.c", "learn.lgal.b", "lern.legal.b"])
def test_an_item_with_a_misspelt_id_holds_the_gates(id: str) -> None:
    assert not passes(learn(ITEM + f"  {id}: {{title: B}}\n"))


SERVES = "audience: {serves: [p]}\n"
ADDS = "audience: {personas: {p: {title: P, plan: {add: {learn.legal.b: {title: B}}}}}}\n"


def test_what_a_served_persona_adds_holds_the_gate() -> None:
    assert not passes(learn(**{"playbook/audience.yaml": ADDS, "launches/trial/audience.yaml": SERVES}))
    assert passes(learn(**{"playbook/audience.yaml": ADDS}))


@pytest.mark.parametrize("serves", ["[q]", "[P]", "[p, q]"])
def test_a_misspelt_persona_takes_no_must_have_away(serves: str) -> None:
    done = DONE + DONE.replace("learn.legal.a", "learn.legal.b")
    served = SERVES.replace("[p]", serves)
    for state in (DONE, done):
        assert not passes(
            learn(state=state, **{"playbook/audience.yaml": ADDS, "launches/trial/audience.yaml": served})
        )


@pytest.mark.parametrize(
    "plan",
    [
        "add: {learn.legal.b: {title: B, level: advisory}}",
        "add: {learn.legal.b: {title: B, when: [box]}}",
        "change: {learn.legal.b: {due: T+900d}}",
        "change: {learn.legal.b: {due: 2999-01-01}}",
        "change: {learn.legal.b: {level: advisory}}",
        "change: {learn.legal.b: {gate: buy}}",
        "change: {learn.legal.b: {when: [box]}}",
    ],
)
@pytest.mark.parametrize("served", [SERVES, "audience: {serves: []}\n"])
def test_no_persona_takes_a_must_have_away(plan: str, served: str) -> None:
    mine = f"audience: {{personas: {{p: {{title: P, plan: {{{plan}}}}}}}}}\n"
    assert not passes(learn(TWO, **{"playbook/audience.yaml": mine, "launches/trial/audience.yaml": served}))


@pytest.mark.parametrize("number", ["0", "-3", "100000"])
def test_offsets_are_not_turned_around(number: str) -> None:
    with pytest.raises(KeyError):  # such a launch cannot be read
        learn(launch=HELD.replace("traits", f"compress: {number}, traits"))


def test_a_launch_closed_in_the_future_is_not_closed() -> None:
    snapshot = learn(TWO, launch=HELD.replace("traits", "closed: 2099-01-01, traits"))
    assert said(snapshot, "future-fact")
    assert not snapshot.launch.closed


def sign_off(role: str, by: str, decision: str, saw: str, more: str = "") -> str:
    return (
        f"sign-off: {{gate: learn, decision: {decision}, by: {by}, as: {role}, date: 2027-01-12, saw: '{saw}'{more}}}"
    )


def decided(*sign_offs: str, items: str = ITEM, state: str = DONE) -> Snapshot:
    files = {f"launches/trial/d/{at}.yaml": text for at, text in enumerate(sign_offs)}
    return learn(items, state, journey=SIGNED.replace("Buy, gate: {due: T-14d", "Buy, gate: {due: T-10d"), **files)


def seen() -> str:
    return digest(decided().study.graph, "learn").text


def test_a_conditional_go_without_a_condition_is_none() -> None:
    saw = seen()
    assert passes(decided(sign_off("boss", "cem", "go", saw), sign_off("sponsor", "bo", "go", saw)))
    assert not passes(decided(sign_off("boss", "cem", "conditional", saw), sign_off("sponsor", "bo", "go", saw)))


def test_of_a_go_and_a_no_on_one_day_the_no_counts_whatever_the_files_are_called() -> None:
    saw = seen()
    go, no = sign_off("boss", "cem", "go", saw), sign_off("boss", "cem", "no-go", saw)
    for order in ((go, no), (no, go)):
        assert not passes(decided(*order, sign_off("sponsor", "bo", "go", saw)))


def test_a_forged_signature_opens_no_later_gate() -> None:
    forged = "1:" + "a" * 12
    snapshot = decided(
        sign_off("boss", "cem", "go", forged),
        sign_off("sponsor", "bo", "go", forged),
        items=ITEM + "  buy.legal.z: {title: Z}\n",
        state="  learn.legal.a: {status: todo}\n" + DONE.replace("learn.legal.a", "buy.legal.z"),
    )
    assert not snapshot.study.gates["learn"].may_pass
    assert not passes(snapshot, "buy")


def test_a_file_whose_ending_is_in_capitals_holds_the_gates(tmp_path: Path) -> None:
    (tmp_path / "launches/trial").mkdir(parents=True)
    (tmp_path / "launches/trial/no-go.YAML").write_text("sign-off: {}")
    tree = disk.read(str(tmp_path), 1000)
    assert [path for path, _ in tree.faults] == ["launches/trial/no-go.YAML"]


# What follows takes minutes or hours where a pass is quadratic, and a moment where it is not.


@pytest.mark.parametrize("link", ["https://" + "a" * 200_000 + " b", "mailto:" + "@" * 200_000 + " b"])
def test_a_long_link_is_refused_at_once(link: str) -> None:
    assert scalars._LINK.fullmatch(link) is None


def test_many_signs_or_blank_lines_are_read_once() -> None:
    rows, _ = syntax.read("a.yaml", "a: x" + " #y" * 200_000 + "\n")
    assert rows is not None
    rows, found = syntax.read("a.yaml", "a: [x\n" + "\n" * 500_000 + "  :")
    assert rows is None
    assert found


def test_a_long_chain_of_moves_is_followed_once() -> None:
    moved = "".join(f"  learn.legal.m{at}: learn.legal.m{at + 1}\n" for at in range(20_000))
    journey = f"{STAGES}moved:\n{moved}  learn.legal.m20000: learn.legal.a\n"
    snapshot = learn(state=DONE.replace("learn.legal.a", "learn.legal.m0"), journey=journey)
    assert snapshot.study.readiness["learn.legal.a"].kind == "proven"


def test_many_findings_in_one_file_are_placed_without_copying_it() -> None:
    state = "".join(f"  learn.legal.x{at}: {{status: done}}\n" for at in range(20_000))
    assert len(said(learn(state=state), "unknown-id")) == 20_000


def test_needs_through_removed_items_end_somewhere() -> None:
    first = "".join(f"  learn.legal.i{at}: {{title: I, needs: [learn.legal.hub]}}\n" for at in range(1_500))
    last = ", ".join(f"learn.legal.i{at}" for at in range(1_500))
    hub = f"  learn.legal.hub: {{title: H, when: [box], needs: [{last}]}}\n"
    snapshot = learn(first + hub)
    assert said(snapshot, "too-deep-or-large")
    assert snapshot.launch.partial


def test_markets_multiply_items_up_to_a_limit() -> None:
    definition = Definition(title="I", for_each="market")
    spot = Spot("a.yaml")
    defined = [Defined(f"learn.legal.i{at}", "learn", "legal", definition, spot, False) for at in range(1000)]
    assert select.fitting(defined, 50) == 50
    assert select.fitting(defined, 1000) * len(defined) <= select.MAX_ITEMS
    assert select.fitting([], 1000) == 1000


def test_calendars_without_work_cost_nothing() -> None:
    forever = Calendar(away=((date.min, date.max),))
    assert forever.worked(1, date.max.toordinal()) == []
    assert forever.before(date(2027, 1, 4)) == date(2027, 1, 4)
    often = Calendar(away=((date(2027, 1, 1), date(2027, 1, 2)),) * 50_000)
    assert [often.add(date(2027, 1, 4), -99_999 + at).year for at in range(500)]


def test_people_may_be_away_in_ten_thousand_stretches() -> None:
    away = ", ".join(["2027-01-01..2027-01-02"] * 10_000)
    people = PEOPLE.replace("{name: Ada}", f"{{name: Ada, away: [{away}]}}")
    assert learn(TWO, people=people).study.schedule.finish("learn") is not None


@pytest.mark.parametrize("start", ["::error::x", " \r\n::error::x", "\x1b::error::x", ":::error::x"])
def test_no_text_begins_a_line_that_a_build_log_obeys(start: str) -> None:
    assert not clean(start).lstrip().startswith("::")


def test_a_launch_folder_with_a_hostile_name_speaks_nowhere(tmp_path: Path) -> None:
    name = "at\x1b[31m\n::error::x"
    root = tmp_path / "ws"
    for path, content in tiny(ITEM, launch=LAUNCH.replace("title: Trial", 'title: "A\\n::error::y\\e[1m"')).items():
        place = root / path.replace("launches/trial", f"launches/{name}")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    for answer in ("check", "check --format concise", "status", "report -o - --format markdown", "gate", "why learn",
                   "tasks", "report -o -"):  # fmt: skip
        command = [sys.executable, "-m", "gtm", "-C", str(root), *answer.split()]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        assert done.returncode in {0, 1}, done.stderr
        for line in (done.stdout + done.stderr).splitlines():
            assert "\x1b" not in line
            assert not line.lstrip().startswith("::"), (answer, line)
