"""Mending the slips that leave only one thing a line can have meant."""

import re
from collections.abc import Callable

from ftdata.jsontext.parse import parse

# patterns for what is seldom: re compiles them when they are first used
_STRING = rb'(?s)("[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z))'
_LATE_COMMA = _STRING + rb"|,(?=\s*[}\]])"
_CONTROL = rb"[\x00-\x1f]"


def repair(raw: bytes) -> tuple[str, bytes] | None:
    """Mend a line that is not JSON.

    Returns:
        What was done, as a command, and the mended line; None when none of the known slips is all that is wrong.
    """
    for title, mend in _REPAIRS:
        mended = mend(raw)
        if mended != raw:
            row, defects = parse(mended)
            if isinstance(row, dict) and not any(defect.fatal for defect in defects):
                return title, mended
    return None


def _without_comma_after(raw: bytes) -> bytes:
    return raw.rstrip().removesuffix(b",")


def _without_late_commas(raw: bytes) -> bytes:
    return re.sub(_LATE_COMMA, lambda match: match[1] or b"", raw)


def _controls_escaped(raw: bytes) -> bytes:
    return re.sub(_STRING, lambda match: re.sub(_CONTROL, _escape, match[0]), raw)


def _escape(match: re.Match[bytes]) -> bytes:
    return {b"\n": rb"\n", b"\r": rb"\r", b"\t": rb"\t"}.get(match[0]) or rb"\u%04x" % match[0][0]


_REPAIRS: tuple[tuple[str, Callable[[bytes], bytes]], ...] = (
    ("leave out the comma after the value", _without_comma_after),
    ("leave out commas before closing brackets", _without_late_commas),
    ("escape control characters in strings", _controls_escaped),
)
