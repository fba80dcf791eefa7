"""Knows how parts of the page that an organisation wrote itself are run: they are code from a pull request.

What they print is escaped by the sandbox, checked for what only the page itself may have, and stripped of
what a team holds back. It must not know what a part shows.
"""

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from jinja2 import Environment, TemplateError, TemplateSyntaxError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from gtm.analysis.meeting import promise_state
from gtm.dates import say
from gtm.reports.html import text
from gtm.reports.html.sandbox import MAX_LENGTH, Sandbox

MAX_SOURCE = 64 << 10  # characters of one template
_ADDRESS = re.compile(r".* is not safely callable", re.DOTALL)
_STRONG = re.compile(
    r"<\s*/?\s*(base|embed|frame|iframe|link|main|meta|noembed|noframes|noscript|object|plaintext|script|template"
    r"|textarea|xmp)\b",
    re.IGNORECASE,
)
# What is not closed would swallow the rest of the page, gates and all.
_OPEN = re.compile(r"<(!--)(?!.*?-->)|<(style|title)\b(?!.*?</\2\s*>)", re.IGNORECASE | re.DOTALL)


class OverrideError(Exception):
    """A part that cannot be used: which, at what line, and why."""


@dataclass(frozen=True, slots=True)
class Printed:
    """HTML that is finished: it is not escaped again."""

    text: str

    def __html__(self) -> str:
        return self.text


class Overrides:
    """The parts of one workspace, ready to run; `ours` has the parts they replace."""

    def __init__(self, sources: Mapping[str, str], ours: Environment) -> None:
        self._sources, self._ours = sources, ours

    @property
    def part(self) -> Callable[[Context, str], Printed]:
        """What a template of ours calls in the place of a part that is theirs."""

        @pass_context
        def part(context: Context, name: str) -> Printed:
            shared = context.environment.globals  # range, lipsum and their like: the sandbox has its own
            facts = {key: value for key, value in context.get_all().items() if key not in shared}
            return Printed(self._printed(name, facts))

        return part

    def _printed(self, name: str, facts: Mapping[str, Any]) -> str:
        def fail(line: int, reason: str) -> OverrideError:
            return OverrideError(f"{path(name)}{f':{line}' if line else ''}: {reason}")

        try:
            found = self._run(name, facts)
        except TemplateSyntaxError as error:
            raise fail(error.lineno, error.message or "it is no template") from error
        except RecursionError as error:
            raise fail(_line(error, name), "it calls itself without end") from error
        except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise fail(_line(error, name), _ADDRESS.sub("it calls what a part may not call", str(error))) from error
        if len(found) > MAX_LENGTH:
            raise fail(0, f"it prints more than {MAX_LENGTH >> 10} KiB")
        strong = _STRONG.search(found)
        if strong is not None:
            raise fail(0, f"it prints <{strong[1].lower()}>, which only the page itself may have")
        left = _OPEN.search(found)
        if left is not None:
            raise fail(0, f"it does not close <{(left[1] or left[2]).lower()}")
        return found

    def _run(self, name: str, facts: Mapping[str, Any]) -> str:
        source = self._sources[name]
        if len(source) > MAX_SOURCE:
            raise ValueError(f"it is longer than {MAX_SOURCE >> 10} KiB")
        original = partial(self._original, name, facts)
        values = {key: value for key, value in facts.items() if not isinstance(value, types.ModuleType)}
        lent: dict[str, Any] = {key: value for key, value in values.items() if callable(value)}
        lent.update(
            plural=text.plural, outside=text.outside, say=say, bdi=text.bdi, promise_state=promise_state,
            ours=original, link=lambda id: _link(facts, str(id)),
        )  # fmt: skip
        for hidden in ("data", "script", "style", "policy"):
            values.pop(hidden, None)
        out: list[str] = []
        size = 0
        for piece in Sandbox(lent).made(source, path(name)).generate({**values, **lent}):
            size += len(piece)
            if size > MAX_LENGTH:
                break
            out.append(piece)
        printed = "".join(out) if size <= MAX_LENGTH else " " * (MAX_LENGTH + 1)
        return str(facts["veil"].html(printed))

    def _original(self, name: str, facts: Mapping[str, Any]) -> Printed:
        return Printed(self._ours.get_template(f"partials/{name}.html.j2").render(facts))


def path(name: str) -> str:
    """Where in a workspace the part of that name stands."""
    return f"report/{name}.html.j2"


def _link(facts: Mapping[str, Any], id: str) -> Markup:
    """An item or gate as a link to where it stands on the page."""
    return Markup('<a href="{}"><bdi>{}</bdi></a>').format(f"#{id}" if "." in id else f"#gate-{id}", facts["title"](id))


def _line(error: BaseException, name: str) -> int:
    """The line of the template at which it went wrong; 0 when it cannot be told."""
    line, at = 0, error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename == path(name):
            line = at.tb_lineno
        at = at.tb_next
    return line
