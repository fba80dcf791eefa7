"""No bytes make the pipeline raise: flipped, cut, spliced and swapped files, and plain data anywhere."""

import random
from datetime import date

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gtm import pipeline
from gtm.diagnostics import Severity
from tests.workspaces import AS_OF, small

PATHS = sorted(path for path in small() if path.endswith(".yaml"))
FEW = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def survive(files: dict[str, bytes], as_of: date = AS_OF) -> None:
    """Compile every launch there is and look at all that follows from it."""
    read = pipeline.read(files)
    pipeline.settle(read, read.diagnostics)
    pipeline.choose(read, None)
    for name in read.launches:
        snapshot = pipeline.compile(read, as_of, name)
        study = snapshot.study
        assert study.verdict
        assert len(dict(study.schedule.slots)) <= len(study.graph.ids)
        for action in study.focus.actions(10):
            assert action.id in study.launch.items
        for id in study.graph.ids:
            study.focus.why(id)
        unread = [one for one in snapshot.diagnostics if one.rule.code[3] == "0" and one.rule.slug != "cut-text"]
        if any(one.severity is Severity.ERROR for one in unread):
            assert study.launch.partial
        if study.launch.partial:
            assert not any(view.passed or view.may_pass for view in study.gates.values())
        for one in snapshot.diagnostics:
            assert one.message
            assert one.span.line <= files.get(one.span.path, b"").count(b"\n") + 1


@FEW
@given(st.sampled_from(PATHS), st.integers(0, 10**6), st.binary(min_size=1, max_size=4), st.booleans())
def test_flipped_and_inserted_bytes(path: str, at: int, new: bytes, insert: bool) -> None:
    files = small()
    text = files[path]
    at %= len(text)
    files[path] = text[:at] + new + text[at if insert else at + len(new) :]
    survive(files)


@FEW
@given(st.sampled_from(PATHS), st.integers(0, 10**6), st.sampled_from(list("{}[]:,#&*!|>'\"%@`-?\n \t\0\ufeff~=<")))
def test_marks_of_yaml_in_odd_places(path: str, at: int, mark: str) -> None:
    files = small()
    text = files[path].decode()
    at %= len(text)
    files[path] = (text[:at] + mark + text[at:]).encode()
    survive(files)


@FEW
@given(st.sampled_from(PATHS), st.integers(0, 10**6), st.integers(0, 10**6))
def test_cut_and_doubled_files(path: str, first: int, second: int) -> None:
    files = small()
    text = files[path]
    first, second = sorted((first % len(text), second % len(text)))
    survive({**files, path: text[:first]})
    survive({**files, path: text[:second] + text[first:]})
    survive({**files, path: text[:first] + text[second:]})


@FEW
@given(st.sampled_from(PATHS), st.sampled_from(PATHS))
def test_swapped_missing_and_repeated_files(one: str, other: str) -> None:
    files = small()
    survive({**files, one: files[other], other: files[one]})
    survive({**files, "launches/atlas/again.yaml": files[one], "playbook/again.yaml": files[other]})
    survive({path: text for path, text in files.items() if path not in (one, other)})


LEAF = st.sampled_from(
    [
        None,
        "",
        "x",
        "learn",
        "buy",
        "de",
        "mina",
        "atlas",
        "launch-manager",
        "learn.legal.eula",
        "buy.finance.price-list/de",
        "T",
        "T-5d",
        "gate-1wd",
        "2027-01-01",
        "0001-01-01",
        "9999-12-31",
        "99999wd",
        "3d",
        "0",
        "-1",
        "1e9",
        "999999999",
        "done",
        "blocked",
        "market",
        "true",
        "1:0123456789ab",
        "::error::x",
        "\x1b[31m",
        "\u202e",
        "2026-01-01..9999-12-31",
    ]
)


def paths_in(data: object, route: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    found = [route]
    if isinstance(data, dict):
        found += [one for key, value in data.items() for one in paths_in(value, (*route, key))]
    elif isinstance(data, list):
        found += [one for at, value in enumerate(data) for one in paths_in(value, (*route, at))]
    return found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(PATHS),
    st.integers(0, 10**6),
    LEAF | st.lists(LEAF, max_size=3) | st.dictionaries(st.sampled_from(["item", "x", "de"]), LEAF, max_size=2),
    st.sampled_from([date.min, AS_OF, date.max]),
)
def test_any_value_anywhere(path: str, at: int, value: object, as_of: date) -> None:
    files = small()
    data = yaml.load(files[path], Loader=yaml.CBaseLoader)
    routes = paths_in(data)[1:]
    route = routes[at % len(routes)]
    holder = data
    for step in route[:-1]:
        holder = holder[step]
    holder[route[-1]] = value
    files[path] = yaml.safe_dump(data, allow_unicode=True).encode()
    survive(files, as_of)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6))
def test_needs_in_every_direction(seed: int) -> None:
    chance = random.Random(seed)
    files = small()
    ids = [
        "learn",
        "buy",
        "use",
        "learn.legal.eula",
        "learn.product.packaging",
        "buy.finance.price-list",
        "buy.finance.tax-codes",
        "buy.finance.e-invoice/de",
        "use.support.hotline",
        "buy.finance.deal-desk",
        "buy.finance.legacy-credit",
    ]
    for path in PATHS:
        if path.startswith("playbook/") and path.count("/") == 2:
            data = yaml.load(files[path], Loader=yaml.CBaseLoader)
            for entry in data["items"].values():
                entry["needs"] = chance.sample(ids, chance.randrange(4))
                entry["when"] = chance.sample(["eu", "on-prem"], chance.randrange(2))
            files[path] = yaml.safe_dump(data).encode()
    survive(files)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xef\xbb\xbf",
        b"\x00",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b"items:",
        b"launch:",
        b"- - -" * 5000,
        b"? " * 20000,
        b"{a: " * 20000,
        b"a: &a [*a]",
        b"%YAML 3.0\n---\n",
        b"\xe2\x80\xa8",
        b"items: {: {}}",
        b"workspace: {}",
        b"<<: *x",
        b"stages: {}",
        b"people: {x: {name: Y}}",
    ],
)
def test_odd_contents_of_every_file(path: str, content: bytes) -> None:
    survive({**small(), path: content})
