"""The file of rejected rows: enough to mend them, or to restore the input."""

import base64

import orjson

from ftdata.engine.outcome import Outcome
from ftdata.jsontext import compact


def reject_line(outcome: Outcome) -> bytes:
    """Write one rejected row: ``{"file", "line", "example", "codes", "row" or "text" or "base64"}``.

    ``cut`` is there, and true, when that is only the beginning of a row too long to be held in memory.
    ``row`` is the JSON value as it was written, ``text`` what is not JSON, ``base64`` what is not UTF-8 either.
    """
    place = outcome.location
    line: dict[str, object] = {
        "file": place.file.encode("utf-8", "backslashreplace").decode(),
        "line": place.line,
        "example": place.example,
        "codes": list(outcome.codes),
    }
    if outcome.readable:
        line["row"] = orjson.Fragment(compact(outcome.source))
    else:
        line |= _text(outcome.source)
    if outcome.cut:
        line["cut"] = True
    return orjson.dumps(line)


def _text(source: bytes) -> dict[str, str]:
    try:
        return {"text": source.decode()}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(source).decode()}
