"""What is to be known of every row."""

from typing import NamedTuple

WAYS = ("example", "prompt", "answer")
"""What of two rows is compared: all that is said, what is asked, or the answer."""

NEAR = 0.8
"""The similarity from which on rows are near duplicates."""

BELOW = 0.1
"""How far below the threshold pairs are still measured, so that the borderline can be shown."""


class Wish(NamedTuple):
    """What a survey is to find out.

    Attributes:
        keys: Which keys: ``identity``, ``normal``, ``prompt``, ``asked``, ``answer``, ``group``.
        by: One of ``WAYS``.
        width: Slots in a band of the sketches; 0 for no sketches and no words.
        rows: Whether the rows are written down too, for a command that writes files.
        group_by: The keys of a row (dotted paths) whose values tie rows together; key ``group``.
        stratify: What parts are balanced by: ``language``, ``label``, ``source`` or a key; empty for none.
        questions: A file of n-grams of benchmark questions to look for; empty for none.
    """

    keys: tuple[str, ...]
    by: str = "example"
    width: int = 0
    rows: bool = False
    group_by: tuple[str, ...] = ()
    stratify: str = ""
    questions: str = ""
