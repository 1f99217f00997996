"""Calls and results that stand in the text of a turn."""

import re
from collections.abc import Iterator

from ftdata.errors import FormatError
from ftdata.formats._functioncall import read_calls
from ftdata.jsontext import dumps, from_python, parse
from ftdata.types import ABSENT, Json, Message, Path, ToolCall

_CALL = re.compile(r"<tool_call>((?:[^<]|<(?!/?tool_call>))*+)</tool_call>")
_RESULT = re.compile(r"<tool_response>((?:[^<]|<(?!/?tool_response>))*+)</tool_response>")


def value_of(text: str, path: Path) -> Json:
    """The value that a text is, as JSON or as a Python literal, of which nothing is evaluated.

    Raises:
        FormatError: It is neither.
    """
    raw = text.strip().encode("utf-8", "surrogatepass")
    value, defects = parse(raw)
    if not any(defect.fatal for defect in defects):
        return value
    try:
        return from_python(raw)
    except (ValueError, TypeError):
        raise FormatError(path, f"is neither JSON nor a Python literal: {defects[0].detail}"[:120]) from None


def read_tagged_answer(text: str, path: Path) -> Message:
    """Read an answer whose calls stand between ``<tool_call>`` and ``</tool_call>``.

    Raises:
        FormatError: What stands there is no call.
    """
    calls = [call for found in _CALL.finditer(text) for call in _calls(found[1], path)]
    said = _CALL.sub("", text).strip() if calls else text
    return Message("assistant", said or ABSENT if calls else said, tool_calls=calls or None, origin=path[:-1])


def read_tagged_results(text: str, path: Path) -> list[Message]:
    """Read the results between ``<tool_response>`` and ``</tool_response>``, or the text where there is no tag."""
    found = [match[1].strip() for match in _RESULT.finditer(text)]
    return [Message("tool", result, origin=path[:-1]) for result in found or [text]]


def _calls(text: str, path: Path) -> Iterator[ToolCall]:
    try:
        calls = read_calls(text.strip(), path)
    except FormatError:
        calls = read_calls(dumps(value_of(text, path)).decode(), path)
    for call in calls:
        call.extras = {"type": "function"}
        yield call
