"""Knows how far the customer success strategy is written: its six elements, each with what it says and what it lacks.

It must not know how serious a gap is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gtm.analysis.amounts import amount, number
from gtm.analysis.readiness import newest
from gtm.analysis.standing import goal_of
from gtm.analysis.words import many
from gtm.dates import say
from gtm.model.audience import audience_of
from gtm.model.launch import Launch
from gtm.model.scale import GoalElement, GrowthElement, StrategyWritten


@dataclass(frozen=True, slots=True)
class Element:
    """One of the six: its number and key, what it says in a line, and what it lacks."""

    number: int
    key: str
    title: str
    words: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal with what it takes from its metric, and how it stands."""

    id: str
    record: GoalElement
    baseline: float | None
    target: float | None
    value: float | None
    source: str | None
    unit: str | None

    @property
    def missing(self) -> tuple[str, ...]:
        """What makes it less than specific."""
        record = self.record
        asked = {"metric": record.metric, "baseline": self.baseline, "target": self.target, "date": record.by}
        return tuple(name for name, said in asked.items() if said is None)


@dataclass(frozen=True, slots=True)
class Growth:
    """One stage of growth: whether it has begun, and whether its trigger is reached."""

    id: str
    record: GrowthElement
    begun: bool
    reached: bool
    value: float | None


def strategy_of(launch: Launch) -> StrategyWritten | None:
    """The strategy of this launch; None when nobody has begun one."""
    return whom.strategy if (whom := audience_of(launch)) is not None else None


def elements(launch: Launch, strategy: StrategyWritten) -> tuple[Element, ...]:
    """All six, whether or not anything is said about them."""
    return (
        _team(launch, strategy), _tools(launch, strategy), _vision(strategy), _goals(launch, strategy),
        _tactics(launch, strategy), _growth(launch, strategy),
    )  # fmt: skip


def goals(launch: Launch, strategy: StrategyWritten) -> list[Goal]:
    """Its goals; baseline and target come from the metric where the goal says nothing."""
    return [_goal(launch, id, record) for id, record in (strategy.goals or {}).items() if record is not None]


def _goal(launch: Launch, id: str, record: GoalElement) -> Goal:
    metric = launch.metrics.get(record.metric) if record.metric is not None else None
    if record.metric is None or metric is None:
        return Goal(id, record, record.baseline, record.target, None, record.source, None)
    aim, reading = goal_of(launch, record.metric), newest(launch, record.metric, launch.as_of)
    return Goal(
        id,
        record,
        record.baseline if record.baseline is not None else aim.baseline,
        record.target if record.target is not None else aim.target,
        reading.value if reading is not None else None,
        record.source or metric.source or metric.capability or ("other metrics" if metric.uses else None),
        metric.unit,
    )


def growth(launch: Launch, strategy: StrategyWritten) -> list[Growth]:
    """Its stages of growth in order."""
    found = []
    for id, record in (strategy.growth or {}).items():
        if record is None:
            continue
        reading = newest(launch, record.metric, launch.as_of) if record.metric is not None else None
        value = reading.value if reading is not None else None
        reached = value is not None and record.at_least is not None and value >= record.at_least
        begun = record.begun is not None and record.begun <= launch.as_of
        found.append(Growth(id, record, begun, reached, value))
    return found


def _team(launch: Launch, strategy: StrategyWritten) -> Element:
    team = strategy.team
    who = team.accountable if team is not None else None
    words = launch.person(who) if who else ""
    if team is not None and team.teams:
        words = "; ".join(filter(None, (words, ", ".join(launch.team(one) for one in team.teams))))
    return Element(1, "team", "Team", words, () if who else ("who is accountable",))


def _tools(launch: Launch, strategy: StrategyWritten) -> Element:
    words, missing = [], []
    for name in strategy.tools:
        title = launch.capabilities[name].title if name in launch.capabilities else name
        entry = launch.provided.get(name)
        known = launch.tools.get(entry.tool) if entry is not None else None
        words.append(f"{title}: {known.title if known else entry.tool}" if entry is not None else title)
        if entry is None:
            missing.append(f"a tool for {title}")
    return Element(2, "tools", "Tools", "; ".join(words), tuple(missing) if strategy.tools else ("what tools must do",))


def _vision(strategy: StrategyWritten) -> Element:
    vision = strategy.vision
    if vision is None:
        return Element(3, "vision", "Vision", "", ("whom we serve", "what they want", "the way there", "the pace"))
    asked = (
        ("whom we serve", vision.who), ("what they want", vision.want),
        ("the way there", vision.way), ("the pace", vision.pace),
    )  # fmt: skip
    words = "; ".join(part for part in (vision.who, vision.want, vision.way) if part)
    pace = f"{'; ' if words else ''}the product changes at a {vision.pace} pace" if vision.pace else ""
    return Element(3, "vision", "Vision", words + pace, tuple(name for name, said in asked if not said))


def _goals(launch: Launch, strategy: StrategyWritten) -> Element:
    found = goals(launch, strategy)
    missing = [f"{_and(one.missing)} of {one.record.title}" for one in found if one.missing]
    words = "; ".join(goal_words(one) for one in found)
    return Element(4, "goals", "Goals", words, tuple(missing) if found else ("goals",))


def _and(names: tuple[str, ...]) -> str:
    """`metric, baseline and date`."""
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def goal_words(one: Goal) -> str:
    """`Fewer customers leave: 2.6 to 2 percent by Fri 30 Apr 2027`."""
    if one.target is None:
        return one.record.title
    start = f"{number(one.baseline)} to " if one.baseline is not None else ""
    by = f" by {say(one.record.by)}" if one.record.by is not None else ""
    return f"{one.record.title}: {start}{amount(one.target, one.unit)}{by}"


def _tactics(launch: Launch, strategy: StrategyWritten) -> Element:
    tactics = strategy.tactics
    if tactics is None:
        return Element(5, "tactics", "Tactics", "", ("how an idea becomes a change", "one example"))
    item = launch.items.get(tactics.process or "")
    title = item.title if item is not None else tactics.process or ""
    if item is not None:
        title = f"{title} ({item.status})"
    parts = [title, many(len(tactics.items), "item") if tactics.items else "", tactics.example or ""]
    missing = [] if tactics.process else ["how an idea becomes a change"]
    missing += [] if tactics.example else ["one example"]
    return Element(5, "tactics", "Tactics", "; ".join(part for part in parts if part), tuple(missing))


def _growth(launch: Launch, strategy: StrategyWritten) -> Element:
    found = growth(launch, strategy)
    lacks = tuple(
        f"what starts {one.record.title}"
        for at, one in enumerate(found)
        if at and not one.begun and not one.record.trigger and one.record.at_least is None
    )
    words = "; ".join(growth_words(one, launch) for one in found)
    missing = lacks if len(found) > 1 else ("stages of growth, each with its trigger",)
    return Element(6, "growth", "Path for growth", words, missing)


def growth_words(one: Growth, launch: Launch) -> str:
    """`Pooled contact, from 500 Customers on, now 417`."""
    if one.begun and one.record.begun is not None:
        return f"{one.record.title}, since {say(one.record.begun)}"
    return f"{one.record.title}, {trigger(one, launch)}" if trigger(one, launch) else one.record.title


def trigger(one: Growth, launch: Launch) -> str:
    """What starts a stage, in words."""
    if one.record.at_least is None or one.record.metric is None:
        return one.record.trigger or ""
    metric = launch.metrics.get(one.record.metric)
    now = f", now {number(one.value)}" if one.value is not None else ""
    words = f"from {number(one.record.at_least)} on: {metric.title if metric else one.record.metric}{now}"
    return f"{one.record.trigger} ({words})" if one.record.trigger else words


def overdue(launch: Launch, strategy: StrategyWritten) -> date | None:
    """The day the last review of the strategy ceased to hold; None while it holds or nothing is said."""
    from gtm.dates import add_days

    if strategy.reviewed is None or strategy.review_every is None:
        return None
    end = add_days(strategy.reviewed, strategy.review_every.count)
    return end if end < launch.as_of else None


def gaps(launch: Launch, strategy: StrategyWritten) -> Iterator[Element]:
    """The elements that lack something."""
    return (one for one in elements(launch, strategy) if one.missing)
