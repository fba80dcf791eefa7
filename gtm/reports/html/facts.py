"""Knows what unfolds under an item: question, answer, proof, needs and what happened, as HTML.

It must not know in which row, on which page or in what packing it stands.
"""

from collections.abc import Iterator

from gtm.analysis.readiness import Readiness, fresh_until
from gtm.analysis.snapshot import Study
from gtm.analysis.veil import Veil
from gtm.model import written
from gtm.model.launch import Item
from gtm.reports.html.text import Days, anchor, esc, outside
from gtm.reports.html.words import Words

_NAMED = 3  # of the items that wait for one; the rest is a number


class Facts:
    """Draws what is to be said about each item of one launch.

    `bare` links to items are empty: whoever unpacks them writes the title and the state of the row
    they lead to, which stand on the page already.
    """

    def __init__(self, study: Study, days: Days, veil: Veil, words: Words, bare: bool) -> None:
        self._study, self._launch, self._days, self._veil = study, study.launch, days, veil
        self._words, self._bare = words, bare

    def of(self, item: Item) -> str:
        """The terms and their texts, to stand in a list of definitions."""
        return "".join(self._facts(item, self._study.readiness[item.id]))

    def _facts(self, item: Item, ready: Readiness) -> Iterator[str]:
        definition = item.definition
        held = esc(self._veil.held(item)) if definition.sensitive else ""
        yield from self._asked(item, held)
        if item.state.evidence:
            yield _fact("Proof", ";<br> ".join(self._proof(item, one) for one in item.state.evidence))
        elif ready.proof is not None and ready.proof.kind in {"check", "metric"}:
            yield _fact("Proof", self._proof(item, ready.proof))
        if item.needs:
            yield _fact("Waits for", ";<br> ".join(self._link(need.on) for need in item.needs))
        blocks = [self._study.graph.ids[edge.after] for edge in self._study.graph.after[self._study.graph.index[item.id]]
                  if edge.need is not None]  # fmt: skip
        if blocks:
            more = f";<br> and {len(blocks) - _NAMED} more" if len(blocks) > _NAMED else ""
            yield _fact("Blocks", ";<br> ".join(map(self._link, blocks[:_NAMED])) + more)
        if item.owner_from == "lead":
            role = esc(self._launch.role(item.role))
            yield _fact("Owner", f"{self._words.person(item.owner)}, as the team’s lead: {role} is not filled")
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
        history = list(self._history(told))
        if history:
            yield _fact("History", "; ".join(history))
        if told.note:
            yield _fact("Note", held or esc(told.note))

    def _history(self, told: written.State) -> Iterator[str]:
        """What happened when, first to last."""
        if told.started:
            yield f"started {self._days(told.started)}"
        if told.finished:
            yield f"finished {self._days(told.finished)}"
        if told.confirmed_by or told.confirmed:
            on = f" on {self._days(told.confirmed)}" if told.confirmed else ""
            by = f" by {self._words.person(told.confirmed_by)}" if told.confirmed_by else ""
            yield f"confirmed{by}{on}"

    def _link(self, on: str) -> str:
        title = self._words.titles.get(on)
        if title is None:
            return f"<code>{esc(on)}</code>"
        if self._bare and on in self._words.states:
            return f'<a href="{anchor(on)}"></a>'
        view = self._study.gates.get(on)
        word = self._words.states[on][1] if on in self._words.states else view.verdict if view else "a gate"
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
