"""Knows how stages and their gates get their dates, and how an offset is read."""

from collections.abc import Mapping, Sequence
from datetime import date

from gtm.dates import Calendar, Offset, resolve
from gtm.link import rules
from gtm.link.names import Names
from gtm.model import written
from gtm.model.launch import Gate, Stage
from gtm.source import Spot


def stages(
    entries: Mapping[str, written.StageWritten], launch: written.LaunchWritten, calendar: Calendar, names: Names
) -> dict[str, Stage]:
    """The stages of a launch in order, each gate with its date."""
    out: dict[str, Stage] = {}
    dues: dict[str, date] = {}
    overrides = launch.gates or {}
    for name, stage in entries.items():
        spot = names.spots["stages", name]
        gate = None
        if stage.gate is not None:
            _check_gate(stage.gate, spot / "gate", names)
            due = overrides.get(name) or _gate_due(stage.gate.due, spot / "gate" / "due", dues, launch, calendar, names)
            text = str(overrides[name]) if overrides.get(name) else _text(stage.gate.due)
            gate = Gate(name, stage.title, due, text, stage.gate.conditions, stage.gate.sign_offs, spot / "gate")
            dues[name] = due
        out[name] = Stage(name, stage.title, stage.promise or "", gate, spot)
    return out


def _text(when: written.When) -> str:
    return when.text if isinstance(when, Offset) else when.isoformat()


def _gate_due(
    when: written.When,
    spot: Spot,
    earlier: Mapping[str, date],
    launch: written.LaunchWritten,
    calendar: Calendar,
    names: Names,
) -> date:
    if isinstance(when, date):
        return when
    anchor = launch.date_ if when.anchor == "T" else earlier.get(when.anchor)
    if anchor is None:
        names.found.append(
            rules.BAD_ANCHOR.at(
                spot,
                f"a gate cannot count from `{when.anchor}`",
                help="count from T or from the gate of an earlier stage",
            )
        )
        names.broken.add(str(spot.route[1]))
        return launch.date_
    return resolve(when, anchor, calendar, launch.compress or 1.0)


def _check_gate(gate: written.GateWritten, spot: Spot, names: Names) -> None:
    for at, slot in enumerate(gate.sign_offs):
        here = spot / "sign-offs" / at
        if (slot.role is None) == (not slot.any_of):
            names.found.append(
                rules.EMPTY_CHOICE.at(
                    here, "a sign-off names one role or `any_of` several", help="write {role: launch-manager}"
                )
            )
        elif slot.any_of and not 1 <= slot.quorum <= len(slot.any_of):
            names.found.append(
                rules.EMPTY_CHOICE.at(
                    here / "quorum",
                    f"{slot.quorum} of {len(slot.any_of)} cannot sign",
                    help="the quorum is at least 1 and at most the roles named",
                )
            )
        names.check("roles", slot.role, here / "role")
        names.check_all("roles", slot.any_of, here / "any_of")
    for at, condition in enumerate(gate.conditions):
        here = spot / "conditions" / at
        names.check("metrics", condition.metric, here / "metric")
        if (condition.metric is None) == (condition.check is None):
            help = "write {metric: nps, at_least: 30} or {check: no-owner}"
            names.found.append(rules.EMPTY_CHOICE.at(here, "a condition names one metric or one check", help=help))
        elif condition.metric is not None and condition.at_least is None and condition.at_most is None:
            names.found.append(
                rules.EMPTY_CHOICE.at(here, "the condition names no bound", help="write at_least or at_most")
            )


class Dates:
    """Reads the offsets of one launch; equal offsets are resolved once."""

    def __init__(
        self, gates: Mapping[str, Stage], launch: written.LaunchWritten, calendar: Calendar, names: Names
    ) -> None:
        self._dues = {name: stage.gate.due for name, stage in gates.items() if stage.gate}
        self._scale = launch.compress or 1.0
        self._date = launch.date_
        self._calendar = calendar
        self._names = names
        self._seen: dict[tuple[Offset, date, str], date] = {}
        self._said: set[Spot] = set()

    def read(self, when: written.When, anchor: date, gate: str, spot: Spot) -> date | None:
        """The date of `when` for an item with T at `anchor` and this gate; None when it has none."""
        if isinstance(when, date):
            return when
        key = (when, anchor, gate)
        known = self._seen.get(key)
        if known is None:
            base = self._base(when.anchor, anchor, gate)
            if base is None:
                self._say(when, spot)
                return None
            known = self._seen[key] = resolve(when, base, self._calendar, self._scale)
        return known

    def _base(self, name: str, anchor: date, gate: str) -> date | None:
        if name == "T":
            return anchor
        due = self._dues.get(gate if name == "gate" else name)
        if due is None or anchor == self._date:
            return due
        from gtm.dates import add_days

        return self._calendar.before(add_days(due, (anchor - self._date).days))

    def _say(self, when: Offset, spot: Spot) -> None:
        if spot in self._said or when.anchor in self._names.broken or "stages" in self._names.blind:
            return
        self._said.add(spot)
        known = ["T", "gate", *self._dues]
        self._names.found.append(
            rules.BAD_ANCHOR.at(
                spot, f"`{when.text}` counts from `{when.anchor}`, which has no date", help=self._help(when, known)
            )
        )

    def _help(self, when: Offset, known: Sequence[str]) -> str:
        stage, dash, days = when.anchor.rpartition("-")
        if dash and days.isdigit() and stage in known:
            return f"write {when.text}d"
        return self._names.nearest(when.anchor, known, "count from T, gate or a stage")
