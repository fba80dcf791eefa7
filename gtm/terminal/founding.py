"""Knows what to say after files of a workspace, a launch or an example were written.

It reads a study of the new launch and must not know how the files came about.
"""

import shlex
from collections import Counter
from collections.abc import Iterable, Sequence

from gtm import dates
from gtm.analysis import near_date
from gtm.analysis.snapshot import Study
from gtm.terminal.plain import clean, table

_RULES = {
    "when": "for other kinds of product",
    "unless": "ruled out by a trait",
    "tier": "for larger launches only",
    "since": "for later launches only",
    "market": "asked once a market, and there is none",
    "persona": "for personas it does not name",
}
_SHOWN = 3


def founded(study: Study, files: Iterable[str], place: str, here: bool, offer: float | None) -> list[str]:
    """What stands where, what applies, which dates are past, and the next commands.

    `place` is the folder as the person named it, `here` whether it is the current folder, `offer`
    the scale that would leave no due date in the past.
    """
    launch = study.launch
    title = f"{clean(launch.title)}, tier {launch.written.tier}, launch {dates.say(launch.date)}"
    lines = [
        f"{title}: written to {'this folder' if here else clean(place)}",
        "",
        *_files(launch.id, list(files)),
        "",
        *counted(study),
        *_calendar(study),
        *_past(study, offer),
    ]
    return [*lines, "", "Next:", *following(launch.id, "people.yaml" in set(files), place, here)]


def _files(launch: str, files: Sequence[str]) -> list[str]:
    folder = f"launches/{launch}/"
    teams = sum(path.startswith(folder) and path.endswith(".yaml") for path in files) - 1
    rows = [
        ("people.yaml", "your people: write them down first"),
        (f"{folder}launch.yaml", "date, tier, traits, markets, and who fills each role"),
        (f"{folder}TEAM.yaml", f"{_many(teams, 'file')}, one a team: its items as a form to fill in"),
    ]
    if "people.yaml" not in files:
        del rows[0]
    company = [path for path in files if path.startswith("company/")]
    if company:
        name = company[0] if len(company) == 1 else "company/TEAM.yaml"
        rows.append((name, f"{_many(len(company), 'file')}: what the company can do, proven once for all launches"))
    rows += [(path, "working days: add your public holidays") for path in files if path.startswith("calendars/")]
    if any(path.startswith("playbook/") for path in files):
        rows.append(("playbook/", "what has to be true, and why: yours now, change what does not fit"))
    if any(path.startswith("evidence/") for path in files):
        rows.append(("evidence/", "proofs that are files"))
    if any(path.startswith(".gtm/") for path in files):
        rows.append((".gtm/", "lets your editor complete names and mark typos: gtm schema --write refreshes it"))
    return ["  " + row for row in table(rows)]


def counted(study: Study) -> list[str]:
    """How many items apply, and how many were removed by which rule."""
    items, removed = study.graph.items, study.launch.removed
    standing = sum(item.standing for item in items)
    whole = f"{_many(len(items), 'item')} {'applies' if len(items) == 1 else 'apply'}"
    lines = [f"{whole}: {len(items) - standing} of this launch, {standing} standing (proven once for the company)."]
    if removed:
        rules = Counter(one.rule for one in removed)
        listed = ", ".join(f"{count} {_RULES.get(rule, rule)}" for rule, count in rules.most_common())
        lines.append(f"{len(removed)} of the playbook's do not: {listed}.")
    return lines


def _calendar(study: Study) -> list[str]:
    launch = study.launch
    lines = []
    days = (launch.date - launch.as_of).days
    if days < 0:
        lines.append(
            f"The launch date is {_many(-days, 'day')} ago: correct `date:` in launch.yaml if that is not meant."
        )
    if not launch.calendar.works(launch.date):
        lines.append(f"The launch date, {dates.say(launch.date)}, is not a working day.")
    return lines


def _past(study: Study, offer: float | None) -> list[str]:
    launch = study.launch
    scale = launch.written.compress
    lines = [] if scale is None else ["", f"Dates before the launch are scaled by {scale:g}: {meaning(scale)}"]
    if near_date.past(study):
        lines += ["", *late(study)]
    if offer is not None:
        how = f"To scale the dates, write `compress: {offer:g}` into launches/{launch.id}/launch.yaml"
        lines += [f"{how} (gtm init does so itself with --compress):", f"  {meaning(offer)}"]
    return lines


def late(study: Study) -> list[str]:
    """How many due dates are past, and the first of them."""
    launch = study.launch
    found = near_date.past(study)
    verb = "date is" if len(found) == 1 else "dates are"
    lines = [f"{len(found)} due {verb} past already on {dates.say(launch.as_of)}:"]
    rows = [(dates.say(one.due), one.title, launch.team(one.team) if one.team else "") for one in found[:_SHOWN]]
    lines += ["  " + row for row in table(rows)]
    if len(found) > _SHOWN:
        lines.append(f"  and {len(found) - _SHOWN} more")
    begins, away = near_date.lead_days(study), (launch.date - launch.as_of).days
    if away <= 0:
        return lines
    return [*lines, f"The playbook begins {_many(begins, 'day')} before a launch; this one is {away} away."]


def meaning(scale: float) -> str:
    """What a scale does, in one sentence."""
    return (
        f"T-60d counts as T-{round(60 * scale)}d, and so on. The work itself gets no shorter: "
        "gtm status says whether it still fits."
    )


def copied(name: str, launch: str, today: str | None, place: str, here: bool) -> list[str]:
    """What to know about a copy of an example, and the next commands."""
    lines = [f"The example {name} stands in {'this folder' if here else clean(place)}."]
    if today:
        lines.append(
            f"Its today stands still on {today}. Delete `example:` in gtm.yaml to let time pass,"
            " or name a day with --as-of."
        )
    return [*lines, "", "Next:", *following(launch, True, place, here)]


def following(launch: str, first: bool, place: str, here: bool) -> list[str]:
    """The three commands to go on with."""
    gtm = "gtm" if here else f"gtm -C {clean(shlex.quote(place))}"
    more = "" if first else f" --launch {launch}"
    rows = [
        (f"{gtm} status{more}", "are we ready, and what is in the way"),
        (f"{gtm} tasks{more}", "who does what next"),
        (f"{gtm} check{more}", "is every file right; run it after each change"),
    ]
    return ["  " + row for row in table(rows)]


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
