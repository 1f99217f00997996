"""Work on large inputs in parts: plan units, run a task on each of them somewhere, take the results in order.

``plan`` makes plain data out of paths, a task is a plain function of one unit, and what it returns merges in the order
of the units. So the result does not depend on where the tasks ran, nor on how many ran at once. Two engines run them:
processes on this machine (here), and a Ray cluster (``cluster.py``).
"""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ftdata.engine.intake import Intake
from ftdata.engine.settings import ENGINES, Progress, Settings
from ftdata.errors import FtdataError, UsageError
from ftdata.targets import Destination, destination
from ftdata.types import FileSummary

UNIT = 16 << 20
"""Bytes of one unit of work."""

REMOTE_UNITS = 4
"""Units of this machine that make one on a cluster, where starting a task costs more."""

Job = TypeVar("Job")
Result = TypeVar("Result")

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.process import BaseProcess


class Unit(NamedTuple):
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
        return destination(settings.target, self.method, settings.model, today=settings.today, options=settings.options)


def plan(intake: Intake, settings: Settings) -> list[Unit]:
    """Cut an uncompressed JSON Lines file into ranges, where more than one process may work on it.

    Returns:
        The units in order, or nothing where one process does as well.

    Raises:
        UsageError: The engine is not known.
    """
    if settings.engine not in ENGINES:
        raise UsageError(f"no engine is called {settings.engine!r:.60}; there are: {', '.join(ENGINES)}")
    summary, size = intake.summary, UNIT * REMOTE_UNITS if remote(settings) else UNIT
    if not _splittable(summary) or summary.size is None or summary.size <= size:
        return []
    if not remote(settings) and _workers(settings) < 2:
        return []
    settings = settings._replace(today=intake.destination.today)
    return [
        Unit(summary._replace(), intake.destination.method, settings, start, min(start + size, summary.size))
        for start in range(0, summary.size, size)
    ]


def _splittable(summary: FileSummary) -> bool:
    """Whether the bytes of a file are its lines."""
    return summary.container == "jsonl" and not summary.compression and not summary.has("other-encoding")


def remote(settings: Settings) -> bool:
    """Whether tasks run outside this machine's own processes."""
    return settings.engine == "ray"


def engine(settings: Settings) -> AbstractContextManager[object]:
    """Be connected to where tasks run, for callers who have several rounds of them."""
    if remote(settings):
        from ftdata.engine.cluster import connected

        return connected()
    return nullcontext()


def run_units(task: Callable[[Unit], Result], units: list[Unit], progress: Progress) -> Generator[Result, None, None]:
    """Run a task on every unit and yield the results in the order of the units, a few units ahead at most."""
    with closing(run_jobs(task, units, units[0].settings)) as results:
        for unit, result in zip(units, results, strict=True):
            progress(unit.end - unit.start)
            yield result


def run_jobs(task: Callable[[Job], Result], jobs: Sequence[Job], settings: Settings) -> Generator[Result, None, None]:
    """Run a task on every job and yield the results in the order of the jobs.

    The task must give the same when it runs twice, since an engine may repeat one whose process was lost.
    """
    if remote(settings):
        from ftdata.engine.cluster import run_remotely

        return run_remotely(task, jobs, settings.workers)
    return _run_here(task, jobs, min(_workers(settings), len(jobs)))


def run_apart(task: Callable[[Job], Result], jobs: Sequence[Job], settings: Settings) -> Iterator[Result]:
    """Run a task on jobs too small for processes of their own: on the cluster, or in this process."""
    return run_jobs(task, jobs, settings) if remote(settings) else map(task, jobs)


def _run_here(task: Callable[[Job], Result], jobs: Sequence[Job], workers: int) -> Generator[Result, None, None]:
    """Run jobs in processes of this machine, this one among them: it works while the others start."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children, get_context

    others = set(active_children())
    helpers = max(workers - 1, 1)
    pool = ProcessPoolExecutor(helpers, mp_context=get_context("spawn"), initializer=_leave_interrupts_to_the_parent)
    try:
        yield from _shared_out(task, jobs, pool, helpers)
    except BrokenProcessPool as error:
        _stop(pool, others)
        raise FtdataError("a worker process was killed, perhaps for want of memory; try fewer --workers") from error
    except BaseException:
        _stop(pool, others)
        raise
    pool.shutdown()


def _shared_out(
    task: Callable[[Job], Result], jobs: Sequence[Job], pool: "ProcessPoolExecutor", helpers: int
) -> Iterator[Result]:
    """Give each process of the pool a job and one to go on with, do others here, and yield the results in order."""
    waiting: deque[Future[Result]] = deque()
    for number, job in enumerate(jobs, start=1):
        while waiting and (waiting[0].done() or len(waiting) > 2 * helpers + _AHEAD):
            yield waiting.popleft().result()
        busy = sum(not future.done() for future in waiting)
        if busy < helpers or (busy <= helpers and number < len(jobs)):
            waiting.append(pool.submit(task, job))
        else:
            waiting.append(_done(task(job)))
    while waiting:
        yield waiting.popleft().result()


def _done(result: Result) -> "Future[Result]":
    from concurrent.futures import Future

    future: Future[Result] = Future()
    future.set_result(result)
    return future


def _leave_interrupts_to_the_parent() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _stop(pool: "ProcessPoolExecutor", others: set["BaseProcess"]) -> None:
    """End the workers, but none of the caller's ``others``, in the middle of what they do, and wait until they ended.

    Files of a worker that still runs could appear after its folder was removed.
    """
    from multiprocessing import active_children

    pool.shutdown(wait=False, cancel_futures=True)
    workers = set(active_children()) - others
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join(_PATIENCE)


_AHEAD = 8
"""Results that may wait for an earlier one: what this process does while the others start."""

_PATIENCE = 10.0
"""Seconds that a terminated process is given to end."""


def _workers(settings: Settings) -> int:
    return settings.workers or os.cpu_count() or 1
