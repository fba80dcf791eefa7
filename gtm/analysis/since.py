"""Knows what happened since the last review: the newest day before today on which something was signed or decided.

It reads what the files say with a date; it must not ask for history.
"""

from dataclasses import dataclass
from datetime import date

from gtm.analysis.readiness import PROVEN, SAID_DONE
from gtm.analysis.snapshot import Study


@dataclass(frozen=True, slots=True)
class Since:
    """The day of the last review, what was decided on it, and what happened after it, in words."""

    day: date
    what: str
    parts: tuple[str, ...]


def since(study: Study) -> Since | None:
    """None where nothing was ever signed or decided before today."""
    launch = study.launch
    found = [(day, text) for day, text in _reviews(study) if day is not None and day < launch.as_of]
    if not found:
        return None
    day = max(when for when, _ in found)
    what = dict.fromkeys(text for when, text in found if when == day)
    return Since(day, " and ".join(what), tuple(_parts(study, day)))


def _reviews(study: Study) -> list[tuple[date | None, str]]:
    found: list[tuple[date | None, str]] = [
        (one.sign_off.record.date_, f"the {study.graph.title(gate)} was signed")
        for gate, decision in study.decisions.items()
        for one in decision.signatures
        if not one.fault
    ]
    for one in study.launch.decisions:
        if one.record.chosen is not None:
            found.append((one.record.date_, f"“{one.record.title}” was decided"))
    return found


def _parts(study: Study, day: date) -> list[str]:
    """Each with its number; what did not happen is left out."""
    launch, ready = study.launch, study.readiness
    done = [
        item
        for item in study.graph.items
        if ready[item.id].kind in {PROVEN, SAID_DONE} and item.state.finished is not None and item.state.finished > day
    ]
    late = [item for item in study.graph.items if day <= item.due < launch.as_of and not ready[item.id].settled]
    asked = [one for one in launch.waivers if day < one.record.asked <= launch.as_of]
    promises = [one for decision in study.decisions.values() for one in decision.promises]
    kept = [one for one in promises if one.done is not None and day < one.done <= launch.as_of]
    missed = [one for one in promises if day <= one.due < launch.as_of and one.done is None]
    proven = sum(ready[item.id].kind == PROVEN for item in done)
    words = (
        (len(done), "item done", "items done", f", {proven} of them proven" if done else ""),
        (len(late), "item became late", "items became late", ""),
        (len(asked), "waiver asked", "waivers asked", ""),
        (len(kept), "condition kept", "conditions kept", ""),
        (len(missed), "condition missed", "conditions missed", ""),
    )
    return [f"{number} {one if number == 1 else many}{more}" for number, one, many, more in words if number]
