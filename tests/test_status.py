import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from gtm import pipeline
from gtm.analysis import chance
from gtm.analysis.snapshot import Snapshot
from gtm.terminal import status
from gtm.terminal.screen import Paper, render
from tests import small_launch
from tests.golden import Golden
from tests.running import gtm, on_terminal, piped
from tests.workspaces import example

NUMBER = re.compile(r"(\d+) (waived|said done, unproven|open|unknown)\b")
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return example("atlas", tmp_path_factory.mktemp("examples"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return small_launch.write(tmp_path)


def test_first_screen_on_a_terminal(atlas: Path, golden: Golden) -> None:
    golden("atlas-100.txt", on_terminal(atlas, "status", NO_COLOR="1"))


def test_first_screen_in_colour(small: Path, golden: Golden) -> None:
    golden("small-colour.txt", on_terminal(small, "status"))


def test_first_screen_in_a_pipe(atlas: Path, golden: Golden) -> None:
    golden("atlas-pipe.txt", piped(atlas, "status"))


def test_small_launch_in_a_pipe(small: Path, golden: Golden) -> None:
    golden("small-pipe.txt", piped(small, "status"))


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Snapshot]:
    folder = tmp_path_factory.mktemp("snapshots")
    found = {}
    for name in ("atlas", "beacon", "spark"):
        files = pipeline.read(pipeline.load(str(example(name, folder))))
        day = files.workspace.example_as_of
        assert day is not None
        found[name] = pipeline.compile(files, day, next(iter(files.launches)))
    return found


@pytest.mark.parametrize("name", ["atlas", "beacon", "spark"])
@pytest.mark.parametrize("columns", [60, 72, 80, 100])
def test_a_terminal_is_never_overrun(snapshots: dict[str, Snapshot], name: str, columns: int) -> None:
    paper = Paper(columns)
    lines = render(status.lines(snapshots[name], chance.glance(snapshots[name].study), paper), paper).splitlines()
    assert max(cell_len(line.replace("\u200e", "")) for line in lines) <= columns
    assert len(lines) <= 40 or columns < 80
    assert any("HOW SURE" in line for line in lines)


def test_a_wide_terminal_gets_no_more_than_a_hundred_columns(atlas: Path) -> None:
    assert on_terminal(atlas, "status", columns=200) == on_terminal(atlas, "status", columns=100)


def test_a_pipe_gets_everything_and_no_ornament(atlas: Path) -> None:
    text = piped(atlas, "status")
    assert "…" not in text
    assert "\x1b" not in text
    assert "\t" not in text
    assert " more" not in text.replace(" more not applicable", "")
    teams = text.partition("\nTEAM ")[2].partition("\n\n")[0].splitlines()[1:]
    assert len(teams) == 11


def test_colour_never_on_a_terminal_is_a_pipe(atlas: Path) -> None:
    assert on_terminal(atlas, "status", "--color", "never") == piped(atlas, "status")


def test_numbers_add_up(atlas: Path) -> None:
    text = piped(atlas, "status")
    found = re.search(r"^(\d+) of (\d+) must-haves before launch proven(.*)$", text, re.MULTILINE)
    assert found is not None
    proven, total = int(found[1]), int(found[2])
    rest = sum(int(number) for number, _ in NUMBER.findall(found[3]))
    assert proven + rest == total
    gates = re.findall(r"^[✔!✖·] (?:Plan|Learn|Buy|Use) .* +(\d+)/(\d+)  ", text, re.MULTILINE)
    assert sum(int(done) for done, _ in gates) == proven
    assert sum(int(all_) for _, all_ in gates) == total
    late = re.search(r"^(\d+) items? late", text, re.MULTILINE)
    assert late is not None
    teams = re.findall(r"^\S.*  +\d+/\d+ +(\d+|-)  ", text.partition("\nTEAM ")[2], re.MULTILINE)
    assert sum(int(count) for count in teams if count != "-") == int(late[1])


def test_json_tells_the_same(atlas: Path) -> None:
    answer = json.loads(piped(atlas, "status", "--format", "json"))
    text = piped(atlas, "status")
    assert f"{answer['completeness']['proven']} of " in text
    assert answer["course"] == "behind"
    assert text.splitlines()[1].startswith("BEHIND, DATE STILL POSSIBLE")


def test_roles_instead_of_names(atlas: Path) -> None:
    people = {"Elif Şahin", "Deniz Acar", "Leyla Öz", "Sara Novak", "Ada Yılmaz"}
    named = piped(atlas, "status")
    anonymous = piped(atlas, "status", "--names", "roles")
    assert all(name in named for name in people)
    assert not any(name in anonymous for name in people)
    assert "Tax lead" in anonymous


def test_partial_says_so_and_informs(small: Path) -> None:
    (small / "launches/atlas/finance.yaml").write_text("items: {a: [}\n", "utf-8")
    text = piped(small, "status")
    assert "PARTIAL: 1 file could not be read in full, so no gate can pass" in text
    assert "launches/atlas/finance.yaml" in text
    assert text.splitlines()[1].startswith("NO GATE CAN PASS")
    assert "gtm check" in text.splitlines()[-1]


def test_many_unread_files_are_counted_on_a_terminal(small: Path) -> None:
    for number in range(9):
        (small / f"launches/atlas/broken-{number}.yaml").write_text("items: [", "utf-8")
    text = on_terminal(small, "status")
    assert "9 files" in text
    assert re.search(r"broken-0\.yaml.* \d more", text)
    assert "broken-8.yaml" in piped(small, "status")


def test_no_item_is_not_all_clear(small: Path) -> None:
    for path in (small / "playbook").glob("*/*.yaml"):
        path.unlink()
    for name in ("product", "legal", "finance"):
        (small / f"launches/atlas/{name}.yaml").unlink()
    for path in (small / "launches/atlas/decisions").iterdir():
        path.unlink()
    text = piped(small, "status")
    assert "NOTHING TO JUDGE" in text or "NO GATE CAN PASS" in text
    assert "passed" not in text.casefold()


def test_gate_day_says_no_go(small: Path) -> None:
    assert piped(small, "status", "--as-of", "2027-02-05").splitlines()[1].startswith("NO-GO")


def test_after_launch_the_words_change(small: Path) -> None:
    text = piped(small, "status", "--as-of", "2027-03-01")
    assert "13 days ago" in text.splitlines()[0]
    assert text.splitlines()[1].startswith("LAUNCH DATE PASSED WITHOUT A GO")
    assert "GOALS        Net promoter score: 34" in text


def test_closed_launch_is_judged_as_of_its_end(small: Path) -> None:
    path = small / "launches/atlas/launch.yaml"
    path.write_text(path.read_text("utf-8") + "  closed: 2027-03-10\n", "utf-8")
    text = piped(small, "status", "--as-of", "2027-06-01")
    assert "closed, judged as of Wed 10 Mar 2027" in text.splitlines()[0]
    assert "closed" not in piped(small, "status", "--as-of", "2027-02-01").splitlines()[0]


def test_launch_may_be_named_with_or_without_option(small: Path) -> None:
    assert piped(small, "status", "atlas") == piped(small, "status", "--launch", "atlas")
    found = gtm(small, "status", "atlsa")
    assert found.returncode == 2
    assert b"did you mean `atlas`?" in found.stderr


HOSTILE = '"::error::done \\e[31mred\\e[0m [red]x[/red] \\u202Eevil\\u2066 <b>\\r\\n##[error]x\\nGATE all passed ✔"'


def hostile(folder: Path) -> Path:
    """The small launch with every title, name and reason trying to speak as gtm."""
    small_launch.write(folder)
    for path in folder.rglob("*.yaml"):
        text = path.read_text("utf-8")
        text = re.sub(r"(title|name|reason|waiting_on): [^,{}\n]+", lambda f: f"{f[1]}: {HOSTILE}", text)
        path.write_text(text, "utf-8")
    return folder


def test_hostile_titles_stay_text(tmp_path: Path) -> None:
    folder = hostile(tmp_path)
    for text in (piped(folder, "status"), on_terminal(folder, "status", NO_COLOR="1")):
        assert "[red]x[/red]" in text  # shown as typed
        assert "\x1b" not in text
        assert not re.search("[\u202a-\u202e\u2066-\u2069\r]", text)
        assert not re.search(r"^\s*(::|##\[|GATE all)", text, re.MULTILINE)
        assert "##[" not in text


def test_colours_are_ours_alone(tmp_path: Path) -> None:
    text = on_terminal(hostile(tmp_path), "status")
    assert set(re.findall(r"\x1b\[[^m]*m", text)) <= {f"\x1b[{code}m" for code in (0, 1, 2, 31, 32, 33)}


def test_heavy_libraries_stay_out(atlas: Path) -> None:
    import subprocess
    import sys

    from tests.running import environment

    code = (
        "import sys; from gtm.cli import run; run(['status']);"
        "print(sorted({'networkx', 'jinja2'} & set(sys.modules)), file=sys.stderr)"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=atlas, env=environment(), capture_output=True, check=True)
    assert found.stderr.decode().strip() == "[]"
