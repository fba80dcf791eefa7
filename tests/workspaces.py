"""The small workspace of docs/format.md as bytes, and ways to change and compile it."""

import re
import shutil
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from gtm import pipeline
from gtm.analysis.snapshot import Snapshot
from gtm.diagnostics import Diagnostic, Severity

FORMAT = Path(__file__).parent.parent / "docs" / "format.md"
CHECKLISTS = Path(__file__).parent.parent / "checklists"
AS_OF = date(2027, 2, 5)
T = date(2027, 2, 16)
_FILE = re.compile(r"^`([^`\n]+)`\n\n```(?:yaml|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@cache
def _documented() -> tuple[tuple[str, bytes], ...]:
    text = FORMAT.read_text(encoding="utf-8")
    part = text.split("<!-- workspace -->")[1].split("<!-- end -->")[0]
    return tuple((path, yaml.encode()) for path, yaml in _FILE.findall(part))


def small() -> dict[str, bytes]:
    """The workspace of docs/format.md, by path."""
    return dict(_documented())


def edited(files: Mapping[str, bytes], path: str, old: str, new: str) -> dict[str, bytes]:
    """A copy with one replacement in one file, which has to apply exactly once."""
    text = files[path].decode()
    assert text.count(old) == 1, f"{path} has {old!r} {text.count(old)} times"
    return {**files, path: text.replace(old, new).encode()}


def compiled(files: Mapping[str, bytes], as_of: date = AS_OF, launch: str = "atlas") -> Snapshot:
    return pipeline.run(files, as_of, launch)


def errors(snapshot: Snapshot) -> list[Diagnostic]:
    return [one for one in snapshot.diagnostics if one.severity is Severity.ERROR]


def said(snapshot: Snapshot, slug: str) -> list[Diagnostic]:
    """The diagnostics of one rule."""
    return [one for one in snapshot.diagnostics if one.rule.slug == slug]


STAGES = """\
stages:
  learn: {title: Learn, gate: {due: T-14d}}
  buy: {title: Buy, gate: {due: T-10d}}
  use: {title: Use, gate: {due: T-2d}}
"""
TEAMS = """\
teams:
  legal: {title: Legal, lead: counsel, stages: []}
  sales: {title: Sales, lead: seller, stages: []}
roles: {sponsor: {title: Sponsor}, boss: {title: Boss}}
"""
PEOPLE = """\
people:
  ada: {name: Ada}
  bo: {name: Bo}
  cem: {name: Cem}
"""
LAUNCH = (
    "launch: {title: Trial, date: 2027-02-16, created: 2026-12-01, traits: [saas], leads: {legal: ada, sales: bo}}\n"
)


def tiny(items: str, state: str = "", **more: str) -> dict[str, bytes]:
    """A workspace with these items in learn, and their state; `more` replaces files by their short name."""
    files = {
        "gtm.yaml": "workspace: {format: 1, name: Trial}\n",
        "people.yaml": PEOPLE,
        "playbook/journey.yaml": STAGES,
        "playbook/teams.yaml": TEAMS,
        "playbook/traits.yaml": "traits: {saas: {title: Cloud}, box: {title: Box}, eu: {title: EU}}\n",
        "playbook/learn/legal.yaml": f"items:\n{items}",
        "launches/trial/launch.yaml": LAUNCH,
    }
    if state:
        files["launches/trial/legal.yaml"] = f"items:\n{state}"
    for name, text in more.items():
        path = next((path for path in files if path.rsplit("/", 1)[-1] == f"{name}.yaml"), name)
        files[path] = text
    return {path: text.encode() for path, text in files.items()}


def trial(items: str, state: str = "", as_of: date | str = "2027-01-19", **more: str) -> Snapshot:
    """The compiled tiny workspace."""
    day = as_of if isinstance(as_of, date) else date.fromisoformat(as_of)
    return compiled(tiny(items, state, **more), day, "trial")


def example(name: str, folder: Path) -> Path:
    """A bundled example as a workspace of its own, written below a folder: with the playbook beside it."""
    root = folder / name
    shutil.copytree(CHECKLISTS / "examples" / name, root)
    shutil.copytree(CHECKLISTS / "playbook", root / "playbook")
    return root
