"""Onboarding lacks a step: saying what to expect, showing where the value is, or finding out what the customer wants.

Customers who start badly rarely recover. Every source with `pitfall: P10` in playbook/sources.yaml needs an
item that rests on it: a must-have, or one that is done. It is an error once the gate that asks for this
check is near, a warning before.
"""

from collections.abc import Iterator

from gtm.analysis.pitfalls import guards, loudness
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch

rule = Rule("GTM668", "onboarding-incomplete", Severity.ERROR)
pitfalls = ("P10",)
proves = True


def check(launch: Launch, graph: LaunchGraph) -> Iterator[Diagnostic]:
    for one in guards(graph, "P10"):
        if one.holds or (not one.items and one.left_out):
            continue
        first = one.items[0] if one.items else None
        yield rule.at(
            one.spot.at_key() if first is None else first.spot.at_key(),
            f"{one.title}: no item of onboarding asks for it"
            if first is None
            else f"{one.title}: `{first.id}` is only advice, and not done",
            help=f"write `{one.source}` under `basis:` of the item that does it"
            if first is None
            else "do it, or make it a must-have",
            subject=first.id if first is not None else one.source,
            severity=loudness(launch, rule.slug),
        )
