"""Personas: rules that are exclusive and complete, what they change in a plan, and how customers are sorted."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gtm import pipeline
from gtm.analysis import clientele, customers, intake, personas, phases, rosters, segments, served, sorting
from gtm.analysis.customers import Sorted
from gtm.analysis.digest import digest
from gtm.analysis.forecast import forecast
from gtm.analysis.intake import Box
from gtm.analysis.snapshot import Snapshot
from gtm.model import ranges, written
from gtm.model.audience import Audience, audience_of
from gtm.model.personas import PersonaWritten, QuestionWritten
from gtm.reports import customers_csv, html
from gtm.terminal import classify as terminal
from gtm.terminal.screen import Paper, render
from tests.running import ROOT, environment
from tests.workspaces import errors, said, tiny, trial

ITEMS = "  learn.legal.a: {title: A, due: T-30d}\n  use.sales.b: {title: B, due: T-20d, effort: [2, 3, 4]}\n"
PLAYBOOK = """\
audience:
  intake:
    goal: {title: What is your first goal?, choices: {speed: Be quick, design: Look good, growth: Grow}}
    rival: {title: Before?, choices: {none: Nothing, one: Another product}}
  personas:
    quick:
      title: Quick
      when: [{goal: speed}]
      plan:
        add:
          use.sales.day-30: {title: Reach day 30, due: T-5d, needs: [use.sales.b]}
        change:
          use.sales.b: {due: T-25d, effort: 5, why: They start at once}
    looker:
      title: Looker
      when: [{goal: design}, {goal: growth, rival: one}]
      plan:
        add: {use.sales.day-30: , use.sales.preview: {title: Show a preview}}
        change: {use.sales.b: {due: T-22d, effort: [6, 7, 9]}}
    rest: {title: Rest, otherwise: true}
  segments:
    small: {title: Small, of: size, when: [{people: ..49}]}
    large: {title: Large, of: size, when: [{people: 50..}]}
    bank: {title: Banks, when: [{branch: [bank, savings bank]}]}
    quick-bank: {title: Quick banks, when: [{branch: bank}], personas: [quick]}
  phases:
    start: {title: Start, stages: [learn], every: [learn.legal.a]}
    later: {title: Later, teams: [sales], stages: [use]}
"""


def launch(serves: str = "", playbook: str = PLAYBOOK, mine: str = "", **files: str) -> Snapshot:
    more = {"playbook/audience.yaml": playbook, **files}
    if serves or mine:
        more["launches/trial/audience.yaml"] = f"audience:\n  serves: [{serves}]\n{mine}"
    return trial(ITEMS, **more)


def audience(playbook: str = PLAYBOOK, mine: str = "") -> Audience:
    found = audience_of(launch(playbook=playbook, mine=mine).launch)
    assert found is not None
    return found


def sorted_from(text: str | bytes, path: str = "c.csv", mine: str = "") -> Sorted:
    return rosters.sort(audience(mine=mine), path, text.encode() if isinstance(text, str) else text)


def gtm(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gtm", *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment(), cwd=ROOT, check=False)


# Rules against brute force.

QUESTIONS = ("p", "q", "r", "s")


@st.composite
def rule_sets(draw: st.DrawFn) -> tuple[dict[str, tuple[str, ...]], dict[str, list[Box]]]:
    count = draw(st.integers(1, 4))
    choices = {name: tuple("abc"[: draw(st.integers(1, 3))]) for name in QUESTIONS[:count]}

    def side(name: str) -> st.SearchStrategy[frozenset[str]]:
        return st.frozensets(st.sampled_from(choices[name]), min_size=1)

    box = st.fixed_dictionaries({}, optional={name: side(name) for name in choices})
    sets = draw(st.lists(st.lists(box, max_size=3), min_size=1, max_size=4))
    return choices, {f"x{at}": [intake.plain(one, choices) for one in own] for at, own in enumerate(sets)}


def everything(choices: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    return [dict(zip(choices, answers, strict=True)) for answers in product(*choices.values())]


def takes(box: Box, answers: Mapping[str, str]) -> bool:
    return all(answers[name] in taken for name, taken in box.items())


@settings(deadline=None)
@given(rule_sets())
def test_what_no_persona_takes_is_what_trying_all_answers_finds(
    given_: tuple[dict[str, tuple[str, ...]], dict[str, list[Box]]],
) -> None:
    choices, rules = given_
    boxes = [box for own in rules.values() for box in own]
    left = [answers for answers in everything(choices) if not any(takes(box, answers) for box in boxes)]
    found = intake.missing(boxes, choices)
    assert found.whole
    assert (found.count, found.of) == (len(left), len(everything(choices)))
    assert bool(found.examples) is bool(left)
    for example in found.examples:
        assert all(answers in left for answers in everything(choices) if example.items() <= answers.items())


@settings(deadline=None)
@given(rule_sets())
def test_overlaps_are_those_that_trying_all_answers_finds(
    given_: tuple[dict[str, tuple[str, ...]], dict[str, list[Box]]],
) -> None:
    choices, rules = given_
    wanted = set()
    for answers in everything(choices):
        both = [name for name, own in rules.items() if any(takes(box, answers) for box in own)]
        wanted |= {(one, two) for at, one in enumerate(both) for two in both[at + 1 :]}
    found, whole = intake.overlaps(rules, choices)
    assert whole
    assert {(one.first, one.second) for one in found} == wanted
    for one in found:
        for answers in everything(choices):
            if one.example.items() <= answers.items():
                assert takes(rules[one.first][one.at[0]], answers)
                assert takes(rules[one.second][one.at[1]], answers)


@settings(deadline=None)
@given(rule_sets(), st.data())
def test_a_customer_has_at_most_one_persona_and_only_one_that_takes_the_answers(
    given_: tuple[dict[str, tuple[str, ...]], dict[str, list[Box]]], data: st.DataObject
) -> None:
    choices, rules = given_
    known = data.draw(st.sampled_from(everything(choices)))
    told = {name: answer for name, answer in known.items() if data.draw(st.booleans())}
    otherwise = ("rest",) if data.draw(st.booleans()) else ()
    match = personas.Rules(choices, {k: tuple(v) for k, v in rules.items()}, otherwise, True).match(told)
    fitting = [name for name, own in rules.items() if any(takes(box, known) for box in own)]
    if match.persona == "rest":
        assert not fitting
    elif match.persona is not None:
        assert match.persona in fitting
    elif match.doubt == personas.AMBIGUOUS:
        assert len(fitting) > 1
    elif match.doubt == personas.NO_RULE:
        assert not fitting
        assert not otherwise
    else:
        assert told != known
    full = personas.Rules(choices, {k: tuple(v) for k, v in rules.items()}, ("rest",), True).match(known)
    assert (full.persona is not None) == (len(fitting) < 2)


def test_many_rules_are_compared_up_to_a_limit_that_is_said() -> None:
    choices = {f"q{at}": tuple("abcdefgh") for at in range(12)}
    random = Random(1)
    half = frozenset("abcd")
    boxes = [
        {name: frozenset(random.sample("abcdefgh", 4)) for name in random.sample(list(choices), 5)} for _ in range(200)
    ]
    found = intake.missing(boxes, choices)
    assert not found.whole
    assert 0 < found.count < found.of
    for example in found.examples:
        for box in boxes:
            assert any(name in example and example[name] not in taken for name, taken in box.items())
    assert not intake.overlaps({str(at): [{"q0": half}] for at in range(800)}, choices)[1]
    wide = {f"q{at}": ("a", "b") for at in range(intake.DEEPEST + 1)}
    assert not intake.missing([{name: frozenset("a")} for name in wide], wide).whole


def test_combinations_of_thousands_of_questions_are_no_number_of_thousands_of_digits() -> None:
    choices = {f"q{at}": tuple("abcdefghij") for at in range(4_400)}
    found = intake.missing([{"q0": frozenset("a")}], choices)
    assert found.said == f"at least {intake.COUNTED} of more than a million million"
    assert json.dumps([found.count, found.of])


def test_the_findings_name_answers() -> None:
    broken = PLAYBOOK.replace("{goal: growth, rival: one}", "{goal: [growth, speed], rival: one}").replace(
        "    rest: {title: Rest, otherwise: true}\n", ""
    )
    snapshot = launch(playbook=broken)
    [overlap] = said(snapshot, "persona-overlap")
    assert overlap.message == "`looker` and `quick` both take goal: speed, rival: one"
    [gap] = said(snapshot, "answers-without-persona")
    assert "1 of 6 combinations of answers, for example goal: growth, rival: none" in gap.message
    assert not said(launch(), "persona-overlap") + said(launch(), "answers-without-persona")


def test_a_rule_about_an_unknown_answer_is_one_finding() -> None:
    snapshot = launch(playbook=PLAYBOOK.replace("{goal: speed}", "{goal: sped}"))
    assert [one.rule.slug for one in errors(snapshot)] == ["unknown-audience-name"]
    assert not said(snapshot, "answers-without-persona")


def test_rules_are_read_from_records() -> None:
    record = PersonaWritten(title="P", when=({"q": ("a", "b"), "r": None},))
    found = personas.rules(Audience(personas={"p": record}, intake={"q": QuestionWritten("Q", {"a": "", "b": ""})}))
    assert found is not None
    assert found.boxes == {"p": ({},)}, "a rule that takes every answer asks about nothing"
    assert personas.rules(Audience(personas={"p": PersonaWritten(title="P")})) is None


# The plan.


def test_a_launch_that_serves_nobody_has_its_usual_plan() -> None:
    plain, offered = trial(ITEMS), launch()
    assert plain.launch.items == offered.launch.items
    assert [(one.id, one.rule) for one in offered.launch.removed] == [
        ("use.sales.day-30", "persona"),
        ("use.sales.preview", "persona"),
    ]
    assert offered.launch.removed[0].reason == "only for launches that serve: Quick or Looker"
    assert not said(offered, "phase-without-persona")


def test_a_served_persona_adds_items_and_changes_dates_and_efforts() -> None:
    found = launch("quick").launch
    item, added = found.items["use.sales.b"], found.items["use.sales.day-30"]
    assert (item.due, item.definition.effort) == (date(2027, 1, 22), written.Effort(5, 5, 5))
    assert [need.on for need in added.needs] == ["use.sales.b"]
    assert added.definition.personas == ("quick", "looker")
    assert served.sentences(found, added) == [
        "It is in the plan because of the persona Quick, which this launch serves"
    ]
    because = "because of the persona Quick, which this launch serves: They start at once"
    assert served.sentences(found, item) == [
        f"Its due date is T-25d instead of T-20d {because}",
        f"Its effort is 5 days instead of 2 to 3 to 4 days {because}",
    ]


def test_of_two_personas_the_earlier_date_and_the_larger_effort_count() -> None:
    for serves in ("quick, looker", "looker, quick"):
        item = launch(serves).launch.items["use.sales.b"]
        assert (item.due, item.definition.effort) == (date(2027, 1, 22), written.Effort(6, 7, 9))
        assert {(one.persona, one.what) for one in item.changed} == {("quick", "due"), ("looker", "effort")}


def test_what_the_team_agreed_on_counts_before_a_persona() -> None:
    snapshot = trial(
        ITEMS,
        "  use.sales.b: {due: T-3d, effort: 1}\n",
        **{"playbook/audience.yaml": PLAYBOOK, "launches/trial/audience.yaml": "audience: {serves: [quick]}\n"},
    )
    item = snapshot.launch.items["use.sales.b"]
    assert item.due == date(2027, 2, 12)
    assert "the team has agreed on another since" in served.sentences(snapshot.launch, item)[0]


def test_added_items_count_at_their_gate_and_in_its_digest() -> None:
    before, after = launch(), launch("quick")
    saw = [[digest(one.study.graph, gate).short for one in (before, after)] for gate in ("learn", "use")]
    assert saw[0][0] == saw[0][1]
    assert saw[1][0] != saw[1][1]
    assert "use.sales.day-30" in after.study.schedule.slots


def test_a_what_if_reaches_an_item_that_a_persona_adds() -> None:
    proof = PLAYBOOK.replace("{title: Show a preview}", "{title: Show a preview, evidence: [link]}")
    files = {**tiny(ITEMS), "playbook/audience.yaml": proof.encode()}
    files["launches/trial/audience.yaml"] = b"audience: {serves: [looker]}\n"
    read = pipeline.read(files)
    before = pipeline.compile(read, date(2027, 1, 19), "trial")
    after = pipeline.suppose(read, before, written.Scenario(done=("use.sales.preview",)))
    assert not before.study.readiness["use.sales.preview"].settled
    assert after.study.readiness["use.sales.preview"].settled


@pytest.mark.parametrize(
    ("old", "new", "slug", "help"),
    [
        ("use.sales.b: {due: T-25d", "use.sales.bb: {due: T-25d", "unknown-id", "did you mean `use.sales.b`?"),
        ("use.sales.preview: {title: Show a preview}", "learn.legal.a: ", "incomplete-entry", "under `change:`"),
        ("use.sales.preview: {title: Show a preview}", "learn.legal.a: {title: X}", "duplicate-id", "keep one"),
        (
            "use.sales.preview: {title: Show a preview}",
            "use.sale.c: {title: C}",
            "unknown-team",
            "did you mean `sales`?",
        ),
        ("use.sales.preview: {title: Show a preview}", "use.sales.c: ", "unknown-id", ""),
        ("due: T-22d", "due: going-3d", "bad-anchor", ""),
        ("    rest: {title: Rest, otherwise: true}", "    rest:", "incomplete-entry", "fill it in, or take it out"),
        ("personas: [quick]}", "personas: [quik]}", "unknown-audience-name", "did you mean `quick`?"),
        ("of: size, when: [{people: 50..}]", "of: size, when: [{people: 50.. 60..}]", "bad-range", "50..499"),
        ("teams: [sales]", "teams: [sale]", "unknown-team", "did you mean `sales`?"),
        ("every: [learn.legal.a]", "every: [learn.legal.b]", "unknown-id", "did you mean `learn.legal.a`?"),
    ],
)
def test_a_slip_in_the_playbook_is_said_where_it_stands(old: str, new: str, slug: str, help: str) -> None:
    assert PLAYBOOK.count(old) == 1
    snapshot = launch("looker", PLAYBOOK.replace(old, new))
    [found] = errors(snapshot)
    assert found.rule.slug == slug
    assert found.span.path == "playbook/audience.yaml"
    assert found.span.line == next(
        at for at, line in enumerate(PLAYBOOK.replace(old, new).splitlines(), 1) if new in line
    )
    assert help in (found.help or "")


def test_an_entry_of_the_launch_replaces_that_of_the_playbook() -> None:
    mine = "  personas: {quick: {title: Swift, when: [{goal: speed}]}}\n"
    found = launch("quick", mine=mine).launch
    whom = audience_of(found)
    assert whom is not None
    assert whom.personas is not None
    assert list(whom.personas) == ["quick", "looker", "rest"]
    assert "use.sales.preview" not in found.items
    assert found.items["use.sales.b"].due == date(2027, 1, 27), "the launch's Quick changes nothing"


def test_two_files_of_the_playbook_may_not_say_a_thing_twice() -> None:
    other = "audience: {personas: {quick: {title: Other}}, segments: {tiny: {title: Tiny}}}\n"
    snapshot = launch(**{"playbook/more.yaml": other})
    [found] = errors(snapshot)
    assert (found.rule.slug, found.span.path) == ("duplicate-id", "playbook/more.yaml")
    whom = audience_of(snapshot.launch)
    assert whom is not None
    assert "tiny" in (whom.segments or {})


def test_an_item_for_an_unknown_persona_is_said_once_personas_are_known() -> None:
    item = "  learn.legal.a: {title: A, personas: [quik]}\n  use.sales.b: {title: B}\n"
    assert not errors(trial(item))
    [found] = errors(trial(item, **{"playbook/audience.yaml": PLAYBOOK}))
    assert found.help == "did you mean `quick`?"


def test_a_broken_file_is_one_finding_and_opens_no_gate() -> None:
    snapshot = trial(
        ITEMS,
        "  use.sales.day-30: {status: todo}\n",
        **{
            "playbook/audience.yaml": PLAYBOOK.replace("title: Quick\n", "titel: Quick\n"),
            "launches/trial/audience.yaml": "audience: {serves: [quick]}\n",
        },
    )
    assert {one.span.path for one in errors(snapshot)} == {"playbook/audience.yaml"}
    assert snapshot.launch.partial


# Phases.


def test_the_matrix_shows_where_nothing_is_for_a_persona() -> None:
    snapshot = launch("rest, quick")
    matrix = clientele.of(snapshot.study).matrix
    assert matrix is not None
    assert matrix.chosen
    assert matrix.personas == ("quick", "rest")
    assert [item.id for item in matrix.cells["quick", "later"].items] == ["use.sales.day-30"]
    assert [item.id for item in matrix.cells["rest", "start"].items] == ["learn.legal.a"], "it serves every persona"
    assert (matrix.gaps("quick"), matrix.gaps("rest")) == ((), ("later",))
    [found] = said(snapshot, "phase-without-persona")
    assert found.message == "nothing is for `rest` in 1 of 2 phases: Later"


def test_without_phases_or_personas_there_is_no_matrix() -> None:
    assert clientele.of(trial(ITEMS).study).matrix is None
    assert phases.matrix(launch(playbook=PLAYBOOK.partition("  phases:")[0]).launch, {}) is None


# Segments.


@settings(deadline=None)
@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_range_takes_what_lies_between_its_ends(low: float, high: float, number: float) -> None:
    found = ranges.parse(f"{low:.3f}..{high:.3f}")
    low, high = float(f"{low:.3f}"), float(f"{high:.3f}")
    assert (found is None) == (low > high)
    if found is not None:
        assert (number in found) == (low <= number <= high)


@pytest.mark.parametrize("text", ["..", "a..b", "1..2..3", "5", "9..1", "1.. 2 ..", "1e3..", "--1.."])
def test_what_is_no_range_is_none(text: str) -> None:
    assert ranges.parse(text) is None


@pytest.mark.parametrize(
    ("rules", "clash", "hole"),
    [
        (("..49", "50.."), False, False),
        (("..50", "50.."), True, False),
        (("..49", "51.."), False, True),
        (("..49", "[60.., 50..55]"), False, True),
        (("[1, 2]", "[3]"), False, False),
        (("[1, 2]", "2..5"), True, False),
        (("[Bank]", "[bank]"), True, False),
    ],
)
def test_segments_of_one_kind_are_apart_and_meet(rules: tuple[str, str], clash: bool, hole: bool) -> None:
    lines = [f"    s{at}: {{title: S, of: kind, when: [{{x: {rule}}}]}}\n" for at, rule in enumerate(rules)]
    found = segments.segments(audience("audience:\n  segments:\n" + "".join(lines)))
    assert (bool(segments.clashes(found)[0]), bool(list(segments.holes(found)))) == (clash, hole)


# Customers.

CSV = """\
id,goal,rival,people,branch
a,speed,none,12,bank
b,Look good,one,50,Savings  Bank
c,growth,none,,
d,growth,,700,bank
e,,one,9,
"""


def persona_of(found: Sorted) -> dict[str, str | None]:
    return {one.id: one.match.persona for one in found.customers}


def test_customers_are_sorted_and_told_why() -> None:
    found = sorted_from(CSV)
    assert persona_of(found) == {"a": "quick", "b": "looker", "c": "rest", "d": None, "e": None}
    assert [one.match.why for one in found.customers] == [
        "goal: speed", "goal: design", "no other persona takes these answers", "rival", "goal",
    ]  # fmt: skip
    assert [[id for id, _ in one.segments] for one in found.customers] == [
        ["small", "bank", "quick-bank"], ["large", "bank"], [], ["large", "bank"], ["small"],
    ]  # fmt: skip
    assert found.customers[2].unknown == ("size", "bank")
    assert found.customers[3].unknown == ("quick-bank",), "without a persona it cannot be told"
    assert found.by_persona == {"quick": 1, "looker": 1, "rest": 1}
    assert found.unsorted.keys() == {("unanswered", "rival"), ("unanswered", "goal")}
    assert not found.troubles


@settings(deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 40))
def test_the_order_of_rows_and_columns_changes_nothing(random: Random, count: int) -> None:
    names = ["id", "goal", "rival", "people"]
    words = [["speed", "design", "growth", "", "other"], ["none", "one", ""], ["1", "60", "x", ""]]
    rows = [[f"c{random.randint(0, 25)}", *(random.choice(some) for some in words)] for _ in range(count)]

    def told(order: list[int], rows: list[list[str]]) -> dict[str, object]:
        text = "\n".join(",".join(row[at] for at in order) for row in [names, *rows])
        return {
            one.id: (one.match, one.segments, one.unknown)
            for one in rosters.sort(KNOWN, "c.csv", text.encode()).customers
        }

    first = told([0, 1, 2, 3], rows)
    shuffled = random.sample(rows, len(rows))
    assert told(random.sample([0, 1, 2, 3], 4), shuffled) == first
    assert len(first) == len({row[0] for row in rows})


@pytest.mark.parametrize(
    ("text", "kind", "line", "rows", "words"),
    [
        ("id,goal\na,sped\nb,speed\nc,sped\n", customers.UNKNOWN_ANSWER, 2, 2, "did you mean `speed`?"),
        ("id,goal\na,speed\na,speed\n", customers.DUPLICATE, 3, 1, "stands in line 2 already, and counts once"),
        ("id,goal\na,speed\na,design\n", customers.DUPLICATE, 3, 1, "with other answers"),
        ("id,goal\n,speed\na,speed\n", customers.NO_ID, 2, 1, "names no customer in the column `id`"),
        ("id,goal,people\na,speed,12\nb\n", customers.SHORT_ROW, 3, 1, "1 cell, and column 3"),
        ("id,people,goal\na,12,5,speed\n", customers.LONG_ROW, 2, 1, "4 cells under 3 names"),
        ('id,goal,people\na,speed,"1.200,5"\n', customers.NOT_A_NUMBER, 2, 1, "`decimal: comma` under `customers:`"),
        ("id,gaol\na,speed\n", customers.MISSING_COLUMN, 1, 1, "columns: {goal: gaol}"),
        ("id,goal,goal\na,speed,speed\n", customers.MISSING_COLUMN, 1, 1, "there are 2 columns `goal`"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_line_and_what_to_write(
    text: str, kind: str, line: int, rows: int, words: str
) -> None:
    more = "\n".join(f"{line},none" if at else f"{line},rival" for at, line in enumerate(text.splitlines()))
    found = [
        one for one in sorted_from(more if kind == customers.MISSING_COLUMN else text).troubles if one.kind == kind
    ]
    found = [one for one in found if words in f"{one.message} {one.help}"]
    assert [(one.line, one.rows) for one in found] == [(line, rows)]


def test_two_rows_of_one_customer_that_differ_make_no_persona() -> None:
    found = sorted_from("id,goal\na,speed\na,design\na,speed\nb,speed\nb,speed\n")
    assert persona_of(found) == {"a": None, "b": "quick"}
    assert found.customers[0].match.doubt == customers.DIFFERING


def test_a_customer_whose_rows_differ_is_counted_among_those_who_cannot_be_told() -> None:
    found = sorted_from("id,goal,people\na,speed,12\na,design,12\nb,speed,12\n")
    size = {"small", "large"} & set(found.by_segment)
    assert sum(found.by_segment[one] for one in size) + found.untold["size"] == len(found.customers)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("c.csv", "\ufeffid;goal;people\nä;Be quick;9\n".encode()),
        ("c.csv", b"id\tgoal\tpeople\r\n\xc3\xa4\tSPEED\t9\r\n"),
        ("c.csv", 'What is your first goal?,id,people\nspeed,ä,"9"\n'.encode()),
        ("c.json", '[{"id": "ä", "goal": "speed", "people": 9}]'.encode()),
        ("c.yaml", "customers:\n  ä: {goal: speed, people: 9}\n".encode()),
        ("c.yml", "- {id: ä, goal: speed, people: 9}\n".encode()),
    ],
)
def test_the_usual_files_are_read_as_they_are(name: str, content: bytes) -> None:
    found = sorted_from(content, name)
    assert persona_of(found) == {"ä": "quick"}
    assert found.by_segment == {"small": 1}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("c.csv", b"", "is empty"),
        ("c.csv", "id;Gr\xfc\xdfe\n".encode("latin-1"), "is not UTF-8"),
        ("c.csv", b"name,goal\na,speed\n", "has no column `id`"),
        ("c.csv", b"id,name\na,b\n", "has no column that a rule asks about"),
        ("c.json", b"{}", "has no list"),
        ("c.yaml", b"a: [1", "cannot be read"),
        ("c.yaml", b"a: b\n", "holds no customers"),
        ("c.yaml", b"", "is empty"),
    ],
)
def test_a_file_that_cannot_be_used_is_said(name: str, content: bytes, words: str) -> None:
    found = sorted_from(content, name)
    assert not found.usable
    assert words in found.troubles[0].message
    assert found.troubles[0].help


def test_columns_and_words_of_another_tool_are_mapped() -> None:
    mine = (
        "  customers:\n    id: Nr\n    name: Firma\n    decimal: comma\n"
        "    columns: {goal: Ziel, people: Leute}\n    answers: {goal: {Schnell sein: speed}}\n"
    )
    found = sorted_from("Nr;Firma;Ziel;Leute\n7;Öz;schnell  SEIN;49,5\n", mine=mine)
    assert [(one.id, one.name, one.match.persona) for one in found.customers] == [("7", "Öz", "quick")]
    assert found.customers[0].unknown == ("size", "bank", "quick-bank"), "49.5 lies between two whole numbers"


def test_a_segment_may_ask_about_an_intake_answer() -> None:
    mine = (
        "  segments: {hasty: {title: Hasty, when: [{goal: speed}]}}\n  customers: {answers: {goal: {schnell: speed}}}\n"
    )
    found = sorted_from("id,goal\na,schnell\nb,Be quick\nc,growth\n", mine=mine)
    assert found.by_segment == {"hasty": 2}


def test_a_faulty_yaml_row_is_said_at_its_line() -> None:
    found = sorted_from("customers:\n  a: {goal: speed}\n\n  b:\n    goal: sped\n", "c.yaml")
    assert [(one.line, one.kind) for one in found.troubles if one.line] == [(4, customers.UNKNOWN_ANSWER)]


def test_thousands_of_different_faults_are_counted_together() -> None:
    text = "id,goal\n" + "".join(f"c{at},word {at}\n" for at in range(2000))
    found = sorted_from(text)
    assert len(found.troubles) < 400
    assert found.troubles[-1].kind == customers.MORE
    assert sum(one.rows for one in found.troubles if one.kind != customers.MISSING_COLUMN) == 2000


def test_a_spreadsheet_takes_no_cell_for_a_formula() -> None:
    found = sorted_from("id,goal\n=1+1,speed\n")
    rows = list(csv.reader(io.StringIO(customers_csv.render(KNOWN, found))))
    assert rows[0] == ["line", "id", "name", "persona", "why", "size", "segments"]
    assert rows[1][:4] == ["2", "'=1+1", "", "quick"]


# What is seen of it.


def written_out(folder: Path, snapshot_files: Mapping[str, bytes]) -> Path:
    for path, content in snapshot_files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    files = {**tiny(ITEMS), "playbook/audience.yaml": PLAYBOOK.encode(), "data/c.csv": CSV.encode()}
    files["launches/trial/audience.yaml"] = b"audience: {serves: [quick], customers: {file: data/c.csv}}\n"
    return written_out(tmp_path / "w", files)


def test_the_command_tells_who_is_who(workspace: Path) -> None:
    file = str(workspace / "data/c.csv")
    text = gtm("classify", "-C", str(workspace), file)
    assert text.returncode == 0, text.stderr
    assert "5 customers · 3 sorted, 2 not" in text.stdout
    assert "not answered: goal" in text.stdout
    assert gtm("classify", "-C", str(workspace), file, "--strict").returncode == 1
    rows = list(csv.DictReader(io.StringIO(gtm("classify", "-C", str(workspace), file, "--format", "csv").stdout)))
    assert [row["persona"] for row in rows] == ["quick", "looker", "rest", "", ""]
    data = json.loads(gtm("classify", "-C", str(workspace), file, "--format", "json").stdout)
    assert [one["persona"] for one in data["customers"]] == ["quick", "looker", "rest", None, None]
    assert {one["persona"]: one["gap"] for one in data["matrix"] if one["phase"] == "later"} == {"quick": False}


def test_the_command_without_a_file_shows_personas_by_phase(workspace: Path) -> None:
    text = gtm("classify", "-C", str(workspace))
    assert text.returncode == 0, text.stderr
    for words in ("served by this launch", "WHERE PERSONAS ARE USED", "plan: 1 item added, 1 changed", "data/c.csv: 5"):
        assert words in text.stdout


def test_the_command_says_what_it_lacks(workspace: Path, tmp_path: Path) -> None:
    assert gtm("classify", "-C", str(workspace), str(workspace / "none.csv")).returncode == 2
    bad = gtm("classify", "-C", str(workspace), str(workspace / "gtm.yaml"))
    assert (bad.returncode, "no column that a rule asks about" in bad.stderr) == (1, True)
    bare = written_out(tmp_path / "bare", tiny(ITEMS))
    told = gtm("classify", "-C", str(bare), str(workspace / "data/c.csv"))
    assert (told.returncode, "nothing to sort by" in told.stderr) == (2, True)
    plain = gtm("classify", "-C", str(bare))
    assert "Nobody has named any personas" in plain.stdout
    assert json.loads(gtm("classify", "-C", str(bare), "--format", "json").stdout)["personas"] == []


def test_why_names_the_persona(workspace: Path) -> None:
    text = gtm("why", "-C", str(workspace), "use.sales.day-30").stdout
    assert "because of the persona Quick" in text
    data = json.loads(gtm("why", "-C", str(workspace), "use.sales.b", "--format", "json").stdout)
    assert [(one["persona"], one["what"]) for one in data["because"]] == [("quick", "due"), ("quick", "effort")]
    gone = gtm("why", "-C", str(workspace), "use.sales.preview").stdout
    assert "Rule `persona`: only for launches that serve: Looker" in gone


def test_lines_fit_a_narrow_terminal() -> None:
    text = CSV + "x,speed and much more than anybody has ever asked for in an intake call,one,1,bank\n"
    study = launch("quick, rest").study
    for lines in (
        terminal.sorted_lines(study, sorted_from(text), 60, False),
        terminal.overview(study, sorted_from(text), 60),
    ):
        shown = render(lines, Paper(60))
        assert max(len(line) for line in shown.splitlines()) <= 60


def test_a_matrix_too_wide_for_the_terminal_is_a_paragraph_a_persona() -> None:
    names = "".join(f"    p{at}: {{title: Phase number {at}, teams: [sales]}}\n" for at in range(9))
    study = launch("quick", PLAYBOOK + names).study
    matrix = clientele.of(study).matrix
    assert matrix is not None
    lines = render(terminal.matrix_lines(audience(PLAYBOOK + names), matrix, 70), Paper(70)).splitlines()
    assert max(map(len, lines)) <= 70
    assert any("Phase number 8 0 of 1" in line for line in lines)
    wide = render(terminal.matrix_lines(audience(PLAYBOOK + names), matrix, None), Paper())
    assert "Phase number 8\n" in wide


def test_a_terminal_shows_the_first_rows_and_a_pipe_all() -> None:
    study, found = launch().study, sorted_from("id,goal,rival\n" + "".join(f"c{at},speed,one\n" for at in range(50)))
    assert "30 more customers" in render(terminal.sorted_lines(study, found, 80, False), Paper(80))
    for paper in (render(terminal.sorted_lines(study, found, None, False), Paper()),
                  render(terminal.sorted_lines(study, found, 80, True), Paper(80))):  # fmt: skip
        assert "c49" in paper
        assert "more customers" not in paper


def test_the_report_has_a_section_only_where_personas_are_served(tmp_path: Path) -> None:
    shown = launch("quick", mine="  customers: {file: data/c.csv}\n", **{"data/c.csv": CSV})
    page = html.render(shown, forecast(shown.study))
    assert 'id="personas"' in page
    assert "5 customers by persona" in page
    assert "2: <bdi>" not in page or "not answered" in page
    plain = launch()
    assert 'id="personas"' not in html.render(plain, forecast(plain.study))


def test_text_from_files_stays_text() -> None:
    evil = PLAYBOOK.replace("title: Quick\n", 'title: "<script>alert(1)</script>\\e[31m"\n')
    snapshot = launch("quick", evil)
    assert "<script>alert(1)" not in html.render(snapshot, forecast(snapshot.study))
    lines = terminal.overview(snapshot.study, sorted_from('id,goal\n"\x1b[2J",speed\n'), None)
    assert "\x1b" not in render(lines, Paper())


KNOWN = audience()


def test_more_rules_and_customers_than_anybody_waits_for_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "_LOOKS", 40)
    rows = "".join(f"{at},speed,one,{at}\n" for at in range(50))
    found = sorted_from(f"id,goal,rival,people\n{rows}")
    assert not found.usable
    assert found.troubles[0].message == "the file has too many different customers for so many rules"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\uff1d", "\t=", "\u00a0="])
def test_no_cell_of_sorted_customers_is_computed(start: str) -> None:
    found = sorted_from(f"id,goal\n{start}1+1,speed\n")
    cells = list(csv.reader(io.StringIO(customers_csv.render(audience(), found))))[1]
    assert cells[1].startswith("'")
