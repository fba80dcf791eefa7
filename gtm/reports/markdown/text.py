"""Knows how text from files becomes Markdown that only shows, and how a table is written. It must not know parts."""

import re
from collections.abc import Iterable, Iterator, Sequence

from gtm.analysis.snapshot import Study
from gtm.model.launch import Launch
from gtm.source import clean

_ACTS = re.compile(r"([\\`*_\[\]<>|~#&!])")
_CALLS = re.compile(r"([@#])(?=\w)")  # @name and #12 would call people and link to issues


def md(text: str, edges: bool = False) -> str:
    """Text from a file as one line that Markdown only shows; `edges` keeps blanks around it."""
    line = clean(text)
    return _CALLS.sub("\\1\u200b", _ACTS.sub(r"\\\1", line if edges else line.strip()))


def title(study: Study, id: str) -> str:
    """What to call an item or gate: twins of several markets are told apart."""
    if id not in study.graph.index:
        return md(id)
    item = study.launch.items.get(id)
    market = f" ({item.market})" if item is not None and item.market else ""
    return md(f"{study.graph.title(id)}{market}")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table whose cells are Markdown already."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def person(launch: Launch, id: str | None) -> str:
    """Somebody's name."""
    return md(launch.person(id))
