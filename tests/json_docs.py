"""The tables of docs/json.md, written from docs/json/*.schema.json: `python -m tests.json_docs`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "json.md"
ANSWERS = (
    "check", "status", "tasks", "gate", "why", "plan", "forecast", "what-if", "diff", "history", "metrics",
    "icp", "journey", "classify", "audit",
)  # fmt: skip
MARK = "<!-- From here on written from docs/json/*.schema.json: python -m tests.json_docs -->\n"
_WORDS = {"integer": "whole number", "boolean": "true or false", "string": "text", "null": "null"}


def schema(name: str) -> dict[str, Any]:
    text = (DOCS / "json" / f"{name}.schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def page() -> str:
    """The whole of docs/json.md: its prose as it stands, and the tables as they must be."""
    prose = PAGE.read_text("utf-8").partition(MARK)[0]
    return prose + MARK + "\n" + "\n".join(_tables()) + "\n"


def _tables() -> Iterator[str]:
    for name in ANSWERS:
        answer = schema(name)
        yield from (f"## {name}", "", f"`{answer['title']}`", "")
        yield from _table(answer)
        for part, of in answer.get("$defs", {}).items():
            yield from _part(part, of)
    common = schema("common")
    yield from ("## Parts", "", f"{common['title']}.", "")
    for part, of in common["$defs"].items():
        if "properties" in of:
            yield from _part(part, of)


def _part(name: str, of: dict[str, Any]) -> Iterator[str]:
    yield from (f"### Part: {name.replace('_', ' ')}", "", f"{of['description']}.", "")
    yield from _table(of)


def _table(of: dict[str, Any]) -> Iterator[str]:
    yield from ("| key | value | meaning |", "| --- | --- | --- |")
    for key, value in _keys(of, ""):
        about = value["description"].replace("|", "\\|")
        yield f"| `{key}` | {_kind(value)} | {about}. |"
    yield ""


def _keys(of: dict[str, Any], prefix: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key of an object and of the objects spelled out inside it."""
    for key, value in of["properties"].items():
        yield f"{prefix}{key}", value
        if "properties" in value:
            yield from _keys(value, f"{prefix}{key}.")
        if "properties" in value.get("items", {}):
            yield from _keys(value["items"], f"{prefix}{key}[].")


def _kind(value: dict[str, Any]) -> str:
    if "anyOf" in value:
        return " or ".join(_kind(one) for one in value["anyOf"])
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        if name == "format_version":
            return "text"
        words = name.replace("_", " ")
        return f"[{words}](#part-{words.replace(' ', '-')})"
    if "enum" in value:
        return ", ".join("null" if one is None else f"`{one}`" for one in value["enum"])
    types = value["type"] if isinstance(value["type"], list) else [value["type"]]
    return " or ".join(_word(one, value) for one in types)


def _word(kind: str, value: dict[str, Any]) -> str:
    if kind == "array":
        return f"list of {_kind(value['items'])}"
    if kind == "string" and value.get("format") == "date":
        return "date"
    return _WORDS.get(kind, kind)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
