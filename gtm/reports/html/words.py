"""Knows the words that the rows of a page share: titles, people, states, as HTML said once each.

It must not know where they stand.
"""

from gtm.analysis import readiness as classes
from gtm.analysis.readiness import Readiness
from gtm.analysis.snapshot import Study
from gtm.analysis.veil import Veil
from gtm.model.launch import Item
from gtm.reports.html.text import esc, title

# One letter a state, for the style sheet and the script; the word stands in the cell.
_LETTER = {
    classes.PROVEN: ("p", "proven"), classes.SAID_DONE: ("s", "said done"), classes.WAIVED: ("w", "waived"),
    classes.NOT_APPLICABLE: ("n", "not applicable"), classes.UNKNOWN: ("u", "no word yet"),
}  # fmt: skip
_OPEN = {"blocked": ("b", "blocked"), "doing": ("d", "in work")}


def state(item: Item, ready: Readiness) -> tuple[str, str]:
    """The letter and the word of an item's state."""
    return _LETTER.get(ready.kind) or _OPEN.get(item.status, ("o", "open"))


class Words:
    """The words of one launch; `titles` of items and gates, `states` of items by id."""

    def __init__(self, study: Study, veil: Veil) -> None:
        self._launch, self._veil = study.launch, veil
        self._people: dict[str | None, str] = {None: "<em>nobody</em>"}
        self.titles = {id: esc(title(study, id)) for id in study.graph.ids}
        self.states = {id: state(item, study.readiness[id]) for id, item in study.launch.items.items()}

    def person(self, id: str | None) -> str:
        """A person's name as HTML."""
        found = self._people.get(id)
        if found is None:
            found = self._people[id] = f"<bdi>{esc(self._launch.person(id))}</bdi>"
        return found

    def missing(self, item: Item, ready: Readiness) -> str:
        """Why an item is not ready, as far as the page may say it and the state's word does not."""
        _, word = self.states[item.id]
        if item.definition.sensitive and ready.missing:
            return "" if ready.kind != classes.SAID_DONE else "what its proof lacks, the team knows"
        text = ready.missing.removeprefix(f"{word}, ")
        return "" if text in {word, "not started", "nobody has said anything yet"} else self._veil(text)
