"""CSV: a header line, then a row a line; text as it is, everything else as its JSON text."""

from typing import BinaryIO

from ftdata.writers._delimited import Table

NAME = "csv"
SUFFIXES = (".csv",)


def begin(stream: BinaryIO) -> Table:
    """Begin a file."""
    return Table(stream, ",")
