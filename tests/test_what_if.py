"""gtm what-if: what each change does to a launch, what it refuses, and that no file is touched."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gtm import pipeline
from gtm.analysis import comparison, scenario, scenario_words
from gtm.analysis.forecast import forecast
from gtm.analysis.snapshot import Snapshot, Study
from gtm.dates import Length
from gtm.model.written import Scenario
from gtm.terminal.screen import width
from tests.json_cases import NO_GATES, signed, tree
from tests.running import on_terminal
from tests.small_launch import Gtm, write
from tests.test_forecast import CALENDARS, WEEK, launches
from tests.test_json import faults
from tests.workspaces import example, tiny

AS_OF = date(2027, 1, 19)
TAX, EULA, TRAINING = "buy.finance.tax-codes", "learn.legal.eula", "buy.sales.training"


def supposed(changes: Scenario, files: dict[str, bytes] | None = None, launch: str = "atlas") -> tuple[Study, Study]:
    """A launch before and after a what-if."""
    read = pipeline.read(files or tree())
    before = pipeline.compile(read, AS_OF, launch)
    assert scenario_words.faults(before.study, changes) == []
    return before.study, pipeline.suppose(read, before, changes).study


def finishes(study: Study) -> dict[str, date | None]:
    return {id: study.schedule.finish(id) for id in study.graph.ids}


# --- slip ----------------------------------------------------------------------------------------


def test_nothing_supposed_changes_nothing() -> None:
    read = pipeline.read(tree())
    before = pipeline.compile(read, AS_OF, "atlas")
    after = pipeline.suppose(read, before, Scenario())
    assert (after.launch, after.diagnostics) == (before.launch, before.diagnostics)


@pytest.mark.parametrize("days", [1, 3, 10])
def test_a_slip_in_working_days_moves_the_finish_by_them(days: int) -> None:
    before, after = supposed(Scenario(slip={EULA: Length(days, True)}))
    was, is_ = before.schedule.finish(EULA), after.schedule.finish(EULA)
    assert was is not None
    assert is_ == before.launch.calendar.add(was, days)


def test_a_slip_in_days_is_a_longer_wait() -> None:
    before, after = supposed(Scenario(slip={EULA: Length(9)}))
    was, is_ = before.schedule.finish(EULA), after.schedule.finish(EULA)
    assert was is not None
    assert is_ is not None
    assert (is_ - was).days == 9


def test_a_slip_of_what_is_expected_makes_it_arrive_later() -> None:
    wait = tree()["playbook/buy/finance.yaml"].replace(b"due: T-40d, effort: 4", b"due: T-40d, effort: 4, wait: 10d")
    files = {**tree(), "playbook/buy/finance.yaml": wait}
    _, after = supposed(Scenario(slip={TAX: Length(7)}), files)
    assert after.launch.items[TAX].state.expected == date(2027, 2, 3)
    assert after.schedule.finish(TAX) == date(2027, 2, 3)


def test_work_long_overdue_still_slips() -> None:
    """It began so long ago that its effort is used up; a slip counts from what is left all the same."""
    items = "  learn.legal.a: {title: A, effort: 2}\n"
    files = tiny(items, "  learn.legal.a: {status: doing, started: 2026-12-01}\n")
    before, after = supposed(Scenario(slip={"learn.legal.a": Length(4, True)}), files, "trial")
    was = before.schedule.stretch("learn.legal.a")
    now = after.schedule.stretch("learn.legal.a")
    assert was is not None
    assert now is not None
    assert now.effort - was.effort == 4 * 480


def test_what_is_left_grows_by_a_slip() -> None:
    files = tiny("  learn.legal.a: {title: A}\n", "  learn.legal.a: {status: doing, left: 2}\n")
    _, after = supposed(Scenario(slip={"learn.legal.a": Length(3, True)}), files, "trial")
    assert after.launch.items["learn.legal.a"].state.left == 5


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(launches(), st.integers(0, 6))
def test_a_slip_by_the_slack_never_moves_its_gate_and_one_day_more_does(launch: tuple[str, str], pick: int) -> None:
    """Slack in days of the owner, for items that have to be worked on: what is awaited slips with its arrival."""
    people = re.sub(r"away: \[[^]]*\], ?", "", WEEK).replace(", away: [2027-02-01..2027-02-12]", "")
    files = tiny(*launch, people=people, **CALENDARS)
    read = pipeline.read(files)
    before = pipeline.compile(read, AS_OF, "trial")
    study = before.study
    open_ = [id for id in study.launch.items if (one := study.schedule.stretch(id)) is not None and one.effort]
    if not open_:
        return
    id = open_[pick % len(open_)]
    slot = study.schedule.slots[id]
    if slot.slack is None or not slot.gate:
        return
    due, now = study.gates[slot.gate].due, study.schedule.finish(slot.gate)
    if now is None or now > due:  # late already, by whatever
        return
    for days, late in ((slot.slack, False), (slot.slack + 1, True)):
        after = pipeline.suppose(read, before, Scenario(slip={id: Length(days, True)})).study
        finish = after.schedule.finish(slot.gate)
        assert finish is not None
        assert (finish > due) == late, (id, slot, finish)


# --- the other changes ----------------------------------------------------------------------------


def test_done_means_proven_whatever_proof_and_confirmation_the_playbook_wants() -> None:
    more = b"due: T-40d, effort: 4, evidence: [file, metric], fresh_for: 5d, checked_by: sponsor"
    playbook = tree()["playbook/buy/finance.yaml"].replace(b"due: T-40d, effort: 4", more)
    before, after = supposed(Scenario(done=(TAX,)), {**tree(), "playbook/buy/finance.yaml": playbook})
    assert before.readiness[TAX].kind == "open"
    assert after.readiness[TAX].kind == "proven"
    assert TAX in before.gates["buy"].blockers
    assert TAX not in after.gates["buy"].blockers


def test_done_of_one_market_leaves_the_proofs_of_the_others() -> None:
    before, after = supposed(Scenario(done=("buy.finance.price-list/de",)))
    assert after.readiness["buy.finance.price-list/de"].kind == "proven"
    assert after.readiness["buy.finance.price-list/tr"] == before.readiness["buy.finance.price-list/tr"]


def test_done_where_nobody_could_confirm_it_stays_unproven_and_is_said() -> None:
    more = b"due: T-40d, effort: 4, checked_by: sales-leader"
    playbook = tree()["playbook/buy/finance.yaml"].replace(b"due: T-40d, effort: 4", more)
    changes = Scenario(done=(TAX,))
    before, after = supposed(changes, {**tree(), "playbook/buy/finance.yaml": playbook})
    assert after.readiness[TAX].kind == "said done"
    assert "stays unproven" in scenario_words.notes(before, changes)[0]


STANDING = {
    "playbook/buy/sales.yaml": b"""\
items:
  buy.sales.training: {title: Train the sellers, effort: 3}
  buy.sales.deal-desk: {title: Run a deal desk, standing: true, effort: 3}
""",
    "company/sales.yaml": b"items:\n  buy.sales.deal-desk: {status: doing, owner: arda, left: 3}\n",
    "launches/atlas/sales.yaml": b"items:\n  buy.sales.deal-desk: {owner: deniz}\n",
}
DESK = "buy.sales.deal-desk"


@pytest.mark.parametrize("without", [(), ("company/sales.yaml",), ("launches/atlas/sales.yaml",)])
def test_standing_items_change_too_wherever_their_state_stands(without: tuple[str, ...]) -> None:
    files = {path: text for path, text in {**tree(), **STANDING}.items() if path not in without}
    _, after = supposed(Scenario(reassign={DESK: "mina"}, slip={DESK: Length(2, True)}), files)
    assert after.launch.items[DESK].owner == "mina"
    stretch = after.schedule.stretch(DESK)
    assert stretch is not None
    assert stretch.effort == 5 * 480
    _, after = supposed(Scenario(done=(DESK,)), files)
    assert after.readiness[DESK].kind == "proven"


def test_an_absence_delays_the_work_of_that_person_only() -> None:
    days = (date(2027, 1, 18), date(2027, 1, 29))
    before, after = supposed(Scenario(away={"mina": (days,)}))
    was, is_ = finishes(before), finishes(after)
    later = {id for id in was if was[id] != is_[id]}
    assert EULA in later
    assert TAX not in later


def test_a_market_left_out_takes_its_items_and_gate_with_it() -> None:
    before, after = supposed(Scenario(drop_markets=("de",)))
    assert "buy.finance.price-list/de" in before.launch.items
    assert "buy.finance.price-list/de" not in after.launch.items
    assert "buy/de" in before.gates
    assert "buy/de" not in after.gates
    side = comparison.Side(before, forecast(before, 40, engine="pure"))
    found = comparison.compare(side, comparison.Side(after, forecast(after, 40, engine="pure")))
    assert found.gone == ("buy.finance.price-list/de",)


def test_another_date_moves_the_gates_keeps_the_old_date_and_makes_sign_offs_stale() -> None:
    files = tree(signed())
    before, after = supposed(Scenario(date_=date(2027, 3, 2)), files)
    assert after.launch.date == date(2027, 3, 2)
    assert after.launch.written.baseline[-1].date_ == date(2027, 2, 16)
    assert after.gates["learn"].due == date(2027, 2, 16)
    sides = [comparison.Side(one, forecast(one, 40, engine="pure")) for one in (before, after)]
    stale = comparison.compare(*sides).stale
    assert [(one.gate, one.person) for one in stale] == [("plan", "sara")]
    assert after.gates["plan"].passed  # what was decided stays decided


def test_reassigned_work_is_lost_by_one_and_gained_by_another() -> None:
    before, after = supposed(Scenario(reassign={EULA: "arda"}))
    sides = [comparison.Side(one, forecast(one, 40, engine="pure")) for one in (before, after)]
    loads = {one.person: one for one in comparison.compare(*sides).loads}
    assert set(loads) == {"mina", "arda"}
    assert loads["arda"].items_after == loads["arda"].items_before + 1
    assert loads["mina"].items_after == loads["mina"].items_before - 1
    assert loads["mina"].days_before - loads["mina"].days_after == loads["arda"].days_after - loads["arda"].days_before


def test_several_changes_are_laid_over_each_other_and_the_line_counts_before_the_file() -> None:
    kept = Scenario(
        "Kept", slip={EULA: Length(3), TAX: Length(1)}, date_=date(2027, 3, 2), away={"mina": ((AS_OF, AS_OF),)}
    )
    line = Scenario(slip={EULA: Length(5)}, done=(TRAINING,), date_=date(2027, 3, 9), away={"mina": ((AS_OF, AS_OF),)})
    both = scenario.joined(kept, line)
    assert both.slip == {EULA: Length(5), TAX: Length(1)}
    assert (both.title, both.date_, both.done) == ("Kept", date(2027, 3, 9), (TRAINING,))
    assert len((both.away or {})["mina"] or ()) == 2


def test_the_same_luck_before_and_after() -> None:
    """Items that a change does not reach keep every one of their runs."""
    before, after = supposed(Scenario(slip={"buy.sales.quota": Length(30, True)}))
    one, other = forecast(before, 200, engine="pure"), forecast(after, 200, engine="pure")
    assert one.gates["learn"] == other.gates["learn"]
    assert one.gates["buy"] != other.gates["buy"]


# --- what is refused -----------------------------------------------------------------------------


@pytest.fixture
def gtm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Gtm:
    return Gtm(write(tmp_path), capsys)


REFUSED = [
    (["--slip", "buy.finance.tax-cods=5d"], "did you mean"),
    (["--slip", "tax-codes=5"], "5d, 2w or 3wd"),
    (["--slip", "tax-codes"], "not of the form"),
    (["--slip", "tax-codes=-5d"], "not a length of time"),
    (["--slip", "tax-codes=99999d"], "more than two years"),
    (["--slip", "buy.finance.price-list=5d"], "exists once a market"),
    (["--slip", "learn.legal.export-check=5d"], "does not apply"),
    (["--done", "buy"], "is a gate"),
    (["--away", "mnia=2027-01-20..2027-02-01"], "did you mean `mina`"),
    (["--away", "mina=2027-01-20..9999-12-31"], "two years"),
    (["--away", "mina=2027-02-20..2027-02-01"], "not a range of days"),
    (["--away", "mina=9990-01-01..9990-01-02"], "more than ten years"),
    (["--date", "2027-01-18"], "is before Tue 19 Jan 2027"),
    (["--date", "9999-12-31"], "more than ten years"),
    (["--date", "soon"], "is not a date"),
    (["--drop-market", "dee"], "de"),
    (["--reassign", "tax-codes=nobody-here"], "nobody has the id"),
    (["--scenario", "missing"], "no scenario"),
    ([], "say what would be different"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "said"), REFUSED, ids=lambda value: str(value)[:40])
def test_a_what_if_that_cannot_be_tried_is_said(gtm: Gtm, words: list[str], said: str) -> None:
    code, out, err = gtm("what-if", *words)
    assert code == 2
    assert said in err
    assert out == ""


def test_a_launch_with_a_loop_is_answered_without_dates(gtm: Gtm) -> None:
    one = "  buy.legal.one: {title: One, needs: [buy.legal.two]}\n"
    two = "  buy.legal.two: {title: Two, needs: [buy.legal.one]}\n"
    gtm.write({"playbook/buy/legal.yaml": f"items:\n{one}{two}"})
    code, out, _ = gtm("what-if", "--slip", "one=5d", "--runs", "100")
    assert code == 0
    assert "no date" in out


# --- the answers ---------------------------------------------------------------------------------


SCENARIOS: dict[str, str | None] = {
    "launches/atlas/scenarios/later.yaml": "scenario: {title: Two weeks later, date: 2027-03-02}\n",
    "launches/atlas/scenarios/help.yaml": f"scenario: {{title: Help, reassign: {{{EULA}: arda}}, done: [{TAX}]}}\n",
}


def test_scenarios_stand_side_by_side_and_the_line_holds_for_each(gtm: Gtm) -> None:
    gtm.write(SCENARIOS)
    code, out, _ = gtm("what-if", "--scenario", "later", "--scenario", "help", "--runs", "100")
    assert code == 0
    heads = next(line for line in out.splitlines() if "NOW" in line).split()
    assert heads == ["NOW", "later", "help"]
    launch = next(line for line in out.splitlines() if line.startswith("Launch  "))
    assert launch.split() == ["Launch", "Tue", "16", "Feb", "Tue", "2", "Mar", "same"]
    code, out, _ = gtm("what-if", "--scenario", "later", "--scenario", "help", "--slip", "quota=3wd", "--runs", "100")
    assert out.count("takes 3 working days longer") == 2


@pytest.mark.parametrize("columns", [60, 100])
def test_a_terminal_holds_any_number_of_scenarios(gtm: Gtm, columns: int) -> None:
    gtm.write(SCENARIOS)
    more = {f"launches/atlas/scenarios/s{at}.yaml": f"scenario: {{slip: {{{EULA}: {at}wd}}}}\n" for at in (1, 2, 3)}
    gtm.write({**more})
    words = [word for name in ("later", "help", "s1", "s2", "s3") for word in ("--scenario", name)]
    out = on_terminal(gtm.folder, "what-if", *words, "--runs", "100", columns=columns, NO_COLOR="1")
    heads = [line.split()[1:] for line in out.splitlines() if "NOW" in line]
    assert all(width(line) <= columns for line in out.splitlines())
    wide = [["later", "help"], ["s1", "s2"], ["s3"]]
    assert heads == (wide if columns == 100 else [["later"], ["help"], ["s1"], ["s2"], ["s3"]])


def test_a_launch_without_gates_is_answered(gtm: Gtm) -> None:
    gtm.write({**NO_GATES})
    code, out, _ = gtm("what-if", "--slip", f"{EULA}=5wd", "--runs", "100")
    assert code == 0
    assert "1 item is finished later" in out or "items are finished later" in out


def test_an_unknown_id_in_a_scenario_is_a_finding_and_the_what_if_is_refused(gtm: Gtm) -> None:
    gtm.write({"launches/atlas/scenarios/odd.yaml": "scenario: {slip: {buy.finance.tax-cods: 5d}}\n"})
    code, out, _ = gtm("check", "--format", "concise")
    assert code == 1
    assert "scenarios/odd.yaml:1" in out
    code, _, err = gtm("what-if", "--scenario", "odd")
    assert code == 2
    assert "scenario odd: no item has the id `buy.finance.tax-cods`; did you mean `buy.finance.tax-codes`?" in err


def test_an_unknown_key_of_a_scenario_is_an_error(gtm: Gtm) -> None:
    gtm.write({"launches/atlas/scenarios/odd.yaml": "scenario: {sleep: {}}\n"})
    code, out, _ = gtm("check", "--format", "concise")
    assert code == 1
    assert "sleep" in out


def test_a_renamed_id_is_understood(gtm: Gtm) -> None:
    gtm.write({"launches/atlas/scenarios/old.yaml": "scenario: {slip: {learn.legal.licence: 5wd}}\n"})
    assert gtm("check", "--min", "error")[0] == 0
    code, out, _ = gtm("what-if", "--scenario", "old", "--runs", "100")
    assert code == 0
    assert "(learn.legal.eula) takes 5 working days longer" in out


def test_the_text_says_who_gains_what_moves_and_what_goes_stale(gtm: Gtm) -> None:
    gtm.write({**signed()})
    words = ("--date", "2027-03-02", "--reassign", "quota=arda", "--slip", f"{TAX}=5wd", "--done", "plan.product.goal")
    code, out, _ = gtm("what-if", *words, "--runs", "100")
    assert code == 0
    for said in (
        "if the launch date is Tue 2 Mar 2027",
        "and \"Set the quota\" (buy.sales.quota) is Arda Tan's, not nobody's",
        "Note: Write down the goal (plan.product.goal) is settled, so nothing changes by it.",
        "Note: Market de keeps its own date, Tue 16 Mar 2027.",
        "More work: ",
        "1 sign-off would be stale, and to be given again: Plan, Executive sponsor",
        "Set the tax codes",
        "No file was changed.",
    ):
        assert said in out, said


def test_the_json_answer_keeps_to_its_schema_and_is_the_same_bytes(gtm: Gtm) -> None:
    gtm.write(SCENARIOS)
    words = (
        "what-if",
        "--scenario",
        "later",
        "--scenario",
        "help",
        "--drop-market",
        "de",
        "--runs",
        "100",
        "--format",
        "json",
    )
    code, first, _ = gtm(*words)
    assert code == 0
    assert faults("what-if", first) == []
    assert first == gtm(*words)[1]
    answer = json.loads(first)
    assert [one["scenario"] for one in answer["cases"]] == ["later", "help"]
    assert answer["before"]["launch_date"] == "2027-02-16"
    assert answer["cases"][0]["after"]["launch_date"] == "2027-03-02"
    assert [one["id"] for one in answer["cases"][0]["gone"]] == ["buy.finance.price-list/de"]


def test_with_owners_limits_both_sides_keep_them_and_the_answer_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    items = "".join(f"  learn.legal.i{at}: {{title: I{at}, effort: 4}}\n" for at in range(3))
    people = "people:\n  ada: {name: Ada}\n  bo: {name: Bo}\n"
    for path, content in tiny(items, people=people, launch=LIMITED).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    gtm = Gtm(tmp_path, capsys)
    words = ("what-if", "--reassign", "i0=bo", "--runs", "100", "--as-of", "2027-01-19")
    answer = json.loads(gtm(*words, "--capacity", "--format", "json")[1])
    (case,) = answer["cases"]
    assert answer["with_limits"]
    assert answer["before"]["gates"][0]["forecast"] == "2027-01-22"
    assert answer["before"]["gates"][0]["forecast_with_limits"] == "2027-02-03"
    assert case["after"]["gates"][0]["forecast_with_limits"] == "2027-01-28"
    assert {(one["before"], one["after"]) for one in case["moved"]} <= {
        ("2027-01-28", "2027-01-22"), ("2027-02-03", "2027-01-22"), ("2027-02-03", "2027-01-28"),
        ("2027-01-22", "2027-01-28"),
    }  # fmt: skip
    assert len(case["after"]["chain"]) < len(answer["before"]["chain"])
    assert faults("what-if", gtm(*words, "--capacity", "--format", "json")[1]) == []
    text = gtm(*words, "--capacity")[1]
    assert "what if, with owners' limits" in text
    assert "Wed  3 Feb" in text
    free = json.loads(gtm(*words, "--format", "json")[1])
    assert not free["with_limits"]
    assert free["before"]["gates"][0]["forecast_with_limits"] is None
    assert free["cases"][0]["moved"] == []


LIMITED = "launch: {title: Trial, date: 2027-02-16, created: 2026-12-01, traits: [saas], leads: {legal: ada}}\n"


def test_no_file_is_touched(gtm: Gtm) -> None:
    gtm.write(SCENARIOS)
    before = {path: path.read_bytes() for path in gtm.folder.rglob("*") if path.is_file()}
    words = ("--slip", "quota=5d", "--done", TAX, "--away", "mina=2027-01-20..2027-01-29", "--drop-market", "de")
    code, _, _ = gtm(
        "what-if", *words, "--date", "2027-03-02", "--reassign", "eula=arda", "--scenario", "help", "--runs", "100"
    )
    assert code == 0
    assert before == {path: path.read_bytes() for path in gtm.folder.rglob("*") if path.is_file()}


def test_hostile_titles_cannot_speak(gtm: Gtm) -> None:
    title = '"\\x1b[31m::error::\\u202e"'
    gtm.write({
        "playbook/buy/sales.yaml": f"items:\n  buy.sales.quota: {{title: {title}, due: T-12d}}\n",
        "launches/atlas/scenarios/odd.yaml": f"scenario: {{title: {title}, slip: {{buy.sales.quota: 90d}}}}\n",
    })  # fmt: skip
    code, out, _ = gtm("what-if", "--scenario", "odd", "--runs", "100")
    assert code == 0
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert not any(line.lstrip().startswith("::") for line in out.splitlines())


def test_the_choices_of_a_decision_can_be_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    atlas = Gtm(example("atlas", tmp_path), capsys)
    snapshot: Snapshot = pipeline.run(pipeline.load(str(atlas.folder)), AS_OF, "atlas")
    chosen = [choice.scenario for one in snapshot.launch.decisions for choice in (one.record.choices or {}).values()]
    names = [name for name in chosen if name is not None]
    assert names
    assert set(names) <= set(snapshot.launch.scenarios)
    words = [word for name in names for word in ("--scenario", name)]
    assert atlas("what-if", *words, "--runs", "100")[0] == 0


def test_the_documented_scenario_can_be_tried() -> None:
    from tests.workspaces import AS_OF as DAY
    from tests.workspaces import small

    read = pipeline.read(small())
    before = pipeline.compile(read, DAY, "atlas")
    changes = before.launch.scenarios["every-day"].record
    tried = replace(changes, reassign=None, drop_markets=())
    assert scenario_words.faults(before.study, tried) == []
    assert pipeline.suppose(read, before, tried).launch.date == date(2027, 2, 23)
