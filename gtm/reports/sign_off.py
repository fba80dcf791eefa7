"""Knows how a sign-off file looks before a person has filled in who signs: YAML, ready to paste.

The whole text is one YAML file, comments included, so that it may be redirected into a file as
it is. It must not decide anything: `by` and `as` stay empty.
"""

from gtm.analysis.digest import Digest
from gtm.analysis.gates import GateView
from gtm.analysis.snapshot import Study
from gtm.dates import say
from gtm.source import clean


def _open(view: GateView) -> str:
    """A warning while the gate could not pass, whoever signs."""
    count = len(view.blockers)
    return (
        f" {count} must-have{'s are' if count != 1 else ' is'} still open: a go now would pass nothing."
        if count
        else ""
    )


def render(study: Study, view: GateView, seen: Digest) -> str:
    """A sign-off of one gate as YAML in block style."""
    launch = study.launch
    name = clean(launch.id)  # a folder's name, so anything a file system allows
    roles: list[str] = []
    gate = launch.stages[view.id].gate
    for slot in gate.sign_offs if gate is not None else ():
        roles.extend(filter(None, [slot.role, *slot.any_of]))
    hint = f"  # {' | '.join(dict.fromkeys(roles))}" if roles else ""
    lines = [
        f"# What stands behind the {view.id} gate of {name} on {say(launch.as_of)}:",
        f"# {seen.text}",
        f"# Fill in `by` and `as`, and keep this as launches/{name}/decisions/{view.id}-go-WHO.yaml,",
        f"# one file for each signature.{_open(view)}",
        "# decision: go | conditional | no-go; conditional needs `conditions`.",
        "sign-off:",
        f"  gate: {view.id}",
        "  decision: go",
        "  by:",
        f"  as:{hint}",
        f"  date: {launch.as_of.isoformat()}",
        f'  saw: "{seen.text}"',
        "  covers:",
    ]
    lines.extend(f'    {name}: "{print_}"' for name, print_ in seen.entries.items())
    return "\n".join(lines) + "\n"
