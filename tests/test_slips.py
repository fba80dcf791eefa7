"""The usual slips in YAML, and the words that a person who never heard of scanners reads about them."""

import pytest

from gtm import syntax

SLIPS = {
    "title: Pricing: floor\n": ("the value of `title` holds a colon and a space", 'title: "Pricing: floor"'),
    "items:\n  x:\n    title: Do it: now\n": ("the value of `title` holds a colon and a space", 'title: "Do it: now"'),
    "- note: a: b\n": ("the value of `note` holds a colon and a space", 'note: "a: b"'),
    "title: [legal] review\n": ("text that starts with a bracket is read as a list", 'title: "[legal] review"'),
    "title: {x} review\n": ("text that starts with a bracket is read as a list", 'title: "{x} review"'),
    "owner: @mina\n": ("a value cannot start with @", "without the @: mina"),
    "note: @mina please\n": ("a value cannot start with @", '"@mina please"'),
    "note: > 5 percent\n": ("a value cannot start with >", '"> 5 percent"'),
    "a:\n  note: 'The insurer's answer'\n": ("a quote in the text ends it too early", 'note: "The insurer\'s answer"'),
    'a:\n  note: "Yes" said Mina\n': ("a quote in the text ends it too early", "note: \"'Yes' said Mina\""),
    "a:\n  status:done\n  due: T\n": ("a space is missing after `status:`", "write status: done"),
    "note: `code` here\n": ("a value cannot start with `", '"`code` here"'),
    "note: %5 more\n": ("a value cannot start with %", '"%5 more"'),
    "title: *urgent*\n": ("a value cannot start with *", '"*urgent*"'),
    "title: *urgent* now\n": ("a value cannot start with *", '"*urgent* now"'),
    "note: &mark&\n": ("a value cannot start with &", '"&mark&"'),
    "title: !important\n": ("a word starting with ! is a YAML tag", "quotes"),
    "items:\n\tx: 1\n": ("a tab at the start of the line", "indent with spaces"),
    "items:\n  a: 1\n\tb: 2\n": ("a tab at the start of the line", "indent with spaces"),
    "items:\n  a: 1\n  just words\n  b: 2\n": ("a line without a colon where a key belongs", "key: value"),
    "a: 'never closed\nb: 1\n": ("a quote or bracket is opened and never closed", "close it"),
    "a: [1, 2\n": ("", ""),
    "a: 1\n   b: 2\n": ("this line does not fit what stands above it", "spaces"),
    "a: 1\n---\nb: 2\n": ("a second document starts here", "one document a file"),
    "? [a, b]\n: 1\n": ("a key cannot be a list or a mapping", "plain word"),
    "<<<<<<< ours\na: 1\n=======\na: 2\n>>>>>>> theirs\n": ("an unfinished merge", "marker lines"),
    "a: 1\nb: \x07\n": ("a control character that cannot be seen", "delete it"),
    "a: \0\n": ("a control character that cannot be seen", "delete it"),
}


@pytest.mark.parametrize("text", SLIPS)
def test_a_slip_is_said_in_plain_words(text: str) -> None:
    rows, found = syntax.read("x.yaml", text)
    assert rows is None
    [one] = found
    message, help = SLIPS[text]
    assert message in one.message
    assert help in one.help
    assert one.span.line > 0
    assert not any(word in one.message for word in ("scanner", "token", "stream", "block"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('items:\n  a:\n    note: "half\n    due: T\n\n', 3),
        ('items:\n  a:\n    note: "half\n    due: T\n    answer: "whole"\n', 3),
        ("items:\n  a:\n    answer: |\n  All but the fastest\n    due: T\n", 4),
        ("items:\n  a: 1\n  just words\n  b: 2\n", 3),
        ("items:\n  a:\n    status todo\n    due: T\n", 3),
        ("items:\n  a:\n    status todo\n\n    due: T\n", 3),
        ("items:\n  a:\n    # a word\n    due: T\n      note: N\n", 5),
    ],
)
def test_a_slip_is_shown_where_it_began_not_where_it_was_noticed(text: str, line: int) -> None:
    [one] = syntax.read("x.yaml", text)[1]
    assert one.span.line == line, one


@pytest.mark.parametrize(
    ("text", "lost"),
    [("title: Fix #2291\n", "#2291"), ("a:\n  - see #one and #two\n", "#one"), ("owner: #mina\n", "#mina")],
)
def test_text_that_a_hash_cuts_is_noticed(text: str, lost: str) -> None:
    rows, found = syntax.read("x.yaml", text)
    assert rows is not None
    [one] = found
    assert one.rule is syntax.CUT_TEXT
    assert lost in one.message


@pytest.mark.parametrize(
    "text",
    [
        "title: Fix  # a comment\n",
        "title: 'Fix #2291'\n",
        "note: |\n  see #12\n  and #13\n",
        "# title: x #1\n",
        'a: "b"  #not a cut, the text is quoted\n',
        "a: [x] #1\n",
    ],
)
def test_a_comment_is_no_cut(text: str) -> None:
    assert syntax.read("x.yaml", text)[1] == []


def test_the_slip_points_at_the_value() -> None:
    [one] = syntax.read("x.yaml", "a: 1\ntitle: Pricing: floor\n")[1]
    assert (one.span.line, one.span.column, one.span.end_column) == (2, 8, 22)
