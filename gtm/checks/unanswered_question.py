"""A must-have is done, but its question has no answer.

The answer is what the other teams and the review read; one sentence is enough. A sensitive item
may name where the answer is kept with `ref:` instead.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM417", "unanswered-question", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    for item in study.done:
        state, definition = item.state, item.definition
        if state.answer or not definition.ask or not item.must:
            continue
        if definition.sensitive and any(proof.ref for proof in state.evidence):
            continue
        yield rule.at(
            item.spot / "answer",
            f"`{item.id}` is done, but its question is not answered",
            help=f"answer under `answer: |`: {definition.ask}",
            related=[(item.defined / "ask", "the question")],
            subject=item.id,
        )
