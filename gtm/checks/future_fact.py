"""Something is written down as a fact, but dated after the day the launch is judged on.

Facts lie in the past; what is dated later does not count. Mend the date, or use `expected:` and
`due:` for what has yet to happen.
"""

from collections.abc import Iterator
from datetime import date

from gtm.dates import say
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch
from gtm.model.written import State
from gtm.source import Route, Spot

rule = Rule("GTM410", "future-fact", Severity.ERROR)
proves = True

Fact = tuple[str, date | None, Spot]


def check(launch: Launch, graph: LaunchGraph) -> Iterator[Diagnostic]:
    today = launch.as_of
    for item in graph.items:
        state = item.state
        if item.stated is not None and (state.started or state.finished or state.confirmed or state.evidence):
            for what, day, route in _facts(state):
                if day is not None and day > today:
                    spot = Spot(item.stated.path, (*item.stated.route, *route))
                    yield _say(f"`{item.id}` {what}", day, today, spot, item.id)
    for what, day, spot in _decisions(launch):
        if day is not None and day > today:
            yield _say(what, day, today, spot, "")


def _facts(state: State) -> Iterator[tuple[str, date | None, Route]]:
    yield "was started", state.started, ("started",)
    yield "was finished", state.finished, ("finished",)
    yield "was confirmed", state.confirmed, ("confirmed",)
    for at, proof in enumerate(state.evidence or ()):
        yield "has a proof made", proof.date_, ("evidence", at, "date")


def _decisions(launch: Launch) -> Iterator[Fact]:
    for sign_off in launch.sign_offs:
        yield (
            f"the gate `{sign_off.gate}` was decided",
            sign_off.record.date_,
            sign_off.spot / "date",
        )
        for at, promise in enumerate(sign_off.record.conditions):
            yield "a condition was met", promise.done, sign_off.spot / "conditions" / at / "done"
    for one in launch.asked:
        for key, what in (("asked", "asked for"), ("started", "begun to be looked at"), ("answered", "sent back")):
            yield f"a decision on the gate `{one.gate}` was {what}", getattr(one.record, key), one.spot / key
    for waiver in launch.waivers:
        yield (
            f"the waiver for `{waiver.item}` was asked",
            waiver.record.asked,
            waiver.spot / "asked",
        )
        yield (
            f"the waiver for `{waiver.item}` was approved",
            waiver.record.approved,
            waiver.spot / "approved",
        )
    for decision in launch.decisions:
        yield "this was decided", decision.record.date_, decision.spot / "date"
    yield "the launch was closed", launch.written.closed, launch.spot / "closed"


def _say(what: str, day: date, today: date, spot: Spot, subject: str) -> Diagnostic:
    return rule.at(
        spot,
        f"{what} on {say(day)}, which is after {say(today)}",
        help="write the day it happened; until then it does not count",
        subject=subject,
    )
