"""The people of a service look after more accounts than the service allows.

The first customers to notice are those who ask least. Hire, move a segment to another service, or take
routine work away. `hiring:` names the item that starts hiring; once that is under way, this is advice.
"""

from collections.abc import Iterator

from gtm.analysis import clientele
from gtm.analysis.amounts import number
from gtm.analysis.scale import Service
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.launch import Item

rule = Rule("GTM651", "service-over-load", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for one in clientele.of(study).scale.services:
        if one.over:
            item = launch.items.get(one.record.hiring or "")
            under_way = item is not None and item.status in {"doing", "done"}
            yield rule.at(
                launch.spots["services", one.id] / "load_limit",
                f"{one.record.title}: {number(one.load or 0)} accounts a person, "
                f"{number(one.record.load_limit or 0)} is the limit{_people(one)}",
                help=_help(item, under_way),
                related=[(item.spot.at_key(), item.title)] if item is not None else [],
                subject=one.id,
                severity=Severity.ADVICE if under_way else Severity.WARNING,
            )


def _people(one: Service) -> str:
    return f"; {number(one.wanted)} more people are needed" if one.wanted else ""


def _help(item: Item | None, under_way: bool) -> str:
    if under_way:
        return "hiring is under way; until it is over, move accounts to another service"
    if item is not None:
        return f"start `{item.id}`, or move accounts to another service"
    return "hire, or move accounts to another service; name the item that starts hiring under `hiring:`"
