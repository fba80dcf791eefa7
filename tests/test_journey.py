"""The journey map: what proves what, what is missing, and how it looks on a screen, in a pipe and as a drawing."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gtm.analysis import clientele
from gtm.analysis.journey_gaps import JourneyGap, meetings
from gtm.analysis.snapshot import Snapshot
from gtm.reports import journey_svg
from gtm.terminal import journey as terminal
from gtm.terminal.screen import Paper, render, width
from tests.running import on_terminal, piped
from tests.workspaces import errors, example, said, trial

ITEM = "  learn.legal.a: {title: A}\n"
SVG = "{http://www.w3.org/2000/svg}"
VISIT = """\
    visit:
      title: The visit
      kind: user
      stage: learn
      source: Event store
      steps:
        - {title: Reads, event: read}
        - {title: Asks, event: asked}
        - {title: Leaves, event: left}
"""
DEAL = """\
    deal:
      title: The deal
      kind: success
      stage: buy
      steps:
        - {title: Wants it, proof: [asked]}
        - {title: Signs, offline: The contract}
        - {title: Pays}
"""


def launch(flows: str, more: str = "", as_of: str = "2027-01-19", **files: str) -> Snapshot:
    text = f"audience:\n  flows:\n{flows}{more}"
    return trial(ITEM, "", as_of, **{"launches/trial/audience.yaml": text, **files})


def gaps(snapshot: Snapshot, kind: str) -> list[JourneyGap]:
    return [gap for gap in clientele.of(snapshot.study).journey_gaps if gap.kind == kind]


def text(snapshot: Snapshot, room: int | None) -> list[str]:
    study = snapshot.study
    lines = terminal.lines(study.launch, clientele.of(study).journey, clientele.of(study).journey_gaps, room)
    return render(lines, Paper(room)).splitlines()


def drawn(snapshot: Snapshot) -> str:
    study = snapshot.study
    return journey_svg.render(study.launch, clientele.of(study).journey, clientele.of(study).journey_gaps)


def many(flows: int, steps: int) -> str:
    """Flows over all stages, half of them of customers, each of whose steps names two events far and near."""
    out = []
    for at in range(flows):
        stage = ("learn", "buy", "use")[at % 3]
        kind = "success" if at % 2 else "user"
        out.append(
            f"    f{at}:\n      title: Flow {at}\n      kind: {kind}\n      stage: {stage}\n"
            "      source: S\n      steps:"
        )
        for step in range(steps):
            proofs = f"proof: [e0-{step}, e{(at * 7) % flows // 2 * 2}-{step}]"
            tail = proofs if at % 2 else f"event: e{at}-{step}"
            out.append(f"        - {{title: Step {step} of flow {at} with some more words, {tail}}}")
    return "\n".join(out) + "\n"


# --- what proves what ------------------------------------------------------------------------------


def test_steps_are_tied_to_the_events_that_prove_them() -> None:
    found = clientele.of(launch(VISIT + DEAL).study).journey
    assert found is not None
    deal = [step for step in found.steps if step.flow == "deal"]
    assert [step.proven for step in deal] == ["event", "offline", "unproven"]
    assert deal[0].proved_by == (("visit", 1),)
    assert list(found.proofs) == [(("visit", 1), ("deal", 0))]


def test_an_event_at_a_step_of_a_customer_is_its_proof_too() -> None:
    found = clientele.of(launch(VISIT + DEAL.replace("proof: [asked]", "event: asked")).study).journey
    assert found is not None
    assert list(found.proofs) == [(("visit", 1), ("deal", 0))]


def test_the_end_of_a_user_flow_is_an_event() -> None:
    visit = VISIT.replace("      steps:", "      exit: visit-over\n      steps:")
    snapshot = launch(visit + DEAL.replace("[asked]", "[visit-over]"))
    assert not errors(snapshot)
    assert gaps(snapshot, "step-orphan") == []


def test_an_unknown_event_is_told_with_what_was_meant_and_is_no_proof() -> None:
    snapshot = launch(VISIT + DEAL.replace("[asked]", "[askd]"))
    assert [(found.rule.slug, found.help) for found in errors(snapshot)] == [
        ("unknown-audience-name", "did you mean `asked`?")
    ]
    assert said(snapshot, "step-unproven")[0].message.startswith("nothing proves step 3, Pays,")


def test_names_of_flows_must_exist() -> None:
    flow = DEAL.replace(
        "stage: buy", "stage: bye\n      team: sale\n      role: bos\n      owner: adda\n      measure: x"
    )
    slugs = {found.rule.slug for found in errors(launch(VISIT + flow))}
    assert slugs == {"unknown-stage", "unknown-team", "unknown-role", "unknown-person", "unknown-metric"}


# --- what is missing -------------------------------------------------------------------------------


def test_what_leads_to_nothing_is_said_once_a_flow() -> None:
    found = gaps(launch(VISIT + DEAL), "step-orphan")
    assert [gap.words for gap in found] == [
        "step 3, Leaves, of The visit leads to nothing that proves a step of a customer"
    ]
    none = gaps(launch(VISIT + DEAL.replace("proof: [asked]", "offline: By mail")), "step-orphan")
    assert "steps 1 to 3 of The visit lead to nothing" in none[0].words


def test_without_flows_of_customers_no_step_is_said_to_lead_nowhere() -> None:
    assert gaps(launch(VISIT), "step-orphan") == []


def test_features_sources_and_stages() -> None:
    features = "  features: {trial: The trial, story: Stories}\n"
    visit = VISIT.replace("event: read", "event: read, feature: story").replace("      source: Event store\n", "")
    snapshot = launch(visit + DEAL, features)
    assert [gap.subject for gap in gaps(snapshot, "feature-on-no-flow")] == ["trial"]
    assert "`read`, `asked`, `left`" in gaps(snapshot, "event-no-source")[0].words
    assert [gap.words for gap in gaps(snapshot, "stage-without-flow")] == ["no flow leads through Use"]


def test_two_teams_that_read_from_two_systems() -> None:
    other = DEAL.replace("proof: [asked]", "proof: [asked], source: crm, team: sales")
    tools = "capabilities: {crm: {title: Customer system}}\n"
    snapshot = launch(VISIT + other, **{"playbook/tools.yaml": tools})
    assert (
        gaps(snapshot, "two-sources")[0].words == "Sales reads `asked` from Customer system, somebody from Event store"
    )
    same = launch(VISIT + DEAL.replace("proof: [asked]", "proof: [asked], source: EVENT  store"))
    assert gaps(same, "two-sources") == []


def test_a_measure_read_from_another_system_than_the_playbook_says() -> None:
    metrics = "metrics: {nps: {title: Promoters, better: higher, role: boss, source: Survey}}\n"
    flow = DEAL.replace("      steps:", "      measure: nps\n      source: Mail\n      team: sales\n      steps:")
    snapshot = launch(VISIT + flow, **{"playbook/metrics.yaml": metrics})
    assert gaps(snapshot, "two-sources")[0].words == "Sales reads Promoters from Mail, the playbook from Survey"


@pytest.mark.parametrize(
    ("last", "as_of", "overdue"),
    [("2027-01-05", "2027-01-19", False), ("2027-01-04", "2027-01-19", True), ("2027-02-01", "2027-01-19", True)],
)
def test_a_meeting_is_overdue_the_day_after_its_day(last: str, as_of: str, overdue: bool) -> None:
    more = f"  meetings: {{map: {{title: Map, teams: [legal, sales], every: 14d, last: {last}}}}}\n"
    snapshot = launch(VISIT + DEAL, more, as_of)
    assert [one.overdue for one in meetings(snapshot.launch)] == [overdue]
    assert bool(said(snapshot, "meeting-overdue")) is overdue


def test_a_meeting_that_has_not_begun_is_advice_and_nothing_without_flows() -> None:
    more = "  meetings: {map: {title: Map, teams: [legal, sales], every: 14d}}\n"
    assert [found.severity.word for found in said(launch(VISIT + DEAL, more), "meeting-overdue")] == ["advice"]
    alone = trial(ITEM, **{"playbook/audience.yaml": f"audience:\n{more}"})
    assert said(alone, "meeting-overdue") == []


def test_a_workspace_without_flows_hears_nothing() -> None:
    snapshot = trial(ITEM)
    assert clientele.of(snapshot.study).journey is None
    assert clientele.of(snapshot.study).journey_gaps == ()
    assert "No flow is described" in text(snapshot, None)[1]


# --- the terminal ----------------------------------------------------------------------------------


@pytest.mark.parametrize("room", [60, 80, 100, 140])
@pytest.mark.parametrize(("flows", "steps"), [(2, 3), (10, 10)])
def test_the_map_keeps_to_the_screen_and_shows_every_step(room: int, flows: int, steps: int) -> None:
    lines = text(launch(many(flows, steps)), room)
    assert max(width(line) for line in lines) <= room
    marks = sum(len(re.findall(r"(?:^|  )\s*\d+ [✔✖·] ", line)) for line in lines)
    assert marks == flows * steps


def test_columns_where_there_is_room_else_stages_below_each_other() -> None:
    snapshot = launch(VISIT + DEAL)
    assert any("LEARN" in line and "BUY" in line for line in text(snapshot, 140))
    assert not any("LEARN" in line and "BUY" in line for line in text(snapshot, None))


def test_a_pipe_and_a_terminal(tmp_path: Path) -> None:
    root = example("atlas", tmp_path)
    answer = piped(root, "journey")
    assert "4 ✖ Handles the first sudden change without us · nothing proves it" in answer
    assert "\x1b" not in answer
    assert "…" not in answer
    narrow = on_terminal(root, "journey", columns=80, NO_COLOR="1")
    assert all(width(line.rstrip("\r")) <= 80 for line in narrow.split("\n"))


def test_the_answer_as_json(tmp_path: Path) -> None:
    answer = json.loads(piped(example("atlas", tmp_path), "journey", "--format", "json"))
    flows = {flow["id"]: flow for stage in answer["stages"] for flow in stage["flows"]}
    assert flows["renewal"]["steps"][0]["proved_by"] == [{"flow": "first-plan", "number": 4}]
    assert {gap["kind"] for gap in answer["gaps"]} == {
        "step-unproven", "two-sources", "feature-on-no-flow", "step-orphan", "meeting-overdue",
    }  # fmt: skip


# --- the drawing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("flows", "steps"), [(1, 1), (2, 3), (10, 10), (6, 40)])
def test_the_drawing_has_every_step_once_and_none_on_another(flows: int, steps: int) -> None:
    snapshot = launch(many(flows, steps))
    root = ElementTree.fromstring(drawn(snapshot))
    wide, high = float(root.attrib["width"]), float(root.attrib["height"])
    boxes = [group.find(f"{SVG}rect") for group in root.iter(f"{SVG}g")]
    places = [
        tuple(float(box.attrib[key]) for key in ("x", "y", "width", "height")) for box in boxes if box is not None
    ]
    assert len(places) == flows * steps
    for at, (x, y, w, h) in enumerate(places):
        assert x >= 0
        assert x + w <= wide
        assert y + h <= high
        for other, above, _, tall in places[at + 1 :]:
            assert other != x or y + h <= above or above + tall <= y


def test_the_drawing_says_what_it_is_and_is_the_same_every_time() -> None:
    snapshot = launch(VISIT + DEAL)
    svg = drawn(snapshot)
    root = ElementTree.fromstring(svg)
    assert root.attrib["role"] == "img"
    names = root.attrib["aria-labelledby"].split()
    assert [root.find(f".//*[@id='{name}']") is not None for name in names] == [True, True]
    assert svg == drawn(launch(VISIT + DEAL))
    for mode in ("prefers-color-scheme:dark", "forced-colors:active"):
        assert mode in svg


def test_a_proof_is_drawn_between_the_two_steps_it_joins() -> None:
    root = ElementTree.fromstring(drawn(launch(VISIT + DEAL)))
    wires = [path.attrib["d"] for path in root.iter(f"{SVG}path") if path.attrib.get("class") == "jm-proof"]
    assert len(wires) == 1
    middles = {}
    for group in root.iter(f"{SVG}g"):
        box, title = group.find(f"{SVG}rect"), group.find(f"{SVG}title")
        assert box is not None
        assert title is not None
        middles[(title.text or "").split(":")[0]] = int(box.attrib["y"]) + int(box.attrib["height"]) // 2
    start, end = re.findall(r"M\d+ (\d+)H\d+V(\d+)", wires[0])[0]
    assert (int(start), int(end)) == (middles["2. Asks"], middles["1. Wants it"])


@settings(max_examples=30)
@given(st.text(min_size=1, max_size=80))
def test_hostile_titles_stay_text(title: str) -> None:
    quoted = json.dumps(title)
    if re.search(r"\\ud[89a-f]", quoted):
        return
    visit = VISIT.replace("title: The visit", f"title: {quoted}").replace("title: Reads", f"title: {quoted}")
    snapshot = launch(visit + DEAL)
    if clientele.of(snapshot.study).journey is None:
        return  # a title of blanks or a sign that YAML refuses
    ElementTree.fromstring(drawn(snapshot))
    shown = "\n".join(text(snapshot, 80))
    assert "\x1b" not in shown


def test_markup_in_titles_is_escaped() -> None:
    svg = drawn(launch(VISIT.replace("title: Reads", 'title: "<script>alert(1)</script>"') + DEAL))
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


def test_an_empty_map_is_still_a_drawing() -> None:
    root = ElementTree.fromstring(journey_svg.render(trial(ITEM).launch, None, ()))
    assert root.find(f"{SVG}title") is not None
