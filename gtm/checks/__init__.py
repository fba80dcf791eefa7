"""One file, one rule: the module's docstring explains it, `rule` names it, `check(study)` finds it.

Modules that set `proves = True` take `check(launch, graph)` instead, judge no proof themselves, and
may therefore be named as proof: `evidence: [{check: SLUG}]`. Those that watch for pitfalls of customer success
name them: `pitfalls = ("P9",)`. Adding a check is adding a file; one that only launches with an audience need
stands in the folder `audience`.
"""

from collections.abc import Container, Iterator
from functools import cache
from importlib import import_module
from types import ModuleType

from gtm import registry
from gtm.analysis.pitfalls import PITFALLS as _TITLES
from gtm.analysis.snapshot import Study
from gtm.diagnostics import Diagnostic, Rule
from gtm.graph import LaunchGraph
from gtm.model.launch import Launch


@cache
def modules() -> dict[str, ModuleType]:
    """Every check by its slug. Fails loudly when a module has no rule."""
    return {**_of_all(), **_of_audience()}


@cache
def _of_all() -> dict[str, ModuleType]:
    """The checks that every launch needs."""
    return _checks(__name__, apart=("audience",))


@cache
def _of_audience() -> dict[str, ModuleType]:
    """The checks that only a launch with an audience needs."""
    return _checks(f"{__name__}.audience")


def _checks(package: str, apart: Container[str] = ()) -> dict[str, ModuleType]:
    found = {}
    for name in registry.names(import_module(package)):
        if name not in apart:
            module = import_module(f"{package}.{name}")
            if not isinstance(getattr(module, "rule", None), Rule) or not module.__doc__:
                raise TypeError(f"{package}.{name} needs a docstring and a rule")
            found[module.rule.slug] = module
    return found


@cache
def rules() -> dict[str, Rule]:
    """Every rule of gtm by its slug, in the order of codes."""
    from gtm import syntax
    from gtm.analysis import doubts
    from gtm.link import rules as linking
    from gtm.schema import documents, faults

    found = [module.rule for module in modules().values()]
    for module in (syntax, documents, faults, linking, doubts):
        found.extend(value for value in vars(module).values() if isinstance(value, Rule))
    return {rule.slug: rule for rule in sorted(found, key=lambda rule: rule.code)}


@cache
def proving_slugs() -> frozenset[str]:
    """The slugs of checks that may be named as proof."""
    return frozenset(slug for slug, module in _of_all().items() if getattr(module, "proves", False))


@cache
def pitfalls() -> dict[str, tuple[str, ...]]:
    """The pitfalls each check watches for, by its slug, in the order of codes."""
    found = {slug: tuple(getattr(modules().get(slug), "pitfalls", ())) for slug in rules()}
    return {slug: kinds for slug, kinds in found.items() if kinds}


def pitfall(word: str) -> str | None:
    """The pitfall a word names: P9, p9; None when it names none."""
    plain = word.strip().upper()
    return plain if plain in _TITLES else None


def explanation(rule: Rule) -> str:
    """What a rule finds and what to do then: the docstring of its check, or its own words."""
    module = modules().get(rule.slug)
    return str(module.__doc__ if module is not None else rule.about).strip()


def proving(launch: Launch, graph: LaunchGraph) -> tuple[list[Diagnostic], frozenset[str]]:
    """Run the checks that need no readiness; also the slugs of those that found nothing."""
    found: list[Diagnostic] = []
    clean: set[str] = set()
    for slug, module in _of_all().items():
        if getattr(module, "proves", False):
            here = list(module.check(launch, graph))
            found.extend(here)
            if not here:
                clean.add(slug)
    return found, frozenset(clean)


def judging(study: Study) -> Iterator[Diagnostic]:
    """Run the checks that look at readiness, dates and gates."""
    wanted = _of_all() if study.launch.audience is None else modules()
    for module in wanted.values():
        if not getattr(module, "proves", False):
            yield from module.check(study)
