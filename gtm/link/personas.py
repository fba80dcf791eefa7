"""Knows what personas, intake, segments, phases and customers refer to. It must not judge what is missing."""

from gtm.link.names import Names
from gtm.link.playbook import Playbook
from gtm.model.audience import Audience


def check(audience: Audience, playbook: Playbook, names: Names) -> None:
    """Say which names of these sections exist nowhere."""
    if audience.serves:
        names.check_all("personas", audience.serves, names.spots["audience", "serves"])
