"""Random documents and random edits: the intended data, all other bytes as they were, or nothing at all.

GTM_FUZZ=5000 runs that many of each instead of the few of every day.
"""

import os
import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gtm import syntax
from gtm.edit import change
from gtm.edit.change import ByHand, Change
from gtm.edit.sheet import Sheet

MANY = int(os.environ.get("GTM_FUZZ", "150"))
FEW = settings(
    max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck), derandomize="GTM_FUZZ" not in os.environ
)
KEYS = ("status", "owner", "finished", "answer", "note", "reason", "evidence")
WORDS = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from(list(" :#-'\"{}[],&*!|>%@`\n\t\u200c\u200f~=?/\\"))),
    max_size=40,
)


class Document:
    """A file as people write them, by dice: styles, comments, indents, line ends."""

    def __init__(self, dice: random.Random, ids: list[str]) -> None:
        self.dice, self.ids = dice, ids
        self.step = dice.choice([1, 2, 2, 2, 3, 4])
        self.eol = dice.choice(["\n", "\n", "\n", "\r\n"])
        rows: list[str] = []
        if dice.random() < 0.3:
            rows += ["# Head of the file: keep", ""]
        if dice.random() < 0.1:
            rows = ["---", *rows]
        rows.append("items:" + self.comment())
        for id in ids:
            rows += self.entry(id)
            if dice.random() < 0.4:
                rows.append("")
        if dice.random() < 0.3:
            rows.append("# the end")
        if dice.random() < 0.2:
            rows += ["own:", " " * self.step + "x.y.z: {title: T}"]
        self.text = self.eol.join(rows) + (self.eol if dice.random() < 0.8 else "")
        if dice.random() < 0.1:
            self.text = "\ufeff" + self.text

    def comment(self) -> str:
        return self.dice.choice(["", "", "", "  # said on Monday", " # x: {y", "\t# tab"])

    def entry(self, id: str) -> list[str]:
        dice, deep = self.dice, " " * self.step
        name = dice.choice([id, id, f'"{id}"', f"'{id}'"])
        if dice.random() < 0.15:
            return [f"{deep}{name}:{self.comment()}"]
        keys = dice.sample(KEYS, dice.randint(1, len(KEYS)))
        if dice.random() < 0.25:
            pairs = ", ".join(f"{key}: {self.flow(key)}" for key in keys)
            return [f"{deep}{name}: {{{dice.choice(['', ' '])}{pairs}{dice.choice(['', ' ', ','])}}}{self.comment()}"]
        rows = [f"{deep}{name}:{self.comment()}"]
        inner = deep + " " * self.step
        if dice.random() < 0.4:
            rows.append(f"{inner}#: what it asks: {{now}}")
        for key in keys:
            rows += self.pair(inner, key)
            if dice.random() < 0.15:
                rows.append(f"{inner}{dice.choice(['', '  '])}# a word in between")
        return rows

    def flow(self, key: str) -> str:
        if key == "evidence":
            return self.dice.choice(["[]", "[{link: 'https://a.example'}]", '[ {ref: "a, b"} , {ref: c} ]'])
        return self.dice.choice(["todo", '"to: do"', "'it''s'", "null", "a b"])

    def pair(self, inner: str, key: str) -> list[str]:
        dice = self.dice
        if key == "evidence":
            return self.evidence(inner)
        shape = dice.randint(0, 9)
        more = inner + " " * dice.randint(1, 4)
        if shape == 0:
            return [f"{inner}{key}:{self.comment()}"]
        if shape == 1:
            return [f"{inner}{key}: {dice.choice(['|', '>', '|-', '>-'])}{dice.choice(['', '  # free'])}",
                    f"{more}some text", "", f"{more}# not a comment"]  # fmt: skip
        if shape == 2:
            return [f"{inner}{key}: one", f"{more}two", f"{more}three"]
        if shape == 3:
            return [f'{inner}{key}: "one\\', f'{more}two # x"{self.comment()}']
        if shape == 4:
            return [f"{inner}{key}:", f"{more}below"]
        if shape == 5:
            return [f"{inner}{key}: |"]
        value = dice.choice(["todo", "'quoted'", '"dou\\u200cble"', "a#b", "می\u200cرود", "~", "2027-01-01", "NO"])
        gap = dice.choice([" ", " ", "  ", "\t"])
        return [f"{inner}{key}:{gap}{value}{self.comment()}"]

    def evidence(self, inner: str) -> list[str]:
        dice = self.dice
        shape = dice.randint(0, 4)
        if shape == 0:
            return [f"{inner}evidence:{self.comment()}"]
        if shape == 1:
            return [f"{inner}evidence: {self.flow('evidence')}{self.comment()}"]
        dash = inner + " " * dice.choice([0, 2, 3])
        gap = " " * dice.choice([1, 1, 3])
        rows = [f"{inner}evidence:{self.comment()}"]
        for _ in range(dice.randint(1, 3)):
            rows.append(f"{dash}-{gap}link: https://a.example/x#y{self.comment()}")
            if dice.random() < 0.5:
                rows.append(f"{dash} {gap}date: 2027-01-01")
            if dice.random() < 0.2:
                rows.append(f"{dash}# between proofs")
        return rows


def _data(content: bytes) -> Any:
    text, _ = syntax.decode("a.yaml", content)
    assert text is not None
    rows, found = syntax.read("a.yaml", text)
    assert rows is not None, found
    return rows.data


def _said(data: Any) -> Any:
    """The data without what is empty: an emptied key may stay or go."""
    if isinstance(data, dict):
        return {key: _said(value) for key, value in data.items() if value is not None and _said(value) != {}}
    return [_said(one) for one in data] if isinstance(data, list) else data


def _comments(text: str) -> list[str]:
    """What stands behind a # outside of values, as it stands."""
    sheet = Sheet.read(text.removeprefix("\ufeff"))
    signs = list(sheet.text)
    for route, place in sheet.places.items():
        if not isinstance(sheet.get(route), (dict, list)):
            blank = [sign if sign in "\r\n" else " " for sign in signs[place.start : place.end]]
            header = sheet.header_comment(place, place.end)
            at = sheet.text.find(header, place.start) - place.start
            blank[at : at + len(header)] = header
            signs[place.start : place.end] = blank
    return sorted(line[line.index("#") :].rstrip() for line in "".join(signs).splitlines() if "#" in line)


def _same_start(one: str, other: str) -> int:
    """How many characters two texts have in common from their start."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _untouched(old: str, new: str, route: tuple[str, ...]) -> bool:
    """Whether only the lines of the value changed, or only something was added, and no comment is lost."""
    if _comments(old) != _comments(new):
        return False
    sheet = Sheet.read(old.removeprefix("\ufeff"))
    same = _same_start(old, new)
    tail = _same_start(old[::-1], new[::-1])
    holder = route[:-1]
    region = holder if holder in sheet.places and sheet.flow(holder) else route
    if region not in sheet.places:
        return same + tail >= len(old)
    shift = len(old) - len(sheet.text)
    start = sheet.line_start(sheet.places[region].key_start) + shift
    end = (
        sheet.line_end(sheet.below(sheet.content_end(region), 0) if region == route else sheet.content_end(region))
        + shift
    )
    return same >= start and tail >= len(old) - end


seeds = st.integers(0, 2**32)


@FEW
@given(seeds, st.sampled_from(KEYS[:-1]), st.one_of(st.none(), WORDS.filter(lambda text: text.strip() != "")))
def test_one_edit_says_what_was_meant_or_nothing_is_changed(seed: int, key: str, value: str | None) -> None:
    dice = random.Random(seed)
    ids = [f"buy.finance.item-{n}" for n in range(dice.randint(1, 5))]
    old = Document(dice, ids).text
    id = dice.choice([*ids, "buy.finance.new"])
    before = _data(old.encode())
    try:
        new = change.edit("a.yaml", old.encode(), [Change(("items", id), {key: value})])
    except ByHand:
        return
    after = _data(new)
    found = ((after or {}).get("items") or {}).get(id) or {}
    assert found.get(key) in (value, f"{value}\n" if value is not None else None)
    for data in (before, after):
        entry = ((data or {}).get("items") or {}).get(id)
        if isinstance(entry, dict):
            entry.pop(key, None)
    assert _said(before) == _said(after), "everything else says what it said"
    assert _untouched(old, new.decode(), ("items", id, key))


@FEW
@given(seeds, st.lists(st.sampled_from(["status", "proof", "clear", "note", "new"]), min_size=1, max_size=6))
def test_edits_one_after_another_add_up(seed: int, steps: list[str]) -> None:
    dice = random.Random(seed)
    ids = [f"buy.finance.item-{n}" for n in range(dice.randint(1, 4))]
    content = Document(dice, ids).text.encode()
    comments = _comments(content.decode())
    for number, step in enumerate(steps):
        id = dice.choice(ids)
        proof = {"ref": f"register: {number} #a", "date": "2027-01-10"}
        wanted = {
            "status": Change(("items", id), {"status": "done", "finished": "2027-01-02"}),
            "proof": Change(("items", id), {}, [proof]),
            "clear": Change(("items", id), {"owner": None}),
            "note": Change(("items", id), {"note": f"line {number}\n\n  deeper\n"}),
            "new": Change(("items", f"buy.finance.extra-{number}"), {"status": "todo", "answer": "x\ny\n"}),
        }[step]
        before = _data(content)
        try:
            new = change.edit("a.yaml", content, [wanted])
        except ByHand:
            continue
        after, entry = _data(new), _data(new)["items"][wanted.route[-1]] or {}
        if step == "proof":
            assert entry["evidence"][-1] == proof
            assert len(entry["evidence"]) == len(((before["items"][id] or {}).get("evidence")) or []) + 1
        others = [one for one in before["items"] if one != wanted.route[-1]]
        assert {one: before["items"][one] for one in others} == {one: after["items"][one] for one in others}
        content = new
    assert comments == _comments(content.decode())


def test_most_edits_are_made_and_few_are_left_to_people() -> None:
    dice = random.Random(1)
    made = refused = 0
    for _ in range(400):
        old = Document(dice, ["a.b.c", "a.b.d"]).text.encode()
        try:
            change.edit("a.yaml", old, [Change(("items", "a.b.c"), {dice.choice(KEYS[:-1]): "done: #1"})])
            made += 1
        except ByHand:
            refused += 1
    assert refused * 20 < made


@FEW
@given(seeds)
def test_many_changes_at_once_say_the_same_as_one_after_another(seed: int) -> None:
    dice = random.Random(seed)
    ids = [f"buy.finance.item-{n}" for n in range(dice.randint(3, 8))]
    content = Document(dice, ids).text.encode()
    changes = [
        Change(
            ("items", id), {"status": "done", "owner": dice.choice(["mina", None]), "note": f"{n}: x"}, [{"ref": id}]
        )
        for n, id in enumerate([*ids, "buy.finance.extra"])
    ]
    try:
        one_by_one = content
        for wanted in changes:
            one_by_one = change.edit("a.yaml", one_by_one, [wanted])
    except ByHand:
        return
    together = change.edit("a.yaml", content, changes)
    assert _said(_data(together)) == _said(_data(one_by_one))
    assert _comments(together.decode()) == _comments(content.decode())
