"""Stopping a run at a random moment, and judging what it left."""

import os
import random
import re
import signal
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

from tests.crashes.victims import OLD, VICTIMS, lay_out, start, state, strangers

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}
_PATIENCE = 60


class Fate(NamedTuple):
    """What became of a run that was stopped.

    Attributes:
        faults: What is wrong with what it left; nothing where it survived.
        struck: Whether it was still running when the signal came.
        waited: Seconds from the signal to its end.
        mixed: Whether some outputs are old and others new, each of them whole.
    """

    faults: list[str]
    struck: bool
    waited: float
    mixed: bool = False


class Scene(NamedTuple):
    """A victim that once ran undisturbed.

    Attributes:
        name: Of the victim.
        wanted: What it wrote.
        seconds: How long it took.
    """

    name: str
    wanted: tuple[bytes | None, ...]
    seconds: float


def rehearse(folder: Path, name: str) -> Scene:
    """Let a victim run to its end."""
    victim = VICTIMS[name]
    lay_out(folder, victim, old=False)
    begun = time.monotonic()
    process = start(folder, victim)
    said = process.communicate(timeout=_PATIENCE * 5)
    assert process.returncode in (0, 1), said
    seconds = time.monotonic() - begun
    assert not strangers(folder, victim)
    return Scene(name, state(folder, victim), seconds)


def strike(folder: Path, scene: Scene, number: signal.Signals, chance: random.Random) -> Fate:
    """Stop a victim at a random moment, look at what it left, and run it again."""
    victim, old, alone = VICTIMS[scene.name], chance.random() < 0.5, chance.random() < 0.5
    lay_out(folder, victim, old=old)
    before = state(folder, victim)
    process = start(folder, victim)
    time.sleep(chance.uniform(0, scene.seconds * 1.05))
    struck = process.poll() is None
    sent = time.monotonic()
    _send(process, number, alone=alone)
    _, said = process.communicate(timeout=_PATIENCE)
    fate = Fate([], struck, time.monotonic() - sent)
    _await_workers(process.pid, fate)
    mixed = _judge_outputs(fate, before, state(folder, victim), scene.wanted)
    if struck:
        _judge_end(fate, process.returncode, said, number)
    if number != signal.SIGKILL and (left := strangers(folder, victim)):
        fate.faults.append(f"left {left}")
    _run_again(fate, folder, scene)
    return fate._replace(mixed=mixed)


def _send(process: "subprocess.Popen[bytes]", number: signal.Signals, *, alone: bool) -> None:
    """To the process alone, as the kernel or a supervisor does, or to its group, as a terminal does."""
    try:
        (os.kill if alone else os.killpg)(process.pid, number)
    except ProcessLookupError:
        return


def _await_workers(group: int, fate: Fate) -> None:
    """Workers of a run that is gone have to go too."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    fate.faults.append("workers outlived it")


def _judge_outputs(
    fate: Fate, before: tuple[bytes | None, ...], now: tuple[bytes | None, ...], wanted: tuple[bytes | None, ...]
) -> bool:
    for place, found in enumerate(now):
        if found not in (before[place], wanted[place]):
            fate.faults.append(f"output {place} is neither the old nor the new file: {len(found or b'')} bytes")
    kinds = {found == wanted[place] for place, found in enumerate(now) if before[place] != wanted[place]}
    return len(kinds) > 1


_OURS = re.compile(rb'Traceback.*File "[^"]*/ftdata/(?!__main__)', re.DOTALL)
"""A traceback from ftdata; Python's own, before it came to ftdata or after it left, is no fault of it."""


def _judge_end(fate: Fate, code: int, said: bytes, number: signal.Signals) -> None:
    if _OURS.search(said):
        fate.faults.append("traceback: " + said.decode(errors="replace")[-2000:])
    if number in CODES and code not in (CODES[number], -number, 0, 1):
        fate.faults.append(f"exit code {code}: {said.decode(errors='replace')[-200:]}")


def _run_again(fate: Fate, folder: Path, scene: Scene) -> None:
    victim = VICTIMS[scene.name]
    process = start(folder, victim)
    said = process.communicate(timeout=_PATIENCE * 5)
    if process.returncode not in (0, 1):
        fate.faults.append(f"the next run failed: {said[1].decode(errors='replace')[-200:]}")
    if state(folder, victim) != scene.wanted:
        fate.faults.append("the next run wrote something else")
    if left := strangers(folder, victim):
        fate.faults.append(f"the next run did not sweep {left}")


__all__ = ["OLD", "SIGNALS", "Fate", "Scene", "rehearse", "strike"]
