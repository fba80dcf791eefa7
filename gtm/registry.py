"""Knows how to find the public modules of one package. It must not know what they do."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def names(package: ModuleType) -> list[str]:
    """The names of a package's public modules, sorted, without importing them."""
    return sorted(module.name for module in iter_modules(package.__path__) if not module.name.startswith("_"))


def discover(package: ModuleType) -> dict[str, ModuleType]:
    """Every public module of a package by name, imported."""
    return {name: import_module(f"{package.__name__}.{name}") for name in names(package)}
