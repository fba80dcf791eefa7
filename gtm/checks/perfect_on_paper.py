"""No real customer uses the product before the launch.

What works on paper fails with the first customer, then in public. Let some of them work with it early:
items that rest on a source with `pitfall: P11` do that. Advice until the launch is near, then a warning; launches
that are too small (`tier`) for any of these items are not asked.
"""

from collections.abc import Iterator

from gtm.analysis.attention import horizon
from gtm.analysis.pitfalls import guards
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.launch import Launch

rule = Rule("GTM669", "perfect-on-paper", Severity.WARNING)
pitfalls = ("P11",)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    found = guards(study.graph, "P11") if launch.as_of < launch.date else []
    items = [item for one in found for item in one.items if item.status != "not-applicable"]
    near = launch.date <= horizon(launch)
    begun = [item for item in items if item.status in {"doing", "done"}]
    if not found or begun or (items and not near) or (not items and _too_small(launch, {one.source for one in found})):
        return
    yield rule.at(
        items[0].spot.at_key() if items else launch.spot / "traits",
        f"no real customer uses {launch.title} before the launch"
        if not items
        else f"no real customer uses {launch.title} yet, and the launch is near",
        help=f"begin with `{items[0].id}`" if items else "choose a trait such as beta, or add an item of your own",
        subject=items[0].id if items else "",
        severity=Severity.WARNING if near else Severity.ADVICE,
    )


def _too_small(launch: Launch, sources: set[str]) -> bool:
    """Whether the playbook asks launches of this size for none of it."""
    gone = [one.rule for one in launch.removed if not sources.isdisjoint(one.basis)]
    return bool(gone) and set(gone) == {"tier"}
