"""Knows which items a playbook sets against each pitfall, told by `pitfall:` of the sources they rest on.

So no item id stands in the program, and an organisation may name its own. It must not know which checks there are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from gtm.analysis.attention import horizon
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Item, Launch
from gtm.source import Spot

PITFALLS: Mapping[str, str] = {
    "P1": "Success confused with service, experience, loyalty or satisfaction",
    "P2": "The customer is not at the centre",
    "P3": "Intuition over objective measures",
    "P4": "Over-delivery",
    "P5": "Numbers over people",
    "P6": "Rigid rules",
    "P7": "Silos",
    "P8": "Teams disagree about the ideal customer",
    "P9": "Personas only in marketing and product",
    "P10": "No onboarding, or a poor one",
    "P11": "Perfect on paper",
    "P12": "Effort on the wrong customers",
    "P13": "Late negotiation",
    "P14": "Expectations unset",
    "P15": "A single vendor",
    "P16": "Unowned or late gap",
    "P17": "Silent outage",
    "P18": "Value never tracked",
}


@dataclass(frozen=True, slots=True)
class Guard:
    """One source that keeps a pitfall away: the items that rest on it, and whether some were left out by a rule."""

    source: str
    title: str
    items: tuple[Item, ...]
    left_out: bool
    spot: Spot

    @property
    def holds(self) -> bool:
        """Whether one of its items is a must-have, done, or dropped with a second person's word."""
        return any(
            item.must or item.status == "done" or (item.status == "not-applicable" and item.state.confirmed_by)
            for item in self.items
        )


def guards(graph: LaunchGraph, pitfall: str) -> list[Guard]:
    """The sources that keep a pitfall away in this launch; none where the playbook names none."""
    launch = graph.launch
    wanted = [id for id, source in launch.sources.items() if source.pitfall == pitfall]
    if not wanted:
        return []
    here: dict[str, list[Item]] = {id: [] for id in wanted}
    for item in graph.items:
        for basis in item.definition.basis:
            if basis in here:
                here[basis].append(item)
    gone = {basis for one in launch.removed for basis in one.basis}
    return [
        Guard(id, launch.sources[id].title, tuple(here[id]), id in gone, launch.spots["sources", id]) for id in wanted
    ]


def unguarded(rule: Rule, graph: LaunchGraph, pitfall: str, nobody: str) -> Iterator[Diagnostic]:
    """A finding for each source of a pitfall that no item does; `nobody` says that none rests on it."""
    for one in guards(graph, pitfall):
        if one.holds or (not one.items and one.left_out):
            continue
        first = one.items[0] if one.items else None
        yield rule.at(
            one.spot.at_key() if first is None else first.spot.at_key(),
            f"{one.title}: {nobody if first is None else f'`{first.id}` is only advice, and not done'}",
            help=f"write `{one.source}` under `basis:` of the item that does it"
            if first is None
            else "do it, or make it a must-have",
            subject=first.id if first is not None else one.source,
            severity=loudness(graph.launch, rule.slug),
        )


def loudness(launch: Launch, slug: str) -> Severity:
    """How loud a check is that a gate asks for: an error once that gate is near, a warning before."""
    dues = [gate.due for gate in launch.gates if any(one.check == slug for one in gate.conditions)]
    return Severity.ERROR if min(dues, default=date.min) <= horizon(launch) else Severity.WARNING
