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
        _keep(place, json.dumps([states, value]).encode())
    return value


def kept(folder: str, name: str, make: Callable[[], bytes], *, most: int = 64) -> bytes:
    """Bytes that took long to make, kept beside Python's bytecode.

    Args:
        folder: Where the bytecode is.
        name: Name of the file, which tells all that the bytes are made of.
        make: Makes them.
        most: Files with the same beginning of a name, up to a hyphen, that are kept: the oldest go first.
    """
    room = os.path.join(folder, "__pycache__")
    try:
        with open(os.path.join(room, name), "rb") as stream:
            return stream.read()
    except OSError:
        pass
    value = make()
    if not sys.dont_write_bytecode:
        _make_room(room, name.partition("-")[0] + "-", most)
        _keep(os.path.join(room, name), value)
    return value


def _make_room(room: str, beginning: str, most: int) -> None:
    """Remove the oldest files of a kind that are one too many."""
    try:
        files = [entry for entry in os.scandir(room) if entry.name.startswith(beginning)]
        for entry in sorted(files, key=lambda entry: entry.stat().st_mtime)[: max(len(files) - most + 1, 0)]:
            os.unlink(entry)
    except OSError:
        return


def _state(folder: str, file: str) -> os.stat_result | None:
    try:
        return os.stat(os.path.join(folder, file))
    except OSError:
        return None


def _keep(place: str, content: bytes) -> None:
    """Write it whole or not at all; where nothing may be written, it is made again the next time."""
    part = f"{place}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(part, "wb") as stream:
            stream.write(content)
        os.replace(part, place)
    except OSError:
        return
