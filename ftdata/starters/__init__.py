"""What starts the training, written by ``ftdata prepare`` beside the data.

To add one: write a module here, named like its target (``huggingface.py``; hyphens are underscores), with what the
protocol ``Starter`` lists.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from ftdata import registry


class Job(NamedTuple):
    """What is to be trained.

    Attributes:
        target: Where.
        method: How, e.g. ``dpo``.
        model: Name of the model; empty where the user named none.
        train: Name of the training file.
        validation: Name of the file held back; empty where there is none, or no row in it.
        size: Bytes of the larger of them.
        grader: The grader of a reinforcement job, or None.
        weighted: Whether rows have weights, and the trainer reads none.
    """

    target: str
    method: str
    model: str
    train: str
    validation: str
    size: int
    grader: Mapping[str, Any] | None = None
    weighted: bool = False


class File(NamedTuple):
    """A file to be written: its name and its text."""

    name: str
    text: str


class Starter(Protocol):
    """What a module of this room defines."""

    FILES: tuple[str, ...]
    """Names of the files that it may write."""

    def files(self, job: Job) -> Iterator[File]:
        """Write what starts a job; nothing for a method that it has nothing for."""
        ...

    def advice(self, job: Job, folder: str) -> str:
        """Say what the user does next, the files being in a folder whose name is fit for a shell."""
        ...


def names() -> tuple[str, ...]:
    """Names of the targets that have a starter, sorted; none is imported."""
    return tuple(stem.replace("_", "-") for stem in registry.names("ftdata.starters"))


def get(target: str) -> Starter | None:
    """The starter of a target; None where it has none."""
    if target not in names():
        return None
    module: Starter = registry.module("ftdata.starters", target.replace("-", "_"))
    return module
