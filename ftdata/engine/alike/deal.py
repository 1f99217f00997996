"""Writing rows to the parts that they were divided into."""

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
import orjson

from ftdata.engine.alike.parting import ASIDE, Parted, Plan, part
from ftdata.engine.alike.store import Store, every_row, gather, problems_of
from ftdata.engine.parallel import engine
from ftdata.engine.rejects import body, joined
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.shelf import refuse_url, shelf_folder
from ftdata.errors import FtdataError, UsageError
from ftdata.types import Problem
from ftdata.writers import AtomicFile, refuse_same

REJECTED = "rejected.jsonl"
STRADDLES = "D005"
"""Code of a row that is set aside since rows of two parts are like it."""


@dataclass(slots=True)
class Dealt:
    """What was written.

    Attributes:
        rows: Rows found.
        written: Rows by part.
        groups: How many groups there are.
        largest: Rows of the largest group.
        codes: Rejected rows by code.
        problems: The errors of rows that cannot be read.
        strata: Rows of each part by what they are balanced by.
    """

    rows: int = 0
    written: dict[str, int] = field(default_factory=dict)
    groups: int = 0
    largest: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    strata: dict[str, list[int]] = field(default_factory=dict)


def deal(
    sources: Sequence[object],
    settings: Settings,
    plan: Plan,
    output: str,
    *,
    force: bool = False,
    progress: Progress = no_progress,
) -> Dealt:
    """Divide rows and write every part to a file of its name; all files appear, or none.

    Args:
        sources: Paths, ``-``, or rows in memory.
        settings: What the rows look like, and where the work is done.
        plan: How they are divided.
        output: A directory, made when it is not there.
        force: Replace files that are there.
        progress: Told how many bytes (rows in memory: rows) were finished.

    Raises:
        UsageError: The plan cannot be carried out, a format cannot be told, or a file exists and ``force`` is False.
        UnreadableError: A source cannot be read to its end.
        FtdataError: Something cannot be written.
    """
    plan.check()
    refuse_url(output)
    folder = Path(output)
    made = not folder.exists()
    _make(folder)
    names = {name: str(folder / f"{name}.jsonl") for name in plan.parts} | {"": str(folder / REJECTED)}
    refuse_same(names.values())
    try:
        with ExitStack() as stack:
            stack.enter_context(engine(settings))
            files = {
                name: stack.enter_context(AtomicFile(path, force=force, inputs=sources)) for name, path in names.items()
            }
            store = gather(sources, settings, plan.wish(rows=True), stack.enter_context(shelf_folder(folder)), progress)
            parted = part(store, plan, settings)
            dealt = _account(store, parted, plan)
            _write(store, parted, plan, {name: file.stream for name, file in files.items()}, dealt)
            for file in files.values():
                file.settle()
    except BaseException:
        if made and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
        raise
    return dealt


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise UsageError(f"{folder}: is not a directory") from None
    except OSError as error:
        raise FtdataError(f"{folder}: cannot be made: {error.strerror}") from error


def _account(store: Store, parted: Parted, plan: Plan) -> Dealt:
    dealt = Dealt(sum(unit.done.rows for unit in store.units), dict.fromkeys(plan.parts, 0))
    _, sizes = np.unique(parted.group[parted.part != ASIDE], return_counts=True)
    dealt.groups, dealt.largest = len(sizes), int(sizes.max(initial=0))
    dealt.strata = parted.strata
    for unit in store.units:
        dealt.codes.update(unit.done.codes)
    dealt.problems = problems_of(store)
    if parted.aside:
        dealt.codes[STRADDLES] = len(parted.aside)
    return dealt


def _write(store: Store, parted: Parted, plan: Plan, streams: dict[str, BinaryIO], dealt: Dealt) -> None:
    names = [*plan.parts]
    writes = [streams[name].write for name in names]
    counts = [0] * len(names)
    parts = parted.part.tolist()
    for _, row, text, reject in every_row(store):
        if reject is not None:
            streams[""].write(reject)
        elif parts[row] == ASIDE:
            streams[""].write(_set_aside(store, row, parted.aside[row], text))
        else:
            writes[parts[row]](text + b"\n")
            counts[parts[row]] += 1
    dealt.written = dict(zip(names, counts, strict=True))
    if sum(counts) + sum(dealt.codes.values()) != dealt.rows:
        raise FtdataError("the rows do not add up; nothing was written. This is a bug, please report it")


def _set_aside(store: Store, row: int, ties: tuple[int, int], text: bytes) -> bytes:
    """Write the line of a row that would tie rows of two parts together."""
    place, *likes = store.locations([row, *ties])
    told = [{"file": like.file, "line": like.line, "example": like.example} for like in likes]
    said = body((STRADDLES,), text)[:-1] + b',"like":' + orjson.dumps(told) + b"}"
    return joined(place.file, place.line, place.example, said) + b"\n"
