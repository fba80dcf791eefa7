"""Knows what is wrong with a what-if, what it leaves as it is, and how its changes are said.

It must not know where a what-if comes from (a file, the command line) or what follows from it.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from gtm.analysis.scenario import confirming
from gtm.analysis.snapshot import Study
from gtm.analysis.words import many
from gtm.dates import Length, add_days, say
from gtm.diagnostics import did_you_mean
from gtm.model import written

LONGEST = 731  # days of one absence or slip; beyond that somebody else should have the work
FARTHEST = 366 * 10


def present(study: Study, changes: written.Scenario) -> written.Scenario:
    """The same what-if with ids that have moved under their present names."""
    names = {item.digest_name: id for id, item in study.launch.items.items() if item.digest_name}

    def now(id: str) -> str:
        return id if id in study.launch.items else names.get(id, id)

    return written.Scenario(
        changes.title,
        {now(id): length for id, length in (changes.slip or {}).items()},
        tuple(now(id) for id in changes.done),
        changes.away,
        changes.drop_markets,
        changes.date_,
        {now(id): person for id, person in (changes.reassign or {}).items()},
    )


def faults(study: Study, changes: written.Scenario) -> list[str]:
    """Why a what-if cannot be tried: ids that do not exist, days that cannot be. Empty when it can."""
    launch = study.launch
    found = [fault for id in ids(changes) if (fault := _item(study, id))]
    found += [
        f"{id} would slip by {length}: more than two years, so give it another owner or drop it"
        for id, length in (changes.slip or {}).items()
        if length is not None and _long(length)
    ]
    people = [*(changes.away or {}), *(person for person in (changes.reassign or {}).values() if person)]
    found += [
        f"nobody has the id `{person}`; {did_you_mean(person, launch.people, 'people stand in people.yaml')}"
        for person in dict.fromkeys(people)
        if person not in launch.people
    ]
    for person, ranges in (changes.away or {}).items():
        for first, last in ranges or ():
            if (last - first).days >= LONGEST:
                days = (last - first).days + 1
                found.append(
                    f"{person} would be away for {days:,} days; write at most two years, "
                    f"or give the work away: --reassign ID=PERSON"
                )
            elif last > add_days(launch.as_of, FARTHEST):
                found.append(f"{person} would be away until {say(last)}: more than ten years from now")
    here = f"markets here: {', '.join(launch.markets)}" if launch.markets else "this launch has no markets"
    found += [
        f"no market `{market}`; {did_you_mean(market, launch.markets, here)}"
        for market in changes.drop_markets
        if market not in launch.markets
    ]
    return [*found, *_date(study, changes.date_)]


def _date(study: Study, wanted: date | None) -> Iterator[str]:
    launch = study.launch
    if wanted is None:
        return
    if wanted < launch.as_of:
        yield f"{say(wanted)} is before {say(launch.as_of)}, the day everything is judged on"
    elif wanted > add_days(launch.as_of, FARTHEST):
        yield f"{say(wanted)} is more than ten years away"


def ids(changes: written.Scenario) -> Iterable[str]:
    """Every item a what-if speaks about."""
    return dict.fromkeys([*(changes.slip or {}), *changes.done, *(changes.reassign or {})])


def _long(length: Length) -> bool:
    return length.count > (LONGEST * 5 // 7 if length.working else LONGEST)


def _item(study: Study, id: str) -> str:
    """Why an id is no item of this launch; empty when it is one."""
    launch = study.launch
    if id in launch.items:
        return ""
    if id in study.graph.index:
        return f"`{id}` is a gate, which follows from its items; name an item, or another date with --date"
    markets = [one for one in launch.items if one.startswith(f"{id}/")]
    if markets:
        return f"`{id}` exists once a market: write {' or '.join(markets)}"
    gone = next((one for one in launch.removed if one.id == id), None)
    if gone is not None:
        return f"`{id}` does not apply to this launch ({gone.reason})"
    return f"no item has the id `{id}`; {did_you_mean(id, launch.items, 'gtm tasks lists the items')}"


def notes(study: Study, changes: written.Scenario) -> list[str]:
    """What a sound what-if does not change, and why."""
    launch = study.launch
    found = [note for id in ids(changes) for note in _unchanged(study, changes, id)]
    for person, ranges in (changes.away or {}).items():
        if ranges and all(last < launch.as_of for _, last in ranges):
            found.append(f"{launch.person(person)} would be back before today, so nothing changes by it.")
    if changes.date_ == launch.date:
        found.append(f"The launch date is {say(launch.date)} already.")
    elif changes.date_ is not None:
        own = {market: at for market, at in (launch.written.markets or {}).items() if isinstance(at, date)}
        kept = [(market, at) for market, at in own.items() if market not in changes.drop_markets and at != launch.date]
        found += [f"Market {market} keeps its own date, {say(at)}." for market, at in kept]
    return found


def _unchanged(study: Study, changes: written.Scenario, id: str) -> Iterator[str]:
    """Why a change of one item changes nothing."""
    launch, item = study.launch, study.launch.items[id]
    name, slips, done = f"{item.title} ({id})", id in (changes.slip or {}), id in changes.done
    person = (changes.reassign or {}).get(id)
    if study.readiness[id].settled:
        yield f"{name} is settled, so nothing changes by it."
    elif slips and done:
        yield f"{name} would be done, so it does not slip."
    elif slips and item.status == "done":
        yield f"{name} is said to be done, so it does not slip; its proof is missing."
    role = item.definition.checked_by
    if done and role is not None and confirming(launch, item, person or item.owner) is None:
        yield f"{name} stays unproven: nobody else could confirm it as {launch.role(role)}."
    if person is not None and person == item.owner:
        yield f"{name} is {launch.person(person)}'s already."


def sentences(study: Study, changes: written.Scenario) -> list[str]:
    """The changes in plain words, one each."""
    launch = study.launch
    found = []
    if changes.date_ is not None:
        found.append(f"the launch date is {say(changes.date_)}")
    found += [f"market {market} is left out" for market in changes.drop_markets]
    found += [
        f"{_title(study, id)} takes {_length(length)} longer"
        for id, length in (changes.slip or {}).items()
        if length is not None
    ]
    found += [f"{_title(study, id)} is done and proven" for id in changes.done]
    found += [
        f"{_title(study, id)} is {launch.person(person)}'s, not {launch.person(launch.items[id].owner)}'s"
        for id, person in (changes.reassign or {}).items()
    ]
    for person, ranges in (changes.away or {}).items():
        found += [f"{launch.person(person)} is away {_range(*days)}" for days in ranges or ()]
    return found


def _title(study: Study, id: str) -> str:
    return f'"{study.launch.items[id].title}" ({id})'


def _length(length: Length) -> str:
    return many(length.count, "working day" if length.working else "day")


def _range(first: date, last: date) -> str:
    return f"on {say(first)}" if first == last else f"from {say(first)} to {say(last)}"
