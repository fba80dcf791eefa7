"""Which items apply, once a market where they ask for it, and how needs pass through what does not apply."""

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from gtm.analysis.snapshot import Snapshot
from tests.workspaces import LAUNCH, PEOPLE, STAGES, compiled, errors, small, tiny, trial

MARKETS = LAUNCH.replace("title: Trial", "title: Trial, markets: {de: 2027-03-02, tr: T}")


def needs(snapshot: Snapshot, id: str) -> list[str]:
    return [need.on for need in snapshot.launch.items[id].needs]


@given(
    st.sets(st.sampled_from(["saas", "box", "eu"])),
    st.lists(st.sets(st.sampled_from(["saas", "box", "eu"]), min_size=1), max_size=3),
    st.sets(st.sampled_from(["saas", "box", "eu"]), max_size=2),
)
@settings(max_examples=60, deadline=None)
def test_when_is_all_of_with_any_of_inside_and_unless_removes(
    has: set[str], when: list[set[str]], unless: set[str]
) -> None:
    wanted = [next(iter(one)) if len(one) == 1 else sorted(one) for one in when]
    text = yaml.safe_dump(
        {"learn.legal.a": {"title": "A", "when": wanted, "unless": sorted(unless)}}, default_flow_style=True
    )
    items = "  " + text.strip()[1:-1].replace("\n", " ") + "\n"
    snapshot = trial(items, launch=LAUNCH.replace("[saas]", str(sorted(has))))
    applies = all(has & one for one in when) and not has & unless
    assert ("learn.legal.a" in snapshot.launch.items) == applies
    if not applies:
        [removed] = snapshot.launch.removed
        assert removed.rule == ("when" if not all(has & one for one in when) else "unless")
        assert removed.reason


@pytest.mark.parametrize(
    ("tier", "item", "applies"), [(1, 1, True), (2, 1, False), (3, 2, False), (2, 3, True), (3, 3, True)]
)
def test_an_item_applies_up_to_its_tier(tier: int, item: int, applies: bool) -> None:
    snapshot = trial(
        f"  learn.legal.a: {{title: A, tier: {item}}}\n",
        launch=LAUNCH.replace("title: Trial", f"title: Trial, tier: {tier}"),
    )
    assert ("learn.legal.a" in snapshot.launch.items) == applies


@pytest.mark.parametrize(("since", "applies"), [("2026-11-30", True), ("2026-12-01", True), ("2026-12-02", False)])
def test_since_looks_at_the_day_the_launch_was_set_up(since: str, applies: bool) -> None:
    snapshot = trial(f"  learn.legal.a: {{title: A, since: {since}}}\n")
    assert ("learn.legal.a" in snapshot.launch.items) == applies


def test_needs_pass_through_several_removed_items_once() -> None:
    snapshot = trial(
        "  learn.legal.a: {title: A, needs: [learn.legal.b, learn.legal.c]}\n"
        "  learn.legal.b: {title: B, when: [box], needs: [{item: learn.legal.d, lag: 2d}]}\n"
        "  learn.legal.c: {title: C, unless: [saas], needs: [learn.legal.b, use]}\n"
        "  learn.legal.d: {title: D, unless: [saas], needs: [learn.legal.e]}\n"
        "  learn.legal.e: {title: E}\n"
    )
    assert needs(snapshot, "learn.legal.a") == ["learn.legal.e", "use"]
    first, second = snapshot.launch.items["learn.legal.a"].needs
    assert first.through == ("learn.legal.b", "learn.legal.d")
    assert second.through == ("learn.legal.c",)


def test_removed_items_that_need_each_other_end() -> None:
    snapshot = trial(
        "  learn.legal.a: {title: A, needs: [learn.legal.b]}\n"
        "  learn.legal.b: {title: B, when: [box], needs: [learn.legal.c]}\n"
        "  learn.legal.c: {title: C, when: [box], needs: [learn.legal.b]}\n"
    )
    assert needs(snapshot, "learn.legal.a") == []


def test_each_market_has_its_item_its_date_and_its_needs() -> None:
    snapshot = trial(
        "  learn.legal.a: {title: A, for_each: market, due: T-10d, needs: [learn.legal.b]}\n"
        "  learn.legal.b: {title: B, for_each: market}\n"
        "  learn.legal.c: {title: C, needs: [learn.legal.a]}\n"
        "  learn.legal.d: {title: D, needs: [learn.legal.a/de, learn.legal.a/fr]}\n",
        launch=MARKETS,
    )
    assert needs(snapshot, "learn.legal.a/de") == ["learn.legal.b/de"]
    assert needs(snapshot, "learn.legal.c") == ["learn.legal.a/de", "learn.legal.a/tr"]
    items = snapshot.launch.items
    assert items["learn.legal.a/tr"].due == date(2027, 2, 5)  # the Saturday moves to the Friday before
    assert items["learn.legal.a/de"].due == date(2027, 2, 19)


def test_a_need_on_a_market_the_launch_does_not_have_is_passed_on() -> None:
    snapshot = trial(
        "  learn.legal.a: {title: A, for_each: market, needs: [learn.legal.z]}\n"
        "  learn.legal.d: {title: D, needs: [learn.legal.a/fr]}\n"
        "  learn.legal.z: {title: Z}\n",
        launch=MARKETS,
    )
    assert needs(snapshot, "learn.legal.d") == ["learn.legal.z"]


def test_without_markets_an_item_for_each_market_is_removed_and_said() -> None:
    snapshot = trial(
        "  learn.legal.a: {title: A, for_each: market}\n  learn.legal.b: {title: B, needs: [learn.legal.a]}\n"
    )
    assert [one.rule for one in snapshot.launch.removed] == ["market"]
    assert needs(snapshot, "learn.legal.b") == []


def test_a_later_market_has_a_gate_of_its_own_as_much_later() -> None:
    snapshot = trial("  learn.legal.a: {title: A, for_each: market}\n  use.legal.b: {title: B}\n", launch=MARKETS)
    gates = snapshot.study.gates
    assert list(gates) == ["learn", "learn/de", "buy", "use"]
    assert gates["learn"].due == date(2027, 2, 2)
    assert gates["learn/de"].due == date(2027, 2, 16)
    assert gates["learn"].blockers == ("learn.legal.a/tr",)
    assert gates["learn/de"].blockers == ("learn.legal.a/de",)


def test_advice_of_a_later_market_makes_no_gate() -> None:
    snapshot = trial("  learn.legal.a: {title: A, for_each: market, level: advisory}\n", launch=MARKETS)
    assert list(snapshot.study.gates) == ["learn", "buy", "use"]
    assert {snapshot.study.graph.gate_of(item) for item in snapshot.launch.items.values()} == {"learn"}


def test_renamed_items_keep_state_needs_threads_and_waivers() -> None:
    snapshot = trial(
        "  learn.legal.new: {title: N}\n  learn.legal.b: {title: B, needs: [learn.legal.old]}\n",
        "  learn.legal.older: {status: doing}\n",
        journey=STAGES + "moved: {learn.legal.older: learn.legal.old, learn.legal.old: learn.legal.new}\n",
        **{
            "launches/trial/w.yaml": "waiver: {item: learn.legal.old, reason: R, asked_by: ada,"
            " asked: 2027-01-01, until: 2027-02-01}\n",
            "playbook/threads.yaml": "threads: {t: {title: T, items: [learn.legal.old]}}\n",
        },
    )
    assert errors(snapshot) == []
    assert snapshot.launch.items["learn.legal.new"].status == "doing"
    assert needs(snapshot, "learn.legal.b") == ["learn.legal.new"]
    assert [one.item for one in snapshot.launch.waivers] == ["learn.legal.new"]


def test_a_renamed_item_keeps_its_first_name_through_every_renaming() -> None:
    names = []
    for moved, id in [
        ("", "z"),
        ("{learn.legal.z: learn.legal.y}", "y"),
        ("{learn.legal.z: learn.legal.y, learn.legal.y: learn.legal.x}", "x"),
    ]:
        journey = STAGES + (f"moved: {moved}\n" if moved else "")
        snapshot = trial(f"  learn.legal.{id}: {{title: T}}\n", journey=journey)
        names.append(snapshot.launch.items[f"learn.legal.{id}"].digest_name)
    assert names == ["learn.legal.z"] * 3


def test_a_launch_may_only_confirm_a_standing_item() -> None:
    company = "items:\n  learn.legal.a: {status: done, finished: 2026-01-01, owner: bo}\n"
    snapshot = trial(
        "  learn.legal.a: {title: A, standing: true}\n",
        "  learn.legal.a: {owner: cem, confirmed: 2027-01-05, confirmed_by: ada, note: N}\n",
        **{"company/legal.yaml": company},
    )
    item = snapshot.launch.items["learn.legal.a"]
    assert errors(snapshot) == []
    assert (item.status, item.owner, item.state.confirmed_by) == ("done", "cem", "ada")
    assert item.spot.path == "company/legal.yaml"


@pytest.mark.parametrize(
    ("state", "launch", "owner"),
    [
        ("owner: cem", "roles: {sponsor: bo, counsel: bo}, leads: {legal: ada}", ("cem", "state")),
        ("status: todo", "roles: {sponsor: bo, counsel: bo}, leads: {legal: ada}", ("bo", "role")),
        ("status: todo", "leads: {legal: ada}", ("ada", "lead")),
        ("status: todo", "roles: {counsel: bo}", ("bo", "lead")),
        ("status: todo", "traits: []", (None, "")),
    ],
)
def test_who_owns_an_item(state: str, launch: str, owner: tuple[str | None, str]) -> None:
    snapshot = trial(
        "  learn.legal.a: {title: A, role: sponsor}\n",
        f"  learn.legal.a: {{{state}}}\n",
        launch=f"launch: {{title: T, date: 2027-02-16, {launch}}}\n",
    )
    item = snapshot.launch.items["learn.legal.a"]
    assert (item.owner, item.owner_from) == owner


def test_due_dates_count_from_the_launch_the_own_gate_or_a_stage() -> None:
    snapshot = trial(
        "  learn.legal.a: {title: A, due: gate-1wd}\n  learn.legal.b: {title: B, due: buy-1w}\n"
        "  learn.legal.c: {title: C}\n  learn.legal.d: {title: D, due: 2027-01-30}\n"
        "  learn.legal.e: {title: E, due: T}\n"
    )
    dues = {id.rsplit(".", 1)[1]: item.due for id, item in snapshot.launch.items.items()}
    assert dues == {
        "a": date(2027, 2, 1),
        "b": date(2027, 1, 29),
        "c": date(2027, 2, 2),
        "d": date(2027, 1, 30),
        "e": date(2027, 2, 16),
    }


def facts(snapshot: Snapshot) -> dict[str, Any]:
    """Everything an order of files or keys must not change."""
    study = snapshot.study
    return {
        "said": sorted((one.span.path, one.rule.slug, one.message, one.help) for one in snapshot.diagnostics),
        "ready": {id: one.kind for id, one in study.readiness.items()},
        "owners": {id: item.owner for id, item in study.launch.items.items()},
        "slots": dict(study.schedule.slots.items()),
        "gates": {
            id: (view.verdict, view.course, view.due, sorted(view.blockers), view.slack)
            for id, view in study.gates.items()
        },
        "digests": {id: one.digest.text if one.digest else None for id, one in study.decisions.items()},
        "removed": {(one.id, one.rule, one.reason) for one in study.launch.removed},
    }


def test_shuffled_files_change_nothing_at_all() -> None:
    files = small()
    wanted = compiled(files)
    for seed in range(5):
        paths = list(files)
        random.Random(seed).shuffle(paths)
        got = compiled({path: files[path] for path in paths})
        assert got.diagnostics == wanted.diagnostics
        assert got.launch == wanted.launch
        assert facts(got) == facts(wanted)


def shuffled(data: Any, chance: random.Random, keep: bool = False) -> Any:
    """The same data with its keys in another order; stages keep theirs, it is their meaning."""
    if isinstance(data, list):
        return [shuffled(one, chance) for one in data]
    if not isinstance(data, dict):
        return data
    keys = list(data)
    if not keep:
        chance.shuffle(keys)
    return {key: shuffled(data[key], chance, keep=key == "stages") for key in keys}


def moved_about(seed: int) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(seed)
    for path, content in small().items():
        if not path.endswith(".yaml"):
            yield path, content
            continue
        data = yaml.load(content, Loader=yaml.CBaseLoader)
        yield path, yaml.safe_dump(shuffled(data, chance), allow_unicode=True, sort_keys=False).encode()


def test_shuffled_keys_change_nothing_but_lines() -> None:
    wanted = facts(compiled(small()))
    for seed in range(8):
        got = facts(compiled(dict(moved_about(seed))))
        for name, value in wanted.items():
            assert got[name] == value, name


def test_a_person_away_for_ever_stops_nothing() -> None:
    snapshot = trial(
        "  learn.legal.a: {title: A, effort: 3}\n",
        "  learn.legal.a: {owner: eve}\n",
        people=PEOPLE + "  eve: {name: Eve, away: [0001-01-01..9999-12-31]}\n",
    )
    assert snapshot.study.gates["learn"].course == "date lost"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_launch_at_the_edge_of_time_is_compiled(day: str) -> None:
    files = tiny(
        f"  learn.legal.a: {{title: A, for_each: market, due: T-99999d, wait: 99999d, not_before: {day},"
        " fresh_for: 99999d}\n"
        "  learn.legal.b: {title: B, needs: [{item: learn.legal.a, lag: 99999wd}], effort: 2000, due: T+99999wd}\n",
        f"  learn.legal.a/de: {{status: doing, started: {day}, expected: {day}, left: 99999}}\n"
        f"  learn.legal.b: {{status: done, finished: {day}, evidence: [{{ref: R, date: {day}}}]}}\n",
        launch=f"launch: {{title: T, date: {day}, compress: 10, markets: {{de: T+99999d, tr: {day}}}}}\n",
    )
    for as_of in (date.min, date(2027, 1, 1), date.max):
        compiled(files, as_of, "trial")
