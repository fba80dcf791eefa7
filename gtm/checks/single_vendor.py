"""A part that another company makes or runs has no fallback and no deposit.

When the vendor fails or leaves, so do we. Write under `parts:` in risks.yaml what takes its place
(`fallback:`) or where its source is deposited (`escrow:`). It is an error for a part without which
customers cannot use the product, a warning for others (`blocking: false`).
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM671", "single-vendor", Severity.ERROR)
pitfalls = ("P15",)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for id, part in launch.parts.items():
        if not (part.fallback or "").strip() and not (part.escrow or "").strip():
            by = f" by {part.vendor}" if part.vendor else ""
            yield rule.at(
                launch.spots["parts", id].at_key(),
                f"{part.title}{by} has no fallback and no escrow",
                help="write `fallback:` with what takes its place, or `escrow:` with where its source is deposited",
                subject=id,
                severity=Severity.ERROR if part.blocking else Severity.WARNING,
            )
