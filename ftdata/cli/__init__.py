"""The command line: words to verbs, results to the terminal, verdicts to exit codes.

Exit codes: 0 clean, 1 problems found, 2 the job could not be done, 130 interrupted, 143 terminated.

To add a command: write a module here with ``HELP`` (one line), ``EPILOG`` (examples), ``configure(parser)`` and
``run(options) -> int``; its file name is the command. An optional ``STOPPED`` says what is left behind when the
user stops it (default: nothing was written). A command is imported only when it is the one called.
"""

import sys
from collections.abc import Sequence

from ftdata import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line.

    Args:
        argv: The words after ``ftdata``; None takes them from the process.

    Returns:
        The exit code.
    """
    words = sys.argv[1:] if argv is None else argv
    if words and words[0] in ("--version", "-V"):
        return _version()
    from ftdata.cli._frame import run

    return run(words)


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
