"""Knows how ideal customers are spelled as JSON: views, pairs, traits, accounts. It must not compare views."""

from collections.abc import Sequence
from typing import Any

from gtm.analysis import profile_words
from gtm.analysis.profile import Agreement, Candidate, Named, Pair, View
from gtm.analysis.snapshot import Snapshot
from gtm.model.launch import Launch
from gtm.reports.json.items import head, person
from gtm.reports.json.text import day, dump


def icp(snapshot: Snapshot, found: Sequence[Agreement], lowest: Agreement | None) -> str:
    """The answer of `gtm icp`; `lowest` is the profile that decides over all of the launch."""
    launch = snapshot.launch
    return dump(
        {
            **head(launch),
            "verdict": lowest.verdict if lowest is not None else None,
            "agreement": _score(lowest.value) if lowest is not None else None,
            "lowest": lowest.id if lowest is not None else None,
            "profiles": [_profile(launch, one) for one in found],
        }
    )


def _profile(launch: Launch, one: Agreement) -> dict[str, Any]:
    record, vocabulary = one.record, one.record.traits or {}
    return {
        "id": one.id,
        "title": record.title,
        "user": record.user,
        "line": record.line,
        "about": record.about,
        "verdict": one.verdict,
        "words": profile_words.sentence(launch, one),
        "agreement": _score(one.value),
        "agreement_of_answered": _score(one.among),
        "threshold": _score(one.threshold),
        "teams": [_view(launch, one, view) for view in one.views],
        "unanswered": [view.team for view in one.unanswered],
        "pairs": [_pair(pair) for pair in one.pairs],
        "traits": [_trait(trait) for trait in one.traits],
        "disputed": [trait.id for trait in one.disputed],
        "needs": list(record.needs),
        "expects": list(record.expects),
        "excludes": [vocabulary.get(trait) or trait for trait in record.excludes],
        "candidates": [_candidate(candidate) for candidate in one.candidates],
        "online": record.online,
        "offline": record.offline,
    }


def _view(launch: Launch, one: Agreement, view: View) -> dict[str, Any]:
    return {
        "id": view.team,
        "title": launch.team(view.team),
        "answered": view.answered,
        "date": day(view.date_),
        **person(launch, view.by, "by"),
        "traits": list(view.traits),
        "excludes": list(view.excludes),
        "only": [trait.id for trait in one.only(view.team)],
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "teams": [pair.one, pair.other],
        "agreement": _score(pair.score),
        "shared": len(pair.shared),
        "named": pair.named,
        "traits": list(pair.shared),
    }


def _trait(trait: Named) -> dict[str, Any]:
    return {"id": trait.id, "title": trait.title, "teams": list(trait.teams), "turned_away_by": list(trait.turned)}


def _candidate(one: Candidate) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "title": one.title,
        "verdict": one.verdict,
        "has": list(one.has),
        "lacks": list(one.lacks),
        "ruled_out_by": list(one.against),
    }


def _score(value: float | None) -> float | int | None:
    """0 to 1, cut to thousandths, so that what is short of a threshold never reads as reached."""
    if value is None:
        return None
    short = int(value * 1000 + 1e-6) / 1000
    return int(short) if short in (0, 1) else short
