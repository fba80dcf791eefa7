"""Knows how metrics, items and tools name capabilities of tools. It must not judge what is missing."""

from collections.abc import Mapping, Sequence

from gtm.link.names import Names
from gtm.link.playbook import Playbook
from gtm.model import written
from gtm.schema.documents import Document


def tools(documents: Sequence[Document], names: Names) -> dict[str, written.ToolWritten]:
    """The known tools, and all capabilities in `names`."""
    names.collect(documents, "capabilities")
    found: dict[str, written.ToolWritten] = names.collect(documents, "tools", "known-tools")
    for id, tool in found.items():
        names.check_all("capabilities", tool.feeds, names.spots["known-tools", id] / "feeds")
    return found


def provided(documents: Sequence[Document], names: Names) -> dict[str, written.Provided]:
    """Which tool provides which capability here."""
    found: dict[str, written.Provided] = names.collect(documents, "provides")
    for id, entry in found.items():
        spot = names.spots["provides", id]
        names.check("capabilities", id, spot.at_key())
        names.check("people", entry.owner, spot / "owner")
    return found


def check_metrics(metrics: Mapping[str, written.MetricWritten], names: Names) -> None:
    """What the metrics of the playbook refer to."""
    for id, metric in metrics.items():
        spot = names.spots["metrics", id]
        names.check("roles", metric.role, spot / "role")
        names.check("stages", metric.gate, spot / "gate")
        names.check("capabilities", metric.capability, spot / "capability")
        for name, other in (metric.uses or {}).items():
            names.check("metrics", other, spot / "uses" / name)


def check_items(playbook: Playbook, names: Names) -> None:
    """What the items of the playbook refer to."""
    for id, defined in playbook.definitions.items():
        if defined.definition.capabilities:
            names.check_all("capabilities", defined.definition.capabilities, defined.spot / "capabilities", id)
