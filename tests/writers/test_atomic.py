"""A file appears whole or not at all, and destroys nothing that was not meant."""

import os
import subprocess
import sys

import pytest

from ftdata.errors import FtdataError, UsageError
from ftdata.writers import AtomicFile


def _entries(folder):
    return sorted(path.name for path in folder.iterdir())


def test_appears_when_the_block_ends(tmp_path):
    path = tmp_path / "out.jsonl"
    with AtomicFile(str(path)) as file:
        file.stream.write(b"row\n")
        assert not path.exists()
    assert path.read_bytes() == b"row\n"
    assert _entries(tmp_path) == ["out.jsonl"]


def test_leaves_nothing_after_an_error(tmp_path):
    with pytest.raises(ZeroDivisionError), AtomicFile(str(tmp_path / "out.jsonl")) as file:
        file.stream.write(b"half")
        raise ZeroDivisionError
    assert _entries(tmp_path) == []


def test_keeps_the_old_file_after_an_error(tmp_path):
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"old\n")
    with pytest.raises(ZeroDivisionError), AtomicFile(str(path), force=True) as file:
        file.stream.write(b"new")
        raise ZeroDivisionError
    assert path.read_bytes() == b"old\n"


def test_refuses_what_exists(tmp_path):
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"old\n")
    with pytest.raises(UsageError, match="--force"):
        AtomicFile(str(path))
    assert path.read_bytes() == b"old\n"


def test_refuses_a_file_that_appeared_meanwhile(tmp_path):
    path = tmp_path / "out.jsonl"
    with pytest.raises(FtdataError, match="another run"), AtomicFile(str(path)) as file:
        file.stream.write(b"mine")
        path.write_bytes(b"theirs")
    assert path.read_bytes() == b"theirs"
    assert _entries(tmp_path) == ["out.jsonl"]


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_refuses_the_input_by_any_name(tmp_path, link):
    source = tmp_path / "in.jsonl"
    source.write_bytes(b"row\n")
    link(source, tmp_path / "out.jsonl")
    with pytest.raises(UsageError, match="input"):
        AtomicFile(str(tmp_path / "out.jsonl"), force=True, inputs=[str(source)])


def test_removes_the_part_of_a_killed_run(tmp_path):
    script = (
        "import os, signal\n"
        "from ftdata.writers import AtomicFile\n"
        f"with AtomicFile({str(tmp_path / 'out.jsonl')!r}) as file:\n"
        "    file.stream.write(b'half'); file.stream.flush()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=False)
    assert len(_entries(tmp_path)) == 1, "the killed run left its part"
    with AtomicFile(str(tmp_path / "out.jsonl")) as file:
        file.stream.write(b"row\n")
    assert _entries(tmp_path) == ["out.jsonl"]


def test_names_the_missing_directory(tmp_path):
    with pytest.raises(UsageError, match="no directory"):
        AtomicFile(str(tmp_path / "no" / "out.jsonl"))


def test_keeps_the_permissions_of_what_it_replaces(tmp_path):
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"old\n")
    path.chmod(0o600)
    with AtomicFile(str(path), force=True) as file:
        file.stream.write(b"new\n")
    assert path.stat().st_mode & 0o777 == 0o600
