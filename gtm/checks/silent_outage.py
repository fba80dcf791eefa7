"""Nobody has decided how outages are told, or no text is ready for one.

In an outage, silence costs more trust than the outage. Every source with `pitfall: P17` in
playbook/sources.yaml needs an item that rests on it: a must-have, or one that is done. It is an error once
the gate that asks for this check is near, a warning before.
"""

from collections.abc import Iterator

from gtm.analysis.pitfalls import unguarded
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch

rule = Rule("GTM672", "silent-outage", Severity.ERROR)
pitfalls = ("P17",)
proves = True


def check(_launch: Launch, graph: LaunchGraph) -> Iterator[Diagnostic]:
    return unguarded(rule, graph, "P17", "no item asks for it")
