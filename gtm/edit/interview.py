"""Knows which questions a new launch is asked about, in which order, and what they explain.

How they are put, on a terminal or by options, is the business of whoever answers. It must not know
commands, disks or how files are compiled.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Protocol, TypeVar

from gtm.dates import say
from gtm.edit import answers
from gtm.edit.scaffold import Setup
from gtm.edit.text import one_line
from gtm.model import written

Value = TypeVar("Value")


class Partner(Protocol):
    """Who answers: a person on a terminal, or options."""

    def value(self, option: str, read: Callable[[str], Value], question: str, default: str | None = None) -> Value:
        """One answer, read; asked again while it cannot be meant."""
        ...

    def note(self, text: str) -> None:
        """A word that helps with the next answer."""
        ...

    def tell(self, text: str) -> None:
        """A word that matters even when nobody is asked."""
        ...


def launch(
    partner: Partner,
    name: str | None,
    known: Mapping[str, written.TraitWritten],
    today: date,
    count: Callable[[Setup], int],
) -> Setup:
    """All about a launch; `name` is its folder if that was said, `count` counts its items."""
    title = partner.value("title", answers.title, "What is launched (title)", name)
    when = partner.value("date", answers.launch_date, "Launch date, written 2027-01-31")
    partner.note(f"  {say(when)}, {_distance((when - today).days)}.")
    partner.note("What kind of product and launch is it? Choose everything that is true.")
    partner.note(_menu(known))
    question = "Numbers or names, with commas (none: -)"
    traits = partner.value("traits", lambda text: answers.traits(text, list(known)), question)
    question = "Markets, with commas, such as tr,de"
    markets = partner.value("markets", answers.markets, question, "-")
    for trait, because in answers.implied(markets, known).items():
        if trait not in traits:
            traits.append(trait)
            partner.tell(f"The trait {trait} is added: it comes with {', '.join(because)}.")
    for market in answers.uncoded(markets):
        partner.tell(
            f"No rules come with the market {market}: only countries by two letters, such as de, bring traits."
        )
    setup = Setup(answers.folder(name or title), title, when, today, 1, tuple(traits), markets)
    partner.note(_tiers({tier: count(replace(setup, tier=tier)) for tier in answers.TIERS}))
    return replace(setup, tier=partner.value("tier", answers.tier, "Tier", "1"))


def _menu(known: Mapping[str, written.TraitWritten]) -> str:
    width = max(map(len, known), default=0)
    return "\n".join(
        f"  {at:>2}  {name:<{width}}  {one_line(trait.title)}" for at, (name, trait) in enumerate(known.items(), 1)
    )


def _tiers(counts: Mapping[int, int]) -> str:
    rows = [f"  {tier}  {said}; {counts[tier]} items" for tier, said in answers.TIERS.items()]
    return "\n".join(["How large is the launch?", *rows])


def _distance(days: int) -> str:
    if days == 0:
        return "today"
    count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"in {count}" if days > 0 else f"{count} ago; Ctrl-C if that is not meant"
