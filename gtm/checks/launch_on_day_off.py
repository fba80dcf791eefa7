"""The launch date, or that of a market, is not a working day.

Nobody is there to switch on, watch and answer. Choose a working day, or mend the calendar.
"""

from collections.abc import Iterator
from datetime import date

from gtm.dates import add_days, say
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch
from gtm.source import Spot

rule = Rule("GTM419", "launch-on-day-off", Severity.WARNING)
proves = True


def check(launch: Launch, _graph: LaunchGraph) -> Iterator[Diagnostic]:
    if not launch.calendar.works(launch.date):
        yield _say(launch, "the launch", launch.date, launch.spot / "date")
    for market, day in launch.markets.items():
        if day != launch.date and not launch.calendar.works(day):
            yield _say(launch, f"the launch in `{market}`", day, launch.spot / "markets" / market)


def _say(launch: Launch, what: str, day: date, spot: Spot) -> Diagnostic:
    calendar = launch.calendar
    holiday = calendar.holidays.get(day)
    why = f"{holiday}, not a working day" if holiday else "not a working day"
    before, after = calendar.before(add_days(day, -1)), calendar.after(add_days(day, 1))
    return rule.at(
        spot,
        f"{what} is on {say(day)}, {why}",
        help=f"the nearest working days are {say(before)} and {say(after)}",
    )
