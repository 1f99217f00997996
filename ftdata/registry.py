"""Finds what the modules of a room define. Nothing is listed by hand: a new file is found by being there."""

import importlib
import os
from functools import cache
from types import ModuleType
from typing import Any


@cache
def names(package: str) -> tuple[str, ...]:
    """Names of the modules in a package, sorted, without importing them."""
    return tuple(name for folder in importlib.import_module(package).__path__ for name in names_in(folder))


def names_in(folder: str) -> tuple[str, ...]:
    """Names of the modules in a folder, sorted."""
    files = os.listdir(folder)
    return tuple(sorted(file[:-3] for file in files if file.endswith(".py") and not file.startswith("_")))


@cache
def _import_all(package: str) -> tuple[ModuleType, ...]:
    return tuple(module(package, name) for name in names(package))


def module(package: str, name: str) -> Any:
    """Import one module of a package."""
    return importlib.import_module(f"{package}.{name}")


def modules(package: str, *, having: str) -> Any:
    """Import the modules of a package and return those that define ``having``, in the order of their names."""
    return [module for module in _import_all(package) if hasattr(module, having)]
