"""A team's file holds another team's item, so the wrong people are asked to review it.

Reviewers are asked file by file, and a file named after a team is that team's. Move the entry into
its own team's file, or into one with another name; or add somebody to both teams in people.yaml.
Where the two teams share a person, nothing is said.
"""

from collections.abc import Iterator

from gtm.analysis.ownership import team_owners
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.launch import Item

rule = Rule("GTM424", "owners-disagree", Severity.ADVICE)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    homes: dict[str, str] = {}
    odd: list[tuple[Item, str]] = []
    for item in launch.items.values():
        if item.stated is not None:
            path = item.stated.path
            home = homes.get(path)
            if home is None:
                home = homes[path] = path.rpartition("/")[2].partition(".")[0]
            if item.team != home and home in launch.teams:
                odd.append((item, home))
    people = {one.id: frozenset(one.people) for one in team_owners(launch)} if odd else {}
    for item, home in odd:
        theirs, ours = people.get(item.team, frozenset()), people.get(home, frozenset())
        if theirs and ours and not theirs & ours:
            folder = item.spot.path.rpartition("/")[0]
            yield rule.at(
                item.spot.at_key(),
                f"`{item.id}` is of {launch.team(item.team)}, but stands in the file of {launch.team(home)}",
                help=f"move it to {folder}/{item.team}.yaml, so that its own team is asked to review it",
                subject=item.id,
            )
