import csv
import io
import json
import os
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests import small_launch
from tests.golden import Golden
from tests.running import gtm, on_terminal, piped
from tests.test_status import ESCAPE, hostile
from tests.workspaces import example


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return example("atlas", tmp_path_factory.mktemp("examples"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return small_launch.write(tmp_path / "workspace")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_team_on_a_terminal(atlas: Path, golden: Golden) -> None:
    golden("legal-100.txt", on_terminal(atlas, "tasks", "--team", "legal", NO_COLOR="1"))


@pytest.mark.parametrize(("format", "ending"), [("text", "txt"), ("markdown", "md"), ("csv", "csv")])
def test_everything_in_a_pipe(small: Path, golden: Golden, format: str, ending: str) -> None:
    golden(f"small.{ending}", piped(small, "tasks", "--format", format))


def test_every_open_item_stands_once(atlas: Path) -> None:
    found = rows(piped(atlas, "tasks", "--format", "csv"))
    answer = json.loads(piped(atlas, "tasks", "--format", "json"))["tasks"]
    text = piped(atlas, "tasks")
    ids = [row["id"] for row in found]
    assert len(ids) == len(set(ids))
    assert ids == [one["id"] for one in answer]
    shown = re.findall(r"^    (?:late|ready|waiting) .*?  ([a-z0-9-]+\.[a-z0-9-]+\.\S+)", text, re.MULTILINE)
    assert sorted(shown) == sorted(ids)
    head = re.search(r"^(\d+) open: (\d+) late, (\d+) ready, (\d+) waiting$", text, re.MULTILINE)
    assert head is not None
    total, *parts = map(int, head.groups())
    assert total == sum(parts) == len(ids)
    teams = re.findall(r"^\S.*   (\d+) open: ", text, re.MULTILINE)
    assert sum(map(int, teams)) == total


def test_states_divide_the_work(atlas: Path) -> None:
    def ids(state: str) -> set[str]:
        return {row["id"] for row in rows(piped(atlas, "tasks", "--state", state, "--format", "csv"))}

    assert ids("ready") | ids("waiting") == ids("all")
    assert not ids("ready") & ids("waiting")
    assert ids("late") < ids("all")
    assert ids("late")


def test_order_is_late_then_ready_then_waiting_by_slack(small: Path) -> None:
    found = rows(piped(small, "tasks", "--format", "csv"))
    place = [0 if row["late"] == "yes" else 1 if row["state"] == "ready" else 2 for row in found]
    assert place == sorted(place)
    ready = [int(row["slack_days"] or 9999) for row in found if place[found.index(row)] == 1]
    assert ready == sorted(ready)


def test_waiting_says_for_what_and_for_whom(small: Path) -> None:
    text = piped(small, "tasks", "--team", "finance")
    assert "waits for Tax office, expected Wed 27 Jan" in text
    assert 'waits for "Set the tax codes" (Deniz Şahin)' in text
    assert "(سارا رضایی can name an owner)" not in text


def test_who_is_blocked_by_nobody_knows_what_is_not_said_to_wait_for_somebody(small: Path) -> None:
    for file in (small / "launches/atlas").glob("*.yaml"):
        text = file.read_text("utf-8")
        said = ", waiting_on: Tax office, expected: 2027-01-27, reason: The VAT number is missing"
        file.write_text(text.replace(said, ""), "utf-8")
    told = piped(small, "tasks", "--format", "text")
    assert "something nobody wrote down yet" in told
    assert "somebody outside" not in told


def test_nobody_has_a_list_too(small: Path) -> None:
    ids = {row["id"] for row in rows(piped(small, "tasks", "--owner", "nobody", "--format", "csv"))}
    assert ids == {"buy.sales.training", "buy.sales.quota"}
    assert "Nobody yet" in piped(small, "tasks", "--owner", "nobody")


@pytest.mark.parametrize("word", ["deniz", "Deniz Şahin", "DENİZ ŞAHİN", "sahin", "deniz sahin"])
def test_a_person_by_any_spelling(small: Path, word: str) -> None:
    assert piped(small, "tasks", "--owner", word) == piped(small, "tasks", "--owner", "deniz")


def test_persian_names_match_arabic_letters(small: Path) -> None:
    mine = piped(small, "tasks", "--owner", "سارا رضایی")
    assert mine == piped(small, "tasks", "--owner", "سارا رضايي")
    assert mine == piped(small, "tasks", "--owner", "sara")


@pytest.mark.parametrize(
    ("option", "word", "hint"),
    [
        ("--owner", "denis", "did you mean `deniz`?"),
        ("--owner", "zzz", "known here: arda, deniz, mina, nobody, sara"),
        ("--team", "finanse", "did you mean `finance`?"),
        ("--stage", "bye", "did you mean `buy`?"),
        ("--owner", "", "known here"),
    ],
)
def test_unknown_words_end_with_two_and_a_hint(small: Path, option: str, word: str, hint: str) -> None:
    found = gtm(small, "tasks", option, word)
    assert found.returncode == 2
    assert hint in found.stderr.decode()
    assert not found.stdout


def test_an_unclear_name_is_not_guessed(small: Path) -> None:
    people = small / "people.yaml"
    people.write_text(people.read_text("utf-8") + "  minas: {name: Mina Aksoy}\n", "utf-8")
    found = gtm(small, "tasks", "--owner", "min")
    assert found.returncode == 2
    assert "more than one person: mina (Mina Karaca), minas (Mina Aksoy)" in found.stderr.decode()


def test_one_file_a_team(small: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}
    out = tmp_path / "lists"
    found = gtm(small, "tasks", "--format", "markdown", "--out", str(out))
    assert found.returncode == 0
    assert not found.stdout
    assert "wrote 4 files into" in found.stderr.decode()
    assert sorted(path.name for path in out.iterdir()) == [
        "finance.md", "legal.md", "product.md", "sales.md",
    ]  # fmt: skip
    assert "Nothing is open here." in (out / "product.md").read_text("utf-8")
    assert "buy.sales.quota" in (out / "sales.md").read_text("utf-8")
    assert "buy.sales.quota" not in (out / "finance.md").read_text("utf-8")
    assert before == {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}


def test_written_files_replace_older_ones_and_links(small: Path, tmp_path: Path) -> None:
    out, outside = tmp_path / "lists", tmp_path / "outside.txt"
    out.mkdir()
    outside.write_text("mine", "utf-8")
    (out / "legal.txt").symlink_to(outside)
    (out / "sales.txt").write_text("old", "utf-8")
    assert gtm(small, "tasks", "--out", str(out)).returncode == 0
    assert outside.read_text("utf-8") == "mine"
    assert "Write the order form" in (out / "legal.txt").read_text("utf-8")
    assert (out / "sales.txt").read_text("utf-8") != "old"
    assert not [path for path in out.iterdir() if path.name.startswith(".")]


def test_a_folder_that_cannot_be_written_is_said(small: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    found = gtm(small, "tasks", "--out", str(tmp_path / "file"))
    assert found.returncode == 2
    assert "cannot write into" in found.stderr.decode()


def test_spreadsheets_compute_nothing(small: Path) -> None:
    sales = small / "playbook/buy/sales.yaml"
    text = sales.read_text("utf-8")
    for number, start in enumerate(("=1+1", "+1", "-1", "@SUM(1)", "\\t=2", " =3")):
        text += f'  buy.sales.trap-{number}: {{title: "{start}"}}\n'
    sales.write_text(text, "utf-8")
    found = rows(piped(small, "tasks", "--team", "sales", "--format", "csv"))
    titles = [row["title"] for row in found if "trap" in row["id"]]
    assert len(titles) == 6
    assert all(title.startswith("'") for title in titles)
    slack = [row["slack_days"] for row in rows(piped(small, "tasks", "--format", "csv"))]
    assert any(re.fullmatch(r"-\d+", value) for value in slack)  # a number stays a number


@pytest.mark.parametrize("format", ["text", "markdown", "csv"])
def test_hostile_titles_stay_text(tmp_path: Path, format: str) -> None:
    text = piped(hostile(tmp_path), "tasks", "--format", format)
    assert "\x1b" not in text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\r]", text)
    assert not re.search(r"^\s*(::|##\[|GATE all)", text, re.MULTILINE)
    if format == "markdown":
        assert "<b>" not in text
        assert "[red]" not in text  # a link or image cannot begin
        table = [line for line in text.splitlines() if line.startswith("| ")]
        assert {line.count("|") for line in table} == {7}
    else:
        assert "[red]x[/red]" in text


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_a_terminal_is_never_overrun(atlas: Path, columns: int) -> None:
    lines = on_terminal(atlas, "tasks", columns=columns).splitlines()
    assert max(cell_len(ESCAPE.sub("", line).replace("\u200e", "")) for line in lines) <= columns
    assert "…" not in piped(atlas, "tasks")


def test_closed_and_finished_launches_are_quiet(small: Path) -> None:
    assert "Nothing is open here." in piped(small, "tasks", "--team", "product")
    launch = small / "launches/atlas/launch.yaml"
    launch.write_text(launch.read_text("utf-8") + "  closed: 2027-03-10\n", "utf-8")
    assert "This launch is closed" in piped(small, "tasks", "--as-of", "2027-06-01")


def test_partial_is_said_first(small: Path) -> None:
    (small / "launches/atlas/finance.yaml").write_text("items: [", "utf-8")
    assert piped(small, "tasks").splitlines()[1].startswith("PARTIAL: 1 unread: ")
    assert "could not be read in full" in piped(small, "tasks", "--format", "markdown")


def test_reading_changes_nothing(small: Path) -> None:
    def stamp() -> list[tuple[str, int]]:
        return sorted((str(path), os.stat(path).st_mtime_ns) for path in small.rglob("*"))

    before = stamp()
    piped(small, "tasks")
    piped(small, "status")
    assert stamp() == before
