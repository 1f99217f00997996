"""Getting text out: to standard output for results, to standard error for everything said about the run."""

import os
import sys
from collections.abc import Iterable
from typing import TextIO

from ftdata.errors import FtdataError

_USUAL_WIDTH = 80


def show(lines: Iterable[str]) -> None:
    """Print lines to standard output. A reader that leaves early is no error.

    Raises:
        FtdataError: They cannot be written, e.g. because the disk is full.
    """
    _write(lines, "stdout", "standard output")


def complain(lines: Iterable[str]) -> None:
    """Print lines to standard error, as they are."""
    _write(lines, "stderr", "standard error")


def say(text: str) -> None:
    """Tell the user one thing about the run, on one line of standard error, made safe to look at."""
    from ftdata.reporters import safe

    complain([f"ftdata: {safe(text)}"])


def prepare_streams() -> None:
    """Let characters that the terminal's encoding lacks be written as escapes instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def terminal_width() -> int:
    """Columns of the terminal that standard output goes to; 0 when it goes to a file or a pipe."""
    if sys.stdout is None or not sys.stdout.isatty():
        return 0
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _USUAL_WIDTH
    except (OSError, ValueError):
        return _USUAL_WIDTH


def _write(lines: Iterable[str], stream_name: str, name: str) -> None:
    stream = getattr(sys, stream_name)
    if stream is None:
        return
    try:
        for line in lines:
            stream.write(line + "\n")
        stream.flush()
    except BrokenPipeError:
        abandon(stream)
    except OSError as error:
        abandon(stream)
        raise FtdataError(f"cannot write to {name}: {error.strerror}") from error


def abandon(stream: TextIO) -> None:
    """Send what is left in the buffer nowhere, so that the interpreter's last flush does not fail too."""
    try:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, stream.fileno())
        os.close(sink)
    except (OSError, ValueError):  # a stream in memory has no descriptor and needs no last flush
        return
