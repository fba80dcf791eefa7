"""Knows which of the changes that served personas ask of an item count, and the definition they make.

It must not know personas, so that a launch without them never loads their records.
"""

from dataclasses import replace
from datetime import date

from gtm.link.gates import Dates
from gtm.link.playbook import Defined
from gtm.model import written
from gtm.model.changed import Changed


def definition(
    defined: Defined, anchor: date, gate: str, dates: Dates
) -> tuple[written.Definition, tuple[Changed, ...]]:
    """An item's definition as the served personas want it, and which of their changes count.

    Of two due dates the earlier counts, of two efforts the larger.
    """
    made, counts = defined.definition, []
    dues = [(dates.read(one.after, anchor, gate, one.spot), one) for one in defined.changed if one.what == "due"]
    efforts = [one for one in defined.changed if one.what == "effort"]
    counts += [one for one in defined.changed if one.what == "added"]
    known = [(day, one) for day, one in dues if day is not None]
    if known:
        _, due = min(known, key=lambda one: one[0])
        made = replace(made, due=due.after)
        counts.append(due)
    if efforts:
        effort = max(efforts, key=_size)
        made = replace(made, effort=effort.after)
        counts.append(effort)
    return made, tuple(counts)


def _size(change: Changed) -> tuple[float, float]:
    effort = change.after
    return (effort.likely, effort.pessimistic) if isinstance(effort, written.Effort) else (0.0, 0.0)
