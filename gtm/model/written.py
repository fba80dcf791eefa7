"""Knows what each kind of file may say, as written: one frozen record a kind of entry.

References are still text here; link turns them into a Launch. The schema package derives
validators, editor schemas and the tables of docs/format.md from these classes, so a key's
meaning is said once, beside its type. It must not know positions, rules or other files.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal

from gtm.dates import Length, Offset

Id = Annotated[str, "id"]  # parts of a-z 0-9 and -, joined by dots
Slug = Annotated[str, "slug"]  # one such part
Days = tuple[date, date]  # first and last day of an absence
Relative = Annotated[str, "path"]  # a path inside the workspace
Colour = Annotated[str, "colour"]  # #rrggbb
Language = Annotated[str, "language"]  # a tag such as tr, fa, pt-BR

When = Offset | date
Status = Literal["todo", "doing", "blocked", "done", "not-applicable"]
Level = Literal["blocking", "advisory"]
Kind = Literal["link", "file", "ref", "metric", "check"]
Pitfall = Literal["P4", "P10", "P11", "P13", "P17"]  # those that are kept away by items; gtm explain P10
Loudness = Literal["off", "advice", "warning", "error"]


def said(about: str, default: Any = None, *, key: str = "") -> Any:
    """A key of the format: what it means, its value when left out, its spelling in the file."""
    return field(default=default, metadata={"about": about, "key": key})


def must(about: str, *, key: str = "") -> Any:
    """A key that has to be there."""
    return field(metadata={"about": about, "key": key})


@dataclass(frozen=True, slots=True)
class Effort:
    """Working days: optimistic, likely, pessimistic."""

    optimistic: float
    likely: float
    pessimistic: float


@dataclass(frozen=True, slots=True)
class NeedWritten:
    """One entry of `needs`: an id, or `{item: id, lag: 2wd}`."""

    item: Id = must("The item or stage gate that must be finished first")
    lag: Length | None = said("Time to wait after it: 2d, 1w, 3wd")


@dataclass(frozen=True, slots=True)
class ProofByCheck:
    """A proof nobody has to bring: the named check finds nothing, or the metric has a reading."""

    check: Slug | None = said("The slug of a check that must find nothing")
    metric: Slug | None = said("The metric that must have a reading")


@dataclass(frozen=True, slots=True)
class Definition:
    """One thing to make true, as the playbook (or `own:`) defines it."""

    title: str = must("What to do, as an order: Approve the price list")
    ask: str | None = said("The question whose answer must be written down")
    why: str | None = said("What breaks, or who waits, when this is missing")
    proof: str | None = said("What a reviewer must see")
    evidence: tuple[Kind | ProofByCheck, ...] | None = said(
        "Accepted kinds of evidence, one suffices: link, file, ref, metric, check; "
        "or {check: SLUG}, proven by that check finding nothing"
    )
    fresh_for: Length | None = said("How long a proof stays fresh, against the as-of date")
    role: Slug | None = said("The role that owns it; default: the team's lead")
    level: Level = said("blocking (a must-have) or advisory", "blocking")
    gate: Slug | None = said("The gate that waits for it; default its own stage, never an earlier one")
    due: When | None = said("When to be finished: T-45d, gate-5d, buy-2wd or a date; default: its gate")
    effort: Effort | None = said("Working days: optimistic, likely, pessimistic; unset counts as 1, assumed")
    wait: Length | None = said("Time after the effort that is outside our control")
    not_before: When | None = said("It cannot start earlier than this: T, a date")
    needs: tuple[NeedWritten, ...] = said("What must be finished first", ())
    when: tuple[Slug | tuple[Slug, ...], ...] = said("Applies with all of these traits; a list inside is any of", ())
    unless: tuple[Slug, ...] = said("Any of these traits removes it", ())
    tier: int = said("Applies when launch.tier is at most this: 1 major launches only, 3 every launch", 3)
    for_each: Literal["market"] | None = said("One item a market of the launch: ID/tr, ID/de")
    standing: bool = said("A company capability: its state lives in company/, a launch re-confirms it", False)
    since: date | None = said("Only for launches created on or after this date")
    checked_by: Slug | None = said("A second person with this role confirms it")
    sensitive: bool = said("Answer and proof by reference only", False)
    personas: tuple[Slug, ...] = said("Personas it serves; annotates, never selects", ())
    capabilities: tuple[Slug, ...] = said("Capabilities of tools it works with, from playbook/tools.yaml", ())
    basis: tuple[Slug, ...] = said("Which practice or rule asks for it; ids of sources.yaml", ())
    added: date | None = said("Under `own:`, the day it was added to the launch")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of proof: exactly one of link, file, ref, metric, check."""

    link: str | None = said("An http, https or mailto address")
    file: Relative | None = said("A path inside the workspace")
    ref: str | None = said("Where it is kept, in words: contract register 2026-114")
    metric: Slug | None = said("A metric that has a reading")
    check: Slug | None = said("A check that finds nothing")
    date_: date | None = said("The day the proof was made or last confirmed", key="date")
    restricted: bool = said("Shown only as held by the team", False)
    note: str | None = said("A word about it")

    @property
    def kind(self) -> str:
        for kind in ("link", "file", "ref", "metric", "check"):
            if getattr(self, kind) is not None:
                return kind
        return "ref"

    @property
    def target(self) -> str:
        return self.link or self.file or self.ref or self.metric or self.check or ""


@dataclass(frozen=True, slots=True)
class State:
    """What happened to an item in this launch (or, for standing items, in the company)."""

    status: Status | None = said("todo, doing, blocked, done or not-applicable; empty = not said yet")
    owner: Slug | None = said("The accountable person")
    due: When | None = said("An agreed date; never after its gate")
    started: date | None = said("The day work began")
    finished: date | None = said("The day it was done")
    effort: Effort | None = said("The team's own estimate in working days: one number or three")
    left: float | None = said("Working days still to do")
    wait: Length | None = said("The team's own estimate of the wait")
    answer: str | None = said("The answer to the item's question")
    evidence: tuple[Evidence, ...] = said("The proof", ())
    reason: str | None = said("Why it is blocked or not applicable")
    note: str | None = said("Anything worth knowing")
    waiting_on: str | None = said("Who or what it waits for, outside the launch")
    expected: date | None = said("When that is expected to arrive")
    confirmed_by: Slug | None = said("The second person who confirmed it")
    confirmed: date | None = said("The day of that confirmation; renews a standing item for this launch")


@dataclass(frozen=True, slots=True)
class MetricCondition:
    """A gate condition: on a metric's newest reading, or on a check that must find nothing."""

    metric: Slug | None = said("The metric")
    at_least: float | None = said("The smallest value that passes")
    at_most: float | None = said("The largest value that passes")
    sample: int | None = said("The smallest sample that counts")
    within: Length | None = said("How old the reading may be")
    check: Slug | None = said("Instead of a metric: the slug of a check that must find nothing")


@dataclass(frozen=True, slots=True)
class SignOffSlot:
    """A sign-off the gate asks for: one role, or a quorum of several."""

    role: Slug | None = said("The role that signs")
    any_of: tuple[Slug, ...] = said("Roles of which `quorum` must sign", ())
    quorum: int = said("How many of `any_of`", 1)


@dataclass(frozen=True, slots=True)
class GateWritten:
    """The decision at the end of a stage."""

    due: When = must("When it is decided: T-14d or a date")
    conditions: tuple[MetricCondition, ...] = said("Metrics that must be reached, checks that must find nothing", ())
    sign_offs: tuple[SignOffSlot, ...] = said("Who decides", (), key="sign-offs")


@dataclass(frozen=True, slots=True)
class StageWritten:
    """What the customer must be able to do."""

    title: str = must("Its name on screens")
    promise: str | None = said("What is true for the customer when it is ready")
    gate: GateWritten | None = said("The decision at its end")


@dataclass(frozen=True, slots=True)
class TeamWritten:
    """A function of the organisation."""

    title: str = must("Its name on screens")
    lead: Slug | None = said("The role that leads it and owns what names no role")
    stages: tuple[Slug, ...] = said("Stages it takes part in; a stage without its items is a gap", ())


@dataclass(frozen=True, slots=True)
class RoleWritten:
    """A named function in a launch."""

    title: str = must("Its name on screens")


@dataclass(frozen=True, slots=True)
class TraitWritten:
    """A property of a launch that selects items."""

    title: str = must("Its name on screens")
    about: str | None = said("When to choose it")
    markets: tuple[Slug, ...] = said("Markets that imply it", ())


@dataclass(frozen=True, slots=True)
class ThreadWritten:
    """A named chain people talk about."""

    title: str = must("Its name on screens")
    items: tuple[Id, ...] = must("The items in order")


@dataclass(frozen=True, slots=True)
class SourceWritten:
    """A practice or a rule that asks for items."""

    title: str = must("Its name on screens")
    about: str | None = said("What it is, in a sentence")
    link: str | None = said("Where it can be read")
    from_: date | None = said("The day the rule takes effect", key="from")
    markets: tuple[Slug, ...] = said("Markets it binds; empty = everywhere", ())
    seen: str | None = said("When this was last checked")
    practice: int | None = said("Which of the ten practices of customer success it is: 1 to 10")
    pitfall: Pitfall | None = said("Which pitfall its items keep away, for the checks that watch for it: P10")


Formula = Literal[
    "share", "rest", "ratio", "growth", "total", "mean", "median", "availability", "engagement", "roi", "health",
    "churn", "retention", "nps", "csat", "mrr", "arpu", "clv", "fcr", "ces", "stickiness", "feature-use",
    "gross-margin", "cost-to-serve", "lead-response", "agreement",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class MetricWritten:
    """A number that says whether customers are served."""

    title: str = must("Its name on screens")
    about: str | None = said("What it measures")
    kpi: int | None = said("Which of the fourteen measures of customer success it belongs to: 1 to 14")
    formula: Formula | None = said("How the value is computed; unset = it is read as it is")
    inputs: Mapping[Slug, str | None] | None = said("Inputs of the formula, each in words: what is counted")
    uses: Mapping[Slug, Slug | None] | None = said("Inputs of the formula that are other metrics: {arpa: arpu}")
    weights: Mapping[Slug, float | None] | None = said("Weights of a health score; together 1")
    horizon: float | None = said("Lifetime in periods for a customer value while nobody leaves")
    unit: str | None = said("Its unit: percent, share, points, days, hours, minutes, ms, EUR")
    better: Literal["higher", "lower"] | None = said("Which direction is good")
    scale: tuple[float, ...] = said("Lowest and highest possible value: [1, 7]", ())
    role: Slug | None = said("The role that owns it")
    source: str | None = said("The system it is read from")
    capability: Slug | None = said("The capability of a tool it is read with, from playbook/tools.yaml")
    period: Length | None = said("How long a value counts before it is too old")
    baseline: float | None = said("The value before the launch")
    target: float | None = said("The value aimed at")
    sample: int | None = said("The smallest sample that says anything")
    gate: Slug | None = said("The gate at which it must be known")
    declined: str | None = said("Why it is not tracked here; then nobody is asked for it")


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a metric: its value, or the inputs of its formula."""

    date_: date = must("The day of the reading", key="date")
    value: float | None = said("The value, in the metric's unit")
    inputs: Mapping[Slug, float | None] | None = said("The inputs of the metric's formula, instead of a value")
    unit: str | None = said("The unit of the value, where it is not the metric's")
    sample: int | None = said("How many answers or cases stand behind it")
    source: str | None = said("Where it was read")
    note: str | None = said("Anything worth knowing")


@dataclass(frozen=True, slots=True)
class ReadingsFile:
    """A CSV or JSON file with readings, as another tool exports it, and what its columns mean."""

    file: Relative = must("Its path inside the workspace: data/atlas/survey.csv")
    columns: Mapping[Slug, str | None] = must(
        "What each column means: date, value, sample, metric or an input of the formula, to the column's name"
    )
    metric: Slug | None = said("The metric of all rows; or name a column under columns.metric")
    names: Mapping[str, Slug | None] | None = said("What the names in the metric column mean")
    per: Literal["day", "week", "month", "quarter"] | None = said(
        "Each row is one answer or case: so many together make one reading"
    )
    rows: str | None = said("Where the list of rows stands in a JSON file: data.items")
    delimiter: Literal["comma", "semicolon", "tab"] | None = said("What parts the columns; else it is seen")
    decimal: Literal["point", "comma"] = said("How numbers are written: 3.5 or 3,5", "point")
    dates: Literal["ymd", "dmy", "mdy"] = said("Order of day, month and year in dates", "ymd")
    unit: str | None = said("The unit of the values, where it is not the metric's")
    source: str | None = said("The system that exported it")


@dataclass(frozen=True, slots=True)
class Goal:
    """What this launch aims at with a metric, where it differs from the playbook."""

    baseline: float | None = said("The value before the launch")
    target: float | None = said("The value aimed at")
    sample: int | None = said("The smallest sample that says anything")
    declined: str | None = said("Why this launch does not track it")


@dataclass(frozen=True, slots=True)
class CapabilityWritten:
    """Something a tool can do that metrics and items need."""

    title: str = must("Its name on screens")
    about: str | None = said("What it is for")


@dataclass(frozen=True, slots=True)
class ToolWritten:
    """A tool that is known by name, and what it can feed. Nothing here is required."""

    title: str = must("Its name on screens")
    about: str | None = said("What it is known for")
    feeds: tuple[Slug, ...] = said("Capabilities it can provide", ())


@dataclass(frozen=True, slots=True)
class Provided:
    """Which tool provides a capability in this company."""

    tool: str = must("The tool: an id of playbook/tools.yaml, or any name")
    owner: Slug | None = said("Who answers for its data")
    note: str | None = said("Anything worth knowing")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can own items or sign."""

    name: str = must("The full name")
    email: str | None = said("The mail address")
    emails: tuple[str, ...] = said("Other addresses they commit with, for --verify-authors", ())
    github: str | None = said("The user name on GitHub or GitLab, for gtm owners --codeowners")
    teams: tuple[Slug, ...] = said("Teams the person belongs to", ())
    deputy: Slug | None = said("Who acts when the person is away or may not approve")
    away: tuple[Days, ...] = said("Absences: 2026-12-24..2027-01-04", ())
    calendar: Slug | None = said("The person's own calendar")
    capacity: int | None = said("How many items at a time: a whole number, at least 1; default 1")


@dataclass(frozen=True, slots=True)
class CalendarWritten:
    """Working days of a place."""

    id: Slug = must("The name other files use")
    title: str | None = said("Its name on screens")
    weekend: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = said(
        "Days without work", ("sat", "sun")
    )
    holidays: Mapping[date, str | None] | None = said("Dated holidays")


@dataclass(frozen=True, slots=True)
class Policy:
    """What this organisation decides for itself."""

    waiver_approvers: tuple[Slug, ...] = said("Roles that may approve a waiver", ())
    severity: Mapping[Slug, Loudness] | None = said("Check slug to off, advice, warning or error")
    week_load: float = said("Working days of due work on one person in a week before it is too much", 5.0)
    soon: Length = said("How near a date must be before it is worth a warning", Length(28))
    gap_limit: Length | None = said("How long after its due date a must-have may stay open before it is an error")
    year_starts: int = said("The month in which the financial year starts: 1 to 12", 1)
    reviewed: date | None = said("When the playbook was last gone through as a whole")
    review_every: Length = said("How long that holds", Length(365))


@dataclass(frozen=True, slots=True)
class ReportWritten:
    """How the report of this organisation looks."""

    title: str | None = said("What stands above the launch's name; default: Launch review and the organisation's name")
    logo: Relative | None = said("A picture inside the workspace: png, jpeg or svg, at most 256 KiB")
    accent: Colour | None = said("The colour of links and rules, #1d4f91; darkened or lightened until it can be read")
    lang: Language = said("The language most of the text is written in: en, tr, fa", "en")
    direction: Literal["ltr", "rtl"] | None = said("Which way pages are read; default: as the language is")


@dataclass(frozen=True, slots=True)
class Workspace:
    """The workspace as a whole."""

    format: int = must("The version of this format: 1")
    name: str = must("The organisation or product family")
    timezone: str = said("IANA time zone that decides what today is", "UTC")
    calendar: Slug | None = said("The usual calendar")
    launch: Slug | None = said("The launch commands speak about when none is named")
    policy: Policy | None = said("What this organisation decides for itself")
    report: ReportWritten | None = said("How its report looks")


@dataclass(frozen=True, slots=True)
class Example:
    """Marks a workspace as an example whose today stands still."""

    as_of: date = must("The day it is judged on")


@dataclass(frozen=True, slots=True)
class Baseline:
    """A launch date that was promised before."""

    date_: date = must("The promised date", key="date")
    moved: date = must("The day it was given up")
    reason: str | None = said("Why it moved")


@dataclass(frozen=True, slots=True)
class LaunchWritten:
    """One launch."""

    title: str = must("Its name on screens")
    date_: date = must("The launch date, T", key="date")
    created: date | None = said("The day the launch was set up")
    tier: int = said("1 major, 2 medium, 3 small", 1)
    traits: tuple[Slug, ...] = said("What kind of product and launch it is", ())
    markets: Mapping[Slug, When | None] | None = said("Markets, each with its own date or T")
    roles: Mapping[Slug, Slug | None] | None = said("Role to person")
    leads: Mapping[Slug, Slug | None] | None = said("Team to person")
    gates: Mapping[Slug, date | None] | None = said("Gate dates that differ from the playbook")
    no_part: Mapping[Id, str | None] | None = said("Touchpoints without a part in this launch, each with its reason")
    calendar: Slug | None = said("The launch's calendar")
    compress: float | None = said("Scales the playbook's offsets before T; below 1 for a near date")
    baseline: tuple[Baseline, ...] = said("Dates promised before", ())
    closed: date | None = said("The launch is over: judged as of this day, without findings")


@dataclass(frozen=True, slots=True)
class WaiverWritten:
    """An exception for one item, asked by one person and approved by another, with an end."""

    item: Id = must("The item")
    reason: str = must("Why it cannot be done in time")
    asked_by: Slug = must("Who asks")
    asked: date = must("When")
    until: date = must("The day it ends")
    instead: str | None = said("What protects the customer meanwhile")
    approved_by: Slug | None = said("Who approved it; not the asker")
    approved: date | None = said("When")


@dataclass(frozen=True, slots=True)
class Promise:
    """A condition attached to a go."""

    text: str = must("What is promised")
    owner: Slug = must("By whom")
    due: date = must("By when")
    item: Id | None = said("The open must-have it covers: accepted as open until the promise is due")
    done: date | None = said("The day it was kept")
    evidence: tuple[Evidence, ...] = said("The proof that it was kept", ())
    if_missed: str | None = said("What happens otherwise")


@dataclass(frozen=True, slots=True)
class SignOffWritten:
    """A decision on a gate."""

    gate: Slug = must("The gate")
    decision: Literal["go", "conditional", "no-go"] = must("go, conditional or no-go")
    by: Slug = must("Who decides")
    as_: Slug = must("In which role", key="as")
    date_: date = must("When", key="date")
    saw: str | None = said("The digest of what was signed, from gtm gate --digest")
    covers: Mapping[str, str] | None = said("Fingerprints of what was signed, from gtm gate --digest")
    conditions: tuple[Promise, ...] = said("Promises attached to a conditional go", ())
    note: str | None = said("Anything worth knowing")


@dataclass(frozen=True, slots=True)
class ReviewWritten:
    """A decision on a gate that was asked for; the sign-off of that role is the answer to it."""

    gate: Slug = must("The gate")
    as_: Slug = must("The role that is asked to sign", key="as")
    asked: date = must("When it was asked")
    of: Slug | None = said("Who is asked; else whoever holds the role")
    asked_by: Slug | None = said("Who asks")
    started: date | None = said("The day somebody began to look")
    needs_work: str | None = said("What has to be done before it can be signed")
    answered: date | None = said("The day that was said")


@dataclass(frozen=True, slots=True)
class Option:
    """One way to decide."""

    text: str = must("What would be done")
    scenario: Slug | None = said("The what-if scenario that shows its effect")


@dataclass(frozen=True, slots=True)
class DecisionWritten:
    """A question the launch had, or has, to decide."""

    title: str = must("The question in a line")
    gate: Slug | None = said("The gate it belongs to")
    item: Id | None = said("The item it is about")
    asked_by: Slug | None = said("Who asks")
    decides: Slug | None = said("Who decides")
    due: date | None = said("By when")
    choices: Mapping[Slug, Option] | None = said("The ways to decide")
    proposed: Slug | None = said("The proposed choice")
    leave: str | None = said("Would a customer leave for it?")
    chosen: Slug | None = said("The choice taken")
    date_: date | None = said("When it was decided", key="date")
    reason: str | None = said("Why")
    metric: Slug | None = said("The metric it rests on")
    source: str | None = said("What else it rests on: a study, interviews, a test")
    review: date | None = said("When to look at it again")


@dataclass(frozen=True, slots=True)
class Scenario:
    """A what-if that is kept: what would be different. Nothing else in the workspace changes by it."""

    title: str | None = said("What it is about, in a line")
    slip: Mapping[Id, Length | None] | None = said("Items that would take longer, each with how long: 5d, 3wd")
    done: tuple[Id, ...] = said("Items that would be done and proven", ())
    away: Mapping[Slug, tuple[Days, ...] | None] | None = said("People who would be away: 2026-12-24..2027-01-04")
    drop_markets: tuple[Slug, ...] = said("Markets the launch would leave out", ())
    date_: date | None = said("Another launch date", key="date")
    reassign: Mapping[Id, Slug | None] | None = said("Items that another person would own")


@dataclass(frozen=True, slots=True)
class RiskWritten:
    """How the launch could fail, and what is done then."""

    title: str = must("What could happen")
    chance: Literal["low", "medium", "high"] | None = said("How likely")
    effect: Literal["low", "medium", "high"] | None = said("How bad")
    owner: Slug | None = said("Who watches it")
    trigger: str | None = said("The sign that it happens")
    response: str | None = said("What is done first")


@dataclass(frozen=True, slots=True)
class NoWayBack:
    """A moment after which the launch cannot be stopped unseen."""

    date_: date = must("The day", key="date")
    text: str = must("What happens then")
    time: str | None = said("The hour, as text: 18:00")


@dataclass(frozen=True, slots=True)
class StopPlan:
    """How the launch is stopped if it must be."""

    how: str = must("What is done")
    owner: Slug | None = said("Who does it")
    decides: Slug | None = said("Who decides")
    proven: date | None = said("When it was last tried")
    note: str | None = said("How it went")


@dataclass(frozen=True, slots=True)
class PartWritten:
    """A part of the product that another company makes or runs."""

    title: str = must("Its name on screens")
    vendor: str | None = said("Who makes or runs it")
    blocking: bool = said("Whether customers cannot use the product without it", True)
    fallback: str | None = said("What takes its place when the vendor fails")
    escrow: str | None = said("Where its source or material is deposited")
