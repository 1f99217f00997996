r"""Halves of surrogate pairs: ``\ud83d`` without its ``\ude00``. JSON can spell them, UTF-8 cannot hold them."""

import re

# patterns for what is seldom: re compiles them when they are first used
_ESCAPE = rb"(?s)\\[^u]|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})"


def lone_surrogate(raw: bytes) -> int | None:
    """Return where the first half without its other half stands, or None."""
    return next((match.start() for match in re.finditer(_ESCAPE, raw) if match[1]), None)


def replace_lone_surrogates(raw: bytes) -> bytes:
    """Write U+FFFD, the sign for a lost character, for every half without its other half."""
    return re.sub(_ESCAPE, lambda match: rb"\ufffd" if match[1] else match[0], raw)
