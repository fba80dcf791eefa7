"""An item is marked done while something it needs is still open.

Either what it needs is done too and nobody wrote it down, or the work was done on something that
may still change, or the need is not a real one.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.launch import Item, Need

rule = Rule("GTM409", "done-before-needs", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    for item in study.done:
        if item.needs:
            needs = [need for need in item.needs if _open(study, need.on)]
            if needs:
                yield _say(study, item, needs)


def _open(study: Study, on: str) -> bool:
    other = study.launch.items.get(on)
    if other is not None:
        return other.status != "done" and not study.readiness[on].settled
    view = study.gates.get(on)
    return view is not None and not view.passed


def _say(study: Study, item: Item, needs: list[Need]) -> Diagnostic:
    launch = study.launch
    first, more = needs[0].on, len(needs) - 1
    others = f" and {more} more" if more else ""
    what = f"`{first}`" if first in launch.items else f"the gate `{first}`"
    return rule.at(
        item.spot / "status",
        f"`{item.id}` is marked done, while it needs {what}{others}, still open",
        help="mark what it needs as done, or this item as doing, or take out the need",
        related=[
            (launch.items[need.on].spot.at_key(), f"`{need.on}` is {launch.items[need.on].status}")
            if need.on in launch.items
            else (launch.need_spot(item, need), f"the gate `{need.on}` is not passed")
            for need in needs
        ],
        subject=item.id,
    )
