"""Shapes of entries: every wrong thing is said in our words, at its place, and costs only its entry."""

from dataclasses import MISSING, fields
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gtm import pipeline, syntax
from gtm.diagnostics import Diagnostic
from gtm.schema import documents, shapes
from gtm.schema.kinds import KINDS, KindOfFile, Section
from gtm.source import Spot

PATHS = {"": "x.yaml", "launches": "launches/atlas/x.yaml"}
SECTIONS = [
    (kind, key, section) for kind in KINDS for key, section in kind.sections.items() if section.record is not str
]
NAMED = [f"{kind.name}-{key}" for kind, key, _ in SECTIONS]


def path_of(kind: KindOfFile) -> str:
    return PATHS.get(kind.folder, f"{kind.folder}/x.yaml")


def placed(path: str, text: str) -> list[Diagnostic]:
    """The diagnostics of one file, with their places."""
    files = pipeline.read({path: text.encode()})
    return list(pipeline.settle(files, files.diagnostics))


def at(path: str, text: str, one: Diagnostic) -> str:
    return text.split("\n")[one.span.line - 1][one.span.column - 1 : one.span.end_column - 1]


def wrapped(kind: KindOfFile, key: str, section: Section, entry: dict[str, Any]) -> dict[str, Any]:
    inner: Any = [entry] if section.listed else entry
    if section.many:
        inner = {"learn.legal.x" if section.full_ids else "x": inner}
    return {kind.key: None, key: inner}


def required(record: type) -> dict[str, Any]:
    """An entry with what it has to say, in forms that pass."""
    usual = {
        "date": "2027-01-01",
        "when": "2027-01-01",
        "gate": "buy",
        "decision": "go",
        "items": ["a.b.c"],
        "value": "3",
        "as_of": "2027-01-01",
        "asked": "2027-01-01",
        "until": "2027-01-01",
        "moved": "2027-01-01",
        "format": "1",
        "item": "a.b.c",
        "due": "2027-01-01",
        "columns": {"date": "Day"},
    }
    names = (shapes.key_of(e.name, e.metadata) for e in fields(record) if e.default is MISSING)
    return {name: usual.get(name, "word") for name in names}


@pytest.mark.parametrize(("kind", "key", "section"), SECTIONS, ids=NAMED)
def test_what_must_be_there_is_enough(kind: KindOfFile, key: str, section: Section) -> None:
    assert section.record is not None
    _, found = documents.shape(path_of(kind), wrapped(kind, key, section, required(section.record)))
    assert found == []


@pytest.mark.parametrize(("kind", "key", "section"), SECTIONS, ids=NAMED)
def test_every_optional_key_may_be_left_empty(kind: KindOfFile, key: str, section: Section) -> None:
    assert section.record is not None
    whole = {shapes.key_of(e.name, e.metadata): None for e in fields(section.record)} | required(section.record)
    document, found = documents.shape(path_of(kind), wrapped(kind, key, section, whole))
    assert found == []
    bare, _ = documents.shape(path_of(kind), wrapped(kind, key, section, required(section.record)))
    assert document.records[key] == bare.records[key]


@pytest.mark.parametrize(("kind", "key", "section"), SECTIONS, ids=NAMED)
def test_an_unknown_key_is_an_error_at_that_key(kind: KindOfFile, key: str, section: Section) -> None:
    assert section.record is not None
    entry = required(section.record) | {"colour": "red"}
    [one] = documents.shape(path_of(kind), wrapped(kind, key, section, entry))[1]
    assert one.rule.slug == "unknown-key"
    assert one.message == "unknown key `colour`"
    assert isinstance(one.spot, Spot)
    assert one.spot.route[-1] == "colour"
    assert one.spot.key


@pytest.mark.parametrize("wrong", [["a"], {"a": "b"}, [["a"]], {"a": {"b": None}}, "§", [None], ""], ids=str)
@pytest.mark.parametrize(("kind", "key", "section"), SECTIONS, ids=NAMED)
def test_no_wrong_form_raises_or_stays_silent_about_a_required_key(
    kind: KindOfFile, key: str, section: Section, wrong: Any
) -> None:
    assert section.record is not None
    for name in (shapes.key_of(e.name, e.metadata) for e in fields(section.record)):
        _, found = documents.shape(path_of(kind), wrapped(kind, key, section, required(section.record) | {name: wrong}))
        for one in found:
            assert one.message
            assert name in map(str, getattr(one.spot, "route", ())), (name, one)
            assert "pydantic" not in one.message + one.help
            assert "Input should" not in one.message


@pytest.mark.parametrize(("kind", "key", "section"), SECTIONS, ids=NAMED)
def test_a_missing_key_is_named(kind: KindOfFile, key: str, section: Section) -> None:
    assert section.record is not None
    for name in required(section.record):
        entry = {other: value for other, value in required(section.record).items() if other != name}
        [one] = documents.shape(path_of(kind), wrapped(kind, key, section, entry))[1]
        assert (one.rule.slug, one.message) == ("missing-key", f"`{name}` is missing")
        [one] = documents.shape(path_of(kind), wrapped(kind, key, section, entry | {name: None}))[1]
        assert (one.rule.slug, one.message) == ("missing-key", f"`{name}` is empty")


ITEM = "items:\n  learn.legal.x: {title: T, %s}\n"
STATE = "items:\n  learn.legal.x: {%s}\n"
LAUNCH = "launch: {title: A, date: 2027-02-16, %s}\n"
FILES = {ITEM: "playbook/a.yaml", STATE: "launches/a/b.yaml", LAUNCH: "launches/a/launch.yaml"}
WRONG = [
    (ITEM, "level: blocker", "unknown-value", "blocker", "did you mean `blocking`?"),
    (ITEM, "titel: x", "unknown-key", "titel", "did you mean `title`?"),
    (ITEM, "due: T-30", "bad-date", "T-30", "write T-30d"),
    (ITEM, "due: T - 2w", "bad-date", "T - 2w", "write T-2w"),
    (ITEM, "due: 2027-02-30", "bad-date", "2027-02-30", "Feb 2027 has 28 days"),
    (ITEM, "due: 30.01.2027", "bad-date", "30.01.2027", "write 2027-01-30"),
    (ITEM, "due: 3/4/2027", "bad-date", "3/4/2027", "T-14d"),
    (ITEM, "since: 1/21/27", "bad-date", "1/21/27", "write 2027-01-21"),
    (ITEM, "since: 21 January 2027", "bad-date", "21 January 2027", "write 2027-01-21"),
    (ITEM, "wait: ten days", "bad-date", "ten days", "10d"),
    (ITEM, "effort: '2,5'", "wrong-type", "'2,5'", "write 2.5"),
    (ITEM, "effort: [1, 2]", "wrong-type", "[1, 2]", "[2, 4, 8]"),
    (ITEM, "effort: [8, 4, 2]", "unknown-value", "[8, 4, 2]", "[2, 4, 8]"),
    (ITEM, "effort: [1, 2, x]", "wrong-type", "[1, 2, x]", "12 or 0.5"),
    (ITEM, "effort: -1", "unknown-value", "-1", "[2, 4, 8]"),
    (ITEM, "effort: {best: 1}", "wrong-type", "{best: 1}", "[2, 4, 8]"),
    (ITEM, "tier: two", "wrong-type", "two", "write 3"),
    (ITEM, "standing: yes", "unknown-value", "yes", "true or false"),
    (ITEM, "unless: eu", "wrong-type", "eu", "write `unless: [eu]`"),
    (ITEM, "role: Pricing Lead", "bad-id", "Pricing Lead", "write pricing-lead"),
    (ITEM, "needs: [Learn.Legal.X]", "bad-id", "Learn.Legal.X", "stage.team.name"),
    (ITEM, "needs: [{item: a.b.c, on: x}]", "unknown-key", "on", "known keys: item, lag"),
    (ITEM, "needs: [{item: a.b.c, lag: 2}]", "bad-date", "2", "10d"),
    (ITEM, "needs: [[a.b.c]]", "", "[a.b.c]", ""),
    (ITEM, "evidence: [links]", "unknown-value", "links", "did you mean `link`?"),
    (ITEM, "when: [{any: x}]", "", "{any: x}", ""),
    (ITEM, "since: 2027", "bad-date", "2027", "2027-01-31"),
    (ITEM, "fresh_for: 90", "bad-date", "90", "10d"),
    (STATE, "status: Done", "unknown-value", "Done", "did you mean `done`?"),
    (STATE, "status: finished", "unknown-value", "finished", "write done; one of todo, doing"),
    (STATE, "status: in progress", "unknown-value", "in progress", "write doing"),
    (STATE, "status: waiting for counsel", "unknown-value", "waiting for counsel", "write blocked"),
    (STATE, "status: green", "unknown-value", "green", "one of todo, doing"),
    (STATE, "needs: [a.b.c]", "unknown-key", "needs", "known keys: status, owner"),
    (STATE, "level: advisory", "unknown-key", "level", "known keys: status, owner"),
    (STATE, "left: much", "wrong-type", "much", "12 or 0.5"),
    (STATE, "evidence: [{link: ftp://x}]", "bad-link", "ftp://x", "https://"),
    (STATE, "evidence: [{link: 'javascript:alert(1)'}]", "bad-link", "'javascript:alert(1)'", "https://"),
    (STATE, "evidence: [{file: ../../etc/passwd}]", "outside-workspace", "../../etc/passwd", "inside"),
    (STATE, "evidence: [{file: /etc/passwd}]", "outside-workspace", "/etc/passwd", "inside"),
    (STATE, "evidence: [{file: 'C:/x'}]", "outside-workspace", "'C:/x'", "inside"),
    (STATE, "evidence: [https://x.example]", "wrong-type", "https://x.example", '{link: "https://x.example"}'),
    (STATE, "evidence: LG-2299", "wrong-type", "LG-2299", "write `- ref: LG-2299`"),
    (STATE, "evidence: [{url: x}]", "unknown-key", "url", "known keys"),
    (STATE, "evidence: {link: https://x.example}", "wrong-type", "{link: https://x.example}", "write - link: https"),
    (STATE, "evidence: {-link: https://x.example}", "wrong-type", "{-link: https://x.example}", "write - link: https"),
    (STATE, "\u00a0status: done", "unknown-key", "\u00a0status", "delete it, and type `status` again"),
    (STATE, "effort: 3/5/9", "wrong-type", "3/5/9", "write [3, 5, 9]"),
    (STATE, "<<: {status: done}", "unknown-key", "<<", "write the keys out"),
    (LAUNCH, "markets: [tr, de]", "wrong-type", "[tr, de]", ""),
    (LAUNCH, "markets: {TR: T}", "bad-id", "TR", "write tr"),
    (LAUNCH, "roles: {boss: Mina K}", "bad-id", "Mina K", "write mina-k, or the id"),
    (LAUNCH, "gates: {buy: T-5d}", "bad-date", "T-5d", "2027-01-31"),
    (LAUNCH, "traits: {eu: yes}", "wrong-type", "{eu: yes}", ""),
    (LAUNCH, "compress: '0,5'", "wrong-type", "'0,5'", "write 0.5"),
]


@pytest.mark.parametrize(("form", "wrong", "slug", "where", "help"), WRONG, ids=[one[1] for one in WRONG])
def test_wrong_values_are_said_in_our_words_where_they_stand(
    form: str, wrong: str, slug: str, where: str, help: str
) -> None:
    path, text = FILES[form], form % wrong
    [one] = placed(path, text)
    assert one.rule.slug == slug or not slug
    assert at(path, text, one) == where
    assert help in one.help
    assert one.rule.fixed


@pytest.mark.parametrize(
    "fine",
    [
        "effort: 0.5",
        "effort: 1_000",
        "effort: [1, 1, 1]",
        "wait: 2w",
        "due: gate",
        "due: phase-2-5d",
        "when: [a, [b, c]]",
        "needs: [a.b.c, {item: d.e.f, lag: 2wd}]",
        "evidence: [{check: no-owner}, link]",
        "why: NO",
        "why: 'null'",
        "tier: 1",
        "proof: 1.10",
        "ask: ",
        "needs: ",
        "needs: []",
        "needs: [a.b.c/de]",
    ],
)
def test_right_values_pass(fine: str) -> None:
    assert placed("playbook/a.yaml", ITEM % fine) == []


def test_one_wrong_entry_costs_only_itself() -> None:
    text = b"items:\n  a.b.good: {title: A}\n  a.b.bad: {title: [B]}\n  BAD: {title: C}\n  a.b.fine: {title: D}\n"
    files = pipeline.read({"playbook/x.yaml": text})
    [document] = files.documents
    assert list(document.records["items"]) == ["a.b.good", "a.b.fine"]
    assert document.broken == {"a.b.bad", "BAD"}


@pytest.mark.parametrize(
    ("path", "text", "slug"),
    [
        ("playbook/x.yaml", "item: {}\n", "unknown-kind"),
        ("playbook/x.yaml", "- a\n", "unknown-kind"),
        ("playbook/x.yaml", "just text\n", "unknown-kind"),
        ("playbook/x.yaml", "{}\n", "unknown-kind"),
        ("playbook/x.yaml", "launch: {title: A, date: 2027-01-01}\n", "wrong-folder"),
        ("launches/x.yaml", "launch: {title: A, date: 2027-01-01}\n", "wrong-folder"),
        ("people.yaml", "items: {}\n", "unknown-kind"),
        ("playbook/x.yaml", "", "empty-file"),
        ("playbook/x.yaml", "items: {}\nextra: 1\n", "unknown-key"),
        ("playbook/x.yaml", "items: [a]\n", "wrong-type"),
    ],
)
def test_a_file_that_is_no_file_of_ours(path: str, text: str, slug: str) -> None:
    [one] = placed(path, text)
    assert one.rule.slug == slug
    assert one.help


PLAIN = st.recursive(
    st.none() | st.text(alphabet="abT-1d.:/2é", max_size=8) | st.sampled_from(["2027-01-01", "todo", "buy", "T-1d"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["title", "due", "needs", "item", "gate", "effort", "evidence", "when", "link", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SECTIONS), PLAIN)
def test_no_plain_data_makes_a_shape_raise(where: tuple[KindOfFile, str, Section], data: Any) -> None:
    kind, key, section = where
    documents.shape(path_of(kind), {kind.key: None, key: data})
    documents.shape(path_of(kind), wrapped(kind, key, section, data))
    documents.shape(path_of(kind), data)


def test_null_words_are_text_only_in_quotes() -> None:
    rows, _ = syntax.read("x.yaml", "a: null\nb: 'null'\nc: ~\nd: NULL\n")
    assert rows is not None
    assert rows.data == {"a": None, "b": "null", "c": None, "d": "NULL"}
