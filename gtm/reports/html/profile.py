"""Knows what the section of ideal customers shows, as values for the templates. It must not know markup."""

from collections.abc import Iterator
from dataclasses import dataclass

from gtm.analysis import clientele, profile, profile_words
from gtm.analysis.profile import Agreement, Candidate, Named, View
from gtm.analysis.snapshot import Study

_TONES = {
    profile.AGREED: "good", profile.APART: "care", profile.UNANSWERED: "care", profile.NOT_JUDGED: "calm",
    profile.FITS: "good", profile.PARTLY: "care", profile.MISFIT: "care", profile.RULED_OUT: "bad",
    profile.UNTESTED: "calm",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A team of the matrix: its name, and its agreement with each team; "" with itself."""

    title: str
    cells: tuple[tuple[str, bool], ...]  # the score, and whether it is short of what is wanted


@dataclass(frozen=True, slots=True)
class Fact:
    """A trait, a team or an account with what is said of it."""

    title: str
    words: str
    tone: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class ProfileView:
    """One ideal customer."""

    one: Agreement
    tone: str
    words: str
    rows: tuple[Row, ...]
    several: tuple[Fact, ...]
    lone: tuple[Fact, ...]
    disputed: tuple[Fact, ...]
    silent: tuple[str, ...]
    ruled: tuple[str, ...]
    candidates: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Profiles:
    """The section: how all stand, then each."""

    summary: str
    views: tuple[ProfileView, ...]


def profiles(study: Study) -> Profiles | None:
    """What the section shows; None for a launch that describes no ideal customer."""
    found = clientele.of(study).icp
    if not found:
        return None
    return Profiles(profile_words.summary(study.launch, found), tuple(_view(study, one) for one in found))


def _view(study: Study, one: Agreement) -> ProfileView:
    launch, vocabulary = study.launch, one.record.traits or {}
    return ProfileView(
        one, _TONES[one.verdict], profile_words.sentence(launch, one), tuple(_rows(study, one)),
        tuple(_named(study, one, trait) for trait in one.traits if len(trait.teams) > 1),
        tuple(_lone(study, one, view) for view in one.answered if one.only(view.team)),
        tuple(Fact(trait.title, profile_words.dispute(launch, trait)) for trait in one.disputed),
        tuple(launch.team(view.team) for view in one.unanswered),
        tuple(vocabulary.get(trait) or trait for trait in one.record.excludes),
        tuple(_candidate(one, candidate) for candidate in one.candidates),
    )  # fmt: skip


def _rows(study: Study, one: Agreement) -> Iterator[Row]:
    scores = {(pair.one, pair.other): pair.score for pair in one.pairs}
    scores |= {(pair.other, pair.one): pair.score for pair in one.pairs}
    if not scores:
        return
    for view in one.answered:
        cells = []
        for other in one.answered:
            score = scores.get((view.team, other.team))
            short = score is not None and one.threshold is not None and score < one.threshold
            cells.append((profile_words.score(score) if score is not None else "", short))
        yield Row(study.launch.team(view.team), tuple(cells))


def _named(study: Study, one: Agreement, trait: Named) -> Fact:
    return Fact(trait.title, profile_words.namers(study.launch, trait, len(one.answered)))


def _lone(study: Study, one: Agreement, view: View) -> Fact:
    return Fact(study.launch.team(view.team), "; ".join(trait.title for trait in one.only(view.team)))


def _candidate(one: Agreement, candidate: Candidate) -> Fact:
    return Fact(candidate.title, profile_words.fit(one, candidate), _TONES[candidate.verdict], candidate.verdict)
