"""Knows how findings look: one line each, or with the line of the file, a caret and what to write."""

from collections.abc import Callable, Iterator, Sequence

from gtm.diagnostics import Diagnostic, Severity
from gtm.source import Span
from gtm.terminal.plain import clean

_WIDTH = 160
_COLORS = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.ADVICE: "36"}


def concise(found: Sequence[Diagnostic]) -> Iterator[str]:
    """`path:line:column: severity CODE slug: message`, one line a finding."""
    for one in found:
        yield f"{clean(str(one.span))}: {one.severity.word} {one.rule.code} {one.rule.slug}: {clean(one.message)}"


def full(found: Sequence[Diagnostic], line: Callable[[str, int], str], color: bool) -> Iterator[str]:
    """Each finding with the lines it speaks of, carets below them, and its help."""
    for one in found:
        head = f"{one.severity.word} {one.rule.code} {one.rule.slug}"
        yield f"{_paint(head, _COLORS[one.severity], color)}: {clean(one.message)}"
        yield f"  --> {clean(str(one.span))}"
        yield from _excerpt(one.span, "^", "", line, color)
        for span, text in one.related:
            if isinstance(span, Span):
                if span.path != one.span.path:
                    yield f"  ::: {clean(str(span))}"
                yield from _excerpt(span, "-", clean(text), line, color)
        if one.help:
            yield f"  = help: {clean(one.help)}"
        yield ""


def _excerpt(span: Span, sign: str, label: str, line: Callable[[str, int], str], color: bool) -> Iterator[str]:
    if span.whole_file:
        return
    text = clean(line(span.path, span.line).expandtabs(1))
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(text)
    if len(text) > _WIDTH:
        shift = max(start - 40, 0)
        text = ("…" if shift else "") + text[shift : shift + _WIDTH] + "…"
        start, end = start - shift + bool(shift), end - shift + bool(shift)
    number = str(span.line)
    yield f"{number:>5} | {text}"
    marks = sign * max(min(end, len(text)) - start, 1)
    painted = _paint(marks, "31;1" if sign == "^" else "34", color)
    yield f"{'':>5} | {' ' * start}{painted} {label}".rstrip()


def _paint(text: str, code: str, color: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if color else text


def tally(found: Sequence[Diagnostic], launches: Sequence[str], hidden: str = "") -> str:
    """The closing line: how many of each, over which launches, and what is not shown."""
    names = ", ".join(map(clean, launches))  # a folder may have any name
    where = f" in {names}" if names else "; no launch can be compiled"
    more = f"; {hidden}" if hidden else ""
    if found:
        return f"{_counted(found)}{where}{more}"
    return f"nothing to show{where}{more}" if hidden else f"nothing found{where}"


def hidden(found: Sequence[Diagnostic], shown: Sequence[Diagnostic]) -> str:
    """What is left out, by severity, and the option that shows it; empty when nothing is."""
    kept = {id(one) for one in shown}
    rest = [one for one in found if id(one) not in kept]
    return f"{_counted(rest)} not shown (--min {min(one.severity for one in rest).word})" if rest else ""


def _counted(found: Sequence[Diagnostic]) -> str:
    counts = [(sum(one.severity is level for one in found), level.word) for level in reversed(Severity)]
    return ", ".join(
        f"{count} {word}{'s' if count != 1 and word != 'advice' else ''}" for count, word in counts if count
    )
