"""A tool is said to provide what it is not known for.

Either another tool is meant, or the tool can do more than the playbook knows: then add the
capability to its `feeds:` in playbook/tools.yaml.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM617", "tool-mismatch", Severity.ADVICE)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for name, entry in launch.provided.items():
        tool = launch.tools.get(entry.tool)
        if tool is not None and name in launch.capabilities and name not in tool.feeds:
            yield rule.at(
                launch.spots["provides", name] / "tool",
                f"{tool.title} is not known for {launch.capabilities[name].title}",
                help=f"name another tool, or add `{name}` to what `{entry.tool}` feeds",
                subject=name,
            )
