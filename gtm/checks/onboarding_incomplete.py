"""Onboarding lacks a step: saying what to expect, showing where the value is, or finding out what the customer wants.

Customers who start badly rarely recover. Every source with `pitfall: P10` in playbook/sources.yaml needs an
item that rests on it: a must-have, or one that is done. It is an error once the gate that asks for this
check is near, a warning before.
"""

from collections.abc import Iterator

from gtm.analysis.pitfalls import unguarded
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch

rule = Rule("GTM668", "onboarding-incomplete", Severity.ERROR)
pitfalls = ("P10",)
proves = True


def check(_launch: Launch, graph: LaunchGraph) -> Iterator[Diagnostic]:
    return unguarded(rule, graph, "P10", "no item of onboarding asks for it")
