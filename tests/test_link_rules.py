"""Every rule that linking can find broken, at its place; and that broken files cause no further noise."""

from collections.abc import Iterable

import pytest

from gtm import pipeline
from gtm.diagnostics import Rule, did_you_mean
from gtm.link import names, rules
from tests.workspaces import AS_OF, LAUNCH, PEOPLE, STAGES, TEAMS, compiled, errors, said, small, tiny, trial

ITEM = "  learn.sales.more: {title: More}\n  learn.legal.a: {title: A%s}\n"
SALES = "launches/trial/sales.yaml"
COMPANY = "company/legal.yaml"
CALENDAR = "calendars/x.yaml"
METRICS = "playbook/metrics.yaml"
TOOLS = "playbook/tools.yaml"
DATA = "data/nps.csv"
SURVEYS = "capabilities: {surveys: {title: Surveys}}\n"
NPS = "metrics: {nps: {title: N, unit: points, better: higher, role: sponsor, source: S}}\n"
EXPORT = "from: [{file: data/nps.csv, metric: nps, columns: {date: Day, value: Score}}]\n"
TWICE = "readings: {nps: [{date: 2027-01-01, value: 2}, {date: 2027-01-01, value: 3}]}\n"
METRIC = "conditions: [{metric: nps, at_least: 1}]"

CASES: list[tuple[Rule, str, str, dict[str, str], str]] = [
    (rules.UNKNOWN_ID, ", needs: [learn.legal.b]", "", {}, "did you mean `learn.legal.a`?"),
    (rules.UNKNOWN_ID, "", "  learn.legal.aa: {status: done}\n", {}, "did you mean `learn.legal.a`?"),
    (
        rules.UNKNOWN_AUDIENCE,
        "",
        "",
        {"playbook/audience.yaml": "audience: {personas: {quick: {title: Quick}}, serves: [quik]}\n"},
        "did you mean `quick`?",
    ),
    (
        rules.BAD_SHARE,
        "",
        "",
        {"playbook/audience.yaml": "audience: {profiles: {office: {title: Office, at_least: 60}}}\n"},
        "write 0.6",
    ),
    (
        rules.BAD_RANGE,
        "",
        "",
        {"playbook/audience.yaml": "audience: {segments: {big: {title: Big, when: [{people: 9..1}]}}}\n"},
        "write ..49, 50..499 or 500..",
    ),
    (rules.UNKNOWN_ID, "", "", {"gtm": "workspace: {format: 1, name: X, launch: tria}\n"}, "trial"),
    (
        rules.UNKNOWN_ID,
        "",
        "",
        {"playbook/threads.yaml": "threads: {t: {title: T, items: [learn.legal.zzz]}}\n"},
        "learn.legal.a",
    ),
    (
        rules.UNKNOWN_ID,
        "",
        "",
        {SALES: "waiver: {item: a.b.c, reason: R, asked_by: ada, asked: 2027-01-01, until: 2027-02-01}\n"},
        "own:",
    ),
    (rules.UNKNOWN_PERSON, "", "  learn.legal.a: {owner: adda}\n", {}, "did you mean `ada`?"),
    (rules.UNKNOWN_PERSON, "", "  learn.legal.a: {confirmed_by: adda}\n", {}, "did you mean `ada`?"),
    (rules.UNKNOWN_PERSON, "", "", {"people": PEOPLE + "  dee: {name: D, deputy: boo}\n"}, "did you mean `bo`?"),
    (rules.UNKNOWN_PERSON, "", "", {"launch": LAUNCH.replace("sales: bo", "sales: boo")}, "did you mean `bo`?"),
    (rules.UNKNOWN_TRAIT, ", when: [sas]", "", {}, "did you mean `saas`?"),
    (rules.UNKNOWN_TRAIT, ", when: [[saas, boxx]]", "", {}, "did you mean `box`?"),
    (rules.UNKNOWN_TRAIT, ", unless: [boxx]", "", {}, "did you mean `box`?"),
    (rules.UNKNOWN_TRAIT, "", "", {"launch": LAUNCH.replace("[saas]", "[saas, boxx]")}, "did you mean `box`?"),
    (rules.UNKNOWN_ROLE, ", role: sponser", "", {}, "did you mean `sponsor`?"),
    (rules.UNKNOWN_ROLE, ", checked_by: sponser", "", {}, "did you mean `sponsor`?"),
    (
        rules.UNKNOWN_ROLE,
        "",
        "",
        {"gtm": "workspace: {format: 1, name: X, policy: {waiver_approvers: [bos]}}\n"},
        "did you mean `boss`?",
    ),
    (
        rules.UNKNOWN_ROLE,
        "",
        "",
        {"journey": STAGES.replace("{due: T-14d}", "{due: T-14d, sign-offs: [{role: bos}]}")},
        "did you mean `boss`?",
    ),
    (rules.UNKNOWN_STAGE, ", gate: byu", "", {}, "did you mean `buy`?"),
    (rules.UNKNOWN_STAGE, "}\n  lern.legal.b: {title: B", "", {}, "did you mean `learn`?"),
    (
        rules.UNKNOWN_STAGE,
        "",
        "",
        {"teams": TEAMS.replace("stages: []}\n  sales", "stages: [byu]}\n  sales")},
        "did you mean `buy`?",
    ),
    (rules.UNKNOWN_TEAM, "}\n  learn.legel.b: {title: B", "", {}, "did you mean `legal`?"),
    (rules.UNKNOWN_TEAM, "", "", {"people": PEOPLE + "  dee: {name: D, teams: [legel]}\n"}, "did you mean `legal`?"),
    (
        rules.UNKNOWN_METRIC,
        "",
        "",
        {"journey": STAGES.replace("{due: T-14d}", "{due: T-14d, " + METRIC + "}")},
        "playbook/metrics.yaml",
    ),
    (
        rules.UNKNOWN_METRIC,
        "",
        "",
        {SALES: "readings: {nps: [{date: 2027-01-01, value: 3}]}\n"},
        "playbook/metrics.yaml",
    ),
    (rules.UNKNOWN_SOURCE, ", basis: [law]", "", {}, "playbook/sources.yaml"),
    (
        rules.DUPLICATE_ID,
        "",
        "",
        {"playbook/learn/more.yaml": "items:\n  learn.legal.a: {title: A}\n"},
        "playbook/learn/legal.yaml",
    ),
    (
        rules.DUPLICATE_ID,
        "",
        "  learn.legal.a: {status: todo}\n",
        {SALES: "items:\n  learn.legal.a: {status: done}\n"},
        "launches/trial/legal.yaml",
    ),
    (rules.DUPLICATE_ID, "", "", {SALES: LAUNCH}, "launches/trial/launch.yaml"),
    (
        rules.UNKNOWN_CALENDAR,
        "",
        "",
        {"launch": LAUNCH.replace("title: Trial", "title: Trial, calendar: tr")},
        "folder calendars",
    ),
    (rules.UNKNOWN_CALENDAR, "", "", {"people": PEOPLE + "  dee: {name: D, calendar: tr}\n"}, "folder calendars"),
    (
        rules.UNKNOWN_MARKET,
        ", for_each: market",
        "  learn.legal.a/fr: {status: todo}\n",
        {"launch": LAUNCH.replace("title: Trial", "title: Trial, markets: {de: T}")},
        "learn.legal.a/de",
    ),
    (
        rules.BARE_ID,
        ", for_each: market",
        "  learn.legal.a: {status: todo}\n",
        {"launch": LAUNCH.replace("title: Trial", "title: Trial, markets: {de: T, tr: T}")},
        "learn.legal.a/de, learn.legal.a/tr",
    ),
    (
        rules.BARE_ID,
        ", for_each: market, standing: true",
        "",
        {
            COMPANY: "items:\n  learn.legal.a: {status: done}\n",
            "launch": LAUNCH.replace("title: Trial", "title: Trial, markets: {de: T}"),
        },
        "learn.legal.a/de",
    ),
    (rules.STATE_MISPLACED, "", "", {COMPANY: "items:\n  learn.legal.a: {status: done}\n"}, "launch's folder"),
    (
        rules.STATE_MISPLACED,
        ", standing: true",
        "  learn.legal.a: {status: done}\n",
        {},
        "owner, note, confirmed, confirmed_by",
    ),
    (rules.STATE_OF_REMOVED, ", when: [box]", "  learn.legal.a: {status: done}\n", {}, "traits, tier"),
    (rules.BAD_MOVE, "", "", {"journey": STAGES + "moved: {x.y.a: x.y.a}\n"}, "end at an item"),
    (rules.BAD_MOVE, "", "", {"journey": STAGES + "moved: {learn.legal.a: learn.legal.b}\n"}, ""),
    (rules.BAD_ANCHOR, ", due: buuy-5d", "", {}, "did you mean `buy`?"),
    (rules.BAD_ANCHOR, ", due: buy-5", "", {}, "write buy-5d"),
    (rules.BAD_ANCHOR, "", "  learn.legal.a: {due: nowhere-5d}\n", {}, "count from T, gate or a stage"),
    (rules.BAD_ANCHOR, "", "", {"journey": STAGES.replace("T-14d", "use-14d")}, "earlier stage"),
    (
        rules.BAD_ANCHOR,
        "",
        "",
        {"launch": LAUNCH.replace("title: Trial", "title: Trial, markets: {de: buy+2w}")},
        "T+2w",
    ),
    (rules.EARLIER_GATE, "}\n  use.legal.b: {title: B, gate: learn", "", {}, "use"),
    (rules.ITEM_ID, "}\n  learn.legal: {title: B", "", {}, "stage.team.name"),
    (rules.ITEM_ID, "}\n  learn.legal.a.b: {title: B", "", {}, "stage.team.name"),
    (rules.RESERVED, ", needs: ['launch:x']", "", {}, ""),
    (
        rules.EMPTY_CALENDAR,
        "",
        "",
        {CALENDAR: "calendar: {id: x, weekend: [mon, tue, wed, thu, fri, sat, sun]}\n"},
        "at least one day",
    ),
    (rules.EMPTY_CHOICE, "", "  learn.legal.a: {evidence: [{date: 2027-01-01}]}\n", {}, "link"),
    (rules.EMPTY_CHOICE, "", "  learn.legal.a: {evidence: [{ref: a, link: https://x.example}]}\n", {}, "link"),
    (
        rules.EMPTY_CHOICE,
        "",
        "",
        {"journey": STAGES.replace("{due: T-14d}", "{due: T-14d, sign-offs: [{quorum: 1}]}")},
        "role",
    ),
    (
        rules.EMPTY_CHOICE,
        "",
        "",
        {"journey": STAGES.replace("{due: T-14d}", "{due: T-14d, sign-offs: [{any_of: [boss], quorum: 0}]}")},
        "quorum",
    ),
    (rules.UNKNOWN_CAPABILITY, ", capabilities: [survey]", "", {TOOLS: SURVEYS}, "did you mean `surveys`?"),
    (rules.UNKNOWN_CAPABILITY, "", "", {TOOLS: SURVEYS, COMPANY: "provides: {survey: {tool: X}}\n"}, "`surveys`?"),
    (rules.UNKNOWN_CAPABILITY, "", "", {METRICS: "metrics: {nps: {title: N, capability: x}}\n"}, "playbook/tools.yaml"),
    (rules.UNUSABLE_DATA, "", "", {METRICS: NPS, SALES: EXPORT}, "put the file there"),
    (rules.MISSING_COLUMN, "", "", {METRICS: NPS, SALES: EXPORT, DATA: "Day,Scores\n"}, "did you mean `Scores`?"),
    (rules.BAD_ROW, "", "", {METRICS: NPS, SALES: EXPORT, DATA: 'Day,Score\n2027-01-08,"3,5"\n'}, "`decimal: comma`"),
    (rules.DUPLICATE_READING, "", "", {METRICS: NPS, SALES: TWICE}, "keep one"),
    (rules.WRONG_UNIT, "", "", {METRICS: NPS, SALES: TWICE.replace("2}", "2, unit: h}", 1)}, "in points"),
]


@pytest.mark.parametrize(("rule", "more", "state", "files", "help"), CASES)
def test_each_rule_is_found_once_at_a_place_with_what_to_write(
    rule: Rule, more: str, state: str, files: dict[str, str], help: str
) -> None:
    snapshot = trial(ITEM % more, state, **files)
    found = said(snapshot, rule.slug)
    assert len(found) == 1, [(str(one.span), one.message) for one in snapshot.diagnostics]
    [one] = found
    assert one.span.line > 0
    assert help in one.help
    assert [other for other in errors(snapshot) if other is not one] == []


def test_every_rule_of_linking_has_a_case() -> None:
    all_rules = {value.slug for value in vars(rules).values() if isinstance(value, Rule)}
    elsewhere = {"unknown-format", "unknown-timezone"}  # said before any launch is linked
    assert all_rules - elsewhere - {case[0].slug for case in CASES} == set()


def test_the_sound_workspace_says_nothing() -> None:
    assert errors(trial(ITEM % "")) == []


def test_a_person_unknown_in_the_launch_is_said_there_for_a_standing_item() -> None:
    snapshot = trial(
        ITEM % ", standing: true",
        "  learn.legal.a: {confirmed_by: nobody}\n",
        **{COMPANY: "items:\n  learn.legal.a: {status: done}\n"},
    )
    [one] = said(snapshot, "unknown-person")
    assert str(one.span) == "launches/trial/legal.yaml:2:33"


@pytest.mark.parametrize("broken", [b"a: b: c\n", b"\xff", b"[", b"- list\n", b"<<<<<<< a\n>>>>>>> b\n"])
@pytest.mark.parametrize("path", sorted(path for path in small().keys() - {"gtm.yaml"} if path.endswith(".yaml")))
def test_a_broken_file_is_the_only_error_and_no_gate_passes(path: str, broken: bytes) -> None:
    files = pipeline.read({**small(), path: broken})
    if path.endswith("launch.yaml"):
        assert not files.launches
        return
    snapshot = pipeline.compile(files, AS_OF, "atlas")
    assert {one.span.path for one in errors(snapshot)} == {path}
    assert len(errors(snapshot)) == 1
    assert snapshot.launch.partial
    assert not any(view.may_pass or view.passed for view in snapshot.study.gates.values())


@pytest.mark.parametrize(
    "path", sorted(path for path in small() if b"title" in small()[path] and "launch.yaml" not in path)
)
def test_a_broken_entry_is_the_only_error(path: str) -> None:
    text = small()[path].decode().replace("title:", "titel:", 1)
    snapshot = compiled({**small(), path: text.encode()})
    assert {one.rule.slug for one in errors(snapshot)} <= {"unknown-key", "missing-key"}
    assert {one.span.path for one in errors(snapshot)} == {path}
    assert snapshot.launch.partial


def test_a_key_that_stands_twice_makes_the_launch_partial() -> None:
    text = b"items:\n  learn.legal.a: {status: done}\n  learn.legal.a: {status: todo}\n"
    snapshot = compiled({**tiny(ITEM % ""), "launches/trial/legal.yaml": text}, launch="trial")
    assert [one.rule.slug for one in errors(snapshot)] == ["duplicate-key"]
    assert snapshot.launch.partial


def test_thousands_of_unknown_ids_search_for_few_near_words(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(word: str, known: Iterable[str], otherwise: str = "") -> str:
        asked.append(word)
        return did_you_mean(word, known, otherwise)

    monkeypatch.setattr(names, "did_you_mean", counted)
    wrong = "".join(f"  learn.legal.a{at}: {{status: done}}\n" for at in range(2000))
    snapshot = trial(ITEM % "", wrong)
    assert len(said(snapshot, "unknown-id")) == 2000
    assert len(asked) <= 100


@pytest.mark.parametrize(
    ("people", "help"),
    [
        ("{ada: {name: Ada Yılmaz}}", "write ada, the id of Ada Yılmaz in people.yaml"),
        ("{ada: {name: Ada Yılmaz}, ay: {name: Ada Yılmaz}}", "write ada-yilmaz, or the id that this name has"),
        ("{ada: {name: Ada}}", "write ada-yilmaz, or the id that this name has"),
    ],
)
def test_a_full_name_is_answered_with_the_id_it_has(people: str, help: str) -> None:
    files = tiny(ITEM % "", "  learn.legal.a: {status: doing, owner: Ada Yılmaz}\n", people=f"people: {people}\n")
    found = [one for one in pipeline.read(files).diagnostics if one.rule.slug == "bad-id"]
    assert [one.help for one in found] == [help]
