"""gtm graph: what is drawn, that no label breaks out, and that every cut is said."""

import re
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gtm.analysis.picture import Arrow, Node, Picture, thinned
from gtm.reports import dot, mermaid
from tests.small_launch import FILES, Gtm, write

DOT_NODE = re.compile(
    r'    n(\d+) \[label="([^"\\]*)\\n([^"\\]*)\\n([^"\\]*)", fillcolor="#\w{6}", color="#\w{6}"(?:, shape=hexagon)?\];'
)
DOT_ARROW = re.compile(r"  n(\d+) -> n(\d+)( \[style=dashed\])?;")
SAFE = r'[^"\[\]{}<>|`\\%]*'
MERMAID_NODE = re.compile(
    rf'    n(\d+)(?:\["|{{{{")({SAFE})<br/>({SAFE})<br/>({SAFE})(?:"\]|"}}}}):::(good|waiting|bad|neutral)'
)
MERMAID_ARROW = re.compile(r"  n(\d+) (-->|-\.->) n(\d+)")
EVIL = [
    '"] --> n0["x', "end", "a --> b", "`code`", "**bold**", "<img src=x onerror=alert(1)>", "%%{init: {}}%%", "#quot;",
    "\\N \\l", '"];}', "&quot;", "click n0 href", "1. list", "- list", "{{x}}", "|x|", "\x1b[31m",
    "\u202eabc", "Ş ı می‌خواهم",
]  # fmt: skip


@pytest.fixture
def gtm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Gtm:
    return Gtm(write(tmp_path), capsys)


def drawn(text: str) -> tuple[dict[str, str], set[tuple[str, str, bool]]]:
    """Ids with their states, and arrows between ids, of a DOT text; every line has to be understood."""
    names: dict[str, str] = {}
    states: dict[str, str] = {}
    arrows = set()
    for line in text.splitlines():
        if node := DOT_NODE.fullmatch(line):
            names[node[1]] = node[3]
            states[node[3]] = node[4]
        elif arrow := DOT_ARROW.fullmatch(line):
            arrows.add((names[arrow[1]], names[arrow[2]], bool(arrow[3])))
    return states, arrows


def test_open_items_and_gates_are_drawn_with_their_state_in_words(gtm: Gtm) -> None:
    code, out, err = gtm("graph")
    assert (code, err) == (0, "")
    states, arrows = drawn(out)
    assert states["buy.finance.tax-codes"] == "late, blocked"
    assert states["buy.finance.price-list/tr"] == "late, said done"
    assert states["buy"] == "not due"
    assert "plan.product.goal" not in states
    assert "// 1 settled nodes are not drawn; --all draws them too" in out
    assert ("buy.legal.order-form", "buy.sales.training", False) in arrows


def test_arrows_that_a_longer_way_says_are_left_out_unless_full(gtm: Gtm) -> None:
    straight = ("buy.finance.tax-codes", "buy", False)
    assert straight not in drawn(gtm("graph")[1])[1]
    assert straight in drawn(gtm("graph", "--full")[1])[1]


def test_all_draws_settled_items_too(gtm: Gtm) -> None:
    states, arrows = drawn(gtm("graph", "--all")[1])
    assert states["plan.product.goal"] == "proven"
    assert ("plan.product.goal", "learn.legal.eula", False) in arrows


def test_a_way_over_what_is_not_drawn_becomes_one_dashed_arrow(gtm: Gtm) -> None:
    proof = "{status: done, finished: 2027-01-08, evidence: [{ref: A, date: 2027-01-07}]}"
    gtm.write({"launches/atlas/sales.yaml": f"items:\n  buy.sales.training: {proof}\n"})
    gtm.write({"playbook/buy/sales.yaml": FILES["playbook/buy/sales.yaml"].replace(
        "due: T-12d}", "due: T-12d, needs: [buy.sales.training]}")})  # fmt: skip
    states, arrows = drawn(gtm("graph")[1])
    assert "buy.sales.training" not in states
    assert ("buy.legal.order-form", "buy.sales.quota", True) in arrows


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("--gate", "learn"), {"plan", "learn", "learn.legal.eula"}),
        (("--team", "legal"), {"learn.legal.eula", "buy.legal.order-form", "buy.sales.training", "learn", "buy"}),
        (
            ("--thread", "price-to-seller"),
            {"buy.finance.price-list/tr", "buy.finance.price-list/de", "buy.sales.training"},
        ),
        (
            ("--around", "eula", "--depth", "1"),
            {"plan.product.goal", "learn.legal.eula", "learn", "buy.legal.order-form"},
        ),
        (("--team", "legal", "--gate", "learn"), {"learn.legal.eula", "learn"}),
        (("--gate", "buy/de"), {"buy", "buy/de", "buy.finance.price-list/de"}),
    ],
)
def test_options_narrow_what_is_drawn(gtm: Gtm, words: tuple[str, ...], wanted: set[str]) -> None:
    assert set(drawn(gtm("graph", *words)[1])[0]) == wanted


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--gate", "byu"), "gtm: no gate `byu`; did you mean `buy`?\n"),
        (("--team", "x"), "gtm: no team `x`; known here: finance, legal, product, sales\n"),
        (("--thread", "x"), "gtm: no thread `x`; known here: price-to-seller\n"),
        (("--around", "eulla"), "gtm: no item or gate has the id `eulla`; did you mean `eula`?\n"),
    ],
)
def test_unknown_names_are_usage_errors(gtm: Gtm, words: tuple[str, ...], said: str) -> None:
    assert gtm("graph", *words) == (2, "", said)


def test_a_picture_in_lanes_draws_what_dot_says(gtm: Gtm) -> None:
    states, _ = drawn(gtm("graph")[1])
    code, out, err = gtm("graph", "--format", "svg")
    assert (code, err) == (0, "")
    svg = ElementTree.fromstring(out)
    said = [one.text or "" for one in svg.findall("{*}g/{*}title")]
    assert len(said) == len(states)
    assert sum(": late, blocked" in one for one in said) == list(states.values()).count("late, blocked") > 0
    one_team = ElementTree.fromstring(gtm("graph", "--team", "sales", "--format", "svg")[1])
    assert 0 < len(one_team.findall("{*}g/{*}title")) < len(said)


def test_nothing_to_draw_is_said(gtm: Gtm) -> None:
    code, out, err = gtm("graph", "--gate", "learn", "--team", "sales")
    assert code == 0
    assert drawn(out) == ({}, set())
    assert err == "gtm: nothing to draw; nothing is named by all options\n"


def test_mermaid_says_the_same_as_dot(gtm: Gtm) -> None:
    states, arrows = drawn(gtm("graph", "--all")[1])
    text = gtm("graph", "--all", "--format", "mermaid")[1]
    names, seen, links = {}, {}, set()
    for line in text.splitlines():
        if node := MERMAID_NODE.fullmatch(line):
            names[node[1]], seen[node[3]] = node[3], node[4]
        elif arrow := MERMAID_ARROW.fullmatch(line):
            links.add((names[arrow[1]], names[arrow[3]], arrow[2] == "-.->"))
    assert seen == states
    assert links == arrows


def picture(titles: list[str], arrows: list[tuple[int, int]]) -> Picture:
    nodes = tuple(Node(f"buy.sales.n{n}", title, "buy", "unknown", "neutral", False) for n, title in enumerate(titles))
    return Picture(titles[0] if titles else "", {"buy": "Buy"}, nodes, tuple(Arrow(a, b, False) for a, b in arrows), 0)


@given(st.lists(st.one_of(st.sampled_from(EVIL), st.text(max_size=30)), min_size=1, max_size=6))
def test_no_label_breaks_out_of_mermaid(titles: list[str]) -> None:
    text, left = mermaid.render(picture(titles, []))
    assert left == 0
    lines = text.split("\n")
    assert lines[0] == "flowchart LR"
    assert lines[5] == '  subgraph s0["Buy"]'
    assert all(MERMAID_NODE.fullmatch(line) for line in lines[6:-2]), text
    assert len(lines) == 6 + len(titles) + 2
    assert "%%" not in text


@given(st.lists(st.one_of(st.sampled_from(EVIL), st.text(max_size=30)), min_size=1, max_size=6))
def test_no_label_breaks_out_of_dot(titles: list[str]) -> None:
    lines = dot.render(picture(titles, [])).split("\n")
    assert re.fullmatch(
        r'  graph \[rankdir=LR, label="[^"\\]*", labelloc=t, fontname="sans-serif", charset="UTF-8"\];', lines[1]
    )
    assert lines[4:6] == ["  subgraph cluster_0 {", '    label="Buy"; style="rounded"; color="#a0aec0";']
    assert all(DOT_NODE.fullmatch(line) for line in lines[6 : 6 + len(titles)])
    assert lines[6 + len(titles) :] == ["  }", "}", ""]


def test_a_label_still_says_what_was_written() -> None:
    assert mermaid.label("Şirket: 5 > 3") == "Şirket#58; 5 #62; 3"
    assert mermaid.label("1. Price") == "1#46; Price"
    assert mermaid.label("می‌خواهم") == "می‌خواهم"
    assert dot.label('A & "B" \\N') == "A &#38; &#34;B&#34; &#92;N"


@pytest.mark.parametrize(
    ("count", "title", "arrows"),
    [(700, "x", [(n, n + 1) for n in range(699)]), (900, "A title of some length" * 4, [])],
)
def test_mermaid_is_cut_within_both_limits_and_says_how_much(
    count: int, title: str, arrows: list[tuple[int, int]]
) -> None:
    text, left = mermaid.render(picture([title] * count, arrows))
    shown = sum(bool(MERMAID_NODE.fullmatch(line)) for line in text.splitlines())
    links = sum(bool(MERMAID_ARROW.fullmatch(line)) for line in text.splitlines())
    assert 0 < shown == count - left
    assert links <= mermaid.MAX_ARROWS
    assert len(text) <= mermaid.MAX_CHARACTERS
    assert f"%% cut: {left} of {count} nodes and {len(arrows) - links} arrows left out; {mermaid.NARROWER}" in text
    fuller = links == mermaid.MAX_ARROWS or len(text) > mermaid.MAX_CHARACTERS - 200
    assert fuller, "no more is cut than must be"


def test_the_cut_is_also_said_beside_the_text(gtm: Gtm) -> None:
    many = "".join(f"  buy.sales.step-{n}: {{title: {'A longer title ' * 5}{n}}}\n" for n in range(500))
    gtm.write({"playbook/buy/sales.yaml": f"items:\n{many}"})
    code, out, err = gtm("graph", "--format", "mermaid")
    assert code == 0
    assert re.fullmatch(r"gtm: \d+ of \d+ nodes do not fit into Mermaid; draw less with --gate, .*\n", err)
    assert "%% cut: " in out


@given(
    st.integers(1, 9).flatmap(
        lambda n: st.tuples(st.just(n), st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))))
    )
)
def test_thinning_agrees_with_the_transitive_reduction(case: tuple[int, set[tuple[int, int]]]) -> None:
    count, pairs = case
    arrows = [Arrow(a, b, False) for a, b in sorted(pairs) if a < b]
    oracle = networkx.DiGraph()
    oracle.add_nodes_from(range(count))
    oracle.add_edges_from((one.before, one.after) for one in arrows)
    wanted = set(networkx.transitive_reduction(oracle).edges)
    assert {(one.before, one.after) for one in thinned(count, arrows, set())} == wanted


def test_a_loop_is_drawn_whole(gtm: Gtm) -> None:
    loop = "items:\n  buy.sales.a: {title: A, needs: [buy.sales.b]}\n  buy.sales.b: {title: B, needs: [buy.sales.a]}\n"
    gtm.write({"playbook/buy/sales.yaml": loop})
    arrows = drawn(gtm("graph")[1])[1]
    assert {("buy.sales.a", "buy.sales.b", False), ("buy.sales.b", "buy.sales.a", False)} <= arrows
