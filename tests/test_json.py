"""Answers as JSON: what docs/json.md and its schemas promise, held against real workspaces."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from gtm import pipeline
from gtm.analysis import tasks
from gtm.analysis.digest import digest
from gtm.analysis.snapshot import Snapshot
from gtm.reports import json as answers
from tests import json_docs, small_launch

ROOT = Path(__file__).parent.parent
NAMES = (*json_docs.ANSWERS, "common")
TODAY = date(2027, 1, 19)
Answers = list[tuple[str, str]]  # the name of a schema, and an answer of that kind

PEOPLE = small_launch.FILES["people.yaml"]
GOAL = "launches/atlas/decisions/plan-go.yaml"


def tree(changes: dict[str, str] | None = None) -> dict[str, bytes]:
    files = {**small_launch.FILES, **(changes or {})}
    return {path: text.encode() for path, text in files.items()}


def compiled(changes: dict[str, str] | None = None, day: date = TODAY) -> Snapshot:
    return pipeline.run(tree(changes), day, "atlas")


def everything(snapshot: Snapshot) -> Answers:
    """Every answer about a launch: for gates and why, of every gate and item."""
    study = snapshot.study
    found = [
        ("check", answers.check(snapshot.diagnostics, [snapshot.launch.id])),
        ("status", answers.status(snapshot)),
        ("tasks", answers.tasks(snapshot, tasks.ordered(tasks.tasks(study)))),
    ]
    found += [("gate", answers.gate(snapshot, view)) for view in study.gates.values()]
    found += [("why", answers.why(snapshot, study.focus.why(id))) for id in study.graph.ids]
    return found


def signed() -> dict[str, str]:
    """Sign-offs as people file them: one that stands, one of somebody without the role, one old."""
    saw = digest(compiled().study.graph, "plan")
    learn = digest(compiled().study.graph, "learn")
    covers = ", ".join(f'"{name}": "{mark}"' for name, mark in learn.entries.items())
    return {
        GOAL: (
            f"sign-off: {{gate: plan, decision: conditional, by: sara, as: sponsor, date: 2027-01-15,"
            f' saw: "{saw.text}", note: In the meeting, conditions: [{{text: Numbers checked,'
            f" owner: mina, due: 2027-01-18, done: 2027-01-18, if_missed: We ask again}},"
            f" {{text: Second look, owner: sara, due: 2027-03-01}}]}}\n"
        ),
        "launches/atlas/decisions/learn-old.yaml": (
            f"sign-off: {{gate: learn, decision: go, by: sara, as: sponsor, date: 2027-01-15,"
            f' saw: "{learn.text}", covers: {{{covers}}}}}\n'
        ),
        "launches/atlas/decisions/learn-by-whom.yaml": (
            "sign-off: {gate: learn, decision: go, by: mina, as: finance-partner,"
            f' date: 2027-01-15, saw: "{learn.text}"}}\n'
        ),
        "launches/atlas/legal.yaml": (
            "items:\n  learn.legal.eula: {status: done, owner: mina, finished: 2027-01-18}\n"
            "  buy.legal.order-form: {status: not-applicable, owner: mina, confirmed_by: arda,"
            " reason: We use that of the partner}\n"
        ),
        "launches/atlas/decisions/approved.yaml": (
            "waiver: {item: buy.sales.quota, reason: New plan in March, asked_by: deniz,"
            " asked: 2027-01-10, approved_by: sara, approved: 2027-01-12, until: 2027-03-31}\n"
        ),
        "launches/atlas/decisions/chosen.yaml": (
            "decision: {title: Ship with the old logo?, item: buy.sales.quota, chosen: yes-please,"
            " choices: {yes-please: {text: Keep it, scenario: old-logo}}, date: 2027-01-11,"
            " reason: Nobody minds}\n"
        ),
    }


BROKEN = {
    "launches/atlas/sales.yaml": "items: [unclosed\n",
    "playbook/buy/legal.yaml": (
        "items:\n  buy.legal.order-form: {title: One, needs: [buy.legal.second]}\n"
        "  buy.legal.second: {title: Two, needs: [buy.legal.order-form]}\n"
        "  buy.legal.second: {title: Twice}\n"
    ),
}
EMPTY = {
    path: "items: {}\n" for path in small_launch.FILES if re.match("playbook/[a-z]+/", path)
} | {
    path: "items: {}\n"
    for path in small_launch.FILES
    if re.match("launches/atlas/(product|legal|finance)", path)
}
NO_GATES = {
    "playbook/journey.yaml": "stages:\n  plan: {title: Plan}\n  learn: {title: Learn}\n"
    "  buy: {title: Buy}\n"
}
CLOSED = {
    "launches/atlas/launch.yaml": small_launch.FILES["launches/atlas/launch.yaml"]
    + "  closed: 2027-02-20\n"
}
SETTLED = {
    "launches/atlas/product.yaml": small_launch.FILES["launches/atlas/product.yaml"],
    "playbook/teams.yaml": small_launch.FILES["playbook/teams.yaml"],
    "playbook/buy/sales.yaml": "items: {}\n",
    "playbook/threads.yaml": "threads: {goal: {title: The goal, items: [plan.product.goal]}}\n",
}
CASES: dict[str, dict[str, str]] = {
    "plain": {},
    "broken": BROKEN,
    "empty": EMPTY,
    "no gates": NO_GATES,
    "closed": CLOSED,
    "settled": SETTLED,
}


@cache
def case(name: str) -> Snapshot:
    return compiled(signed() if name == "signed" else CASES[name])


def examples() -> list[Path]:
    folder = ROOT / "checklists" / "examples"
    return sorted(one.parent for one in folder.glob("*/gtm.yaml"))


@cache
def example(folder: Path) -> Snapshot:
    """A bundled example, joined with the playbook."""
    files = {}
    for root in (ROOT / "checklists" / "playbook", folder):
        for path in root.rglob("*.yaml"):
            name = path.relative_to(folder if root == folder else ROOT / "checklists").as_posix()
            files[name] = path.read_bytes()
    read = pipeline.read(files)
    name, problem = pipeline.choose(read, None)
    assert name is not None, problem
    return pipeline.compile(read, read.workspace.example_as_of or TODAY, name)


def all_answers() -> Answers:
    found = [one for name in (*CASES, "signed") for one in everything(case(name))]
    later = compiled(signed(), date(2027, 6, 1))
    found += everything(later)
    for folder in examples():
        found += everything(example(folder))
    return found


# --- the schemas -----------------------------------------------------------------------------


@cache
def registry() -> Registry[Any]:
    resources = [
        (f"{name}.schema.json", Resource.from_contents(strict(json_docs.schema(name))))
        for name in NAMES
    ]
    return Registry().with_resources(resources)


def strict(of: Any) -> Any:
    """A schema that also refuses keys it does not name: readers pass over them, we do not."""
    if isinstance(of, list):
        return [strict(one) for one in of]
    if not isinstance(of, dict):
        return of
    inner = {key: strict(value) for key, value in of.items()}
    return {**inner, "additionalProperties": False} if of.get("type") == "object" else inner


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(
        {"$ref": f"{name}.schema.json"}, registry=registry(), format_checker=FormatChecker()
    )


def faults(name: str, answer: str) -> list[str]:
    found = validator(name).iter_errors(json.loads(answer))
    return [f"{error.json_path}: {error.message}" for error in found]


@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_schemas_and_require_every_key_they_name(name: str) -> None:
    schema = json_docs.schema(name)
    Draft202012Validator.check_schema(schema)
    for place, part in objects(schema, name):
        assert part["required"] == list(part["properties"]), place
        for key, value in part["properties"].items():
            assert value.get("description"), f"{place}.{key} says nothing"
            null = "null" in str(value.get("type", value.get("anyOf")))
            assert null == bool(re.search(r"\b(null|As above)\b", value["description"])), (
                f"{place}.{key}"
            )


def objects(of: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object that a schema spells out."""
    if isinstance(of, dict):
        if of.get("type") == "object":
            yield place, of
        for key, value in of.items():
            yield from objects(value, f"{place}.{key}")
    elif isinstance(of, list):
        for at, value in enumerate(of):
            yield from objects(value, f"{place}.{at}")


@pytest.mark.parametrize("name", [*CASES, "signed"])
def test_answers_keep_to_their_schemas(name: str) -> None:
    for kind, answer in everything(case(name)):
        assert faults(kind, answer) == [], kind


@pytest.mark.parametrize("folder", examples(), ids=lambda folder: folder.name)
def test_answers_about_the_examples_keep_to_their_schemas(folder: Path) -> None:
    snapshot = example(folder)
    assert not snapshot.launch.partial
    for kind, answer in everything(snapshot):
        assert faults(kind, answer) == [], kind


def test_the_schemas_would_notice() -> None:
    good = answers.status(case("plain"))
    for was, now in (
        ('"as_of": "2027-01-19"', '"as_of": "19.01.2027"'),
        ('"verdict": "not due"', '"verdict": "fine"'),
        ('"days_left": 28', '"days_left": "28"'),
        ('"tier": 1', '"tier": 1, "level": 1'),
        ('"course"', '"curse"'),
    ):
        assert was in good
        assert faults("status", good.replace(was, now)) != []


# --- the documentation -------------------------------------------------------------------------


def test_the_page_is_written_from_the_schemas() -> None:
    assert json_docs.PAGE.read_text("utf-8") == json_docs.page(), "python -m tests.json_docs"


def test_keys_come_in_the_order_of_the_page_and_every_documented_key_occurs() -> None:
    seen: dict[str, set[str]] = {}
    for kind, answer in all_answers():
        walk(json.loads(answer), json_docs.schema(kind), kind, kind, seen)
    documented = {
        f"{place_of(name, place)}.{key}": value
        for name in NAMES
        for place, part in objects(json_docs.schema(name), "")
        for key, value in part["properties"].items()
    }
    assert sorted(set(documented) - set(seen)) == []
    assert sorted(set(seen) - set(documented)) == []
    later = ("on_time_probability",)  # until probabilities are computed
    for place, value in documented.items():
        null = "null" in str(value.get("type", value.get("anyOf")))
        wanted = {"value", "null"} if null else {"value"}
        if place.endswith(later):
            wanted = {"null"}
        assert seen[place] == wanted, f"{place}: {seen[place]}"


def place_of(name: str, place: str) -> str:
    """How `walk` calls an object: by its part, or by where it is spelled out."""
    steps = [one for one in place.split(".") if one not in {"", "properties"}]
    if "$defs" in steps:
        return ".".join(steps[steps.index("$defs") + 1 :])
    return ".".join([name, *steps])


def walk(value: Any, of: dict[str, Any], kind: str, place: str, seen: dict[str, set[str]]) -> None:
    """Note every key of an answer under the object of its schema, and compare the order of keys."""
    for one in of.get("anyOf", ()):
        if value is not None and one.get("type") != "null":
            walk(value, one, kind, place, seen)
    if "$ref" in of:
        where, _, part = of["$ref"].partition("#/$defs/")
        name = where.removesuffix(".schema.json") or kind
        walk(value, json_docs.schema(name)["$defs"][part], name, part, seen)
    elif isinstance(value, list):
        for one in value:
            walk(one, of["items"], kind, f"{place}.items", seen)
    elif isinstance(value, dict):
        assert list(value) == list(of["properties"]), place
        for key, inner in value.items():
            seen.setdefault(f"{place}.{key}", set()).add("null" if inner is None else "value")
            walk(inner, of["properties"][key], kind, f"{place}.{key}", seen)


# --- what the numbers mean -----------------------------------------------------------------------


def answer(name: str, kind: str = "status") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(dict(everything(case(name)))[kind])
    return found


def test_classes_add_up_and_waived_is_never_proven() -> None:
    whole = answer("signed")
    for counts in [whole["completeness"], *(stage["counts"] for stage in whole["stages"])]:
        classes = ("proven", "said_done", "waived", "not_applicable", "unknown", "open")
        assert sum(counts[one] for one in classes) == counts["total"]
        assert counts["applicable"] == counts["total"] - counts["not_applicable"]
    assert whole["completeness"]["waived"] == 1
    assert whole["completeness"]["not_applicable"] == 1
    assert whole["completeness"]["share_with_waivers"] > whole["completeness"]["share_proven"]


def test_an_empty_launch_has_no_shares_and_is_never_ready() -> None:
    whole = answer("empty")
    assert whole["completeness"]["total"] == 0
    assert whole["completeness"]["share_proven"] is None
    assert whole["completeness"]["share_with_waivers"] is None
    assert not any(stage["gate"]["may_pass"] for stage in whole["stages"])
    assert whole["verdict"] != "go"


def test_a_share_is_1_only_when_all_is_proven() -> None:
    from gtm.reports.json.text import number, share

    assert share(9_999, 10_000) == 0.999
    assert share(0, 0) is None
    assert repr(share(3, 3)) == "1"
    assert repr(number(0.1 + 0.2)) == "0.3"
    assert repr(number(4.0)) == "4"


def test_a_partial_launch_says_so_everywhere_and_passes_no_gate() -> None:
    whole = answer("broken")
    assert whole["partial"] is True
    assert "launches/atlas/sales.yaml" in whole["unread"]
    for stage in whole["stages"]:
        assert stage["gate"]["may_pass"] is False
        assert stage["gate"]["verdict"] not in {"passed", "passed with conditions"}
        assert "files" in {one["kind"] for one in stage["gate"]["conditions"]}
    assert answer("broken", "gate")["partial"]
    assert answer("broken", "tasks")["partial"]


def test_a_decided_gate_shows_who_decided_and_what_changed() -> None:
    gates = {stage["id"]: stage["gate"] for stage in answer("signed")["stages"]}
    assert gates["plan"]["verdict"] == "passed with conditions"
    assert gates["plan"]["course"] is None
    assert [one["holds"] for one in gates["plan"]["decision"]["promises"]] == [True, True]
    old, other = gates["learn"]["decision"]["signatures"], gates["learn"]["sign_offs"]
    by = {one["role"]: one for one in old}
    assert by["sponsor"]["stale"]
    assert "learn.legal.eula" in by["sponsor"]["changed"]
    assert by["finance-partner"]["fault"] == "role"
    assert not any(one["filled"] for one in other)


def test_why_and_tasks_tell_the_same_story() -> None:
    snapshot = case("plain")
    why = json.loads(answers.why(snapshot, snapshot.study.focus.why("buy.sales.training")))
    assert next(one["id"] for one in why["open"]) == "buy.finance.tax-codes"
    assert [one["id"] for one in why["blocks"]] == ["buy"]
    task = {one["id"]: one for one in answer("plain", "tasks")["tasks"]}["buy.sales.training"]
    assert task["state"] == "waiting"
    assert "buy.legal.order-form" in [one["id"] for one in task["needs_open"]]


# --- the text itself -----------------------------------------------------------------------------


HOSTILE = (
    "\x1b]0;x\x07\u202eevil\u2066 ##[error]::error::[red]<script> \u200cنمی\u200cشود İ \U000e0041"
)


def test_hostile_text_cannot_act_and_comes_back_as_it_was() -> None:
    from gtm.reports.json.text import dump

    text = dump({"title": HOSTILE, "half": "\ud800", "twice": "###[warning]", "azure": "##vso[x]"})
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text
    )
    assert "##[" not in text
    assert "##vso[" not in text
    assert "نمی\u200cشود İ" in text
    back = json.loads(text)
    assert back["title"] == HOSTILE
    assert back["half"] == "\ud800"
    assert back["twice"] == "###[warning]"
    assert back["azure"] == "##vso[x]"
    text.encode()


def test_hostile_titles_go_through_every_answer() -> None:
    title = json.dumps(HOSTILE)
    changes = {
        "playbook/plan/product.yaml": f"items:\n  plan.product.goal: {{title: {title}}}\n",
        "people.yaml": PEOPLE.replace("Mina Karaca", title).replace('{name: "', '{name: "'),
    }
    snapshot = compiled(changes)
    for kind, text in everything(snapshot):
        assert "\x1b" not in text and "\u202e" not in text and "##[" not in text, kind
        assert faults(kind, text) == []
    assert (
        json.loads(answers.why(snapshot, snapshot.study.focus.why("plan")))["open"][0]["title"]
        == HOSTILE
    )


SCRIPT = """
import sys
from datetime import date
from pathlib import Path
from gtm import pipeline
from tests.test_json import compiled, everything, signed
for changes in ({}, signed()):
    for _, text in everything(compiled(changes)):
        sys.stdout.buffer.write(text.encode())
"""


def test_the_same_files_give_the_same_bytes() -> None:
    wanted = "".join(text for name in ("plain", "signed") for _, text in everything(case(name)))
    assert wanted == "".join(text for c in ({}, signed()) for _, text in everything(compiled(c)))
    for seed in ("0", "1", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            check=True,
        )
        assert done.stdout.decode() == wanted, seed


def test_answers_are_one_indented_object_with_the_version_first() -> None:
    for kind, text in everything(case("plain")):
        assert text.startswith('{\n  "format_version": "1.0",\n'), kind
        assert text.endswith("\n}\n"), kind
        assert "NaN" not in text
        assert "Infinity" not in text
        for printed in re.findall(r": (-?\d[\d.e+-]*)", text):
            assert re.fullmatch(r"-?\d+(\.\d{1,3})?", printed), printed
