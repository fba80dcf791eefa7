"""What the examples of the rules do not show: when a check is quiet, how loud it is, what it counts."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from gtm import pipeline
from gtm.analysis.digest import digest
from gtm.analysis.snapshot import Snapshot
from gtm.diagnostics import Diagnostic, Severity
from tests.checks.examples import AS_OF, BASE, LAUNCH

ROOT = Path(__file__).resolve().parent.parent
LAUNCH_FILE = "launches/atlas/launch.yaml"
LEGAL, FINANCE = "launches/atlas/legal.yaml", "launches/atlas/finance.yaml"
EULA, PRICES = "playbook/learn/legal.yaml", "playbook/buy/finance.yaml"
WAIVER, SIGNED = "launches/atlas/decisions/waiver.yaml", "launches/atlas/decisions/learn.yaml"


def base() -> dict[str, bytes]:
    return {path.relative_to(BASE).as_posix(): path.read_bytes() for path in BASE.rglob("*") if path.is_file()}


def launch(**changes: str) -> str:
    lines = (BASE / LAUNCH_FILE).read_text("utf-8").splitlines()
    kept = [line for line in lines if line.strip().partition(":")[0] not in changes]
    return "\n".join([*kept, *(f"  {key}: {value}" for key, value in changes.items())]) + "\n"


def compiled(files: Mapping[str, str], as_of: date = AS_OF) -> Snapshot:
    tree = {**base(), **{path: text.encode() for path, text in files.items()}}
    return pipeline.run(tree, as_of, LAUNCH)


def told(slug: str, files: Mapping[str, str], as_of: date = AS_OF) -> list[Diagnostic]:
    return [one for one in compiled(files, as_of).diagnostics if one.rule.slug == slug]


def state(id: str, **keys: str) -> str:
    return f"items:\n  {id}:\n" + "".join(f"    {key}: {value}\n" for key, value in keys.items())


def prices(first: str, second: str) -> str:
    return (
        "items:\n"
        f"  buy.finance.tax-codes: {{title: Set the tax codes, {first}}}\n"
        f"  buy.finance.price-list: {{title: Approve the price list, {second}}}\n"
    )


# --- the graph


def test_a_knot_is_told_by_one_shortest_loop_with_what_is_left_in_it() -> None:
    text = (
        "items:\n"
        "  buy.finance.a: {title: A, needs: [buy.finance.b, buy.finance.c]}\n"
        "  buy.finance.b: {title: B, needs: [buy.finance.c]}\n"
        "  buy.finance.c: {title: C, needs: [buy.finance.a]}\n"
    )
    (one,) = told("dependency-loop", {PRICES: text, FINANCE: "items: {}\n"})
    assert "`buy.finance.a -> buy.finance.c -> buy.finance.a`" in one.message
    assert "2 more links are tangled" in one.help
    assert [text for _, text in one.related] == [
        "`buy.finance.a` waits for `buy.finance.c`",
        "`buy.finance.c` waits for `buy.finance.a`",
    ]
    assert one.span.line == 2


def test_a_loop_through_a_gate_names_the_gate() -> None:
    text = prices("due: T-28d", "due: T-14d, needs: [buy]")
    (one,) = told("dependency-loop", {PRICES: text})
    assert "buy.finance.price-list -> buy -> buy.finance.price-list" in one.message
    assert one.span.path == PRICES


def test_two_knots_are_two_findings() -> None:
    text = (
        "items:\n"
        "  buy.finance.a: {title: A, needs: [buy.finance.b]}\n"
        "  buy.finance.b: {title: B, needs: [buy.finance.a]}\n"
        "  buy.finance.c: {title: C, needs: [buy.finance.d]}\n"
        "  buy.finance.d: {title: D, needs: [buy.finance.c]}\n"
    )
    assert len(told("dependency-loop", {PRICES: text, FINANCE: "items: {}\n"})) == 2


def test_a_very_long_loop_is_cut_in_its_middle() -> None:
    names = [f"buy.finance.n{at}" for at in range(60)]
    text = "items:\n" + "".join(f"  {name}: {{title: N, needs: [{names[at - 1]}]}}\n" for at, name in enumerate(names))
    (one,) = told("dependency-loop", {PRICES: text, FINANCE: "items: {}\n"})
    assert "37 more" in one.message
    assert len(one.related) == 24


def test_a_need_on_a_later_gate_is_told_and_on_its_own_gate_is_a_loop_instead() -> None:
    text = "items:\n  learn.legal.eula: {title: Terms, when: [saas], needs: [buy]}\n"
    (one,) = told("later-stage-need", {EULA: text})
    assert "the gate `buy`" in one.message
    own = "items:\n  learn.legal.eula: {title: Terms, when: [saas], needs: [learn]}\n"
    assert told("later-stage-need", {EULA: own}) == []


def test_an_earlier_stage_may_be_needed() -> None:
    assert told("later-stage-need", {}) == []


def test_a_need_that_came_through_a_removed_item_points_where_it_was_written() -> None:
    text = (
        "items:\n"
        "  buy.finance.tax-codes: {title: Set the tax codes, tier: 1, due: T-12d}\n"
        "  buy.finance.between: {title: Gone, when: [eu], needs: [buy.finance.tax-codes]}\n"
        "  buy.finance.price-list: {title: Prices, due: T-14d, needs: [buy.finance.between]}\n"
    )
    (one,) = told("due-before-needs", {PRICES: text})
    assert one.subject == "buy.finance.price-list"
    assert (PRICES, 3) in [(spot.path, spot.line) for spot, _ in one.related]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("first", "second", "short"),
    [
        # due Fri 22 Jan, two days of work: Tue 26 Jan
        ("due: 2027-01-22", "due: 2027-01-26, effort: [1, 2, 4], needs: [buy.finance.tax-codes]", 0),
        ("due: 2027-01-22", "due: 2027-01-25, effort: [1, 2, 4], needs: [buy.finance.tax-codes]", 1),
        # half a day counts as the next day
        ("due: 2027-01-22", "due: 2027-01-25, effort: 0.5, needs: [buy.finance.tax-codes]", 0),
        # no work at all: the same day
        ("due: 2027-01-22", "due: 2027-01-22, effort: 0, needs: [buy.finance.tax-codes]", 0),
        # nobody estimated: one day
        ("due: 2027-01-22", "due: 2027-01-22, needs: [buy.finance.tax-codes]", 1),
        # a wait of calendar days follows the work: Mon 25 Jan + 7 = Mon 1 Feb
        ("due: 2027-01-22", "due: 2027-02-01, wait: 1w, needs: [buy.finance.tax-codes]", 0),
        ("due: 2027-01-22", "due: 2027-01-29, wait: 1w, needs: [buy.finance.tax-codes]", 1),
        # a lag of working days comes before it: Wed 27 Jan, then one day
        (
            "due: 2027-01-22",
            "due: 2027-01-28, needs: [{item: buy.finance.tax-codes, lag: 3wd}]",
            0,
        ),
        (
            "due: 2027-01-22",
            "due: 2027-01-26, needs: [{item: buy.finance.tax-codes, lag: 3wd}]",
            2,
        ),
        # a gate (learn, Tue 2 Feb) takes its day: a day's work may be done on it
        ("due: 2027-01-22", "due: 2027-02-02, needs: [learn]", 0),
        ("due: 2027-01-22", "due: 2027-02-01, needs: [learn]", 1),
    ],
)
def test_due_before_needs_counts_working_days(first: str, second: str, short: int) -> None:
    found = told("due-before-needs", {PRICES: prices(first, second)})
    if not short:
        assert found == []
    else:
        (one,) = found
        days = "1 working day" if short == 1 else f"{short} working days"
        assert f"{days} before it can be finished" in one.message


def test_a_need_that_is_done_binds_no_date() -> None:
    text = prices("due: 2027-01-22", "due: 2027-01-20, needs: [buy.finance.tax-codes]")
    assert told("due-before-needs", {PRICES: text})
    assert told("due-before-needs", {PRICES: text, FINANCE: state("buy.finance.tax-codes", status="done")}) == []


def test_absurd_numbers_cost_no_time() -> None:
    text = prices("due: 2027-01-22", "due: T-14d, wait: 99999wd, needs: [buy.finance.tax-codes]")
    left = state("buy.finance.price-list", status="doing", left="999999999999")
    assert len(told("due-before-needs", {PRICES: text, FINANCE: left})) == 1


def test_a_later_market_is_held_against_its_own_gate() -> None:
    files = {
        LAUNCH_FILE: launch(markets="{tr: T, az: 2027-03-16}"),
        EULA: "items:\n  learn.legal.eula:\n    title: Terms\n    for_each: market\n    when: [saas]\n",
        LEGAL: state("learn.legal.eula/az", status="todo", due="2027-03-02"),
    }
    assert told("due-after-gate", files) == []
    files[LEGAL] = state("learn.legal.eula/az", status="todo", due="2027-03-03")
    assert len(told("due-after-gate", files)) == 1
    files[LEGAL] = state("learn.legal.eula/tr", status="todo", due="2027-02-03")
    assert len(told("due-after-gate", files)) == 1


def test_advice_after_its_gate_is_only_a_remark() -> None:
    text = prices("due: T-28d", "due: T-1d, level: advisory")
    (one,) = told("due-after-gate", {PRICES: text})
    assert one.severity is Severity.ADVICE


def test_a_gate_late_only_through_the_gate_before_it_is_not_told_again() -> None:
    journey = (
        "stages:\n"
        "  learn: {title: Learn, gate: {due: 2027-01-20, sign-offs: [{role: sponsor}]}}\n"
        "  buy: {title: Buy, gate: {due: 2027-01-21}}\n"
    )
    text = "items:\n  learn.legal.eula: {title: Terms, when: [saas], due: gate, effort: 20}\n"
    files = {
        "playbook/journey.yaml": journey,
        EULA: text,
        PRICES: prices("due: gate", "due: gate"),
        LEGAL: "items: {}\n",
    }
    snapshot = compiled(files)
    assert snapshot.study.gates["buy"].slack is not None
    assert snapshot.study.gates["buy"].slack < 0
    assert [one.subject for one in snapshot.diagnostics if one.rule.slug == "impossible-dates"] == ["learn"]


FOR_EVER = "away: [2027-01-01..9999-12-31]"


def test_an_owner_away_for_ever_is_named_instead_of_a_count_of_days() -> None:
    people = (BASE / "people.yaml").read_text("utf-8").replace("name: Arda Tan", f"name: Arda Tan, {FOR_EVER}")
    (one,) = told("impossible-dates", {"people.yaml": people})
    assert one.message == (
        "`buy.finance.tax-codes` is never done, so the Buy gate is never reached: "
        "Arda Tan, who owns it, is away for ever"
    )
    assert one.help == "give it another owner, or write in people.yaml when the absence ends"
    away = next(one for one in told("owner-away", {"people.yaml": people}))
    assert away.message.endswith("(from Fri 1 Jan 2027 for ever)")


def test_a_wait_without_end_is_named_too() -> None:
    files = {PRICES: prices("wait: 99999d", "needs: [buy.finance.tax-codes]")}
    (one,) = told("impossible-dates", files)
    assert "`buy.finance.tax-codes` is never done" in one.message
    assert "it waits or takes more than 20 years" in one.message


def test_a_launch_date_that_is_over_is_told_for_each_market_until_its_gate_passes() -> None:
    late = date(2027, 3, 9)
    files = {
        "playbook/traits.yaml": "traits: {saas: {title: Cloud}, eu: {title: EU, markets: [de]}}\n",
        LAUNCH_FILE: launch(markets="{tr: T, de: 2027-03-02}", traits="[saas, eu]"),
        PRICES: prices("for_each: market", "level: advisory"),
    }
    assert [one.subject for one in told("launch-date-past", files, late)] == ["buy", "buy/de"]
    assert [one.subject for one in told("launch-date-past", files, date(2027, 2, 17))] == ["buy"]
    assert told("launch-date-past", files, date(2027, 2, 16)) == []
    closed = {**files, LAUNCH_FILE: launch(closed="2027-03-01")}
    assert told("launch-date-past", closed, late) == []


# --- gaps


def test_what_is_far_away_stays_quiet() -> None:
    files = {
        LAUNCH_FILE: launch(date="2027-08-17", roles="{sponsor: sara}", leads="{finance: arda}"),
        LEGAL: state("learn.legal.eula", status="blocked", reason="Outside counsel"),
        "people.yaml": (BASE / "people.yaml")
        .read_text("utf-8")
        .replace("name: Arda Tan", "name: Arda Tan, away: [2027-01-25..2027-02-05, 2027-07-12..2027-08-06]"),
        "gtm.yaml": (BASE / "gtm.yaml").read_text("utf-8") + "    week_load: 0.5\n",
    }
    found = compiled(files).diagnostics
    assert {(one.rule.slug, one.severity) for one in found} == {("no-owner", Severity.ADVICE)}
    near = {
        **files,
        LAUNCH_FILE: files[LAUNCH_FILE].replace("2027-08-17", "2027-02-16"),
        FINANCE: state("buy.finance.tax-codes", status="todo", due="2027-01-26")
        + "  buy.finance.price-list: {status: todo, due: 2027-01-28}\n",
    }
    assert {
        "no-owner",
        "fallback-owner",
        "owner-away",
        "overloaded-owner",
        "blocked-without-date",
    } <= {one.rule.slug for one in compiled(near).diagnostics}


def test_soon_is_what_the_policy_says() -> None:
    files = {LAUNCH_FILE: launch(leads="{finance: arda}")}  # the terms are due Tue 26 Jan
    (one,) = told("no-owner", files)
    assert one.severity is Severity.WARNING
    files["gtm.yaml"] = (BASE / "gtm.yaml").read_text("utf-8") + "    soon: 6d\n"
    (one,) = told("no-owner", files)
    assert one.severity is Severity.ADVICE


def test_a_fresh_launch_five_months_ahead_has_next_to_no_warnings() -> None:
    """The bundled playbook on its first day: what is due within four weeks may be told, no more."""
    folder = ROOT / "checklists"
    tree = {path.relative_to(folder).as_posix(): path.read_bytes() for path in (folder / "playbook").rglob("*.yaml")}
    tree["gtm.yaml"] = b"workspace: {format: 1, name: Acme}\n"
    tree["launches/new/launch.yaml"] = (
        b"launch: {title: New, date: 2027-06-15, created: 2027-01-15, tier: 1, traits: [saas, subscription]}\n"
    )
    found = pipeline.run(tree, date(2027, 1, 15), "new").diagnostics
    loud = [one for one in found if one.severity > Severity.ADVICE]
    assert {one.rule.slug for one in loud} <= {"no-owner", "rule-taking-effect"}
    assert len(loud) <= 3


def test_an_item_behind_a_passed_gate_is_not_nagged() -> None:
    late = {LEGAL: state("learn.legal.eula", status="todo", due="2027-01-11")}
    assert told("late-item", late)
    saw = digest(compiled(late).study.graph, "learn").text
    signed = {
        **late,
        SIGNED: f'sign-off: {{gate: learn, decision: go, by: sara, as: sponsor, date: 2027-01-12, saw: "{saw}"}}\n',
        WAIVER: "waiver: {item: learn.legal.eula, reason: Later, asked_by: mina, asked: 2027-01-11,"
        " approved_by: sara, approved: 2027-01-11, until: 2027-03-01}\n",
    }
    saw = digest(compiled(signed).study.graph, "learn").text
    signed[SIGNED] = f'sign-off: {{gate: learn, decision: go, by: sara, as: sponsor, date: 2027-01-12, saw: "{saw}"}}\n'
    snapshot = compiled(signed)
    assert snapshot.study.gates["learn"].passed
    assert told("late-item", signed) == []


def test_advice_that_is_late_is_only_advice() -> None:
    files = {PRICES: prices("due: 2027-01-11, level: advisory", "due: T-14d")}
    (one,) = told("late-item", files)
    assert one.severity is Severity.ADVICE
    assert "6 working days late" in one.message


@pytest.mark.parametrize(
    ("evidence", "slug"),
    [
        ("[{metric: nps}]", "said-done-unproven"),
        ("[{link: https://a.example, date: 2027-01-18}]", ""),
        ("[{file: no.txt, date: 2027-01-18}]", "proof-file-missing"),
        ("[{link: https://a.example, date: 2026-01-18}]", "stale-proof"),
        ("[{link: https://a.example, date: 2027-01-20}]", "future-fact"),
        ("[{link: https://a.example, date: 2026-01-18}, {ref: New, date: 2027-01-18}]", ""),
        ("[{check: late-item}]", "unknown-check"),
    ],
)
def test_each_fault_of_a_proof_is_told_once(evidence: str, slug: str) -> None:
    text = (
        "items:\n  learn.legal.eula: {title: Terms, when: [saas], fresh_for: 90d, due: T-21d,"
        " evidence: [link, file, ref]}\n"
    )
    done = state("learn.legal.eula", status="done", finished="2027-01-18", evidence=evidence)
    proof = {"said-done-unproven", "proof-file-missing", "stale-proof", "future-fact", "unknown-check"}
    found = [one.rule.slug for one in compiled({EULA: text, LEGAL: done}).diagnostics]
    wanted = [slug] if slug else []
    if slug == "unknown-check":  # the name is wrong, and nothing else proves the item
        wanted = ["said-done-unproven", "unknown-check"]
    assert sorted(one for one in found if one in proof) == wanted


def test_a_done_item_that_waits_for_its_second_person_is_not_proven() -> None:
    text = "items:\n  learn.legal.eula: {title: Terms, when: [saas], due: T-21d, checked_by: sponsor}\n"
    keys = {"status": "done", "finished": "2027-01-18", "evidence": "[{ref: A}]"}
    (one,) = told("said-done-unproven", {EULA: text, LEGAL: state("learn.legal.eula", **keys)})
    assert "confirmation by Executive sponsor" in one.message
    assert "confirmed_by" in one.help
    keys["confirmed_by"] = "sara"
    assert told("said-done-unproven", {EULA: text, LEGAL: state("learn.legal.eula", **keys)}) == []


def test_a_sensitive_answer_may_be_kept_elsewhere() -> None:
    def text(sensitive: str) -> str:
        return (
            "items:\n  learn.legal.eula: {title: Terms, ask: Which?, when: [saas], due: T-21d,"
            f" sensitive: {sensitive}}}\n"
        )

    done = state("learn.legal.eula", status="done", finished="2027-01-18", evidence="[{ref: Safe 4}]")
    assert len(told("unanswered-question", {EULA: text("false"), LEGAL: done})) == 1
    assert told("unanswered-question", {EULA: text("true"), LEGAL: done}) == []


def test_not_applicable_needs_a_reason_and_another_person() -> None:
    bare = {LEGAL: state("learn.legal.eula", status="not-applicable")}
    assert len(told("missing-reason", bare)) == 1
    own = {LEGAL: state("learn.legal.eula", status="not-applicable", reason="No", confirmed_by="mina")}
    (one,) = told("unconfirmed-not-applicable", own)
    assert "only by its owner" in one.message


def test_a_done_item_may_not_need_an_open_gate() -> None:
    files = {
        PRICES: prices("due: T-28d", "due: T-9d, needs: [learn]"),
        FINANCE: state("buy.finance.price-list", status="done", finished="2027-01-18"),
    }
    (one,) = told("done-before-needs", files)
    assert "the gate `learn`" in one.message


def test_decisions_dated_in_the_future_are_told() -> None:
    files = {
        WAIVER: "waiver: {item: learn.legal.eula, reason: Later, asked_by: mina, asked: 2027-01-20,"
        " approved_by: sara, approved: 2027-01-21, until: 2027-03-01}\n",
        SIGNED: "sign-off: {gate: learn, decision: go, by: sara, as: sponsor, date: 2027-01-22}\n",
    }
    assert len(told("future-fact", files)) == 3


def test_touchpoints() -> None:
    teams = (BASE / "playbook/teams.yaml").read_text("utf-8")
    both = {"playbook/teams.yaml": teams.replace("stages: [learn]", "stages: [learn, buy]")}
    (one,) = told("empty-touchpoint", both)
    assert one.severity is Severity.WARNING
    reason = {**both, LAUNCH_FILE: launch(no_part="{buy.legal: All terms are settled in Learn}")}
    assert told("empty-touchpoint", reason) == []
    silent = {**both, LAUNCH_FILE: launch(no_part="{buy.legal: }")}
    (one,) = told("empty-touchpoint", silent)
    assert "not why" in one.message
    wrong = {LAUNCH_FILE: launch(no_part="{learn.legal: Not needed}")}
    (one,) = told("empty-touchpoint", wrong)
    assert "items of it apply" in one.message
    removed = {LAUNCH_FILE: launch(traits="[]"), LEGAL: "items: {}\n"}
    (one,) = told("empty-touchpoint", removed)
    assert one.severity is Severity.ADVICE
    assert "the one item there does not apply" in one.message


def test_a_day_off_names_the_holiday_and_the_days_around_it() -> None:
    files = {LAUNCH_FILE: launch(date="2027-01-01", created="2026-01-01")}
    (one,) = told("launch-on-day-off", files, date(2026, 10, 1))
    assert "New Year" in one.message
    assert one.help == "the nearest working days are Thu 31 Dec 2026 and Mon 4 Jan 2027"
    market = {LAUNCH_FILE: launch(markets="{tr: T, az: 2027-02-21}")}
    (one,) = told("launch-on-day-off", market)
    assert "`az`" in one.message


@pytest.mark.parametrize(
    ("source", "basis", "severity"),
    [
        ("from: 2027-02-16", True, Severity.WARNING),
        ("from: 2027-05-17", True, Severity.WARNING),
        ("from: 2027-05-18", True, None),
        ("from: 2027-02-15", True, None),
        ("from: 2027-04-01, markets: [fr]", True, None),
        ("from: 2027-04-01, markets: [tr]", True, Severity.WARNING),
        ("from: 2027-04-01, markets: [tr]", False, Severity.ADVICE),
        ("from: 2027-04-01", False, None),
    ],
)
def test_rules_that_take_effect_soon_after_the_launch(source: str, basis: bool, severity: Severity | None) -> None:
    files = {
        LAUNCH_FILE: launch(markets="{tr: T}"),
        "playbook/sources.yaml": f"sources:\n  practice: {{title: A rule, {source}}}\n",
    }
    if not basis:
        files[EULA] = "items:\n  learn.legal.eula: {title: Terms, when: [saas], due: T-21d}\n"
    assert [one.severity for one in told("rule-taking-effect", files)] == ([severity] if severity else [])


def test_a_thread_holds_over_a_longer_way() -> None:
    text = (
        "items:\n"
        "  buy.finance.tax-codes: {title: A, due: T-28d}\n"
        "  buy.finance.between: {title: B, due: T-21d, needs: [buy.finance.tax-codes]}\n"
        "  buy.finance.price-list: {title: C, due: T-14d, needs: [buy.finance.between]}\n"
    )
    thread = "threads:\n  prices: {title: Prices, items: [buy.finance.tax-codes, buy.finance.price-list, buy]}\n"
    assert told("thread-broken", {PRICES: text, "playbook/threads.yaml": thread}) == []
    turned = "threads:\n  prices: {title: Prices, items: [buy.finance.price-list, buy.finance.tax-codes]}\n"
    assert len(told("thread-broken", {PRICES: text, "playbook/threads.yaml": turned})) == 1


# --- gates


def test_a_workspace_without_approvers_says_so() -> None:
    files = {
        "gtm.yaml": "workspace: {format: 1, name: Acme, calendar: tr, launch: atlas}\n",
        WAIVER: "waiver: {item: learn.legal.eula, reason: Later, asked_by: mina, asked: 2027-01-11,"
        " approved_by: sara, approved: 2027-01-12, until: 2027-03-01}\n",
    }
    (one,) = told("waiver-approver-without-role", files)
    assert "names no role" in one.message
    assert "waiver_approvers" in one.help


def test_a_waiver_for_a_removed_item_is_not_needed() -> None:
    files = {
        LAUNCH_FILE: launch(traits="[]"),
        LEGAL: "items: {}\n",
        WAIVER: "waiver: {item: learn.legal.eula, reason: Later, asked_by: mina, asked: 2027-01-11,"
        " approved_by: sara, approved: 2027-01-12, until: 2027-03-01}\n",
    }
    (one,) = told("waiver-without-need", files)
    assert "does not apply to this launch" in one.message


def test_what_changed_since_a_sign_off_is_named() -> None:
    saw = digest(compiled({}).study.graph, "learn")
    covers = "{" + ", ".join(f"{name}: '{mark}'" for name, mark in saw.entries.items()) + "}"
    signed = (
        "sign-off:\n  gate: learn\n  decision: go\n  by: sara\n  as: sponsor\n  date: 2027-01-18\n"
        f'  saw: "{saw.text}"\n  covers: {covers}\n'
    )
    assert told("sign-off-stale", {SIGNED: signed}) == []
    changed = {SIGNED: signed, LEGAL: state("learn.legal.eula", status="todo")}
    (one,) = told("sign-off-stale", changed)
    assert "changed since: `learn.legal.eula`" in one.message
    assert one.severity is Severity.WARNING  # the gate was decided with it, and stays decided
    worded = {SIGNED: signed, LEGAL: state("learn.legal.eula", status="doing", started="2027-01-11", note="New words")}
    assert told("sign-off-stale", worded) == []
    assert len(told("reworded-since-sign-off", worded)) == 1


def test_a_newer_sign_off_replaces_an_older_one() -> None:
    saw = digest(compiled({}).study.graph, "learn").text
    old = 'sign-off: {gate: learn, decision: go, by: sara, as: sponsor, date: 2027-01-11, saw: "1:0123456789ab"}\n'
    new = f'sign-off: {{gate: learn, decision: go, by: sara, as: sponsor, date: 2027-01-18, saw: "{saw}"}}\n'
    assert told("sign-off-stale", {SIGNED: old})
    assert told("sign-off-stale", {SIGNED: old, "launches/atlas/decisions/again.yaml": new}) == []


def test_a_severity_for_a_rule_that_does_not_exist_is_an_error() -> None:
    policy = (BASE / "gtm.yaml").read_text("utf-8") + "    severity: {no-ovner: error, stray-file: off}\n"
    (one,) = told("unknown-check", {"gtm.yaml": policy})
    assert one.help == "did you mean `no-owner`?"


def test_titles_and_names_cannot_break_the_line() -> None:
    text = (
        "items:\n  learn.legal.eula:\n    title: |\n      Terms\n      ::error::gotcha\n"
        "    ask: |\n      First\n      ::error::second\n    due: T-21d\n    when: [saas]\n"
    )
    done = state("learn.legal.eula", status="done", finished="2027-01-18")
    for one in compiled({EULA: text, LEGAL: done}).diagnostics:
        assert "\n" not in one.message + one.help + "".join(label for _, label in one.related)


def test_a_closed_launch_has_no_findings() -> None:
    files = {LAUNCH_FILE: launch(closed="2027-01-19", leads="{}", roles="{}")}
    assert compiled(files).diagnostics == ()


def test_a_file_that_cannot_be_read_does_not_make_every_signature_look_stale() -> None:
    saw = digest(compiled({LEGAL: state("learn.legal.eula", status="todo")}).study.graph, "learn").text
    signed = f"sign-off: {{gate: learn, decision: go, by: sara, as: sponsor, date: 2027-01-18, saw: '{saw}'}}\n"
    changed = {SIGNED: signed, LEGAL: state("learn.legal.eula", status="doing")}
    assert len(told("sign-off-stale", changed)) == 1
    assert told("sign-off-stale", {**changed, LEGAL: "items: [\n"}) == []
    assert told("bad-yaml", {**changed, LEGAL: "items: [\n"}) != []


def test_help_for_an_item_without_owner_names_the_line_of_the_launch_that_is_there() -> None:
    snapshot = compiled({LAUNCH_FILE: launch(leads="{}", roles="{}")})
    found = {one.subject: one.help for one in snapshot.diagnostics if one.rule.slug == "no-owner"}
    assert found
    leads = {team.lead: id for id, team in snapshot.launch.teams.items()}
    for id, help in found.items():
        role = snapshot.launch.items[id].role
        where = f"`{leads[role]}` under `leads`" if role in leads else f"`{role}` under `roles`"
        assert where in help
