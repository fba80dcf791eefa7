"""Knows how to say that something is wrong: Severity, Rule, Diagnostic. It must not know what is wrong.

A diagnostic names one primary Spot and any number of related ones; the pipeline adds the
Spans. User mistakes are always values of this kind, never exceptions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from gtm.source import Span, Spot


class Severity(IntEnum):
    """How loud: advice informs, a warning should be mended, an error must be."""

    ADVICE = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        return self.name.lower()


Related = tuple[tuple[Spot | Span, str], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong: a stable code, a slug named after the fault, a usual severity.

    `about` is the explanation that `gtm explain` prints; rules in gtm/checks take it from
    their module's docstring. `fixed` rules are errors that no policy may change.
    """

    code: str
    slug: str
    severity: Severity
    about: str = ""
    fixed: bool = False

    def at(
        self,
        spot: Spot | Span,
        message: str,
        *,
        help: str = "",
        related: Iterable[tuple[Spot | Span, str]] = (),
        subject: str = "",
        severity: Severity | None = None,
    ) -> "Diagnostic":
        """Say that this rule is broken at `spot`; `subject` is the id of the item or gate it concerns.

        `severity` is for a case that is louder or quieter than the rule usually is.
        """
        places = tuple((place, line(text)) for place, text in related)
        return Diagnostic(self, severity or self.severity, line(message), spot, line(help), places, subject)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What is wrong (message), where (spot, span), why (related) and what to write (help)."""

    rule: Rule
    severity: Severity
    message: str
    spot: Spot | Span
    help: str = ""
    related: Related = ()
    subject: str = ""

    @property
    def span(self) -> Span:
        """The placed span; the whole file while the diagnostic has not been placed."""
        return self.spot if isinstance(self.spot, Span) else Span(self.spot.path)

    def placed(self, spot: Span, related: Sequence[tuple[Span, str]]) -> "Diagnostic":
        return replace(self, spot=spot, related=tuple(related))

    @property
    def order(self) -> tuple[Span, str, str]:
        return (self.span, self.rule.code, self.message)


def line(text: str, limit: int = 600) -> str:
    """One line of at most `limit` characters: titles and names come from files, as people wrote them."""
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return text if text.isprintable() else " ".join(text.split())


_MANY = 60


def suggest(word: str, known: Iterable[str], limit: int = 1) -> list[str]:
    """The known words nearest to a misspelt one, best first."""
    if not word or len(word) > 200:
        return []
    from difflib import get_close_matches

    folded: dict[str, str] = {}
    for name in known:
        folded.setdefault(name.casefold(), name)
    if word.casefold() in folded:
        return [folded[word.casefold()]]
    wanted = word.casefold()
    names: Iterable[str] = folded
    if len(folded) > _MANY:  # difflib compares slowly: first keep those that share most of the word
        parts = {wanted[at : at + 3] for at in range(len(wanted) - 2)}
        names = sorted(folded, key=lambda name: (-sum(part in name for part in parts), abs(len(name) - len(wanted))))[
            :_MANY
        ]
    return [folded[name] for name in get_close_matches(wanted, names, limit, 0.65)]


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A help line: the nearest known word, else the known words themselves when they are few."""
    names = list(known)
    near = suggest(word, names)
    if near:
        return f"did you mean `{near[0]}`?"
    if otherwise:
        return otherwise
    if 0 < len(names) <= 12:
        return f"known here: {', '.join(sorted(names))}"
    return ""
