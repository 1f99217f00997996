"""Get training data ready for fine-tuning language models.

``import ftdata`` loads nothing heavy: each name below is fetched when it is first used.
"""

__version__ = "0.1.0"

TYPE_CHECKING = False  # spelled out, since importing typing would cost more than all of this file

if TYPE_CHECKING:
    from ftdata.api import convert, detect, explain, fix, hand_over, load, restore, split, to_dataset, validate, write
    from ftdata.api.alike import Deduplicated, Repetition, dedupe
    from ftdata.api.rows import Rows, Split
    from ftdata.api.templates import weighted_template
    from ftdata.api.tokens import count_tokens, estimate, stats
    from ftdata.errors import (
        AmbiguousFormatError,
        FormatError,
        FtdataError,
        UnreadableError,
        UsageError,
        VocabularyError,
    )
    from ftdata.types import Location, Problem, Report

__all__ = [
    "AmbiguousFormatError",
    "Deduplicated",
    "FormatError",
    "FtdataError",
    "Location",
    "Problem",
    "Repetition",
    "Report",
    "Rows",
    "Split",
    "UnreadableError",
    "UsageError",
    "VocabularyError",
    "__version__",
    "convert",
    "count_tokens",
    "dedupe",
    "detect",
    "estimate",
    "explain",
    "fix",
    "hand_over",
    "load",
    "restore",
    "split",
    "stats",
    "to_dataset",
    "validate",
    "weighted_template",
    "write",
]

_HOMES = {
    "ftdata.api.alike": ("Deduplicated", "Repetition", "dedupe"),
    "ftdata.api.rows": ("Rows", "Split"),
    "ftdata.api.templates": ("weighted_template",),
    "ftdata.api.tokens": ("count_tokens", "estimate", "stats"),
    "ftdata.errors": (
        "AmbiguousFormatError",
        "FormatError",
        "FtdataError",
        "UnreadableError",
        "UsageError",
        "VocabularyError",
    ),
    "ftdata.types": ("Location", "Problem", "Report"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'ftdata' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME.get(name, "ftdata.api")), name)


def __dir__() -> list[str]:
    return __all__
