"""Knows the files an editor reads beside the YAML: schemas, and settings that lead to them.

Settings belong to people: keys are added, and a file with comments is not rewritten at all; what to
add is handed back as text. It must not know disks.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from gtm import checks
from gtm.schema import editor
from gtm.schema.documents import Document
from gtm.schema.vocabulary import vocabulary

SETTINGS = ".vscode/settings.json"
EXTENSIONS = ".vscode/extensions.json"
_KEY = "yaml.schemas"
_EXTENSION = "redhat.vscode-yaml"
_TOP = {"workspace": ["gtm.yaml", "gtm.yml"], "people": ["people.yaml", "people.yml"]}


def schemas(documents: Sequence[Document]) -> dict[str, str]:
    """The schemas of a workspace, with its own names, by their paths."""
    rules = {slug: checks.explanation(rule).partition("\n")[0] for slug, rule in checks.rules().items()}
    proofs = {slug: rules[slug] for slug in sorted(checks.proving_slugs())}
    return editor.schemas(vocabulary(documents, rules, proofs))


def files(documents: Sequence[Document]) -> dict[str, str]:
    """Everything an editor reads beside the YAML of a new workspace."""
    found = schemas(documents)
    beside = {SETTINGS: settings(None, found)[0], EXTENSIONS: extensions(None)[0]}
    return found | {path: text for path, text in beside.items() if text is not None}


def wanted(paths: Iterable[str]) -> dict[str, list[str]]:
    """Which files each schema is for, as VS Code's yaml.schemas says it."""
    found = {}
    for path in paths:
        name = path.rsplit("/", 1)[-1].removesuffix(".schema.json")
        found[f"./{path}"] = _TOP.get(name, [f"{name}/**/*.yaml", f"{name}/**/*.yml"])
    return found


def settings(old: str | None, paths: Iterable[str]) -> tuple[str | None, str]:
    """The settings with the schemas added; None, and what to add by hand, when that is not safe."""
    ours = wanted(paths)
    by_hand = json.dumps({_KEY: ours}, indent=2)
    read = _read(old)
    if read is None:
        return None, by_hand
    known = read.get(_KEY, {})
    if not isinstance(known, dict):
        return None, by_hand
    missing = {path: files for path, files in ours.items() if path not in known}
    if old is not None and not missing:
        return old, ""
    return _written({**read, _KEY: {**known, **missing}}, old), ""


def extensions(old: str | None) -> tuple[str | None, str]:
    """The recommended extensions with the one that reads the schemas."""
    by_hand = json.dumps({"recommendations": [_EXTENSION]}, indent=2)
    read = _read(old)
    if read is None:
        return None, by_hand
    known = read.get("recommendations", [])
    if not isinstance(known, list):
        return None, by_hand
    refused = read.get("unwantedRecommendations")
    if old is not None and (_EXTENSION in known or (isinstance(refused, list) and _EXTENSION in refused)):
        return old, ""
    return _written({**read, "recommendations": [*known, _EXTENSION]}, old), ""


def modeline(path: str) -> str:
    """The first line of a workspace file: where the editor finds its schema."""
    return f"# yaml-language-server: $schema={'../' * path.count('/') or './'}{schema_of(path)}"


def schema_of(path: str) -> str:
    """The schema of a workspace file."""
    folder, slash, _ = path.partition("/")
    name = folder if slash else {"gtm": "workspace"}.get(path.rsplit(".", 1)[0], path.rsplit(".", 1)[0])
    return f".gtm/{name}.schema.json"


def led(path: str, content: bytes, holds: Callable[[str], bool]) -> bytes:
    """A new file led to its schema by its first line, where the workspace has that schema."""
    return f"{modeline(path)}\n".encode() + content if holds(schema_of(path)) else content


def _read(old: str | None) -> dict[str, Any] | None:
    """What the file says; None when it has comments, twice the same key, or is no mapping."""
    if old is None or not old.strip():
        return {}
    try:
        read = json.loads(old, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _written(answer: dict[str, Any], old: str | None) -> str:
    """The answer indented and ended as the old file was."""
    found = re.search(r"^([ \t]+)\S", old or "", re.MULTILINE)
    text = json.dumps(answer, ensure_ascii=False, indent=found[1] if found else 2) + "\n"
    return text.replace("\n", "\r\n") if old and "\r\n" in old else text
