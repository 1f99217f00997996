"""Signals that end a command: the stack unwinds, so that temporary files are removed on the way."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.machinery import ExtensionFileLoader
from os.path import join
from types import FrameType

TERMINATED = 143
_LATER = 0.005
"""Seconds until a signal that comes at a bad moment is looked at again."""
_SETTING_UP = {ExtensionFileLoader.create_module.__code__, ExtensionFileLoader.exec_module.__code__}
_PROCESSES = join("multiprocessing", "process.py")


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGINT and SIGTERM unwind the stack, but never through the set-up of a module written in C, or of a process.

    A module in C may import others without a look at what came of it: orjson 3.13 imports ``uuid``, and an exception
    there ends in a crash of Python (SIGSEGV). A process that nobody knows yet would not be ended, and complain that
    nobody tells it what to do. The signal is raised again when they are there, as it is when it fell into code that
    swallows whatever is raised: a finalizer, or a callback of a weak reference.

    Raises:
        KeyboardInterrupt: SIGINT came.
        SystemExit: SIGTERM came; the code is ``TERMINATED``.
    """
    try:
        before = {number: signal.signal(number, _end) for number in _numbers()}
    except ValueError:  # only the main thread may
        yield
        return
    hook, sys.unraisablehook = sys.unraisablehook, _unraisable
    try:
        yield
    except RuntimeError as error:  # Python 3.11 puts into one whatever comes out of __set_name__
        if isinstance(error.__cause__, KeyboardInterrupt | SystemExit):
            raise error.__cause__ from None
        raise
    finally:
        sys.unraisablehook = hook
        _forget()
        for number, handler in before.items():
            signal.signal(number, handler)


def _numbers() -> Iterator[signal.Signals]:
    yield signal.SIGTERM
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # it may be ignored, as nohup and pools do
        yield signal.SIGINT


def _end(number: int, frame: FrameType | None) -> None:
    if _HAS_TIMER and _is_setting_up(frame):
        _raise_later(number)
    elif number == signal.SIGINT:
        raise KeyboardInterrupt
    else:
        raise SystemExit(TERMINATED)


_HAS_TIMER = hasattr(signal, "setitimer")  # Windows has none
_AGAIN: dict[int, Callable[[int, FrameType | None], None]] = {
    signal.SIGINT: lambda _, frame: _end(signal.SIGINT, frame),
    signal.SIGTERM: lambda _, frame: _end(signal.SIGTERM, frame),
}


def _raise_later(number: int) -> None:
    signal.signal(signal.SIGALRM, _AGAIN[number])
    signal.setitimer(signal.ITIMER_REAL, _LATER)


def _unraisable(swallowed: "sys.UnraisableHookArgs") -> None:
    if _HAS_TIMER and isinstance(swallowed.exc_value, KeyboardInterrupt | SystemExit):
        _raise_later(signal.SIGINT if isinstance(swallowed.exc_value, KeyboardInterrupt) else signal.SIGTERM)
    else:
        sys.__unraisablehook__(swallowed)


def _forget() -> None:
    if _HAS_TIMER and signal.getsignal(signal.SIGALRM) in _AGAIN.values():
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)


def _is_setting_up(frame: FrameType | None) -> bool:
    while frame is not None:
        code = frame.f_code
        if code in _SETTING_UP or (code.co_name == "start" and code.co_filename.endswith(_PROCESSES)):
            return True
        frame = frame.f_back
    return False
