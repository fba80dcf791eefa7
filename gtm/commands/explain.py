"""gtm explain: what a finding means and what to do then. Needs no workspace."""

from collections.abc import Iterator
from typing import Any

import click
from click.shell_completion import CompletionItem

from gtm.commands import USAGE, Trouble

_FAMILIES = {
    "0": "FILES: can they be read",
    "1": "SHAPES: does each file say what it may say",
    "2": "LINKS: does everything that is named exist",
    "3": "THE PLAN: order, dates and the launch as a whole",
    "4": "READINESS: owners, proofs, what is late",
    "5": "DECISIONS: sign-offs, waivers, promises",
    "6": "CUSTOMERS: metrics and tools",
}


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Codes and slugs for the shell: a scan over the source, without importing any rule."""
    import os
    import re

    import gtm

    pattern = re.compile(r'"(GTM\d{3})",\s*"([a-z0-9-]+)"')
    found = [f"P{number}" for number in range(1, 19)]
    for folder, _, names in os.walk(os.path.dirname(gtm.__file__)):
        for name in names:
            if name.endswith(".py"):
                with open(os.path.join(folder, name), encoding="utf-8") as stream:
                    found.extend(word for pair in pattern.findall(stream.read()) for word in pair)
    return [CompletionItem(word) for word in sorted(found) if word.startswith(incomplete)]


@click.command()
@click.argument("rule", metavar="[CODE_OR_NAME]", required=False, shell_complete=_complete)
@click.pass_context
def command(ctx: click.Context, /, rule: str | None, **_: Any) -> int:
    """What a finding means and what to do then; without CODE_OR_NAME, every one there is.

    \b
    gtm explain GTM401
    gtm explain no-owner
    gtm explain P9          # a pitfall of customer success: the checks that watch for it
    """
    from gtm import checks

    rules = checks.rules()
    pitfall = checks.pitfall(rule) if rule is not None else None
    if pitfall is not None:
        lines = _pitfall(pitfall, rules)
    else:
        lines = _all(rules) if rule is None else _one(rules[_slug(rule, rules)])
    for line in lines:
        click.echo(line)
    return 0


def _slug(word: str, rules: Any) -> str:
    """The slug of the rule a word names: its code, its number or its slug. Ends with 2 for none."""
    plain = word.strip().casefold().replace("_", "-")
    for slug, rule in rules.items():
        if plain in {slug, rule.code.casefold(), rule.code[3:]}:
            return str(slug)
    from gtm.diagnostics import did_you_mean

    known = [*rules, *(rule.code for rule in rules.values())]
    raise Trouble(
        f"no finding has the code or name `{word}`; {did_you_mean(word, known, 'gtm explain lists them')}", USAGE
    )


def _all(rules: Any) -> Iterator[str]:
    from gtm import checks

    width = max(len(slug) for slug in rules)
    family = ""
    for slug, rule in rules.items():
        if rule.code[3] != family:
            if family:
                yield ""
            family = rule.code[3]
            yield _FAMILIES.get(family, f"FAMILY {family}")
        first = " ".join(checks.explanation(rule).partition("\n\n")[0].split())
        yield f"  {rule.code}  {slug:<{width}}  {rule.severity.word:<7}  {first}"
    yield ""
    yield "  P1 to P18: the pitfalls of customer success, each with the checks that watch for it: gtm explain P9"


def _pitfall(pitfall: str, rules: Any) -> Iterator[str]:
    """One of the eighteen pitfalls, and every check that watches for it."""
    from gtm import checks
    from gtm.analysis.pitfalls import PITFALLS

    yield f"{pitfall}: {PITFALLS[pitfall]}"
    for slug, kinds in checks.pitfalls().items():
        if pitfall in kinds:
            yield ""
            yield from _one(rules[slug])


def _one(rule: Any) -> Iterator[str]:
    from gtm import checks
    from gtm.analysis.pitfalls import PITFALLS

    yield f"{rule.code} {rule.slug} ({rule.severity.word})"
    yield ""
    yield checks.explanation(rule)
    yield ""
    if rule.fixed or rule.severity.word == "error":
        yield "It is always an error: no policy makes it softer."
    else:
        yield f"To hear it louder or softer, write in gtm.yaml: policy: {{severity: {{{rule.slug}: advice}}}}"
    for pitfall in checks.pitfalls().get(rule.slug, ()):
        yield f"It watches for {pitfall}: {PITFALLS[pitfall]}"
    if rule.slug in checks.proving_slugs():
        yield f"An item may be proven by it finding nothing: evidence: [{{check: {rule.slug}}}]"
