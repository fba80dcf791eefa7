"""A launch has a trait that no item asks about.

It changes nothing. Perhaps another trait was meant, or the playbook lacks items for it.
"""

from collections.abc import Iterator

from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch

rule = Rule("GTM418", "unused-trait", Severity.ADVICE)
proves = True


def check(launch: Launch, _graph: LaunchGraph) -> Iterator[Diagnostic]:
    for at, trait in enumerate(launch.written.traits):
        if trait in launch.traits and trait not in launch.used_traits:
            yield rule.at(
                launch.spot / "traits" / at,
                f"no item asks about the trait `{trait}`",
                help="take it out, or let items say `when:` or `unless:` with it",
            )
