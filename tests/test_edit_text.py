"""One value is changed, every other byte stays: seventeen kinds of YAML that other writers alter."""

import difflib

import pytest

from gtm import syntax
from gtm.edit import change, style
from gtm.edit.change import ByHand, Change

ID = "buy.finance.price-list"
KINDS: dict[str, str] = {
    "comments": """\
# head
items:   # all of them
  buy.finance.price-list:      # ours
    #: what it asks
    status:   todo      # aligned
    owner:    mina      # here too
    evidence:
    - link: https://a.example   # first
    # between
    -   ref: "two"

    # behind
  buy.finance.other: {status: todo}   # last
# tail
""",
    "quotes": """\
items:
  'buy.finance.price-list':
    "status" : 'todo'
    note: "\\u015feker \\"x\\" \\
      y"
    owner: ~
    answer: 'it''s'
""",
    "block text": """\
items:
  buy.finance.price-list:
    answer: |2
        two deep
       one deep
    note: >-
      folded
      text

    status: todo
    reason: |+
      kept

  buy.finance.other:
    answer: |
      # no comment
      status: todo
""",
    "long lines": f"""\
items:
  buy.finance.price-list:
    note: {"many words " * 20}end
    reason: a plain text
      that goes on
      and on
    status: todo
""",
    "anchors": """\
items:
  buy.finance.other: &base
    status: todo
    owner: &who mina
  buy.finance.price-list:
    status: todo
    owner: *who
  buy.finance.third: *base
""",
    "flow": """\
items: {buy.finance.other: { status: todo , evidence: [ {link: "https://a.example"}, ] },
  "buy.finance.price-list": {   status: todo,
     owner: mina }   # end
  }
""",
    "four spaces": """\
items:
    buy.finance.other:
          status: todo
    buy.finance.price-list:
        status: todo
        evidence:
              -   link: https://a.example
                  date: 2027-01-01
""",
    "crlf": "items:\n  buy.finance.price-list:\n    status: todo # x\n    answer: |\n      a\n\n      b\n".replace(
        "\n", "\r\n"
    ),
    "bom": "\ufeffitems:\n  buy.finance.price-list:\n    status: todo\n",
    "no final newline": "items:\n  buy.finance.price-list:\n    note: x\n    status: todo",
    "document marks": "---\n# c\nitems:\n  buy.finance.price-list:\n    status: todo\n...\n",
    "scripts": """\
items:
  buy.finance.price-list:
    note: "\\U0001F680 \\u200f"
    answer: Şirket içi onay alındı; می\u200cخواهیم \u200fبماند
    status: todo   # وضعیت
""",
    "yaml 1.1 traps": """\
items:
  buy.finance.price-list:
    note: NO
    answer: 010
    reason: 1.10
    waiting_on: 12:30:45
    status: todo
    finished: 2027-01-01
    effort: 1_000
""",
    "tab after colon": "items:\n  buy.finance.price-list:\n    owner:\tmina\n    status:\ttodo\t# x\n",
    "explicit keys": "items:\n  ? buy.finance.price-list\n  : status: todo\n    owner: mina\n",
    "empty entries": """\
items:
  buy.finance.empty:
  buy.finance.nothing: {}
  buy.finance.price-list:
    status: todo
    evidence:
    -
    - link: https://a.example
""",
    "nested lists": """\
items:
  buy.finance.price-list:
    status: todo
    effort:
    - - a
      - b
    -   - c
""",
}


def edited(text: str, values: dict[str, object], proofs: tuple[dict[str, str], ...] = ()) -> bytes:
    return change.edit("a.yaml", text.encode(), [Change(("items", ID), values, proofs)])


def lines(content: bytes) -> list[str]:
    return content.decode().splitlines(keepends=True)


def difference(old: str, new: bytes) -> tuple[list[str], list[str]]:
    """The lines that went and the lines that came."""
    found = [one for one in difflib.ndiff(lines(old.encode()), lines(new)) if one[0] in "+-"]
    return [one[2:] for one in found if one[0] == "-"], [one[2:] for one in found if one[0] == "+"]


def data(content: bytes) -> object:
    text, _ = syntax.decode("a.yaml", content)
    assert text is not None
    rows, _ = syntax.read("a.yaml", text)
    assert rows is not None
    return rows.data


def test_there_are_seventeen_kinds() -> None:
    assert len(KINDS) == 17


@pytest.mark.parametrize("kind", KINDS)
def test_setting_what_is_there_already_changes_no_byte(kind: str) -> None:
    assert edited(KINDS[kind], {"status": "todo"}) == KINDS[kind].encode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_status_changes_its_own_line_alone(kind: str) -> None:
    text = KINDS[kind]
    new = edited(text, {"status": "done"})
    went, came = difference(text, new)
    assert len(went) == len(came) == 1
    wanted = went[0].replace("'todo'", "done").replace("todo", "done")
    assert came == [wanted], "comments, blanks and line ends of the line stay"


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_key_is_one_new_line_or_nothing_is_changed(kind: str) -> None:
    text = KINDS[kind]
    try:
        new = edited(text, {"waiting_on": "Tax: office #7"})
    except ByHand:
        assert kind == "explicit keys"
        return
    if kind == "yaml 1.1 traps":
        assert len(difference(text, new)[0]) == 1
        return
    went, came = difference(text, new)
    inside = [line for line in came if "waiting_on" in line]
    assert len(inside) == 1
    rest = [line for line in came if line not in inside]
    if kind == "flow":
        assert went == [inside[0].replace(', waiting_on: "Tax: office #7"', "")]
    else:
        assert [line.rstrip("\r\n") for line in went] == [line.rstrip("\r\n") for line in rest], "the last line at most"
    assert b"\r\n" not in new or b"\n" not in new.replace(b"\r\n", b"")


@pytest.mark.parametrize("kind", KINDS)
def test_a_proof_is_added_below_the_others(kind: str) -> None:
    text = KINDS[kind]
    proof = {"link": "https://b.example/?q=1#top", "date": "2027-01-10"}
    try:
        new = edited(text, {}, (proof,))
    except ByHand:
        assert kind in {"explicit keys", "block text", "crlf"}
        return
    went, came = difference(text, new)
    assert "".join(came).count("b.example") == 1
    if kind == "flow":
        pair = ', evidence: [{link: "https://b.example/?q=1#top", date: 2027-01-10}]'
        assert went == ["".join(came).replace(pair, "")]
        return
    assert not [line for line in went if line.rstrip("\r\n") not in "".join(came)]
    assert data(new)["items"][ID]["evidence"][-1] == proof  # type: ignore[index]


VALUES = [
    "NO", "1.10", "a: b", "#x", "x #y", "@mina", "*urgent*", "[legal] review", "{x}", "- dash", "? q", "! bang", "%5",
    "`tick`", "it's", '"quoted"', "back\\slash", "null", "~", "true", "2027-01-01", "12:30", "0x1F", "1e3", "=", "<<",
    "---", "...", "trailing ", " leading", "tab\there", "colon:", ": x", "a:b", "\u200f right", "\u202eevil\u202c",
    "می\u200cخواهیم", "Şirket İçi ığdır", "👩\u200d🚀", "\x07bell", "\x85", "\u2028", "\ufeffbom", "x" * 300, "&a",
    "| pipe", "> fold", ", comma", "] close", "<<<<<<< HEAD", "a\\nb", "١٢٣", "\u00a0nbsp", "'", '"', "\\",
]  # fmt: skip
LINES = [
    "satır bir\nsatır iki",
    "نخست می\u200cرود\n\nسپس: می\u200cآید #3\n",
    "one\n  indented\n\tafter a tab\nlast",
    " leads with a blank\nx",
    "ends with blanks  \nx\n",
    "\nstarts empty",
    "many ends\n\n\n",
    "# looks like a comment\nkey: value",
    "--- \n... \n",
]
PLACES = {
    "new key": "items:\n  buy.finance.price-list:\n    status: todo\n  next: {status: done}\n",
    "plain": "items:\n  buy.finance.price-list:\n    note: old # kept\n    owner: mina\n",
    "empty": "items:\n  buy.finance.price-list:\n    note:\n    owner: mina\n",
    "empty with comment": "items:\n  buy.finance.price-list:\n    note:   # your words\n    owner: mina\n",
    "quoted": 'items:\n  buy.finance.price-list:\n    note: "old\\\n      more"\n    owner: mina\n',
    "block": "items:\n  buy.finance.price-list:\n    note: |   # words\n      old\n\n      older\n\n    owner: mina\n",
    "folded": "items:\n  buy.finance.price-list:\n    note: >-\n      old\n      older\n    owner: mina\n",
    "several lines": "items:\n  buy.finance.price-list:\n    note: old\n      and older\n    owner: mina\n",
    "brackets": "items:\n  buy.finance.price-list: {status: todo, note: old, owner: mina}\n",
    "new in brackets": "items:\n  buy.finance.price-list: {status: todo}\n",
    "last, no end": "items:\n  buy.finance.price-list:\n    owner: mina\n    note: old",
    "last block, no end": "items:\n  buy.finance.price-list:\n    owner: mina\n    note: |\n      old",
    "windows": "items:\r\n  buy.finance.price-list:\r\n    note: old\r\n    owner: mina\r\n",
    "comment below": "items:\n  buy.finance.price-list:\n    note:\n      # a hint\n    owner: mina\n",
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("value", VALUES)
def test_a_text_reads_back_as_typed(place: str, value: str) -> None:
    if "\r" in PLACES[place] and value == "\x85":
        return
    new = edited(PLACES[place], {"note": value})
    found = data(new)["items"][ID]["note"]  # type: ignore[index]
    assert found in (value, value + "\n")
    assert found == value or place in {"block", "last block, no end"} or len(value) > style.LONG
    went, came = difference(PLACES[place], new)
    if place == "plain":
        assert came[0].endswith("# kept\n")
        assert len(went) == 1


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("value", LINES)
def test_lines_read_back_as_typed_and_end_with_a_line_end(place: str, value: str) -> None:
    try:
        new = edited(PLACES[place], {"note": value})
    except ByHand:
        assert place == "windows"
        return
    found = data(new)["items"][ID]["note"]  # type: ignore[index]
    assert found in (value, value + "\n")
    if place == "new key" and value == LINES[0]:
        assert b"    note: |\n      sat\xc4\xb1r bir\n      sat\xc4\xb1r iki\n" in new


def test_an_escape_or_a_turn_of_direction_is_never_written_raw() -> None:
    new = edited(PLACES["new key"], {"note": "x\x1b[31m\u202e"}).decode()
    assert "\x1b" not in new
    assert "\u202e" not in new
    assert '"x\\x1b[31m\\u202e"' in new


def test_a_value_in_lines_can_be_emptied_and_the_form_stays() -> None:
    text = PLACES["block"]
    assert edited(text, {"note": None}).decode() == text.replace(
        " |   # words\n      old\n\n      older\n", "   # words\n"
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{status: todo, owner: mina}", "{status: todo}"),
        ("{owner: mina, status: todo}", "{status: todo}"),
        ("{ owner: mina }", "{  }"),
    ],
)
def test_in_brackets_an_emptied_key_goes_away(text: str, wanted: str) -> None:
    before = f"items:\n  {ID}: {text}  # x\n"
    assert edited(before, {"owner": None}).decode() == f"items:\n  {ID}: {wanted}  # x\n"


def test_new_keys_stand_in_the_order_of_the_form() -> None:
    text = f"items:\n  {ID}:\n    #: hint\n    owner: mina\n    evidence:\n      - ref: x\n    # mine\n"
    new = edited(text, {"note": "n", "finished": "2027-01-01", "status": "done", "answer": "a"}).decode()
    keys = [line.strip().partition(":")[0] for line in new.splitlines() if line.startswith("    ") and ":" in line]
    assert [key for key in keys if key in change.STATE_ORDER] == [
        "status", "owner", "finished", "answer", "evidence", "note"
    ]  # fmt: skip
    assert new.startswith(f"items:\n  {ID}:\n    #: hint\n    status: done\n    owner: mina\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "items:\n  {id}:\n    status: done\n"),
        ("# only a comment", "# only a comment\nitems:\n  {id}:\n    status: done\n"),
        ("items:\n", "items:\n  {id}:\n    status: done\n"),
        ("items:   # all\n\n# end\n", "items:   # all\n  {id}:\n    status: done\n\n# end\n"),
        ("items: {}\n", "items: {{{id}: {{status: done}}}}\n"),
        ("items:\n    x.y.z:\n      owner: a\n", "items:\n    x.y.z:\n      owner: a\n    {id}:\n      status: done\n"),
        ("items:\n  x.y.z:\n    note: a\n\n  x.y.q:\n    note: b\n\n# end\n",
         "items:\n  x.y.z:\n    note: a\n\n  x.y.q:\n    note: b\n\n  {id}:\n    status: done\n\n# end\n"),
        ("own:\n  x.y.z: {title: T}\n", "own:\n  x.y.z: {title: T}\nitems:\n  {id}:\n    status: done\n"),
        ("items:\n  {id}:\n    #: hint\n\n  x.y.z:\n", "items:\n  {id}:\n    #: hint\n    status: done\n\n  x.y.z:\n"),
        ("items:\n  {id}: ~  # x\n", "items:\n  {id}: {{status: done}}  # x\n"),
    ],
)  # fmt: skip
def test_missing_entries_and_sections_are_made(before: str, after: str) -> None:
    text = before.replace("{id}", ID) if "{{" not in before else before
    assert edited(text, {"status": "done"}).decode() == after.replace("{{", "{").replace("}}", "}").replace("{id}", ID)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("items:\n<<<<<<< HEAD\n  a.b.c:\n=======\n  a.b.d:\n>>>>>>> other\n", "unfinished merge"),
        (f"items:\n  {ID}:\n    status: todo\n    status: done\n", "stands twice"),
        (f"items:\n  {ID}:\n    evidence: [a\n", "not YAML"),
        (f"items:\n  {ID}:\n\tstatus: todo\n", "tab"),
        (f"items:\n  {ID}: plain text\n", "a value stands where keys belong"),
        (f"items:\n  {ID}: !form\n    status: todo\n", "tag"),
        (f"x: &a {{status: todo}}\nitems:\n  {ID}: *a\n", "alias"),
        (f"items:\n  {ID}:\n    status: &s todo\n  x.y.z: {{status: *s}}\n", "anchor"),
        ("- a\n- b\n", "keys belong"),
    ],
)
def test_what_cannot_be_changed_safely_is_said_with_the_lines_to_write(text: str, word: str) -> None:
    with pytest.raises(ByHand) as refused:
        edited(text, {"status": "done"})
    assert word in str(refused.value)
    assert refused.value.lines == ("items:", f"  {ID}:", "    status: done")


def test_a_comment_among_the_parts_of_a_list_is_never_taken_away() -> None:
    text = f"items:\n  {ID}:\n    evidence:\n      - ref: a\n      # ask Mina for the other one\n      - ref: b\n"
    with pytest.raises(ByHand, match="comments stand among the parts"):
        edited(text, {"evidence": None})


def test_bytes_that_are_not_utf_8_are_left_alone() -> None:
    with pytest.raises(ByHand, match="UTF-8"):
        change.edit("a.yaml", b"items:\n  a: \xff\n", [Change(("items", ID), {"status": "done"})])
