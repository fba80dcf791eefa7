"""Knows how text from files becomes HTML that only shows: cleaned, escaped, set apart, linked safely.

It must not know where on the page it stands.
"""

import re
from datetime import date
from html import escape

from markupsafe import Markup

from gtm.analysis.snapshot import Study
from gtm.dates import LONG, MONTHS, WEEKDAYS, never
from gtm.source import clean

_SAFE_LINK = re.compile(r"(?:https?://[^\s<>\"'\\]+|mailto:[^\s<>\"'\\]+)", re.IGNORECASE)


def lines(text: str) -> str:
    """Text with its own line ends and nothing else that acts."""
    if "\n" not in text:
        return clean(text)
    return "\n".join(clean(line) for line in text.strip("\r\n").split("\n"))


def harmless(value: object) -> object:
    """What a template prints, before it is escaped; markup of our own passes."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return lines(value)
    return value


def esc(text: str) -> str:
    """Text as HTML, for content and for attributes in double quotes."""
    return escape(lines(text))


def bdi(text: str) -> Markup:
    """A word or sentence from a file inside ours: its direction is its own."""
    return Markup("<bdi>{}</bdi>").format(lines(text))


def safe_link(address: str) -> str | None:
    """An address a page may link to: http, https or mailto; None for everything else."""
    return address if clean(address) == address and _SAFE_LINK.fullmatch(address) else None


def outside(address: str) -> Markup:
    """An address as a link when it is a safe one, else as the text it is."""
    if safe_link(address) is None:
        return Markup("<code><bdi>{}</bdi></code>").format(lines(address))
    return Markup('<a href="{0}" rel="noopener noreferrer"><bdi>{0}</bdi></a>').format(address)


class Days:
    """How dates are said on one page: with the weekday, and with the year where it could be mistaken."""

    def __init__(self, as_of: date) -> None:
        self._as_of = as_of
        self._known: dict[date, Markup] = {}

    def __call__(self, day: date | None) -> Markup:
        if day is None:
            return Markup("–")
        found = self._known.get(day)
        if found is None:
            found = self._known[day] = self._time(day)
        return found

    def _time(self, day: date) -> Markup:
        if never(day):
            return Markup("never")
        year = f" {day.year}" if abs((day - self._as_of).days) > 180 else ""
        text = f"{WEEKDAYS[day.weekday()].capitalize()} {day.day} {MONTHS[day.month - 1]}{year}"
        return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), text)


def anchor(id: str) -> str:
    """The address of an item or gate on the page, escaped for an attribute."""
    return f"#{esc(id)}" if "." in id else f"#gate-{esc(id)}"


def title(study: Study, id: str) -> str:
    """What to call an item or gate: twins of several markets are told apart."""
    item = study.launch.items.get(id)
    name = study.graph.title(id)
    return f"{name} ({item.market})" if item is not None and item.market else name


def plural(number: int, word: str, many: str = "") -> str:
    """A number with its word: 1 item, 2 items; of days, no count that nobody can picture."""
    if word == "working day" and number > LONG:
        return "more than 20 years"
    return f"{number} {word if number == 1 else many or word + 's'}"
