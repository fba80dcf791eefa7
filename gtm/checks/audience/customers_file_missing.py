"""The file of customers that audience.yaml names is not in the workspace.

Put it there, or mend the path. The report then says how many customers each persona has.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.audience import audience_of

rule = Rule("GTM629", "customers-file-missing", Severity.WARNING)


def check(study: Study) -> Iterator[Diagnostic]:
    audience = audience_of(study.launch)
    named = audience.customers.file if audience is not None and audience.customers is not None else None
    if named is not None and not study.holds(named):
        yield rule.at(
            study.launch.spots["audience", "customers"] / "file",
            f"there is no file `{named}` in this workspace",
            help="put the file there, or mend the path",
        )
