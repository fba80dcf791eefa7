"""Reading YAML: the same text as libyaml's composer, a place for every value, and no way to hurt it."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gtm import pipeline, syntax
from gtm.diagnostics import Diagnostic
from gtm.source import Route

WORD = st.text(alphabet="abcçşğ漢é 0:#-'\"\\,[]{}&*!|>%@`~\tñ\n😀", max_size=12)
KEY = st.text(alphabet="abcdeşé漢-_.", min_size=1, max_size=6)
TREE = st.recursive(
    WORD, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEY, inner, max_size=4), max_leaves=20
)
STYLE = st.sampled_from([None, "'", '"', "|", ">"])
FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def dumped(data: object, style: str | None, flow: bool | None) -> str:
    return str(yaml.safe_dump(data, default_style=style, default_flow_style=flow, allow_unicode=True, width=30))


def plain(node: Any) -> object:
    """What libyaml's composer makes of a document, all scalars text."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(one) for one in node.value]
    if not node.style and node.value in ("", "~", "null"):
        return None
    return node.value


def leaves(data: object, route: Route = ()) -> list[tuple[Route, str]]:
    if isinstance(data, dict):
        return [one for key, value in data.items() for one in leaves(value, (*route, key))]
    if isinstance(data, list):
        return [one for at, value in enumerate(data) for one in leaves(value, (*route, at))]
    return [(route, data)] if isinstance(data, str) else []


def marks(text: str, route: Route) -> tuple[int, int]:
    """Where the composer says that a value stands, in characters."""
    node: Any = yaml.compose(text, Loader=yaml.CSafeLoader)
    for step in route:
        if isinstance(node, yaml.MappingNode):
            node = next(value for key, value in node.value if key.value == step)
        else:
            node = node.value[step]
    return node.start_mark.index, node.end_mark.index


@FEW
@given(TREE, STYLE, st.sampled_from([True, False, None]))
def test_the_loader_reads_what_the_composer_reads(data: object, style: str | None, flow: bool | None) -> None:
    text = dumped(data, style, flow)
    rows, found = syntax.read("x.yaml", text)
    assert rows is not None, found
    assert rows.data == plain(yaml.compose(text, Loader=yaml.CSafeLoader))


@FEW
@given(TREE, STYLE, st.sampled_from([True, False, None]), st.booleans())
def test_the_text_at_a_span_parses_back_to_the_value(
    data: object, style: str | None, flow: bool | None, windows: bool
) -> None:
    text = "# a comment, çok güzel\n" + dumped(data, style, flow)
    if windows and style in (None, "'", '"'):
        text = text.replace("\n", "\r\n")
    rows, _ = syntax.read("x.yaml", text)
    assert rows is not None
    locator = syntax.Locator("x.yaml", text)
    for route, value in leaves(rows.data):
        start, end = marks(text, route)
        if "\n" in text[start:end].rstrip() or text[start:end].strip()[:1] in ("", "|", ">"):
            continue  # a value over several lines is shown by its key, or by its first line
        span = locator.span(route)
        piece = locator.line(span.line)[span.column - 1 : span.end_column - 1]
        assert span.line == span.end_line
        assert piece == text[start:end].rstrip()
        assert plain(yaml.compose(f"x: {piece}\n", Loader=yaml.CSafeLoader)) == {"x": value}


DOCUMENT = """\
\ufeff# yorum
items:
  learn.legal.eula: {title: "İlk iş", tags: [a, 'b c', "d"]}   # sonra
  buy:
    note: |
      several
      lines
    base: &base plain text
    same: *base
    empty:
    list:
      - one
      - {deep: value}
      -   - nested
"""
PLACES: dict[tuple[Route, bool], tuple[int, int, str]] = {
    (("items", "learn.legal.eula", "title"), False): (3, 29, '"İlk iş"'),
    (("items", "learn.legal.eula", "title"), True): (3, 22, "title"),
    (("items", "learn.legal.eula", "tags", 1), False): (3, 49, "'b c'"),
    (("items", "learn.legal.eula"), True): (3, 3, "learn.legal.eula"),
    (("items", "buy", "note"), False): (5, 5, "note"),
    (("items", "buy", "base"), False): (8, 11, "&base plain text"),
    (("items", "buy", "same"), False): (9, 11, "*base"),
    (("items", "buy", "empty"), False): (10, 5, "empty"),
    (("items", "buy", "list", 1, "deep"), False): (13, 16, "value"),
    (("items", "buy", "list", 2, 0), False): (14, 13, "nested"),
    (("items", "buy", "missing", "more"), False): (4, 3, "buy"),
    (("nothing",), False): (2, 1, "items"),
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("route", "key"), [place for place in PLACES if place[0] != ("nothing",)])
def test_the_place_of_every_kind_of_value(route: Route, key: bool, newline: str) -> None:
    text, faults = syntax.decode("x.yaml", DOCUMENT.replace("\n", newline).encode())
    assert text is not None
    assert not faults
    locator = syntax.Locator("x.yaml", text)
    span = locator.span(route, key)
    found = locator.line(span.line)[span.column - 1 : span.end_column - 1]
    assert (span.line, span.column, found) == PLACES[route, key]


def read(text: str) -> Diagnostic:
    rows, found = syntax.read("x.yaml", text)
    assert rows is None
    [one] = found
    return one


@pytest.mark.parametrize("opening", ["[", "- ", "? ", "{a: ", "[{a: ", "- a:\n "])
def test_deep_nesting_is_refused_and_not_followed(opening: str) -> None:
    one = read(opening * 30_000)
    assert one.rule in {syntax.TOO_MUCH, syntax.UNSUPPORTED, syntax.BAD_YAML}


def test_fifty_levels_are_enough_for_anybody() -> None:
    fine = "[" * (syntax.MAX_DEPTH - 1) + "x" + "]" * (syntax.MAX_DEPTH - 1)
    assert syntax.read("x.yaml", fine)[0] is not None
    assert read("[" * 60 + "]" * 60).rule is syntax.TOO_MUCH


def test_an_alias_bomb_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert read("\n".join(lines)).rule is syntax.TOO_MUCH


def test_an_alias_inside_its_own_anchor_is_refused() -> None:
    assert "points at nothing" in read("a: &a [*a]\n").message


def test_a_few_aliases_are_read() -> None:
    rows, found = syntax.read("x.yaml", "a: &x {b: [1, 2]}\nc: *x\nd: *x\n")
    assert rows is not None
    assert not found
    assert rows.data == {"a": {"b": ["1", "2"]}, "c": {"b": ["1", "2"]}, "d": {"b": ["1", "2"]}}


def test_fifty_megabytes_are_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "gtm.yaml").write_text("workspace: {format: 1, name: A}\n")
    (tmp_path / "playbook").mkdir()
    with (tmp_path / "playbook" / "big.yaml").open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    tree = pipeline.load(str(tmp_path))
    assert len(tree.files["playbook/big.yaml"]) == syntax.MAX_BYTES + 1
    files = pipeline.read(tree)
    assert files.unread == ("playbook/big.yaml",)
    assert [one.rule for one in files.diagnostics] == [syntax.TOO_MUCH]


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"ok: 1\nbad: " + b"\xff\n", 2, 6),
        ("a: é\n".encode("latin-1"), 1, 4),
        ("ab: 1\n".encode("utf-16"), 1, 1),
    ],
)
def test_bytes_that_are_no_utf_8_are_placed(content: bytes, line: int, column: int) -> None:
    text, [one] = syntax.decode("x.yaml", content)
    assert text is None
    assert one.rule is syntax.ENCODING
    assert (one.span.line, one.span.column) == (line, column)


@pytest.mark.parametrize("text", ["", "\n\n", "# only\n# comments\n", "---\n", "~\n", "null\n"])
def test_a_file_that_says_nothing_is_nothing(text: str) -> None:
    rows, found = syntax.read("x.yaml", text)
    assert rows is not None
    assert rows.data is None
    assert not found


@pytest.mark.parametrize("word", ["NO", "1.10", "12:30", "010", "2027-01-01", "0x1f", "yes", "1_000", "Null", "off"])
def test_every_scalar_stays_what_was_typed(word: str) -> None:
    rows, _ = syntax.read("x.yaml", f"a: {word}\n")
    assert rows is not None
    assert rows.data == {"a": word}


def test_a_key_that_stands_twice_names_both_places_and_keeps_the_first() -> None:
    text = (
        "items:\n  a: {status: todo}\n  b:\n    status: doing\n    owner: x\n"
        "    status: {done: [1, {z: 2}]}\n    note: n\n"
    )
    rows, [one] = syntax.read("x.yaml", text)
    assert rows is not None
    assert rows.data["items"]["b"] == {"status": "doing", "owner": "x", "note": "n"}
    assert (one.span.line, one.span.column) == (6, 5)
    first, _ = one.related[0]
    assert (getattr(first, "line", 0), getattr(first, "column", 0)) == (4, 5)
    span = syntax.Locator("x.yaml", text).span(("items", "b", "note"))
    assert (span.line, span.column) == (7, 11)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), TREE), min_size=1, max_size=6))
def test_places_stay_right_beside_keys_that_stand_twice(pairs: list[tuple[str, object]]) -> None:
    quoted = ((key, dumped([value], '"', True).strip()) for key, value in pairs)
    text = "".join(f"{key}: {value}\n" for key, value in quoted) + "end: here\n"
    rows, _ = syntax.read("x.yaml", text)
    assert rows is not None
    locator = syntax.Locator("x.yaml", text)
    span = locator.span(("end",))
    assert locator.line(span.line)[span.column - 1 : span.end_column - 1] == "here"
    assert span.end_line == text.count("\n")


def test_ten_thousand_errors_in_a_file_read_it_again_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[str] = []
    usual = syntax.Locator

    class Counted(usual):  # type: ignore[valid-type, misc]
        def __init__(self, path: str, text: str) -> None:
            built.append(path)
            super().__init__(path, text)

    monkeypatch.setattr(syntax, "Locator", Counted)
    lines = "".join(f"  buy.sales.n{at}: {{title: T, colour: red}}\n" for at in range(10_000))
    files = pipeline.read({"playbook/buy/sales.yaml": f"items:\n{lines}".encode()})
    assert len(files.diagnostics) == 10_000
    placed = pipeline.settle(files, files.diagnostics)
    assert len(placed) == 10_000
    assert built == ["playbook/buy/sales.yaml"]
    assert [one.span.line for one in placed] == list(range(2, 10_002))


@FEW
@example('a: "\\ud800"\n')
@example("\ufeff\ufeffa: 1\n")
@example("a: |\n")
@example("? \n? \n")
@example("&a : *a\n")
@example("*a : 1\n")
@example("a: !!python/object/apply:os.system [ls]\n")
@example("%YAML 9.9\n---\na: 1\n")
@given(st.text(alphabet="ab:\n -[]{}&*!|>'\"#%@`?,~\t\r\ufeff\u2028\x85é", max_size=40))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    rows, found = syntax.read("x.yaml", text)
    assert rows is not None or found
    locator = syntax.Locator("x.yaml", text)
    locator.span(("a", 0))
    for one in found:
        assert one.span.line >= 1
        assert one.message


@FEW
@given(st.binary(max_size=60))
def test_no_bytes_make_the_decoder_raise(content: bytes) -> None:
    text, found = syntax.decode("x.yaml", content)
    assert (text is None) == bool(found)
