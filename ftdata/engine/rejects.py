"""The file of rejected rows: enough to mend them, or to restore the input."""

import base64
from collections.abc import Sequence

import orjson

from ftdata.engine.outcome import Outcome
from ftdata.jsontext import compact


def reject_line(outcome: Outcome) -> bytes:
    """Write one rejected row: ``{"file", "line", "example", "codes", "row" or "text" or "base64"}``.

    ``cut`` is there, and true, when that is only the beginning of a row too long to be held in memory.
    ``row`` is the JSON value as it was written, ``text`` what is not JSON, ``base64`` what is not UTF-8 either.
    """
    place = outcome.location
    return joined(place.file, place.line, place.example, body_of(outcome))


def joined(file: str, line: int | None, example: int | None, rest: bytes) -> bytes:
    """Put the place of a row before what else is said of it."""
    name = file.encode("utf-8", "backslashreplace").decode()
    return orjson.dumps({"file": name, "line": line, "example": example})[:-1] + b"," + rest[1:]


def body_of(outcome: Outcome) -> bytes:
    """Write all of a rejected row but its place."""
    return body(outcome.codes, outcome.source, readable=outcome.readable, cut=outcome.cut)


def body(codes: Sequence[str], source: bytes, *, readable: bool = True, cut: bool = False) -> bytes:
    """Write why a row is rejected, and the row: its ``source`` as JSON, as text or as base64."""
    line: dict[str, object] = {"codes": list(codes)}
    if readable:
        line["row"] = orjson.Fragment(compact(source))
    else:
        line |= _text(source)
    if cut:
        line["cut"] = True
    return orjson.dumps(line)


def _text(source: bytes) -> dict[str, str]:
    try:
        return {"text": source.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(source).decode()}
