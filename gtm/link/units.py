"""Knows units of values: what is the same under another name, and how one becomes another.

It must not know metrics.
"""

from functools import lru_cache

_KINDS: dict[str, dict[str, float]] = {
    "part": {"share": 1.0, "percent": 0.01, "%": 0.01, "per mille": 0.001, "‰": 0.001},
    "time": {
        "ms": 0.001, "milliseconds": 0.001, "s": 1.0, "seconds": 1.0, "min": 60.0, "minutes": 60.0,
        "h": 3600.0, "hours": 3600.0, "d": 86400.0, "days": 86400.0, "weeks": 604800.0,
    },
}  # fmt: skip
_SIGNS = {
    "€": "eur", "$": "usd", "£": "gbp", "₺": "try", "tl": "try", "minute": "minutes", "second": "seconds",
    "hour": "hours", "day": "days", "week": "weeks", "pct": "percent", "per cent": "percent", "point": "points",
}  # fmt: skip


def plain(unit: str) -> str:
    """A unit under its usual name, in small letters."""
    word = " ".join(unit.casefold().split())
    return _SIGNS.get(word, word)


@lru_cache(1000)
def factor(given: str | None, wanted: str | None) -> float | None:
    """What a value in one unit is multiplied with to be in the other; None when they are not the same kind."""
    if given is None or wanted is None or plain(given) == plain(wanted):
        return 1.0
    for units in _KINDS.values():
        if plain(given) in units and plain(wanted) in units:
            return units[plain(given)] / units[plain(wanted)]
    return None


def per_share(unit: str | None) -> float:
    """What a share from 0 to 1 is multiplied with to be in a unit: 100 for percent."""
    return factor("share", unit) or 1.0
