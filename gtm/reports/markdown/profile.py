"""Knows the part of the report about ideal customers: who agrees with whom, what is disputed. It must not compare."""

from collections.abc import Iterator

from gtm.analysis import clientele, profile_words
from gtm.analysis.profile import Agreement
from gtm.analysis.snapshot import Study
from gtm.reports.markdown.text import md, table


def profiles(study: Study) -> Iterator[str]:
    """Every ideal customer; nothing where none is described."""
    found = clientele.of(study).icp
    if not found:
        return
    yield "## Ideal customers\n"
    yield f"{md(profile_words.summary(study.launch, found))}."
    for one in found:
        yield f"\n### {md(one.record.title)}\n"
        yield f"**{one.verdict}**: {md(profile_words.sentence(study.launch, one))}"
        yield from _matrix(study, one)
        yield from _facts(study, one)


def _matrix(study: Study, one: Agreement) -> Iterator[str]:
    scores = {(pair.one, pair.other): pair.score for pair in one.pairs}
    scores |= {(pair.other, pair.one): pair.score for pair in one.pairs}
    if not scores:
        return
    teams = [view.team for view in one.answered]
    yield ""
    yield from table(
        ("Team", *(md(study.launch.team(team)) for team in teams)),
        (
            (md(study.launch.team(team)), *(profile_words.score(scores.get((team, other))) for other in teams))
            for team in teams
        ),
    )


def _facts(study: Study, one: Agreement) -> Iterator[str]:
    launch, answered = study.launch, len(one.answered)
    yield ""
    for trait in one.traits:
        if len(trait.teams) > 1:
            yield f"- {md(trait.title)}: {md(profile_words.namers(launch, trait, answered))}"
    for view in one.answered:
        lone = "; ".join(trait.title for trait in one.only(view.team))
        if lone:
            yield f"- Only {md(launch.team(view.team))}: {md(lone)}"
    for trait in one.disputed:
        yield f"- Disputed: {md(trait.title)}: {md(profile_words.dispute(launch, trait))}"
    for candidate in one.candidates:
        words = f"{candidate.verdict}: {profile_words.fit(one, candidate)}"
        yield f"- The {candidate.kind} {md(candidate.title)}: {md(words)}"
