"""Knows what a release review has to hear: the verdict in a sentence with its reasons, and what to decide.

It must not know how a page is drawn.
"""

from dataclasses import dataclass
from datetime import date

from gtm.analysis import gates, meeting
from gtm.analysis.gates import GateView
from gtm.analysis.readiness import waiver_fault
from gtm.analysis.snapshot import Study
from gtm.analysis.teams import empty_roles, open_tasks
from gtm.analysis.words import short_day
from gtm.dates import add_days, never, say, say_working
from gtm.model import written
from gtm.model.launch import Decision, Item, Waiver

GOOD, CARE, BAD, CALM = "good", "care", "bad", "calm"
_TIGHT = 5  # working days of slack below which they are worth a word
_LINKS = 3  # of a driving chain, named in a sentence
_SOON = 14  # days before a gate in which its sign-offs belong on the agenda
_COURSES = {
    gates.AHEAD: ("Ahead", GOOD),
    gates.ON_COURSE: ("On course", GOOD),
    gates.BEHIND: ("Behind, date still possible", CARE),
    gates.LOST: ("Date lost as planned", BAD),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The launch in a word, how serious it is (good, care, bad, calm), a sentence, and why."""

    word: str
    tone: str
    sentence: str
    reasons: "tuple[Reason, ...]"


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks against one gate, in a few words each, and the open items its date hangs on."""

    gate: GateView
    words: tuple[str, ...]
    chain: tuple[str, ...]
    more: int = 0  # links of that chain behind the ones named


@dataclass(frozen=True, slots=True)
class Signing:
    """One gate's sign-offs that a meeting has to talk about: missing, stale or no-go."""

    gate: GateView
    slots: tuple[meeting.Slot, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """What has to be decided, most costly to postpone first."""

    decisions: tuple[Decision, ...]
    waivers: tuple[Waiver, ...]  # asked and not answered
    signings: tuple[Signing, ...]
    unowned: tuple[Item, ...]  # open must-haves before launch that nobody answers for
    promises: tuple[tuple[str, written.Promise], ...]  # overdue, with the gate they belong to
    roles: tuple[str, ...] = ()  # that open work names and nobody fills, as titles

    @property
    def empty(self) -> bool:
        return not (self.decisions or self.waivers or self.signings or self.unowned or self.promises or self.roles)


def verdict(study: Study, course: str | None = None, outlook: str = "") -> Verdict:
    """How the launch stands, from the gate that decides it.

    `course` is a better founded one than the study's; `outlook` is the forecast in words, said first.
    """
    word, tone = _word(study, course or study.course)
    views = (view for view in study.gates.values() if view.market is None)
    speaks = [view for view in views if over(study) or view.due <= study.launch.date]
    reasons = [] if word == "Go" else [one for view in speaks if (one := _reason(study, view)) is not None]
    return Verdict(word, tone, _sentence(study, outlook), tuple(reasons))


def over(study: Study) -> bool:
    """Whether the launch date lies behind us, so that a go can no longer be given in time."""
    return study.launch.as_of > study.launch.date


def _word(study: Study, course: str | None) -> tuple[str, str]:
    launch, gate = study.launch, study.go_gate
    if launch.partial:
        return "No gate can pass", BAD
    if not study.graph.items:
        return "Nothing to judge", BAD
    if gate is None:
        return "No gate decides this launch", CARE
    if over(study):
        return _past(study, gate)
    if gate.passed and changed_since(study):
        return "Go, but changed since it was signed", CARE
    if study.verdict == "go":
        return "Go", GOOD
    if study.verdict == "go with conditions":
        return "Go with conditions", CARE
    if study.verdict == "no-go":
        return "No-go as it stands", BAD
    if course in {gates.AHEAD, gates.ON_COURSE} and _mostly_unsaid(study):
        return "Too early to say", CALM
    return _COURSES.get(course or "", ("Not due yet", CALM))


def _past(study: Study, gate: GateView) -> tuple[str, str]:
    if not gate.passed:
        return "Launch date passed without a go", BAD
    return "Launched", CARE if changed_since(study) else GOOD


def _mostly_unsaid(study: Study) -> bool:
    """Whether nobody has said a word about most must-haves: then a good course is only the playbook's."""
    items = list(study.before_launch)
    return study.counts(items).unknown * 2 > len(items)


def changed_since(study: Study) -> tuple[GateView, ...]:
    """The passed gates up to the launch whose signatures no longer match what they signed."""
    before = [view for view in study.gates.values() if view.market is None and view.due <= study.launch.date]
    return tuple(view for view in before if view.passed and view.decision is not None and view.decision.stale)


def later(study: Study) -> list[str]:
    """How the first two gates after the launch stand, a sentence each."""
    launch, found = study.launch, []
    for view in [one for one in study.gates.values() if one.due > launch.date and not one.market][:2]:
        state = "passed" if view.passed else f"due {short_day(view.due, launch.as_of)}"
        proven = f"{view.counts.proven} of {_count(view.counts.applicable, 'must-have')} proven"
        found.append(f"{view.title}: {proven}, {state}.")
    return found


def _sentence(study: Study, outlook: str) -> str:
    launch, gate = study.launch, study.go_gate
    if not study.graph.items:
        return "No item applies to this launch, so nothing can be said about it."
    if launch.partial:
        return f"{_count(len(launch.unread), 'file')} could not be read in full. {_numbers(study)}"
    parts = [f"{outlook}."] if outlook and not over(study) else []
    parts.append(_numbers(study))
    if over(study):
        parts += later(study)
    if gate is not None and gate.forecast is not None and not gate.passed:
        parts.append(_decided(study, gate, gate.forecast))
    return " ".join(parts)


def _decided(study: Study, gate: GateView, forecast: date) -> str:
    """When the gate that decides the launch can be decided."""
    if never(forecast):
        return f"As planned the {gate.title} gate can never be decided."
    if _only_signatures(gate) and forecast <= study.launch.as_of:
        return f"For the {gate.title} gate only signatures are missing."
    days = study.launch.calendar.between(gate.due, forecast) if forecast > gate.due else 0
    after = f", {_count(days, 'working day')} after its date" if days else ""
    return f"With likely efforts {gate.title} can be decided on {say(forecast)}{after}."


def _only_signatures(view: GateView) -> bool:
    unmet = [one.kind for one in view.conditions if not one.met]
    return bool(unmet) and set(unmet) == {"sign-off"}


def _numbers(study: Study) -> str:
    items = list(study.before_launch)
    counts = study.counts(items)
    others = (
        (counts.waived, "waived"),
        (counts.said_done, "done without proof"),
        (counts.open, "open"),
        (counts.unknown, "without a word yet"),
    )
    parts = [f"{number} {word}" for number, word in others if number]
    if counts.not_applicable:
        parts.append(f"{counts.not_applicable} more not applicable")
    late = sum(item.due < study.launch.as_of and not study.readiness[item.id].settled for item in items)
    said = f" {_count(late, 'must-have')} {'is' if late == 1 else 'are'} late." if late else ""
    head = f"{counts.proven} of {_count(counts.applicable, 'must-have')} before launch proven"
    return f"{'; '.join([head, ', '.join(parts)]) if parts else head}.{said}"


def _reason(study: Study, view: GateView) -> Reason | None:
    if view.passed:
        return Reason(view, ("what was signed has changed since",), ()) if view in changed_since(study) else None
    parts = []
    if view.blockers:
        parts.append(f"{_count(len(view.blockers), 'must-have')} open")
    missing = [one for one in view.conditions if not one.met and one.kind == "sign-off"]
    if missing and (view.due <= study.launch.as_of or _only_signatures(view)):
        only = "only " if _only_signatures(view) else ""
        parts.append(f"{only}{_count(len(missing), 'sign-off')} missing")
    parts += [one.text for one in view.conditions if not one.met and one.kind in {"metric", "promise", "files"}]
    if view.forecast is not None and view.forecast > view.due:
        days = study.launch.calendar.between(view.due, view.forecast)
        parts.append(f"likely {say_working(days)} late")
    elif view.slack is not None and view.slack < _TIGHT:
        parts.append(f"{_count(view.slack, 'working day')} of slack" if view.slack else "no slack")
    chain = [id for id in study.schedule.chain(view.id) if id in study.launch.items] if view.blockers else []
    more = max(len(chain) - _LINKS, 0)
    return Reason(view, tuple(parts), tuple(chain[:_LINKS]), more) if parts else None


def agenda(study: Study) -> Agenda:
    """What the next meeting has to decide."""
    launch = study.launch
    unowned = tuple(i for i in study.before_launch if i.owner is None and not study.readiness[i.id].settled)
    return Agenda(
        tuple(one for one in launch.decisions if one.record.chosen is None),
        tuple(
            one
            for one in launch.waivers
            if waiver_fault(launch, one) == "unapproved" and one.record.until >= launch.as_of
        ),
        tuple(one for view in study.gates.values() if (one := _signing(study, view)) is not None),
        unowned,
        tuple(_overdue(study)),
        empty_roles(study, open_tasks(study)),
    )


def _overdue(study: Study) -> list[tuple[str, written.Promise]]:
    as_of = study.launch.as_of
    return [
        (gate, promise)
        for gate, decision in study.decisions.items()
        for promise in decision.promises
        if promise.due < as_of and (promise.done is None or promise.done > as_of)
    ]


def _signing(study: Study, view: GateView) -> Signing | None:
    soon = not view.passed and view.due <= add_days(study.launch.as_of, _SOON)
    wanted = {meeting.STALE, meeting.REFUSED, *([meeting.MISSING] if soon else [])}
    slots = tuple(one for one in meeting.slots(study, view) if one.state in wanted or one.asked)
    return Signing(view, slots) if slots else None


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
