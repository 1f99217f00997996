"""The engine that runs tasks on a Ray cluster: the same functions, on other machines.

It connects to the cluster that runs on this machine or that ``RAY_ADDRESS`` names, and starts one of this machine's
cores otherwise. A task whose process or machine is lost is run again. Tasks are plain functions of this package, so it
has to be installed on every machine; inputs, and the directories that are written to, have to be seen by all of them.
"""

import os
import signal
import socket
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from ftdata.errors import FtdataError, UsageError

Job = TypeVar("Job")
Result = TypeVar("Result")

_PATIENCE = 10.0  # seconds, for an answer at the address
_LAST = 60.0  # seconds, for tasks that run when nobody wants their results any more
RETRIES = 5
"""How often a task is run again when its process or machine is lost."""


def run_remotely(task: Callable[[Job], Result], jobs: Sequence[Job], workers: int = 0) -> Generator[Result, None, None]:
    """Run a task on every job and yield the results in the order of the jobs.

    Args:
        task: A function that can be pickled and that gives the same when it runs twice.
        jobs: What it is called with.
        workers: Tasks that run at once; with 0 and 1 as many as the cluster has cores.

    Raises:
        UsageError: Ray is not installed, or there is no cluster at the address.
        FtdataError: A task was lost more often than it is repeated; or what the task itself raises.
    """
    with connected() as ray:
        call = ray.remote(max_retries=RETRIES, num_cpus=1)(_call)
        most = workers if workers > 1 else max(int(ray.cluster_resources().get("CPU", 1)), 1)
        shared = ray.put(task)
        waiting: deque[Any] = deque()
        try:
            for job in jobs:
                waiting.append(call.remote(shared, job))
                if len(waiting) > most + 1:
                    yield _taken(ray, waiting)
            while waiting:
                yield _taken(ray, waiting)
        finally:
            _await_rest(ray, waiting)


def _call(task: Callable[[Job], Result], job: Job) -> Result:
    return task(job)


def _taken(ray: Any, waiting: deque[Any]) -> Any:
    """Take the first result, and raise what its task raised as if it had run here."""
    try:
        result = ray.get(waiting[0])
    except ray.exceptions.RayTaskError as error:
        raise error.cause from error
    except ray.exceptions.RayError as error:
        raise FtdataError(f"the Ray cluster lost a task {RETRIES + 1} times: {_first_line(error)}") from error
    waiting.popleft()
    return result


def _await_rest(ray: Any, waiting: deque[Any]) -> None:
    """Let the few tasks that still run come to their end: no file may appear after its folder was removed.

    They are not cancelled: when a task ends in the moment in which it is cancelled, Ray 2.60 aborts the whole program
    with "Tried to complete task that was not pending" (seen 2026-11-24).
    """
    if waiting:
        ray.wait(list(waiting), num_returns=len(waiting), timeout=_LAST)


@contextmanager
def connected() -> Iterator[Any]:
    """Be connected to a cluster, as the caller may be already; one that was started for this is stopped again.

    Raises:
        UsageError: Ray is not installed, or there is no cluster at the address.
    """
    ray = _installed()
    if ray.is_initialized():
        yield ray
        return
    _knock(os.environ.get("RAY_ADDRESS", ""))
    try:
        with _own_signals():
            ray.init(log_to_driver=False, logging_level="ERROR", include_dashboard=False)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise UsageError(f"no Ray cluster can be reached ({_first_line(error)}); look at RAY_ADDRESS") from error
    try:
        yield ray
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """See whether anybody listens at an address, which Ray itself would try for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host or not port.isdigit():
        return
    try:
        socket.create_connection((host, int(port)), timeout=_PATIENCE).close()
    except OSError as error:
        raise UsageError(f"no Ray cluster answers at {address} ({error}); look at RAY_ADDRESS") from error


@contextmanager
def _own_signals() -> Iterator[None]:
    """Keep what the program does on SIGTERM, which Ray would change."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, before)


def _installed() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody unasked
    try:
        import ray
    except ImportError as error:
        raise UsageError("--engine ray needs Ray: pip install 'ftdata[ray]'") from error
    return ray


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0][:200]
