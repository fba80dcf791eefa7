"""Knows what sets the date of each open gate, link by link. It must not compute a date."""

from collections.abc import Iterator

from gtm.analysis import plan, plan_words
from gtm.analysis.snapshot import Study
from gtm.reports.markdown.text import md, title


def chains(study: Study) -> Iterator[str]:
    """A numbered list a gate that is still to pass."""
    for view in study.gates.values():
        links = plan.chain(study, view.id)
        if view.passed or len(links) < 2:
            continue
        gate = max((at for at, link in enumerate(links[:-1]) if link.item is None), default=0)
        links = links[gate:]  # what sets the date of an earlier gate stands under that gate
        yield f"What sets the date of {title(study, view.id)}:\n"
        numbers = {link.id: at for at, link in enumerate(links, start=1)}
        for at, link in enumerate(links, start=1):
            after = f"step {numbers[link.after]}" if link.after in numbers and len(links) > 2 else ""
            yield f"{at}. **{title(study, link.id)}**: {md(plan_words.sentence(study, link, after))}"
        yield ""
