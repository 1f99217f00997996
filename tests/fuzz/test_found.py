"""Inputs that once were a bug, and the seeds of the fuzzer: each target takes them."""

from pathlib import Path

import pytest

from tests.fuzz.inputs import TARGETS, seeds

FOUND = sorted((Path(__file__).parent / "found").glob("*/*"))


@pytest.mark.parametrize("path", FOUND, ids=[f"{path.parent.name}-{path.name}" for path in FOUND])
def test_what_was_found_is_mended(path, tmp_path):
    TARGETS[path.parent.name](path.read_bytes(), tmp_path)


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_taken(name, tmp_path):
    for raw in (b"", b"\xff", *seeds(name)):
        TARGETS[name](raw, tmp_path)
