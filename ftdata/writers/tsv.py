"""TSV: the same as CSV, with tabs."""

from typing import BinaryIO

from ftdata.writers._delimited import Table

NAME = "tsv"
SUFFIXES = (".tsv",)


def begin(stream: BinaryIO) -> Table:
    """Begin a file."""
    return Table(stream, "\t")
