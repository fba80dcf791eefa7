"""A check or rule is named that does not exist, or that cannot prove anything.

Proof by `check:` names a check that looks at the written launch alone; so does a condition of a gate.
`gtm explain` lists them.
`policy: severity:` names any rule by its slug.
"""

from collections.abc import Iterator

from gtm import checks
from gtm.diagnostics import Diagnostic, Rule, Severity, did_you_mean
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch
from gtm.source import Spot

rule = Rule("GTM512", "unknown-check", Severity.ERROR, fixed=True)
proves = True


def check(launch: Launch, graph: LaunchGraph) -> Iterator[Diagnostic]:
    proving = checks.proving_slugs()
    for item in graph.items:
        for at, kind in enumerate(item.definition.evidence or ()):
            if not isinstance(kind, str) and kind.check is not None and kind.check not in proving:
                yield _proof(kind.check, item.defined / "evidence" / at / "check", item.base)
        for at, proof in enumerate(item.state.evidence):
            if proof.check is not None and proof.check not in proving:
                yield _proof(proof.check, item.spot / "evidence" / at / "check", item.id)
    yield from _of_gates(launch, proving)
    for slug in launch.workspace.policy.severity or ():
        if slug not in checks.rules():
            yield rule.at(
                launch.spots["policy", slug].at_key(),
                f"there is no rule `{slug}`",
                help=did_you_mean(slug, checks.rules(), "`gtm explain` lists all rules"),
            )


def _of_gates(launch: Launch, proving: frozenset[str]) -> Iterator[Diagnostic]:
    for gate in launch.gates:
        for at, condition in enumerate(gate.conditions):
            if condition.check is not None and condition.check not in proving:
                yield _proof(condition.check, gate.spot / "conditions" / at / "check", gate.id)


def _proof(slug: str, spot: Spot, subject: str) -> Diagnostic:
    proving = checks.proving_slugs()
    if slug in checks.rules():
        message = f"`{slug}` can neither be a proof nor a condition: it looks at proofs, dates or gates itself"
    else:
        message = f"there is no check `{slug}`"
    listed = f"a proof can be one of {', '.join(sorted(proving))}"
    return rule.at(spot, message, help=did_you_mean(slug, proving, listed), subject=subject)
