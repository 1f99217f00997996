"""What a file is for, as its name says."""

import re

from ftdata.types import FileSummary

_VALIDATION = re.compile(r"(?<![a-z])(?:validation|valid|val|evaluation|eval)(?![a-z])")


def holds_validation(summary: FileSummary) -> bool:
    """Whether a file is for validation, so that nothing is trained on it. A file named ``test`` may be a first try."""
    return _VALIDATION.search(summary.file.rpartition("/")[2].lower()) is not None
