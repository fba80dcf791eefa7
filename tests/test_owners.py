"""Who answers for what, and CODEOWNERS: the right people for every file, as another program reads it."""

from dataclasses import replace
from pathlib import Path

import pytest
from codeowners import CodeOwners

from gtm.analysis.ownership import ownership, team_owners
from gtm.model.written import Person
from gtm.reports import codeowners
from gtm.terminal import owners
from tests.running import gtm, piped
from tests.workspaces import compiled, example, small, tiny, trial

ITEMS = """\
  learn.legal.eula: {title: Agree}
  learn.sales.pitch: {title: Pitch, role: boss}
"""
STATE = "  learn.legal.eula: {status: doing, owner: bo}\n"
PEOPLE = """\
people:
  ada: {name: Ada, github: ada-l, teams: [legal], deputy: cem}
  bo: {name: Bo, email: bo@x.example, teams: [sales], away: [2027-01-25..2027-01-29]}
  cem: {name: Cem, github: "@cem/legal"}
  dot: {name: Dot, teams: [legal]}
"""


def lines(**more: str) -> tuple[str, list[str]]:
    return codeowners.render([trial(ITEMS, STATE, people=PEOPLE, **more).launch])


def test_a_team_has_its_lead_first_then_the_deputy_then_its_people() -> None:
    legal, sales = team_owners(trial(ITEMS, people=PEOPLE).launch)
    assert (legal.lead, legal.deputy, legal.people, legal.alone) == ("ada", "cem", ("ada", "cem", "dot"), False)
    assert (sales.lead, sales.deputy, sales.people, sales.alone) == ("bo", None, ("bo",), True)


def test_open_work_empty_roles_and_absences_are_found() -> None:
    found = ownership(trial(ITEMS, STATE, people=PEOPLE).study)
    assert [(one.id, one.title, one.open) for one in found.empty_roles] == [("boss", "Boss", 1)]
    bo = next(one for one in found.owners if one.id == "bo")
    assert bo.open == 2  # the pitch falls to the lead of sales
    assert [str(day) for day in bo.away[0]] == ["2027-01-25", "2027-01-29"]
    assert bo.deputy is None


def test_a_role_that_signs_a_gate_is_empty_too() -> None:
    stages = "stages:\n  learn: {title: Learn, gate: {due: T-14d, sign-offs: [{role: sponsor}]}}\n"
    found = ownership(trial(ITEMS, people=PEOPLE, journey=stages).study)
    assert ("sponsor", True) in [(one.id, one.signs) for one in found.empty_roles]


def test_settled_work_is_not_counted_and_work_without_an_owner_comes_last() -> None:
    launch = "launch: {title: Trial, date: 2027-02-16, traits: []}\n"
    found = ownership(trial(ITEMS, STATE, people=PEOPLE, launch=launch).study)
    assert [(one.id, one.open) for one in found.owners] == [("bo", 1), (None, 1)]


def test_the_screen_says_all_of_it_in_words() -> None:
    snapshot = trial(ITEMS, STATE, people=PEOPLE)
    text = "\n".join(owners.lines(snapshot.launch, ownership(snapshot.study), color=False))
    for words in ("Ada", "ROLES NOBODY FILLS", "Boss", "AWAY NOW OR SOON", "no deputy", "one person or none: Sales"):
        assert words in text
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("person", "named"),
    [
        (Person("A", github="ada-l"), "@ada-l"),
        (Person("A", github="@ada-l", email="a@x.example"), "@ada-l"),
        (Person("A", github="@acme/legal"), "@acme/legal"),
        (Person("A", email="a.b+c@x.example"), "a.b+c@x.example"),
        (Person("A", github="ada * @evil", email="a@x.example"), "a@x.example"),
        (Person("A", email="a@x.example\n* @evil"), None),
        (Person("A", email="Ada <a@x.example>"), None),
        (Person("A"), None),
        (None, None),
    ],
)
def test_only_an_address_that_cannot_say_more_is_written(person: Person | None, named: str | None) -> None:
    assert codeowners.address(person) == named


def reviewers(text: str, path: str) -> list[str]:
    return [named for _, named in CodeOwners(text).of(path)]


def test_the_people_of_a_file_are_those_of_its_team() -> None:
    text, _ = lines()
    assert reviewers(text, "launches/trial/legal.yaml") == ["@ada-l", "@cem/legal"]
    assert reviewers(text, "company/legal.yaml") == ["@ada-l", "@cem/legal"]
    assert reviewers(text, "playbook/learn/legal.yaml") == ["@ada-l", "@cem/legal"]
    assert reviewers(text, "launches/trial/sales.yaml") == ["bo@x.example"]


def test_decisions_belong_to_those_who_decide_and_their_deputies() -> None:
    snapshot = compiled(small())
    people = {id: replace(one, github=id) for id, one in snapshot.launch.people.items()}
    text, _ = codeowners.render([replace(snapshot.launch, people=people)])
    signing = set(reviewers(text, "launches/atlas/decisions/learn-go.yaml"))
    assert "@sara" in signing
    for id in list(signing):
        deputy = people[id[1:]].deputy
        assert deputy is None or f"@{deputy}" in signing
    assert "@sara" not in reviewers(text, "launches/atlas/finance.yaml")


def test_one_reviewer_nobody_and_nameless_people_are_said() -> None:
    text, words = lines()
    said = "\n".join(words)
    assert "only bo@x.example can review" in said
    assert "/launches/trial/sales.yaml" in said
    assert "left out: dot" in said
    assert "# /launches/trial/decisions/ has nobody yet" in text
    for line in text.splitlines():
        assert line.startswith("#") or len(line.split()) > 1, "a line without people would let everybody pass"


def test_a_workspace_in_a_folder_has_its_folder_in_every_pattern(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    root = example("atlas", tmp_path)
    ran = gtm(root, "owners", "--codeowners")
    assert ran.returncode == 0
    for line in ran.stdout.decode().splitlines():
        assert line.startswith(("/atlas/", "# "))
    for path in (root / "launches/atlas").glob("*.yaml"):
        assert reviewers(ran.stdout.decode(), f"atlas/launches/atlas/{path.name}"), path
    assert b"can.aydin@acme.example" in ran.stderr


def test_blanks_in_a_folder_stay_one_pattern() -> None:
    text, _ = codeowners.render([trial(ITEMS, people=PEOPLE).launch], "our launches/")
    assert "/our\\ launches/launches/trial/legal.yaml @ada-l" in text


def test_the_command_answers_and_writes_nothing(tmp_path: Path) -> None:
    root = example("atlas", tmp_path)
    before = sorted(path for path in root.rglob("*"))
    text = piped(root, "owners")
    assert "Head of systems engineering" in text
    assert "nobody" in text.splitlines()[-1]
    assert sorted(path for path in root.rglob("*")) == before


def test_every_open_launch_has_its_lines(tmp_path: Path) -> None:
    files = tiny(ITEMS, STATE, people=PEOPLE)
    files["launches/next/launch.yaml"] = files["launches/trial/launch.yaml"]
    over = files["launches/trial/launch.yaml"].replace(b"{title", b"{closed: 2027-01-01, title")
    files["launches/past/launch.yaml"] = over
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    text = gtm(tmp_path, "owners", "--codeowners", "--as-of", "2027-01-19").stdout.decode()
    assert "/launches/next/legal.yaml" in text
    assert "/launches/trial/legal.yaml" in text
    assert "/launches/past/" not in text
    assert "/launches/next/" not in gtm(tmp_path, "owners", "--codeowners", "--launch", "trial").stdout.decode()
