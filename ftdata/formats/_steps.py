"""An answer in steps: one text for other formats, and its parts with a verdict on each."""

from collections.abc import Sequence

from ftdata.errors import FormatError
from ftdata.types import Candidate, Example, Json, Message, Path

JOINT = "\n"
"""What TRL puts after each step. Source: https://huggingface.co/docs/trl/prm_trainer, step_separator (2026-07)."""


def answer_of(steps: Sequence[str], verdicts: Sequence[Json], path: Path) -> Candidate:
    """The steps as one answer, which is a good one when each of them is."""
    label = all(verdict in (True, 1) for verdict in verdicts)
    return Candidate([Message("assistant", JOINT.join(steps), origin=path)], label=label)


def steps_of(example: Example, name: str) -> tuple[list[Json], list[Json]]:
    """The steps of an example's answer and the verdicts on them.

    Raises:
        FormatError: It has none.
    """
    if "steps" not in example.style:
        raise FormatError((), f"has no answer in steps with a verdict on each, which {name} is made of")
    return example.style["steps"], example.style["verdicts"]
