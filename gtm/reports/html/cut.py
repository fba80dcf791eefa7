"""Knows how the parts of the page become those of an extract: what does not concern its scope is left out.

It must not know markup.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gtm.analysis import extract
from gtm.analysis.extract import Scope
from gtm.analysis.snapshot import Study


def cut(facts: Mapping[str, Any], study: Study, scope: Scope) -> dict[str, Any]:
    """The facts of an extract, from those of the whole page."""
    here, launch = extract.items(study, scope), study.launch
    work = [replace(one, tasks=tuple(task for task in one.tasks if task.id in here)) for one in facts["work"]]
    threads = {launch.threads[name].title for name in extract.threads(study, scope)}
    removed = [(rule, [one for one in found if extract.concerned(scope, one)]) for rule, found in facts["removed"]]
    return {
        **facts,
        "agenda": extract.agenda(study, scope, facts["agenda"]),
        "gaps": extract.gaps(study, scope, facts["gaps"]),
        "gates": [row for row in facts["gates"] if scope.gate(row.view.id)],
        "work": [one for one in work if one.tasks],
        "threads": [one for one in facts["threads"] if one.title in threads],
        "removed": [(rule, found) for rule, found in removed if found],
        "waivers": [row for row in facts["waivers"] if row.waiver.item in here],
        "standing": [row for row in facts["standing"] if row.item.id in here],
        "log": [one for one in facts["log"] if extract.concerns(study, scope, one)],
        "here": here,
    }
