"""Work on one large file with several processes: plan byte ranges, run them, take the results in order.

``plan`` and the functions run on a unit are plain and their data can be pickled, so another engine can run the
same units elsewhere. The merged result is the same for any number of workers.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from ftdata.engine.intake import Intake
from ftdata.engine.settings import Progress, Settings
from ftdata.targets import Destination, destination
from ftdata.types import FileSummary

UNIT = 16 << 20
"""Bytes of one unit of work."""

Result = TypeVar("Result")

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.process import BaseProcess


@dataclass(frozen=True, slots=True)
class Unit:
    """Some whole lines of a file: those that begin in ``[start, end)``, in bytes."""

    summary: FileSummary
    method: str
    settings: Settings
    start: int
    end: int

    @property
    def destination(self) -> Destination:
        """What the rows are judged for; made anew in each process."""
        settings = self.settings
        return destination(settings.target, self.method, settings.model, today=settings.today)


def plan(intake: Intake, settings: Settings) -> list[Unit]:
    """Cut an uncompressed JSON Lines file into ranges, where more than one process may work on it.

    Returns:
        The units in order, or nothing where one process does as well.
    """
    summary = intake.summary
    splittable = summary.container == "jsonl" and not summary.compression and not summary.has("other-encoding")
    if not splittable or summary.size is None or summary.size <= UNIT or _workers(settings) < 2:
        return []
    settings = replace(settings, today=intake.destination.today)
    return [
        Unit(replace(summary), intake.destination.method, settings, start, min(start + UNIT, summary.size))
        for start in range(0, summary.size, UNIT)
    ]


def run_units(task: Callable[[Unit], Result], units: list[Unit], progress: Progress) -> Iterator[Result]:
    """Run a task on every unit and yield the results in the order of the units, a few units ahead at most."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import active_children, get_context

    workers = min(_workers(units[0].settings), len(units))
    waiting: deque[tuple[Unit, Future[Result]]] = deque()
    others = set(active_children())
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_leave_interrupts_to_the_parent)
    try:
        for unit in units:
            waiting.append((unit, pool.submit(task, unit)))
            if len(waiting) > workers + 1:
                yield _next(waiting, progress)
        while waiting:
            yield _next(waiting, progress)
    except BaseException:
        _stop(pool, others)
        raise
    pool.shutdown()


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _stop(pool: "ProcessPoolExecutor", others: set["BaseProcess"]) -> None:
    """End the workers, but none of the caller's ``others``, in the middle of what they do."""
    from multiprocessing import active_children

    pool.shutdown(wait=False, cancel_futures=True)
    for worker in set(active_children()) - others:
        worker.terminate()


def _next(waiting: "deque[tuple[Unit, Future[Result]]]", progress: Progress) -> Result:
    unit, future = waiting.popleft()
    result = future.result()
    progress(unit.end - unit.start)
    return result


def _workers(settings: Settings) -> int:
    return settings.workers or os.cpu_count() or 1
