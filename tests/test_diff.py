"""gtm diff: what a change means for items, gates, people and dates, on a screen, in a comment, as JSON."""

import json
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from gtm.analysis import diff_review, diff_words
from gtm.analysis.diff import Difference, lowered
from gtm.analysis.words import many
from gtm.reports import diff_markdown
from tests import diff_cases as cases
from tests.diff_cases import FINANCE, LEGAL, blamed, difference, edited
from tests.repositories import Repo, inner, isolated, repo
from tests.running import gtm, on_terminal, piped
from tests.small_launch import FILES
from tests.workspaces import example

__all__ = ["inner", "repo"]


def facts(found: Difference) -> dict[str, list[str]]:
    return {one.id: [fact.key for fact in one.facts] for one in found.items}


def verdict(found: Difference) -> str:
    return diff_words.verdict(found).text


# --- what is no difference -----------------------------------------------------------------------


def reordered(text: str) -> str:
    """The entries of a file the other way round."""
    head, *entries = re.split(r"^(?=  \S)", text, flags=re.MULTILINE)
    return head + "".join(reversed(entries))


FORM = {
    "the order of items": {
        path: reordered(FILES[path]) for path in FILES if path.endswith(("finance.yaml", "sales.yaml"))
    },
    "comments and quotes": {LEGAL: "# A word\n" + FILES[LEGAL].replace("owner: mina", "owner: 'mina'") + "# she\n"},
    "flow and block": {
        LEGAL: "items:\n  learn.legal.eula:\n    started: 2027-01-14\n    owner: mina\n    status: doing\n"
    },
    "empty for nothing": {LEGAL: FILES[LEGAL].replace("started:", "reason: , note: , evidence: [], started:")},
    "line ends": {FINANCE: FILES[FINANCE].replace("\n", "\r\n")},
    "blanks in a text": {
        "playbook/learn/legal.yaml": FILES["playbook/learn/legal.yaml"].replace(
            "ask: Which terms bind the customer?", "ask: |\n      Which terms bind\n      the customer?"
        )
    },
    "another file": {
        LEGAL: None,
        "launches/atlas/other.yaml": FILES[LEGAL],
    },
    "the order of needs": {
        "playbook/buy/sales.yaml": FILES["playbook/buy/sales.yaml"].replace(
            "[buy.finance.price-list, buy.legal.order-form]", "[buy.legal.order-form, buy.finance.price-list]"
        )
    },
    "the order of traits and markets": {
        "launches/atlas/launch.yaml": FILES["launches/atlas/launch.yaml"].replace(
            "{tr: T, de: 2027-03-16}", "{de: 2027-03-16, tr: T}"
        )
    },
}


@pytest.mark.parametrize("changes", FORM.values(), ids=FORM.keys())
def test_form_is_no_difference(changes: dict[str, str | None]) -> None:
    assert all(text != FILES.get(path) for path, text in changes.items())
    found = difference(changes)
    assert found.items == ()
    assert found.records == ()
    assert found.empty, (found.gates, found.faults, found.closed)
    assert verdict(found) == "Atlas 2.0: nothing changes in meaning."


def test_the_same_text_in_another_order_of_evidence_is_the_same() -> None:
    def with_proofs(*refs: str) -> dict[str, str]:
        proofs = ", ".join(f"{{ref: {ref}, date: 2027-01-11}}" for ref in refs)
        return {LEGAL: edited(LEGAL, "started:", f"evidence: [{proofs}], started:")}

    assert difference(with_proofs("A", "B"), with_proofs("B", "A")).empty
    assert facts(difference(with_proofs("A", "C"), with_proofs("B", "A"))) == {"learn.legal.eula": ["proof"]}


# --- items ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "old", "new", "id", "keys"),
    [
        (LEGAL, "doing", "blocked", "learn.legal.eula", ["status"]),
        (LEGAL, "owner: mina", "owner: arda", "learn.legal.eula", ["owner"]),
        (LEGAL, "started: 2027-01-14", "started: 2027-01-13", "learn.legal.eula", ["started"]),
        (LEGAL, "started:", "due: 2027-01-20, started:", "learn.legal.eula", ["due"]),
        (LEGAL, "started:", "answer: Ours, started:", "learn.legal.eula", ["answer"]),
        (LEGAL, "started:", "effort: 9, started:", "learn.legal.eula", ["effort"]),
        (FINANCE, "expected: 2027-01-27", "expected: 2027-01-29", "buy.finance.tax-codes", ["expected"]),
        ("playbook/learn/legal.yaml", "Publish the", "Print the", "learn.legal.eula", ["wording"]),
        (
            "playbook/learn/legal.yaml",
            "    effort: 3\n",
            "    effort: 3\n    level: advisory\n",
            "learn.legal.eula",
            ["level"],
        ),
        ("playbook/learn/legal.yaml", "    needs: [plan.product.goal]\n", "", "learn.legal.eula", ["needs"]),
        ("playbook/buy/sales.yaml", "due: T-12d}", "due: T-12d, gate: buy, tier: 2}", "buy.sales.quota", ["applies"]),
    ],
)
def test_a_changed_item_says_which_facts(path: str, old: str, new: str, id: str, keys: list[str]) -> None:
    found = difference({path: edited(path, old, new)})
    written = {one.id: [fact.key for fact in one.facts if not fact.follows] for one in found.written}
    assert written == {id: keys}
    back = difference({}, {path: edited(path, old, new)})
    assert {one.id for one in back.written} == {id}


def test_added_and_removed_items() -> None:
    found = difference(cases.MORE)
    assert [(one.id, one.kind, one.now) for one in found.items] == [("buy.sales.kit", "added", "unknown")]
    back = difference({}, cases.MORE)
    assert [(one.id, one.kind, one.was) for one in back.items] == [("buy.sales.kit", "removed", "unknown")]


def test_a_renamed_item_is_the_same_item() -> None:
    moved = "moved: {learn.legal.licence: learn.legal.eula, learn.legal.eula: learn.legal.terms}"
    after = {path: text.replace("learn.legal.eula", "learn.legal.terms") for path, text in FILES.items()}
    after["playbook/journey.yaml"] = re.sub("moved: .*", moved, FILES["playbook/journey.yaml"])
    found = difference(after)
    assert [(one.id, one.kind, [fact.key for fact in one.facts]) for one in found.items] == [
        ("learn.legal.terms", "changed", ["id"])
    ]


def test_dates_that_move_with_the_launch_are_counted_not_listed() -> None:
    found = difference(cases.MOVED)
    assert found.written == ()
    assert {one.id for one in found.following} >= {"learn.legal.eula", "buy.sales.quota"}
    assert all({fact.key for fact in one.facts} == {"due"} for one in found.following)
    assert "with another due date" in diff_words.moved_along(found)
    assert [one.text for one in found.records] == ["date: Tue 16 Feb 2027 → Tue 2 Mar 2027"]


def test_a_new_lead_makes_owners_follow() -> None:
    path = "launches/atlas/launch.yaml"
    found = difference({path: edited(path, "finance: deniz", "finance: arda")})
    assert found.written == ()
    assert "with another owner" in diff_words.moved_along(found)
    assert [one.text for one in found.records] == ["leads: finance Deniz Şahin → Arda Tan"]


def test_proof_shows_its_kind_and_never_what_is_held_back() -> None:
    found = difference(cases.RESTRICTED)
    for text in (diff_markdown.render(found, "a", "b"), json.dumps(facts(found)), diff_words.facts(found.items[0])):
        assert "Safe 12" not in text
    assert "proof added: held by Legal" in diff_words.facts(found.items[0])


def test_the_answer_of_a_sensitive_item_is_not_repeated() -> None:
    path = "playbook/learn/legal.yaml"
    secret = {path: edited(path, "    effort: 3\n", "    effort: 3\n    sensitive: true\n")}
    after = secret | {LEGAL: edited(LEGAL, "started:", "answer: The secret clause, started:")}
    (item,) = difference(after, secret).items
    assert [(fact.key, fact.before, fact.after) for fact in item.facts] == [("answer", None, None)]


# --- gates, people, gaps -------------------------------------------------------------------------


def test_finishing_work_frees_people_and_closes_gaps() -> None:
    found = difference(cases.READY)
    assert {one.id: one.owner for one in found.freed} == {"buy.finance.e-invoice": "deniz", "buy.sales.training": None}
    assert found.blocked == ()
    assert {one.subject for one in found.closed} >= {"buy.finance.tax-codes"}
    assert diff_review.worse(found) == ()
    assert verdict(found).endswith("nothing gets worse.")
    assert "good to merge" in verdict(found)
    back = difference({}, cases.READY)
    assert {one.id for one in back.blocked} >= {"buy.finance.e-invoice", "buy.sales.training"}
    assert verdict(back).startswith("Atlas 2.0: look before you merge.")
    assert {one.code for one in (gap.rule for gap in back.opened)} >= {one.rule.code for one in found.closed}


def test_a_later_arrival_makes_the_gate_later_and_is_worse() -> None:
    found = difference(cases.LATER)
    (gate,) = [one for one in found.gates if one.id == "buy"]
    assert gate.before is not None
    assert gate.after is not None
    assert gate.before.forecast is not None
    assert gate.after.forecast is not None
    assert gate.after.forecast > gate.before.forecast
    assert "forecast" in gate.facts
    (worse,) = [text for text in diff_review.worse(found) if text.startswith("Buy 5")]
    days = found.after.launch.calendar.between(gate.before.forecast, gate.after.forecast)
    assert worse.startswith(f"Buy {many(days, 'working day')} later (")
    assert not [text for text in diff_review.worse(difference({}, cases.LATER)) if text.startswith("Buy ")]


def test_gates_and_rows_that_stay_are_not_shown() -> None:
    found = difference({LEGAL: edited(LEGAL, "started:", "answer: Ours, started:")})
    assert found.gates == ()
    assert diff_words.rows(found) == []
    assert all(row.before != row.after for row in diff_words.rows(difference(cases.READY)))


def test_a_signature_on_changed_ground_is_stale_or_reworded() -> None:
    (stale,) = difference(cases.PASSED | cases.UNDONE, cases.PASSED).touched
    assert (stale.gate, stale.person, stale.kind) == ("plan", "sara", "material")
    assert stale.items == ("plan.product.goal",)
    (words,) = difference(cases.PASSED | cases.NOTED, cases.PASSED).touched
    assert words.kind == "wording"
    worse = diff_review.worse(difference(cases.PASSED | cases.UNDONE, cases.PASSED))
    assert any("sign-off of سارا رضایی on the Plan gate gets stale: goal" in text for text in worse)
    assert diff_review.worse(difference(cases.PASSED | cases.NOTED, cases.PASSED)) == ()


def test_signing_passes_the_gate_and_is_named() -> None:
    found = difference(cases.PASSED)
    assert [(one.kind, one.change) for one in found.records] == [("sign-off", "added")]
    assert "Plan passed" in verdict(found)
    assert found.touched == ()


def test_the_conditions_of_a_go_are_named_and_so_is_what_changed_in_them() -> None:
    path = "launches/atlas/decisions/plan.yaml"
    go = "sign-off: {gate: plan, decision: conditional, by: sara, as: sponsor, date: 2027-01-15, conditions: [%s]}\n"
    first = go % "{text: Pages in German, owner: mina, due: 2027-02-01}"
    (added,) = difference({path: first}).records
    assert "Pages in German: Mina" in added.text
    assert "due Mon 1 Feb 2027" in added.text
    (later,) = difference({path: first.replace("02-01", "02-08")}, {path: first}).records
    assert "due Mon 8 Feb 2027 (was conditional" in later.text
    assert "due Mon 1 Feb 2027)" in later.text
    (quiet,) = difference({path: first.replace("}]", ", if_missed: Pause it}]")}, {path: first}).records
    assert quiet.text.endswith("(conditions changed)")


def test_asking_for_less_is_never_drawn_as_progress() -> None:
    advice = {
        "playbook/buy/sales.yaml": edited(
            "playbook/buy/sales.yaml", "Set the quota,", "Set the quota, level: advisory,"
        )
    }
    for changes in (cases.FEWER, advice):
        found = difference(changes)
        assert lowered(found) == ("buy.sales.quota",)
        assert "if you mean to ask less (1 open must-have taken out or made advice)" in verdict(found)
    assert lowered(difference({}, advice)) == ()


def test_an_unreadable_file_is_worse_and_said() -> None:
    found = difference(cases.BROKEN)
    assert diff_review.worse(found)[0] == f"{LEGAL} cannot be read in full, so no gate can pass"
    assert verdict(found).startswith("Atlas 2.0: not yet, 1 error to mend.")
    assert diff_words.notes(found) == [
        f"After the change {LEGAL} could not be read in full: what stands there is not counted."
    ]
    mended = difference({}, cases.BROKEN)
    assert diff_words.notes(mended)[0].startswith("Before the change")
    assert diff_review.worse(mended) == ()


def test_please_fix_is_about_what_was_touched() -> None:
    done = {LEGAL: edited(LEGAL, "doing", "done")}
    found = difference(done)
    assert found.fixes
    assert {one.subject for one in found.fixes} == {"learn.legal.eula"}
    assert {one.span.path for one in found.fixes} <= {LEGAL, "playbook/learn/legal.yaml"}
    standing = [one for one in found.after.diagnostics if one.subject == "buy.finance.price-list/tr"]
    assert standing
    assert not set(standing) & set(found.fixes)


def test_who_should_approve() -> None:
    def people(found: Difference) -> list[tuple[tuple[str, ...], str]]:
        return [(one.people, one.why) for one in diff_review.approvals(found)]

    own = difference({LEGAL: edited(LEGAL, "doing", "blocked")})
    assert people(own) == [(("arda",), "deputy for Legal; Mina Karaca owns what changed and cannot approve it")]
    other = difference({LEGAL: edited(LEGAL, "owner: mina", "owner: arda")})
    assert people(other) == [(("mina",), "leads Legal")]
    unled = difference({"launches/atlas/sales.yaml": "items:\n  buy.sales.quota: {status: doing}\n"})
    assert people(unled) == [((), "Sales has no lead in this launch")]
    path = "launches/atlas/launch.yaml"
    role = {path: edited(path, "roles: {sponsor: sara}", "roles: {sponsor: sara, sales-leader: deniz}")}
    led = difference({"launches/atlas/sales.yaml": "items:\n  buy.sales.quota: {status: doing}\n", **role}, role)
    assert "Sales; Deniz" in people(led)[0][1]  # whoever holds the role that leads a team leads it
    second = difference(cases.MORE | cases.KIT, cases.MORE)
    assert (("sara",), "confirms as Executive sponsor: kit") in people(second)
    waiver = "launches/atlas/decisions/quota.yaml"
    asked = FILES["launches/atlas/decisions/e-invoice.yaml"].replace("buy.finance.e-invoice", "buy.sales.quota")
    assert people(difference({waiver: asked})) == [(("sara",), "answers the waiver for quota")]


def test_what_comes_next_is_the_next_task_of_who_changed_something() -> None:
    found = difference({LEGAL: edited(LEGAL, "doing", "blocked")})
    assert [one.person for one in diff_review.following_tasks(found)] == ["mina"]


def test_a_launch_that_was_not_there_is_new() -> None:
    found = difference({}, cases.NO_LAUNCH)
    assert found.before is None
    assert verdict(found).startswith("Atlas 2.0: new here, ")
    assert not found.empty
    assert {one.kind for one in found.items} == {"added"}
    assert diff_review.worse(found) == ()


# --- which change moved the date -----------------------------------------------------------------


def test_the_days_of_all_changes_add_up() -> None:
    both = {FINANCE: cases.LATER[FINANCE], LEGAL: edited(LEGAL, "started:", "note: Fine, started:")}
    assert [(one.section, one.names) for one in blamed(both)] == [("items", ("buy.finance.tax-codes",))]
    many_changes = {**cases.MOVED, **cases.LATER, **cases.MORE}
    steps = blamed(many_changes)
    found = difference(many_changes)
    assert found.before is not None
    assert steps[0].before == found.before.study.forecast
    assert steps[-1].after == found.after.study.forecast
    assert all(one.after == other.before for one, other in pairwise(steps))
    assert blamed({}) == ()


def test_a_change_that_moves_to_another_file_is_laid_over_once() -> None:
    later = cases.LATER[FINANCE]
    steps = blamed({FINANCE: None, "launches/atlas/money.yaml": later})
    assert [one.names for one in steps] == [("buy.finance.tax-codes",)]
    found = difference({FINANCE: None, "launches/atlas/money.yaml": later})
    assert steps[-1].after == found.after.study.forecast


# --- the comment ---------------------------------------------------------------------------------

HOSTILE = (
    "</details><script>alert(1)</script> @octocat #12 GH-3 [x](https://evil.example) ![i](http://evil.example/i.png) "
    "www.evil.example `code` **bold** | cell --> <!-- gtm diff atlas --> :tada: $x$ deadbeef1 \u202e\x1b[31m ::error::"
)


def hostile() -> dict[str, str]:
    title = json.dumps(HOSTILE)
    people = FILES["people.yaml"].replace("Mina Karaca", title).replace("Deniz Şahin", title)
    launch = FILES["launches/atlas/launch.yaml"].replace("Atlas 2.0", title)
    legal = FILES["playbook/learn/legal.yaml"].replace("Publish the licence terms", title)
    state = FILES[FINANCE].replace("Tax office", title)
    return {
        "people.yaml": people,
        "launches/atlas/launch.yaml": launch,
        "playbook/learn/legal.yaml": legal,
        FINANCE: state,
    }


def test_nothing_a_file_says_acts_in_the_comment() -> None:
    text = diff_markdown.render(difference(hostile() | {LEGAL: edited(LEGAL, "doing", "done")}, hostile()), "main", "w")
    text += diff_markdown.render(difference(hostile()), "a" + HOSTILE, "b")
    own = re.sub(r"</?(details|summary|sub)>|<!-- gtm diff atlas -->", "", text)
    assert "octocat" in own
    for acting in (
        "<",
        "](",
        "![",
        "@o",
        "#1",
        "GH-3",
        "://",
        "www.",
        ":tada",
        "deadbeef1",
        "$x",
        "`",
        "\u202e",
        "\x1b",
    ):
        assert acting not in own.replace("&#", "&"), acting
    assert text.count("<details>") == text.count("</details>") <= 2
    assert text.count("<!--") == 2


def test_the_comment_begins_with_its_marker_and_the_verdict() -> None:
    text = diff_markdown.render(difference(cases.READY), "main 1234567", "work tree on topic")
    lines = text.splitlines()
    assert lines[0] == "<!-- gtm diff atlas -->"
    assert lines[1].startswith("**Atlas 2.0: good to merge")
    assert "| | before | after |" in lines
    assert lines[-1] == "<sub>as of Tue 19 Jan 2027, work tree on topic against main 1234567 · nothing cut</sub>"
    assert re.search(r"^\| Buy \| .*Fri 5 Feb|^\| Buy \| ", text, re.MULTILINE)


def test_a_long_comment_is_cut_to_fit_and_says_so() -> None:
    rows = "".join(f"  buy.sales.item-{at}: {{title: {'Very long title ' * 12}{at}}}\n" for at in range(900))
    path = "playbook/buy/sales.yaml"
    text = diff_markdown.render(difference({path: FILES[path] + rows}), "main", "w")
    assert len(text) < 65_000
    assert "more below" in text
    (cut,) = re.findall(r"(\d+) lines cut to fit: gtm diff shows all", text)
    assert int(cut) > 500
    assert text.count("<details>") == text.count("</details>") == 1
    assert text.endswith("</sub>\n")


# --- the command, on real repositories -----------------------------------------------------------


def test_the_branch_against_where_it_left_main(inner: Repo) -> None:
    inner("checkout", "-q", "-b", "konu/hukuk")
    inner.commit({LEGAL: edited(LEGAL, "doing", "blocked")})
    inner("checkout", "-q", "main")
    inner.commit(cases.LATER)
    inner("checkout", "-q", "konu/hukuk")
    text = piped(inner.workspace, "diff", **isolated(inner.home))
    assert "Publish the licence terms: status: doing → blocked" in text
    assert "tax" not in text.partition("CHANGED")[2].partition("NEXT")[0].lower()
    assert (
        f"work tree on konu/hukuk against main {inner('rev-parse', 'main~1')[:7]}, both as of Tue 19 Jan 2027" in text
    )
    inner.write({LEGAL: FILES[LEGAL]})
    assert "nothing changes in meaning" in piped(inner.workspace, "diff", **isolated(inner.home))
    assert "doing → blocked" in piped(inner.workspace, "diff", "main...konu/hukuk", **isolated(inner.home))
    assert "expected:" not in piped(inner.workspace, "diff", "main...HEAD", **isolated(inner.home))
    both = piped(inner.workspace, "diff", "main..HEAD", **isolated(inner.home))
    assert "expected: Wed 3 Feb → Wed 27 Jan" in both
    assert both == piped(inner.workspace, "diff", "main", "HEAD", **isolated(inner.home))


def test_fail_on_worse(repo: Repo) -> None:
    home = isolated(repo.home)
    repo.write(cases.LATER)
    assert gtm(repo.workspace, "diff", **home).returncode == 0
    assert gtm(repo.workspace, "diff", "--fail-on", "worse", **home).returncode == 1
    repo.write(cases.ARRIVED)
    assert gtm(repo.workspace, "diff", "--fail-on", "worse", **home).returncode == 0


def test_blame_date_names_the_change(repo: Repo) -> None:
    repo.write(cases.LATER)
    text = piped(repo.workspace, "diff", "--blame-date", **isolated(repo.home))
    assert re.search(r"WHAT MOVED THE DATE {2}1\n {2}✖ Set the tax codes: 5 working days later \(", text)
    answer = json.loads(piped(repo.workspace, "diff", "--blame-date", "--format", "json", **isolated(repo.home)))
    assert [(one["ids"], one["days"]) for one in answer["blame"]] == [(["buy.finance.tax-codes"], 5)]
    assert answer["before"]["label"] == f"main {repo('rev-parse', 'HEAD')[:7]}"


def test_a_base_that_was_broken_is_said(repo: Repo) -> None:
    repo.commit(cases.BROKEN)
    repo.commit({LEGAL: FILES[LEGAL]})
    text = piped(repo.workspace, "diff", "HEAD~1", **isolated(repo.home))
    assert f"Before the change {LEGAL} could not be read in full" in text
    repo.commit({"gtm.yaml": "workspace: [\n"})
    answer = gtm(repo.workspace, "diff", "HEAD~1", "HEAD", **isolated(repo.home))
    assert answer.returncode == 3
    assert b"gtm.yaml cannot be understood" in answer.stderr
    repo.commit({"gtm.yaml": FILES["gtm.yaml"]})
    assert "new here" in piped(repo.workspace, "diff", "HEAD~1", **isolated(repo.home))


def test_both_sides_are_judged_on_the_same_day(repo: Repo) -> None:
    repo.write({"gtm.yaml": FILES["gtm.yaml"].replace("2027-01-19", "2027-02-04")})
    text = piped(repo.workspace, "diff", **isolated(repo.home))
    assert "nothing changes in meaning" in text
    assert "both as of Thu 4 Feb 2027" in text


def test_text_that_people_wrote_stays_harmless_on_the_screen(repo: Repo) -> None:
    repo.write(hostile())
    for text in (
        piped(repo.workspace, "diff", **isolated(repo.home)),
        on_terminal(repo.workspace, "diff", "--color", "never", columns=100, **isolated(repo.home)),
    ):
        assert "\x1b[31m" not in text
        assert "\u202e" not in text
        assert not re.search(r"^\s*::error", text, re.MULTILINE)


def test_a_terminal_is_not_overrun(repo: Repo) -> None:
    rows = "".join(f"  buy.sales.item-{at}: {{title: {'Long title ' * 12}{at}}}\n" for at in range(40))
    repo.write({"playbook/buy/sales.yaml": FILES["playbook/buy/sales.yaml"] + rows})
    text = on_terminal(repo.workspace, "diff", columns=80, **isolated(repo.home))
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert max(len(line) for line in plain.splitlines()) <= 80
    assert "28 more: --format markdown, or a pipe, shows all" in plain
    assert "CHANGED  40" in piped(repo.workspace, "diff", **isolated(repo.home))


def test_the_same_commits_give_the_same_bytes(repo: Repo) -> None:
    repo.commit(cases.READY)
    for format in ("text", "markdown", "json"):
        runs = {
            piped(
                repo.workspace, "diff", "HEAD~1", "HEAD", "--format", format, **isolated(repo.home), PYTHONHASHSEED=seed
            )
            for seed in ("1", "2", "77")
        }
        assert len(runs) == 1


def test_as_of_holds_for_both_sides() -> None:
    found = difference(cases.LATER, day=date(2027, 2, 4))
    assert found.before is not None
    assert found.before.launch.as_of == found.after.launch.as_of == date(2027, 2, 4)


def test_chances_are_shown_where_the_teams_estimated_themselves() -> None:
    own = {
        FINANCE: FILES[FINANCE]
        + "  buy.finance.e-invoice: {status: todo, effort: [1, 2, 4]}\n"
        + "  buy.finance.price-list/de: {effort: [1, 3, 9]}\n",
        LEGAL: FILES[LEGAL] + "  buy.legal.order-form: {effort: [1, 2, 5]}\n",
        "launches/atlas/sales.yaml": "items:\n  buy.sales.quota: {effort: 1}\n"
        "  buy.sales.training: {effort: [2, 3, 9]}\n",
    }
    sooner = own | {FINANCE: own[FINANCE].replace("expected: 2027-01-27", "expected: 2027-01-20")}
    found = difference(sooner, own)
    assert diff_review.fair(found)
    (gate,) = [one for one in found.gates if one.id == "buy"]
    assert gate.chance_before is not None
    assert gate.chance_after is not None
    assert gate.chance_after > gate.chance_before
    percents = f"Buy {gate.chance_before * 100:.0f} % → {gate.chance_after * 100:.0f} % for Fri 5 Feb"
    assert percents in verdict(found)
    rows = {row.label: (row.before, row.after) for row in diff_words.rows(found)}
    assert rows["Buy"][0].endswith(f"{gate.chance_before * 100:.0f} %")
    assert "Chance of Tue 16 Feb" in rows
    assert any(text.startswith("Buy ") for text in diff_review.worse(difference(own, sooner)))
    assert not diff_review.fair(difference(cases.LATER))


def test_a_course_is_the_one_that_every_other_answer_says(tmp_path: Path, repo: Repo) -> None:
    """No good course word outlives a bad forecast: Learn holds its date to the day, and misses it in most runs."""
    atlas = Repo(example("atlas", tmp_path / "made"), repo.home)
    atlas.commit(message="The example")
    words = ("set", "learn.project-management.release-documents", "status=done", "--launch", "atlas")
    assert gtm(atlas.workspace, *words, **isolated(repo.home)).returncode == 0
    found = json.loads(piped(atlas.workspace, "diff", "HEAD", "--format", "json", **isolated(repo.home)))
    status = json.loads(piped(atlas.workspace, "status", "--format", "json", **isolated(repo.home)))
    courses = {one["id"]: one["gate"]["course"] for one in status["stages"] if one["gate"]}
    said = {one["id"]: one["after"]["course"] for one in found["gates"] if one["id"] in courses}
    assert said == {id: courses[id] for id in said}
    assert said["learn"] == "behind"
    assert found["forecast"]["after"]["course"] == status["course"]
