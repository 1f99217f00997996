"""Showing the piece of a row that a problem is about, underlined, from the file itself."""

from typing import NamedTuple

from ftdata.errors import FtdataError
from ftdata.jsontext import locate
from ftdata.reporters import safe
from ftdata.rules.concealed import concealed
from ftdata.types import FileSummary, Problem, Report

_LONGEST = 1 << 20
"""Bytes of a row that are read for an excerpt."""
_BEFORE, _WIDTH = 20, 72
"""Characters before the place, and of the excerpt in all."""


class Excerpt(NamedTuple):
    """A piece of a row.

    Attributes:
        text: The piece, on one line.
        start: Where what is wrong begins in it, in characters.
        end: Where it ends.
    """

    text: str
    start: int
    end: int


class Excerpts:
    """Finds the piece of a problem; only in plain JSON Lines files, whose bytes are where they are said to be."""

    def __init__(self, report: Report) -> None:
        self._plain = {file.file for file in report.files if _is_plain(file)}

    def __call__(self, problem: Problem) -> Excerpt | None:
        """The piece of a problem; None where it has no place in a row, or the file cannot be read again."""
        place = problem.location
        if place.file not in self._plain or place.offset is None or not problem.path:
            return None
        try:
            with open(place.file, "rb") as stream:
                stream.seek(place.offset)
                raw = stream.readline(_LONGEST)
            span = locate(raw, problem.path) if raw.endswith((b"\n", b"}")) else None
        except (OSError, ValueError, FtdataError):
            return None
        return None if span is None else _cut(raw.rstrip(b"\r\n"), span.key_start, span.end)


def _is_plain(file: FileSummary) -> bool:
    return file.container == "jsonl" and not file.compression and not file.has("other-encoding") and file.file != "-"


def _cut(raw: bytes, start: int, end: int) -> Excerpt:
    """A window around a place, safe to print, with what is secret in it masked."""
    before, here, after = (_text(part) for part in (raw[:start], raw[start:end], raw[end:]))
    lead = before if len(before) <= _BEFORE else "…" + before[1 - _BEFORE :]
    room = _WIDTH - len(lead)
    shown = here if len(here) <= room else here[: room - 1] + "…"
    tail = after[: max(room - len(shown), 0)]
    return Excerpt(lead + shown + tail, len(lead), len(lead) + len(shown))


def _text(raw: bytes) -> str:
    return safe(concealed(raw.decode("utf-8", "replace")))
