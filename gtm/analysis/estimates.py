"""Knows whose estimates stand behind the open work. It must not know dates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gtm.analysis.readiness import Readiness
from gtm.model.launch import Item


@dataclass(frozen=True, slots=True)
class Estimates:
    """How many items to do the team itself, the playbook, or nobody has estimated."""

    own: int = 0
    playbook: int = 0
    assumed: int = 0  # one day each

    @property
    def total(self) -> int:
        return self.own + self.playbook + self.assumed

    @property
    def few(self) -> bool:
        """Whether fewer than half are the teams' own: too few for a percentage."""
        return self.own * 2 < self.total


def estimates(items: Iterable[Item], readiness: Mapping[str, Readiness]) -> Estimates:
    """Where the efforts of the items still to be done come from."""
    own = playbook = assumed = 0
    for item in items:
        state = item.state
        if readiness[item.id].settled or item.status == "done":
            continue
        if state.effort is not None or state.left is not None:
            own += 1
        elif item.definition.effort is not None:
            playbook += 1
        else:
            assumed += 1
    return Estimates(own, playbook, assumed)
