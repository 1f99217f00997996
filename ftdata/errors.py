"""Every error ftdata raises. Bad data is never an exception; a job that cannot be done is."""


class FtdataError(Exception):
    """The job could not be done. The message names what was given, where, and what to do; exit code 2."""


class UsageError(FtdataError, ValueError):
    """An option, a name or a combination of them is not known. The message names the known ones."""


class AmbiguousFormatError(UsageError):
    """Several formats fit the rows of a file equally well.

    Attributes:
        formats: Their names, sorted.
    """

    def __init__(self, message: str, formats: tuple[str, ...]) -> None:
        super().__init__(message)
        self.formats = formats


class UnreadableError(FtdataError, OSError):
    """A file cannot be opened or read to its end. Nothing read from it may be written."""


class FormatError(FtdataError, ValueError):
    """A row does not have the shape of the format it is parsed as.

    Attributes:
        path: Where in the row the shape is broken.
        reason: What is wrong there.
    """

    def __init__(self, path: tuple[str | int, ...], reason: str) -> None:
        super().__init__(reason)
        self.path = path
        self.reason = reason


class VocabularyError(FtdataError, LookupError):
    """A token vocabulary is not on this machine and may not be fetched."""
