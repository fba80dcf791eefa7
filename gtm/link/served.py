"""Knows what the personas a launch serves do to its plan: items they add, dates and efforts they change.

Items of personas that are not served are known, and do not apply. It must not know who is a customer.
"""

from collections.abc import Iterator
from dataclasses import replace

from gtm.diagnostics import Diagnostic
from gtm.link import rules
from gtm.link.names import Names
from gtm.link.playbook import Defined, Playbook, place
from gtm.model import written
from gtm.model.audience import Audience
from gtm.model.changed import Changed
from gtm.model.personas import ChangeWritten, PersonaPlan
from gtm.source import Spot

_Plans = list[tuple[str, PersonaPlan, Spot]]


def planned(playbook: Playbook, audience: Audience, names: Names) -> Playbook:
    """The playbook with what personas add, and with what the served ones change noted beside each item."""
    plans = list(_plans(audience, names))
    if not plans:
        return playbook
    definitions = {**playbook.definitions, **_added(plans, playbook, audience, names)}
    for persona, plan, spot in plans:
        for id, change in (plan.change or {}).items():
            here = spot / "change" / id
            base = playbook.moved.get(id, id)
            if base not in definitions:
                names.check("items", id, here.at_key())
            elif persona in audience.serves and change is not None:
                defined = definitions[base]
                noted = (*defined.changed, *_noted(persona, defined.definition, change, here))
                definitions[base] = defined._replace(changed=noted)
    return replace(playbook, definitions=definitions)


def _plans(audience: Audience, names: Names) -> Iterator[tuple[str, PersonaPlan, Spot]]:
    for id, persona in (audience.personas or {}).items():
        if persona is not None and persona.plan is not None:
            yield id, persona.plan, names.spots["personas", id] / "plan"


def _added(plans: _Plans, playbook: Playbook, audience: Audience, names: Names) -> dict[str, Defined]:
    """The items that personas add; those that none of the served ones asks for say so."""
    found: dict[str, Defined] = {}
    wanted: dict[str, list[tuple[str, Spot]]] = {}
    for persona, plan, spot in plans:
        for id, entry in (plan.add or {}).items():
            here = spot / "add" / id
            if entry is None or id not in playbook.definitions:
                wanted.setdefault(id, []).append((persona, here))
            at = place(id, here, playbook.stages, playbook.teams, names) if entry is not None else None
            if entry is not None and at and names.add("items", names.known["items"], id, entry, here):
                found[id] = Defined(id, *at, entry, here, False)
    for id, askers in wanted.items():
        if id in found:
            found[id] = _asked(found[id], askers, audience)
        elif id not in playbook.definitions:
            names.check("items", id, askers[0][1].at_key())
        else:
            names.found.append(_known(id, askers[0][1]))
    return found


def _asked(defined: Defined, askers: list[tuple[str, Spot]], audience: Audience) -> Defined:
    served = tuple(Changed(persona, "added", spot) for persona, spot in askers if persona in audience.serves)
    personas = tuple(dict.fromkeys((*defined.definition.personas, *(persona for persona, _ in askers))))
    titles = " or ".join(_title(audience, persona) for persona, _ in askers)
    why = "" if served else f"only for launches that serve: {titles}"
    made = replace(defined.definition, personas=personas)
    return defined._replace(definition=made, changed=served, unserved=why)


def _title(audience: Audience, id: str) -> str:
    persona = (audience.personas or {}).get(id)
    return persona.title if persona is not None else id


def _known(id: str, spot: Spot) -> Diagnostic:
    return rules.EMPTY_CHOICE.at(
        spot.at_key(),
        f"`{id}` is in the playbook already, so nothing is added",
        help="change its due date or effort under `change:`, or take the entry out",
        subject=id,
    )


def _noted(persona: str, of: written.Definition, change: ChangeWritten, spot: Spot) -> Iterator[Changed]:
    if change.due is not None:
        yield Changed(persona, "due", spot / "due", of.due, change.due, change.why)
    if change.effort is not None:
        yield Changed(persona, "effort", spot / "effort", of.effort, change.effort, change.why)
