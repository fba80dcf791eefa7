"""gtm gate: verdict, conditions, blockers, signatures, and the exit code that CI trusts."""

import json
from pathlib import Path

import pytest

from gtm import pipeline
from tests.small_launch import FILES, Gtm, write

BUY_DONE = {
    "launches/atlas/finance.yaml": """\
items:
  buy.finance.tax-codes: &done
    {status: done, finished: 2027-01-08, evidence: [{ref: Letter of 7 January, date: 2027-01-07}]}
  buy.finance.price-list/tr: *done
  buy.finance.e-invoice: *done
""",
    "launches/atlas/sales.yaml": """\
items:
  buy.sales.training: &done {status: done, owner: sara, finished: 2027-01-08, evidence: [{ref: List, date: 2027-01-07}]}
  buy.sales.quota: *done
""",
    "launches/atlas/legal.yaml": """\
items:
  learn.legal.eula: &done {status: done, finished: 2027-01-08, evidence: [{ref: LG-1, date: 2027-01-07}]}
  buy.legal.order-form: *done
""",
    "launches/atlas/metrics.yaml": "readings:\n  nps: [{date: 2027-01-10, value: 34, sample: 52}]\n",
}


@pytest.fixture
def gtm(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Gtm:
    return Gtm(write(tmp_path), capsys)


def test_without_a_stage_it_is_the_first_gate_not_passed(gtm: Gtm) -> None:
    assert gtm("gate")[1].startswith("Plan gate · Atlas 2.0 · as of Tue 19 Jan 2027")
    gtm.sign("plan", "sara", "sponsor")
    assert gtm("gate")[1].startswith("Learn gate")


def test_a_gate_says_every_condition_with_its_own_verdict(gtm: Gtm) -> None:
    code, out, err = gtm("gate", "buy")
    assert code == 1
    assert err == "next: gtm why buy\n"
    assert "NOT DUE" in out
    assert "It is due Fri 5 Feb 2027; its work can be done by " in out
    assert "✖ open  must-haves    0 of 6 must-haves settled" in out
    assert "✖ open  earlier gate  Learn gate not due" in out
    assert "too early, 12 of 50 answers" in out
    assert "✖ open  sign-off      Executive sponsor: not signed" in out


def test_blockers_come_with_state_person_date_and_lateness(gtm: Gtm) -> None:
    out = gtm("gate", "buy")[1]
    blockers = out[out.index("BLOCKERS (6") : out.index("SIGN-OFFS")].splitlines()
    assert blockers[1] == "  ✖ open  Set the tax codes  buy.finance.tax-codes"
    assert blockers[2].strip() == (
        "blocked, waits for Tax office · Deniz Şahin · due Thu 7 Jan 2027, 8 working days late"
    )
    assert "  ✖ open  Approve the price list (tr)  buy.finance.price-list/tr" in blockers
    assert any("said done, but no proof is given" in line for line in blockers)
    assert any("no owner (Sales leader not filled)" in line for line in blockers)


def test_a_gate_with_everything_but_signatures_is_ready_and_does_not_pass(gtm: Gtm) -> None:
    code, out, _ = gtm("gate", "plan")
    assert code == 1
    assert "Ready to be decided: only 1 sign-off is missing." in out
    assert "due Fri 18 Dec 2026, 22 working days ago; its work is done" in out
    assert "✖ missing  Executive sponsor: to be given by سارا رضایی" in out


def test_a_signed_gate_passes_and_the_exit_code_says_so(gtm: Gtm) -> None:
    gtm.sign("plan", "sara", "sponsor")
    code, out, _ = gtm("gate", "plan")
    assert code == 0
    assert "Passed on Tue 19 Jan 2027.\nIt was due Fri 18 Dec 2026\n" in out
    assert "nothing material has changed" in out
    assert "✔ given    Executive sponsor: go by سارا رضایی on Tue 19 Jan 2027" in out


def test_a_material_change_after_the_decision_closes_the_exit_code_and_is_named(gtm: Gtm) -> None:
    gtm.sign("plan", "sara", "sponsor")
    gtm.write({"launches/atlas/product.yaml": FILES["launches/atlas/product.yaml"].replace("2026-12-01", "2026-12-02")})
    code, out, _ = gtm("gate", "plan")
    assert code == 1
    assert "Passed on Tue 19 Jan 2027, and what was signed has changed since." in out
    assert "PASSED, THEN CHANGED" in out.splitlines()
    assert "  material  Write down the goal (plan.product.goal)" in out
    assert "✖ stale    Executive sponsor" in out


def test_a_change_of_words_is_shown_and_closes_nothing(gtm: Gtm) -> None:
    gtm.sign("plan", "sara", "sponsor")
    gtm.write({"playbook/plan/product.yaml": FILES["playbook/plan/product.yaml"].replace("Write down", "Write")})
    code, out, _ = gtm("gate", "plan")
    assert code == 0
    assert "WORDS EDITED SINCE IT WAS SIGNED (the signature holds)" in out
    assert "titles, questions or answers were edited; which, only git can tell: " in out


def test_a_sign_off_without_covers_admits_what_it_cannot_tell(gtm: Gtm) -> None:
    gtm.sign("plan", "sara", "sponsor")
    file = gtm.folder / "launches/atlas/decisions/plan-sponsor.yaml"
    file.write_text(file.read_text("utf-8").partition("  covers:")[0], "utf-8")
    gtm.write({"launches/atlas/product.yaml": FILES["launches/atlas/product.yaml"].replace("2026-12-01", "2026-12-02")})
    assert "which part changed cannot be told" in gtm("gate", "plan")[1]


def test_no_go_refuses_even_when_everything_is_there(gtm: Gtm) -> None:
    gtm.sign("plan", "sara", "sponsor", "no-go")
    code, out, _ = gtm("gate", "plan")
    assert code == 1
    assert "Not passed: somebody with a say decided no-go." in out
    assert "✖ no-go" in out


def test_a_signature_by_the_wrong_person_is_ignored_with_its_reason(gtm: Gtm) -> None:
    gtm.sign("plan", "arda", "sponsor")
    code, out, _ = gtm("gate", "plan")
    assert code == 1
    assert "✖ ignored  go by Arda Tan" in out
    assert "Arda Tan does not hold the role Executive sponsor" in out


def test_a_conditional_go_passes_until_its_promise_is_overdue(gtm: Gtm) -> None:
    promise = "  conditions: [{text: Ask two more customers, owner: mina, due: 2027-01-25, if_missed: Stop}]\n"
    gtm.sign("plan", "sara", "sponsor", "conditional", promise)
    code, out, _ = gtm("gate", "plan")
    assert code == 0
    assert "Passed with conditions on Tue 19 Jan 2027." in out
    assert "✔ holds  1. Ask two more customers (Plan gate): Mina Karaca, due Mon 25 Jan 2027; else: Stop" in out
    code, out, _ = gtm("gate", "plan", "--as-of", "2027-01-26")
    assert code == 1
    assert "✖ late   1. Ask two more customers (Plan gate): Mina Karaca, overdue since Mon 25 Jan 2027" in out


def test_a_gate_opens_only_after_the_gates_before_it(gtm: Gtm) -> None:
    gtm.write(dict(BUY_DONE))
    gtm.sign("buy", "sara", "sponsor")
    gtm.sign("buy", "deniz", "finance-partner")
    code, out, _ = gtm("gate", "buy")
    assert code == 1
    assert "✖ open  earlier gate  Learn gate not due" in out
    gtm.sign("plan", "sara", "sponsor")
    gtm.sign("learn", "sara", "sponsor")
    gtm.sign("learn", "mina", "counsel")
    gtm.sign("buy", "sara", "sponsor")
    gtm.sign("buy", "deniz", "finance-partner")
    assert gtm("gate", "buy")[0] == 0
    assert gtm("gate")[1].startswith("Buy gate (de)"), "the only one left"
    use = "  use:\n    title: Use\n    gate: {due: T-3d}\n"
    journey = FILES["playbook/journey.yaml"].replace("moved:", f"{use}moved:")
    gtm.write({**BUY_DONE, "playbook/journey.yaml": journey})
    assert gtm("gate")[1].startswith("Use gate"), "gates of the launch come before those of later markets"


def test_an_unreadable_file_closes_every_gate(gtm: Gtm) -> None:
    gtm.sign("plan", "sara", "sponsor")
    gtm.write({"launches/atlas/sales.yaml": "items: [\n"})
    code, out, _ = gtm("gate", "plan")
    assert code == 1
    assert "PARTIAL: no gate passes while these are unread: launches/atlas/sales.yaml" in out


def test_later_markets_have_gates_of_their_own(gtm: Gtm) -> None:
    out = gtm("gate", "buy")[1]
    assert "✖ buy/de: not due, 1 must-have open, due Fri 5 Mar 2027" in out
    code, out, _ = gtm("gate", "buy/de")
    assert code == 1
    assert out.startswith("Buy gate (de)")
    code, _, err = gtm("gate", "buy/de", "--digest")
    assert (code, err) == (2, "gtm: `buy/de` is not signed on its own; sign `buy`\n")


def test_waivers_that_do_not_count_say_why(gtm: Gtm) -> None:
    assert "✖ open      Send invoices electronically: asked, nobody has approved it" in gtm("gate", "buy")[1]
    asked = FILES["launches/atlas/decisions/e-invoice.yaml"]
    gtm.write({"launches/atlas/decisions/e-invoice.yaml": asked + "  approved_by: sara\n  approved: 2027-01-14\n"})
    out = gtm("gate", "buy")[1]
    assert "✔ in force  Send invoices electronically until Thu 1 Apr 2027: Paper until the law applies" in out
    assert "1 of 6 must-haves settled" in out


def test_the_digest_is_a_file_ready_to_paste(gtm: Gtm) -> None:
    code, text, err = gtm("gate", "buy", "--digest")
    assert (code, err) == (0, "")
    lines = text.splitlines()
    assert lines[1].startswith("# 1:")
    assert f'  saw: "{lines[1][2:]}"' in lines
    assert "  decision: go" in lines
    assert "  date: 2027-01-19" in lines
    assert any(line.startswith("    learn.legal.licence: ") for line in lines), "a renamed item keeps its first name"
    assert any(line.startswith("    gate buy: ") for line in lines)
    (gtm.folder / "launches/atlas/decisions/buy-go.yaml").write_text(text, "utf-8")
    files = pipeline.read(pipeline.load(str(gtm.folder)))
    said = [one.rule.slug for one in files.diagnostics if "buy-go" in one.span.path]
    assert said == ["missing-key", "missing-key"], "only who signs is left to fill in"


def test_the_digest_follows_meaning_and_not_order_or_owners(gtm: Gtm) -> None:
    before = gtm("gate", "learn", "--digest")[1]
    gtm.write({"launches/atlas/legal.yaml": "items:\n  # comment\n  learn.legal.eula: {owner: arda, status: doing}\n"})
    assert gtm("gate", "learn", "--digest")[1] == before
    gtm.write({"launches/atlas/legal.yaml": "items:\n  learn.legal.eula: {owner: arda, status: todo}\n"})
    assert gtm("gate", "learn", "--digest")[1] != before


def test_the_agenda_begins_with_what_must_be_decided(gtm: Gtm) -> None:
    code, text, _ = gtm("gate", "buy", "--agenda")
    assert code == 0
    assert text.startswith("# Buy gate: agenda\n\n**Not ready yet: 6 must-haves are open.**")
    todo = text[text.index("## To decide") : text.index("## Conditions")]
    starts = [line.partition(".")[0] for line in todo.splitlines() if line[:1].isdigit()]
    assert starts == ["1", "2", "3", "4", "5", "6"]
    assert "1. **Waiver: Send invoices electronically** (buy.finance.e-invoice) until Thu 1 Apr 2027" in todo
    assert "   - May approve: Executive sponsor" in todo
    assert "2. **Sign-off missing: Executive sponsor** (سارا رضایی)" in todo
    assert "4. **How much credit do old customers get?** asks Deniz Şahin, decides سارا رضایی" in todo
    assert "   - half: Half of what they paid (proposed)" in todo
    assert "**Who takes: Set the quota** (buy.sales.quota)" in todo
    assert text.index("**Finance** (3)") < text.index("**Sales** (2)") < text.index("**Legal** (1)")


def test_an_agenda_with_nothing_to_decide_says_so(gtm: Gtm) -> None:
    gtm.sign("plan", "sara", "sponsor")
    assert "Nothing: no decision is asked for today." in gtm("gate", "plan", "--agenda")[1]


def test_titles_cannot_speak_in_the_agenda(gtm: Gtm) -> None:
    evil = "'1. <b>x</b> [a](javascript:b) @mina #7 `c`\u202e **d** | e'"
    gtm.write({"playbook/buy/sales.yaml": f"items:\n  buy.sales.quota: {{title: {evil}}}\n"})
    text = gtm("gate", "buy", "--agenda")[1]
    line = next(line for line in text.splitlines() if "Who takes" in line)
    assert "\\<b\\>x\\</b\\> \\[a\\](javascript:b) @\u2060mina #\u20607 \\`c\\` " in line
    assert "\\*\\*d\\*\\* \\| e" in line
    assert "\u202e" not in text


def test_json_answers_for_one_gate(gtm: Gtm) -> None:
    code, text, _ = gtm("gate", "buy", "--format", "json")
    answer = json.loads(text)
    assert code == 1
    assert answer["id"] == "buy"
    assert answer["may_pass"] is False
    assert len(answer["blockers"]) == 6


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("byu",), "gtm: there is no gate `byu`; did you mean `buy`?\n"),
        (("sales",), "gtm: there is no gate `sales`; gates here: plan, learn, buy, buy/de\n"),
        (("buy.sales.quota",), "gtm: `buy.sales.quota` is an item, not a gate; gtm why buy.sales.quota\n"),
    ],
)
def test_an_unknown_gate_is_a_usage_error_with_a_suggestion(gtm: Gtm, words: tuple[str], said: str) -> None:
    assert gtm("gate", *words) == (2, "", said)


def test_three_answers_at_once_are_refused(gtm: Gtm) -> None:
    assert gtm("gate", "buy", "--digest", "--agenda")[0] == 2


def test_colour_only_adds_and_says_nothing_by_itself(gtm: Gtm) -> None:
    import re

    plain = gtm("gate", "buy", "--color", "never")[1]
    coloured = gtm("gate", "buy", "--color", "always")[1]
    assert "\x1b[" not in plain
    assert "\x1b[31;1m" in coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain
