"""Knows the rows of the table of all items, as text: thousands of them must cost next to nothing.

Short markup, end tags left out where HTML lets them be. A large launch gets shorter rows, and what
unfolds under them packed for the script. It must not know the rest of the page.
"""

import re
from collections.abc import Iterable

from gtm.analysis.readiness import SETTLED
from gtm.analysis.snapshot import Study
from gtm.analysis.touchpoints import Touchpoint
from gtm.analysis.veil import Veil
from gtm.dates import say
from gtm.model.launch import Item
from gtm.reports.html.facts import NAMES, Facts
from gtm.reports.html.packed import columns, packed
from gtm.reports.html.text import Days, esc
from gtm.reports.html.words import Words

MANY = 600  # items above which the details are packed: they alone are some 900 bytes each as HTML
_A_BODY = 100  # rows a browser lays out together, in a table of many
_UNQUOTED = re.compile(r"[a-z0-9./-]+")  # an attribute that needs no quotes


class Rows:
    """Draws the rows of one launch; `many` are the short ones, with what unfolds packed."""

    def __init__(self, study: Study, days: Days, veil: Veil, many: bool) -> None:
        self._study, self._launch, self._days = study, study.launch, days
        self.many = many
        self._words = Words(study, veil)
        self._facts = Facts(study, days, veil, self._words, bare=self.many)
        self.missing = self._words.missing

    def table(self, touchpoints: Iterable[Touchpoint]) -> str:
        """The bodies of the table, one a touchpoint that has items."""
        return "".join(self._bodies(one) for one in touchpoints if one.items)

    def packed(self, touchpoints: Iterable[Touchpoint]) -> str:
        """What unfolds under each row, in the order of the rows, for the script; empty where rows hold it."""
        if not self.many:
            return ""
        facts = [dict(self._facts.of(item)) for one in touchpoints for item in one.items]
        return packed(columns(NAMES, facts))

    def _bodies(self, one: Touchpoint) -> str:
        stages = self._launch.stages
        title = esc(stages[one.stage].title if one.stage in stages else one.stage)
        stage, team = esc(one.stage), esc(one.team)
        data = f'data-stage="{stage}" data-team="{team}"'
        head = (
            f'<tbody id="at-{stage}-{team}" {data}><tr class="g">'
            f'<th colspan="4" scope="rowgroup"><bdi>{title}</bdi> · <bdi>{esc(self._launch.team(one.team))}</bdi>'
            f" <span>{one.counts.done} of {one.counts.applicable}</span></th></tr>\n"
        )
        if not self.many:
            return head + "\n".join(map(self._row, one.items)) + "\n</tbody>\n"
        parts = [one.items[at : at + _A_BODY] for at in range(0, len(one.items), _A_BODY)]
        return head + f"\n<tbody {data}>\n".join("\n".join(map(self._short, part)) for part in parts) + "\n"

    def _row(self, item: Item) -> str:
        """One item: what it is, whose, when, how it stands; the rest folded away."""
        ready = self._study.readiness[item.id]
        letter, word = self._words.states[item.id]
        late = self._late(item)
        id = esc(item.id)
        tags = "" if item.must else " <i>advice</i>"
        when = f"{self._days(item.due)} <b>late</b>" if late else self._days(item.due)
        missing = esc(self.missing(item, ready))
        facts = "".join(f'<dt>{name}<dd dir="auto">{text}' for name, text in self._facts.of(item))
        return (
            f'<tr id="{id}" class="{letter}{" l" if late else ""}{"" if item.must else " a"}"><td><details>'
            f"<summary><bdi>{self._words.titles[item.id]}</bdi>{tags} <small>{id}</small></summary>"
            f"<dl>{facts}</dl></details><td>{self._words.person(item.owner)}<td>{when}"
            f"<td><b>{word}</b>{f' <bdi>{missing}</bdi>' if missing else ''}"
        )

    def _short(self, item: Item) -> str:
        """The same without what unfolds, and with as little markup as can be read without a script."""
        letter, word = self._words.states[item.id]
        late = self._late(item)
        id = item.id if _UNQUOTED.fullmatch(item.id) else f'"{esc(item.id)}"'
        marks = f"{letter}{' l' if late else ''}{'' if item.must else ' a'}"
        kind = f'"{marks}"' if " " in marks else marks
        missing = esc(self.missing(item, self._study.readiness[item.id]))
        owner = "<em>nobody</em>" if item.owner is None else esc(self._launch.person(item.owner))
        return (
            f"<tr id={id} class={kind}><td>{self._words.titles[item.id]}{'' if item.must else ' <i>advice</i>'}"
            f"<td>{owner}<td>{say(item.due)}{' <b>late</b>' if late else ''}"
            f"<td>{word}{f' <bdi>{missing}</bdi>' if missing else ''}"
        )

    def _late(self, item: Item) -> bool:
        return item.due < self._launch.as_of and self._study.readiness[item.id].kind not in SETTLED
