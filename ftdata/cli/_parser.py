"""The parser of a command: argparse with one way to print and one way to fail."""

import argparse
from typing import NoReturn

from ftdata.cli._print import show, terminal_width
from ftdata.errors import UsageError


class Layout(argparse.RawDescriptionHelpFormatter):
    """Help that keeps the examples as they are. It finds the width itself: argparse loads shutil for that."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=min(terminal_width() or 80, 100) - 2)


class Parser(argparse.ArgumentParser):
    """A command's parser.

    Args:
        name: The command.
        text: What it does, in one line.
        epilog: Examples, printed as they are.
    """

    def __init__(self, name: str, text: str, epilog: str) -> None:
        super().__init__(
            prog=f"ftdata {name}",
            description=text,
            epilog=epilog,
            formatter_class=Layout,
            allow_abbrev=False,
        )

    def print_help(self, file: object = None) -> None:  # noqa: ARG002  always standard output
        """Print the help to standard output."""
        show(self.format_help().splitlines())

    def error(self, message: str) -> NoReturn:
        """Turn a wrong call into the error that every wrong call is.

        Raises:
            UsageError: Always.
        """
        raise UsageError(f"{message} (`{self.prog} --help` shows how)")
