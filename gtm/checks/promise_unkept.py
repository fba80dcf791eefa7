"""A promise to customers has nobody who keeps it, or nothing that shows we can.

A promise made by one team that another cannot keep turns into an unhappy customer. Write `owner:` and
`proof:`. It is an error once the gate that asks for this check is near, a warning before.
"""

from collections.abc import Iterator

from gtm.analysis.pitfalls import loudness
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch

rule = Rule("GTM658", "promise-unkept", Severity.ERROR)
pitfalls = ("P14",)
proves = True


def check(launch: Launch, _graph: LaunchGraph) -> Iterator[Diagnostic]:
    if launch.audience is None:
        return
    from gtm.model.audience import audience_of

    promises = whom.promises if (whom := audience_of(launch)) is not None else None
    for id, one in (promises or {}).items():
        if one is None:
            continue
        lacks = [name for name, said in (("owner", one.owner), ("proof", one.proof)) if not (said or "").strip()]
        if lacks:
            yield rule.at(
                launch.spots["promises", id].at_key(),
                f"the promise `{id}` has no {' and no '.join(lacks)}",
                help=f"write {' and '.join(f'`{name}:`' for name in lacks)}, or take the promise back",
                subject=id,
                severity=loudness(launch, rule.slug),
            )
