"""Work on large inputs in parts: plan units, run a task on each of them somewhere, take the results in order.

``plan`` makes plain data out of paths, a task is a plain function of one unit, and what it returns merges in the order
of the units. So the result does not depend on where the tasks ran, nor on how many ran at once. Two engines run them:
processes on this machine (``processes.py``), and a Ray cluster (``cluster.py``).
"""

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from typing import NamedTuple, TypeVar

from ftdata.engine.intake import Intake, summary_of
from ftdata.engine.settings import ENGINES, Progress, Settings
from ftdata.errors import UsageError
from ftdata.loaders import Source, group_sizes, open_source
from ftdata.targets import Destination, destination
from ftdata.types import FileSummary

UNIT = 16 << 20
"""Bytes of one unit of work."""

_SMALL, _SMALL_FROM = 4, 2
"""The last units of a file are so many times smaller, from so many units before its end on."""

REMOTE_UNITS = 4
"""Units of this machine that make one on a cluster, where starting a task costs more."""

Job = TypeVar("Job")
Result = TypeVar("Result")


class Unit(NamedTuple):
    """Some whole lines of a file: those that begin in ``[start, end)``, in bytes; some of its row groups; or all of it.

    Attributes:
        summary: The file; its size is that of all files of the input together.
        method: What the rows are judged for.
        settings: What the user asked for.
        start: Where the first line may begin.
        end: Where the last one ends.
        shard: Number of the file among those of the input, from 0.
        whole: Whether it is all of a file, whose bytes need not be its lines.
        groups: Row groups of a Parquet file, from 0, for which ``[start, end)`` stands.
    """

    summary: FileSummary
    method: str
    settings: Settings
    start: int
    end: int
    shard: int = 0
    whole: bool = False
    groups: tuple[int, ...] = ()

    @property
    def destination(self) -> Destination:
        """What the rows are judged for; made anew in each process."""
        settings = self.settings
        return destination(settings.target, self.method, settings.model, today=settings.today, options=settings.options)


def plan(intake: Intake, settings: Settings) -> list[Unit]:
    """Cut an input into units: uncompressed JSON Lines into ranges, Parquet into row groups, several files into these.

    Returns:
        The units in order, or nothing where the input is one file and one process does as well.

    Raises:
        UsageError: The engine is not known.
    """
    if settings.engine not in ENGINES:
        raise UsageError(f"no engine is called {settings.engine!r:.60}; there are: {', '.join(ENGINES)}")
    summary, size = intake.summary, UNIT * REMOTE_UNITS if remote(settings) else UNIT
    if intake.shards:
        return list(_plan_shards(intake, settings, size))
    if not _splittable(summary) or summary.size is None or summary.size <= size:
        return []
    if not remote(settings) and _workers(settings) < 2:
        return []
    settings = settings._replace(today=intake.destination.today)
    whole = Unit(summary, intake.destination.method, settings, 0, summary.size)
    units = list(_cut(whole, size))
    return units if len(units) > 1 else []


def _plan_shards(intake: Intake, settings: Settings, size: int) -> Iterator[Unit]:
    """Make a unit of each file of an input, or several of one that is large."""
    settings = settings._replace(today=intake.destination.today)
    shards = intake.shards or ()
    for number, (file, most) in enumerate(zip(shards.files, shards.sizes, strict=True) if shards else ()):
        unit = Unit(
            intake.summary._replace(file=file, files=1), intake.destination.method, settings, 0, most or 0, number, True
        )
        if most is None or most <= size or not _splittable(summary := _seen(file, unit.summary)):
            yield unit
            continue
        yield from _cut(unit._replace(summary=summary, whole=False), size)


def _cut(unit: Unit, size: int) -> Iterator[Unit]:
    """Part a file into units of about so many bytes."""
    if unit.summary.container != "parquet":
        for start, end in _ranges(unit.end, size):
            yield unit._replace(summary=unit.summary._replace(), start=start, end=end)
        return
    place, groups = 0, unit._replace(end=0)
    for number, held in enumerate(group_sizes(unit.summary.file)):
        place += held
        groups = groups._replace(groups=(*groups.groups, number), end=place)
        if place - groups.start >= size:
            yield groups._replace(summary=unit.summary._replace())
            groups = groups._replace(groups=(), start=place)
    if groups.groups:
        yield groups._replace(summary=unit.summary._replace())


def _ranges(total: int, size: int) -> Iterator[tuple[int, int]]:
    """Cut a file into ranges, small ones at its end, so that all processes have done at about the same time."""
    start = 0
    while start < total:
        end = min(start + (size if total - start > _SMALL_FROM * size else max(size // _SMALL, 1)), total)
        yield start, end
        start = end


def _seen(file: str, expected: FileSummary) -> FileSummary:
    """Look at a file of an input of several."""
    with open_source(file) as opened:
        return opened_as(expected, opened)


def opened_as(expected: FileSummary, opened: Source) -> FileSummary:
    """What is expected of a file, and what was seen of it when it was opened."""
    seen = summary_of(opened)
    return expected._replace(container=seen.container, compression=seen.compression, defects=seen.defects)


def _splittable(summary: FileSummary) -> bool:
    """Whether the bytes of a file are its lines, or its row groups."""
    plain = not summary.compression and not summary.has("other-encoding")
    return summary.container in ("jsonl", "parquet") and plain


def remote(settings: Settings) -> bool:
    """Whether tasks run outside this machine's own processes."""
    return settings.engine == "ray"


def engine(settings: Settings) -> AbstractContextManager[object]:
    """Be connected to where tasks run, for callers who have several rounds of them: processes stay for the next one."""
    if remote(settings):
        from ftdata.engine.cluster import connected

        return connected()
    from ftdata.engine.processes import lasting

    return lasting()


def run_units(task: Callable[[Unit], Result], units: list[Unit], progress: Progress) -> Generator[Result, None, None]:
    """Run a task on every unit and yield the results in the order of the units, a few units ahead at most."""
    with closing(_run(task, units, units[0].settings)) as results:
        for unit, result in zip(units, results, strict=True):
            progress(unit.end - unit.start)
            yield result


def _run(task: Callable[[Unit], Result], units: list[Unit], settings: Settings) -> Generator[Result, None, None]:
    """Run a task on units: in this process, where they are too small for others or no others are wanted."""
    if not remote(settings) and (_workers(settings) < 2 or sum(unit.end - unit.start for unit in units) <= UNIT):
        return (task(unit) for unit in units)
    return run_jobs(task, units, settings)


def run_jobs(task: Callable[[Job], Result], jobs: Sequence[Job], settings: Settings) -> Generator[Result, None, None]:
    """Run a task on every job and yield the results in the order of the jobs.

    The task must give the same when it runs twice, since an engine may repeat one whose process was lost.
    """
    if remote(settings):
        from ftdata.engine.cluster import run_remotely

        return run_remotely(task, jobs, settings.workers)
    from ftdata.engine.processes import run_here

    return run_here(task, jobs, min(_workers(settings), len(jobs)))


def run_apart(task: Callable[[Job], Result], jobs: Sequence[Job], settings: Settings) -> Iterator[Result]:
    """Run a task on jobs too small for processes of their own: on the cluster, or in this process."""
    return run_jobs(task, jobs, settings) if remote(settings) else map(task, jobs)


def _workers(settings: Settings) -> int:
    return settings.workers or os.cpu_count() or 1
