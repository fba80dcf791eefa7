"""Knows the file a team fills in: every item a form, with what it asks, its date and who waits.

It reads a study of the launch and must not know commands, disks or how files are read. Lines
with `#:` may be written anew later; everything else belongs to the people who fill in the form.
"""

from collections.abc import Iterable, Sequence

from gtm import dates
from gtm.analysis.readiness import tool_proof
from gtm.analysis.snapshot import Study
from gtm.edit.text import day, one_line
from gtm.model.launch import Item

_WIDE = 100  # longer lines are broken where they can be
_INDENT = len("    #: ")
_NAMED = 3  # this many neighbours are named on a line; the others are counted
_STATUS = "# status: todo | doing | blocked | done | not-applicable.  Dates: 2027-01-31.  Empty = not said yet."
_OWN = '# Lines with "#:" are gtm\'s and may be refreshed; your own comments are never touched.'
_KEYS = (
    "# owner: an id from people.yaml. Blocked: add reason:, waiting_on: and expected: lines.\n"
    '# evidence: below it "- link: https://…", "- ref: where it is kept" or "- file: evidence/NAME".'
)


def launch_teams(study: Study) -> list[str]:
    """Teams with items of their own in the launch, in the order of the playbook."""
    return _teams(study, standing=False)


def company_teams(study: Study) -> list[str]:
    """Teams with standing items that apply to the launch, in the order of the playbook."""
    return _teams(study, standing=True)


def _teams(study: Study, *, standing: bool) -> list[str]:
    found = {item.team for item in study.graph.items if item.standing is standing}
    return [team for team in study.launch.teams if team in found]


def team_file(study: Study, team: str) -> str:
    """The file of a team in a launch: its items, the earliest due date first."""
    launch = study.launch
    items = [item for item in study.graph.items if item.team == team and not item.standing]
    also = sum(item.team == team and item.standing for item in study.graph.items)
    head = f"# {one_line(launch.team(team))} for {one_line(launch.title)}, launch {dates.say(launch.date)}."
    more = f"# Proven once for all launches: {_many(also, 'standing item')} in company/{team}.yaml"
    return _file(study, [*_head(head), *([more] if also else [])], items)


def company_file(study: Study, team: str, known: Iterable[str] = ()) -> str | None:
    """The file of a team's standing items, without those in `known`; None when nothing is left."""
    launch = study.launch
    told = set(known)
    items = [item for item in study.graph.items if item.team == team and item.standing and item.id not in told]
    if not items:
        return None
    head = f"# {one_line(launch.team(team))}: what the company can do, proven once for all launches."
    again = f"# A launch only re-confirms an item: confirmed: DATE in launches/LAUNCH/{team}.yaml."
    return _file(study, [*_head(head), again], items)


def _head(first: str) -> list[str]:
    """What to know before filling in the form; the first line says whose it is."""
    how = 'Press the pencil, change text, press "Propose changes".'
    whole = f"{first} {how}"
    return [*([whole] if len(whole) <= _WIDE else [first, f"# {how}"]), _STATUS, _OWN, _KEYS]


def _file(study: Study, head: Sequence[str], items: Sequence[Item]) -> str:
    ordered = sorted(items, key=lambda item: (item.due, not item.must, study.graph.index[item.id]))
    return "\n".join([*head, "items:", "\n\n".join("\n".join(entry(study, item)) for item in ordered), ""])


def entry(study: Study, item: Item) -> list[str]:
    """The lines of one item: what it is about as comments, then its empty form."""
    d = item.definition
    lines = [f"  {item.id}:", *(f"    #: {line}" for line in about(study, item))]
    lines += ["    status:", "    owner:", "    finished:"]
    if d.checked_by:
        lines.append("    confirmed_by:")
    if d.ask:
        lines.append("    answer: |")
    return [*lines, "    evidence:"]


def about(study: Study, item: Item) -> list[str]:
    """What an item asks, when it is due, whom it waits for and who waits for it, a line each."""
    launch, d = study.launch, item.definition
    stage = launch.stages[item.gate].title if item.gate in launch.stages else item.gate
    market = f" ({item.market})" if item.market else ""
    weight = "MUST" if item.must else "advice"
    who = f" · {one_line(launch.role(item.role))}" if item.role else ""
    lines = [f"{one_line(item.title)}{market}      {weight}, {one_line(stage)}{who}"]
    if d.ask:
        lines.append(one_line(f"Question: {d.ask}"))
    lines.extend(one_line(line) for line in _proof(study, item))
    late = f", already past on {dates.say(launch.as_of)}" if item.due < launch.as_of else ""
    due = f"Due {day(item.due, launch.date)}{late}. You wait for: {_before(study, item)}."
    after = f"Waits for you: {_after(study, item)}"
    whole = f"{due} {after}"
    return [*lines, *([whole] if len(whole) + _INDENT <= _WIDE else [due, after])]


def _proof(study: Study, item: Item) -> Iterable[str]:
    d = item.definition
    tool = tool_proof(item)
    if tool is not None:
        what = f"the check {tool.check} finds nothing" if tool.check else f"{tool.metric} has a reading"
        yield f"Done when: {what}; gtm sees that by itself, so leave this empty"
        return
    kinds = [kind for kind in d.evidence or () if isinstance(kind, str)]
    accepted = f" ({' or '.join(kinds)})" if kinds else ""
    if d.proof or kinds:
        yield f"Done when: {d.proof or 'there is a proof'}{accepted}"
    if d.checked_by:
        yield f"Then confirmed by a second person: {study.launch.role(d.checked_by)}"
    if d.sensitive:
        yield "Sensitive: write here only where the answer and the proof are kept"


def _before(study: Study, item: Item) -> str:
    at = study.graph.index[item.id]
    ids = [study.graph.ids[edge.before] for edge in study.graph.before[at]]
    return _listed(study, [id for id in ids if not _settled(study, id)])


def _after(study: Study, item: Item) -> str:
    at = study.graph.index[item.id]
    ids = [study.graph.ids[edge.after] for edge in study.graph.after[at]]
    return _listed(study, [id for id in ids if id in study.launch.items and not _settled(study, id)])


def _settled(study: Study, id: str) -> bool:
    ready = study.readiness.get(id)
    return ready is not None and ready.settled


def _listed(study: Study, ids: Sequence[str]) -> str:
    """Titles with who answers for them, soonest due first; beyond a few they are counted."""
    distinct = list(dict.fromkeys(ids))
    items = study.launch.items
    distinct.sort(key=lambda id: (items[id].due if id in items else study.launch.date, study.graph.index[id]))
    named = [_neighbour(study, id) for id in distinct[:_NAMED]]
    rest = len(distinct) - len(named)
    return "; ".join([*named, *([f"and {rest} more"] if rest else [])]) or "nothing"


def _neighbour(study: Study, id: str) -> str:
    launch = study.launch
    item = launch.items.get(id)
    if item is None:
        return one_line(study.graph.title(id))
    market = f" in {item.market}" if item.market else ""
    who = launch.person(item.owner) if item.owner else launch.team(item.team)
    return f"{one_line(item.title)}{market} ({one_line(who)})"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
