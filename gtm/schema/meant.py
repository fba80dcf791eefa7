"""Knows what people usually mean when they type a date or a status that the format does not know.

It only suggests what to write; it must not read a value any other way than the format does.
"""

import re
from calendar import monthrange
from datetime import date

from gtm.dates import MONTHS

_YEAR_FIRST = re.compile(r"(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})[./-](\d{4}|\d{2})")
_WORDED = re.compile(r"(\d{1,2})\.? ([A-Za-z]{3})[a-z]*\.?,? (\d{4})|([A-Za-z]{3})[a-z]* (\d{1,2}),? (\d{4})")

_STATUS = {
    "todo": ("to do", "open", "new", "not started", "planned", "pending", "backlog"),
    "doing": ("in progress", "in work", "wip", "ongoing", "started", "under way", "in review", "review"),
    "blocked": ("waiting", "on hold", "stuck", "paused"),
    "done": ("complete", "completed", "finished", "closed"),
    "not-applicable": ("n/a", "na", "not applicable", "not needed", "skipped"),
}


def status(text: str) -> str:
    """The status a word of another tracker stands for; empty when none is near."""
    plain = " ".join(text.casefold().replace("_", " ").replace("-", " ").split())
    found = [word for word, others in _STATUS.items() if plain in others or f"{plain} ".startswith(f"{others[0]} ")]
    return found[0] if found else ""


def day(text: str) -> str:
    """What to write for a date in another form; empty when it is none, or could be two days."""
    text = text.strip()
    first, last, worded = _YEAR_FIRST.fullmatch(text), _YEAR_LAST.fullmatch(text), _WORDED.fullmatch(text)
    if first:
        return _say(int(first[1]), int(first[2]), int(first[3]))
    if last:
        a, b = int(last[1]), int(last[3])
        year = int(last[4]) + (2000 if len(last[4]) == 2 else 0)
        if last[2] == "." or a > 12 or a == b:  # 21.1.2027 is day first; 3/4/2027 may be either
            return _say(year, b, a)
        return _say(year, a, b) if b > 12 else ""
    if worded:
        names = [name.casefold() for name in MONTHS]
        month = (worded[2] or worded[4]).casefold()
        if month in names:
            return _say(int(worded[3] or worded[6]), names.index(month) + 1, int(worded[1] or worded[5]))
    return ""


def _say(year: int, month: int, number: int) -> str:
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= number <= 31):
        return ""
    most = monthrange(year, month)[1]
    if number > most:
        return f"{MONTHS[month - 1]} {year} has {most} days"
    return f"write {date(year, month, number).isoformat()}"
