"""A tokenizer that is made once, and rows as ftdata's own commands write them."""

import json

import pytest

from ftdata.cli import main
from tests.trainers import tiny


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Folder of the tokenizer, for ``--tokenizer``."""
    return tmp_path_factory.mktemp("tokenizer")


@pytest.fixture(scope="session")
def tokenizer(folder):
    return tiny.tokenizer(folder)


@pytest.fixture
def prepared(tmp_path):
    """A function that prepares a sample for TRL and returns the train file."""

    def prepare(sample, *more):
        out = tmp_path / "out"
        source = str(sample if "/" in str(sample) else tiny.SAMPLES / sample)
        code = main(["prepare", source, "--target", "huggingface", "--output", str(out), "--quiet", *more])
        assert code in (0, 1), "rows may be rejected, but files are there"
        return out / ("dataset" if "huggingface" in more else "train.jsonl")

    return prepare


@pytest.fixture
def rows():
    """A function that reads the rows of a file."""

    def read(path):
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    return read
