"""Whether an answer is a good one, as KTO's rows say it."""

from collections.abc import Iterator

from ftdata.types import ABSENT, Candidate, Example, Json, Loss


def is_label(value: Json) -> bool:
    """Whether this says yes or no: true or false, 1 or 0."""
    return isinstance(value, bool) or (type(value) is int and value in (0, 1))


def label_of(answer: Candidate) -> Json:
    """The label of an answer; one that is learned from is a good one."""
    return True if answer.label is ABSENT else answer.label


def assumed(example: Example, name: str) -> Iterator[Loss]:
    """State that an answer is taken for a good one where nobody said so."""
    if example.candidates[0].label is ABSENT:
        yield Loss("label", f"the source has none, and {name} needs one: the answer is taken for a good one")
