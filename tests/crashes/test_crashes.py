"""A run that is stopped, or cannot write, leaves the old file or the new one, whole; the next run sweeps the rest."""

import os
import random
import resource
import signal
import subprocess
import sys

import pytest

from tests.crashes.kill import SIGNALS, rehearse, strike
from tests.crashes.victims import OLD, ROOT, VICTIMS, lay_out, start, state, strangers


@pytest.mark.heavy
@pytest.mark.parametrize("name", VICTIMS)
def test_a_run_that_is_stopped(tmp_path_factory, name):
    scene, chance = rehearse(tmp_path_factory.mktemp("whole"), name), random.Random(name)
    for number in SIGNALS:
        assert not strike(tmp_path_factory.mktemp("struck"), scene, number, chance).faults, number


@pytest.mark.unmeasured
@pytest.mark.parametrize("name", VICTIMS)
def test_a_file_that_may_not_grow(tmp_path, name):
    """The limit is met in the middle of the write, as a full disk is."""
    victim = VICTIMS[name]
    lay_out(tmp_path, victim, old=True)
    before = state(tmp_path, victim)

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 18, 1 << 18))

    words = [sys.executable, "-m", "ftdata", *victim.words, "--workers", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    found = subprocess.run(words, cwd=tmp_path, env=environment, preexec_fn=limit, capture_output=True, check=False)
    assert found.returncode == 2, found.stderr
    assert b"cannot be written" in found.stderr and found.stderr.count(b"\n") == 1
    assert state(tmp_path, victim) == before
    assert not strangers(tmp_path, victim)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("name", VICTIMS)
def test_a_folder_that_may_not_be_written(tmp_path, name):
    victim = VICTIMS[name]
    lay_out(tmp_path, victim, old=True)
    before = state(tmp_path, victim)
    folders = [tmp_path, *(path for path in tmp_path.iterdir() if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    process = start(tmp_path, victim)
    said = process.communicate()
    for folder in folders:
        folder.chmod(0o755)
    assert process.returncode == 2, said
    assert state(tmp_path, victim) == before


@pytest.mark.parametrize("name", ["convert", "prepare"])
def test_two_runs_at_once(tmp_path, name):
    victim = VICTIMS[name]
    lay_out(tmp_path, victim, old=False)
    runs = [start(tmp_path, victim) for _ in range(2)]
    said = [run.communicate() for run in runs]
    assert {run.returncode for run in runs} <= {0, 1, 2} and any(run.returncode < 2 for run in runs), said
    assert not any(b"Traceback" in err for _, err in said)
    both = state(tmp_path, victim)
    lay_out(tmp_path, victim, old=False)
    start(tmp_path, victim).communicate()
    assert both == state(tmp_path, victim), "two runs wrote something else than one"
    assert not strangers(tmp_path, victim)
    assert OLD not in both
