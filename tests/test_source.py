from bisect import bisect_right

from hypothesis import given
from hypothesis import strategies as st

from gtm.source import Lines, Span, Spot


@given(st.text(alphabet="ab\n\r é漢\t", max_size=60), st.integers(0, 60))
def test_a_place_is_the_offset_in_its_line(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    line, column = Lines(text).place(offset)
    starts = [0, *(at + 1 for at, letter in enumerate(text) if letter == "\n")]
    assert line == bisect_right(starts, offset)
    assert starts[line - 1] + column - 1 == offset


@given(st.text(alphabet="ab\n ", max_size=40), st.integers(0, 40), st.integers(0, 45))
def test_a_span_holds_its_text_without_trailing_blanks(text: str, start: int, end: int) -> None:
    lines = Lines(text)
    span = lines.span("x", start, end)
    rows = text.split("\n")
    if span.line == span.end_line:
        found = rows[span.line - 1][span.column - 1 : span.end_column - 1]
    else:
        middle = rows[span.line : span.end_line - 1]
        found = "\n".join(
            [rows[span.line - 1][span.column - 1 :], *middle, rows[span.end_line - 1][: span.end_column - 1]]
        )
    assert found == text[start:end].rstrip(" \t\r\n")


def test_lines_come_without_their_ends() -> None:
    lines = Lines("one\r\ntwo\n\nlast")
    assert [lines.line(number) for number in range(6)] == ["", "one", "two", "", "last", ""]


def test_a_spot_grows_by_steps_and_names_keys() -> None:
    spot = Spot("a.yaml", ("items",)) / "x.y.z" / 0
    assert spot.route == ("items", "x.y.z", 0)
    assert spot.at_key().key
    assert not spot.key


def test_a_span_of_a_whole_file_shows_its_path_only() -> None:
    assert str(Span("a.yaml")) == "a.yaml"
    assert str(Span("a.yaml", 3, 7, 3, 9)) == "a.yaml:3:7"
