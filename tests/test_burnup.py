"""How we got here, in the report: the drawing, its numbers, and the line about the last review on the first screen."""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from gtm.analysis.readiness import Counts
from gtm.analysis.trend import Point
from gtm.reports.html.burnup_svg import Drawn, svg
from tests import diff_cases as cases
from tests.repositories import Repo, inner, isolated, repo
from tests.running import piped

__all__ = ["inner", "repo"]
SVG = re.compile(r'<svg class="curve burnup".*?</svg>', re.DOTALL)
START = date(2026, 12, 1)


def page(at: Repo, *words: str) -> str:
    return piped(at.workspace, "report", "-o", "-", *words, **isolated(at.home))


def reviewed(at: Repo) -> None:
    at.commit(cases.PASSED, "Plan is a go, says Mina Karaca")
    at.commit(cases.BROKEN, "Broken")
    at.commit(cases.READY, "Ready", days=10)


def test_the_report_shows_how_it_came_to_this(inner: Repo) -> None:
    reviewed(inner)
    text = page(inner)
    (drawing,) = SVG.findall(text)
    ElementTree.fromstring(drawing)
    assert '<a href="#burnup">How we got here</a>' in text
    found = json.loads(piped(inner.workspace, "history", "--format", "json", **isolated(inner.home)))
    first, last = (found["points"][at]["state"]["counts"] for at in (0, -1))
    done = [one["proven"] + one["waived"] for one in (first, last)]
    assert f"{done[0]} of {first['applicable']} must-haves were settled" in drawing
    assert f"{done[1]} of {last['applicable']}." in drawing
    assert ">?</text>" in drawing
    assert "1 commit could not be read and is left out." in text
    assert page(inner) == text


def test_the_first_screen_says_what_changed_since_the_last_review(repo: Repo) -> None:
    reviewed(repo)
    text = page(repo)
    (line,) = re.findall(r'<p class="since">(.*?)</p>', text)
    assert text.index('<p class="since">') < text.index('id="decide"')
    found = json.loads(piped(repo.workspace, "history", "--since-review", "--format", "json", **isolated(repo.home)))
    before, after = (found["since_review"]["completeness"][side] for side in ("before", "after"))
    assert f"{after['proven'] + after['waived']} of {after['applicable']} must-haves settled" in line
    assert f"{len(found['changes']['proven'])} proven" in line
    assert before["proven"] < after["proven"]
    assert line.removesuffix(".") in page(repo, "--format", "markdown").replace("&#62;", ">")


def test_no_word_of_a_commit_and_no_name_reaches_the_page(repo: Repo) -> None:
    reviewed(repo)
    assert "Plan is a go" not in page(repo)
    assert "Mina" not in page(repo, "--names", "roles")


def test_without_git_or_with_one_day_there_is_no_section(repo: Repo, tmp_path: Path) -> None:
    repo.write(cases.READY)
    alone = tmp_path / "alone"
    alone.mkdir()
    for path, content in cases.files().items():
        (alone / path).parent.mkdir(parents=True, exist_ok=True)
        (alone / path).write_bytes(content)
    text = piped(alone, "report", "-o", "-")
    assert 'id="burnup"' not in text
    assert 'class="since"' not in text
    day = json.loads(piped(repo.workspace, "history", "--format", "json", **isolated(repo.home)))["points"][0]["date"]
    assert 'id="burnup"' not in page(repo, "--as-of", day)


def test_an_extract_tells_nothing_of_the_whole(repo: Repo) -> None:
    reviewed(repo)
    text = page(repo, "--team", "legal")
    assert 'id="burnup"' not in text
    assert 'class="since"' not in text


def test_a_shallow_clone_says_what_is_missing(repo: Repo, tmp_path: Path) -> None:
    reviewed(repo)
    repo("clone", "-q", "--depth", "1", f"file://{repo.folder}", str(tmp_path / "shallow"))
    shallow = Repo(tmp_path / "shallow", repo.home, start=False)
    text = page(shallow)
    assert not SVG.findall(text)
    assert "this clone holds only part of the history" in text
    assert 'class="since"' not in text


# --- the drawing ---------------------------------------------------------------------------------


def point(day: int, settled: int, total: int) -> Point:
    return Point(str(day), START + timedelta(day), "", counts=Counts(proven=settled, open=total - settled))


def drawn(points: list[Point], **more: object) -> Drawn:
    given = {"launch": START + timedelta(60), "name": "A", "about": "B", "likely": None, "projected": None,
             "reviews": (), **more}  # fmt: skip
    return Drawn(tuple(points), **given)  # type: ignore[arg-type]


def path(text: str, kind: str) -> str:
    found = re.findall(rf'<path class="{kind}" d="([^"]*)"', text)
    return str(found[0]) if found else ""


def test_a_commit_that_could_not_be_read_leaves_a_gap() -> None:
    torn = Point("x", START + timedelta(10), "", "torn")
    whole = svg(drawn([point(0, 1, 9), point(20, 5, 9), point(30, 6, 9)]))
    broken = svg(drawn([point(0, 1, 9), torn, point(20, 5, 9), point(30, 6, 9)]))
    for kind in ("line", "scope"):
        assert path(whole, kind).count("M") == 1
        assert path(broken, kind).count("M") == 2
    assert ">?</text>" in broken
    assert ">?</text>" not in whole


def test_what_is_not_known_is_not_drawn() -> None:
    points = [point(0, 1, 9), point(20, 5, 9)]
    assert not {"band", "likely", "pace", "review"} & set(re.findall(r'class="(\w+)"', svg(drawn(points))))
    assert svg(drawn([point(3, 1, 9), point(3, 5, 9)])) == ""
    assert svg(drawn([point(0, 0, 0), point(3, 0, 0)])) == ""
    never = START + timedelta(9000)
    text = svg(drawn(points, likely=(START + timedelta(30), never, never), projected=START + timedelta(5000)))
    assert not path(text, "likely")
    assert path(text, "pace")  # it leads out of the picture, and is cut there


def test_a_title_is_only_text() -> None:
    text = svg(drawn([point(0, 1, 9), point(20, 5, 9)], name="<script>x</script>", about='"><b>'))
    assert "<script" not in text
    assert "<b>" not in text
    ElementTree.fromstring(text)


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 300), st.integers(0, 300), st.booleans()), min_size=1),
    st.integers(-100, 900),
    st.none() | st.lists(st.integers(0, 2000), min_size=3, max_size=3),
    st.none() | st.integers(0, 2000),
    st.lists(st.integers(0, 500), max_size=4),
)
def test_everything_stays_on_the_paper(
    rows: list[tuple[int, int, int, bool]], launch: int, likely: list[int] | None, pace: int | None, held: list[int]
) -> None:
    points = [
        point(day, min(done, total), total) if known else Point("x", START + timedelta(day), "", "torn")
        for day, done, total, known in sorted(rows, key=lambda one: one[0])
    ]
    if not any(one.known for one in points):
        return
    now = max(one.day for one in points if one.known)
    days = tuple(now + timedelta(one) for one in sorted(likely)) if likely else None
    text = svg(
        drawn(
            points,
            launch=START + timedelta(launch),
            likely=days,
            projected=now + timedelta(pace) if pace is not None else None,
            reviews=tuple(START + timedelta(one) for one in held),
        )
    )
    if not text:
        return
    ElementTree.fromstring(text)
    for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", text):
        assert 0 <= float(x) <= 760
        assert 0 <= float(y) <= 270
    for x in re.findall(r"H(-?[\d.]+)", text):
        assert 0 <= float(x) <= 760
    for x, y in re.findall(r'<text x="(-?[\d.]+)" y="(-?[\d.]+)"', text):
        assert 0 <= float(x) <= 760
        assert 0 <= float(y) <= 270
