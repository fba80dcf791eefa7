"""The bundled examples as their readers meet them: each on its own day, with what it is there to show."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from gtm import pipeline
from gtm.analysis import readiness
from gtm.analysis.snapshot import Snapshot
from gtm.diagnostics import Severity
from tests.workspaces import CHECKLISTS, errors, example, said

NAMES = ("atlas", "beacon", "spark")
DAYS = {"atlas": date(2027, 1, 19), "beacon": date(2027, 3, 9), "spark": date(2026, 11, 12)}


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Snapshot]:
    found = {}
    for name in NAMES:
        files = pipeline.read(pipeline.load(str(example(name, tmp_path_factory.mktemp(name)))))
        day = files.workspace.example_as_of
        assert day is not None, f"{name} must say on which day it is judged"
        found[name] = pipeline.compile(files, day, name)
    return found


@pytest.fixture(scope="module")
def atlas(snapshots: dict[str, Snapshot]) -> Snapshot:
    return snapshots["atlas"]


def test_every_example_is_known_here() -> None:
    assert sorted(folder.name for folder in (CHECKLISTS / "examples").iterdir()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_examples_bring_no_playbook_of_their_own(name: str) -> None:
    assert not (CHECKLISTS / "examples" / name / "playbook").exists()


@pytest.mark.parametrize("name", NAMES)
def test_examples_have_no_errors_and_a_fixed_day(snapshots: dict[str, Snapshot], name: str) -> None:
    snapshot = snapshots[name]
    assert snapshot.launch.as_of == DAYS[name]
    assert not snapshot.launch.partial
    assert [str(one) for one in errors(snapshot)] == []
    on_purpose = {"duplicate-reading"}  # an answer stands twice in an export of atlas
    wrong = [
        one
        for one in snapshot.diagnostics
        if one.rule.code[3] in "012" and one.severity > Severity.ADVICE and one.rule.slug not in on_purpose
    ]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_happens_in_the_future_or_in_the_wrong_order(snapshots: dict[str, Snapshot], name: str) -> None:
    launch = snapshots[name].launch
    for item in launch.items.values():
        state = item.state
        days = [state.started, state.finished, state.confirmed, *(proof.date_ for proof in state.evidence)]
        assert all(day <= launch.as_of for day in days if day), item.id
        if state.started and state.finished:
            assert state.started <= state.finished, item.id
        if state.finished is None:
            continue
        for need in item.needs:
            other = launch.items[need.on].state.finished if need.on in launch.items else None
            assert other is None or other <= state.finished, f"{item.id} was done before {need.on}"


@pytest.mark.parametrize("name", NAMES)
def test_work_is_dated_on_working_days(snapshots: dict[str, Snapshot], name: str) -> None:
    launch = snapshots[name].launch
    for item in launch.items.values():
        for day in (item.state.started, item.state.finished):
            assert day is None or day.weekday() < 5, f"{item.id}: {day}"


def test_atlas_shows_every_state(atlas: Snapshot) -> None:
    launch, study = atlas.launch, atlas.study
    classes = Counter(found.kind for found in study.readiness.values())
    assert set(classes) == set(readiness.CLASSES)
    statuses = Counter(item.status for item in launch.items.values())
    assert set(statuses) == {"todo", "doing", "blocked", "done", "not-applicable", "unknown"}
    outside = launch.items["buy.finance.tax-codes/de"].state
    assert outside.waiting_on
    assert outside.expected == date(2027, 1, 22)
    assert any(item.standing for item in launch.items.values())
    assert {proof.kind for item in launch.items.values() for proof in item.state.evidence} >= {
        "link",
        "file",
        "ref",
        "metric",
    }
    assert any(item.own for item in launch.items.values())
    assert launch.markets == {"tr": date(2027, 2, 16), "de": date(2027, 3, 2)}
    assert launch.written.tier == 1


@pytest.mark.parametrize(
    ("slug", "subject"),
    [
        ("late-item", "buy.finance.tax-codes/de"),
        ("no-owner", "buy.systems-engineering.rehearsal"),
        ("fallback-owner", "learn.legal.privacy-assessment"),
        ("stale-proof", "buy.legal.clause-playbook"),
        ("said-done-unproven", "buy.sales.seller-incentives"),
        ("done-before-needs", "buy.sales.contracts-and-routes"),
        ("unanswered-question", "learn.legal.copyright-notices"),
        ("unconfirmed-not-applicable", "use.cloud-operations.domains-and-certificates"),
        ("waiver-unapproved", "buy.finance.e-invoice/de"),
        ("owner-away", "use.support.team-training"),
        ("overloaded-owner", "nele"),
        ("impossible-dates", "buy"),
        ("icp-unanswered", "planner"),
        ("icp-contradiction", "planner"),
        ("icp-misfit", "planner"),
        ("step-unproven", "onboarding"),
        ("step-orphan", "website"),
        ("flow-two-sources", "plan-published"),
        ("feature-on-no-flow", "alerts"),
        ("meeting-overdue", "product-success"),
    ],
)
def test_atlas_has_each_kind_of_gap_on_purpose(atlas: Snapshot, slug: str, subject: str) -> None:
    assert subject in {one.subject for one in said(atlas, slug)}


def test_atlas_is_no_wall_of_findings(atlas: Snapshot) -> None:
    warnings = [one for one in atlas.diagnostics if one.severity is Severity.WARNING]
    assert 15 <= len(warnings) <= 60
    assert len(atlas.diagnostics) < 90


def test_atlas_plan_gate_stands_and_the_others_are_pending(atlas: Snapshot) -> None:
    gates = atlas.study.gates
    assert [(id, view.verdict) for id, view in gates.items()] == [
        ("plan", "passed"), ("learn", "not due"), ("buy", "not due"), ("buy/de", "not due"),
        ("use", "not due"), ("lifetime", "not due"),
    ]  # fmt: skip
    plan = gates["plan"].decision
    assert plan is not None
    assert (plan.decided, plan.stale, plan.reworded, plan.changed) == (date(2026, 12, 3), False, False, ())
    assert all(signature.sign_off.record.covers for signature in plan.signatures)


@pytest.mark.parametrize("name", NAMES)
def test_signatures_of_examples_are_of_what_stands_there_now(snapshots: dict[str, Snapshot], name: str) -> None:
    for id, decision in snapshots[name].study.decisions.items():
        digest = decision.digest.text if decision.digest else ""
        for one in decision.signatures:
            assert one.sign_off.record.saw == digest, f"gtm gate {id} --digest, into {one.sign_off.spot.path}"


def test_atlas_is_behind_but_still_possible(atlas: Snapshot) -> None:
    study = atlas.study
    gates = study.gates
    assert (study.verdict, study.course) == ("not due", "behind")
    assert (gates["learn"].course, gates["learn"].slack) == ("on course", 0)
    assert (gates["buy"].course, gates["buy"].forecast) == ("behind", date(2027, 2, 9))
    assert study.schedule.chain("buy")[0] == "buy.finance.tax-codes/de"
    assert (gates["use"].course, gates["use"].forecast, gates["use"].slack) == ("on course", date(2027, 2, 11), 1)
    counts = study.counts(list(study.before_launch))
    assert counts.total == 151
    assert 0.55 <= counts.proven / counts.total <= 0.7
    assert (counts.waived, counts.not_applicable) == (1, 2)
    late = [
        item for item in study.before_launch if item.due < atlas.launch.as_of and not study.readiness[item.id].settled
    ]
    assert 5 <= len(late) <= 10


def test_atlas_names_the_three_actions_that_matter(atlas: Snapshot) -> None:
    actions = {action.id: action for action in atlas.study.focus.actions(3)}
    assert set(actions) == {
        "buy.finance.tax-codes/de", "learn.marketing.claim-proof", "learn.legal.privacy-assessment",
    }  # fmt: skip
    assert {action.acts for action in actions.values()} == {"deniz", "elif", "leyla"}
    assert actions["learn.legal.privacy-assessment"].kind == "name"


def test_atlas_has_a_file_for_every_team(atlas: Snapshot) -> None:
    folder = CHECKLISTS / "examples" / "atlas" / "launches" / "atlas"
    assert {team for team in atlas.launch.teams if not (folder / f"{team}.yaml").exists()} == set()


def test_atlas_speaks_turkish_persian_and_english() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in _yaml("atlas"))
    for word in ("Öz", "Elif Şahin", "Onaylanan bütçe", "امید رحیمی", "هفت گام"):
        assert word in text


def test_atlas_has_decisions_risks_and_a_way_to_stop(atlas: Snapshot) -> None:
    launch = atlas.launch
    assert {decision.record.chosen for decision in launch.decisions} == {"months", None}
    assert len(launch.risks) >= 3
    assert [entry.date_ for entry in launch.no_way_back] == [date(2027, 2, 15), date(2027, 2, 16)]
    assert launch.stop is not None
    assert launch.stop.proven is not None


def test_beacon_passed_its_plan_gate_with_a_promise(snapshots: dict[str, Snapshot]) -> None:
    beacon = snapshots["beacon"]
    gates = beacon.study.gates
    assert gates["plan"].verdict == "passed with conditions"
    assert gates["plan"].decision is not None
    assert not gates["plan"].decision.stale
    assert beacon.study.course == "on course"
    assert beacon.study.schedule.chain("buy")[0] == "buy.manufacturing.certification"
    weeks = (beacon.launch.date - beacon.launch.as_of).days / 7
    assert (beacon.launch.written.tier, weeks) == (2, 10)
    assert {"physical", "connected", "channel", "eu", "third-party"} <= set(beacon.launch.written.traits)


def test_spark_lacks_only_the_signatures_of_its_last_gate(snapshots: dict[str, Snapshot]) -> None:
    spark = snapshots["spark"]
    study = spark.study
    assert spark.launch.written.tier == 3
    assert {study.readiness[item.id].kind for item in study.before_launch} == {readiness.PROVEN}
    assert [study.gates[id].verdict for id in ("plan", "learn", "buy", "use")] == [
        "passed",
        "passed",
        "passed",
        "not due",
    ]
    open_ = [one.kind for one in study.gates["use"].conditions if not one.met]
    assert open_ == ["sign-off", "sign-off", "sign-off"]
    assert list(spark.diagnostics) == []


def _yaml(name: str) -> list[Path]:
    return sorted((CHECKLISTS / "examples" / name).rglob("*.yaml"))
