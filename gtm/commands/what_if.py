"""gtm what-if: before and after, without touching a file. Exit 2 for a what-if that cannot be tried."""

from collections.abc import Callable, Sequence
from typing import Any

import click

from gtm.commands import (
    USAGE,
    Trouble,
    chosen,
    color_option,
    complete_ids,
    complete_people,
    find_id,
    format_option,
    launch_options,
    now,
    open_files,
    read_day,
    say_unread,
    use_color,
)

Pairs = tuple[tuple[str, str], ...]
_CHANGES = ("slip", "done", "away", "drop", "moved", "reassign")


def _pairs(shape: str) -> Callable[[click.Context, click.Parameter, Sequence[str]], Pairs]:
    """Values such as ID=5d, taken apart."""

    def read(ctx: click.Context, param: click.Parameter, values: Sequence[str]) -> Pairs:
        found = []
        for value in values:
            left, sign, right = value.partition("=")
            if not (sign and left.strip() and right.strip()):
                raise click.BadParameter(f"`{value}` is not of the form {shape}")
            found.append((left.strip(), right.strip()))
        return tuple(found)

    return read


@click.command()
@launch_options
@click.option(
    "--slip",
    metavar="ID=5d",
    multiple=True,
    callback=_pairs("ID=5d, or ID=3wd in working days"),
    shell_complete=complete_ids,
    help="This item takes so much longer.",
)
@click.option("--done", metavar="ID", multiple=True, shell_complete=complete_ids, help="This item is done and proven.")
@click.option(
    "--away",
    metavar="PERSON=FROM..TO",
    multiple=True,
    callback=_pairs("mina=2026-12-20..2027-01-05"),
    shell_complete=complete_people,
    help="This person is away from one day to another.",
)
@click.option("--drop-market", "drop", metavar="MARKET", multiple=True, help="The launch leaves this market out.")
@click.option("--date", "moved", metavar="DATE", callback=read_day, help="The launch is on another day.")
@click.option(
    "--reassign",
    metavar="ID=PERSON",
    multiple=True,
    callback=_pairs("ID=PERSON"),
    shell_complete=complete_ids,
    help="Another person owns this item.",
)
@click.option(
    "--scenario",
    metavar="NAME",
    multiple=True,
    help="What launches/LAUNCH/scenarios/NAME.yaml says; several are compared side by side.",
)
@click.option("--capacity", is_flag=True, help="With each owner at as many items at a time as they can.")
@click.option("--runs", metavar="N", type=click.IntRange(100, 1_000_000), help="Runs of each forecast.")
@click.option("--seed", metavar="N", type=click.IntRange(0), default=1, show_default=True, help="The forecasts' luck.")
@format_option(["text", "json"])
@color_option
@click.pass_context
def command(ctx: click.Context, /, launch: str | None, as_of: Any, scenario: tuple[str, ...], capacity: bool,
            runs: int | None, seed: int, format: str, color: str, **changes: Any) -> int:  # fmt: skip
    """What if? Gates, dates, chances, work and signatures before and after. No file is touched.

    \b
    gtm what-if --slip tax-codes=5d --away mina=2027-01-25..2027-01-29
    gtm what-if --scenario wait --scenario waive     the choices of a decision, side by side
    gtm what-if --reassign runbooks=mina --capacity  with each owner's limits, before and after

    What stands on the line holds for every scenario named beside it.
    """
    from gtm import pipeline

    files = open_files(ctx)
    name = chosen(files, launch)
    before = pipeline.compile(files, as_of or pipeline.today(files, now()), name)
    study = before.study
    changes = {key: changes[key] for key in _CHANGES}
    line = _line(study, **changes)
    cases: list[Any] = [(_named(study, one), one) for one in dict.fromkeys(scenario)] or [(None, None)]
    if scenario == () and not any(changes.values()):
        known = f"; scenarios here: {', '.join(study.launch.scenarios)}" if study.launch.scenarios else ""
        raise Trouble(f"say what would be different, such as --slip ID=5d or --scenario NAME{known}", USAGE)
    say_unread(study.launch)
    first = _side(study, runs, seed, capacity)
    found = [_case(files, before, first, kept, label, line, (runs, seed, capacity)) for kept, label in cases]
    click.echo(_answer(first, found, format, color), nl=False, color=True if format == "text" else None)
    return 0


def _side(study: Any, runs: int | None, seed: int, capacity: bool) -> Any:
    """A launch with its forecast, and with its owners' limits if they are asked for."""
    from gtm.analysis.capacity import level
    from gtm.analysis.comparison import Side
    from gtm.analysis.forecast import forecast

    return Side(study, forecast(study, runs, seed, capacity=capacity), level(study) if capacity else None)


def _answer(first: Any, found: Any, format: str, color: str) -> str:
    if format == "json":
        from gtm.reports import json

        return json.what_if(first, found)
    import sys

    from gtm.terminal import screen, what_if

    paper = screen.paper(sys.stdout, use_color(color), never=color == "never")
    return screen.render(what_if.lines(first, found, paper.columns), paper)


def _line(
    study: Any, slip: Pairs, done: Sequence[str], away: Pairs, drop: Sequence[str], moved: Any, reassign: Pairs
) -> Any:
    """The what-if that the options say, with ids in full."""
    from gtm.dates import parse_days, parse_length
    from gtm.model.written import Scenario

    known = [id for id in study.graph.ids if id in study.launch.items]
    renamed = {item.digest_name: item.id for item in study.launch.items.values() if item.digest_name}
    others = {*study.graph.ids, *(one.id for one in study.launch.removed)}

    def item(word: str) -> str:
        bare = any(id.startswith(f"{word}/") for id in known)
        return word if word in others or bare else find_id(word, known, renamed)

    lengths: dict[str, Any] = {}
    ranges: dict[str, Any] = {}
    for word, text in slip:
        length = parse_length(text)
        if length is None:
            raise Trouble(f"`{text}` is not a length of time; write {word}=5d, 2w or 3wd", USAGE)
        lengths[item(word)] = length
    for word, text in away:
        days = parse_days(text)
        if days is None:
            raise Trouble(f"`{text}` is not a range of days; write {word}=2026-12-20..2027-01-05", USAGE)
        person = _person(study, word)
        ranges[person] = (*ranges.get(person, ()), days)
    return Scenario(
        None,
        lengths,
        tuple(item(word) for word in done),
        ranges,
        tuple(drop),
        moved,
        {item(word): _person(study, who) for word, who in reassign},
    )


def _person(study: Any, word: str) -> str:
    """A person by id, or by a name that fits only one; a word that fits nobody stays as it is."""
    from gtm.analysis.people import find

    people = {id: one.name for id, one in study.launch.people.items()}
    found = find(people, word)
    if len(found) > 1:
        raise Trouble(f"`{word}` could be more than one person: {', '.join(found[:10])}", USAGE)
    return found[0] if found else word


def _named(study: Any, name: str) -> Any:
    known = study.launch.scenarios
    if name not in known:
        from gtm.diagnostics import did_you_mean

        where = f"scenarios are files: launches/{study.launch.id}/scenarios/NAME.yaml"
        if known:
            where = f"scenarios here: {', '.join(known)}"
        raise Trouble(f"no scenario `{name}`; {did_you_mean(name, known, where)}", USAGE)
    return known[name].record


def _case(
    files: Any, before: Any, first: Any, kept: Any, label: str | None, line: Any, how: tuple[int | None, int, bool]
) -> Any:
    """One column: the changes laid over the documents, and the launch compiled again."""
    from gtm import pipeline
    from gtm.analysis import comparison, scenario, scenario_words

    study = before.study
    changes = scenario_words.present(study, scenario.joined(kept, line) if kept is not None else line)
    faults = scenario_words.faults(study, changes)
    if faults:
        lead = f"scenario {label}: " if label is not None else ""
        raise Trouble(lead + "; ".join(faults), USAGE)
    side = _side(pipeline.suppose(files, before, changes).study, *how)
    said, left = scenario_words.sentences(study, changes), scenario_words.notes(study, changes)
    return comparison.Case(label, changes, tuple(said), tuple(left), side, comparison.compare(first, side))
