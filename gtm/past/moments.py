"""Knows git's seconds as instants. It must not know whose clock shows them."""

from datetime import UTC, datetime

_LATEST = 32_503_680_000  # the year 3000


def moment(seconds: int) -> datetime:
    """Seconds since 1970 as an instant, held inside the years that a date can have everywhere."""
    return datetime.fromtimestamp(min(max(seconds, 0), _LATEST), UTC)
