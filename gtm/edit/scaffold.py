"""Knows the text of every file of a new workspace and of a new launch, except the teams' forms.

It writes text with comments, so that a person who opens a file finds what to write where. It must
not know disks, commands or how files are read.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from gtm import dates
from gtm.analysis.snapshot import Study
from gtm.edit import editor, form
from gtm.edit.text import one_line, scalar

Day = date  # the class below has a field of that name


@dataclass(frozen=True)
class Home:
    """What a workspace says about itself."""

    name: str
    timezone: str
    calendar: str | None
    launch: str
    created: Day


@dataclass(frozen=True)
class Setup:
    """What a new launch says about itself; `slug` is its folder, `markets` map to T or a date."""

    slug: str
    title: str
    date: Day
    created: Day
    tier: int = 1
    traits: tuple[str, ...] = ()
    markets: Mapping[str, str] = field(default_factory=dict)
    compress: float | None = None


def workspace_files(home: Home) -> dict[str, str]:
    """The files of a workspace beside its playbook and launches."""
    found = {"gtm.yaml": _gtm(home), "people.yaml": _PEOPLE, "evidence/README.md": _EVIDENCE}
    if home.calendar:
        found[f"calendars/{home.calendar}.yaml"] = _CALENDAR.format(id=home.calendar)
    return _led(found)


def launch_files(setup: Setup, study: Study, known: Iterable[str] = (), taken: Iterable[str] = ()) -> dict[str, str]:
    """The files of a launch: its own, a form a team, and forms of standing items.

    `known` are standing items that have state already, `taken` the paths that exist: a team's new
    standing items then go into a file of their own, because no file is ever changed here.
    """
    folder = f"launches/{setup.slug}"
    found = {f"{folder}/launch.yaml": launch_file(setup, study), f"{folder}/decisions/.gitkeep": ""}
    for team in form.launch_teams(study):
        found[f"{folder}/{team}.yaml"] = form.team_file(study, team)
    there, told = set(taken), set(known)
    for team in form.company_teams(study):
        text = form.company_file(study, team, told)
        if text is not None:
            path = f"company/{team}.yaml"
            found[path if path not in there else f"company/{team}-{setup.slug}.yaml"] = text
    return _led(found)


def _led(files: Mapping[str, str]) -> dict[str, str]:
    """The files, each of YAML led to its schema by its first line, whatever the editor's settings say."""
    return {
        path: f"{editor.modeline(path)}\n{text}" if path.endswith(".yaml") else text for path, text in files.items()
    }


def launch_file(setup: Setup, study: Study | None = None) -> str:
    """launch.yaml; with a study also the roles and leads that somebody should fill."""
    lines = [
        f"# {setup.title}: what is launched, when and for whom. All dates and items follow from it.",
        "launch:",
        f"  title: {scalar(setup.title)}",
        _noted(f"date: {setup.date.isoformat()}", f"{dates.say(setup.date)}: T in T-14d and the like"),
        f"  created: {setup.created.isoformat()}",
        _noted(f"tier: {setup.tier}", "1 major, 2 medium, 3 small"),
        _noted(f"traits: [{', '.join(setup.traits)}]", "playbook/traits.yaml explains them all"),
    ]
    if setup.compress is not None:
        lines.append(_noted(f"compress: {setup.compress:g}", f"T-60d counts as T-{60 * setup.compress:.0f}d"))
    if setup.markets:
        lines.append(_noted("markets:", "T is the launch date; T+2w or a date of its own is possible"))
        lines += [f"    {name}: {when}" for name, when in setup.markets.items()]
    if study is not None:
        lines += _people_of(study)
    return "\n".join(lines) + "\n"


def _people_of(study: Study) -> list[str]:
    """Empty leads and roles, each with its title: the form a product manager fills in first."""
    launch = study.launch
    counts = Counter(item.role for item in study.graph.items if item.role)
    teams = {team: launch.teams[team].lead for team in launch.teams if any(i.team == team for i in study.graph.items)}
    signing = {slot.role for gate in launch.gates for slot in gate.sign_offs if slot.role}
    signing |= {role for gate in launch.gates for slot in gate.sign_offs for role in slot.any_of}
    checking = {item.definition.checked_by for item in study.graph.items if item.definition.checked_by}
    wanted = {*counts, *signing, *checking} - set(teams.values())
    lines = [_noted("leads:", "who answers for each team: an id from people.yaml")]
    lines += [_blank(team, launch.role(lead) if lead else launch.team(team)) for team, lead in teams.items()]
    lines += [_noted("roles:", "who fills each role; without a name its items fall to the lead")]
    for role in sorted(wanted):
        signs = [", signs a gate"] if role in signing else []
        lines.append(_blank(role, f"{launch.role(role)}, {_items(counts[role])}{''.join(signs)}"))
    return lines


def _noted(text: str, about: str) -> str:
    return f"  {text:<22}  # {about}"


def _blank(key: str, about: str) -> str:
    return f"    {key + ':':<22}  # {one_line(about)}"


def _items(count: int) -> str:
    return f"{count} item{'' if count == 1 else 's'}"


def _gtm(home: Home) -> str:
    lines = [
        f"# The workspace of {one_line(home.name)}. Commands of gtm find it by this file.",
        "workspace:",
        "  format: 1",
        f"  name: {scalar(home.name)}",
        _noted(f"timezone: {scalar(home.timezone)}", "decides what today is"),
    ]
    if home.calendar:
        lines.append(_noted(f"calendar: {home.calendar}", f"calendars/{home.calendar}.yaml: weekend and holidays"))
    lines.append(_noted(f"launch: {home.launch}", "the one meant when a command names none"))
    policy = [
        "  policy:",
        "    waiver_approvers: [executive-sponsor]",
        "    gap_limit: 28d              # a must-have that is late for longer is an error, not a warning",
        f"    reviewed: {home.created.isoformat()}        # the day the playbook was gone through; it holds for a year",
    ]
    return "\n".join([*lines, *policy, ""])


_PEOPLE = """\
# Everybody who can own items, sign gates or approve waivers. Other files name them by the id on the
# left: small letters, digits and dashes. Copy the example, and take the "#" away.
people:
  # mina:
  #   name: Mina Karaca
  #   email: mina@acme.example
  #   teams: [legal]
  #   deputy: arda                          # who acts when Mina is away
  #   away: [2026-12-24..2027-01-04]
"""

_CALENDAR = """\
# Working days. Due dates move to a working day, so public holidays belong here; days off of one
# person belong to people.yaml.
calendar:
  id: {id}
  weekend: [sat, sun]
  holidays:
    # 2027-01-01: New Year
"""

_EVIDENCE = """\
# Evidence

Proofs that are files lie here. An item names them in its team's file:

    evidence:
      - file: evidence/test-report.pdf
        date: 2027-01-31
"""
