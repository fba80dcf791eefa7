"""Knows how calendar files and absences become Calendars."""

from collections.abc import Mapping, Sequence

from gtm.dates import Calendar, weekend_days
from gtm.link import rules
from gtm.link.names import Names
from gtm.model import written
from gtm.schema.documents import Document
from gtm.source import Spot


def calendars(documents: Sequence[Document], names: Names) -> dict[str, Calendar]:
    """Every calendar by its id."""
    found: dict[str, Calendar] = {}
    entries = names.known["calendars"]
    for document in documents:
        record = document.records.get("calendar", {}).get("")
        if not isinstance(record, written.CalendarWritten):
            continue
        spot = Spot(document.path, ("calendar",))
        calendar = Calendar(
            weekend_days(record.weekend),
            {day: name or "Holiday" for day, name in (record.holidays or {}).items()},
        )
        if calendar.empty:
            names.found.append(
                rules.EMPTY_CALENDAR.at(
                    spot / "weekend",
                    f"calendar `{record.id}` has no working day",
                    help="leave at least one day of the week out of `weekend`",
                )
            )
            calendar = Calendar(frozenset(), calendar.holidays)
        if names.add("calendars", entries, record.id, record, spot):
            found[record.id] = calendar
    return found


def personal(
    people: Mapping[str, written.Person], known: Mapping[str, Calendar], usual: Calendar
) -> dict[str, Calendar]:
    """Each person's calendar: their own, else the launch's, less their absences."""
    out: dict[str, Calendar] = {}
    for name, person in people.items():
        base = known.get(person.calendar or "", usual)
        out[name] = Calendar(base.weekend, base.holidays, person.away) if person.away else base
    return out
