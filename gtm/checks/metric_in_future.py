"""A reading is dated after the day the launch is judged on.

What has not happened cannot have been read, so it does not count. Mend the date; in an export, day
and month may have changed places.
"""

from collections.abc import Iterator

from gtm.analysis.snapshot import Study
from gtm.dates import say
from gtm.diagnostics import Diagnostic, Rule, Severity

rule = Rule("GTM610", "metric-in-future", Severity.ERROR)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    for id, readings in launch.readings.items():
        later = [one for one in readings if one.date_ > launch.as_of]
        for path in dict.fromkeys(one.path for one in later):
            here = [one for one in later if one.path == path and one.source != "computed"]
            if here:
                more = f", and {len(here) - 1} more after it" if len(here) > 1 else ""
                yield rule.at(
                    here[0].spot,
                    f"`{id}` was read on {say(here[0].date_)}, which is after {say(launch.as_of)}{more}",
                    help="write the day it was read; until then it does not count",
                    subject=id,
                )
