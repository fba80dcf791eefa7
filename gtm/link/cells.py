"""Knows how other tools write numbers and dates in a cell, and what to say when it is neither.

It must not know files, columns or metrics.
"""

import re
from datetime import date
from typing import NamedTuple

_NUMBER = re.compile(r"([+-]?[0-9][0-9.,'\u00a0\u202f ]*|[+-]?[.,][0-9]+)\s*([^\s\d][^\d]{0,19})?")
_THOUSANDS = {"point": re.compile(r"[+-]?\d{1,3}([,'\u00a0\u202f ]\d{3})+\.\d+|[+-]?\d{1,3}(['\u00a0\u202f ]\d{3})+"),
              "comma": re.compile(r"[+-]?\d{1,3}([.'\u00a0\u202f ]\d{3})+(,\d+)?")}  # fmt: skip
_PLAIN = {"point": re.compile(r"[+-]?(\d{1,15}(\.\d*)?|\.\d+)"), "comma": re.compile(r"[+-]?(\d{1,15}(,\d*)?|,\d+)")}
_DAY = re.compile(r"(\d{1,4})[-./](\d{1,2})[-./](\d{1,4})(?:[T ].*)?")
_ORDERS = {"ymd": (0, 1, 2), "dmy": (2, 1, 0), "mdy": (2, 0, 1)}
LARGEST = 1e15


class Fault(Exception):
    """A cell that cannot be read: what is wrong, and what to write."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.message, self.help = message, help


class Number(NamedTuple):
    """A number and the unit written behind it."""

    value: float
    unit: str | None = None


def number(text: str, decimal: str) -> Number:
    """A cell as a number, in the way the file writes them. Raises Fault."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        raise Fault(f"`{_clip(text)}` is not a number", "write 12 or 0.5, or leave the row out")
    digits, unit = match[1].strip(), match[2]
    other = "comma" if decimal == "point" else "point"
    if _PLAIN[decimal].fullmatch(digits) is None:
        if _THOUSANDS[decimal].fullmatch(digits) is None:
            if _PLAIN[other].fullmatch(digits) or _THOUSANDS[other].fullmatch(digits):
                raise Fault(f"`{_clip(text)}` has a decimal {other}", f"write `decimal: {other}` beside `file:`")
            raise Fault(f"`{_clip(text)}` is not a number", "write 12 or 0.5, or leave the row out")
        digits = re.sub(r"[^0-9+.,-]", "", digits).replace("," if decimal == "point" else ".", "")
    return Number(float(digits.replace(",", ".")), unit.strip() if unit else None)


def day(text: str, order: str) -> date:
    """A cell as a date, in the order the file writes them; a time behind it is passed over. Raises Fault."""
    match = _DAY.fullmatch(text.strip())
    if match is not None:
        found = _made(match, order)
        if found is not None:
            return found
        fitting = [one for one in _ORDERS if _made(match, one) is not None]
        if fitting:
            wanted = {"ymd": "2027-01-31", "dmy": "31.01.2027", "mdy": "01/31/2027"}[order]
            raise Fault(
                f"`{_clip(text)}` is not a date such as {wanted}", f"write `dates: {fitting[0]}` beside `file:`"
            )
    raise Fault(f"`{_clip(text)}` is not a date", "write the day as 2027-01-31")


def _made(match: re.Match[str], order: str) -> date | None:
    parts = match.groups()
    year, month, day = (parts[at] for at in _ORDERS[order])
    if len(year) != 4:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _clip(text: str, limit: int = 40) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
