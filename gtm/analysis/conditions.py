"""Knows the conditions of a gate on a day, each with its own verdict and a text that says why.

It must not know whether a decision stands, or what a gate's verdict is.
"""

from dataclasses import dataclass
from datetime import date

from gtm.analysis.amounts import number
from gtm.analysis.decisions import GateDecision
from gtm.analysis.readiness import Counts, newest
from gtm.dates import add_days, say
from gtm.model import written
from gtm.model.launch import Launch


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing a gate waits for: must-haves, earlier-gate, metric, check, sign-off, promise, files."""

    kind: str
    met: bool
    text: str
    ids: tuple[str, ...] = ()
    ahead: bool = False  # met for now: a promise that is not kept yet, and not due yet

    @property
    def word(self) -> str:
        """Met, open, or ahead."""
        return "ahead" if self.ahead else "met" if self.met else "open"


def must_haves(counts: Counts, blockers: tuple[str, ...], accepted: frozenset[str]) -> Condition:
    """Counted as everywhere: out of those that apply, with what is settled by a waiver named apart."""
    if not counts.total:
        return Condition("must-haves", False, "no must-have applies, so there is nothing to judge")
    text = f"{counts.done} of {counts.applicable} must-haves settled"
    if counts.waived:
        text = f"{text}: {counts.proven} proven, {counts.waived} waived"
    if counts.not_applicable:
        text = f"{text}; {counts.not_applicable} more not applicable"
    covered = len(accepted.intersection(blockers))
    if covered:
        text = f"{text}; {covered} open under a condition"
    return Condition("must-haves", accepted.issuperset(blockers), text, blockers)


def asked(launch: Launch, wanted: written.MetricCondition, on: date, clean: frozenset[str]) -> Condition:
    if wanted.check is None:
        return _metric(launch, wanted, wanted.metric or "", on)
    met = wanted.check in clean
    # A check that does not exist, or looks at gates itself, finds nothing either: it is never asked.
    found = "finds nothing" if met else "not passed; gtm check says why"
    return Condition("check", met, f"Check {wanted.check}: {found}", (wanted.check,))


def _metric(launch: Launch, wanted: written.MetricCondition, metric: str, on: date) -> Condition:
    """A metric on a day: today, or the day the gate was decided."""
    entry = launch.metrics.get(metric)
    title = entry.title if entry else metric
    bounds = [
        f"at least {wanted.at_least:g}" if wanted.at_least is not None else "",
        f"at most {wanted.at_most:g}" if wanted.at_most is not None else "",
    ]
    goal = " and ".join(filter(None, bounds))
    reading = newest(launch, metric, on)
    if reading is None:
        return Condition("metric", False, f"{title}: no reading yet, wanted {goal}", (metric,))
    if reading.value is None:
        why = f"no value on {say(reading.date_)}: {reading.why}"
        return Condition("metric", False, f"{title}: {why}; wanted {goal}", (metric,))
    about = f" ({reading.note})" if entry is not None and entry.formula == "agreement" and reading.note else ""
    value = f"{title}: {_apart(reading.value, wanted)} on {say(reading.date_)}{about}, wanted {goal}"
    if wanted.within is not None and add_days(reading.made, wanted.within.count) < on:
        return Condition("metric", False, f"{value}; the reading is older than {wanted.within}", (metric,))
    if wanted.sample is not None and (reading.sample or 0) < wanted.sample:
        return Condition(
            "metric", False, f"{value}; too early, {reading.sample or 0} of {wanted.sample} answers", (metric,)
        )
    good = (wanted.at_least is None or reading.value >= wanted.at_least) and (
        wanted.at_most is None or reading.value <= wanted.at_most
    )
    return Condition("metric", good, value, (metric,))


def _apart(value: float, wanted: written.MetricCondition) -> str:
    """A value with so many digits that what is short of a bound does not read like it."""
    short = number(value)
    near = any(bound is not None and bound != value and number(bound) == short
               for bound in (wanted.at_least, wanted.at_most))  # fmt: skip
    return f"{value:.6f}".rstrip("0") if near else short


def sign_offs(launch: Launch, decision: GateDecision) -> list[Condition]:
    out = []
    for state in decision.slots:
        roles = [state.slot.role] if state.slot.role else list(state.slot.any_of)
        names = " or ".join(launch.role(role) for role in roles)
        who = f"{names}, {state.slot.quorum} of {len(roles)}" if len(roles) > 1 else names
        signed = [_signature(launch, one.sign_off.record, one.material) for one in state.signatures]
        text = f"{who}: {'; '.join(signed)}" if signed else f"{who}: not signed"
        out.append(Condition("sign-off", state.filled, text, tuple(role for role in roles if role)))
    return out


def _signature(launch: Launch, record: written.SignOffWritten, stale: bool) -> str:
    text = f"{record.decision} by {launch.person(record.by)} on {say(record.date_)}"
    return f"{text}, stale: what was signed has changed" if stale else text


def promises(launch: Launch, decision: GateDecision) -> list[Condition]:
    out = []
    for promise in decision.promises:
        done = promise.done is not None and promise.done <= launch.as_of
        overdue = not done and promise.due < launch.as_of
        state = "kept" if done else f"{'overdue since' if overdue else 'due'} {say(promise.due)}"
        text = f"{promise.text}: {launch.person(promise.owner)}, {state}"
        out.append(Condition("promise", not overdue, text, ahead=not done and not overdue))
    return out
