"""Knows how one value is read from text: dates, numbers, ids, links; and how to say what is wrong with it.

It must not know records or files.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from typing import Any
from unicodedata import combining, normalize

from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from gtm.dates import Length, Offset, parse_day, parse_days, parse_length, parse_offset
from gtm.model import written
from gtm.schema import meant

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)?")
_NUMBER = re.compile(r"[+-]?(\d{1,12}|\d{1,3}(?:_\d{3})+)(\.\d{1,9})?")
_LINK = re.compile(r"(https?://[^\s/]\S*|mailto:[^\s@]+@\S+)", re.IGNORECASE)  # one way to match: never slow
# Numbers beyond these would silently drop items or turn dates around.
_LIMITS = {
    "tier": (1, 3), "compress": (0.01, 10), "left": (0, 100_000), "practice": (1, 10), "year_starts": (1, 12),
    "realised": (0, 1), "people": (0, 999_999), "load_limit": (0, 999_999),
}  # fmt: skip
_MOST_AT_A_TIME = 1_000


def limits(name: str) -> tuple[float, float] | None:
    """The smallest and the largest number that a key takes; None where any will do."""
    return (1, _MOST_AT_A_TIME) if name == "capacity" else _LIMITS.get(name)


def _fault(slug: str, message: str, help: str) -> PydanticCustomError:
    return PydanticCustomError(slug, "{said}", {"said": message, "help": help})


def plain(parse: Any) -> CoreSchema:
    """The validator that reads text, each distinct text once."""
    seen: dict[str, Any] = {}

    def read(value: Any) -> Any:
        if value.__class__ is not str:
            raise _fault("wrong-type", f"text is expected here, not {noun(value)}", "write one value")
        known = seen.get(value)
        if known is None:
            known = parse(value)
            if len(seen) < 5000:
                seen[value] = known
        return known

    return core_schema.no_info_plain_validator_function(read)


def noun(value: Any) -> str:
    """What a YAML value is, in plain words."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return "text"


def _day(text: str) -> date:
    day = parse_day(text.strip())
    if day is None:
        raise _fault("bad-date", f"`{clip(text)}` is not a date", meant.day(text) or "dates are written 2027-01-31")
    return day


def _when(text: str) -> Offset | date:
    day = parse_day(text)
    if day is not None:
        return day
    offset = parse_offset(text)
    if offset is None:
        part = re.fullmatch(r"([A-Za-z][A-Za-z0-9-]*?)\s*([+-])\s*(\d{1,5})\s*(wd|d|w)?\w*", text)
        hint = (
            f"write {part[1]}{part[2]}{part[3]}{part[4] or 'd'}"
            if part
            else meant.day(text) or "write T-14d, T+2w, gate-5wd or 2027-01-31"
        )
        raise _fault("bad-date", f"`{clip(text)}` is neither an offset nor a date", hint)
    return offset


def _length(text: str) -> Length:
    length = parse_length(text)
    if length is None:
        raise _fault("bad-date", f"`{clip(text)}` is not a length of time", "write 10d, 2w or 3wd")
    return length


def _days(text: str) -> tuple[date, date]:
    days = parse_days(text)
    if days is None:
        raise _fault("bad-date", f"`{clip(text)}` is not a range of days", "write 2026-12-24..2027-01-04")
    return days


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text.strip()):
        hint = text.strip().replace(",", ".") if "," in text else "12 or 0.5"
        raise _fault("wrong-type", f"`{clip(text)}` is not a number", f"write {hint}")
    return float(text.replace("_", ""))


def _whole(text: str) -> int:
    if not re.fullmatch(r"[+-]?\d{1,9}", text.strip()):
        raise _fault("wrong-type", f"`{clip(text)}` is not a whole number", "write 3")
    return int(text)


def _within(read: Callable[[str], float], low: float, high: float, text: str) -> float:
    number = read(text)
    if not low <= number <= high:
        raise _fault("unknown-value", f"`{clip(text)}` is out of range", f"write a number from {low:g} to {high:g}")
    return number


def _at_a_time(text: str) -> int:
    if not re.fullmatch(r"[+]?\d{1,4}", text.strip()) or not 1 <= int(text) <= _MOST_AT_A_TIME:
        hint = "write 1 or more; for somebody with half their time write longer efforts, or days under `away:`"
        raise _fault("unknown-value", f"`{clip(text)}` is no number of items somebody works on at a time", hint)
    return int(text)


def _flag(text: str) -> bool:
    if text not in {"true", "false"}:
        raise _fault("unknown-value", f"`{clip(text)}` is neither true nor false", "write true or false")
    return text == "true"


def not_an_id(text: str) -> str:
    """What is said about text that stands where an id belongs."""
    return f"`{clip(text)}` is not an id"


def _slug(text: str) -> str:
    if not SLUG.fullmatch(text) or len(text) > 100:
        near = slugged(text) or "small letters, digits and -"
        hint = f"write {near}, or the id that this name has" if " " in text.strip() else f"write {near}"
        raise _fault("bad-id", not_an_id(text), hint)
    return text


def full_id(text: str) -> str:
    """An item's id, as it is."""
    if not ID.fullmatch(text) or len(text) > 200:
        raise _fault("bad-id", not_an_id(text), "ids look like stage.team.name, in small letters")
    return text


def _relative(text: str) -> str:
    parts = text.split("/")
    if text.startswith("/") or "\\" in text or ".." in parts or ":" in parts[0] or "\0" in text:
        raise _fault(
            "outside-workspace",
            f"`{clip(text)}` leaves the workspace",
            "write a path inside it: proofs/test-report.pdf",
        )
    return text


def _colour(text: str) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text.strip()):
        raise _fault("wrong-type", f"`{clip(text)}` is not a colour", 'write it as "#1d4f91", in quotes')
    return text.strip().lower()


def _language(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", text.strip()):
        raise _fault("wrong-type", f"`{clip(text)}` is not a language", "write its short name: en, tr, fa")
    return text.strip()


def _link(text: str) -> str:
    if not _LINK.fullmatch(text.strip()):
        raise _fault(
            "bad-link",
            f"`{clip(text)}` is not a web or mail address",
            "links start with https://; use ref for anything else",
        )
    return text.strip()


def clip(text: str, limit: int = 60) -> str:
    """A value for a message: one line, and not longer than `limit` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def slugged(text: str) -> str:
    """The nearest legal slug to what was typed; empty when nothing is left of it."""
    bare = normalize("NFKD", text.casefold().replace("ı", "i"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(one for one in bare if not combining(one))).strip("-")[:60]


def _effort(value: Any) -> written.Effort:
    """One number or three; equal texts share one value."""
    key = tuple(value) if isinstance(value, list) and all(isinstance(part, str) for part in value) else value
    known = _EFFORTS.get(key) if isinstance(key, (str, tuple)) else None
    if known is None:
        known = _new_effort(value)
        if len(_EFFORTS) < 5000:
            _EFFORTS[key] = known
    return known


def _new_effort(value: Any) -> written.Effort:
    if isinstance(value, list):
        if len(value) != 3 or not all(isinstance(part, str) for part in value):
            raise _fault("wrong-type", "an effort is one number or three", "write [2, 4, 8]: best, likely, worst")
        parts = [_number(part) for part in value]
    elif isinstance(value, str):
        if not re.fullmatch(rf"{_NUMBER.pattern}|\d+,\d+", value.strip()):
            three = re.findall(r"\d+(?:\.\d+)?", value)
            said = ", ".join(three) if len(three) == 3 else "2, 4, 8"
            hint = f"write [{said}]" if len(three) == 3 else f"write 4, 0.5 or [{said}]: best, likely, worst"
            raise _fault("wrong-type", f"`{clip(value)}` is neither one number of working days nor three", hint)
        parts = [_number(value)] * 3
    else:
        raise _fault("wrong-type", f"an effort is one number or three, not {noun(value)}", "write [2, 4, 8]")
    low, likely, high = parts
    if low < 0 or high > 2000:
        raise _fault("unknown-value", "an effort lies between 0 and 2000 working days", "write [2, 4, 8]")
    if not low <= likely <= high:
        raise _fault(
            "unknown-value",
            "an effort grows: best, likely, worst",
            f"write [{', '.join(f'{part:g}' for part in sorted(parts))}]",
        )
    return written.Effort(low, likely, high)


_EFFORTS: dict[Any, written.Effort] = {}


@cache
def scalars() -> dict[Any, CoreSchema]:
    """The validator of each type that is one value."""
    text = core_schema.str_schema()
    return {
        str: text,
        date: plain(_day),
        float: plain(_number),
        int: plain(_whole),
        bool: plain(_flag),
        Length: plain(_length),
        written.Id: plain(full_id),
        written.Slug: plain(_slug),
        written.Relative: plain(_relative),
        written.Colour: plain(_colour),
        written.Language: plain(_language),
        written.Effort: core_schema.no_info_plain_validator_function(_effort),
        written.When: plain(_when),
        written.Days: plain(_days),
    }


def named(kind: Any, name: str) -> CoreSchema | None:
    """The validator of a scalar whose key narrows it; None for all others."""
    if name == "link" and kind is str:
        return plain(_link)
    if name == "capacity" and kind is int:
        return plain(_at_a_time)
    if name in _LIMITS and kind in (int, float):
        return plain(partial(_within, _whole if kind is int else _number, *_LIMITS[name]))
    return None
