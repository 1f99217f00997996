"""Reading the rows of a unit of work, in whatever process."""

from collections.abc import Iterator

from ftdata.engine.parallel import Unit
from ftdata.errors import FtdataError, UnreadableError
from ftdata.loaders import Sieve, Skimmed, open_source, records, skim_range
from ftdata.types import Record


def read_unit(unit: Unit) -> Iterator[Record]:
    """Yield the records of a unit.

    Raises:
        UnreadableError: The file cannot be read.
    """
    return (record for record in skim_unit(unit, Sieve()) if isinstance(record, Record))


def skim_unit(unit: Unit, sieve: Sieve) -> Iterator[Record | Skimmed]:
    """Do the same, but of lines that the sieve lets through yield only their number.

    Raises:
        UnreadableError: The file cannot be read.
    """
    if unit.whole or unit.groups:
        source = open_source(unit.summary.file, header=unit.settings.header)
        source.groups = unit.groups
        yield from records(source, exact=False)
        return
    try:
        yield from skim_range(unit.summary.file, unit.start, unit.end, sieve)
    except OSError as error:
        if isinstance(error, FtdataError):
            raise
        raise UnreadableError(f"{unit.summary.file}: cannot be read: {error.strerror or error}") from error
