"""A file holds another team's item, so the wrong people review it.

Reviewers are asked file by file: one file a team. Move the entry into the file of its own team, or
add somebody to both teams in people.yaml. A file belongs to the team it is named after, else to the
team most of its entries are of; where the two teams share a person, nothing is said.
"""

from collections import Counter
from collections.abc import Iterator

from gtm.analysis.ownership import team_owners
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule, Severity
from gtm.model.launch import Item

rule = Rule("GTM424", "owners-disagree", Severity.ADVICE)


def check(study: Study) -> Iterator[Diagnostic]:
    launch = study.launch
    files: dict[str, list[Item]] = {}
    for item in launch.items.values():
        if item.stated is not None:
            files.setdefault(item.stated.path, []).append(item)
    mixed = {path: items for path, items in files.items() if len({item.team for item in items}) > 1}
    named = {path: _named(path) for path in files}
    odd = {path: items for path, items in files.items() if named[path] in launch.teams} | mixed
    people = {one.id: frozenset(one.people) for one in team_owners(launch)} if odd else {}
    for path, items in odd.items():
        counts = Counter(item.team for item in items)
        home = named[path] if named[path] in launch.teams else counts.most_common(1)[0][0]
        for item in items:
            theirs, ours = people.get(item.team, frozenset()), people.get(home, frozenset())
            if item.team != home and theirs and ours and not theirs & ours:
                yield rule.at(
                    item.spot.at_key(),
                    f"`{item.id}` is of {launch.team(item.team)}, but stands in a file of {launch.team(home)}",
                    help=f"move it to {path.rpartition('/')[0]}/{item.team}.yaml, so that its team is asked to review it",
                    subject=item.id,
                )


def _named(path: str) -> str:
    return path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
