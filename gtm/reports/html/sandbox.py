"""Knows what a template that an organisation wrote may do, and counts it: loops, lengths, numbers.

No files, no modules, no classes, no filter that lets markup through. It must not know the page.
"""

import time
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import wraps
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateSyntaxError, Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.nodes import EvalContext
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from gtm.reports.html import text

_SECONDS = 10  # a part may take; only loops and calls ask
MAX_ROUNDS = 200_000  # of all loops of one part, with all it calls and filters
MAX_LENGTH = 1 << 20  # of one text or list that it makes, and of all it prints
_MAX_LETTERS = 16 << 20  # of all texts that filters make for a list
_MAX_BITS = 1 << 12  # of a number it makes
_FILTERS = (
    "abs", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first", "float", "groupby", "int",
    "items", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "select",
    "selectattr", "sort", "string", "title", "trim", "truncate", "unique", "upper", "wordcount",
)  # fmt: skip
_TEXTUAL = ("capitalize", "e", "escape", "float", "int", "lower", "string", "title", "trim", "truncate", "upper",
            "wordcount")  # fmt: skip
_LAZY = ("map", "reject", "rejectattr", "select", "selectattr")
_FAR: tuple[type[nodes.Node], ...] = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
_UNSAFE: tuple[type[nodes.Node], ...] = (nodes.EvalContextModifier, nodes.ScopedEvalContextModifier)
_GROWING = frozenset({"center", "encode", "expandtabs", "format", "format_map", "join", "ljust", "replace", "rjust",
                      "strftime", "translate", "zfill"})  # fmt: skip
_PLAIN = (str, dict, list, tuple, set, frozenset, date)
_OURS = ("gtm.analysis.", "gtm.model.", "gtm.reports.html.")


class Sandbox(ImmutableSandboxedEnvironment):
    """Compiles parts so that they can be run; `rounds` counts their loops."""

    intercepted_binops = frozenset(["+", "*", "%", "**"])

    def __init__(self, lent: Mapping[str, Callable[..., Any]]) -> None:
        super().__init__(
            autoescape=True, undefined=StrictUndefined, finalize=_shown, keep_trailing_newline=True,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self.rounds, self._letters, self._end = 0, 0, time.monotonic() + _SECONDS
        filters = {name: self.filters[name] for name in _FILTERS}
        filters |= {name: _of_text(self.filters[name]) for name in _TEXTUAL}
        filters |= {name: self._of_each(self.filters[name]) for name in _LAZY}
        own = {"counted": self._counted, "short": _short, "printable": _printable, "single": _single}
        self.filters = {**filters, "join": _joined, "replace": _replaced, **own}
        self.globals = {"range": self.globals["range"], "namespace": Namespace, **lent}
        self._lent = frozenset(map(id, (self.globals["range"], *lent.values())))

    def made(self, source: str, filename: str) -> Template:
        """A template ready to run. Raises TemplateSyntaxError, with its line, for what it may not use."""
        tree = self.parse(source, filename=filename)
        for node in list(tree.find_all((nodes.Node,))):
            fault = self._fault(node)
            if fault:
                raise TemplateSyntaxError(fault, node.lineno, filename=filename)
            if isinstance(node, nodes.For):
                node.iter = _through(node.iter, "counted")
            if isinstance(node, nodes.Concat):
                node.nodes = [_through(one, "printable") for one in node.nodes]
            if isinstance(node, nodes.List | nodes.Tuple) and getattr(node, "ctx", "load") == "load":
                node.items = [_alone(one) for one in node.items]
            if isinstance(node, nodes.Pair):
                node.key, node.value = _alone(node.key), _alone(node.value)
            for name, value in list(node.iter_fields()):
                if isinstance(value, nodes.Concat):
                    setattr(node, name, _through(value, "short"))
                elif isinstance(value, list):
                    value[:] = [_through(one, "short") if isinstance(one, nodes.Concat) else one for one in value]
        code = self.compile(tree, filename=filename)
        return Template.from_code(self, code, self.make_globals(None))

    def _fault(self, node: nodes.Node) -> str:
        if isinstance(node, _FAR):
            return "a part stands alone: it can include and extend nothing; {{ ours() }} prints what it replaces"
        if isinstance(node, _UNSAFE):
            return "escaping cannot be turned off"
        if isinstance(node, nodes.Filter | nodes.FilterBlock):
            name = node.name if isinstance(node, nodes.Filter) else node.filter.name
            if name not in self.filters or name in {"counted", "short", "printable", "single"}:
                return f"there is no filter `{name}` here"
        if isinstance(node, nodes.Name) and node.name in {"varargs", "kwargs"}:
            return "a macro names what it is given"
        return ""

    def _counted(self, values: Iterable[Any]) -> Iterator[Any]:
        for value in values:
            self._count()
            yield value

    def _count(self) -> None:
        self.rounds += 1
        if self.rounds > MAX_ROUNDS:
            raise SecurityError(f"its loops go round more than {MAX_ROUNDS} times")
        if time.monotonic() > self._end:
            raise SecurityError(f"it takes more than {_SECONDS} seconds")

    def _of_each(self, change: Callable[..., Any]) -> Callable[..., Any]:
        """A filter of many values, each of which counts as a round, and so do the letters it makes of them."""

        @wraps(change)
        def counted(context: Any, values: Iterable[Any], *arguments: Any, **options: Any) -> Iterator[Any]:
            for value in change(context, self._counted(values), *arguments, **options):
                self._letters += len(value) if isinstance(value, str) else 0
                if self._letters > _MAX_LETTERS:
                    raise SecurityError("it makes a text or list that is too long")
                yield value

        return counted

    def call(self, context: Any, obj: Any, /, *arguments: Any, **options: Any) -> Any:
        """Macros that call themselves twice are loops as well."""
        self._count()
        return super().call(context, obj, *arguments, **options)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        odd = types.ModuleType | type
        if isinstance(obj, odd) or isinstance(value, odd) or (isinstance(obj, _PLAIN) and attr in _GROWING):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:
        """What we lend, methods of plain values, and of what analysis found; nothing else."""
        if id(obj) in self._lent or obj is Namespace or isinstance(obj, Macro | LoopContext):
            return True
        home = getattr(obj, "__self__", None)
        if isinstance(obj, types.BuiltinMethodType):
            return isinstance(home, _PLAIN)
        known = str(getattr(obj, "__module__", "")).startswith(_OURS)
        return isinstance(obj, types.FunctionType | types.MethodType) and (known or id(obj) in self._lent)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or (operator == "%" and not isinstance(left, int | float)):
            raise SecurityError(f"there is no `{operator}` here")
        if operator == "*" and not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise SecurityError("only numbers can be multiplied")
        if isinstance(left, list | tuple) or isinstance(right, list | tuple):
            raise SecurityError("lists cannot be added")
        return _short(super().call_binop(context, operator, left, right))


def _through(value: nodes.Node, name: str) -> nodes.Filter:
    return nodes.Filter(value, name, [], [], None, None, lineno=value.lineno)


def _alone(value: nodes.Expr) -> nodes.Expr:
    """A part of a list: as it is when written out, else no list by a name.

    Thirty lists, each holding the one before twice, would take years to compare.
    """
    written = isinstance(value, nodes.Const | nodes.List | nodes.Tuple | nodes.Dict | nodes.TemplateData)
    return value if written else _through(value, "single")


def _single(value: Any) -> Any:
    if type(value) in {list, tuple, dict, set}:
        raise SecurityError("a list can hold another list only when that is written out in it")
    return value


def _short(value: Any) -> Any:
    """The value itself, unless it has grown too large."""
    if isinstance(value, str | list | tuple) and len(value) > MAX_LENGTH:
        raise SecurityError("it makes a text or list that is too long")
    if isinstance(value, int) and value.bit_length() > _MAX_BITS:
        raise SecurityError("it makes a number that is too large")
    return value


def _printable(value: Any) -> Any:
    """The value itself where it is a word, a number, a day or finished markup: the text of all else has no bounds."""
    if value is None or isinstance(value, str | int | float | date | Undefined) or hasattr(value, "__html__"):
        return value
    raise SecurityError(f"a {type(value).__name__} cannot be printed; print what is in it")


def _shown(value: Any) -> Any:
    return text.harmless(_printable(value))


def _of_text(change: Callable[..., Any]) -> Callable[..., Any]:
    """A filter of words, for words only; those that want the environment get it as before."""

    @wraps(change)
    def checked(*arguments: Any, **options: Any) -> Any:
        for one in arguments[:2]:
            if not isinstance(one, Environment | EvalContext):
                _printable(one)
        return change(*arguments, **options)

    return checked


def _joined(values: Iterable[Any], between: str = "", attribute: str | None = None) -> str:
    """The words with something between them."""
    out: list[str] = []
    size = 0
    for value in values:
        word = str(_printable(getattr(value, attribute) if attribute and not attribute.startswith("_") else value))
        size += len(word) + len(between)
        if size > MAX_LENGTH:
            raise SecurityError("it makes a text that is too long")
        out.append(word)
    return str(between).join(out)


def _replaced(value: Any, old: str, new: str) -> str:
    whole = str(_printable(value))
    if len(whole) * (len(str(new)) + 1) > MAX_LENGTH:
        raise SecurityError("it makes a text that is too long")
    return whole.replace(str(old), str(new))
