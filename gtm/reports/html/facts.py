"""Knows what is to be said about an item: question, answer, proof, needs and what happened, as HTML.

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

NAMES = (
    "Question", "Answer", "Why", "Done when", "Proof", "Waits for", "Blocks", "Owner", "Role", "Waived", "Reason",
    "Waiting on", "Expected", "History", "Note", "Asked by",
)  # fmt: skip
Fact = tuple[str, str]  # one of NAMES, and what it says as HTML
_NAMED = 3  # of the items that wait for one; the rest is a number


class Facts:
    """Draws what is to be said about each item of one launch.

    `bare` links to items are empty: whoever unpacks them writes the title and the state of the row
    they lead to, which stand on the page already.
    """

    def __init__(self, study: Study, days: Days, veil: Veil, words: Words, bare: bool) -> None:
        self._study, self._launch, self._days, self._veil = study, study.launch, days, veil
        self._words, self._bare = words, bare

    def of(self, item: Item) -> Iterator[Fact]:
        """What there is to say, in the order of NAMES."""
        definition, ready = item.definition, self._study.readiness[item.id]
        held = esc(self._veil.held(item)) if definition.sensitive else ""
        yield from self._asked(item, held)
        if item.state.evidence:
            yield "Proof", ";<br> ".join(self._proof(item, one) for one in item.state.evidence)
        elif ready.proof is not None and ready.proof.kind in {"check", "metric"}:
            yield "Proof", self._proof(item, ready.proof)
        yield from self._tied(item)
        if item.owner_from == "lead":
            role = esc(self._launch.role(item.role))
            yield "Owner", f"{self._words.person(item.owner)}, as the team’s lead: {role} is not filled"
        elif item.role:
            yield "Role", esc(self._launch.role(item.role))
        yield from self._told(item, ready, held)
        if definition.basis:
            sources = self._launch.sources
            titles = (sources[one].title if one in sources else one for one in definition.basis)
            yield "Asked by", "; ".join(map(esc, titles))

    def _asked(self, item: Item, held: str) -> Iterator[Fact]:
        """The question with its answer, the reason and the proof that is wanted."""
        definition, answer = item.definition, item.state.answer
        if definition.ask:
            yield "Question", esc(definition.ask)
        if answer:
            yield "Answer", held or esc(answer)
        elif definition.ask:
            yield "Answer", "<em>not answered yet</em>"
        if definition.why:
            yield "Why", esc(definition.why)
        if definition.proof:
            yield "Done when", esc(definition.proof)

    def _tied(self, item: Item) -> Iterator[Fact]:
        """What it waits for, and what waits for it."""
        if item.needs:
            yield "Waits for", ";<br> ".join(self._link(need.on) for need in item.needs)
        graph = self._study.graph
        blocks = [graph.ids[edge.after] for edge in graph.after[graph.index[item.id]] if edge.need is not None]
        if blocks:
            more = f";<br> and {len(blocks) - _NAMED} more" if len(blocks) > _NAMED else ""
            yield "Blocks", ";<br> ".join(map(self._link, blocks[:_NAMED])) + more

    def _told(self, item: Item, ready: Readiness, held: str) -> Iterator[Fact]:
        told = item.state
        if ready.waiver is not None:
            record = ready.waiver.record
            yield "Waived", f"until {self._days(record.until)}: {esc(record.reason)}"
        if told.reason:
            yield "Reason", held or esc(told.reason)
        if told.waiting_on:
            yield "Waiting on", held or esc(told.waiting_on)
        if told.expected:
            yield "Expected", self._days(told.expected)
        history = list(self._history(told))
        if history:
            yield "History", "; ".join(history)
        if told.note:
            yield "Note", held or esc(told.note)

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
