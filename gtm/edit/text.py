"""Knows how values become YAML text, comments and names of folders. It must not know any file.

Nothing a person typed can leave its place: values are quoted where a YAML reader could take them
for anything but text, and comments are always one line.
"""

import json
import re
import unicodedata
from datetime import date

from gtm import dates

_JOINERS = "\u200c\u200d"  # Persian words and emoji fall apart without them
_PLAIN = re.compile(r"[^\W\d_](?:[\w .()+/&'’–-]*[\w.)+’])?")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_LETTERS = str.maketrans({
    "ı": "i", "İ": "i", "ß": "ss", "ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe",
    "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "þ": "th",
})  # fmt: skip


def one_line(text: str) -> str:
    """Text without line breaks, control characters and marks that turn the reading direction."""
    kept = (sign if sign.isprintable() or sign in _JOINERS else " " for sign in text)
    return " ".join("".join(kept).split())


def scalar(text: str) -> str:
    """Text as one YAML value: plain where every reader takes it for text, else in double quotes."""
    line = one_line(text)
    if _PLAIN.fullmatch(line) and line.casefold() not in _WORDS:
        return line
    return json.dumps(line, ensure_ascii=False)


def slug(text: str, otherwise: str = "launch") -> str:
    """The name of a folder for a title: small letters, digits and dashes; accents are folded."""
    parts = unicodedata.normalize("NFKD", text.translate(_LETTERS)).casefold()
    ascii_ = "".join(
        str(unicodedata.digit(sign)) if unicodedata.digit(sign, -1) >= 0 else sign
        for sign in parts
        if not unicodedata.combining(sign)
    )
    found = re.sub(r"[^a-z0-9]+", "-", ascii_)[:60].strip("-")
    return found if re.search(r"[a-z]", found) else "-".join(filter(None, (otherwise, found)))


def day(when: date, near: date) -> str:
    """A date with its weekday, without the year when that is the year of `near`: `Tue 16 Feb`."""
    said = dates.say(when)
    return said.rsplit(" ", 1)[0] if when.year == near.year else said
