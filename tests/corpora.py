"""Real files written by others, when they are there: ``../shared/corpora`` beside the repository."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "shared" / "corpora"

needed = pytest.mark.skipif(not ROOT.is_dir(), reason="the corpora of real files are not beside the repository")


def path(name: str) -> str:
    """Path of a file in the corpora, for tests marked ``needed``."""
    return str(ROOT / name)
