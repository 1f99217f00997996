"""A plugin of pytest that collects once and tries each mutant in a fork, where the code of its functions is replaced.

This costs a fraction of a second a mutant instead of the start of an interpreter. What a fork cannot show (faults
outside of functions, in defaults of arguments) and what no fork notices is tried again in an interpreter of its own.
"""

import functools
import gc
import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from tests.mutants.sites import Mutant

SECONDS = 120
MEMORY = 12 << 30


class Forks:
    """Runs tests with mutants: ``work`` has pairs of a mutant and its tests, ``done`` is told what came of each."""

    def __init__(self, work: list, jobs: int, done: Callable) -> None:
        self.work, self.jobs, self.done = work, jobs, done

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try all mutants in place of running the tests."""
        items = {item.nodeid: item for item in session.items}
        session.config._tmp_path_factory.getbasetemp()
        self.functions, self.caches = known()
        gc.freeze()
        running: dict[int, tuple] = {}
        for mutant, names in self.work:
            chosen = [items[name] for name in names if name in items]
            while len(running) >= self.jobs:
                self._reap(running)
            running[self._start(session, mutant, chosen)] = (mutant, time.monotonic(), len(chosen))
        while running:
            self._reap(running)
        return True

    def _reap(self, running: dict[int, tuple]) -> None:
        number, status = os.wait()
        if number in running:
            mutant, begun, tests = running.pop(number)
            _end_group(number)
            self.done(mutant, _verdict(status), tests, time.monotonic() - begun)

    def _start(self, session: pytest.Session, mutant: Mutant | None, chosen: list[pytest.Item]) -> int:
        child = os.fork()
        if child:
            return child
        code = 1
        try:
            _isolate()
            if mutant is not None:
                self._change(mutant)
            pairs = zip(chosen, [*chosen[1:], None], strict=False)
            code = int(any(_fails(session, item, following) for item, following in pairs))
        finally:
            os._exit(code)

    def _change(self, mutant: Mutant) -> None:
        before = compile(Path(mutant.path).read_bytes(), mutant.path, "exec")
        change(self.functions.get(module_name(mutant.path), []), before, compile(mutant.code, mutant.path, "exec"))
        for cache in self.caches:
            cache.cache_clear()


def _verdict(status: int) -> str:
    """A fork that ran out of time or fell over tells nothing: its mutant is tried again elsewhere."""
    return "killed" if os.WIFEXITED(status) and os.WEXITSTATUS(status) else "survived"


def _end_group(number: int) -> None:
    try:
        os.killpg(number, signal.SIGKILL)
    except ProcessLookupError:
        return


def _isolate() -> None:
    os.setpgid(0, 0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)


def _fails(session: pytest.Session, item: pytest.Item, following: pytest.Item | None) -> bool:
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    return bool(session.testsfailed)


def module_name(path: str) -> str:
    """The module that a file of the source tree is."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def known() -> tuple[dict[str, list[FunctionType]], list]:
    """The functions of each module of the package, and what remembers results."""
    functions: dict[str, list[FunctionType]] = {}
    caches = []
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__module__ and each.__module__.startswith("ftdata"):
            functions.setdefault(each.__module__, []).append(each)
        elif isinstance(each, functools._lru_cache_wrapper) and each.__module__.startswith("ftdata"):
            caches.append(each)
    return functions, caches


def change(functions: list[FunctionType], before: CodeType, after: CodeType) -> None:
    """Give functions the code that stands in the place of theirs."""
    places = dict(zip(_codes(before), _codes(after), strict=False))
    for function in functions:
        if function.__code__ in places and function.__code__.co_freevars == places[function.__code__].co_freevars:
            function.__code__ = places[function.__code__]


def _codes(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _codes(each)
