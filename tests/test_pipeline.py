"""From bytes to a Snapshot: one seam for disk, commits and edits; severities; what is imported on the way."""

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gtm import pipeline
from gtm.diagnostics import Severity
from tests.workspaces import AS_OF, LAUNCH, compiled, edited, errors, said, small, tiny, trial


def on_disk(folder: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def test_a_folder_and_its_bytes_say_the_same(tmp_path: Path) -> None:
    on_disk(tmp_path, small())
    tree = pipeline.load(str(tmp_path))
    assert dict(tree.files) == {path: text for path, text in small().items() if path.endswith(".yaml")}
    assert pipeline.run(tree, AS_OF, "atlas").diagnostics == compiled(small()).diagnostics


def test_compiling_twice_gives_the_same() -> None:
    files = pipeline.read(small())
    first, again = pipeline.compile(files, AS_OF, "atlas"), pipeline.compile(files, AS_OF, "atlas")
    assert first.diagnostics == again.diagnostics
    assert first.launch == again.launch


def test_a_launch_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        compiled(small(), launch="titan")


def test_a_broken_launch_disturbs_no_other() -> None:
    files = {
        **small(),
        "launches/titan/launch.yaml": b"launch: {title: Titan, date: 2027-05-04}\n",
        "launches/titan/x.yaml": b"[",
    }
    assert not compiled(files).launch.partial
    assert errors(compiled(files)) == []
    assert compiled(files, launch="titan").launch.partial


def test_a_file_beside_the_launches_concerns_them_all() -> None:
    snapshot = compiled({**small(), "launches/atlas.yaml": b"items: {}\n"})
    assert [one.rule.slug for one in errors(snapshot)] == ["wrong-folder"]
    assert snapshot.launch.partial


def test_diagnostics_are_placed_sorted_and_without_doubles() -> None:
    files = edited(small(), "playbook/buy/finance.yaml", "role: pricing-lead\n", "role: nobody\n")
    found = compiled(files).diagnostics
    assert list(found) == sorted(found, key=lambda one: one.order)
    assert len(set(found)) == len(found)
    assert all(one.span.line > 0 for one in found)
    [one] = said(compiled(files), "unknown-role")
    assert str(one.span) == "playbook/buy/finance.yaml:9:11"


@pytest.mark.parametrize(
    ("word", "severity"),
    [("off", None), ("advice", Severity.ADVICE), ("warning", Severity.WARNING), ("error", Severity.ERROR)],
)
def test_policy_sets_the_loudness_of_findings(word: str, severity: Severity | None) -> None:
    workspace = f"workspace: {{format: 1, name: X, policy: {{severity: {{no-owner: {word}}}}}}}\n"
    found = said(
        trial("  learn.legal.a: {title: A}\n", gtm=workspace, launch="launch: {title: T, date: 2027-02-16}\n"),
        "no-owner",
    )
    assert [one.severity for one in found] == ([severity] if severity else [])


@pytest.mark.parametrize("slug", ["unknown-id", "bad-yaml", "unknown-key", "loop"])
def test_no_policy_silences_errors_of_files_shapes_links_and_loops(slug: str) -> None:
    workspace = f"workspace: {{format: 1, name: X, policy: {{severity: {{{slug}: off}}}}}}\n"
    items = (
        "  learn.legal.a: {title: A, needs: [learn.legal.b, learn.legal.c]}\n"
        "  learn.legal.b: {title: B, needs: [learn.legal.a], x: y}\n"
    )
    if slug == "loop":
        items = items.replace(", learn.legal.c", "").replace(", x: y", "")
    if slug == "unknown-id":
        items = items.replace(", x: y", "")
    files = tiny(items, gtm=workspace) | ({"playbook/x.yaml": b"["} if slug == "bad-yaml" else {})
    found = [one for one in compiled(files, launch="trial").diagnostics if one.severity is Severity.ERROR]
    assert found, slug


@pytest.mark.parametrize(
    ("wanted", "known", "chosen"),
    [(None, ["a"], "a"), (None, ["a", "b"], None), ("b", ["a", "b"], "b"), ("c", ["a", "b"], None), (None, [], None)],
)
def test_which_launch_a_command_speaks_about(wanted: str | None, known: list[str], chosen: str | None) -> None:
    files = {"gtm.yaml": b"workspace: {format: 1, name: X}\n"}
    files |= {f"launches/{name}/launch.yaml": LAUNCH.encode() for name in known}
    name, words = pipeline.choose(pipeline.read(files), wanted)
    assert name == chosen
    assert bool(words) == (chosen is None)
    assert all(one in words for one in known if chosen is None)


@pytest.mark.parametrize(
    ("workspace", "day"),
    [
        ("workspace: {format: 1, name: X, timezone: Pacific/Kiritimati}\n", date(2027, 1, 20)),
        ("workspace: {format: 1, name: X, timezone: America/Los_Angeles}\n", date(2027, 1, 19)),
        ("workspace: {format: 1, name: X, timezone: ../../etc/passwd}\n", date(2027, 1, 19)),
        ("workspace: {format: 1, name: X, timezone: Nowhere/City}\n", date(2027, 1, 19)),
        ("workspace: {format: 1, name: X}\nexample: {as_of: 2026-12-01}\n", date(2026, 12, 1)),
    ],
)
def test_today_is_that_of_the_workspace(workspace: str, day: date) -> None:
    files = pipeline.read({"gtm.yaml": workspace.encode()})
    assert pipeline.today(files, datetime(2027, 1, 19, 20, 0, tzinfo=UTC)) == day


def imported(folder: Path, launch: str, as_of: str) -> set[str]:
    code = (
        "import sys; from datetime import date; from gtm import pipeline; "
        f"files = pipeline.read(pipeline.load({str(folder)!r})); "
        f"s = pipeline.compile(files, date.fromisoformat({as_of!r}), {launch!r}); "
        "s.study.verdict; s.study.focus.actions(3); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_compiling_a_sound_launch_imports_no_heavy_library(tmp_path: Path) -> None:
    on_disk(tmp_path, small())
    assert imported(tmp_path, "atlas", "2027-02-05").isdisjoint(
        {"networkx", "jinja2", "rich", "click", "numpy", "pydantic"}
    )


def test_a_loop_is_worth_importing_networkx_for(tmp_path: Path) -> None:
    on_disk(
        tmp_path,
        tiny(
            "  learn.legal.a: {title: A, needs: [learn.legal.b]}\n  learn.legal.b: {title: B, needs: [learn.legal.a]}\n"
        ),
    )
    assert "networkx" in imported(tmp_path, "trial", "2027-01-19")
