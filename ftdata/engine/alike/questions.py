"""Benchmark questions: read, written down for the workers, and what workers found of them."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ftdata.engine.alike.store import Store
from ftdata.engine.intake import take_in
from ftdata.engine.judge import Judge
from ftdata.engine.settings import Settings
from ftdata.errors import UsageError
from ftdata.rules.payload import payload, plain_payload
from ftdata.rules.row import Row
from ftdata.similar.ngrams import Questions, questions, save
from ftdata.types import Json, Location, Record

NAMES = ("question", "prompt", "problem", "instruction", "query", "input", "text")
"""Columns that hold a question, the first one that is there; without any, all texts of a row are the question."""


class Asked(NamedTuple):
    """The questions of some benchmarks.

    Attributes:
        places: Where each stands.
        known: What is looked for.
    """

    places: list[Location]
    known: Questions

    def size(self, question: int, share: float) -> int:
        """Words of the n-grams by which a question was found; 0 where it was found as a whole."""
        return self.known.size if self.known.totals[question] and share <= 1 else 0


def gather_questions(sources: Sequence[object], settings: Settings, folder: str) -> Asked:
    """Read the questions of benchmarks, and write down in a folder what workers look for.

    Raises:
        UsageError: A file holds no questions.
        UnreadableError: A file cannot be read to its end.
    """
    places: list[Location] = []
    texts: list[str] = []
    for source in sources:
        before = len(texts)
        intake = take_in(source, Settings(today=settings.today), exact=False)
        judge = Judge(intake.summary, intake.destination, Settings())
        for record in intake.records:
            if record.row is not None and (text := _question(record, judge)).strip():
                places.append(record.location)
                texts.append(text)
        if len(texts) == before:
            raise UsageError(f"{intake.summary.file}: holds no questions")
    known = questions(texts)
    save(known, folder)
    return Asked(places, known)


def _question(record: Record, judge: Judge) -> str:
    named = _named(record.row)
    if named is not None:
        return named
    adapted = judge.adapt(record)
    if adapted and adapted.row is not None:
        return payload(Row(adapted.row, record, judge.destination)).parts[0]
    return plain_payload(record.row).parts[0]


def _named(row: Mapping[str, Json]) -> str | None:
    return next((row[name] for name in NAMES if isinstance(row.get(name), str)), None)


def hits(store: Store, asked: Asked) -> Iterator[tuple[int, int, float]]:
    """Yield each row that holds a question, the question it holds most of, and how much of it."""
    for unit in store.units:
        path = Path(f"{unit.done.stem}.hits")
        found = np.fromfile(path, np.uint32).reshape(-1, 3)
        best: dict[int, tuple[float, int]] = {}
        for row, question, shared in found.tolist():
            share = shared / int(asked.known.totals[question]) if shared else 1.0
            best[row] = max(best.get(row, (0.0, 0)), (share, question))
        for row, (share, question) in sorted(best.items()):
            yield unit.first + row, question, share
