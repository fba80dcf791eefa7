"""Knows how to read what a person says about a new launch, and what to say when it cannot be meant.

Traits, markets, tier, date, time zone: the same reading serves options and questions. It must not
know how they were asked for.
"""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo, available_timezones

from gtm.dates import parse_day, parse_offset
from gtm.diagnostics import did_you_mean
from gtm.edit.text import one_line, slug
from gtm.model import written

TIERS = {1: "major: a new product or market", 2: "medium: a larger addition", 3: "small: a feature"}
_NOTHING = frozenset({"", "-", "none", "no"})


class Unclear(ValueError):
    """An answer that cannot be meant; its text says what to write instead."""


def words(text: str) -> list[str]:
    """The parts of a list typed with commas or blanks; `none` is an empty one."""
    found = [part for part in re.split(r"[\s,;]+", text.strip()) if part]
    return [] if len(found) == 1 and found[0].casefold() in _NOTHING else found


def title(text: str) -> str:
    found = one_line(text)
    if not found:
        raise Unclear("a title is needed, such as Atlas 2.0")
    if len(found) > 200:
        raise Unclear("a title of up to 200 letters fits on a screen")
    return found


def launch_date(text: str) -> date:
    found = parse_day(text.strip())
    if found is None:
        raise Unclear(f"`{one_line(text)}` is not a date; write 2027-01-31")
    if not 1990 <= found.year <= 2200:
        raise Unclear(f"the year {found.year} cannot be meant; write 2027-01-31")
    return found


def tier(text: str) -> int:
    if text.strip() not in {"1", "2", "3"}:
        raise Unclear(f"`{one_line(text)}` is no tier; write 1 ({TIERS[1]}), 2 ({TIERS[2]}) or 3 ({TIERS[3]})")
    return int(text)


def traits(text: str, known: Sequence[str]) -> list[str]:
    """Traits by name, or by their number in `known`; said in the order of `known`."""
    found: set[str] = set()
    for word in words(text):
        if word.isdecimal() and 1 <= int(word) <= len(known):
            found.add(known[int(word) - 1])
        elif word.casefold() in known:
            found.add(word.casefold())
        else:
            listed = f"known: {', '.join(known)}"
            raise Unclear(f"there is no trait `{one_line(word)}`; {did_you_mean(word, known, listed)}")
    return [name for name in known if name in found]


def markets(text: str) -> dict[str, str]:
    """Markets, each with what its date is: `tr,de=2027-03-02` or `de=T+2w`; T unless said."""
    found: dict[str, str] = {}
    for word in words(text):
        name, _, when = word.partition("=")
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name.casefold()):
            raise Unclear(f"`{one_line(name)}` is no name of a market; write {slug(name, 'tr')}")
        if name.isdecimal():
            raise Unclear(f"`{name}` is no name of a market; write countries by two letters, such as tr,de")
        offset = parse_offset(when) if when else None
        if when and parse_day(when) is None and (offset is None or offset.anchor != "T"):
            raise Unclear(
                f"`{one_line(when)}` is no date of a market; "
                f"write {name.casefold()}=2027-01-31 or {name.casefold()}=T+2w"
            )
        found[name.casefold()] = when or "T"
    return found


def implied(markets: Iterable[str], known: Mapping[str, written.TraitWritten]) -> dict[str, list[str]]:
    """Traits that markets bring with them, each with those markets."""
    there = list(markets)
    found = {name: [one for one in there if one in (trait.markets or ())] for name, trait in known.items()}
    return {name: because for name, because in found.items() if because}


def uncoded(markets: Iterable[str]) -> list[str]:
    """Markets not written as a country's two letters, which no trait of the playbook can know."""
    return [one for one in markets if len(one) != 2]


def timezone(text: str) -> str:
    name = text.strip()
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        near = did_you_mean(name, available_timezones(), "write it as Europe/Istanbul")
        raise Unclear(f"there is no time zone `{one_line(name)}`; {near}") from None
    return name


def local_timezone() -> str:
    """This machine's time zone by its name; UTC when it has none that can be told."""
    link = os.path.realpath("/etc/localtime").rpartition("zoneinfo/")[2]
    try:
        return timezone(os.environ.get("TZ", "").lstrip(":") or link).removeprefix("Etc/")
    except Unclear:
        return "UTC"


def folder(text: str) -> str:
    """The name of a launch's folder from what was typed for it."""
    if not one_line(text):
        raise Unclear("a launch needs a name, such as atlas")
    return slug(text)
