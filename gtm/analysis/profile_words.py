"""Knows how agreement on ideal customers is put into words, alike in every view. It must not compute it."""

from collections.abc import Sequence

from gtm.analysis import profile
from gtm.analysis.profile import Agreement, Candidate, Named, listed
from gtm.analysis.words import many
from gtm.model.launch import Launch


def score(value: float | None) -> str:
    """`0.59`: cut, not rounded, so that what is short of 0.6 never reads as 0.6."""
    return "–" if value is None else f"{int(value * 100 + 1e-6) / 100:.2f}"


def summary(launch: Launch, found: Sequence[Agreement]) -> str:
    """How all profiles stand, in a sentence; the lowest counts."""
    one = profile.lowest(tuple(found))
    if one is None:
        return "Nobody has described an ideal customer yet"
    if len(found) == 1:
        return sentence(launch, one)
    if one.value is None:
        return f"Unanswered, because one of {len(found)} profiles is: {one.record.title}"
    wanted = f", wanted at least {score(one.threshold)}" if one.threshold is not None else ""
    return f"Agreement {score(one.value)}, the lowest of {len(found)} profiles ({one.record.title}){wanted}"


def sentence(launch: Launch, one: Agreement) -> str:
    """How one profile stands."""
    wanted = f", wanted at least {score(one.threshold)}" if one.threshold is not None else ", no threshold is set"
    if one.value is not None:
        return f"Agreement {score(one.value)} among {many(len(one.views), 'team')}{wanted}"
    why = profile.missing(launch, one).removeprefix("unanswered: ")
    why = why[:1].upper() + why[1:]
    if one.among is None:
        return f"{why}{wanted}"
    return f"{why}; {score(one.among)} among the {len(one.answered)} teams that have{wanted}"


def namers(launch: Launch, one: Named, answered: int) -> str:
    """Who names a trait."""
    if answered > 2 and len(one.teams) == answered:
        return f"all {answered}"
    return listed([launch.team(team) for team in one.teams])


def dispute(launch: Launch, one: Named) -> str:
    """Who looks for a trait, and who turns it away."""
    looks = listed([launch.team(team) for team in one.teams])
    looks += " looks for it" if len(one.teams) == 1 else " look for it"
    if not one.turned:
        return f"{looks}; the profile rules it out"
    turns = listed([launch.team(team) for team in one.turned])
    return f"{looks}; {turns} {'turns' if len(one.turned) == 1 else 'turn'} it away"


def fit(found: Agreement, one: Candidate) -> str:
    """What an account or a source of leads has of the shared traits, and what it lacks."""
    if one.verdict == profile.UNTESTED:
        shared = profile.shared(found.traits, len(found.answered))
        return "its traits are not written down" if shared else "the teams share no trait to test it against"
    if one.against:
        return ", ".join(one.against)
    lacks = f"; lacks: {', '.join(one.lacks)}" if one.lacks else ""
    return f"{len(one.has)} of {len(one.has) + len(one.lacks)} shared traits{lacks}"
