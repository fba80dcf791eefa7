"""Knows which parts of the answer of `gtm status` concern one team or one stage. It must not judge anything."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from gtm.analysis import extract as scopes
from gtm.analysis.extract import Scope
from gtm.analysis.snapshot import Snapshot
from gtm.reports.json.text import dump


def extract(answer: str, snapshot: Snapshot, scope: Scope) -> str:
    """The answer about the whole, with `extract` saying of what, and lists that hold only what concerns it."""
    study = snapshot.study
    whole: dict[str, Any] = json.loads(answer)
    whole.pop("format_version")
    here = scopes.items(study, scope)
    log = {one.name for one in study.launch.decisions if scopes.concerns(study, scope, one)}
    threads = set(scopes.threads(study, scope))
    subjects = {one.subject for one in scopes.gaps(study, scope, snapshot.gaps)}
    keep: Mapping[str, Callable[[dict[str, Any]], bool]] = {
        "stages": lambda one: scope.gate(one["id"]),
        "teams": lambda one: scope.team in {None, one["id"]},
        "threads": lambda one: one["id"] in threads,
        "gaps": lambda one: one["subject"] in subjects,
        "actions": lambda one: one["id"] in here,
        "decisions": lambda one: one["id"] in log,
        "waivers": lambda one: one["item"] in here if "item" in one else one["id"] in here,
    }
    lists = {key: [one for one in whole[key] if keeps(one)] for key, keeps in keep.items()}
    about = {"team": scope.team, "stage": scope.stage, "items": len(here), "of": len(study.graph.items)}
    return dump({**whole, **lists, "extract": about})
