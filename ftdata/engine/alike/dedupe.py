"""Leaving out rows that repeat others: which, why, and writing what stays."""

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import orjson

from ftdata.engine.alike import choose, near, ties
from ftdata.engine.alike.choose import EXACT, NEARLY, NORMAL, Choice
from ftdata.engine.alike.store import Store, WordFile, every_row, gather, problems_of
from ftdata.engine.alike.wish import NEAR, WAYS, Wish
from ftdata.engine.parallel import engine, remote
from ftdata.engine.rejects import body, joined
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.shelf import refuse_url, shelf_folder
from ftdata.errors import FtdataError, UsageError
from ftdata.types import Location, Problem
from ftdata.writers import AtomicFile, refuse_same, writer_for

CODES = {EXACT: "D001", NORMAL: "D002", NEARLY: "D003"}
_KEYS = {"example": ("identity", "normal"), "prompt": ("prompt",), "answer": ("answer",)}
_TABLE = (0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Order:
    """What is left out, and where the rest goes.

    Attributes:
        output: A file whose suffix a writer has, ``-``, or None to write nothing.
        rejected: A file for what is left out, or None.
        force: Replace files that are there.
        normal: Leave out rows that differ in case, spacing and Unicode's compatibility forms only.
        near: Leave out near duplicates too.
        threshold: The similarity from which on rows are near duplicates.
        by: What is compared: ``example``, ``prompt`` or ``answer``.
        keep: Which row of a group stays: ``first``, ``last`` or ``best``.
        borderline: How many pairs beside the threshold are told.
        table: Say how many rows would go at other thresholds.
    """

    output: str | None = None
    rejected: str | None = None
    force: bool = False
    normal: bool = False
    near: bool = False
    threshold: float = NEAR
    by: str = "example"
    keep: str = "first"
    borderline: int = 0
    table: bool = False

    @property
    def lowest(self) -> float:
        """The similarity down to which pairs are measured."""
        floor = near.floor(self.threshold) if self.borderline else self.threshold
        return min(floor, _TABLE[0]) if self.table else floor


@dataclass(frozen=True, slots=True)
class Copy:
    """A row that goes.

    Attributes:
        code: Why: ``D001``, ``D002`` or ``D003``.
        place: Where it is.
        like: Where the row is that stays.
        similarity: How alike they are, from 0 to 1.
    """

    code: str
    place: Location
    like: Location
    similarity: float


@dataclass(frozen=True, slots=True)
class Borderline:
    """Two rows that are about as alike as the threshold asks for.

    Attributes:
        places: Where they are.
        similarity: How alike they are.
        texts: What they say.
    """

    places: tuple[Location, Location]
    similarity: float
    texts: tuple[bytes, bytes]


@dataclass(slots=True)
class Deduplication:
    """What came of it.

    Attributes:
        rows: Rows found.
        kept: Rows that stay.
        copies: The rows that go, in order.
        codes: Rejected rows by code: copies, and rows that cannot be read.
        problems: The errors of rows that cannot be read.
        borderline: Pairs beside the threshold: both places and how alike they are.
        table: Rows that would stay at other thresholds.
        formats: Formats of the sources.
    """

    rows: int = 0
    kept: int = 0
    copies: list[Copy] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    borderline: list[Borderline] = field(default_factory=list)
    table: dict[float, int] = field(default_factory=dict)
    formats: list[str] = field(default_factory=list)

    @property
    def groups(self) -> dict[Location, list[Copy]]:
        """The rows that go, by the row that stays; a copy may be like a row that itself goes for another one."""
        ties = {copy.place: copy.like for copy in self.copies}
        found: dict[Location, list[Copy]] = {}
        for copy in self.copies:
            stays = copy.like
            while stays in ties:
                stays = ties[stays]
            found.setdefault(stays, []).append(copy)
        return found


def dedupe(
    sources: Sequence[object], settings: Settings, order: Order, progress: Progress = no_progress
) -> Deduplication:
    """Find rows that repeat others, and write the rest; files appear whole, or not at all.

    Raises:
        UsageError: An option is unknown, a format cannot be told, or a file exists and ``force`` is False.
        UnreadableError: A source cannot be read to its end.
        FtdataError: Something cannot be written.
    """
    _check(order)
    names = [name for name in (order.rejected, order.output) if name]
    refuse_url(*names)
    refuse_same(names)
    with ExitStack() as stack:
        stack.enter_context(engine(settings))
        files = {name: stack.enter_context(AtomicFile(name, force=order.force, inputs=sources)) for name in names}
        folder = stack.enter_context(shelf_folder(_place(order, settings)))
        store = gather(sources, settings, _wish(order), folder, progress)
        result = _account(store)
        choice = _choose(store, order, settings, result)
        result.copies = _copies(store, choice)
        result.codes.update(copy.code for copy in result.copies)
        result.kept = store.rows - len(result.copies)
        if names:
            _write(store, choice, result, {name: file.stream for name, file in files.items()}, order)
        for file in files.values():
            file.settle()
    return result


def _check(order: Order) -> None:
    if order.by not in WAYS:
        raise UsageError(f"rows are compared by {', '.join(WAYS)}, not by {order.by!r:.60}")
    if order.keep not in choose.KEEP:
        raise UsageError(f"of a group the {', '.join(choose.KEEP)} row can be kept, not {order.keep!r:.60}")
    if not 0.5 <= order.threshold <= 1:
        raise UsageError(f"--threshold is a similarity from 0.5 to 1, not {order.threshold}")


def _wish(order: Order) -> Wish:
    looks_near = order.near
    keys = _KEYS[order.by] if order.normal or order.by != "example" else ("identity",)
    return Wish(
        keys, order.by, near.width(order.lowest) if looks_near else 0, rows=bool(order.output or order.borderline)
    )


def _place(order: Order, settings: Settings) -> Path | None:
    """A directory for what is left of rows: beside the output, on the same disk, and seen by a cluster."""
    if order.output in (None, "-"):
        return Path.cwd() if remote(settings) else None
    return Path(order.output or "").parent


def _account(store: Store) -> Deduplication:
    result = Deduplication(rows=sum(unit.done.rows for unit in store.units))
    result.formats = list(dict.fromkeys(intake.summary.format or "unknown" for intake in store.intakes))
    for unit in store.units:
        result.codes.update(unit.done.codes)
    result.problems = problems_of(store)
    return result


def _choose(store: Store, order: Order, settings: Settings, result: Deduplication) -> Choice:
    """Choose the rows that go: first copies, then what is left of each is measured against the others."""
    sizes = store.array("sizes")
    exact = choose.nobody()
    names = _wish(order).keys
    if "identity" in names:
        exact = choose.choose_equal(ties.equal_rows(store, "identity", settings), EXACT, order.keep, sizes)
    if names == ("identity",):
        return _choose_near(store, order, settings, result, exact)
    equal = choose.choose_equal(ties.equal_rows(store, names[-1], settings), NORMAL, order.keep, sizes)
    told = np.isin(equal.rows, exact.rows)
    equal.levels[told] = EXACT
    every = choose.joined([equal, choose.without(exact, equal.rows)])
    return _choose_near(store, order, settings, result, every)


def _choose_near(store: Store, order: Order, settings: Settings, result: Deduplication, every: Choice) -> Choice:
    """Add the rows that go because they are nearly like others."""
    if not order.near:
        return every
    sizes, source = store.array("sizes"), WordFile(store.folder)
    found = near.near_rows(store, every.rows, order.lowest, settings)
    nearly = choose.choose_near(found, order.keep, sizes, order.threshold, source)
    _tell_borderline(store, found, order, result)
    for threshold in _TABLE if order.table else ():
        gone = choose.choose_near(found.above(threshold), order.keep, sizes, threshold, source)
        result.table[threshold] = store.rows - len(every.rows) - len(gone.rows)
    return choose.joined([every, nearly])


def _tell_borderline(store: Store, found: near.Near, order: Order, result: Deduplication) -> None:
    """Note the pairs whose similarity is nearest to the threshold."""
    if not order.borderline:
        return
    nearest = np.argsort(np.abs(found.alike - order.threshold), kind="stable")[: order.borderline]
    nearest = nearest[np.argsort(-found.alike[nearest], kind="stable")]
    for at in nearest:
        rows = int(found.pairs.first[at]), int(found.pairs.second[at])
        first, second = store.locations(rows)
        texts = (store.text(rows[0]), store.text(rows[1]))
        result.borderline.append(Borderline((first, second), float(found.alike[at]), texts))


def _copies(store: Store, choice: Choice) -> list[Copy]:
    places, likes = store.locations(choice.rows.tolist()), store.locations(choice.causes.tolist())
    return [
        Copy(CODES[level], place, like, alike)
        for level, place, like, alike in zip(choice.levels.tolist(), places, likes, choice.alike.tolist(), strict=True)
    ]


def _write(store: Store, choice: Choice, result: Deduplication, streams: dict[str, BinaryIO], order: Order) -> None:
    """Write every row to where it belongs, in order."""
    if not order.output:
        return
    writer = writer_for(order.output).begin(streams[order.output])
    refused = streams[order.rejected].write if order.rejected else _forget
    copies = dict(zip(choice.rows.tolist(), result.copies, strict=True))
    written = 0
    for _, row, text, reject in every_row(store):
        if reject is not None:
            refused(reject)
        elif row in copies:
            refused(_reject(copies[row], text))
        else:
            writer.add(text)
            written += 1
    writer.end()
    if written != result.kept or result.rows != result.kept + sum(result.codes.values()):
        raise FtdataError("the rows do not add up; nothing was written. This is a bug, please report it")


def _forget(_: bytes) -> None:
    """Where nobody asked for what is left out."""


def _reject(copy: Copy, text: bytes) -> bytes:
    """Write the line of a copy in a rejects file: what any has, and ``like``, the row that stays."""
    like: dict[str, Any] = {
        "file": copy.like.file.encode("utf-8", "backslashreplace").decode(),
        "line": copy.like.line,
        "example": copy.like.example,
        "similarity": round(copy.similarity, 4),
    }
    said = body((copy.code,), text)
    said = said[:-1] + b',"like":' + orjson.dumps(like) + b"}"
    return joined(copy.place.file, copy.place.line, copy.place.example, said) + b"\n"
