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


_MAX_INT_DIGITS = 4000  # Python refuses to convert more than 4300 digits by default
_INT64_DIGITS = 18


def read_int(text: str) -> int | float:
    """Read an integer literal, exactly."""
    if len(text) <= _INT64_DIGITS and text != "-0":
        return int(text)
    return ExactInt(text) if len(text) <= _MAX_INT_DIGITS else ExactFloat(text)


def read_float(text: str) -> float:
    """Read a literal with a fraction or an exponent, exactly."""
    number = float(text)
    return number if repr(number) == text else ExactFloat(text)
