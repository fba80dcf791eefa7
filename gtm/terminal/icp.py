"""Knows how ideal customers look: who agrees with whom, what only one team says, who has not answered.

It must not compare views.
"""

from collections.abc import Iterator, Sequence

from gtm.analysis import profile, profile_words
from gtm.analysis.profile import Agreement
from gtm.analysis.words import many
from gtm.dates import say
from gtm.model.launch import Launch
from gtm.terminal.screen import Line, Segment, aligned, cut, width, wrapped

_STYLES = {
    profile.AGREED: "good", profile.APART: "care", profile.UNANSWERED: "care", profile.NOT_JUDGED: "",
    profile.FITS: "good", profile.PARTLY: "care", profile.MISFIT: "care", profile.RULED_OUT: "bad",
    profile.UNTESTED: "quiet",
}  # fmt: skip
_INDENT = "  "


def lines(launch: Launch, found: Sequence[Agreement], everything: int, room: int | None) -> list[Line]:
    """Profiles one under the other; `everything` is how many there are in the launch."""
    title = launch.title if room is None else cut(launch.title, max(room - 44, 12))
    out: list[Line] = [[(title, "head"), (f" · ideal customers · as of {say(launch.as_of)}", "")]]
    if launch.partial:
        out.append([(f"PARTIAL: {many(len(launch.unread), 'file')} could not be read: gtm check says where", "bad")])
    if not found:
        where = f"launches/{launch.id}/audience.yaml"
        return [*out, *_text(f"Nobody has described an ideal customer; `profiles:` stand in {where}.", room, "quiet")]
    if everything > 1 and len(found) == everything:
        out += _text(f"{profile_words.summary(launch, found)}.", room)
    for one in found:
        out += [[], *_profile(launch, one, room)]
    return out


def _profile(launch: Launch, one: Agreement, room: int | None) -> Iterator[Line]:
    record = one.record
    name = record.title if room is None else cut(record.title, max(room - len(one.id) - 2, 20))
    yield [(name, "head"), (f"  {one.id}", "quiet")]
    for text in (" · ".join(part for part in (record.user, record.line) if part), record.about or ""):
        if text:
            yield from _text(text, room)
    yield from _text(f"{one.verdict.upper()}: {profile_words.sentence(launch, one)}", room, _STYLES[one.verdict])
    yield from _matrix(launch, one, room)
    yield from _traits(launch, one, room)
    yield from _more(one, room)
    yield from _candidates(one, room)


def _matrix(launch: Launch, one: Agreement, room: int | None) -> Iterator[Line]:
    """A row a team; the columns have the numbers of the rows, so that twelve teams fit on a screen."""
    answered = one.answered
    if len(answered) < 2:
        return
    scores = {(pair.one, pair.other): pair.score for pair in one.pairs}
    scores |= {(pair.other, pair.one): pair.score for pair in one.pairs}
    heads = [f"{at:>4}" for at in range(1, len(answered) + 1)]
    about = "shared of all traits two teams name"
    rows: list[list[Segment]] = [[("", ""), (about, "quiet"), *((head, "quiet") for head in heads)]]
    for at, view in enumerate(answered, 1):
        name = launch.team(view.team)
        cells = [_cell(None if other is view else scores[view.team, other.team], one) for other in answered]
        rows.append([(f"{_INDENT}{at}", "quiet"), (name, ""), *cells])
    if room is not None:
        rows = [[row[0], (cut(row[1][0], max(room - 8 - 6 * len(heads), 12)), row[1][1]), *row[2:]] for row in rows]
    yield []
    yield from aligned(rows, room, frozenset(range(2, len(heads) + 2)))


def _cell(score: float | None, one: Agreement) -> Segment:
    if score is None:
        return "    ", ""
    return profile_words.score(score), "care" if one.threshold is not None and score < one.threshold else ""


def _traits(launch: Launch, one: Agreement, room: int | None) -> Iterator[Line]:
    answered = len(one.answered)
    several = [trait for trait in one.traits if len(trait.teams) > 1]
    if several:
        yield from _heading("Named by several teams")
        for trait in several:
            yield from _fact(trait.title, profile_words.namers(launch, trait, answered), room)
    lone = [(view, one.only(view.team)) for view in one.answered]
    if any(traits for _, traits in lone):
        yield from _heading("Named by one team only")
        for view, traits in lone:
            if traits:
                yield from _fact(launch.team(view.team), "; ".join(trait.title for trait in traits), room)
    if one.disputed:
        yield from _heading("Looked for by one, turned away by another")
        for trait in one.disputed:
            yield from _fact(trait.title, profile_words.dispute(launch, trait), room)
    if one.unanswered:
        yield from _heading("Asked, and not answered yet")
        for view in one.unanswered:
            words = f"its answer is dated {say(view.date_)}" if view.late and view.date_ else "no view yet"
            yield from _fact(launch.team(view.team), words, room)


def _more(one: Agreement, room: int | None) -> Iterator[Line]:
    record = one.record
    facts = [
        ("needs", "; ".join(record.needs)),
        ("expects", "; ".join(record.expects)),
        ("ruled out", "; ".join((record.traits or {}).get(trait) or trait for trait in record.excludes)),
        ("reached online", record.online or ""),
        ("reached in person", record.offline or ""),
    ]
    if any(text for _, text in facts):
        yield from _heading("The profile")
        for name, text in facts:
            if text:
                yield from _fact(name, text, room)


def _candidates(one: Agreement, room: int | None) -> Iterator[Line]:
    if one.candidates:
        yield from _heading("Accounts and sources of leads, against what more than half of the teams name")
    for candidate in one.candidates:
        words = f"{candidate.verdict}: {profile_words.fit(one, candidate)}"
        yield from _fact(candidate.title, words, room, _STYLES[candidate.verdict])


def _heading(text: str) -> list[Line]:
    return [[], [(text, "head")]]


def _fact(name: str, text: str, room: int | None, style: str = "") -> list[Line]:
    """A name and what is said of it: on one line where it fits, else the text below it."""
    name = f"{_INDENT}{name}"
    if room is None or width(name) + 3 + width(text) <= room:
        return [[(name, ""), (f" · {text}", style or "quiet")]]
    below = [[(f"{_INDENT * 2}{line}", style or "quiet")] for line in wrapped(text, room - 4)]
    return [*([(f"{_INDENT}{line}", "")] for line in wrapped(name.strip(), room - 2)), *below]


def _text(text: str, room: int | None, style: str = "") -> list[Line]:
    return [[(line, style)] for line in wrapped(text, room)]
