"""Processes on this machine that run jobs: kept from one round to the next, ended with the run, however it ends."""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeVar

from ftdata.errors import FtdataError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

Job = TypeVar("Job")
Result = TypeVar("Result")

_AHEAD = 8
"""Results that may wait for an earlier one: what this process does while the others start."""

_PATIENCE = 10.0
"""Seconds that a terminated process is given to end."""


class _Crew:
    """Processes that stay from one round of tasks to the next.

    Attributes:
        pool: The processes, once there are any.
        others: Processes that the caller had before.
    """

    def __init__(self) -> None:
        self.pool: ProcessPoolExecutor | None = None
        self.others: set[BaseProcess] = set()

    def hire(self, helpers: int) -> "ProcessPoolExecutor":
        """The processes; as many as are asked for first."""
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import active_children, get_context

        if self.pool is None:
            self.others = set(active_children())
            context = get_context("spawn")
            self.pool = ProcessPoolExecutor(helpers, mp_context=context, initializer=_live_with_the_parent)
        return self.pool

    def stop(self) -> None:
        """End them in the middle of what they do."""
        if self.pool:
            _stop(self.pool, self.others)
        self.pool = None

    def leave(self) -> None:
        """End them after what they do."""
        if self.pool:
            self.pool.shutdown()
        self.pool = None


_crew: ContextVar[_Crew | None] = ContextVar("_crew", default=None)


@contextmanager
def lasting() -> Iterator[None]:
    """Keep the processes that the first round of jobs starts for those after it, and end them at the end."""
    crew = _Crew()
    token = _crew.set(crew)
    try:
        yield
    except BaseException:
        crew.stop()
        raise
    finally:
        _crew.reset(token)
        crew.leave()


def run_here(task: Callable[[Job], Result], jobs: Sequence[Job], workers: int) -> Generator[Result, None, None]:
    """Run jobs in processes of this machine, this one among them: it works while the others start."""
    from concurrent.futures.process import BrokenProcessPool

    helpers = max(workers - 1, 1)
    lasting = _crew.get()
    crew = lasting or _Crew()
    try:
        yield from _shared_out(task, jobs, crew.hire(helpers), helpers)
    except BrokenProcessPool as error:
        crew.stop()
        raise FtdataError("a worker process was killed, perhaps for want of memory; try fewer --workers") from error
    except BaseException:
        crew.stop()
        raise
    if not lasting:
        crew.leave()


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
            with _uninterrupted():
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


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hold interrupts back while processes are started, which do so too until they can ignore them."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _live_with_the_parent() -> None:
    """Leave interrupts to the parent, and end when it is gone: a killed one cannot tell, and no pool looks."""
    import signal
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    if parent := parent_process():
        wait([parent.sentinel])
        os._exit(1)


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
