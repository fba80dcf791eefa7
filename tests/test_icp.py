"""Ideal customers: how far teams agree, what counts as the same trait, gates, and what is seen of it."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gtm.analysis import clientele, profile, profile_words
from gtm.analysis.profile import Agreement
from gtm.analysis.snapshot import Snapshot
from gtm.analysis.traits import fold, mean, named, nearly, overlap
from gtm.terminal import icp as terminal
from gtm.terminal.screen import Paper, render
from tests.running import gtm, on_terminal, piped
from tests.workspaces import STAGES, TEAMS, errors, example, said, tiny, trial

ITEM = "  learn.legal.a: {title: A}\n"
METRIC = """\
metrics:
  icp-agreement: {title: Agreement, formula: agreement, unit: UNIT, better: higher, role: boss, target: 0.6}
"""
WORDS = st.text(min_size=1, max_size=12)
TRAITS = st.sets(st.sampled_from("abcdefgh"), min_size=1)
TEAM = TEAMS.replace("roles:", "  help: {title: Help, stages: []}\n  money: {title: Money, stages: []}\nroles:")


def launch(profiles: str, as_of: str = "2027-01-19", unit: str = "share", **files: str) -> Snapshot:
    text = "audience:\n  profiles:\n" + profiles
    more = {"playbook/metrics.yaml": METRIC.replace("UNIT", unit), "teams": TEAM, **files}
    return trial(ITEM, "", as_of, **{"launches/trial/audience.yaml": text, **more})


def views(**traits: str) -> str:
    return "    p:\n      title: P\n      views:\n" + "".join(
        f"        {team}: {text}\n" for team, text in traits.items()
    )


def one(snapshot: Snapshot, id: str = "p") -> Agreement:
    return next(found for found in clientele.of(snapshot.study).icp if found.id == id)


# --- laws ----------------------------------------------------------------------------------------


@given(TRAITS, TRAITS)
def test_agreement_is_symmetric_and_lies_between_0_and_1(first: set[str], second: set[str]) -> None:
    score = overlap(first, second)
    assert score == overlap(second, first)
    assert score is not None
    assert 0 <= score <= 1
    assert (score == 1) == (first == second)
    assert (score == 0) == (not first & second)


@given(TRAITS, TRAITS, st.sampled_from("xyz"))
def test_a_trait_both_name_never_lowers_agreement(first: set[str], second: set[str], more: str) -> None:
    before, after = overlap(first, second), overlap(first | {more}, second | {more})
    assert before is not None
    assert after is not None
    assert after >= before


@given(st.lists(st.floats(0, 1, allow_nan=False), min_size=1), st.randoms(use_true_random=False))
def test_the_mean_does_not_depend_on_order(values: list[float], luck: object) -> None:
    mixed = sorted(values, key=lambda value: hash((value, str(luck))))
    assert mean(values) == mean(mixed)
    assert 0 <= (mean(values) or 0) <= 1


def test_no_lists_have_no_agreement_which_is_not_0() -> None:
    assert overlap([], []) is None
    assert mean([]) is None


@given(st.permutations(["legal", "sales", "help"]), st.permutations(["a", "b", "c"]))
def test_neither_the_order_of_teams_nor_of_traits_matters(teams: list[str], traits: list[str]) -> None:
    texts = {"legal": traits, "sales": traits[:2], "help": ["c", "a"]}
    lists = {team: f"{{traits: [{', '.join(texts[team])}]}}" for team in teams}
    usual = {"legal": traits, "sales": traits[:2], "help": ["c", "a"]}
    found = one(launch(views(**lists)))
    again = one(launch(views(**{team: f"{{traits: [{', '.join(sorted(usual[team]))}]}}" for team in usual})))
    assert found.value == again.value
    assert [pair.score for pair in found.pairs] == [pair.score for pair in again.pairs]


# --- what counts as the same ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Mid-size firm", "  mid size   FIRM "),
        ("Straße", "STRASSE"),
        ("İSTANBUL", "istanbul"),
        ("ISPARTA", "ısparta"),
        ("café", "cafe\u0301"),
        ("ﬁnance", "finance"),
        ("مشتری\u200cمداری", "مشتری مداری"),
        ("كوچك", "کوچک"),
        ("Pays – by invoice.", "pays, by invoice"),
    ],
)
def test_the_same_trait_in_other_letters(first: str, second: str) -> None:
    assert fold(first) == fold(second)
    assert len(named([first, second], {})) == 1


@given(WORDS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_different_traits_stay_different() -> None:
    assert fold("50 users") != fold("500 users")
    assert not nearly("50 users in one firm", "500 users in one firm")
    assert nearly(fold("Plans for many sites"), fold("Planning for many sites"))


def test_words_of_the_list_mean_its_ids() -> None:
    known = {"many-sites": "Plans for many sites", "office": None}
    assert named(["many-sites", "plans for MANY sites", "office", "Own words"], known) == {
        "many-sites": "Plans for many sites", "office": "office", "own words": "Own words",
    }  # fmt: skip


def test_a_misspelt_id_is_told_with_what_was_meant() -> None:
    text = "    p:\n      title: P\n      traits: {many-sites: Many, office: Office}\n      views:\n"
    snapshot = launch(text + "        legal: {traits: [many-site, Own words]}\n        sale: {traits: [office]}\n")
    told = {(found.rule.slug, found.help) for found in errors(snapshot)}
    assert ("unknown-audience-name", "did you mean `many-sites`?") in told
    assert ("unknown-team", "did you mean `sales`?") in told
    assert len(told) == 2


# --- agreement ------------------------------------------------------------------------------------


def test_pairs_the_mean_and_what_only_one_team_says() -> None:
    found = one(launch(views(legal="{traits: [A, B, C]}", sales="{traits: [a, b]}", help="{traits: [A, D]}")))
    assert {(pair.one, pair.other): round(pair.score, 3) for pair in found.pairs} == {
        ("legal", "sales"): 0.667, ("legal", "help"): 0.25, ("sales", "help"): 0.333,
    }  # fmt: skip
    assert found.value == pytest.approx(1.25 / 3)
    assert [(trait.title, trait.teams) for trait in found.only("help")] == [("D", ("help",))]
    assert [trait.title for trait in found.only("legal")] == ["C"]
    assert (found.verdict, found.threshold) == ("apart", 0.6)


def test_a_team_that_has_not_answered_leaves_no_value() -> None:
    found = one(launch(views(legal="{traits: [A]}", sales="{traits: [A]}", help="", money="{note: Later}")))
    assert [view.team for view in found.unanswered] == ["help", "money"]
    assert (found.value, found.among, found.verdict) == (None, 1, "unanswered")


def test_a_future_answer_does_not_count_yet() -> None:
    text = views(legal="{traits: [A]}", sales="{traits: [A], date: 2027-01-20}")
    snapshot = launch(text)
    assert one(snapshot).value is None
    assert "dated after today" in said(snapshot, "icp-unanswered")[0].message
    assert one(launch(text, "2027-01-20")).value == 1


def test_accounts_are_held_against_what_most_teams_share() -> None:
    text = views(legal="{traits: [A, B]}", sales="{traits: [A, B, C]}", help="{traits: [A], excludes: [X]}")
    text += "      excludes: [Y]\n      accounts:\n"
    for id, traits in {"fits": "a, b", "part": "A", "none": "Z", "out": "A, B, y", "later": ""}.items():
        text += f"        {id}: {{title: {id}, traits: [{traits}]}}\n"
    found = {candidate.id: candidate.verdict for candidate in one(launch(text)).candidates}
    assert found == {
        "fits": "fits", "part": "fits in part", "none": "does not fit", "out": "ruled out", "later": "not tested",
    }  # fmt: skip


def test_a_score_short_of_the_threshold_never_reads_as_reached() -> None:
    assert profile_words.score(0.5999) == "0.59"
    assert profile_words.score(0.6) == "0.60"
    assert profile_words.score(0.29) == "0.29"
    assert profile_words.score(None) == "–"


# --- gates and metrics ----------------------------------------------------------------------------

GATE = STAGES.replace("gate: {due: T-14d}", "gate: {due: T-14d, conditions: [{metric: icp-agreement, at_least: 0.6}]}")


def condition(snapshot: Snapshot) -> tuple[bool, str]:
    found = next(each for each in snapshot.study.gates["learn"].conditions if each.kind == "metric")
    return found.met, found.text


def test_the_agreement_is_a_condition_of_a_gate() -> None:
    agreed = views(legal="{traits: [A, B, C]}", sales="{traits: [A, B, C, D, E]}")
    assert condition(launch(agreed, journey=GATE)) == (True, "Agreement: 0.6 on Tue 1 Dec 2026, wanted at least 0.6")
    apart = views(legal="{traits: [A, B, C]}", sales="{traits: [A, B, C, D, E, F]}")
    assert not condition(launch(apart, journey=GATE))[0]


def test_an_unanswered_profile_fails_the_condition_and_says_who() -> None:
    met, text = condition(launch(views(legal="{traits: [A]}", sales="{traits: [A]}", help=""), journey=GATE))
    assert not met
    assert text.endswith("unanswered: Help has not answered; wanted at least 0.6")


def test_of_several_profiles_the_lowest_counts() -> None:
    text = views(legal="{traits: [A]}", sales="{traits: [A]}")
    second = text.replace("    p:", "    q:").replace("{traits: [A]}", "{traits: [A, B, C, D]}", 1)
    snapshot = launch(text + second)
    newest = snapshot.launch.readings["icp-agreement"][-1]
    assert (newest.value, newest.note) == (0.25, "the lowest of 2 profiles: P")
    lowest = profile.lowest(clientele.of(snapshot.study).icp)
    assert lowest is not None
    assert lowest.id == "q"


def test_a_gate_says_that_the_lowest_of_several_counts_and_never_rounds_up_to_its_bound() -> None:
    many, most = (", ".join(f"A{at}" for at in range(count)) for count in (250, 149))
    text = views(legal=f"{{traits: [{many}]}}", sales=f"{{traits: [{most}]}}")
    met, words = condition(
        launch(text + views(legal="{traits: [A]}", sales="{traits: [A]}").replace(" p:", " q:"), journey=GATE)
    )
    assert not met
    assert words == "Agreement: 0.596 on Tue 1 Dec 2026 (the lowest of 2 profiles: P), wanted at least 0.6"


def test_readings_follow_the_days_of_the_answers_and_age_from_the_oldest() -> None:
    text = views(legal="{traits: [A], date: 2026-12-10}", sales="{traits: [A, B], date: 2027-01-05}")
    typed = "readings:\n  icp-agreement:\n    - {date: 2026-11-01, value: 20}\n    - {date: 2027-01-15, value: 100}\n"
    snapshot = launch(text, unit="percent", **{"launches/trial/metrics.yaml": typed})
    found = snapshot.launch.readings["icp-agreement"]
    assert [(reading.date_.isoformat(), reading.value) for reading in found] == [
        ("2026-11-01", 20), ("2026-12-10", None), ("2027-01-05", 50),
    ]  # fmt: skip
    assert found[-1].made.isoformat() == "2026-12-10"
    assert found[-1].sample == 2


def test_without_profiles_nothing_is_said_and_typed_readings_stay() -> None:
    typed = "readings:\n  icp-agreement: [{date: 2027-01-05, value: 0.7}]\n"
    more = {"playbook/metrics.yaml": METRIC.replace("UNIT", "share"), "launches/trial/metrics.yaml": typed}
    snapshot = trial(ITEM, **more)
    assert snapshot.launch.readings["icp-agreement"][0].value == 0.7
    assert [found for found in snapshot.diagnostics if "icp" in found.rule.slug] == []


@pytest.mark.parametrize(("tier", "word"), [(1, "error"), (3, "warning")])
def test_disagreement_is_an_error_for_major_launches_only(tier: int, word: str) -> None:
    files = tiny(ITEM)
    text = files["launches/trial/launch.yaml"].decode().replace("title: Trial,", f"title: Trial, tier: {tier},")
    snapshot = launch(views(legal="{traits: [A]}", sales="{traits: [B]}"), **{"launches/trial/launch.yaml": text})
    assert [found.severity.word for found in said(snapshot, "icp-disagreement")] == [word]


# --- what is seen ---------------------------------------------------------------------------------


def text(snapshot: Snapshot, room: int | None) -> list[str]:
    found = clientele.of(snapshot.study).icp
    lines = terminal.lines(snapshot.launch, found, len(found), room)
    return render(lines, Paper(room)).splitlines()


def test_the_matrix_stands_on_80_columns_with_all_teams() -> None:
    names = "".join(f"  team-{at}: {{title: A team with a rather long name {at}, stages: []}}\n" for at in range(10))
    teams = TEAM.replace("roles:", f"{names}roles:")
    traits = {f"team-{at}": f"{{traits: [A, B{at}]}}" for at in range(10)}
    shown = text(launch(views(**traits), teams=teams), 80)
    assert max(len(line) for line in shown) <= 80
    assert any(line.count("0.33") == 9 for line in shown)


def test_nothing_is_cut_in_a_pipe(tmp_path: Path) -> None:
    answer = piped(example("atlas", tmp_path), "icp")
    assert "UNANSWERED: Support has not answered; 0.60 among the 4 teams that have" in answer
    assert "…" not in answer
    assert "\x1b" not in answer


def test_a_terminal_of_80_columns_shows_the_same(tmp_path: Path) -> None:
    answer = on_terminal(example("atlas", tmp_path), "icp", "planner", columns=80, NO_COLOR="1")
    assert "UNANSWERED" in answer
    assert all(len(line.rstrip("\r").replace("\u200e", "")) <= 80 for line in answer.split("\n"))


def test_one_profile_and_its_json(tmp_path: Path) -> None:
    root = example("atlas", tmp_path)
    answer = json.loads(piped(root, "icp", "team-lead", "--format", "json"))
    assert (answer["verdict"], answer["agreement"], answer["lowest"]) == ("unanswered", None, "planner")
    assert [(found["id"], found["agreement"]) for found in answer["profiles"]] == [("team-lead", 0.5)]
    missing = gtm(root, "icp", "planer")
    assert (missing.returncode, b"did you mean `planner`?" in missing.stderr) == (2, True)


def test_a_launch_without_profiles_is_told_where_they_stand(tmp_path: Path) -> None:
    answer = piped(example("spark", tmp_path), "icp")
    assert "Nobody has described an ideal customer" in answer


def test_the_shell_knows_the_profiles(tmp_path: Path) -> None:
    root = example("atlas", tmp_path)
    words = {"_GTM_COMPLETE": "bash_complete", "COMP_WORDS": "gtm icp ", "COMP_CWORD": "2"}
    found = gtm(root, **words)  # complete_profiles reads the files without understanding them
    assert found.stdout.decode().split() == ["plain,planner", "plain,team-lead"]


def test_a_day_is_worked_out_anew_only_for_profiles_that_were_answered_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    before = profile._agreement

    def counted(*given: Any) -> Agreement:
        made.append(given[1])
        return before(*given)

    monkeypatch.setattr(profile, "_agreement", counted)
    launch(
        "".join(
            f"    p{at}: {{title: P, views: {{legal: {{traits: [a], date: 2026-01-{at + 1:02d}}},"
            " help: {traits: [b]}}}\n"
            for at in range(20)
        )
    )
    assert 0 < len(made) <= 20 * 6  # twenty days of twenty profiles would be four hundred
