"""gtm why: who can act so that an item or gate becomes ready, and what waits for it."""

import json
from pathlib import Path

import pytest

from tests.small_launch import FILES, Gtm, write


@pytest.fixture
def gtm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Gtm:
    return Gtm(write(tmp_path), capsys)


def part(text: str, title: str) -> list[str]:
    """The lines under one heading, up to the next empty line."""
    return text[text.index(title) :].partition("\n\n")[0].splitlines()[1:]


def test_a_gate_names_who_can_act_now_by_what_they_free(gtm: Gtm) -> None:
    code, out, _ = gtm("why", "buy")
    assert code == 0
    acts = part(out, "WHO CAN ACT NOW")
    first = [line.strip() for line in acts if line.strip()[0].isdigit()]
    assert first == [
        "1 Unblock: Set the tax codes  buy.finance.tax-codes",
        "2 Finish: Publish the licence terms  learn.legal.eula",
        "3 Name an owner: Set the quota  buy.sales.quota",
    ]
    assert "Deniz Şahin · due Thu 7 Jan 2027, 8 working days late" in acts[1]
    assert "too late for the Buy gate · frees 4 items in 2 teams" in acts[1]
    assert acts[2].strip() == "blocked, waits for Tax office"


def test_each_root_shows_a_shortest_way_to_what_was_asked(gtm: Gtm) -> None:
    acts = part(gtm("why", "buy.sales.training")[1], "WHO CAN ACT NOW")
    ways = [line.strip() for line in acts if "leads to" in line]
    assert ways == [
        "leads to: Approve the price list (tr) > Train the sellers",
        "leads to: Write the order form > Train the sellers",
    ]


def test_what_waits_is_gates_first_then_teams_with_the_nearest(gtm: Gtm) -> None:
    blocks = part(gtm("why", "tax-codes")[1], "WHAT WAITS FOR IT (6)")
    assert blocks == [
        "  gates: Buy gate (due Fri 5 Feb 2027), Buy gate (de) (due Fri 5 Mar 2027)",
        "  Finance 3: Approve the price list (tr), Approve the price list (de), Send invoices electronically",
        "  Sales 1: Train the sellers",
    ]


def test_the_driving_chain_is_said_in_titles(gtm: Gtm) -> None:
    chain = "WHAT SETS ITS DATE: Set the tax codes > Approve the price list (de) > Train the sellers > Buy gate\n"
    assert chain in gtm("why", "buy")[1]


def test_an_item_that_waits_for_nothing_is_its_own_root(gtm: Gtm) -> None:
    out = gtm("why", "buy.finance.tax-codes")[1]
    assert "It waits for nothing else." in out
    assert "leads to" not in out


def test_a_gate_without_open_work_says_what_else_it_waits_for(gtm: Gtm) -> None:
    out = gtm("why", "plan")[1]
    assert "Ready to be decided: only 1 sign-off is missing." in out
    assert "✖ open  Executive sponsor: not signed" in out
    assert "WHO CAN ACT NOW" not in out


def test_settled_items_say_what_proves_them(gtm: Gtm) -> None:
    out = gtm("why", "goal")[1]
    assert "✔ settled: proven by the link of Tue 1 Dec 2026: https://wiki.acme.example/goal" in out
    held = FILES["launches/atlas/product.yaml"].replace("date: 2026-12-01}", "date: 2026-12-01, restricted: true}")
    gtm.write({"launches/atlas/product.yaml": held})
    out = gtm("why", "goal")[1]
    assert "held by Product" in out
    assert "wiki.acme.example" not in out


def test_a_waived_item_says_until_when_and_who_approved(gtm: Gtm) -> None:
    asked = FILES["launches/atlas/decisions/e-invoice.yaml"]
    gtm.write({"launches/atlas/decisions/e-invoice.yaml": asked + "  approved_by: sara\n  approved: 2027-01-14\n"})
    out = gtm("why", "e-invoice")[1]
    assert "settled: waived until Thu 1 Apr 2027, approved by سارا رضایی: Paper until the law applies" in out


def test_a_removed_item_says_the_rule_and_what_passes_on(gtm: Gtm) -> None:
    form = FILES["playbook/buy/legal.yaml"].replace("learn.legal.eula, ", "")
    gtm.write({"playbook/buy/legal.yaml": form})
    code, out, _ = gtm("why", "export-check")
    assert code == 0
    assert "It does not apply to Atlas 2.0. Rule `when`: only for: Runs at the customer." in out
    assert "Write the order form waits for Publish the licence terms" in out
    answer = json.loads(gtm("why", "export-check", "--format", "json")[1])
    assert answer["removed"]["rule"] == "when"
    assert [one["id"] for one in answer["removed"]["passed_on"]] == ["buy.legal.order-form"]


@pytest.mark.parametrize("word", ["eula", "legal.eula", "learn.legal.eu", "EULA", "learn.legal.licence", "licence"])
def test_an_item_may_be_named_in_short_or_by_its_old_name(gtm: Gtm, word: str) -> None:
    assert "  learn.legal.eula · as of" in gtm("why", word)[1].splitlines()[0]


def test_the_market_may_be_left_on_a_short_name(gtm: Gtm) -> None:
    assert gtm("why", "price-list/de")[1].startswith("Approve the price list (de)  buy.finance.price-list/de")


@pytest.mark.parametrize(
    ("word", "said"),
    [
        (
            "price-list",
            "gtm: `price-list` fits 2 ids: buy.finance.price-list/tr, buy.finance.price-list/de; say which\n",
        ),
        ("eulla", "gtm: no item or gate has the id `eulla`; did you mean `eula`?\n"),
        ("", "gtm: no item or gate has the id ``; gtm tasks lists the items\n"),
        ("\x1b[31mx", "gtm: no item or gate has the id ` [31mx`; gtm tasks lists the items\n"),
    ],
)
def test_a_word_that_fits_none_or_several_is_a_usage_error(gtm: Gtm, word: str, said: str) -> None:
    assert gtm("why", word) == (2, "", said)


def test_a_long_list_is_cut_with_a_word_and_all_shows_it(gtm: Gtm) -> None:
    many = "".join(f"  buy.sales.step-{n}: {{title: Step {n}}}\n" for n in range(14))
    gtm.write({"playbook/buy/sales.yaml": f"items:\n{many}"})
    out = gtm("why", "buy")[1]
    shown = sum("Name an owner:" in line or "Unblock:" in line or "Finish:" in line for line in out.splitlines())
    assert shown == 10
    assert "  … and 6 more: gtm why buy --all" in out
    everything = gtm("why", "buy", "--all")[1]
    assert "more: gtm why" not in everything
    assert everything.count("Step ") >= 14


def test_items_that_wait_for_each_other_are_said_to(gtm: Gtm) -> None:
    first = "buy.sales.quota: {title: A, needs: [buy.sales.goal]}"
    loop = f"items:\n  {first}\n  buy.sales.goal: {{title: B, needs: [buy.sales.quota]}}\n"
    gtm.write({"playbook/buy/sales.yaml": loop})
    assert "wait for each other in a loop" in gtm("why", "quota")[1]


def test_titles_cannot_speak_on_the_terminal(gtm: Gtm) -> None:
    evil = '"\\e[31m::error::x\\n::error::y\\u202e"'
    gtm.write({"playbook/buy/sales.yaml": f"items:\n  buy.sales.quota: {{title: {evil}}}\n"})
    for words in (("why", "buy"), ("gate", "buy"), ("why", "quota")):
        out = gtm(*words)[1]
        assert "::error::x ::error::y" in out
        assert not any(line.startswith("::") for line in out.splitlines())
        assert "\x1b" not in out
        assert "\u202e" not in out


def test_json_answers_with_what_is_open_and_what_it_blocks(gtm: Gtm) -> None:
    answer = json.loads(gtm("why", "tax-codes", "--format", "json")[1])
    assert answer["id"] == "buy.finance.tax-codes"
    assert [one["id"] for one in answer["open"]] == ["buy.finance.tax-codes"]
    assert "buy" in [one["id"] for one in answer["blocks"]]
