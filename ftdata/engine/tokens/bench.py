"""What the rows of a file, or of a part of it, are counted with."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from ftdata.engine.adapt import Adapter
from ftdata.engine.settings import Settings
from ftdata.engine.tokens.measure import Measurer
from ftdata.engine.tokens.tally import Means, Tally
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
        bulk: There is so much that counting is worth preparing for; the same for any number of processes.
    """

    tokenizer: str | None = None
    max_tokens: int | None = None
    cut: str | None = None
    sample: int | None = None
    seed: int = 0
    each: bool = False
    bulk: bool = False


class Bench:
    """What rows of one file, or of a part of it, are counted with."""

    def __init__(self, summary: FileSummary, goal: Destination, settings: Settings, order: Order) -> None:
        counting = meter_for(goal, order.tokenizer, bulk=order.bulk)
        self._measurer = Measurer(counting, goal.method)
        self.adapter: Adapter | None = None
        if summary.format is not None and goal.format is not None:
            self.adapter = Adapter(summary.format, goal.format, settings.columns, settings.system)
        by = counting.counter
        means = Means(by.name, by.by, counting.exact and by.exact, counting.doubt)
        self.tally = Tally(means, order.max_tokens, order.cut or "end", _share(summary, order), keep=order.each)

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


def settled(order: Order, goal: Destination) -> Order:
    """The order with the limit of the model and the target's way of cutting, where the user named none."""
    return order._replace(
        tokenizer=order.tokenizer or lengths.TOKENIZER.of(goal) or None,
        max_tokens=order.max_tokens or lengths.limit(goal),
        cut=order.cut or lengths.cut(goal) or "end",
    )


def meter_for(goal: Destination, tokenizer: str | None, *, bulk: bool = False) -> Meter:
    """What counts rows for a destination, or the tokenizer that the user named."""
    model = goal.model
    return meter(model.name if model else goal.model_name, tokenizer, model.encoding if model else "", bulk=bulk)


def _share(summary: FileSummary, order: Order) -> int:
    return EVERY if order.sample is not None or summary.compression else sample_share(summary.size)
