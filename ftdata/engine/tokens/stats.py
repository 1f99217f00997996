"""Counting a source: every row, or a sample of them, in this process or in several."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from typing import Any, NamedTuple, cast

from ftdata.engine.adapt import Adapter
from ftdata.engine.intake import Intake, take_in
from ftdata.engine.parallel import Unit, engine, plan, run_units
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.tokens.measure import Measurer
from ftdata.engine.tokens.sample import Interval, Sample, chosen, share, total
from ftdata.engine.tokens.tally import Tally
from ftdata.errors import UsageError
from ftdata.loaders import MAX_LINE, read_range
from ftdata.loaders.source import open_bytes
from ftdata.rules import lengths
from ftdata.rules.sample import EVERY, sample_share
from ftdata.targets import Destination
from ftdata.tokenizers import Meter, meter
from ftdata.types import FileSummary, Json, Record

CUTS = ("end", "start")
_BLOCK, _A_ROW = 1 << 18, 500
"""Bytes of rows that are counted together, and what each takes besides."""


class Order(NamedTuple):
    """What is to be counted, and how; plain data that can go to another process.

    Attributes:
        tokenizer: What counts, see ``tokenizers.meter``; None for the model's own vocabulary.
        max_tokens: Tokens of the longest example; None for the limit of the model.
        cut: Where a longer one is cut; None for where the target cuts it.
        sample: Rows to take in place of all; None for all.
        seed: Another seed takes other rows.
        each: Keep the tokens of every example.
    """

    tokenizer: str | None = None
    max_tokens: int | None = None
    cut: str | None = None
    sample: int | None = None
    seed: int = 0
    each: bool = False


class Stats:
    """What a source holds, counted in tokens.

    Attributes:
        summary: What is known of the file.
        destination: What it was counted for.
        counted_by: Name of the vocabulary and of the package that counted.
        exact: Whether plain texts were counted exactly.
        tally: Everything counted.
        sample: What the rows counted tell of all; None where all were counted.
    """

    def __init__(
        self, summary: FileSummary, destination: Destination, counting: Meter, tally: Tally, sample: Sample | None
    ) -> None:
        self.summary = summary
        self.destination = destination
        self.counted_by = (counting.counter.name, counting.counter.by)
        self.exact = counting.exact and counting.counter.exact
        self.doubt = counting.doubt
        self.tally = tally
        self.sample = sample

    @property
    def rows(self) -> int:
        """Examples in the source."""
        return self.sample.rows if self.sample else self.tally.rows

    @property
    def tokens(self) -> int:
        """Tokens of all examples; of a sample, the estimate."""
        return round(self.sample.tokens.value) if self.sample else self.tally.tokens.total

    @property
    def trained(self) -> int:
        """Trained tokens of all examples; of a sample, the estimate."""
        return round(self.sample.trained.value) if self.sample else self.tally.trained.total

    @property
    def billed(self) -> int:
        """Tokens that are billed for one epoch: those under the limit; of a sample, the estimate."""
        whole = self.tally.tokens.total
        return round(self.tokens * self.tally.billed / whole) if whole else 0

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data, for JSON."""
        from ftdata.engine.tokens.document import document

        return document(self)

    def __repr__(self) -> str:
        from ftdata.engine.tokens.lines import stats_lines

        return "\n".join(stats_lines(self))

    def _repr_html_(self) -> str:
        from ftdata.engine.tokens.html import page

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
    order = _settled(order, intake.destination)
    counting = _meter(intake.destination, order)
    if order.sample is not None:
        return _sampled(intake, settings, order, counting)
    units = plan(intake, settings)
    with engine(settings):
        if units:
            tally = _in_parts(units, order, progress)
        else:
            bench = _Bench(intake.summary, intake.destination, settings, order)
            tally = bench.run(_told(intake.records, progress))
    return Stats(intake.summary, intake.destination, counting, tally, None)


def tally_unit(order: Order, unit: Unit) -> Tally:
    """Count a part of a file."""
    bench = _Bench(unit.summary, unit.destination, unit.settings, order)
    return bench.run(read_range(unit.summary.file, unit.start, unit.end))


def _in_parts(units: list[Unit], order: Order, progress: Progress) -> Tally:
    with closing(run_units(partial(tally_unit, order), units, progress)) as parts:
        total_tally = next(parts)
        for part in parts:
            total_tally.merge(part)
    return total_tally


class _Bench:
    """What rows of one file, or of a part of it, are counted with."""

    def __init__(self, summary: FileSummary, goal: Destination, settings: Settings, order: Order) -> None:
        self._measurer = Measurer(_meter(goal, order), goal.method)
        self.adapter: Adapter | None = None
        if summary.format is not None and goal.format is not None:
            self.adapter = Adapter(summary.format, goal.format, settings.columns, settings.system)
        self.tally = Tally(order.max_tokens, order.cut or "end", _share(summary, order), keep=order.each)

    def run(self, records: Iterable[Record]) -> Tally:
        """Count all of them, a block at a time."""
        block: list[tuple[Record, Mapping[str, Json]]] = []
        size = 0
        for record in records:
            row = self._row(record)
            if row is not None:
                block.append((record, row))
                size += len(record.raw or b"") + _A_ROW
            if size > _BLOCK:
                self._count(block)
                block, size = [], 0
        self._count(block)
        return self.tally

    def _row(self, record: Record) -> Mapping[str, Json] | None:
        """The row of a record in the destination's format; None for what is none, which is counted."""
        tally, adapter, row = self.tally, self.adapter, record.row
        tally.lines = record.line or 0
        if record.example is None:
            return None
        tally.examples += 1
        if row is not None and adapter is not None and not adapter.idle:
            row = adapter.adapt(record).row
        if row is None or adapter is None or not _is_of(row, adapter.goal):
            tally.unreadable += 1
            return None
        return cast("Mapping[str, Json]", row)

    def _count(self, block: Sequence[tuple[Record, Mapping[str, Json]]]) -> None:
        found = self._measurer.measure([row for _, row in block])
        for (record, row), measure in zip(block, found, strict=True):
            self.tally.add(record, row, measure)


def _is_of(row: Any, goal: str) -> bool:
    key = {"chat": "messages", "preference": "input", "prompt-completion": "prompt"}.get(goal, "")
    return not key or key in row


def _settled(order: Order, goal: Destination) -> Order:
    """The order with the limit of the model and the target's way of cutting, where the user named none."""
    return order._replace(
        tokenizer=order.tokenizer or lengths.TOKENIZER.of(goal) or None,
        max_tokens=order.max_tokens or lengths.limit(goal),
        cut=order.cut or lengths.cut(goal) or "end",
    )


def _meter(goal: Destination, order: Order) -> Meter:
    model = goal.model
    return meter(model.name if model else goal.model_name, order.tokenizer, model.encoding if model else "")


def _share(summary: FileSummary, order: Order) -> int:
    return EVERY if order.sample is not None or summary.compression else sample_share(summary.size)


def _told(records: Iterator[Record], progress: Progress) -> Iterator[Record]:
    """Hand records on and tell of them now and then."""
    done = 0
    for number, record in enumerate(records):
        if number % 1024 == 0:
            place = number if record.offset is None else record.offset
            progress(place - done)
            done = place
        yield record


def _sampled(intake: Intake, settings: Settings, order: Order, counting: Meter) -> Stats:
    """Count a sample, and say how far its totals can be trusted."""
    bench = _Bench(intake.summary, intake.destination, settings, order._replace(each=True))
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
    return Stats(summary, intake.destination, counting, tally, Sample(rows, tally.rows, tokens, trained, over))


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


def interval_text(found: Interval) -> str:
    """Write an estimate with its bounds."""
    return f"{found.value:,.0f} ± {found.either_side:,.0f}"
