"""Processes that end, or are ended, in the middle of telling a result: the run ends too, and does not wait for ever."""

import faulthandler
import os
import signal
import threading
import time
from multiprocessing import parent_process
from multiprocessing.connection import Connection

import pytest

from ftdata.engine.processes import run_here
from ftdata.errors import FtdataError


@pytest.fixture(autouse=True)
def _not_for_ever():
    faulthandler.dump_traceback_later(60, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


def half_told_then_gone(job: int) -> bytes:
    return _half_told(lambda: os._exit(1))


def half_told_then_stuck(job: int) -> bytes:
    return _half_told(lambda: time.sleep(600))


def _half_told(then) -> bytes:
    """In a worker, see to it that half of the result is written; in the process that asks, wait until that began."""
    if parent_process() is None:
        time.sleep(2)
        return b""

    def send(connection, buffer, write=os.write):
        os.write(connection.fileno(), buffer[: len(buffer) // 2])
        then()

    Connection._send = send
    return b"x" * 1000


def test_one_that_dies_is_an_error():
    with pytest.raises(FtdataError, match="a worker process was killed"):
        list(run_here(half_told_then_gone, [1, 2, 3], 2))
    assert not _managers()


def test_one_that_is_stuck_is_ended_with_the_run():
    results = run_here(half_told_then_stuck, [1, 2, 3], 2)
    threading.Timer(6, os.kill, [os.getpid(), signal.SIGINT]).start()
    with pytest.raises(KeyboardInterrupt):
        list(results)
    assert not _managers()


def _managers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if type(thread).__name__ == "_ExecutorManagerThread"]
