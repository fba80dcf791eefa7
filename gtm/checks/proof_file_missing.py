"""A proof names a file that is not in the workspace.

The path counts from the workspace's top folder. Add the file, mend the path, or name the place
with `link:` or `ref:`.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM406", "proof-file-missing", Severity.ERROR)


def check(study: Study) -> Iterator[Diagnostic]:
    for item in study.graph.items:
        for at, proof in enumerate(item.state.evidence):
            if proof.file is not None and not study.holds(proof.file):
                yield rule.at(
                    item.spot / "evidence" / at / "file",
                    f"`{item.id}` is proven by the file `{proof.file}`, which is not there",
                    help="add the file, mend the path, or use link or ref",
                    subject=item.id,
                )
