"""Knows YAML text: one pass over libyaml's events into plain rows with the place of every field.

It must not know what a key means. Every scalar stays the text that was typed; only an empty
value, `~` and `null` are nothing. Depth, nodes and aliases are counted over the events, because
libyaml's composer crashes on deep nesting. This is the only module that knows yaml.
"""

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from gtm import slips
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.source import Lines, Route, Span

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 50
MAX_ALIASED = 20_000
FAST = bool(yaml.__with_libyaml__)

_NOTHING = frozenset({"", "~", "null"})
_PARSER: Any = yaml.CSafeLoader if FAST else yaml.SafeLoader
_COMMENT = frozenset({"", " ", "\t", "\n", "\r", "#", ":", "!", "-"})

UNREADABLE = Rule(
    "GTM001",
    "unreadable-file",
    Severity.ERROR,
    fixed=True,
    about="A file is there and could not be read.\n\nIt may be a link that leaves the workspace, a folder"
    " named like a file, or closed to you. While it is unread, no gate passes.",
)
STRAY = Rule(
    "GTM002",
    "stray-file",
    Severity.WARNING,
    about="A file in the workspace's folders is not YAML.\n\nOnly .yaml and .yml files are read there; a"
    " file with another ending may be a slip that hides what it says. Keep proofs in a folder of their own.",
)
ENCODING = Rule(
    "GTM003",
    "not-utf-8",
    Severity.ERROR,
    fixed=True,
    about="The file is not UTF-8 text.\n\nSave it as UTF-8; a byte order mark at its start is fine.",
)
BAD_YAML = Rule(
    "GTM004",
    "bad-yaml",
    Severity.ERROR,
    fixed=True,
    about="The text is not YAML.\n\nMost often a value holds a colon and a space, or starts with one of"
    " [ { @ * & ! % `: put it in quotes, or on its own line after `|`.",
)
DUPLICATE_KEY = Rule(
    "GTM005",
    "duplicate-key",
    Severity.ERROR,
    fixed=True,
    about="A key stands twice in one mapping.\n\nYAML readers silently keep the last one; gtm keeps the"
    " first, says so, and passes no gate until one of them is gone.",
)
TOO_MUCH = Rule(
    "GTM006",
    "too-deep-or-large",
    Severity.ERROR,
    fixed=True,
    about="The file is larger or nested deeper than any file of a launch.\n\nFiles above 16 MiB or"
    " 50 levels are refused before they can hurt the reader.",
)
UNSUPPORTED = Rule(
    "GTM007",
    "unsupported-yaml",
    Severity.ERROR,
    fixed=True,
    about="The file uses a part of YAML that gtm does not read.\n\nTags (`!name`), several documents in"
    " one file and keys that are lists or mappings are refused, so that a file reads like a form.",
)
CONFLICT = Rule(
    "GTM008",
    "merge-conflict",
    Severity.ERROR,
    fixed=True,
    about="The file holds the markers of an unfinished git merge.\n\nKeep the side that is right and"
    " delete the lines that start with <<<<<<<, ======= and >>>>>>>.",
)
CUT_TEXT = Rule(
    "GTM009",
    "cut-text",
    Severity.ERROR,
    fixed=True,
    about="A `#` after a space cut the rest of the line off.\n\nYAML reads ` #2291` as a comment. Put the"
    " text in quotes, or on its own line after `|`.",
)


@dataclass(frozen=True, slots=True)
class Rows:
    """One document as plain dicts, lists and text, with the place of every node.

    `marks` holds two character offsets (start, end) a node, in document order: a mapping, then
    each of its keys and values. `leaves` are nodes whose content stands elsewhere (aliases);
    `skipped` are runs of nodes that were left out of the data (duplicate keys).
    """

    data: Any
    marks: "array[int]"
    leaves: frozenset[int] = frozenset()
    skipped: dict[int, int] = field(default_factory=dict)


class _Fault(Exception):
    """Ends the reading of one document; never leaves this module."""

    def __init__(self, rule: Rule, start: int, end: int, message: str, help: str = "") -> None:
        super().__init__(message)
        self.rule, self.start, self.end, self.help = rule, start, end, help


class _Unusual(Exception):
    """A document with something out of the ordinary is read again, with the place of every node."""


def decode(path: str, content: bytes) -> tuple[str | None, list[Diagnostic]]:
    """The file's text without a byte order mark, or what is wrong with its bytes."""
    if len(content) > MAX_BYTES:
        size = len(content) // (1024 * 1024)
        return None, [
            TOO_MUCH.at(
                Span(path),
                f"the file is {size} MiB; files up to {MAX_BYTES // 1024 // 1024} MiB are read",
                help="split it: one file a team",
            )
        ]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        return None, [
            ENCODING.at(
                Span(path, line, column, line, column + 1),
                f"not UTF-8 text: byte 0x{content[error.start]:02x}",
                help="save the file as UTF-8",
            )
        ]


def read(path: str, text: str) -> tuple[Rows | None, list[Diagnostic]]:
    """Read one YAML document; the data is None when it cannot be understood at all."""
    lines = Lines(text)
    marker = slips.conflict_marker(text)
    if marker is not None:
        line, _ = lines.place(marker)
        span = Span(path, line, 1, line, 8)
        return None, [
            CONFLICT.at(
                span,
                "an unfinished merge: conflict markers in the file",
                help="keep the right side and delete the three marker lines",
            )
        ]
    found: list[Diagnostic] = []
    twice: list[_Twice] = []
    try:
        try:
            rows = Rows(_plain(text), array("I"))
        except _Unusual:
            rows, twice = _load(text)
    except _Fault as fault:
        span = lines.span(path, fault.start, fault.end)
        return None, [fault.rule.at(span, str(fault), help=fault.help)]
    except yaml.YAMLError as error:
        return None, [_explain(path, text, lines, error)]
    firsts = _first_keys(rows, twice) if twice else []
    for (_, key, again), first in zip(twice, firsts, strict=True):
        found.append(
            DUPLICATE_KEY.at(
                lines.span(path, again, again + len(key)),
                f"`{key}` stands twice here, first in line {lines.place(first)[0]}",
                help="keep one of the two",
                related=[(lines.span(path, first, first + len(key)), "first here")],
            )
        )
    found.extend(_cut_text(path, text, lines))
    return rows, found


def _explain(path: str, text: str, lines: Lines, error: yaml.YAMLError) -> Diagnostic:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    offset = mark.index if mark is not None else getattr(error, "position", 0) or 0
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    slip = slips.explain(problem, text, min(offset, len(text)))
    span = lines.span(path, slip.start, max(slip.end, slip.start + 1))
    if span.end_line < span.line:
        span = Span(path, span.line, span.column, span.line, span.column + 1)
    return BAD_YAML.at(span, slip.message, help=slip.help)


def _cut_text(path: str, text: str, lines: Lines) -> list[Diagnostic]:
    """Text that a ` #` cut off: a comment right behind a plain value, without a blank after the #."""
    suspects = list(_suspects(text))
    if not suspects:
        return []
    marks = _load(text)[0].marks
    ends = {marks[at]: marks[at + 1] for at in range(0, len(marks), 2)}
    spans = sorted((start, end) for start, end in ends.items() if end > start)
    found: list[Diagnostic] = []
    stop = 0
    for sign in suspects:
        if sign < stop:
            continue  # in the part of a line already said to be lost
        at = bisect_right(spans, (sign, sys.maxsize)) - 1
        start, end = spans[at] if at >= 0 else (0, len(text))
        between = text[end:sign].strip(" \t")
        if at < 0 or end > sign or between not in ("", ":") or text[start] in "\"'|>[{":
            continue  # inside a quoted or block text, after one or a list, or on a line of its own
        stop = text.find("\n", sign)
        stop = stop if stop >= 0 else len(text)
        cut = text[sign:stop]
        found.append(
            CUT_TEXT.at(
                lines.span(path, sign, sign + len(cut)),
                f"everything from `{cut.split()[0]}` on is lost: ` #` starts a comment",
                help="put the text in quotes, or write `# ` for a comment",
            )
        )
    return found


def _suspects(text: str) -> Iterator[int]:
    """Where a # follows a blank and precedes neither blank nor the marks of a deliberate comment."""
    at, end, own = text.find(" #"), -1, False
    while at >= 0:
        if at > end:  # a line is looked at once, however many signs it holds
            end = text.find("\n", at)
            end = end if end >= 0 else len(text)
            own = not text[text.rfind("\n", 0, at) + 1 : at].strip()
        if not own and text[at + 2 : at + 3] not in _COMMENT:
            yield at + 1
        at = text.find(" #", at + 2)


_Twice = tuple[dict[str, Any], str, int]  # a mapping, its key that stands twice, where it does so again


def _plain(text: str) -> Any:
    """The data alone, without places: what most files need, at a fifth less time.

    Anything out of the ordinary (anchors, tags, doubled keys, depth, a second document) raises
    _Unusual, and `_load` reads the text again and says what it is. One loop on purpose: a call
    per event would double its cost.
    """
    get = _PARSER(text).get_event
    scalar, mapping, sequence = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
    map_end, seq_end, start = yaml.MappingEndEvent, yaml.SequenceEndEvent, yaml.DocumentStartEvent
    nothing = _NOTHING
    marked = "&" in text or "!" in text  # else no scalar can have an anchor or a tag
    document: list[Any] = []
    container: Any = document
    key: str | None = None
    keyed = False
    stack: list[tuple[Any, str | None, bool]] = []
    value: Any
    while True:
        event = get()
        kind = event.__class__
        if kind is scalar:
            if marked and (event.anchor is not None or event.tag is not None):
                raise _Unusual
            value = event.value
            if keyed and key is None:
                key = value
                if key in container:
                    raise _Unusual
                continue
            if len(value) < 5 and value in nothing and not event.style and event.implicit[0]:
                value = None
        elif kind is map_end or kind is seq_end:
            value = container
            container, key, keyed = stack.pop()
        elif kind is mapping or kind is sequence:
            odd = event.anchor is not None or event.tag is not None or (keyed and key is None)
            if odd or len(stack) >= MAX_DEPTH:
                raise _Unusual
            stack.append((container, key, keyed))
            keyed = kind is mapping
            container = {} if keyed else []
            key = None
            continue
        elif kind is yaml.StreamEndEvent:
            return document[0] if document else None
        elif kind is yaml.AliasEvent or (kind is start and document):
            raise _Unusual
        else:
            continue
        if keyed:
            container[key] = value
            key = None
        else:
            container.append(value)


def _load(text: str) -> tuple[Rows, list[_Twice]]:
    """The data with the place of every node, and every fault in plain words."""
    parser = _PARSER(text)
    get = parser.get_event
    scalar, mapping, sequence = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
    map_end, seq_end, alias = yaml.MappingEndEvent, yaml.SequenceEndEvent, yaml.AliasEvent
    intern = sys.intern
    marks = array("I")
    mark = marks.append
    nothing = _NOTHING
    document: list[Any] = []
    container: Any = document
    key: str | None = None
    keyed = False
    stack: list[tuple[Any, str | None, bool, int]] = []
    anchors: dict[str, tuple[Any, int]] = {}
    open_anchors: list[tuple[int, str, int]] = []
    leaves: list[int] = []
    skipped: dict[int, int] = {}
    twice: list[_Twice] = []
    aliased = documents = 0
    value: Any
    while True:
        event = get()
        kind = event.__class__
        if kind is scalar:
            mark(event.start_mark.index)
            mark(event.end_mark.index)
            value = event.value
            if event.tag is not None or event.anchor is not None:
                _refuse_tag(event)
                if event.anchor is not None:
                    anchors[event.anchor] = (value, 1)
            if keyed and key is None:
                key = intern(value)
                if key in container:
                    twice.append((container, key, event.start_mark.index))
                    stack.append((container, None, True, len(marks) // 2 - 1))
                    container, keyed, key = [], False, None
                    skipped[len(marks) // 2 - 1] = -1
                continue
            if value in nothing and not event.style and event.implicit[0]:
                value = None
        elif kind is mapping or kind is sequence:
            if keyed and key is None:
                at = event.start_mark.index
                raise _Fault(
                    UNSUPPORTED,
                    at,
                    at + 1,
                    "a key cannot be a list or a mapping",
                    "write a plain word before the colon",
                )
            if event.tag is not None:
                _refuse_tag(event)
            if len(stack) >= MAX_DEPTH:
                at = event.start_mark.index
                raise _Fault(
                    TOO_MUCH, at, at + 1, f"nested deeper than {MAX_DEPTH} levels", "launch files need fewer than ten"
                )
            if event.anchor is not None:
                open_anchors.append((len(stack), event.anchor, aliased))
            stack.append((container, key, keyed, len(marks)))
            mark(event.start_mark.index)
            mark(0)
            keyed = kind is mapping
            container = {} if keyed else []
            key = None
            continue
        elif kind is map_end or kind is seq_end:
            value = container
            container, key, keyed, at = stack.pop()
            marks[at + 1] = event.end_mark.index
            if open_anchors and open_anchors[-1][0] == len(stack):
                _, name, before = open_anchors.pop()
                anchors[name] = (value, (len(marks) - at) // 2 + aliased - before)
        elif kind is alias:
            start = event.start_mark.index
            known = anchors.get(event.anchor)
            if known is None or (keyed and key is None):
                raise _Fault(
                    BAD_YAML,
                    start,
                    event.end_mark.index,
                    f"`*{event.anchor}` points at nothing: a leading * is an alias in YAML",
                    f'put the text in quotes: "*{event.anchor}"',
                )
            value, size = known
            aliased += size
            if aliased > MAX_ALIASED:
                raise _Fault(
                    TOO_MUCH, start, event.end_mark.index, "too many values through aliases", "write the values out"
                )
            leaves.append(len(marks) // 2)
            mark(start)
            mark(event.end_mark.index)
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                at = event.start_mark.index
                raise _Fault(
                    UNSUPPORTED,
                    at,
                    at + 3,
                    "a second document starts here",
                    "keep one document a file; delete the `---` line",
                )
            continue
        elif kind is yaml.StreamEndEvent:
            break
        else:
            continue
        if keyed:
            container[key] = value
            key = None
        else:
            container.append(value)
            if stack and stack[-1][2] and stack[-1][1] is None and stack[-1][0].__class__ is dict:
                container, key, keyed, first = stack.pop()
                skipped[first] = len(marks) // 2
    data = document[0] if document else None
    return Rows(data, marks, frozenset(leaves), skipped), twice


def _refuse_tag(event: Any) -> None:
    if event.tag is not None:
        at = event.start_mark.index
        raise _Fault(
            UNSUPPORTED, at, at + len(event.tag), "a word starting with ! is a YAML tag", "put the text in quotes"
        )


def _walk(rows: Rows) -> Iterator[tuple[Route, Any, int, int]]:
    """Every value: its route, what holds it, the node of its key (-1 for none) and its own."""
    node = 0
    todo: list[tuple[Route, Any, Any, int]] = [((), None, rows.data, -1)]
    while todo:
        route, holder, value, key_node = todo.pop()
        while node in rows.skipped:
            node = rows.skipped[node]
        if key_node == -2:
            key_node = node
            node += 1
        yield route, holder, key_node, node
        leaf = node in rows.leaves
        node += 1
        if leaf:
            continue
        if isinstance(value, dict):
            todo.extend(((*route, k), value, v, -2) for k, v in reversed(value.items()))
        elif isinstance(value, list):
            todo.extend(((*route, i), value, value[i], -1) for i in range(len(value) - 1, -1, -1))


def _first_keys(rows: Rows, twice: list[_Twice]) -> list[int]:
    """Where each key that stands twice stood first; for one inside a value left out, where it is again."""
    wanted = {(id(mapping), key) for mapping, key, _ in twice}
    found = {}
    for route, holder, key_node, _ in _walk(rows):
        if route and (id(holder), route[-1]) in wanted:
            found[id(holder), route[-1]] = rows.marks[key_node * 2]
    return [found.get((id(mapping), key), again) for mapping, key, again in twice]


class Place(NamedTuple):
    """Where one value stands, in characters of the text, and its key (-1 and -1 for none).

    The end of a collection in block style lies behind the blanks and comments that follow it.
    """

    start: int
    end: int
    key_start: int
    key_end: int


def places(text: str) -> tuple[Any, dict[Route, Place]] | None:
    """The data of a document with the place of every value; None when it cannot be read.

    What an alias points at has no place there; a key that stands twice counts where it is first.
    """
    try:
        rows, _ = _load(text)
    except (_Fault, yaml.YAMLError):
        return None
    found = {}
    marks = rows.marks
    for route, _, key, node in _walk(rows) if marks else ():
        named = (marks[key * 2], marks[key * 2 + 1]) if key >= 0 else (-1, -1)
        found[route] = Place(marks[node * 2], marks[node * 2 + 1], *named)
    return rows.data, found


class Locator:
    """The span of any route of one document, found by walking its rows beside their marks."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._lines = Lines(text)
        self._places: dict[Route, tuple[int, int]] = {}
        try:
            rows, _ = _load(text)
        except (_Fault, yaml.YAMLError):
            return
        self._marks = rows.marks
        if rows.marks:  # an empty document has no place but the file
            self._places = {route: (key_node, node) for route, _, key_node, node in _walk(rows)}

    def span(self, route: Route, key: bool = False) -> Span:
        """The span of the value at `route`, or of its key.

        Steps that do not exist are dropped from the end; collections are shown by their key.
        """
        places = self._places
        missing = False
        while route not in places and route:
            route = route[:-1]
            missing = True
        if route not in places:
            return Span(self._path)
        key_node, node = places[route]
        start, end = self._marks[node * 2], self._marks[node * 2 + 1]
        if key_node >= 0 and (key or missing or start >= end or self._is_block(start, end)):
            start, end = self._marks[key_node * 2], self._marks[key_node * 2 + 1]
        span = self._lines.span(self._path, start, end)
        if span.end_line > span.line:
            last = len(self._lines.line(span.line)) + 1
            return Span(self._path, span.line, span.column, span.line, last)
        return span

    def _is_block(self, start: int, end: int) -> bool:
        """Whether a value takes several lines; nothing is copied, since it may be the whole file."""
        text = self._lines.text
        while end > start and text[end - 1].isspace():
            end -= 1
        return text.find("\n", start, end) >= 0

    def line(self, number: int) -> str:
        """The text of one 1-based line."""
        return self._lines.line(number)
