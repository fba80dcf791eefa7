"""Knows libyaml's events: one pass over them into plain dicts, lists and text.

Every scalar stays the text that was typed; only an empty value, `~` and `null` are nothing. Depth
and aliases are counted over the events, because libyaml's composer crashes on deep nesting. It
must not know what a key means, nor lines and columns: places are character offsets.
"""

import sys
from array import array
from dataclasses import dataclass, field
from typing import Any

import yaml

from gtm.diagnostics import Rule
from gtm.syntax.rules import BAD_YAML, TOO_MUCH, UNSUPPORTED

MAX_DEPTH = 50
MAX_ALIASED = 20_000
FAST = bool(yaml.__with_libyaml__)
Error = yaml.YAMLError

_NOTHING = frozenset({"", "~", "null"})
_PARSER: Any = yaml.CSafeLoader if FAST else yaml.SafeLoader
Twice = tuple[dict[str, Any], str, int]  # a mapping, its key that stands twice, where it does so again


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


class Fault(Exception):
    """Ends the reading of one document; never leaves this package."""

    def __init__(self, rule: Rule, start: int, end: int, message: str, help: str = "") -> None:
        super().__init__(message)
        self.rule, self.start, self.end, self.help = rule, start, end, help


class Unusual(Exception):
    """A document with something out of the ordinary is read again, with the place of every node."""


def plain(text: str) -> Any:
    """The data alone, without places: what most files need, at a fifth less time.

    Anything out of the ordinary (anchors, tags, doubled keys, depth, a second document) raises
    Unusual, and `load` reads the text again and says what it is. One loop on purpose: a call
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
                raise Unusual
            value = event.value
            if keyed and key is None:
                key = value
                if key in container:
                    raise Unusual
                continue
            if len(value) < 5 and value in nothing and not event.style and event.implicit[0]:
                value = None
        elif kind is map_end or kind is seq_end:
            value = container
            container, key, keyed = stack.pop()
        elif kind is mapping or kind is sequence:
            odd = event.anchor is not None or event.tag is not None or (keyed and key is None)
            if odd or len(stack) >= MAX_DEPTH:
                raise Unusual
            stack.append((container, key, keyed))
            keyed = kind is mapping
            container = {} if keyed else []
            key = None
            continue
        elif kind is yaml.StreamEndEvent:
            return document[0] if document else None
        elif kind is yaml.AliasEvent or (kind is start and document):
            raise Unusual
        else:
            continue
        if keyed:
            container[key] = value
            key = None
        else:
            container.append(value)


def load(text: str) -> tuple[Rows, list[Twice]]:
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
    twice: list[Twice] = []
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
                raise Fault(
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
                raise Fault(
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
                raise Fault(
                    BAD_YAML,
                    start,
                    event.end_mark.index,
                    f"`*{event.anchor}` points at nothing: a leading * is an alias in YAML",
                    f'put the text in quotes: "*{event.anchor}"',
                )
            value, size = known
            aliased += size
            if aliased > MAX_ALIASED:
                raise Fault(
                    TOO_MUCH, start, event.end_mark.index, "too many values through aliases", "write the values out"
                )
            leaves.append(len(marks) // 2)
            mark(start)
            mark(event.end_mark.index)
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                at = event.start_mark.index
                raise Fault(
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
        raise Fault(
            UNSUPPORTED, at, at + len(event.tag), "a word starting with ! is a YAML tag", "put the text in quotes"
        )
