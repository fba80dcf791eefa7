"""Knows how a launch came to be as it is: one point a commit, the pace between them, the age of proofs.

A commit that cannot be read is a point with a fault and without numbers; it is never counted. It must
not know git or how points are drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from gtm.analysis.diff_items import ADDED, REMOVED, item_changes
from gtm.analysis.readiness import PROVEN, SETTLED, Counts
from gtm.analysis.snapshot import Snapshot, Study
from gtm.dates import add_days
from gtm.diagnostics import Severity

PACE_DAYS = 28  # how far back the pace looks
_LEAST = 3  # days between two points that make a pace


@dataclass(frozen=True, slots=True)
class Point:
    """The launch at one commit, judged as of that commit's day. `commit` is empty for the files as they lie here.

    Counts are of the must-haves before the launch. With a `fault` nothing else is known.
    """

    commit: str
    day: date
    subject: str
    fault: str = ""
    launch_date: date | None = None
    counts: Counts = field(default_factory=Counts)
    late: int = 0
    gaps: int = 0
    verdict: str = ""
    course: str | None = None
    forecast: date | None = None
    gates: Mapping[str, str] = field(default_factory=dict)  # verdicts
    expected: Mapping[str, date] = field(default_factory=dict)  # of gates not passed: when due, or when it can be
    passed: Mapping[str, date] = field(default_factory=dict)  # when gates were decided, where signatures say so

    @property
    def known(self) -> bool:
        return not self.fault


def point(commit: str, subject: str, snapshot: Snapshot) -> Point:
    """The point of a compiled launch; one with files that could not be read is a fault."""
    study, launch = snapshot.study, snapshot.launch
    if launch.unread:
        more = f" and {len(launch.unread) - 1} more" if len(launch.unread) > 1 else ""
        return Point(commit, launch.as_of, subject, f"{launch.unread[0]}{more} could not be read")
    musts = study.before_launch
    return Point(
        commit,
        launch.as_of,
        subject,
        "",
        launch.date,
        study.counts(list(musts)),
        sum(item.due < launch.as_of and not study.readiness[item.id].settled for item in musts),
        sum(one.severity >= Severity.WARNING for one in snapshot.gaps),
        study.verdict,
        study.course,
        study.forecast,
        {view.id: view.verdict for view in study.gates.values()},
        {
            view.id: max(view.forecast, view.due)
            for view in study.gates.values()
            if view.forecast is not None and not view.passed
        },
        {
            view.id: view.decision.decided
            for view in study.gates.values()
            if view.passed and view.decision is not None and view.decision.decided is not None
        },
    )


@dataclass(frozen=True, slots=True)
class Age:
    """A settled item, and the day somebody last stood for it: finished, proven or confirmed."""

    id: str
    last: date | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Between:
    """What changed from the first known point to the last: ids of items, and the launch date."""

    proven: tuple[str, ...]
    reopened: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    late: tuple[str, ...]  # late now and not then
    dates: tuple[date, date]


@dataclass(frozen=True)
class Trend:
    """All points, oldest first, and what they say together."""

    study: Study  # now
    points: tuple[Point, ...]
    between: Between | None
    pace: float | None  # must-haves settled a week; None where too little is known
    projected: date | None  # when the rest would be settled at that pace
    ages: tuple[Age, ...]

    @property
    def known(self) -> tuple[Point, ...]:
        return tuple(one for one in self.points if one.known)


def trend(points: Sequence[Point], first: Study | None, now: Study) -> Trend:
    """What the points say together; `first` is the launch at the first known point."""
    known = [one for one in points if one.known]
    speed = pace(known)
    return Trend(
        now,
        tuple(points),
        between(first, now) if first is not None else None,
        speed,
        _projected(known, speed),
        ages(now),
    )


def between(first: Study, now: Study) -> Between:
    """What changed from one state to a later one, each judged on its own day."""
    changes = item_changes(first, now)
    was_late, is_late = _late(first), _late(now)
    return Between(
        tuple(one.id for one in changes if one.now == PROVEN and one.was != PROVEN),
        tuple(one.id for one in changes if one.was in SETTLED and one.now is not None and one.now not in SETTLED),
        tuple(one.id for one in changes if one.kind == ADDED),
        tuple(one.id for one in changes if one.kind == REMOVED),
        tuple(id for id in is_late if id not in was_late),
        (first.launch.date, now.launch.date),
    )


def _late(study: Study) -> dict[str, None]:
    as_of = study.launch.as_of
    return {id: None for id, item in study.launch.items.items() if item.due < as_of and not study.readiness[id].settled}


def pace(known: Sequence[Point]) -> float | None:
    """Must-haves settled a week over the last four weeks; None where the points are too near together."""
    if not known:
        return None
    last = known[-1]
    begin = last.day - timedelta(days=PACE_DAYS)
    # The state on the day the four weeks begin is that of the last commit before it.
    first = next((one for one in reversed(known) if one.day <= begin), known[0])
    days = (last.day - max(first.day, begin)).days
    return (last.counts.done - first.counts.done) * 7 / days if days >= _LEAST else None


def _projected(known: Sequence[Point], speed: float | None) -> date | None:
    if not known or speed is None or speed <= 0:
        return None
    last = known[-1]
    left = last.counts.applicable - last.counts.done
    return add_days(last.day, -int(-left * 7 // speed)) if left else last.day


def ages(study: Study) -> tuple[Age, ...]:
    """When somebody last stood for each settled item, the longest ago first; unknown days before all."""
    as_of, found = study.launch.as_of, []
    for id, item in study.launch.items.items():
        if study.readiness[id].settled:
            state = item.state
            days = [state.finished, state.confirmed, *(proof.date_ for proof in state.evidence or ())]
            last = max((day for day in days if day is not None and day <= as_of), default=None)
            found.append(Age(id, last, (as_of - last).days if last is not None else None))
    return tuple(sorted(found, key=lambda one: (one.last or date.min, one.id)))
