"""Knows what a report that is mailed around must not show: restricted proofs, sensitive answers.

It must not know how a report is drawn.
"""

import json
from html import escape

from gtm.model import written
from gtm.model.launch import Item, Launch

_SHORT = 4  # a shorter text would be struck out where it means something else


class Veil:
    """Strikes out what a team holds itself, wherever a sentence of ours repeats it."""

    def __init__(self, launch: Launch) -> None:
        self._launch = launch
        self._hidden: dict[str, str] = {}
        for item in launch.items.values():
            for text in _secrets(item):
                if len(text) >= _SHORT:
                    self._hidden.setdefault(text, self.held(item))
        self._longest = sorted(self._hidden, key=lambda text: (-len(text), text))

    def held(self, item: Item) -> str:
        """What stands in its place."""
        return f"held by {self._launch.team(item.team)}"

    def hides(self, item: Item, proof: written.Evidence) -> bool:
        return proof.restricted or item.definition.sensitive

    def __call__(self, text: str) -> str:
        """A sentence without what is held back."""
        for secret in self._longest:
            if secret in text:
                text = text.replace(secret, f"({self._hidden[secret]})")
        return text

    def html(self, text: str) -> str:
        """HTML without what is held back, however its signs were escaped."""
        for secret in self._longest:
            form = escape(secret)
            for one in (secret, form, form.replace("&quot;", "&#34;").replace("&#x27;", "&#39;")):
                if one in text:
                    text = text.replace(one, f"({escape(self._hidden[secret])})")
        return text

    def json(self, text: str) -> str:
        """JSON without what is held back, in either of its two ways to write letters."""
        for secret in self._longest:
            for plain in (False, True):
                form = json.dumps(secret, ensure_ascii=plain)[1:-1]
                if form in text:
                    text = text.replace(form, json.dumps(self._hidden[secret])[1:-1])
        return text


def _secrets(item: Item) -> list[str]:
    state, sensitive = item.state, item.definition.sensitive
    found = [proof.target for proof in state.evidence or () if proof.restricted or sensitive]
    found += [proof.note for proof in state.evidence or () if proof.note and (proof.restricted or sensitive)]
    if sensitive:
        found += [text for text in (state.answer, state.reason, state.note) if text]
    return [text.strip() for text in found]
