"""Rehearsing negotiations is due in the last two weeks of a quarter.

Then buyers know that sellers must close, and lawyers have no time. Have the positions ready before. Items
that rest on a source with `pitfall: P13` are meant.
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
    seen: set[str] = set()
    for one in guards(study.graph, "P13"):
        for item in one.items:
            if item.id in seen or study.readiness[item.id].settled or item.status == "done":
                continue
            seen.add(item.id)
            end = _quarter_end(item.due)
            if (end - item.due).days < _LAST:
                yield rule.at(
                    item.due_spot,
                    f"`{item.id}` is due {say(item.due)}, in the last two weeks of "
                    f"the {'year' if end.month == 12 else 'quarter'}",
                    help="do it before: buyers wait for these weeks",
                    subject=item.id,
                )


def _quarter_end(day: date) -> date:
    """The last day of the calendar quarter a day is in."""
    month = (day.month - 1) // 3 * 3 + 3
    after = date(day.year + month // 12, month % 12 + 1, 1)
    return after - timedelta(days=1)
