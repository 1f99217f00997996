"""The command line: words to verbs, results to the terminal, verdicts to exit codes.

Exit codes: 0 clean, 1 problems found, 2 the job could not be done, 130 interrupted, 143 terminated.

To add a command: write a module here with ``HELP`` (one line), ``EPILOG`` (examples), ``configure(parser)`` and
``run(options) -> int``; its file name is the command. An optional ``STOPPED`` says what is left behind when the
user stops it (default: nothing was written). A command is imported only when it is the one called.
"""

import gc
import sys
from collections.abc import Sequence

from ftdata import __version__

_SELDOM = 100_000
"""Objects made between two searches for cycles: a short run makes many, and hardly one of them is garbage."""

_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line.

    Args:
        argv: The words after ``ftdata``; None takes them from the process.

    Returns:
        The exit code.
    """
    if argv is not None:
        return _run(argv)
    gc.set_threshold(_SELDOM)
    try:
        return _run(sys.argv[1:])
    finally:
        gc.freeze()  # the process ends, so that nothing needs to be searched for cycles any more


def _run(words: Sequence[str]) -> int:
    if words and words[0] in ("--version", "-V"):
        return _version()
    try:
        from ftdata.cli._frame import run

        return run(words)
    except KeyboardInterrupt:  # before the command began, or after it ended
        return _INTERRUPTED


def _version() -> int:
    """Print the version, without loading what commands need."""
    from ftdata.cli._print import say, show
    from ftdata.errors import FtdataError

    try:
        show([f"ftdata {__version__}"])
    except FtdataError as error:
        say(str(error))
        return 2
    return 0
