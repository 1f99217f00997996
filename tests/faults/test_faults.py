"""Hostile files of small size through every command, in this process."""

import os
import subprocess
import sys
import time

import pytest

from ftdata.cli import main
from tests import corpora
from tests.faults.__main__ import suitable
from tests.faults.judge import COMMANDS, Ended, faults

GENERATOR = corpora.ROOT.parent / "faults" / "gen_faults.py"
_MOST = 200_000
"""Bytes of a file that is tried here; all others are by ``python -m tests.faults``."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A folder of hostile files."""
    if not GENERATOR.exists():
        pytest.skip("the generator of hostile files is not here")
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return _generated(tmp_path_factory.mktemp("hostile"))
    folder = tmp_path_factory.getbasetemp().parent / "hostile"  # of this run, for all of its processes
    try:
        folder.mkdir()
    except FileExistsError:
        while not (folder / "manifest.json").exists():
            time.sleep(0.1)
        return folder
    return _generated(folder)


def _generated(folder):
    part = folder / "part"
    subprocess.run([sys.executable, GENERATOR, part], check=True, capture_output=True)
    for path in sorted(part.iterdir(), key=lambda path: path.name == "manifest.json"):
        path.rename(folder / path.name)
    return folder


@pytest.mark.heavy
@pytest.mark.parametrize("name", COMMANDS)
def test_hostile_files(hostile, tmp_path, monkeypatch, capsys, name):
    wrong = {}
    for entry in suitable(hostile):
        path = os.path.join(hostile, entry["file"])
        if not os.path.isfile(path) or os.path.getsize(path) > _MOST or entry.get("max_s"):
            continue
        out = tmp_path / entry["id"]
        out.mkdir()
        monkeypatch.chdir(out)
        words = [word.replace("{file}", path).replace("{out}", str(out)) for word in COMMANDS[name]]
        code = main([*words, "--workers", "1"])
        if found := faults(entry, Ended(code, *capsys.readouterr(), out)):
            wrong[entry["id"]] = found
    assert not wrong
