"""Knows how a table of customers is sorted into personas and segments, row by row, in one pass.

Equal cells are read once, equal answers are sorted once. The order of rows changes nothing: a customer who stands
there twice counts once when both rows agree, and has no persona when they differ.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from gtm.analysis import customers as values
from gtm.analysis import personas, segments
from gtm.analysis.customers import Customer, Sorted, Trouble
from gtm.analysis.personas import Match, Rules
from gtm.analysis.segments import Cell, Condition, Segment
from gtm.diagnostics import did_you_mean, suggest
from gtm.link.cells import Fault, number
from gtm.link.table import Table, misfit
from gtm.model.audience import Audience
from gtm.model.personas import CustomersWritten
from gtm.schema.scalars import clip, slugged

_NOTHING = Match(None, "", personas.UNANSWERED)
_DIFFER = Match(None, "", values.DIFFERING)
_LOOKS = 10_000_000  # at a rule, for a customer unlike those before: a hundred rules for 100,000 customers
_KINDS = 300  # different troubles that are told apart
_ASK = object()  # not read yet
_MAP = "under `customers:` in audience.yaml"

Result = tuple[Match, tuple[tuple[str, str], ...], tuple[str, ...]]


@dataclass
class _Notes:
    """What is wrong with a file, alike troubles together."""

    found: dict[tuple[str, str], Trouble] = field(default_factory=dict)
    more: int = 0

    def told(self, kind: str, about: str) -> bool:
        """Whether this is known, or cannot be told apart any more: then it is counted, and no words are needed."""
        known = self.found.get((kind, about))
        if known is not None:
            self.found[kind, about] = known._replace(rows=known.rows + 1)
        elif len(self.found) >= _KINDS:
            self.more += 1
        return known is not None or len(self.found) >= _KINDS

    def add(self, line: int, kind: str, about: str, message: str, help: str = "") -> None:
        if not self.told(kind, about):
            self.found[kind, about] = Trouble(line, kind, message, help)


class Sorter:
    """Sorts the rows of one file."""

    def __init__(
        self, audience: Audience, path: str, line_of: Callable[[int], int] = lambda row: row, heading: int = 0
    ) -> None:
        """`line_of` turns what rows call their line into one; `heading` is the line of the columns' names, if any."""
        self.path, self.line_of, self.heading = path, line_of, heading
        self.written = audience.customers or CustomersWritten()
        self.audience = audience
        self.rules: Rules | None = personas.rules(audience)
        self.segments: tuple[Segment, ...] = segments.segments(audience)
        self.columns = segments.columns(self.segments)
        self._conditions: dict[str, list[Condition]] = {name: [] for name in self.columns}
        for segment in self.segments:
            for rule in segment.rules:
                for name, condition in rule.items():
                    self._conditions[name].append(condition)
        self._looks, self._rules = 0, sum(len(one.rules) for one in self.segments)
        self._rules += sum(map(len, self.rules.boxes.values())) if self.rules is not None else 0
        self.notes = _Notes()
        self._alike: dict[tuple[str, tuple[bool, ...]], Cell] = {}
        self._known: dict[tuple[Any, ...], Result] = {}
        asked = {name for own in self.rules.boxes.values() for box in own for name in box} if self.rules else set()
        self._words = {
            name: self._meanings(name) for name in (self.rules.choices if self.rules else ()) if name in asked
        }
        self._answers: dict[str, dict[str, str | None]] = {name: {} for name in self._words}
        self._cells: dict[str, dict[str, Cell]] = {name: {} for name in self.columns}

    def _look(self, rules: int) -> None:
        """Count looks at rules. Raises Fault when they are more than anybody waits for."""
        self._looks += rules
        if self._looks > _LOOKS:
            raise Fault("has too many different customers for so many rules", "ask with fewer rules, or split the file")

    def sort(self, data: Table) -> Sorted:
        """All rows of a table. Raises Fault when the file cannot be used."""
        at = self._columns(data.header)
        width, named = max(at.values()) + 1, len(data.header)
        id_at, name_at = at["id"], at.get("name", -1)
        questions = [(name, at[name]) for name in self._words if name in at]
        cells = [(name, at[name]) for name in self.columns if name in at]
        asked: list[tuple[int, dict[str, Any], Callable[[str, int], Any]]] = [
            *((column, self._answers[name], partial(self._answer, name)) for name, column in questions),
            *((column, self._cells[name], partial(self._cell, name)) for name, column in cells),
        ]
        made: dict[str, Customer] = {}
        seen: dict[str, tuple[Any, ...]] = {}
        for line, row in data.rows:
            if len(row) < width or len(row) > named:
                fault = misfit(row, width, named)
                if fault is not None:
                    kind = values.SHORT_ROW if len(row) < width else values.LONG_ROW
                    self.notes.add(line, kind, str(len(row)), fault.message, fault.help)
                if fault is not None or len(row) < width:
                    continue
            id = row[id_at].strip()
            if not id:
                if any(row):
                    said = f"a row names no customer in the column `{clip(data.header[id_at], 30)}`"
                    self.notes.add(line, values.NO_ID, "", said, "write an id, or take the row out")
                continue
            told = []
            for column, known, read in asked:
                value = known.get(row[column], _ASK)
                told.append(read(row[column], line) if value is _ASK else value)
            key = tuple(told)
            if id in seen:
                made[id] = self._twice(made[id], seen[id] == key, line)
                continue
            seen[id] = key
            result = self._known.get(key)
            if result is None:
                result = self._known[key] = self._sorted(key, questions, cells)
            made[id] = Customer(line, id, row[name_at].strip() if name_at >= 0 else "", *result)
        return self._whole(made)

    def _whole(self, made: Mapping[str, Customer]) -> Sorted:
        """Line numbers are asked for last: in a YAML file they cost a second look at it."""
        found = [
            one._replace(line=self.line_of(one.line) if one.line else self.heading) for one in self.notes.found.values()
        ]
        found.sort(key=lambda one: (one.line, one.kind, one.message))
        if self.notes.more:
            found.append(Trouble(0, values.MORE, "more is wrong than is told apart here", "mend these first",
                                 self.notes.more))  # fmt: skip
        people = tuple(one._replace(line=self.line_of(one.line)) for one in made.values())
        return Sorted(self.path, people, tuple(found))

    def _twice(self, first: Customer, same: bool, line: int) -> Customer:
        where = f"in line {self.line_of(first.line)} already"
        about = clip(first.id, 40)
        if same:
            said = f"`{about}` stands {where}, and counts once"
            self.notes.add(line, values.DUPLICATE, first.id, said, "export each customer once")
            return first
        said = f"`{about}` stands {where}, with other answers, and has no persona"
        self.notes.add(line, values.DUPLICATE, first.id, said, "keep the row that is right")
        untold = dict.fromkeys(one.of or one.id for one in self.segments)  # counted, or totals would not add up
        return first._replace(match=_DIFFER, segments=(), unknown=tuple(untold))

    def _sorted(self, key: Sequence[Any], questions: Sequence[Any], cells: Sequence[Any]) -> Result:
        given = {name: answer for (name, _), answer in zip(questions, key, strict=False) if answer is not None}
        known = {name: cell for (name, _), cell in zip(cells, key[len(questions) :], strict=True) if cell is not None}
        self._look(self._rules)
        match = self.rules.match(given) if self.rules is not None else _NOTHING
        inside: list[tuple[str, str]] = []
        unknown: dict[str, None] = {}
        for segment in self.segments:
            verdict, why = segments.asked(segment, known, match.persona)
            if verdict == "yes":
                inside.append((segment.id, why or ""))
            elif verdict == "unknown":
                unknown[segment.of or segment.id] = None
        groups = {one.id: one.of for one in self.segments if one.of}
        placed = {groups[id] for id, _ in inside if id in groups}
        placed_not = dict.fromkeys(of for of in groups.values() if of not in placed)
        return match, tuple(inside), tuple(dict.fromkeys((*placed_not, *(one for one in unknown if one not in placed))))

    def _answer(self, question: str, text: str, line: int) -> str | None:
        """A cell as an answer; kept, unless it is none, which is counted each time."""
        answer = self._words[question].get(segments.plain(text)) if text.strip() else None
        if answer is None and text.strip():
            self._unknown(question, text.strip(), line)
        else:
            self._answers[question][text] = answer
        return answer

    def _unknown(self, question: str, text: str, line: int) -> None:
        about = f"{question} {text}"
        if self.notes.told(values.UNKNOWN_ANSWER, about):
            return
        choices = self.rules.choices[question] if self.rules else ()
        near = did_you_mean(text.casefold(), choices, f"write one of {', '.join(choices)}")
        meant = f"`answers: {{{question}: {{{clip(text, 30)}: …}}}}`"
        help = f"{near}{' Or' if near.endswith('?') else '; or'} say what it means {_MAP}: {meant}"
        self.notes.add(line, values.UNKNOWN_ANSWER, about, f"`{clip(text, 40)}` is no answer to `{question}`", help)

    def _cell(self, column: str, text: str, line: int) -> Cell | None:
        """A cell as it is compared; of all that rules do not tell apart, the first."""
        if not text.strip():
            return None
        value = None
        if self.columns[column]:
            try:
                value = number(text, self.written.decimal).value
            except Fault as fault:
                if not any(segments.plain(text) in condition.words for condition in self._conditions[column]):
                    said = f"`{column}`: {fault.message}"
                    help = fault.help.replace("beside `file:`", _MAP)
                    self.notes.add(line, values.NOT_A_NUMBER, f"{column} {text}", said, help)
                    return None
        plain = segments.plain(text)
        cell = (self._words.get(column, {}).get(plain, plain), value)  # an intake question is a column as well
        self._look(len(self._conditions[column]))
        alike = tuple(condition.takes(cell) for condition in self._conditions[column])
        found = self._cells[column][text] = self._alike.setdefault((column, alike), cell)
        return found

    def _meanings(self, question: str) -> dict[str, str]:
        """Every way to write an answer: its id, its words, and what the mapping says; the mapping counts first."""
        record = (self.audience.intake or {}).get(question)
        out: dict[str, str] = {}
        for choice, words in (record.choices if record is not None else {}).items():
            out.setdefault(segments.plain(choice), choice)
            out.setdefault(segments.plain(choice.replace("-", " ")), choice)
            if words:
                out.setdefault(segments.plain(words), choice)
        for words, meant in ((self.written.answers or {}).get(question) or {}).items():
            if meant is not None and record is not None and meant in record.choices:
                out[segments.plain(words)] = meant
        return out

    def _columns(self, header: Sequence[str]) -> dict[str, int]:
        """Where each column stands. One that is missing is said; without an id, or any answer, nothing can be done."""
        named = self.written.columns or {}
        titles = {id: one.title for id, one in (self.audience.intake or {}).items() if one is not None}
        plain = [segments.plain(name) for name in header]
        at: dict[str, int] = {}
        wanted = {"id": self.written.id, **({"name": self.written.name} if self.written.name else {})}
        for ours in (*self._words, *self.columns):
            wanted[ours] = named.get(ours) or ours
        for ours, theirs in wanted.items():
            ways = [theirs, titles[ours]] if ours in titles and ours not in named else [theirs]
            found = next((plain.index(w) for w in map(segments.plain, ways) if plain.count(w) == 1), None)
            if found is not None:
                at[ours] = found
            else:
                self._lacks(ours, theirs, header, plain)
        if "id" not in at or not (set(at) - {"id", "name"}):
            lacking = next(iter(self.notes.found.values()))
            if "id" in at:
                raise Fault("has no column that a rule asks about", lacking.help)
            raise Fault(f"has no column `{clip(self.written.id, 40)}` that names each customer", lacking.help)
        return at

    def _lacks(self, ours: str, theirs: str, header: Sequence[str], plain: Sequence[str]) -> None:
        many = plain.count(segments.plain(theirs))
        listed = ", ".join(clip(one, 30) for one in header[:12]) + (" …" if len(header) > 12 else "")
        where = f"write `id: COLUMN` {_MAP}" if ours == "id" else f"write `columns: {{{ours}: COLUMN}}` {_MAP}"
        near = suggest(slugged(theirs), [slugged(one) for one in header])
        if many:
            said, help = f"there are {many} columns `{clip(theirs, 40)}`", "name them apart in the export"
        else:
            said = f"there is no column `{clip(theirs, 40)}`"
            there = header[[slugged(one) for one in header].index(near[0])] if near else "COLUMN"
            help = f"{where.replace('COLUMN', clip(there, 40))}; columns there: {listed}"
        self.notes.add(0, values.MISSING_COLUMN, ours, said, help)
