"""gtm plan: dates, slack, chains link by link, promised dates, bars, JSON and the drawing."""

import itertools
import json
import re
import shutil
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from gtm.analysis import plan, plan_words
from gtm.analysis.capacity import level
from gtm.analysis.snapshot import Snapshot
from gtm.reports import gantt
from tests import small_launch
from tests.golden import Golden
from tests.json_cases import PROMISED, compiled, signed
from tests.running import gtm, on_terminal, piped
from tests.test_schedule import compile_graph, graphs
from tests.workspaces import LAUNCH, PEOPLE, example, said, trial

HOSTILE = '"\\e[31mred\\u202e</title><script>alert(1)</script> ::error::x & \\"q\\""'
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return example("atlas", tmp_path_factory.mktemp("examples"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return small_launch.write(tmp_path / "workspace")


def sentences(snapshot: Snapshot, id: str, limits: bool = False) -> list[str]:
    study = snapshot.study
    links = plan.chain(study, id, level(study) if limits else None)
    return [plan_words.sentence(study, link) for link in links]


# --- what people see -----------------------------------------------------------------------------


def test_the_chain_of_a_gate(atlas: Path, golden: Golden) -> None:
    golden("atlas-buy.txt", piped(atlas, "plan", "buy"))
    golden("atlas-buy-100.txt", on_terminal(atlas, "plan", "buy", NO_COLOR="1"))


def test_all_gates(atlas: Path, golden: Golden) -> None:
    golden("atlas-100.txt", on_terminal(atlas, "plan", NO_COLOR="1"))
    golden("atlas-capacity-100.txt", on_terminal(atlas, "plan", "--capacity", NO_COLOR="1"))


def test_one_person_and_one_team(atlas: Path, golden: Golden) -> None:
    golden("atlas-rahul-100.txt", on_terminal(atlas, "plan", "--owner", "rahul", "--capacity", NO_COLOR="1"))
    golden("atlas-use-support.txt", piped(atlas, "plan", "use", "--team", "Support"))


def test_the_drawing_of_a_chain(atlas: Path, golden: Golden) -> None:
    golden("atlas-buy.svg", piped(atlas, "plan", "buy", "--format", "svg"))


@pytest.mark.parametrize("columns", [60, 80, 100])
@pytest.mark.parametrize("words", [["buy"], [], ["--capacity"], ["--team", "finance", "--capacity"], ["launch-day"]])
def test_a_screen_is_never_wider_or_longer_than_it_is(atlas: Path, columns: int, words: list[str]) -> None:
    shown = on_terminal(atlas, "plan", *words, columns=columns, NO_COLOR="1")
    assert max(cell_len(line.replace("\u200e", "")) for line in shown.splitlines()) <= columns
    if columns == 100:
        assert len(shown.splitlines()) <= 40


def test_bars_and_colours_stay_on_the_terminal(atlas: Path) -> None:
    shown = on_terminal(atlas, "plan", "buy")
    assert "█" in shown
    assert "\x1b[" in shown
    text = piped(atlas, "plan", "buy")
    assert not re.search("[█░\x1b…]", text)
    assert "buy.sales.sales-training" in text


def test_a_terminal_without_blocks_gets_plain_bars(atlas: Path) -> None:
    shown = on_terminal(atlas, "plan", "buy", NO_COLOR="1", PYTHONIOENCODING="ascii:replace")
    assert "====" in shown
    assert "####" in shown
    assert "?" not in "".join(re.findall(r"[#=.|*?]{12,}", shown))


def test_a_long_chain_says_how_much_of_it_was_cut(tmp_path: Path) -> None:
    items = "".join(
        f"  buy.sales.step-{at:02}: {{title: Step {at}, needs: [{f'buy.sales.step-{at - 1:02}' if at else ''}]}}\n"
        for at in range(30)
    )
    small = small_launch.write(tmp_path, {"playbook/buy/sales.yaml": f"items:\n{items}"})
    short = on_terminal(small, "plan", "step-29", NO_COLOR="1")
    assert "18 earlier links: gtm plan buy.sales.step-29 --all" in short
    assert "Step 17" not in short
    assert "Step 18" in short
    assert "Step 0 " in on_terminal(small, "plan", "step-29", "--all", NO_COLOR="1")
    assert "Step 0 " in piped(small, "plan", "step-29")


def test_filters_leave_only_what_was_asked_for(atlas: Path) -> None:
    def ids(*words: str) -> list[str]:
        return [one["id"] for one in json.loads(piped(atlas, "plan", *words, "--format", "json"))["items"]]

    everything = ids()
    assert len(everything) == len(set(everything)) > 200
    assert {id.split(".")[1] for id in ids("--team", "legal")} == {"legal"}
    answer = json.loads(piped(atlas, "plan", "--owner", "Rahul", "--format", "json"))
    assert {one["owner"] for one in answer["items"]} == {"rahul"}
    before = ids("buy")
    assert "buy.finance.order-to-cash" in before
    assert not [id for id in before if id.startswith("lifetime")]
    assert set(ids("buy", "--team", "finance")) == {id for id in before if ".finance." in id}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nothing-like-it"], "no item or gate has the id"),
        (["--owner", "nobody-known"], "no person `nobody-known`"),
        (["--team", "finanse"], "did you mean `finance`?"),
        (["learn", "--team", "p"], "could be more than one team"),
    ],
)
def test_unknown_words_end_with_two_and_a_hint(atlas: Path, words: list[str], says: str) -> None:
    ran = gtm(atlas, "plan", *words)
    assert ran.returncode == 2
    assert says in ran.stderr.decode()
    assert not ran.stdout


# --- the sentences ---------------------------------------------------------------------------------


def test_each_reason_for_a_start_is_said() -> None:
    snapshot = trial(
        "  learn.legal.a: {title: A, effort: 2}\n"
        "  learn.legal.b: {title: B, effort: 0.5, wait: 3d, needs: [{item: learn.legal.a, lag: 2wd}]}\n"
        "  learn.legal.c: {title: C, not_before: 2027-02-01, needs: [learn.legal.b]}\n"
        "  learn.legal.d: {title: D, effort: 2, needs: [{item: learn.legal.c, lag: 1d}]}\n",
    )
    assert sentences(snapshot, "learn") == [
        "Ada starts Mon 1 Feb, the earliest day allowed; 1 working day of work (assumed), done Mon 1 Feb.",
        "Ada starts Wed 3 Feb, 1 day after “C” is done; 2 working days of work, done Thu 4 Feb.",
        "Can be decided Thu 4 Feb, when “D” is done; due Tue 2 Feb, 2 working days late.",
    ]
    assert sentences(snapshot, "learn.legal.b") == [
        "Ada can start today; 2 working days of work, done Wed 20 Jan.",
        (
            "Ada starts Mon 25 Jan, 2 working days after “A” is done; 0.5 working days of work, "
            "then 3 days of waiting, done Thu 28 Jan."
        ),
    ]


def test_what_comes_from_outside_is_named_with_its_day() -> None:
    snapshot = trial(
        "  learn.legal.a: {title: A, wait: 20d}\n  learn.legal.b: {title: B, effort: 3}\n",
        "  learn.legal.a: {status: blocked, waiting_on: Tax office, expected: 2027-01-22}\n"
        "  learn.legal.b: {status: blocked, expected: 2027-01-26, owner: bo}\n",
    )
    assert sentences(snapshot, "learn.legal.a") == ["Ada waits for Tax office, expected Fri 22 Jan."]
    assert sentences(snapshot, "learn.legal.b") == [
        ("Bo waits for somebody outside the launch, expected Tue 26 Jan; "
        "3 working days of work left, done Fri 29 Jan.")
    ]  # fmt: skip


def test_an_absence_is_said_where_it_delays_or_interrupts() -> None:
    away = PEOPLE.replace("{name: Ada}", "{name: Ada, away: [2027-01-18..2027-01-20]}").replace(
        "{name: Bo}", "{name: Bo, away: [2027-01-21..2027-01-25]}"
    )
    items = "  learn.legal.a: {title: A, effort: 1}\n  learn.legal.b: {title: B, effort: 4}\n"
    snapshot = trial(items, "  learn.legal.b: {status: doing, left: 4, owner: bo}\n", people=away)
    assert sentences(snapshot, "learn.legal.a") == [
        "Ada starts Thu 21 Jan, back from an absence; 1 working day of work, done Thu 21 Jan."
    ]
    assert sentences(snapshot, "learn.legal.b") == [
        "Bo is at it; 4 working days of work left, 3 working days away in between, done Wed 27 Jan."
    ]


def test_work_without_an_owner_and_work_that_is_over() -> None:
    nobody = LAUNCH.replace(", leads: {legal: ada, sales: bo}", "")
    snapshot = trial(
        "  learn.legal.a: {title: A, effort: 1}\n  learn.legal.b: {title: B}\n  learn.legal.c: {title: C}\n",
        "  learn.legal.b: {status: done, finished: 2027-01-11}\n"
        "  learn.legal.c: {status: done, finished: 2027-01-11, evidence: [{ref: R}]}\n",
        launch=nobody,
    )
    assert sentences(snapshot, "learn.legal.a") == [
        "It has no owner yet and can start today; 1 working day of work, done Tue 19 Jan."
    ]
    assert sentences(snapshot, "learn.legal.b") == ["Said done; missing for its gate: no proof is given."]
    assert sentences(snapshot, "learn.legal.c") == ["Settled Mon 11 Jan."]


def test_with_limits_the_work_of_the_same_person_is_a_reason() -> None:
    snapshot = trial("  learn.legal.a: {title: A, effort: 4}\n  learn.legal.b: {title: B, effort: 7}\n")
    assert sentences(snapshot, "learn", limits=True) == [
        "Ada can start today; 7 working days of work, done Wed 27 Jan.",
        "Ada starts Thu 28 Jan, after finishing “B”; 4 working days of work, done Tue 2 Feb.",
        "Can be decided Tue 2 Feb, when “A” is done; due Tue 2 Feb, no slack.",
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs(), st.booleans())
def test_links_follow_each_other_without_a_gap_that_is_not_said(graph: list[dict[str, Any]], limits: bool) -> None:
    study = compile_graph(graph).study
    levelled = level(study, passes=2) if limits else None
    for id in study.schedule.slots:
        links = plan.chain(study, id, levelled)
        assert links[-1].id == id
        for before, link in itertools.pairwise(links):
            assert link.after == before.id
            assert link.why in {plan.NEED, plan.OWNER}
            assert link.start >= (before.worked if link.why == plan.OWNER else before.finish) or link.item is None
        assert not links[0].after
        for link in links:
            assert link.start <= link.worked <= link.finish
            assert plan_words.sentence(study, link).endswith(".")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs(), st.integers(0, 6))
def test_slack_counts_the_days_of_an_owner_who_is_away(graph: list[dict[str, Any]], which: int) -> None:
    which %= len(graph)
    graph[which]["state"] = "away"
    study = compile_graph(graph).study
    slack = study.schedule.slots[f"learn.legal.i{which}"].slack
    if slack is None or any((study.schedule.slots[id].slack or 0) < 0 for id in study.gates) or slack < 0:
        return

    def late(days: int) -> bool:
        changed = compile_graph(graph, {which: days}).study
        return any(changed.schedule.slots[id].finish > view.due for id, view in changed.gates.items())

    assert not late(slack)
    assert late(slack + 1)


# --- dates promised before, gates decided before ------------------------------------------------------


def test_the_slip_against_each_promised_date() -> None:
    study = compiled(PROMISED).study
    texts = [plan_words.slip(one) for one in plan.slips(study)]
    likely = -(study.go_gate.slack or 0) if study.go_gate is not None else 0
    assert likely > 0
    assert texts == [
        (
            "promised Tue 26 Jan 2027, moved on Mon 14 Dec 2026 (A market more): now 15 working days later; "
            f"likely {15 + likely} working days later"
        ),
        (
            "promised Tue 2 Feb 2027, moved on Mon 11 Jan 2027: now 10 working days later; "
            f"likely {10 + likely} working days later"
        ),
    ]


def test_a_launch_that_never_comes_counts_no_days() -> None:
    one = plan.Slip(date(2027, 1, 26), date(2026, 11, 9), "", 15, 2_080_028)
    assert plan_words.slip(one).endswith(": now 15 working days later; likely not within 20 years")


def test_a_date_moved_forward_is_earlier() -> None:
    moved = LAUNCH.replace("date: 2027-02-16", "date: 2027-02-16, baseline: [{date: 2027-02-18, moved: 2027-01-04}]")
    snapshot = trial("  learn.legal.a: {title: A}\n", launch=moved)
    assert [one.planned_later for one in plan.slips(snapshot.study)] == [-2]
    assert plan_words.slip(plan.slips(snapshot.study)[0]).endswith(": now 2 working days earlier")


def test_a_gate_decided_before_the_date_moved_stays_decided() -> None:
    launch = "launches/atlas/launch.yaml"
    moved = small_launch.FILES[launch].replace("2027-02-16", "2027-03-02") + (
        "  baseline: [{date: 2027-02-16, moved: 2027-01-18, reason: Tax office}]\n"
    )
    before, after = compiled(signed()).study, compiled({**signed(), launch: moved}).study
    for study in (before, after):
        assert study.gates["plan"].verdict == "passed with conditions"
        assert sentences_of(study, "plan") == ["Decided Fri 15 Jan."]
    assert after.gates["plan"].due > before.gates["plan"].due


def sentences_of(study: Any, id: str) -> list[str]:
    return [plan_words.sentence(study, link) for link in plan.chain(study, id)]


# --- impossible dates ------------------------------------------------------------------------------------


def test_an_impossible_date_names_the_days_and_the_chain() -> None:
    snapshot = trial(
        "  learn.legal.a: {title: Ask the office, effort: 8}\n"
        "  learn.legal.b: {title: Write it down, effort: 6, needs: [learn.legal.a]}\n"
    )
    (found,) = said(snapshot, "impossible-dates")
    assert found.message == (
        "the Learn gate is due Tue 2 Feb 2027, 3 working days too early for its work: Fri 5 Feb 2027 is the earliest"
    )
    assert found.help == "what takes longest: Ask the office > Write it down"


# --- bad input ---------------------------------------------------------------------------------------------


def test_a_loop_says_so_and_breaks_nothing(tmp_path: Path) -> None:
    loop = (
        "items:\n  buy.sales.quota: {title: Quota, needs: [buy.sales.training]}\n"
        "  buy.sales.training: {title: Training, needs: [buy.sales.quota]}\n"
    )
    small = small_launch.write(tmp_path, {"playbook/buy/sales.yaml": loop})
    assert "no dates; gtm check shows the loop" in piped(small, "plan", "buy")
    assert "none: a loop" in piped(small, "plan")
    answer = json.loads(piped(small, "plan", "--capacity", "--format", "json"))
    dates = {one["id"]: one["earliest_finish"] for one in answer["items"]}
    assert dates["buy.sales.quota"] is None
    assert dates["learn.legal.eula"] is not None
    assert ET.fromstring(piped(small, "plan", "--format", "svg"))
    assert ET.fromstring(piped(small, "plan", "buy", "--format", "svg"))


def test_an_empty_launch_has_a_plan(tmp_path: Path) -> None:
    empty = {path: "items: {}\n" for path in small_launch.FILES if re.match("playbook/[a-z]+/", path)}
    empty |= {f"launches/atlas/{team}.yaml": "items: {}\n" for team in ("product", "legal", "finance")}
    small = small_launch.write(tmp_path, {**empty})
    for words in ([], ["buy"], ["--capacity"], ["--team", "legal"], ["--format", "svg"], ["buy", "--format", "svg"]):
        assert piped(small, "plan", *words)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    small = small_launch.write(tmp_path, {"launches/atlas/sales.yaml": "items: [unclosed\n"})
    for words in ([], ["buy"], ["--team", "sales"]):
        assert "PARTIAL: 1 unread: launches/atlas/sales.yaml" in piped(small, "plan", *words)


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    items = f"items:\n  buy.sales.quota: {{title: {HOSTILE}, effort: 30}}\n  buy.sales.training: {{title: T}}\n"
    people = small_launch.FILES["people.yaml"].replace(
        "Deniz Şahin", HOSTILE.replace('"', "'", 0)[1:-1].replace('\\"q\\"', "q")
    )
    people = people.replace("name: \\e", 'name: "\\e').replace(" q}", ' q"}')
    small = small_launch.write(tmp_path, {"playbook/buy/sales.yaml": items, "people.yaml": people})
    for words in (["buy"], [], ["--team", "sales"]):
        for text in (piped(small, "plan", *words), on_terminal(small, "plan", *words, NO_COLOR="1")):
            assert "\x1b[31m" not in text
            assert "\u202e" not in text
            assert "\n::" not in text
    for words in (["buy"], []):
        drawing = piped(small, "plan", *words, "--format", "svg")
        root = ET.fromstring(drawing)
        assert "<script" not in drawing
        assert not list(root.iter(f"{SVG}script"))
        assert "alert(1)" in drawing


# --- the drawing ---------------------------------------------------------------------------------------------


def test_the_drawing_is_named_described_and_the_same_every_time(atlas: Path) -> None:
    first = piped(atlas, "plan", "--format", "svg")
    assert first == piped(atlas, "plan", "--format", "svg")
    root = ET.fromstring(first)
    assert root.get("role") == "img"
    named = str(root.get("aria-labelledby")).split()
    found = {one.get("id"): one.text for one in root.iter() if one.get("id")}
    assert [bool(found[id]) for id in named] == [True, True]
    assert not re.search(r"<(style|script|a|image|foreignObject)\b|href|url\((?!#)", first)


def test_every_bar_lies_on_the_drawing_and_has_its_sentence(atlas: Path) -> None:
    root = ET.fromstring(piped(atlas, "plan", "--capacity", "--format", "svg"))
    wide = float(str(root.get("width")))
    groups = list(root.iter(f"{SVG}g"))
    assert len(groups) > 80
    for group in groups:
        title = group.find(f"{SVG}title")
        assert title is not None
        assert str(title.text).endswith(".")
        for bar in group.iter(f"{SVG}rect"):
            x, width = float(str(bar.get("x"))), float(str(bar.get("width")))
            assert x >= 330
            assert 0 < width <= wide
            assert x + width <= wide


def test_two_drawings_on_one_page_share_no_id() -> None:
    study = trial("  learn.legal.a: {title: A, wait: 3d}\n").study
    one, two = (gantt.render(study, "learn", (), prefix=prefix) for prefix in ("a", "b"))
    ids = re.findall(r'id="([^"]+)"', one), re.findall(r'id="([^"]+)"', two)
    assert ids[0]
    assert not set(ids[0]) & set(ids[1])
    assert "url(#a-wait)" in one


def test_a_plan_over_centuries_is_still_drawn() -> None:
    snapshot = trial("  learn.legal.a: {title: A, not_before: 2900-01-01}\n  learn.legal.b: {title: B}\n")
    assert len(gantt.render(snapshot.study, None, snapshot.study.graph.items)) < 60_000


# --- JSON ------------------------------------------------------------------------------------------------------


def test_the_answer_says_the_same_as_the_schedule(atlas: Path) -> None:
    answer = json.loads(piped(atlas, "plan", "buy", "--format", "json"))
    gate = {one["id"]: one for one in answer["gates"]}["buy"]
    assert answer["chain"] == gate["chain"]
    assert [one["id"] for one in gate["chain"]][-1] == "buy"
    assert gate["forecast"] == gate["chain"][-1]["finish"]
    critical = {one["id"] for one in answer["items"] if one["critical"]}
    assert {one["id"] for one in gate["chain"][:-1]} <= critical
    assert gate["slack_days"] == min(one["slack_days"] for one in answer["items"] if one["gate"] == "buy")
    assert answer["with_limits"] is False
    assert gate["forecast_with_limits"] is None


def test_limits_show_gates_late_only_because_of_people(small: Path) -> None:
    quota = "items:\n" + "".join(f"  buy.sales.q{at}: {{title: Q{at}, effort: 5}}\n" for at in range(4))
    launch = "launches/atlas/launch.yaml"
    small_launch.write(small, {
        "playbook/buy/sales.yaml": quota,
        launch: small_launch.FILES[launch].replace("legal: mina", "legal: mina, sales: arda"),
        "launches/atlas/finance.yaml": "items:\n  buy.finance.tax-codes: {status: doing, left: 1}\n",
    })  # fmt: skip
    text = piped(small, "plan", "--capacity")
    assert "LATE ONLY BECAUSE OF PEOPLE" in text
    late = "Buy gate would be 6 working days late, because Arda Tan cannot do everything at once"
    assert f"{late}; gtm plan buy --capacity" in text
    answer = json.loads(piped(small, "plan", "--capacity", "--format", "json"))
    gate = {one["id"]: one for one in answer["gates"]}["buy"]
    assert gate["late_by_people"] is True
    assert gate["slack_days"] >= 0
    assert date.fromisoformat(gate["forecast_with_limits"]) > date.fromisoformat(gate["due"])
    over = [week for week in answer["weeks"] if week["over_days"]]
    assert {week["person"] for week in over} == {"arda", "deniz"}


# --- what never ends ------------------------------------------------------------------------------


@pytest.mark.parametrize("away", ["2027-01-01..9999-12-31", "2027-01-01..2150-01-01"])
def test_an_owner_away_for_ever_is_never_a_date_or_a_count_of_days(atlas: Path, tmp_path: Path, away: str) -> None:
    here = tmp_path / "never"
    shutil.copytree(atlas, here)
    people = (here / "people.yaml").read_text("utf-8")
    (here / "people.yaml").write_text(people.replace("  pilar: {", f"  pilar: {{away: [{away}], "), "utf-8")
    said = {
        " ".join(words): gtm(here, *words).stdout.decode()
        for words in (
            ("plan",), ("plan", "buy"), ("plan", "--capacity"), ("plan", "--owner", "pilar"), ("status",),
            ("gate", "buy"), ("why", "buy"), ("forecast",), ("plan", "--format", "json"),
            ("status", "--format", "json"),
            ("plan", "buy", "--format", "svg"), ("report", "--format", "html", "-o", "-"),
            ("report", "--format", "markdown", "-o", "-"),
        )
    }  # fmt: skip
    for words, text in said.items():
        assert text, words
        assert not re.search(r"\b20[78]\d{4} (working )?day", text), words
        assert "Dec 9999" not in text, words
        assert "9999-12-3" not in text, words
    assert "Pilar Sanz is away and not back within 60 years." in said["plan buy"]
    assert "Can never be decided, as step 4 is never done; due Fri 5 Feb." in said["plan buy"]
    assert "Buy is never reached as planned: gtm plan buy" in said["status"]
    assert "its work never ends as planned" in said["gate buy"]
    row = next(line for line in said["plan"].splitlines() if line.startswith("Buy  "))
    assert row.split()[4:6] == ["never", "never"]
    buy = json.loads(said["plan --format json"])["gates"][2]
    assert (buy["forecast"], buy["slack_days"]) == (None, None)
