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
    found += [f"{id} would slip by {length}: more than two years, so give it another owner or drop it"
              for id, length in (changes.slip or {}).items() if length is not None and _long(length)]  # fmt: skip
    people = [*(changes.away or {}), *(person for person in (changes.reassign or {}).values() if person)]
    found += [f"nobody has the id `{person}`; {did_you_mean(person, launch.people, 'people stand in people.yaml')}"
              for person in dict.fromkeys(people) if person not in launch.people]  # fmt: skip
    for person, ranges in (changes.away or {}).items():
        for first, last in ranges or ():
            if (last - first).days >= LONGEST:
                days = (last - first).days + 1
                found.append(f"{person} would be away for {days:,} days; write at most two years, "
                             f"or give the work away: --reassign ID=PERSON")  # fmt: skip
            elif last > add_days(launch.as_of, FARTHEST):
                found.append(f"{person} would be away until {say(last)}: more than ten years from now")
    found += [f"no market `{market}`; {did_you_mean(market, launch.markets, 'this launch has no markets')}"
              for market in changes.drop_markets if market not in launch.markets]  # fmt: skip
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
    launch, found = study.launch, []
    for id in ids(changes):
        item = launch.items[id]
        if study.readiness[id].settled:
            found.append(f"{item.title} ({id}) is settled, so nothing changes by it.")
        elif id in (changes.slip or {}) and id in changes.done:
            found.append(f"{item.title} ({id}) would be done, so it does not slip.")
        elif id in (changes.slip or {}) and item.status == "done":
            found.append(f"{item.title} ({id}) is said to be done, so it does not slip; its proof is missing.")
        if id in changes.done and item.definition.checked_by is not None:
            if confirming(launch, item, (changes.reassign or {}).get(id) or item.owner) is None:
                role = launch.role(item.definition.checked_by)
                found.append(f"{item.title} ({id}) stays unproven: nobody else could confirm it as {role}.")
    for id, person in (changes.reassign or {}).items():
        if person == launch.items[id].owner:
            found.append(f"{launch.items[id].title} ({id}) is {launch.person(person)}'s already.")
    for person, ranges in (changes.away or {}).items():
        if ranges and all(last < launch.as_of for _, last in ranges):
            found.append(f"{launch.person(person)} would be back before today, so nothing changes by it.")
    if changes.date_ is not None:
        found += [f"Market {market} keeps its own date, {say(at)}." for market, at in launch.markets.items()
                  if at != launch.date and (launch.written.markets or {}).get(market) == at
                  and market not in changes.drop_markets]  # fmt: skip
        if changes.date_ == launch.date:
            found.append(f"The launch date is {say(launch.date)} already.")
    return found


def sentences(study: Study, changes: written.Scenario) -> list[str]:
    """The changes in plain words, one each."""
    launch = study.launch
    found = []
    if changes.date_ is not None:
        found.append(f"the launch date is {say(changes.date_)}")
    found += [f"market {market} is left out" for market in changes.drop_markets]
    found += [f"{_title(study, id)} takes {_length(length)} longer"
              for id, length in (changes.slip or {}).items() if length is not None]  # fmt: skip
    found += [f"{_title(study, id)} is done and proven" for id in changes.done]
    found += [f"{_title(study, id)} is {launch.person(person)}'s, not {launch.person(launch.items[id].owner)}'s"
              for id, person in (changes.reassign or {}).items()]  # fmt: skip
    for person, ranges in (changes.away or {}).items():
        found += [f"{launch.person(person)} is away {_range(*days)}" for days in ranges or ()]
    return found


def _title(study: Study, id: str) -> str:
    return f'"{study.launch.items[id].title}" ({id})'


def _length(length: Length) -> str:
    return many(length.count, "working day" if length.working else "day")


def _range(first: date, last: date) -> str:
    return f"on {say(first)}" if first == last else f"from {say(first)} to {say(last)}"
