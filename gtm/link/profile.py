"""Knows what ideal customer profiles refer to: teams, people, traits of their own list. It must not compare views."""

from collections.abc import Iterable, Mapping

from gtm.link import rules
from gtm.link.names import Names
from gtm.model.audience import Audience
from gtm.model.profile import CandidateWritten, ProfileWritten
from gtm.schema.scalars import SLUG, clip
from gtm.source import Spot


def check(audience: Audience, names: Names) -> None:
    """Say which names of the profiles exist nowhere."""
    for id, profile in (audience.profiles or {}).items():
        if profile is not None:
            _profile(profile, names.spots["profiles", id], names)


def _profile(profile: ProfileWritten, spot: Spot, names: Names) -> None:
    names.check_all("teams", profile.asked, spot / "asked")
    _traits(profile, profile.excludes, spot / "excludes", names)
    for team, view in (profile.views or {}).items():
        here = spot / "views" / team
        names.check("teams", team, here.at_key())
        if view is not None:
            names.check("people", view.by, here / "by")
            _traits(profile, view.traits, here / "traits", names)
            _traits(profile, view.excludes, here / "excludes", names)
    _candidates(profile, profile.accounts, spot / "accounts", names)
    _candidates(profile, profile.lead_sources, spot / "lead_sources", names)
    if profile.at_least is not None and not 0 <= profile.at_least <= 1:
        names.found.append(
            rules.BAD_SHARE.at(
                spot / "at_least",
                f"`at_least: {profile.at_least:g}` is not an agreement, which lies between 0 and 1",
                help=f"write {profile.at_least / 100:g}" if 1 < profile.at_least <= 100 else "write 0.6",
            )
        )


def _candidates(
    profile: ProfileWritten, candidates: Mapping[str, CandidateWritten | None] | None, spot: Spot, names: Names
) -> None:
    for id, candidate in (candidates or {}).items():
        if candidate is not None:
            _traits(profile, candidate.traits, spot / id / "traits", names)


def _traits(profile: ProfileWritten, traits: Iterable[str], spot: Spot, names: Names) -> None:
    """What looks like an id must be one, where the profile lists its traits; a team may add its own in words."""
    known = profile.traits or {}
    for at, trait in enumerate(traits):
        if known and SLUG.fullmatch(trait) and trait not in known:
            help = names.nearest(trait, known, "add it to `traits:` of this profile, or write it in words: Many sites")
            names.found.append(rules.UNKNOWN_AUDIENCE.at(spot / at, f"unknown trait `{clip(trait)}`", help=help))
