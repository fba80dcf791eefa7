"""Lines on a terminal: folded under their own beginning, never cut; and as they are in a pipe."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gtm.terminal.folding import folded
from gtm.terminal.screen import Paper, width
from tests.running import on_terminal
from tests.workspaces import example

WORDS = st.lists(st.text("abcض✖.", min_size=1, max_size=30), min_size=1, max_size=30)


@given(WORDS, st.integers(0, 6), st.sampled_from([" ", "  "]), st.integers(60, 100))
def test_folding_keeps_every_word_in_order_and_every_line_in_the_room(
    words: list[str], indent: int, gap: str, room: int
) -> None:
    line = " " * indent + gap.join(words)
    rows = list(folded([line], Paper(room)))
    assert " ".join(rows).split() == words
    assert all(width(row) <= room for row in rows)
    assert list(folded([line], Paper(None))) == [line]


def test_colours_take_no_room() -> None:
    line = "  \x1b[31m✖ open\x1b[0m  " + "word " * 11 + "end"
    assert list(folded([line], Paper(72))) == [line]


def test_what_follows_stands_under_the_text_and_not_under_its_label() -> None:
    rows = list(folded(["  ✖ open  sign-off      " + "word " * 20], Paper(80)))
    assert len(rows) > 1
    assert all(row.startswith(" " * 24 + "word") for row in rows[1:])


@pytest.mark.parametrize("command", [("gate", "plan"), ("sign", "learn"), ("why", "learn"), ("owners",)])
@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_line_of_a_gate_runs_over_a_terminal(tmp_path: Path, command: tuple[str, ...], columns: int) -> None:
    said = on_terminal(example("atlas", tmp_path), *command, columns=columns)
    rows = [re.sub(r"\x1b\[[0-9;]*m", "", row) for row in said.splitlines()]
    assert max(map(width, rows)) <= columns
