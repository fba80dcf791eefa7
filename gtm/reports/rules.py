"""Knows how to explain the rules: one of them as plain text, all of them as docs/checks.md.

It must not know launches; examples come in from outside, because an installed gtm has none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gtm import checks
from gtm.analysis.pitfalls import PITFALLS
from gtm.diagnostics import Rule, did_you_mean

FAMILIES = {
    "0": ("Files", "What could not be read, or not as it was meant."),
    "1": ("Shapes", "What the format does not know, or not in this form."),
    "2": ("References", "Names that point at nothing, or stand in the wrong place."),
    "3": ("The graph", "Items and dates that contradict each other."),
    "4": ("Gaps", "What makes readiness unproven: missing, unowned, late, stale, contradictory."),
    "5": ("Gates", "Waivers, sign-offs and conditions."),
    "6": ("Customers", "Metrics, tools and what is known about customers."),
}


@dataclass(frozen=True, slots=True)
class Example:
    """A file that shows a rule: its path in the workspace and the part of its text that matters."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """How a rule is broken, and how it is kept. Either may be missing."""

    bad: Example | None = None
    good: Example | None = None


def find(word: str) -> Rule | None:
    """The rule with a code or slug, in any case; None when there is none."""
    wanted = word.strip().casefold()
    found = (one for one in checks.rules().values() if wanted in {one.slug, one.code.casefold()})
    return next(found, None)


def nearest(word: str) -> str:
    """What to say when no rule has that name: the nearest one, or where all are listed."""
    rules = checks.rules().values()
    known = [*(rule.slug for rule in rules), *(rule.code for rule in rules)]
    return did_you_mean(word, known, "`gtm explain` lists all rules")


def text(rule: Rule) -> str:
    """The explanation of one rule as plain text."""
    return f"{rule.code} {rule.slug} · {rule.severity.word}\n\n{checks.explanation(rule)}\n\n{_notes(rule)}\n"


def listing() -> str:
    """Every rule in a line of its own: code, severity, slug, and the fault in a sentence."""
    rules = checks.rules().values()
    wide = max(len(rule.slug) for rule in rules)
    rows = (f"{rule.code}  {rule.severity.word:<7}  {rule.slug:<{wide}}  {_fault(rule)}" for rule in rules)
    return "\n".join(rows) + "\n"


def _fault(rule: Rule) -> str:
    return checks.explanation(rule).partition("\n")[0]


def _notes(rule: Rule) -> str:
    """What policy may do with the rule, and whether it can prove an item."""
    if rule.fixed:
        notes = ["Always an error; gtm.yaml cannot change it."]
    elif rule.severity.word == "error":
        notes = ["An error; gtm.yaml cannot make it quieter."]
    else:
        notes = [f"Change how loud it is in gtm.yaml: policy: {{severity: {{{rule.slug}: error}}}}"]
    if rule.slug in checks.proving_slugs():
        notes.append(f"It may be named as proof: evidence: [{{check: {rule.slug}}}]")
    return "\n".join(notes)


def document(examples: Mapping[str, Pair]) -> str:
    """The whole of docs/checks.md, from all rules and their examples by slug."""
    return "\n".join([*_head(), *_sections(examples)]).rstrip() + "\n"


def _head() -> Iterator[str]:
    yield "# Checks"
    yield ""
    yield "Every rule that `gtm check` knows. `gtm explain CODE` says the same on the terminal, by"
    yield "code or by name. Advice informs, a warning should be mended, an error must be; gtm.yaml may"
    yield "raise or lower what is not an error: `policy: {severity: {no-owner: error}}`."
    yield ""
    yield "This page is generated from the rules and their tested examples."
    for family, (title, about) in FAMILIES.items():
        yield ""
        yield f"**{title}** (GTM{family}xx). {about}"
        yield ""
        yield "| code | name | severity | what is wrong |"
        yield "| --- | --- | --- | --- |"
        for rule in _family(family):
            link = f"[{rule.slug}](#{rule.code.lower()}-{rule.slug})"
            yield f"| {rule.code} | {link} | {rule.severity.word} | {_fault(rule)} |"
    yield from _pitfalls()


def _pitfalls() -> Iterator[str]:
    """The eighteen pitfalls of customer success, each with the checks that watch for it."""
    yield ""
    yield "**Pitfalls of customer success**, each with the checks that watch for it; `gtm explain P9` says more."
    yield ""
    yield "| pitfall | what goes wrong | checks |"
    yield "| --- | --- | --- |"
    for pitfall, title in PITFALLS.items():
        watching = [rule for slug, rule in checks.rules().items() if pitfall in checks.pitfalls().get(slug, ())]
        links = ", ".join(f"[{rule.code} {rule.slug}](#{rule.code.lower()}-{rule.slug})" for rule in watching)
        yield f"| {pitfall} | {title} | {links} |"


def _sections(examples: Mapping[str, Pair]) -> Iterator[str]:
    for family, (title, _) in FAMILIES.items():
        yield ""
        yield f"## {title}"
        for rule in _family(family):
            yield ""
            yield f"### {rule.code} {rule.slug}"
            yield ""
            yield from _lines(rule)
            pair = examples.get(rule.slug, Pair())
            yield from _example("Not so", pair.bad)
            yield from _example("But so", pair.good)


def _family(family: str) -> list[Rule]:
    return [rule for rule in checks.rules().values() if rule.code[3] == family]


def _lines(rule: Rule) -> Iterator[str]:
    yield f"*{rule.severity.word}*{', may be named as proof' if rule.slug in checks.proving_slugs() else ''}"
    yield ""
    yield from checks.explanation(rule).replace("<", "\\<").splitlines()


def _example(label: str, example: Example | None) -> Iterator[str]:
    if example is not None:
        yield ""
        yield f"{label}, in `{example.path}`:"
        yield ""
        yield "```yaml"
        yield from example.text.rstrip("\n").splitlines()
        yield "```"
