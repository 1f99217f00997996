"""Counting a source: every row, or a sample of them, in this process or in several."""

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from typing import Any

from ftdata.engine.intake import Intake, take_in
from ftdata.engine.parallel import Unit, engine, plan, run_units
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.tokens.bench import CUTS, Bench, Order, settled
from ftdata.engine.tokens.counted import Counted
from ftdata.engine.tokens.document import document
from ftdata.engine.tokens.html import page
from ftdata.engine.tokens.lines import stats_lines
from ftdata.engine.tokens.sample import Sample, chosen, share, total
from ftdata.engine.tokens.tally import Tally
from ftdata.engine.units import read_unit
from ftdata.errors import UsageError
from ftdata.loaders import MAX_LINE
from ftdata.loaders.source import open_bytes
from ftdata.tokenizers import BULK
from ftdata.types import Record


class Stats(Counted):
    """What a source holds, counted in tokens; shows itself."""

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data, for JSON."""
        return document(self)

    def __repr__(self) -> str:
        return "\n".join(stats_lines(self))

    def _repr_html_(self) -> str:
        return page(repr(self))


def stats(source: object, settings: Settings, order: Order, progress: Progress = no_progress) -> Stats:
    """Count a source.

    Args:
        source: A path, ``-``, or rows in memory.
        settings: Target, method, model, and how rows are read.
        order: What is to be counted.
        progress: Told how many bytes (rows in memory: rows) were finished.

    Raises:
        UsageError: An option is unknown, or nothing can count for the model.
        VocabularyError: The vocabulary is not on this machine.
        UnreadableError: The file cannot be read to its end.
    """
    if order.cut not in (None, *CUTS):
        raise UsageError(f"an example is cut at its end or its start, not at {order.cut!r:.20}")
    intake = take_in(source, settings, exact=False)
    bulk = order.sample is None and (intake.summary.size or 0) >= BULK
    order = settled(order, intake.destination)._replace(bulk=bulk)
    if order.sample is not None:
        return _sampled(intake, settings, order)
    units = plan(intake, settings)
    with engine(settings):
        if units:
            tally = _in_parts(units, order, progress)
        else:
            bench = Bench(intake.summary, intake.destination, settings, order)
            tally = bench.run(_told(intake.records, progress))
    return Stats(intake.summary, intake.destination, tally, None, order.tokenizer)


def tally_unit(order: Order, unit: Unit) -> Tally:
    """Count a part of a file."""
    bench = Bench(unit.summary, unit.destination, unit.settings, order)
    return bench.run(read_unit(unit))


def _in_parts(units: list[Unit], order: Order, progress: Progress) -> Tally:
    with closing(run_units(partial(tally_unit, order), units, progress)) as parts:
        total_tally = next(parts)
        for part in parts:
            total_tally.merge(part)
    return total_tally


def _told(records: Iterator[Record], progress: Progress) -> Iterator[Record]:
    """Hand records on and tell of them now and then."""
    done = 0
    for number, record in enumerate(records):
        if number % 1024 == 0:
            place = number if record.offset is None else record.offset
            progress(place - done)
            done = place
        yield record


def _sampled(intake: Intake, settings: Settings, order: Order) -> Stats:
    """Count a sample, and say how far its totals can be trusted."""
    bench = Bench(intake.summary, intake.destination, settings, order._replace(each=True))
    summary, wanted = intake.summary, order.sample or 0
    if wanted < 2:
        raise UsageError("--sample takes 2 rows or more")
    plain = summary.container == "jsonl" and not summary.compression and not summary.has("other-encoding")
    if plain and summary.size is not None:
        records, rows, size = _some_lines(summary.file, wanted, order.seed)
    else:
        records, rows = chosen((each for each in intake.records if each.example is not None), wanted, order.seed)
        size = 0
    tally = bench.run(records)
    counted = {row.example for row in tally.each}
    sizes = [len(record.raw or b"") for record in records if record.example in counted]
    if not size:
        sizes, size = [1] * len(sizes), rows
    each = tally.each
    over = share(sum(row.cut > 0 for row in each), len(each), rows) if tally.limit else None
    tokens = total([row.tokens for row in each], sizes, rows, size)
    trained = total([row.trained for row in each], sizes, rows, size)
    if not order.each:
        tally.each = []
    sample = Sample(rows, tally.rows, tokens, trained, over)
    return Stats(summary, intake.destination, tally, sample, order.tokenizer)


def _some_lines(file: str, wanted: int, seed: int) -> tuple[list[Record], int, int]:
    """A sample of the lines of a file as records, how many rows there are, and their bytes."""
    size = 0

    def rows() -> Iterator[tuple[int, int, bytes]]:
        nonlocal size
        whole = True
        with open_bytes(file) as stream:
            example = offset = 0
            for line in iter(partial(stream.readline, MAX_LINE + 1), b""):
                if whole and not line.isspace():
                    example += 1
                    size += len(line.rstrip(b"\r\n"))
                    yield example, offset, line
                whole = line.endswith(b"\n")
                offset += len(line)

    picked, count = chosen(rows(), wanted, seed)
    return [_record(file, *each) for each in picked], count, size


def _record(file: str, example: int, offset: int, line: bytes) -> Record:
    """The record of a line; its number is not known, since blank lines were not counted."""
    from ftdata.jsontext import loads, parse

    raw = line.rstrip(b"\r\n").removeprefix(b"\xef\xbb\xbf")
    try:
        row = loads(raw)
    except ValueError:
        row, _ = parse(raw)
    return Record(file, None, offset, example, raw, row if isinstance(row, dict) else None)
