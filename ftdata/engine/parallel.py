"""Judging one large file with several processes: plan byte ranges, run them, merge in order.

``plan`` and ``run`` are plain functions over plain data, so another engine can run the same units elsewhere.
The merged result is the same for any number of workers.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ftdata.engine.fold import FileFold
from ftdata.engine.intake import Intake
from ftdata.engine.judge import Judge
from ftdata.engine.settings import Progress, Settings
from ftdata.loaders import read_range
from ftdata.targets import Destination
from ftdata.types import FileSummary

UNIT = 16 << 20
"""Bytes of one unit of work."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Some whole lines of a file: those that begin in ``[start, end)``, in bytes."""

    summary: FileSummary
    destination: Destination
    settings: Settings
    start: int
    end: int


def split_and_judge(intake: Intake, settings: Settings, progress: Progress) -> FileFold | None:
    """Judge a file in parallel, or return None where one process does better."""
    workers = settings.workers or os.cpu_count() or 1
    units = list(plan(intake, settings))
    if workers < 2 or len(units) < 2:
        return None
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    total: FileFold | None = None
    with ProcessPoolExecutor(min(workers, len(units)), mp_context=get_context("spawn")) as pool:
        for unit, part in zip(units, pool.map(run, units), strict=True):
            progress(unit.end - unit.start)
            if total is None:
                total = part
            else:
                total.merge(part)
    return total


def plan(intake: Intake, settings: Settings) -> Iterator[Unit]:
    """Cut an uncompressed JSON Lines file into ranges; nothing for any other source."""
    summary = intake.summary
    splittable = summary.container == "jsonl" and not summary.compression and not summary.has("other-encoding")
    if not splittable or summary.size is None:
        return
    for start in range(0, summary.size, UNIT):
        end = min(start + UNIT, summary.size)
        yield Unit(replace(summary, rows=0, readable=0), intake.destination, settings, start, end)


def run(unit: Unit) -> FileFold:
    """Judge one unit; lines and examples are counted from its beginning."""
    judge = Judge(unit.summary, unit.destination, unit.settings)
    fold = FileFold.start(unit.summary, judge)
    for record in read_range(unit.summary.file, unit.start, unit.end):
        fold.add(record, judge.judge(record))
    return fold
