"""Knows when two teams mean the same trait, and how far two lists of traits agree. It must not know files or dates."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from math import fsum

_ALIKE = str.maketrans({"ı": "i", "ي": "ی", "ى": "ی", "ك": "ک", "ـ": None, "\u200c": " ", "\u200d": None})
_DOTTED = re.compile("i\u0307+")
_SHORT, _LONG = 6, 100  # letters between which texts are held against each other
_PARTING = re.compile(r"[\s\-‐‑‒–—_/,;:.!?'’\"“”()]+")


def fold(text: str) -> str:
    """A text under which its spellings are one: case, blanks, dashes, accents on i, Arabic and Persian letters."""
    # Unicode's compatibility caseless match; the dot that casefolding leaves on a Turkish i goes with it.
    plain = unicodedata.normalize("NFD", text.translate(_ALIKE)).casefold()
    plain = unicodedata.normalize("NFKD", plain).casefold()
    plain = unicodedata.normalize("NFKC", _DOTTED.sub("i", plain))
    return _PARTING.sub(" ", plain.translate(_ALIKE)).strip()


def named(traits: Iterable[str], vocabulary: Mapping[str, str | None]) -> dict[str, str]:
    """Traits by what they mean, each with the words to show: of the vocabulary where it has them, else as written."""
    by_words = {fold(title or id): id for id, title in vocabulary.items()}
    found: dict[str, str] = {}
    for trait in traits:
        id = trait if trait in vocabulary else by_words.get(fold(trait))
        if id is not None:
            found.setdefault(id, vocabulary[id] or id)
        elif fold(trait):
            found.setdefault(fold(trait), " ".join(trait.split()))
    return found


def overlap(one: Collection[str], other: Collection[str]) -> float | None:
    """Shared traits of all that either names, 0 to 1; None when neither names one."""
    every = {*one, *other}
    return len({*one} & {*other}) / len(every) if every else None


def mean(values: Iterable[float]) -> float | None:
    """Their mean, whatever their order, without the dust of binary fractions; None of nothing."""
    known = list(values)
    return round(fsum(known) / len(known), 12) if known else None


def nearly(one: str, other: str) -> bool:
    """Whether two different traits are written so alike that they may be one: Mid-size firm, Mid-size firms."""
    if one == other or min(len(one), len(other)) < _SHORT or max(len(one), len(other)) > _LONG:
        return False
    if any(letter.isdigit() for letter in one + other):  # 50 users are not 500 users
        digits = [re.findall(r"\d+", text) for text in (one, other)]
        if digits[0] != digits[1]:
            return False
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.88
