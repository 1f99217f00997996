"""Colours and line breaks for terminals."""

from collections.abc import Iterator

from ftdata.types import Severity

COLOURS = {"error": "31", "warning": "33", "info": "36", "bold": "1", "dim": "2", "good": "32"}
_NARROWEST = 40


def paint(text: str, colour: str, *, on: bool) -> str:
    """Put text between an ANSI colour and its end, when colours are on."""
    return f"\x1b[{COLOURS[colour]}m{text}\x1b[0m" if on and text else text


def linked(text: str, address: str, *, on: bool) -> str:
    """Make text a link to a web address, as terminals have it.

    How: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda (OSC 8). Terminals without it show the text.
    """
    return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\" if on and address.startswith("https://") else text


def word(severity: Severity, *, on: bool) -> str:
    """Write a severity in its colour."""
    return paint(severity, severity, on=on)


def wrapped(text: str, width: int, indent: str = "") -> Iterator[str]:
    """Yield text as indented lines no wider than the terminal; a width of 0 never breaks."""
    if not width or len(indent) + len(text) <= max(width, _NARROWEST):
        yield indent + text
        return
    import textwrap

    yield from textwrap.wrap(
        text,
        max(width, _NARROWEST),
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def columns(text: str) -> int:
    """Columns of a terminal that a text takes: two for a wide character, none for a mark on the one before."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(each) else 2 if east_asian_width(each) in "WF" else 1 for each in text)
