"""An item is due before what it needs can be finished.

Counted from the due date of each open need, plus the lag, plus the item's own likely effort in
working days, plus its wait. Give the item a later date, the need an earlier one, or a smaller
effort where that is the truth. Work that needs a gate may be done on the day of the gate.
"""

import math
from collections.abc import Iterator
from datetime import date

from gtm.dates import Calendar, Length, add_days, say, say_working
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Item, Launch, Need

rule = Rule("GTM304", "due-before-needs", Severity.WARNING)
proves = True

_OVER = frozenset({"done", "not-applicable"})
_MOST = 2000  # working days; no effort is larger, and `left` should not be either


def check(launch: Launch, graph: LaunchGraph) -> Iterator[Diagnostic]:
    looped = _looped(graph)
    ready_on = _ready(launch, graph)
    later = _Steps(launch.calendar)
    for item in graph.items:
        if not item.needs or item.state.status in _OVER:
            continue
        worst: tuple[date, Need] | None = None
        days = _effort(item)
        wait = item.state.wait or item.definition.wait
        for need in item.needs:
            ready = ready_on.get(need.on)
            if ready is None:
                continue
            finish = later.after(later.work(later.after(ready, need.lag), days), wait)
            if finish <= item.due or (item.id, need.on) in looped or need.on == item.id:
                continue
            if worst is None or finish > worst[0]:
                worst = finish, need
        if worst is not None:
            yield _say(launch, item, *worst)


class _Steps:
    """Steps through one calendar; equal steps from equal days are counted once."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._known: dict[tuple[date, int], date] = {}

    def work(self, day: date, days: int) -> date:
        """The last of so many working days after a day."""
        if not days:
            return day
        found = self._known.get((day, days))
        if found is None:
            found = self._known[day, days] = self._calendar.add(day, days)
        return found

    def after(self, day: date, length: Length | None) -> date:
        if length is None or not length.count:
            return day
        return self.work(day, length.count) if length.working else add_days(day, length.count)


def _looped(graph: LaunchGraph) -> set[tuple[str, str]]:
    """Needs that are links of a loop: no dates could satisfy them, and the loop is told already."""
    ids = graph.ids
    return {(ids[edge.after], ids[edge.before]) for loop, _ in graph.loops for edge in loop}


def _ready(launch: Launch, graph: LaunchGraph) -> dict[str, date]:
    """The last day of what can be waited for: open items, and gates, which take the day itself."""
    ready = {item.id: item.due for item in graph.items if item.state.status not in _OVER}
    for gate in launch.gates:
        ready[gate.id] = add_days(gate.due, -1)
    return ready


def _effort(item: Item) -> int:
    """Whole working days still to be worked; one where nobody has estimated."""
    left = item.state.left
    if left is None:
        effort = item.state.effort or item.definition.effort
        left = effort.likely if effort is not None else 1
    return math.ceil(max(0, min(left, _MOST)))


def _say(launch: Launch, item: Item, finish: date, need: Need) -> Diagnostic:
    short = max(launch.calendar.between(item.due, finish), 1)
    other = launch.items.get(need.on)
    due = other.due if other is not None else launch.gate_due(need.on)
    what = f"`{need.on}`" if other is not None else f"the gate `{need.on}`"
    until = f", due {say(due)}," if due is not None else ""
    return rule.at(
        item.due_spot,
        f"`{item.id}` is due {say(item.due)}, {say_working(short)} before it can be finished: "
        f"it needs {what}{until} and takes {say_working(_effort(item))}",
        help=f"it can be finished on {say(finish)}; move this date, or the date of what it needs",
        related=[
            (launch.need_spot(item, need), f"`{item.id}` waits for `{need.on}`"),
            *([(other.due_spot, f"`{other.id}` is due {say(other.due)}")] if other else []),
        ],
        subject=item.id,
    )
