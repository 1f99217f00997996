"""``python -m ftdata`` is ``ftdata``. The guard matters: worker processes import this module too."""

import os
import sys


def _leave_directory() -> None:
    """Take the current directory off the import path, where ``-m`` puts it: data may lie beside a ``json.py``."""
    try:
        here = os.getcwd()
    except OSError:
        return
    if sys.path[:1] in ([here], [""]):
        del sys.path[0]


if __name__ == "__main__":
    _leave_directory()

    try:
        from ftdata.cli import main

        code = main()
    except KeyboardInterrupt:  # before there was anything to interrupt
        code = 130
    sys.exit(code)
