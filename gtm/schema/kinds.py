"""Knows the kinds of files: told by their top keys and, for `items`, by the folder they lie in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gtm.model import written


@dataclass(frozen=True, slots=True)
class Section:
    """One top key of a kind of file: a single record, or a mapping of ids to records."""

    known: type | None
    many: bool = True
    listed: bool = False
    full_ids: bool = False
    late: Callable[[], type] | None = None  # asked once such a file is there: most workspaces never pay for it

    @property
    def record(self) -> type:
        record = self.known if self.late is None else self.late()
        assert record is not None
        return record


@dataclass(frozen=True, slots=True)
class KindOfFile:
    """A kind of file: the top key that tells it, what else may stand beside, where it belongs."""

    name: str
    key: str
    sections: Mapping[str, Section]
    folder: str
    about: str


def _audience() -> type:
    from gtm.model.audience import Audience

    return Audience


def _kind(name: str, folder: str, about: str, **sections: Section) -> KindOfFile:
    named = {key.replace("_", "-") if key != "no_part" else key: value for key, value in sections.items()}
    return KindOfFile(name, next(iter(named)), named, folder, about)


_READINGS = {
    "readings": Section(written.Reading, listed=True),
    "from": Section(written.ReadingsFile, many=False, listed=True),
    "goals": Section(written.Goal),
}

KINDS: tuple[KindOfFile, ...] = (
    _kind(
        "workspace",
        "",
        "The workspace: format, name, calendar, policy",
        workspace=Section(written.Workspace, many=False),
        example=Section(written.Example, many=False),
    ),
    _kind("people", "", "Everybody who can own items or sign", people=Section(written.Person)),
    _kind("calendar", "calendars", "Working days of a place", calendar=Section(written.CalendarWritten, many=False)),
    _kind(
        "stages",
        "playbook",
        "Stages in order, each with its promise and gate; moved ids",
        stages=Section(written.StageWritten),
        moved=Section(str, full_ids=True),
    ),
    _kind(
        "teams",
        "playbook",
        "Teams, their stages, and roles",
        teams=Section(written.TeamWritten),
        roles=Section(written.RoleWritten),
    ),
    _kind("roles", "playbook", "Roles", roles=Section(written.RoleWritten)),
    _kind("traits", "playbook", "The closed vocabulary of traits", traits=Section(written.TraitWritten)),
    _kind("threads", "playbook", "Named chains of items", threads=Section(written.ThreadWritten)),
    _kind("sources", "playbook", "Practices and rules that items rest on", sources=Section(written.SourceWritten)),
    _kind(
        "metrics", "playbook", "Numbers that say whether customers are served", metrics=Section(written.MetricWritten)
    ),
    _kind(
        "tools",
        "playbook",
        "Tools by capability: what metrics and items need, and which known tools can feed it",
        capabilities=Section(written.CapabilityWritten),
        tools=Section(written.ToolWritten),
    ),
    _kind(
        "audience-defaults",
        "playbook",
        "For whom launches are: personas, intake, segments, phases, and what else is known of customers",
        audience=Section(None, many=False, late=_audience),
    ),
    _kind("provides", "company", "Which tool provides which capability here", provides=Section(written.Provided)),
    _kind(
        "playbook-items", "playbook", "What must be true for a launch", items=Section(written.Definition, full_ids=True)
    ),
    _kind("company-items", "company", "State of standing items", items=Section(written.State, full_ids=True)),
    _kind(
        "launch-items",
        "launches",
        "State of one team's items, and the launch's own items",
        items=Section(written.State, full_ids=True),
        own=Section(written.Definition, full_ids=True),
    ),
    _kind(
        "own-items",
        "launches",
        "The launch's own items",
        own=Section(written.Definition, full_ids=True),
        items=Section(written.State, full_ids=True),
    ),
    _kind(
        "launch",
        "launches",
        "Title, date, tier, traits, markets, roles, leads",
        launch=Section(written.LaunchWritten, many=False),
    ),
    _kind("readings", "launches", "Readings of metrics, and what the launch aims at", **_READINGS),
    _kind("goals", "launches", "What the launch aims at", **dict(reversed(_READINGS.items()))),
    _kind(
        "readings-from",
        "launches",
        "Readings in files",
        **{key: _READINGS[key] for key in ("from", "readings", "goals")},
    ),
    _kind(
        "audience",
        "launches",
        "For whom this launch is; an entry of the same name replaces the playbook's",
        audience=Section(None, many=False, late=_audience),
    ),
    _kind("waiver", "launches", "An exception for one item", waiver=Section(written.WaiverWritten, many=False)),
    _kind("sign-off", "launches", "A decision on a gate", sign_off=Section(written.SignOffWritten, many=False)),
    _kind("review", "launches", "A decision that was asked for", review=Section(written.ReviewWritten, many=False)),
    _kind("decision", "launches", "A logged decision", decision=Section(written.DecisionWritten, many=False)),
    _kind("scenario", "launches", "A what-if, for gtm what-if", scenario=Section(written.Scenario, many=False)),
    _kind(
        "risks",
        "launches",
        "Risks, points of no return, the stop plan, parts of other companies",
        risks=Section(written.RiskWritten),
        no_way_back=Section(written.NoWayBack, many=False, listed=True),
        stop=Section(written.StopPlan, many=False),
        parts=Section(written.PartWritten),
    ),
)

TOP_KEYS: frozenset[str] = frozenset(key for kind in KINDS for key in kind.sections)


def folder_of(path: str) -> str:
    """The first folder of a workspace path; empty for files at its top."""
    head, slash, _ = path.partition("/")
    return head if slash else ""


def kind_of(path: str, keys: list[str]) -> KindOfFile | None:
    """The kind of a file from where it lies and which top keys it has; None when they tell nothing."""
    folder = folder_of(path)
    fitting = [kind for kind in KINDS if kind.key in keys]
    for kind in fitting:
        if kind.folder == folder:
            return kind
    return next((kind for kind in fitting if kind.key != "items"), None)
