"""Knows the rows of the table of all items, as text: thousands of them must cost next to nothing.

Short markup, end tags left out where HTML lets them be. It must not know the rest of the page.
"""

from collections.abc import Iterator

from gtm.analysis import readiness as classes
from gtm.analysis.readiness import SETTLED, Readiness, fresh_until
from gtm.analysis.snapshot import Study
from gtm.analysis.touchpoints import Touchpoint
from gtm.analysis.veil import Veil
from gtm.model import written
from gtm.model.launch import Item
from gtm.reports.html.text import Days, anchor, esc, outside, title

# One letter a state, for the style sheet and the script; the word stands in the cell.
_LETTER = {
    classes.PROVEN: ("p", "proven"), classes.SAID_DONE: ("s", "said done"), classes.WAIVED: ("w", "waived"),
    classes.NOT_APPLICABLE: ("n", "not applicable"), classes.UNKNOWN: ("u", "no word yet"),
}  # fmt: skip
_OPEN = {"blocked": ("b", "blocked"), "doing": ("d", "in work")}


def state(item: Item, ready: Readiness) -> tuple[str, str]:
    """The letter and the word of an item's state."""
    return _LETTER.get(ready.kind) or _OPEN.get(item.status, ("o", "open"))


class Rows:
    """Draws the rows of one launch."""

    def __init__(self, study: Study, days: Days, veil: Veil) -> None:
        self._study, self._launch, self._days, self._veil = study, study.launch, days, veil
        self._titles = {id: esc(title(study, id)) for id in study.graph.ids}
        self._people: dict[str | None, str] = {None: "<em>nobody</em>"}
        self._words = {id: state(item, study.readiness[id]) for id, item in study.launch.items.items()}

    def table(self, touchpoints: Iterator[Touchpoint]) -> str:
        """The bodies of the table, one a touchpoint that has items."""
        return "".join(self._body(one) for one in touchpoints if one.items)

    def _body(self, one: Touchpoint) -> str:
        stages = self._launch.stages
        title = esc(stages[one.stage].title if one.stage in stages else one.stage)
        stage, team = esc(one.stage), esc(one.team)
        head = (
            f'<tbody id="at-{stage}-{team}" data-stage="{stage}" data-team="{team}"><tr class="g">'
            f'<th colspan="4" scope="rowgroup"><bdi>{title}</bdi> · <bdi>{esc(self._launch.team(one.team))}</bdi>'
            f" <span>{one.counts.done} of {one.counts.applicable}</span></th></tr>\n"
        )
        return head + "\n".join(map(self.row, one.items)) + "\n</tbody>\n"

    def row(self, item: Item) -> str:
        """One item: what it is, whose, when, how it stands; the rest folded away."""
        ready, launch = self._study.readiness[item.id], self._launch
        letter, word = self._words[item.id]
        late = item.due < launch.as_of and ready.kind not in SETTLED
        id = esc(item.id)
        tags = "" if item.must else " <i>advice</i>"
        when = f"{self._days(item.due)} <b>late</b>" if late else self._days(item.due)
        missing = esc(self.missing(item, ready))
        return (
            f'<tr id="{id}" class="{letter}{" l" if late else ""}"><td><details>'
            f"<summary><bdi>{self._titles[item.id]}</bdi>{tags} <small>{id}</small></summary>"
            f"<dl>{''.join(self._facts(item, ready))}</dl></details><td>{self.person(item.owner)}<td>{when}"
            f"<td><b>{word}</b>{f' <bdi>{missing}</bdi>' if missing else ''}"
        )

    def person(self, id: str | None) -> str:
        """A person's name as HTML."""
        found = self._people.get(id)
        if found is None:
            found = self._people[id] = f"<bdi>{esc(self._launch.person(id))}</bdi>"
        return found

    def missing(self, item: Item, ready: Readiness) -> str:
        """Why an item is not ready, as far as the page may say it and the state's word does not."""
        _, word = self._words[item.id]
        if item.definition.sensitive and ready.missing:
            return "" if ready.kind != classes.SAID_DONE else "what its proof lacks, the team knows"
        text = ready.missing.removeprefix(f"{word}, ")
        return "" if text in {word, "not started", "nobody has said anything yet"} else self._veil(text)

    def _facts(self, item: Item, ready: Readiness) -> Iterator[str]:
        definition = item.definition
        held = esc(self._veil.held(item)) if definition.sensitive else ""
        yield from self._asked(item, held)
        if item.state.evidence:
            yield _fact("Proof", ";<br> ".join(self._proof(item, one) for one in item.state.evidence))
        elif ready.proof is not None and ready.proof.kind in {"check", "metric"}:
            yield _fact("Proof", self._proof(item, ready.proof))
        if item.needs:
            yield _fact("Waits for", ";<br> ".join(self._need(need.on) for need in item.needs))
        if item.owner_from == "lead":
            role = esc(self._launch.role(item.role))
            yield _fact("Owner", f"{self.person(item.owner)}, as the team’s lead: {role} is not filled")
        elif item.role:
            yield _fact("Role", esc(self._launch.role(item.role)))
        yield from self._told(item, ready, held)
        if definition.basis:
            sources = self._launch.sources
            titles = (sources[one].title if one in sources else one for one in definition.basis)
            yield _fact("Asked by", "; ".join(map(esc, titles)))

    def _asked(self, item: Item, held: str) -> Iterator[str]:
        """The question with its answer, the reason and the proof that is wanted."""
        definition, answer = item.definition, item.state.answer
        if definition.ask:
            yield _fact("Question", esc(definition.ask))
        if answer:
            yield _fact("Answer", held or esc(answer))
        elif definition.ask:
            yield _fact("Answer", "<em>not answered yet</em>")
        if definition.why:
            yield _fact("Why", esc(definition.why))
        if definition.proof:
            yield _fact("Done when", esc(definition.proof))

    def _told(self, item: Item, ready: Readiness, held: str) -> Iterator[str]:
        told = item.state
        if ready.waiver is not None:
            record = ready.waiver.record
            yield _fact("Waived", f"until {self._days(record.until)}: {esc(record.reason)}")
        if told.reason:
            yield _fact("Reason", held or esc(told.reason))
        if told.waiting_on:
            yield _fact("Waiting on", held or esc(told.waiting_on))
        if told.expected:
            yield _fact("Expected", self._days(told.expected))
        if told.finished:
            yield _fact("Finished", self._days(told.finished))
        if told.confirmed_by:
            on = f" on {self._days(told.confirmed)}" if told.confirmed else ""
            yield _fact("Confirmed", f"{self.person(told.confirmed_by)}{on}")
        if told.note:
            yield _fact("Note", held or esc(told.note))

    def _need(self, on: str) -> str:
        title = self._titles.get(on)
        if title is None:
            return f"<code>{esc(on)}</code>"
        view = self._study.gates.get(on)
        word = self._words[on][1] if on in self._words else view.verdict if view else "a gate"
        return f'<a href="{anchor(on)}"><bdi>{title}</bdi></a> ({word})'

    def _proof(self, item: Item, proof: written.Evidence) -> str:
        if self._veil.hides(item, proof):
            text = esc(self._veil.held(item))
        elif proof.link is not None:
            text = str(outside(proof.link))
        elif proof.metric is not None:
            entry = self._launch.metrics.get(proof.metric)
            text = f"the metric <bdi>{esc(entry.title if entry else proof.metric)}</bdi>"
        elif proof.check is not None:
            text = f"gtm’s own check <code>{esc(proof.check)}</code> finds nothing"
        else:
            text = f"<bdi>{esc(proof.target)}</bdi>"
        if proof.note and not self._veil.hides(item, proof):
            text += f" (<bdi>{esc(proof.note)}</bdi>)"
        if proof.date_ is not None:
            text += f", {self._days(proof.date_)}"
        end = fresh_until(item, proof)
        if end is not None and proof.metric is None:
            text += f", {'stale since' if end < self._launch.as_of else 'fresh until'} {self._days(end)}"
        return text


def _fact(name: str, text: str) -> str:
    return f'<dt>{name}<dd dir="auto">{text}'
