"""What every conversion does, found out by running it on the rows of the formats' own pages."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ftdata import formats
from ftdata.engine.adapt import Adapter
from ftdata.engine.sidecar import converted
from ftdata.engine.spread import spread
from ftdata.jsontext import dumps
from ftdata.types import FileSummary, Json, Loss, Record

_ROW = re.compile(r"^```json row\n(.*?)\n```$", re.MULTILINE | re.DOTALL)

LOSSLESS, SPELLING, LOSSY, SOME, NONE = "=", "s", "~", "(~)", "-"
MEANINGS = {
    LOSSLESS: "nothing is lost, and converting back gives the original row",
    SPELLING: "nothing is lost; the original spelling, such as names of columns, needs a sidecar",
    LOSSY: "something cannot go along, see below; a sidecar keeps it",
    SOME: "some rows can be converted, others cannot, see below",
    NONE: "not possible, see below",
}


class Cell(NamedTuple):
    """What one conversion does.

    Attributes:
        mark: One of MEANINGS.
        losses: What could not go along.
        refusals: Why rows cannot be converted.
    """

    mark: str
    losses: tuple[Loss, ...] = ()
    refusals: tuple[str, ...] = ()


def example_rows(name: str) -> list[dict[str, Json]]:
    """The rows on the page of a format."""
    return [json.loads(text) for text in _ROW.findall(formats.get(name).__doc__ or "")]


@cache
def matrix() -> dict[tuple[str, str], Cell]:
    """What becomes of the rows of each format in each other one that is written, by (source, goal)."""
    goals = [name for name in formats.names() if formats.writes(name)]
    return {(source, goal): _cell(source, goal) for source in formats.names() for goal in goals if source != goal}


def _cell(source: str, goal: str) -> Cell:
    there, back = Adapter(source, goal, {}), Adapter(goal, source, {}) if formats.writes(source) else None
    losses: dict[Loss, None] = {}
    refusals: dict[str, None] = {}
    exact, written = True, 0
    for record in _records(source, goal):
        made = there.adapt(record)
        if made.row is None:
            refusals[made.defect.detail.partition(": ")[2] if made.defect else ""] = None
            continue
        written += 1
        losses |= dict.fromkeys(made.losses)
        again = converted(back, made.row) if back and record.part is None else None
        exact = exact and again is not None and dumps(again) == dumps(record.row)
    mark = _mark(written=bool(written), refused=bool(refusals), lossy=bool(losses), exact=exact)
    return Cell(mark, tuple(losses), tuple(refusals))


def _mark(*, written: bool, refused: bool, lossy: bool, exact: bool) -> str:
    if refused:
        return SOME if written else NONE
    if lossy:
        return LOSSY
    return LOSSLESS if exact else SPELLING


def _records(source: str, goal: str) -> Iterator[Record]:
    rows = [Record("", None, None, number, None, row) for number, row in enumerate(example_rows(source), 1)]
    found = spread(rows, FileSummary("", None, "memory", format=source), goal)
    return (record for record in found if isinstance(record, Record))
