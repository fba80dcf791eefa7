"""Knows where the state of each item stands: in the launch, or in company/ for standing items."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from gtm.link import rules
from gtm.link.names import Names
from gtm.link.playbook import Playbook
from gtm.model import written
from gtm.schema.documents import Document
from gtm.source import Spot

Stated = tuple[written.State, Spot]
_CONFIRMS = ("owner", "note", "confirmed", "confirmed_by")


def states(
    documents: Sequence[Document], launch: str, ids: Mapping[str, str], playbook: Playbook, names: Names
) -> dict[str, Stated]:
    """The state of each of `ids` (id in this launch to its definition's id), checked for its place."""
    company: dict[str, Stated] = {}
    local: dict[str, Stated] = {}
    by_base: dict[str, list[str]] = {}
    for id, base in ids.items():
        by_base.setdefault(base, []).append(id)
    prefix = f"launches/{launch}/"
    for document in documents:
        if document.kind is None:
            continue
        if document.kind.name == "company-items":
            into = company
        elif document.kind.name in {"launch-items", "own-items"} and document.path.startswith(prefix):
            into = local
        else:
            continue
        for written_id, state in document.records.get("items", {}).items():
            spot = Spot(document.path, ("items", written_id))
            _file(into, written_id, (state, spot), ids, by_base, playbook, names, into is company)
    return _merge(company, local, playbook, ids, names)


def _file(
    into: dict[str, Stated],
    written_id: str,
    stated: Stated,
    ids: Mapping[str, str],
    by_base: Mapping[str, list[str]],
    playbook: Playbook,
    names: Names,
    company: bool,
) -> None:
    spot = stated[1]
    base, slash, market = written_id.partition("/")
    base = playbook.moved.get(base, base)
    id = f"{base}{slash}{market}"
    if base not in playbook.definitions:
        _say_unknown(written_id, base, spot, ids, playbook, names)
    elif company and not playbook.definitions[base].definition.standing:
        names.found.append(
            rules.STATE_MISPLACED.at(
                spot.at_key(),
                f"`{id}` is not a standing item",
                help="write its state in the launch's folder",
                subject=id,
            )
        )
    elif (playbook.definitions[base].definition.for_each and not market) if company else id not in ids:
        _say_absent(id, base, market, spot, by_base, names)
    elif id in into:
        first = into[id][1]
        names.found.append(
            rules.DUPLICATE_ID.at(
                spot.at_key(),
                f"`{id}` has state in two places",
                help=f"keep one; the other is in {first.path}",
                related=[(first.at_key(), "first here")],
                subject=id,
            )
        )
    else:
        into[id] = stated


def _say_unknown(
    written_id: str, base: str, spot: Spot, ids: Mapping[str, str], playbook: Playbook, names: Names
) -> None:
    """Nothing is said where the definition may stand in a file that could not be read."""
    if base in names.broken or "items" in names.blind:
        return
    help = names.nearest(written_id, chain(ids, playbook.definitions), "own items stand under `own:` with a title")
    names.found.append(
        rules.UNKNOWN_ID.at(spot.at_key(), f"no item has the id `{written_id}`", help=help, subject=written_id)
    )


def _say_absent(id: str, base: str, market: str, spot: Spot, by_base: Mapping[str, list[str]], names: Names) -> None:
    there = by_base.get(base)
    if there and not market:
        names.found.append(
            rules.BARE_ID.at(
                spot.at_key(), f"`{id}` exists once a market", help=f"write {', '.join(there)}", subject=id
            )
        )
    elif there:
        names.found.append(
            rules.UNKNOWN_MARKET.at(
                spot.at_key(),
                f"`{market}` is no market of this launch",
                help=f"known here: {', '.join(there)}",
                subject=id,
            )
        )
    else:
        names.found.append(
            rules.STATE_OF_REMOVED.at(
                spot.at_key(),
                f"`{id}` does not apply to this launch",
                help="check traits, tier and markets in launch.yaml, or delete the entry",
                subject=id,
            )
        )


def _merge(
    company: Mapping[str, Stated],
    local: Mapping[str, Stated],
    playbook: Playbook,
    ids: Mapping[str, str],
    names: Names,
) -> dict[str, Stated]:
    """Standing items take their state from company/; a launch adds owner, note and confirmation."""
    out = {id: stated for id, stated in company.items() if id in ids}
    for id, (state, spot) in local.items():
        if not playbook.definitions[ids[id]].definition.standing:
            out[id] = (state, spot)
            continue
        for name in written.State.__dataclass_fields__:
            value = getattr(state, name)
            if value is not None and value != () and name not in _CONFIRMS:
                names.found.append(
                    rules.STATE_MISPLACED.at(
                        spot / name,
                        f"`{name}` of a standing item is said in company/",
                        help=f"here say {', '.join(_CONFIRMS)}",
                        subject=id,
                    )
                )
        base, place = company.get(id, (written.State(), spot))
        said = {name: getattr(state, name) for name in _CONFIRMS if getattr(state, name) is not None}
        for name in ("owner", "confirmed_by"):  # checked here, where they stand
            if not names.check("people", said.get(name), spot / name, id):
                said.pop(name)
        out[id] = (replace(base, **said), place)
    return out
