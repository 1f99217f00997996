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

_LOOK = 1.0
"""Seconds between two looks at whether the processes live."""


class _Crew:
    """Processes that stay from one round of tasks to the next.

    Attributes:
        pool: The processes, once there are any.
        others: Processes that the caller had before.
        seen: Those of the pool that were seen alive.
    """

    def __init__(self) -> None:
        self.pool: ProcessPoolExecutor | None = None
        self.others: set[BaseProcess] = set()
        self.seen: set[BaseProcess] = set()

    def hire(self, helpers: int) -> None:
        """Have processes; as many as are asked for first."""
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import active_children, get_context

        if self.pool is None:
            self.others, self.seen = set(active_children()), set()
            context = get_context("spawn")
            self.pool = ProcessPoolExecutor(helpers, mp_context=context, initializer=_live_with_the_parent)

    def submit(self, task: Callable[[Job], Result], job: Job) -> "Future[Result]":
        """Let a process run a job, perhaps one that has to be started."""
        if self.pool is None:
            raise RuntimeError("nobody was hired")
        with _uninterrupted():
            future = self.pool.submit(task, job)
        self._lost_one()
        return future

    def await_result(self, future: "Future[Result]") -> Result:
        """Wait for a result as long as all processes live: the pool itself waits for ever for one half sent.

        Raises:
            BrokenProcessPool: A process died before it told the whole of its result.
        """
        from concurrent.futures import wait
        from concurrent.futures.process import BrokenProcessPool

        while not wait([future], timeout=_LOOK).done:
            if self._lost_one() and not wait([future], timeout=_LOOK).done:
                raise BrokenProcessPool
        return future.result()

    def _lost_one(self) -> bool:
        """Look who is alive; whether somebody seen before is not."""
        from multiprocessing import active_children

        alive = set(active_children()) - self.others
        gone = self.seen - alive
        self.seen |= alive
        return bool(gone)

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
        yield from _shared_out(task, jobs, crew, helpers)
    except BrokenProcessPool as error:
        crew.stop()
        raise FtdataError("a worker process was killed, perhaps for want of memory; try fewer --workers") from error
    except BaseException:
        crew.stop()
        raise
    if not lasting:
        crew.leave()


def _shared_out(task: Callable[[Job], Result], jobs: Sequence[Job], crew: _Crew, helpers: int) -> Iterator[Result]:
    """Give each process of a crew a job and one to go on with, do others here, and yield the results in order."""
    crew.hire(helpers)
    waiting: deque[Future[Result]] = deque()
    for number, job in enumerate(jobs, start=1):
        while waiting and (waiting[0].done() or len(waiting) > 2 * helpers + _AHEAD):
            yield crew.await_result(waiting.popleft())
        busy = sum(not future.done() for future in waiting)
        if busy < helpers or (busy <= helpers and number < len(jobs)):
            waiting.append(crew.submit(task, job))
        else:
            waiting.append(_done(task(job)))
    while waiting:
        yield crew.await_result(waiting.popleft())


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

    Files of a worker that still runs could appear after its folder was removed. The thread that takes results would
    wait for ever for the rest of one, since this process could still write it: it has to let go of that end first.
    """
    from multiprocessing import active_children

    results, manager = getattr(pool, "_result_queue", None), getattr(pool, "_executor_manager_thread", None)
    pool.shutdown(wait=False, cancel_futures=True)
    workers = set(active_children()) - others
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join(_PATIENCE)
    if writer := getattr(results, "_writer", None):
        writer.close()
    if manager:
        manager.join(_PATIENCE)
