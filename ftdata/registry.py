"""Finds what the modules of a room define. Nothing is listed by hand: a new file is found by being there."""

import importlib
import pkgutil
from functools import cache
from types import ModuleType
from typing import Any


@cache
def names(package: str) -> tuple[str, ...]:
    """Names of the modules in a package, sorted, without importing them."""
    path = importlib.import_module(package).__path__
    return tuple(sorted(module.name for module in pkgutil.iter_modules(path) if not module.name.startswith("_")))


@cache
def _import_all(package: str) -> tuple[ModuleType, ...]:
    return tuple(importlib.import_module(f"{package}.{name}") for name in names(package))


def modules(package: str, *, having: str) -> Any:
    """Import the modules of a package and return those that define ``having``, in the order of their names."""
    return [module for module in _import_all(package) if hasattr(module, having)]
