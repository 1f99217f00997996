"""What is kept beside Python's bytecode because it takes long to make, and made anew when its sources have changed."""

import importlib
import json
import marshal
import os
import sys
from collections.abc import Callable, Iterable
from importlib.util import MAGIC_NUMBER, module_from_spec, spec_from_file_location
from types import CodeType, ModuleType
from typing import Any

_State = tuple[int, int]

_codes: dict[str, dict[str, tuple[_State, bytes]]] = {}
"""Bytecode of the modules of a folder, by folder and name."""


def remembered(folder: str, name: str, files: Iterable[str], make: Callable[[], Any]) -> Any:
    """What is made of some files.

    Reading a hundred and fifty files, or TOML, takes as long as judging hundreds of rows.

    Args:
        folder: Where the files are.
        name: A word for what is made.
        files: Their names; a file counts as changed when its size or time did.
        make: Makes it: a JSON value.
    """
    place = _place(folder, f"{name}.{sys.implementation.cache_tag}.json")
    states = [[file, *state] for file in files if (state := _state(os.path.join(folder, file)))]
    try:
        with open(place, encoding="utf-8") as stream:
            known, value = json.load(stream)
        if known == states:
            return value
    except (OSError, ValueError, TypeError):
        pass
    value = make()
    _keep(place, json.dumps([states, value]).encode())
    return value


def kept(folder: str, name: str, make: Callable[[], bytes], *, most: int = 64) -> bytes:
    """Bytes whose name tells all that they are made of.

    Args:
        folder: Where the bytecode is.
        name: Name of the file.
        make: Makes them.
        most: Files with the same beginning of a name, up to a hyphen, that are kept: the oldest go first.
    """
    place = _place(folder, name)
    try:
        with open(place, "rb") as stream:
            return stream.read()
    except OSError:
        pass
    value = make()
    if not sys.dont_write_bytecode:
        _make_room(os.path.dirname(place), name.partition("-")[0] + "-", most)
    _keep(place, value)
    return value


def load(name: str, file: str, every: Callable[[], dict[str, str]]) -> ModuleType:
    """Import a module out of a file that holds the bytecode of all modules like it.

    Python takes three times as long to find a small module as to run it.

    Args:
        name: Its dotted name.
        file: Where it is.
        every: Gives the names of all modules like it, and where they are; the folder that they share holds the file.
    """
    if name in sys.modules:
        return sys.modules[name]
    code = _code(name, file, every)
    spec = spec_from_file_location(name, file) if code else None
    if code is None or spec is None:
        return importlib.import_module(name)
    module = module_from_spec(spec)
    exec(code, module.__dict__)  # noqa: S102
    return sys.modules.setdefault(name, module)


def _code(name: str, file: str, every: Callable[[], dict[str, str]]) -> CodeType | None:
    """The code of a module; None where it is not kept, or no longer up to date and nothing may be written."""
    state = _state(file)
    room = os.path.dirname(os.path.dirname(file))
    if room not in _codes:
        _codes[room] = _read_codes(room)
    known, code = _codes[room].get(name, (None, b""))
    if state is None or (known != state and sys.dont_write_bytecode):
        return None
    if known != state:
        _codes[room] = _compile_all(room, every())
        known, code = _codes[room].get(name, (None, b""))
    made: CodeType | None = marshal.loads(code) if known == state else None  # noqa: S302  # its own file, as bytecode is
    return made


def _codes_in(room: str) -> str:
    optimized = f".opt-{sys.flags.optimize}" if sys.flags.optimize else ""
    return _place(room, f"modules.{sys.implementation.cache_tag}{optimized}.bin")


def _read_codes(room: str) -> dict[str, tuple[_State, bytes]]:
    try:
        with open(_codes_in(room), "rb") as stream:
            magic, where, codes = marshal.load(stream)  # noqa: S302
    except (OSError, ValueError, TypeError, EOFError):
        return {}
    return codes if (magic, where) == (MAGIC_NUMBER, room) else {}


def _compile_all(room: str, modules: dict[str, str]) -> dict[str, tuple[_State, bytes]]:
    """Gather the bytecode of modules, which Python may have made already, and keep it."""
    codes = {}
    for name, file in modules.items():
        state, spec = _state(file), spec_from_file_location(name, file)
        code = spec.loader.get_code(name) if spec and spec.loader and hasattr(spec.loader, "get_code") else None
        if state and code:
            codes[name] = (state, marshal.dumps(code))
    _keep(_codes_in(room), marshal.dumps((MAGIC_NUMBER, room, codes)))
    return codes


def _state(file: str) -> _State | None:
    try:
        status = os.stat(file)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _place(folder: str, name: str) -> str:
    return os.path.join(folder, "__pycache__", name)


def _make_room(room: str, beginning: str, most: int) -> None:
    """Remove the oldest files of a kind that are one too many."""
    try:
        files = [entry for entry in os.scandir(room) if entry.name.startswith(beginning)]
        for entry in sorted(files, key=lambda entry: entry.stat().st_mtime)[: max(len(files) - most + 1, 0)]:
            os.unlink(entry)
    except OSError:
        return


def _keep(place: str, content: bytes) -> None:
    """Write it whole or not at all; where nothing may be written, it is made again the next time."""
    if sys.dont_write_bytecode:
        return
    part = f"{place}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(part, "wb") as stream:
            stream.write(content)
        os.replace(part, place)
    except OSError:
        return
