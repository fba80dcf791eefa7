"""Knows in words what the personas a launch serves have done to an item. It must not change anything."""

from datetime import date

from gtm.dates import Offset, say
from gtm.model.changed import Changed
from gtm.model.launch import Item, Launch
from gtm.model.written import Effort


def title(launch: Launch, persona: str) -> str:
    """A persona's title for screens."""
    from gtm.model.audience import audience_of

    known = (whom.personas or {}) if (whom := audience_of(launch)) is not None else {}
    record = known.get(persona)
    return record.title if record is not None else persona


def sentences(launch: Launch, item: Item) -> list[str]:
    """One sentence a change; an agreed date or an own estimate of the team counts before them, and that is said."""
    return [_sentence(launch, item, one) for one in item.changed]


def _sentence(launch: Launch, item: Item, one: Changed) -> str:
    because = f"because of the persona {title(launch, one.persona)}, which this launch serves"
    why = f": {one.why}" if one.why else ""
    if one.what == "added":
        return f"It is in the plan {because}{why}"
    word = "Its due date is" if one.what == "due" else "Its effort is"
    return f"{word} {_instead(one)} {because}{_agreed(item, one)}{why}"


def change(item: Item, one: Changed) -> str:
    """A changed date or effort in few words, where the persona is named already."""
    why = f": {one.why}" if one.why else ""
    return f"{'due' if one.what == 'due' else 'effort'} {_instead(one)}{_agreed(item, one)}{why}"


def _instead(one: Changed) -> str:
    return _said(one.after) + (f" instead of {_said(one.before)}" if one.before is not None else "")


def _agreed(item: Item, one: Changed) -> str:
    over = item.state.due if one.what == "due" else item.state.effort
    return " (the team has agreed on another since)" if over is not None else ""


def _said(value: object) -> str:
    if isinstance(value, Effort):
        parts = dict.fromkeys(f"{part:g}" for part in (value.optimistic, value.likely, value.pessimistic))
        return f"{' to '.join(parts)} days"
    if isinstance(value, Offset):
        return value.text
    return say(value) if isinstance(value, date) else str(value)
