"""Numbers that remember how they were written, where Python's own would not write them back the same."""

from typing import Self


class ExactInt(int):
    """An integer beyond 64 bits, or ``-0``, with its spelling."""

    text: str

    def __new__(cls, text: str) -> Self:
        """Read the spelling and keep it."""
        number = super().__new__(cls, text)
        number.text = text
        return number


class ExactFloat(float):
    """A float whose shortest spelling differs from the one in the file, with that spelling."""

    text: str

    def __new__(cls, text: str) -> Self:
        """Read the spelling and keep it."""
        number = super().__new__(cls, text)
        number.text = text
        return number


MAX_DIGITS = 4300
"""Digits of the longest integer that Python converts by default; its own json module fails on longer ones."""

_INT64_DIGITS = 18


class HugeNumberError(ValueError):
    """An integer literal of more digits than MAX_DIGITS."""


def read_int(text: str) -> int:
    """Read an integer literal, exactly.

    Raises:
        HugeNumberError: It has more digits than readers take.
    """
    if len(text) <= _INT64_DIGITS and text != "-0":
        return int(text)
    if len(text.lstrip("-")) > MAX_DIGITS:
        raise HugeNumberError(text)
    return ExactInt(text)


def read_float(text: str) -> float:
    """Read a literal with a fraction or an exponent, exactly."""
    number = float(text)
    return number if repr(number) == text else ExactFloat(text)
