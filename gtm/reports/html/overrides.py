"""Knows how parts of the page that an organisation wrote itself are run: they are code from a pull request.

They run in a sandbox: every value is escaped, there are no files, no modules, no classes, no filter that
lets markup through, and what they may do is counted. It must not know what a part shows.
"""

import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import re

from jinja2 import Environment, StrictUndefined, TemplateError, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError
from markupsafe import Markup

from gtm.dates import say
from gtm.reports.html import text

MAX_SOURCE = 64 << 10  # characters of one template
MAX_OUTPUT = 1 << 20  # characters that one part may print
MAX_ROUNDS = 200_000  # of all loops of one part
_FILTERS = (
    "abs batch capitalize count d default dictsort e escape first float groupby int items join last length list lower"
    " map max min reject rejectattr replace reverse round select selectattr slice sort string sum title trim truncate"
    " unique upper wordcount"
).split()
_STRONG = re.compile(r"<\s*/?\s*(base|embed|frame|iframe|link|meta|object|script|style|template)\b", re.IGNORECASE)
_GROWING = frozenset({"center", "expandtabs", "format", "format_map", "ljust", "rjust", "zfill"})
_MODULES = ("gtm.", "jinja2.runtime", "markupsafe")


@dataclass
class OverrideError(Exception):
    """A part that cannot be used: which, at what line, and why."""

    name: str
    line: int
    reason: str

    def __str__(self) -> str:
        where = f":{self.line}" if self.line else ""
        return f"report/{self.name}.html.j2{where}: {self.reason}"


class Overrides:
    """The parts of one workspace, ready to run."""

    def __init__(self, sources: Mapping[str, str], ours: Environment) -> None:
        self._sources, self._ours = sources, ours
        self._sandbox = _Sandbox()
        self._running: list[str] = []

    @property
    def part(self) -> Any:
        """What a template of ours calls for a part that is theirs."""

        @pass_context
        def part(context: Context, name: str) -> Markup:
            return self._render(name, context.get_all())

        return part

    def _render(self, name: str, facts: Mapping[str, Any]) -> Markup:
        def ours() -> Markup:
            return Markup(self._ours.get_template(f"partials/{name}.html.j2").render(facts))  # noqa: S704

        self._sandbox.rounds = 0
        try:
            found = self._sandbox.made(name, self._sources[name]).render(_lent(facts), ours=ours)
        except TemplateError as error:
            raise OverrideError(name, _line(error), error.message or type(error).__name__) from error
        except RecursionError as error:
            raise OverrideError(name, _line(error), "it calls itself without end") from error
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise OverrideError(name, _line(error), str(error)) from error
        if len(found) > MAX_OUTPUT:
            raise OverrideError(name, 0, f"it prints more than {MAX_OUTPUT >> 10} KiB")
        strong = _STRONG.search(found)
        if strong is not None:
            raise OverrideError(name, 0, f"it prints a <{strong[1].lower()}>, which only the page itself may have")
        return Markup(found)  # noqa: S704
