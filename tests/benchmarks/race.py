"""Whole processes against each other: A B A B ..., CPU and wall time, peak memory, medians.

A figure is a ratio of neighbours, pair by pair, so that a machine that grows slow or busy meanwhile does not move it.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Literal

ROOT = Path(__file__).parents[2]
HOME = tempfile.gettempdir()
"""Where commands run: a folder without settings of anybody."""
TIMEOUT = 1200.0
_MIB = 1 << 20

Goal = tuple[Literal["at least", "at most"], float]


class RunError(Exception):
    """A command that did not do what is measured."""


@dataclass(frozen=True)
class Command:
    """What is run.

    Args:
        words: Program and arguments.
        size: Bytes that it works on; 0 where only the time counts.
        codes: Exit codes that are no failure.
        environment: Added to the environment.
    """

    words: Sequence[str | Path]
    size: int = 0
    codes: tuple[int, ...] = (0,)
    environment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Run:
    """One run: seconds, and bytes of the largest process."""

    cpu: float
    wall: float
    peak: int


@dataclass(frozen=True)
class Race:
    """A measurement and its goal.

    Args:
        title: What is measured, for the table.
        ours: The command that is judged.
        other: What it is compared with; None where only memory is of interest.
        goal: ``at least``: speed (bytes a second) in the other's speed; ``at most``: seconds a byte in the other's;
            None: shown without a goal.
        clock: Which time counts.
        ceiling: Largest peak allowed, bytes; 0: shown without a goal.
        runs: Runs of each command, after one that does not count.
        unable: Why it cannot be run at all.
    """

    title: str
    ours: Command
    other: Command | None = None
    goal: Goal | None = None
    clock: Literal["cpu", "wall"] = "cpu"
    ceiling: int = 0
    runs: int = 5
    unable: str = ""


@dataclass(frozen=True)
class Result:
    """What a race gave; a race that could not be run has only a failure."""

    race: Race
    ours: Sequence[Run] = ()
    others: Sequence[Run] = ()
    failure: str = ""

    @property
    def ratios(self) -> list[float]:
        """Speed in the other's speed, or time in the other's time, pair by pair."""
        pairs = zip(self.ours, self.others, strict=False)
        quotients = [self._time(a, self.race.ours) / self._time(b, self.race.other) for a, b in pairs]
        return quotients if self.race.goal and self.race.goal[0] == "at most" else [1 / each for each in quotients]

    @property
    def peak(self) -> int:
        """Bytes of the largest process of any run."""
        return max((run.peak for run in self.ours), default=0)

    def met(self) -> bool | None:
        """Whether the goal of the ratio is met; None without one."""
        if not self.race.goal or not self.ratios:
            return None
        word, goal = self.race.goal
        return median(self.ratios) >= goal if word == "at least" else median(self.ratios) <= goal

    def within(self) -> bool | None:
        """Whether the memory stayed below its ceiling; None without one."""
        return self.peak <= self.race.ceiling if self.race.ceiling and self.ours else None

    def _time(self, run: Run, command: Command | None) -> float:
        return float(getattr(run, self.race.clock)) / ((command and command.size) or 1)


def hold(race: Race, most: int) -> Result:
    """Run a race, each command at most ``most`` times; a failure of a command is part of the result."""
    ours: list[Run] = []
    others: list[Run] = []
    if race.unable:
        return Result(race, failure=race.unable)
    try:
        for turn in range(min(race.runs, most) + 1):
            for command, runs in ((race.ours, ours), (race.other, others)):
                if command:
                    runs.extend([run(command)][: turn > 0])
    except RunError as error:
        return Result(race, failure=str(error))
    return Result(race, ours, others)


def run(command: Command) -> Run:
    """Run a command to its end.

    Raises:
        RunError: It cannot be started, takes too long, or ends with a code that means failure.
    """
    words = [str(word) for word in command.words]
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | dict(command.environment)
    with tempfile.TemporaryFile() as messages:
        start = time.perf_counter()
        try:
            process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=messages, env=environment, cwd=HOME
            )
        except OSError as error:
            raise RunError(f"cannot be started: {error}") from error
        timer = threading.Timer(TIMEOUT, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in command.codes:
            messages.seek(0)
            said = messages.read()[-300:].decode(errors="replace").strip().splitlines()[-1:]
            raise RunError(f"exit code {process.returncode} after {wall:.0f} s: {''.join(said)}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * unit)


def seconds(runs: Sequence[Run], clock: str) -> float:
    """Median seconds of some runs."""
    return float(median(getattr(run, clock) for run in runs))
