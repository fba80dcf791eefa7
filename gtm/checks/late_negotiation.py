"""Rehearsing negotiations is due in the last two weeks of a quarter.

Then buyers know that sellers must close, and lawyers have no time. Have the positions ready before. Items
that rest on a source with `pitfall: P13` are meant; `policy: {year_starts: 4}` says when quarters end.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from gtm.analysis.pitfalls import guards
from gtm.analysis.snapshot import Study
from gtm.dates import say
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM670", "late-negotiation", Severity.WARNING)
pitfalls = ("P13",)

_LAST = 14  # days of a quarter


def check(study: Study) -> Iterator[Diagnostic]:
    starts = study.launch.workspace.policy.year_starts
    seen: set[str] = set()
    for one in guards(study.graph, "P13"):
        for item in one.items:
            if item.id in seen or study.readiness[item.id].settled or item.status == "done":
                continue
            seen.add(item.id)
            end = _quarter_end(item.due, starts)
            if (end - item.due).days < _LAST:
                yield rule.at(
                    item.due_spot,
                    f"`{item.id}` is due {say(item.due)}, in the last two weeks of "
                    f"the {'year' if end.month % 12 + 1 == starts else 'quarter'}",
                    help="do it before: buyers wait for these weeks",
                    subject=item.id,
                )


def _quarter_end(day: date, starts: int) -> date:
    """The last day of the quarter a day is in; the year starts with the month `starts`."""
    left = 2 - (day.month - starts) % 3  # months after this one
    month = day.month + left + 1
    return date(day.year + (month - 1) // 12, (month - 1) % 12 + 1, 1) - timedelta(days=1)
