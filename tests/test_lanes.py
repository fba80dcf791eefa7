"""The graph in lanes: what is drawn of it, where the boxes lie, and that the drawing is safe and whole."""

import re
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest

from gtm.analysis import lanes
from gtm.analysis.lanes import Lanes
from gtm.reports import lanes_svg
from tests.test_report import atlas
from tests.test_report_large import snapshot
from tests.workspaces import compiled, small, trial

SVG = "{http://www.w3.org/2000/svg}"


def drawn(found: Lanes) -> ET.Element:
    return ET.fromstring(lanes_svg.render(found, "p", lambda id: f"#{id}"))


def every() -> list[Lanes]:
    return [lanes.of_launch(one.study) for one in (atlas(), compiled(small()), snapshot(640))]


def test_a_small_launch_is_drawn_whole() -> None:
    study = compiled(small()).study
    found = lanes.of_launch(study)
    is_open = {id for at, id in enumerate(study.graph.ids) if study.focus.open[at]}
    assert {node.id for node in found.nodes} == is_open
    assert found.hidden == 0


def test_of_a_large_launch_what_sets_the_dates() -> None:
    study = atlas().study
    found = lanes.of_launch(study)
    ids = {node.id for node in found.nodes}
    assert len(ids) == lanes.MOST
    assert found.hidden == sum(study.focus.open) - lanes.MOST > 0
    assert found.of == sum(study.focus.open)
    for id, view in study.gates.items():
        if not view.passed:
            at = study.graph.index
            assert {one for one in study.schedule.chain(id) if study.focus.open[at[one]]} <= ids
    left = [id for at, id in enumerate(study.graph.ids) if study.focus.open[at] and id not in ids]
    chains = {one for id in study.gates for one in study.schedule.chain(id)}
    slack = [study.schedule.slots[id].slack for id in ids if id not in study.gates and id not in chains]
    least = min(one for id in left if (one := study.schedule.slots[id].slack) is not None)
    assert max(one for one in slack if one is not None) <= least


@pytest.mark.parametrize("at", range(3))
def test_stages_go_right_and_no_two_boxes_share_a_place(at: int) -> None:
    found = every()[at]
    order = [list(found.stages).index(stage) for stage in found.columns]
    assert order == sorted(order)
    assert len(set(found.places)) == len(found.nodes)
    assert {column for column, _, _ in found.places} == set(range(len(found.columns)))
    for node, (column, _, place) in zip(found.nodes, found.places, strict=True):
        assert found.columns[column] == node.stage
        assert place < found.stacks[found.places[found.nodes.index(node)][1]]


@pytest.mark.parametrize("at", range(3))
def test_inside_a_stage_lines_lead_to_the_right(at: int) -> None:
    found = every()[at]
    for bond in found.bonds:
        if found.nodes[bond.before].stage == found.nodes[bond.after].stage:
            assert found.places[bond.before][0] < found.places[bond.after][0]


def test_a_driving_line_is_what_the_schedule_says() -> None:
    study = atlas().study
    found = lanes.of_launch(study)
    ids = [node.id for node in found.nodes]
    driving = {(ids[bond.before], ids[bond.after]) for bond in found.bonds if bond.driving}
    assert driving == {(study.schedule.driver(id), id) for id in ids if study.schedule.driver(id) in ids}
    assert driving


CROSS = """\
  learn.legal.a: {title: A, due: T-30d}
  learn.legal.b: {title: B, due: T-30d}
  learn.legal.c: {title: C, due: T-30d}
  learn.sales.x: {title: X, due: T-20d, needs: [learn.legal.c]}
  learn.sales.y: {title: Y, due: T-20d, needs: [learn.legal.b]}
  learn.sales.z: {title: Z, due: T-20d, needs: [learn.legal.a]}
"""


def test_lines_that_need_not_cross_do_not() -> None:
    found = lanes.of_launch(trial(CROSS).study)
    place = {node.id: found.places[at][2] for at, node in enumerate(found.nodes)}
    lines = [(place[f"learn.legal.{a}"], place[f"learn.sales.{b}"]) for a, b in ("az", "by", "cx")]
    assert all((a < b) == (x < y) for (a, x), (b, y) in combinations(lines, 2))


LOOP = """\
  learn.legal.a: {title: A, needs: [learn.legal.c]}
  learn.legal.b: {title: B, needs: [learn.legal.a]}
  learn.legal.c: {title: C, needs: [learn.legal.b]}
"""


def test_a_loop_is_drawn_too() -> None:
    found = lanes.of_launch(trial(LOOP).study)
    assert {node.id for node in found.nodes} >= {f"learn.legal.{one}" for one in "abc"}
    assert len(drawn(found).findall(f".//{SVG}a")) == len(found.nodes)


@pytest.mark.parametrize("at", range(3))
def test_every_box_is_a_link_and_says_what_it_waits_for(at: int) -> None:
    found = every()[at]
    svg = drawn(found)
    links = svg.findall(f".//{SVG}a")
    assert [link.get("href") for link in links] == [f"#{node.id}" for node in found.nodes]
    for n, link in enumerate(links):
        said = link.findtext(f"{SVG}title") or ""
        before, after = found.beside(n)
        assert said.startswith(f"{n + 1}. ")
        assert ("waits for" in said) == bool(before)
        assert f"; then {', '.join(str(one + 1) for one in after)}" in said or not after


def test_the_drawing_is_titled_described_and_counts_what_it_leaves_out() -> None:
    found = lanes.of_launch(atlas().study)
    svg = drawn(found)
    assert svg.get("aria-labelledby") == "p-title p-about"
    assert svg.findtext(f"{SVG}title") == "Atlas: what waits for what"
    assert f" {found.hidden} more open items and gates are not drawn" in (svg.findtext(f"{SVG}desc") or "")
    assert lanes_svg.render(found) == lanes_svg.render(lanes.of_launch(atlas().study))


def test_pointing_at_a_box_lights_up_all_before_and_behind_it_and_nothing_else() -> None:
    found = lanes.of_launch(atlas().study)
    svg = drawn(found)
    boxes = svg.findall(f".//{SVG}a")
    for n in range(len(boxes)):
        before, after = found.beside(n)
        lit = [at for at, box in enumerate(boxes) if f"k{n + 1}" in (box.get("class") or "").split()]
        assert lit == sorted({n, *before, *after})


def test_no_text_of_a_file_becomes_part_of_the_drawing() -> None:
    title = '"</text><script>alert(1)</script>&amp;\\u202e \\x07 ]]> <a href=javascript:x>"'
    plain = trial("  learn.legal.a: {title: Plain words}\n")
    attacked = trial(f"  learn.legal.a: {{title: {title}}}\n")
    texts = [lanes_svg.render(lanes.of_launch(one.study), "p", None) for one in (plain, attacked)]
    assert [one.tag for one in ET.fromstring(texts[0]).iter()] == [one.tag for one in ET.fromstring(texts[1]).iter()]
    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e]", texts[1])


def test_long_and_foreign_titles_stay_in_their_boxes() -> None:
    title = "قیمت‌گذاری " * 12 + "Geschwindigkeitsbegrenzungsverordnung"
    svg = drawn(lanes.of_launch(trial(f"  learn.legal.a: {{title: {title}}}\n").study))
    lines = [one.text or "" for one in svg.findall(f".//{SVG}a/{SVG}text")]
    assert max(map(len, lines)) <= 27
    assert any(line.endswith("…") for line in lines)
