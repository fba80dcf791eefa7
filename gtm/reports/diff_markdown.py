"""A change's effect as Markdown: the comment under a pull request, kept up to date by its hidden marker.

The verdict comes first, tables hold only what changed, and nothing from a file may become Markdown,
HTML, a mention or a link. It must not judge.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from gtm.analysis import diff_review as review
from gtm.analysis import diff_words as words
from gtm.analysis.blame import Step
from gtm.analysis.diff import Difference
from gtm.analysis.words import many
from gtm.dates import say
from gtm.source import clean

MARKER = "gtm diff"
LIMIT = 64_000  # characters; the platform refuses comments of 65,536
_SHORT = 8  # entries of a list that stands in the open
_LONG = 400  # characters of one text
_BREAK = "\u200b"  # shows nothing, and parts what a platform would read as one word
_ACTS = re.compile(r"^[-=:]|(?:^\d+)[.)]|[\\`*_\[\]#+!|~<>&@$^]")
_LINKS = (
    re.compile(r"[@#!~%$&^:](?=\S)"),  # mentions, numbers, labels, emoji, addresses
    re.compile(r"(?i)\bwww(?=\.)|\bGH(?=-\d)"),
    re.compile(r"\b[0-9a-f](?=[0-9a-f]{6,39}\b)"),  # what would be taken for a commit
)


def render(found: Difference, before: str, after: str, steps: Sequence[Step] | None = None) -> str:
    """The comment; `before` and `after` are what the two sides are called."""
    launch = found.after.launch
    head = f"<!-- {MARKER} {re.sub('[^a-z0-9-]', '', launch.id)} -->\n"
    verdict = f"**{md(words.verdict(found).text)}**\n"
    opening = [*_notes(found), *_table(found), *_open(found, steps)]
    folded = list(_folded(found))
    foot = f"as of {say(launch.as_of)}, {_label(after)} against {_label(before)}"
    return _fitted(head + verdict, opening, folded, foot)


def md(text: str) -> str:
    """Text from a file as one line that Markdown only shows."""
    line = " ".join(clean(text).split())
    line = line if len(line) <= _LONG else line[: _LONG - 1] + "…"
    for part in _LINKS:
        line = part.sub(lambda found: found[0] + _BREAK, line)
    return _ACTS.sub(lambda found: f"{found[0][:-1]}&#{ord(found[0][-1])};", line)


def _label(text: str) -> str:
    """The name of a side; the commit at its end may become a link, the branch before it may not."""
    name, _, last = text.rpartition(" ")
    return f"{md(name)} {last}".strip() if re.fullmatch("[0-9a-f]{7}", last) else md(text)


def _notes(found: Difference) -> Iterator[str]:
    for note in words.notes(found):
        yield f"\n{md(note)}"


def _table(found: Difference) -> Iterator[str]:
    rows = words.rows(found)
    if rows:
        yield "\n| | before | after |\n| --- | --- | --- |"
        yield from (f"| {md(row.label)} | {md(row.before)} | {md(row.after)} |" for row in rows)


def _open(found: Difference, steps: Sequence[Step] | None) -> Iterator[str]:
    """What everybody should see, one paragraph a subject."""
    if found.before is not None:
        yield from _list("You changed", _changes(found))
    if steps is not None:
        yield from _list("What moved the date", [words.step(found, one) for one in steps] or ["no change does"])
    yield from _list("Can start now", [words.turn(found, one) for one in found.freed])
    yield from _list("Cannot go on", [words.turn(found, one, blocked=True) for one in found.blocked])
    yield from _list("Please fix", [_place(one.span) + f": {one.message}" + (f"; {one.help}" if one.help else "")
                                    for one in found.fixes])  # fmt: skip
    touched = [words.touched(found, one) for one in found.touched]
    yield from _list("Sign-offs touched", touched) if touched else iter(("\n**Sign-offs touched** none.",))
    yield from _list("Approval needed", [words.approval(found, one) for one in review.approvals(found)])
    yield from _list("Yours next", words.following(found))


def _place(span: object) -> str:
    return str(span).replace(":", ", line ", 1).partition(":")[0]


def _changes(found: Difference) -> list[str]:
    items = (f"{words.mark(one)} {one.item.title}: {words.facts(one)}" for one in found.written)
    return [*(one.text for one in found.records), *items]


def _list(head: str, entries: Sequence[str], most: int | None = _SHORT) -> Iterator[str]:
    """A subject: on its line when it is one, below it when they are several."""
    if len(entries) == 1:
        yield f"\n**{head}** {md(entries[0])}"
    elif entries:
        yield f"\n**{head}** {len(entries)}\n"
        yield from (f"- {md(entry)}" for entry in (entries if most is None else entries[:most]))
        if most is not None and len(entries) > most:
            yield f"- {len(entries) - most} more below"


def _folded(found: Difference) -> Iterator[str]:
    """The rest, line by line: what was too long for the open part, and gaps."""
    full = (
        ("Every change", _changes(found) if found.before is not None else []),
        ("Everybody who can start", [words.turn(found, one) for one in found.freed]),
        ("Everything that cannot go on", [words.turn(found, one, blocked=True) for one in found.blocked]),
        ("Everything to fix", [f"{_place(one.span)}: {one.message}" for one in found.fixes]),
    )
    for head, entries in full:
        if len(entries) > _SHORT:
            yield from _list(head, entries, None)
    along = words.moved_along(found)
    yield from _list("Moved along", [along] if along else [])
    yield from _list("Gaps opened", [one.message for one in words.opened(found)], None)
    yield from _list("Gaps closed", [one.message for one in words.closed(found)], None)


def _fitted(head: str, opening: Iterable[str], folded: Sequence[str], foot: str) -> str:
    """All of it within the limit: the folded part is cut first, and the cut is said."""
    room = LIMIT - len(head) - len(foot) - 300
    kept, left = _within(list(opening), room)
    room -= sum(len(line) + 1 for line in kept)
    more, cut = _within(folded, room if not left else 0)
    lost = left + cut
    word = f"{many(lost, 'line')} cut to fit: gtm diff shows all" if lost else "nothing cut"
    body = "\n".join([head.rstrip("\n"), *kept])
    details = "\n".join(["\n<details><summary>every change and gap</summary>", *more, "\n</details>"]) if more else ""
    return f"{body}\n{details}{chr(10) if details else ''}\n<sub>{foot} · {word}</sub>\n"


def _within(lines: Sequence[str], room: int) -> tuple[list[str], int]:
    """The first lines that fit, and how many do not."""
    kept: list[str] = []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return kept, len(lines) - len(kept)
