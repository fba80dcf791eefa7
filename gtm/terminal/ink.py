"""Knows the few colours of plain lines, by meaning. It must not carry facts: every mark has its word."""

_CODES = {"good": "32", "bad": "31;1", "warn": "33;1", "quiet": "2", "strong": "1"}


def paint(text: str, meaning: str, color: bool) -> str:
    """Text in the colour of its meaning; the text itself without colour."""
    return f"\x1b[{_CODES[meaning]}m{text}\x1b[0m" if color and text else text


def mark(good: bool, word: str, color: bool) -> str:
    """A sign and its word: ✔ met, ✖ open."""
    return paint(f"{'✔' if good else '✖'} {word}", "good" if good else "bad", color)
