"""Knows how changes are carried out: spliced in memory, compiled, judged, and only then written.

What would bring a new error into the workspace is not written. When somebody wrote meanwhile, all
is read and decided again. It must not know commands, or how a launch is compiled: that comes in.
"""

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gtm.analysis.snapshot import Snapshot
from gtm.diagnostics import Diagnostic, Severity
from gtm.edit import editor, write
from gtm.edit.change import ByHand, Change, edit
from gtm.schema.documents import Document
from gtm.source import clean

_TRIES = 50


@dataclass(frozen=True)
class Planned:
    """One file as it is (None: not there) and as it is meant to be."""

    path: str
    old: bytes | None
    new: bytes


@dataclass(frozen=True)
class Effect:
    """A launch before and after some changes, and the files that make the difference."""

    before: Snapshot
    after: Snapshot
    files: tuple[Planned, ...]

    @property
    def fresh(self) -> list[Diagnostic]:
        """What is found after the change and was not before."""
        known = {_meaning(one) for one in self.before.diagnostics}
        return [one for one in self.after.diagnostics if _meaning(one) not in known]

    @property
    def refused(self) -> list[Diagnostic]:
        """The mistakes a change would write: errors of files, shapes, links and plan, not of readiness."""
        return [one for one in self.fresh if one.severity is Severity.ERROR and _mistake(one)]

    def noted(self, ids: Sequence[str]) -> list[Diagnostic]:
        """What follows from the change: what is found about these items, and every error elsewhere."""
        wanted = set(ids)
        return [one for one in self.fresh if one.severity is Severity.ERROR or one.subject in wanted]


def _mistake(one: Diagnostic) -> bool:
    return one.rule.fixed or one.rule.code < "GTM4"


def _meaning(one: Diagnostic) -> tuple[str, str, str, str]:
    """What a finding says, wherever it stands now: lines move when text is added above them."""
    return one.rule.code, one.message, one.subject, one.span.path


@dataclass(frozen=True)
class Opened:
    """The files of a workspace, the launch they make, and how other files would compile."""

    files: Mapping[str, bytes]
    snapshot: Snapshot
    again: Callable[[Mapping[str, bytes]], Snapshot]
    documents: Sequence[Document] = ()


def plan(opened: Opened, changes: Mapping[str, Sequence[Change]]) -> Effect:
    """The effect of changes, before anything is written. Raises ByHand."""
    planned = []
    for path, wanted in changes.items():
        old = opened.files.get(path)
        new = edit(path, old if old is not None else b"", wanted)
        if new != old:
            planned.append(Planned(path, old, new))
    return effect(opened, planned)


def effect(opened: Opened, planned: Sequence[Planned]) -> Effect:
    """The launch with these files in place of what is there."""
    if not planned:
        return Effect(opened.snapshot, opened.snapshot, ())
    holds = opened.snapshot.study.holds
    planned = [replace(one, new=editor.led(one.path, one.new, holds)) if one.old is None else one for one in planned]
    after = opened.again({**opened.files, **{one.path: one.new for one in planned}})
    return Effect(opened.snapshot, after, tuple(planned))


def land(root: str, found: Effect) -> None:
    """Write the files of an effect, one after the other. Raises Changed, Refused, OSError."""
    for one in found.files:
        write.write(root, one.path, one.old, one.new)


@dataclass(frozen=True)
class Outcome:
    """How it went: the effect when all is well, else what to say and which way it failed."""

    effect: Effect | None
    said: tuple[str, ...] = ()
    fault: str = ""  # "by hand", "refused", "disk"


def run(root: str, opened: Callable[[], Opened], decide: Callable[[Opened], Effect], *, dry: bool = False) -> Outcome:
    """Decide what to write and write it; again from the start when somebody else wrote meanwhile."""
    try:
        for _ in range(_TRIES):
            found = decide(opened())
            if found.refused:
                return Outcome(None, tuple(_refusal(found)), "refused")
            if dry:
                return Outcome(found)
            try:
                land(root, found)
            except write.Changed:
                continue
            return Outcome(found)
    except ByHand as fault:
        first = f"{fault.path}: {fault}; the file is as it was. To do it by hand, write there:"
        return Outcome(None, (first, *fault.lines), "by hand")
    except write.Refused as fault:
        return Outcome(None, (str(fault),), "disk")
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        place = error.filename if isinstance(error.filename, str) else root
        return Outcome(None, (f"{place}: {reason}; the file is as it was",), "disk")
    return Outcome(None, ("the files keep changing while they are edited; try again",), "disk")


def _refusal(found: Effect) -> Iterator[str]:
    """The errors a change would bring in, in one line each."""
    for one in found.refused[:10]:
        yield f"{one.message}; {one.help}" if one.help else one.message
    if len(found.refused) > 10:
        yield f"and {len(found.refused) - 10} more"
    yield "nothing was written"


def unified(found: Effect) -> Iterator[str]:
    """The files of an effect as a unified diff; text from files stays harmless."""
    for one in found.files:
        old = _lines(one.old or b"")
        new = _lines(one.new)
        before = f"a/{one.path}" if one.old is not None else "/dev/null"
        for line in difflib.unified_diff(old, new, clean(before), clean(f"b/{one.path}"), n=2):
            yield "\t".join(clean(part) for part in line.removesuffix("\n").removesuffix("\r").split("\t"))
            if not line.endswith("\n"):
                yield "\\ No newline at end of file"


def _lines(content: bytes) -> list[str]:
    text = content.decode("utf-8", "replace")
    *whole, last = text.split("\n")
    return [*(f"{line}\n" for line in whole), *([last] if last else [])]
