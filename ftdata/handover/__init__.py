"""Handing a written file over to a trainer: what the trainer has to be told about it.

To add one: write a module here, named like its ``NAME`` (``llama_factory.py`` is ``llama-factory``), with what the
protocol ``Trainer`` lists. ``ftdata convert --for NAME`` then writes the trainer's file beside the data.
"""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from ftdata import registry
from ftdata.errors import UsageError


class Written(NamedTuple):
    """A file of rows, as far as a trainer has to know it.

    Attributes:
        file: Its name, without a directory.
        format: Format of its rows.
        keys: Top-level keys that hold something in at least one row, in the order in which they were met.
        texts: Those of them that hold nothing but text.
        turn_keys: The same as ``keys`` for the objects in its lists of turns.
        speakers: Words that stand for a speaker in them (under ``role`` or ``from``), in that order.
        parts: Whether the content of a turn is a list of parts.
    """

    file: str
    format: str
    keys: tuple[str, ...]
    texts: tuple[str, ...] = ()
    turn_keys: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    parts: bool = False

    @property
    def turn_pair(self) -> tuple[str, str]:
        """The keys of a turn: who speaks, and what is said."""
        if "from" in self.turn_keys:
            return "from", "value"
        return "role", "value" if "value" in self.turn_keys and "content" not in self.turn_keys else "content"

    @property
    def stem(self) -> str:
        """The name without its suffixes, e.g. ``train`` of ``train.jsonl``."""
        return self.file.split(".")[0] or self.file

    @property
    def suffix(self) -> str:
        """The last suffix, e.g. ``jsonl``."""
        return self.file.rsplit(".", 1)[-1]


class Companion(NamedTuple):
    """What a trainer needs beside the data.

    Attributes:
        text: Text of the file.
        notes: What the user has to know or to do, a sentence each.
    """

    text: str
    notes: tuple[str, ...] = ()


class Trainer(Protocol):
    """What a module of this room defines."""

    NAME: str
    TITLE: str
    FORMATS: Mapping[str, tuple[str, ...]]
    """Formats that it reads for each method, the one that suits it best first."""
    SUFFIXES: tuple[str, ...]
    """What names of files it reads end in."""
    FILE: str
    """Name of the file beside the data; ``{stem}`` stands for the name of the data without its suffix."""

    def describe(self, written: Written, there: str | None) -> Companion:
        """Say what the trainer has to be told about a file.

        Args:
            written: The file.
            there: Text of the companion that is there already, to be brought up to date; None where there is none.

        Raises:
            UsageError: What is there cannot be brought up to date.
        """
        ...


def names() -> tuple[str, ...]:
    """Names of all trainers, sorted; none is imported."""
    return tuple(stem.replace("_", "-") for stem in registry.names("ftdata.handover"))


def get(name: str) -> Trainer:
    """Return a trainer by name.

    Raises:
        UsageError: There is none of that name; the message lists those there are.
    """
    if name not in names():
        raise UsageError(f"no trainer is called {name!r:.60}; there are: {', '.join(names())}")
    module: Trainer = registry.module("ftdata.handover", name.replace("-", "_"))
    return module


def require_read(trainer: Trainer, name: str | None) -> None:
    """Refuse a format that a trainer is not handed.

    Raises:
        UsageError: It is none of its formats; the message lists those.
    """
    read = dict.fromkeys(each for named in trainer.FORMATS.values() for each in named)
    if name not in read:
        raise UsageError(f"{trainer.NAME} is handed {', '.join(read)}, not {name or 'rows of no format'}")


def choose(trainer: Trainer, method: str, given: list[str]) -> str:
    """Name the format to write for a trainer: that of the rows where it reads that one, else the one it likes best.

    Args:
        trainer: The trainer.
        method: What is trained, e.g. ``dpo``.
        given: Formats of the sources.

    Raises:
        UsageError: It reads no format for this method.
    """
    wanted = trainer.FORMATS.get(method)
    if not wanted:
        methods = ", ".join(trainer.FORMATS)
        raise UsageError(f"{trainer.NAME} is handed rows for {methods}, and these are for {method}; say --to FORMAT")
    return given[0] if len(set(given)) == 1 and given[0] in wanted else wanted[0]
