"""Knows the answer of `gtm status`: the whole launch in one object. It must not judge anything."""

from collections.abc import Sequence
from typing import Any

from gtm.analysis import teams
from gtm.analysis.chance import launch_course
from gtm.analysis.forecast import Forecast
from gtm.analysis.gates import GateView
from gtm.analysis.snapshot import Snapshot, Study
from gtm.analysis.tasks import Task
from gtm.analysis.teams import TeamView
from gtm.analysis.whereabouts import Whereabouts
from gtm.model import written
from gtm.model.launch import Decision, Item, Stage
from gtm.reports.json.findings import diagnostic
from gtm.reports.json.gates import removed, verdict, waiver
from gtm.reports.json.items import action, counts, named, person, row
from gtm.reports.json.outlook import chance, confidence
from gtm.reports.json.text import day, dump, slack

_ACTIONS = 10


def status(snapshot: Snapshot, found: Forecast, where: Whereabouts | None = None) -> str:
    """The answer of `gtm status`; `where` is where the files stand in git, if they do."""
    study, launch = snapshot.study, snapshot.launch
    work = teams.open_tasks(study)
    return dump(
        {
            "extract": None,
            "launch": launch.id,
            "title": launch.title,
            "date": day(launch.date),
            "as_of": day(launch.as_of),
            "days_left": (launch.date - launch.as_of).days,
            "closed": day(launch.written.closed),
            "example": launch.workspace.example_as_of is not None,
            "partial": launch.partial,
            "unread": list(launch.unread),
            "git": _git(where) if where is not None else None,
            "tier": launch.written.tier,
            "traits": [
                {"id": id, "title": launch.traits[id].title if id in launch.traits else id}
                for id in launch.written.traits
            ],
            "markets": [{"id": id, "date": day(date)} for id, date in launch.markets.items()],
            "verdict": study.verdict,
            "course": launch_course(study, found),
            "completeness": counts(study.counts(list(study.before_launch))),
            "risk": _risk(study, found),
            "how_sure": _how_sure(study, found),
            "next_7_days": _week(study, work),
            "empty_roles": list(teams.empty_roles(study, work)),
            "stages": [_stage(study, found, stage) for stage in launch.stages.values()],
            "teams": [_team(study, one) for one in teams.teams(study, work)],
            "threads": _threads(study),
            "gaps": [diagnostic(one) for one in snapshot.gaps],
            "actions": [action(study, one) for one in study.focus.actions(_ACTIONS)],
            "decisions": [_decision(study, one) for one in launch.decisions],
            "waivers": [waiver(study, one) for one in launch.waivers],
        }
    )


def _git(where: Whereabouts) -> dict[str, Any]:
    return {
        "branch": where.branch,
        "commit": where.commit,
        "committed": where.committed.isoformat() if where.committed is not None else None,
        "changed_files": where.changed,
        "unmerged_files": where.unmerged,
        "upstream": where.upstream,
        "ahead": where.ahead,
        "behind": where.behind,
        "fetched": where.fetched.isoformat() if where.fetched is not None else None,
    }


def _risk(study: Study, found: Forecast) -> dict[str, Any]:
    """Whether the date holds; every key but `course` is about the gate that decides the launch."""
    view = study.go_gate
    likely = found.gates[view.id] if view is not None else None
    return {
        "course": launch_course(study, found),
        "gate": view.id if view is not None else None,
        "due": day(view.due) if view is not None else None,
        "forecast": day(study.forecast),
        "slack_days": slack(view.slack, view.forecast) if view is not None else None,
        "p50": day(likely.p50) if likely is not None else None,
        "p80": day(likely.p80) if likely is not None else None,
        "p95": day(likely.p95) if likely is not None else None,
        "on_time_probability": chance(likely.on_time) if likely is not None else None,
        "launch_probability": chance(found.launch),
        "confidence": confidence(found),
    }


def _how_sure(study: Study, found: Forecast) -> dict[str, Any]:
    of = found.estimates
    return {
        "own": of.own,
        "playbook": of.playbook,
        "assumed": of.assumed,
        "total": of.total,
        "stale_proofs": teams.stale_proofs(study),
    }


def _week(study: Study, work: Sequence[Task]) -> dict[str, Any]:
    found = teams.week(study, work)
    who, load = found.busiest or (None, 0)
    return {
        "due": len(found.due),
        "cannot_start": found.stuck,
        **person(study.launch, who, "busiest"),
        "busiest_due": load,
    }


def _stage(study: Study, found: Forecast, stage: Stage) -> dict[str, Any]:
    """A stage; its counts are of the must-haves its gate judges, or of its own without a gate."""
    items = [one for one in study.graph.items if one.stage == stage.id]
    view = study.gates.get(stage.id)
    musts = view.counts if view is not None else study.counts([one for one in items if one.must])
    later = [one for one in study.gates.values() if one.market and one.id.partition("/")[0] == stage.id]
    return {
        "id": stage.id,
        "title": stage.title,
        "promise": stage.promise or None,
        "counts": counts(musts),
        "advice": counts(study.counts([one for one in items if not one.must])),
        "gate": verdict(study, found, view) if view is not None else None,
        "market_gates": [_market(study, found, one) for one in later],
        "removed": removed(one for one in study.launch.removed if one.stage == stage.id),
    }


def _market(study: Study, found: Forecast, view: GateView) -> dict[str, Any]:
    return {
        "id": view.id,
        "title": view.title,
        "market": view.market,
        "counts": counts(view.counts),
        **verdict(study, found, view),
    }


def _team(study: Study, view: TeamView) -> dict[str, Any]:
    launch = study.launch
    lead = launch.lead(view.id)
    return {
        "id": view.id,
        "title": view.title,
        **person(launch, lead, "lead"),
        "counts": counts(view.counts),
        "late": view.late,
        "blocked": view.blocked,
        "next": row(study, launch.items[view.next.id]) if view.next is not None else None,
    }


def _open(study: Study, item: Item) -> bool:
    return not study.readiness[item.id].settled


def _threads(study: Study) -> list[dict[str, Any]]:
    """The chains people talk about: those of their items that apply, in their order."""
    made: dict[str, list[Item]] = {}
    for item in study.graph.items:
        made.setdefault(item.base, []).append(item)
    return [
        _thread(study, id, thread, [one for base in thread.items for one in made.get(base, [])])
        for id, thread in study.launch.threads.items()
    ]


def _thread(study: Study, id: str, thread: written.ThreadWritten, items: list[Item]) -> dict[str, Any]:
    still = [one for one in items if _open(study, one)]
    return {
        "id": id,
        "title": thread.title,
        "counts": counts(study.counts(items)),
        "next": named(study, still[0].id) if still else None,
        "items": [row(study, one) for one in items],
    }


def _decision(study: Study, one: Decision) -> dict[str, Any]:
    launch, record = study.launch, one.record
    taken = record.chosen is not None and (record.date_ is None or record.date_ <= launch.as_of)
    return {
        "id": one.name,
        "title": record.title,
        "gate": record.gate,
        "item": record.item,
        **person(launch, record.asked_by, "asked_by"),
        **person(launch, record.decides, "decides"),
        "due": day(record.due),
        "choices": [
            {"id": id, "text": choice.text, "scenario": choice.scenario}
            for id, choice in (record.choices or {}).items()
        ],
        "proposed": record.proposed,
        "pending": not taken,
        "chosen": record.chosen if taken else None,
        "decided": day(record.date_) if taken else None,
        "reason": record.reason,
    }
