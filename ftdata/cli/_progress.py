"""A progress bar, where somebody is there to see it and the work takes long enough."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ftdata.engine.settings import Progress, no_progress

LARGE = 8 << 20
"""Bytes of input from which on a bar is shown."""


@contextmanager
def progress(sources: Sequence[str], *, quiet: bool = False) -> Iterator[Progress]:
    """Show a bar on standard error while the body runs, or nothing.

    Args:
        sources: Paths; their sizes in bytes make the whole.
        quiet: Show nothing.

    Yields:
        What the verbs tell how many bytes were finished.
    """
    size = sum(map(_size, sources))
    if quiet or size < LARGE or not _watched():
        yield no_progress
        return
    from tqdm import tqdm

    with tqdm(total=size, unit="B", unit_scale=True, leave=False, file=sys.stderr) as bar:
        yield bar.update


def _watched() -> bool:
    """Whether standard error is a terminal with a person before it."""
    return sys.stderr is not None and sys.stderr.isatty() and not os.environ.get("CI")


def _size(source: str) -> int:
    try:
        return os.stat(source).st_size
    except (OSError, ValueError):
        return 0
