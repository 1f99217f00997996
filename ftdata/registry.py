"""Finds what the modules of a room define. Nothing is listed by hand: a new file is found by being there."""

import importlib
import json
import os
import sys
from collections.abc import Callable, Iterable
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


def remembered(folder: str, name: str, files: Iterable[str], make: Callable[[], Any]) -> Any:
    """What is made of some files, kept beside Python's bytecode and made anew when one of them has changed.

    Reading a hundred and fifty files, or TOML, takes as long as judging hundreds of rows.

    Args:
        folder: Where the files are.
        name: A word for what is made.
        files: Their names; a file counts as changed when its size or time did.
        make: Makes it: a JSON value.
    """
    place = os.path.join(folder, "__pycache__", f"{name}.{sys.implementation.cache_tag}.json")
    states = [[file, status.st_size, status.st_mtime_ns] for file in files if (status := _state(folder, file))]
    try:
        with open(place, encoding="utf-8") as stream:
            kept, value = json.load(stream)
        if kept == states:
            return value
    except (OSError, ValueError, TypeError):
        pass
    value = make()
    if not sys.dont_write_bytecode:
        _keep(place, json.dumps([states, value]))
    return value


def _state(folder: str, file: str) -> os.stat_result | None:
    try:
        return os.stat(os.path.join(folder, file))
    except OSError:
        return None


def _keep(place: str, text: str) -> None:
    """Write it whole or not at all; where nothing may be written, it is made again the next time."""
    part = f"{place}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(part, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.replace(part, place)
    except OSError:
        return
