"""Tool calls as ShareGPT rows hold them: JSON text of one ``{"name", "arguments"}`` or of a list of them.

The text of the arguments is kept as written, numbers and white space included.
Source: https://github.com/hiyouga/LlamaFactory/blob/v0.9.5/data/README.md (2026-11-23).
"""

from collections.abc import Mapping, Sequence

from ftdata.errors import FormatError
from ftdata.jsontext import dumps, locate, parse
from ftdata.types import Json, Path, ToolCall


def read_calls(text: Json, path: Path) -> list[ToolCall]:
    """Read calls.

    Raises:
        FormatError: The text is not JSON, or no call.
    """
    if not isinstance(text, str):
        raise FormatError(path, "is not text")
    raw = text.encode("utf-8", "surrogatepass")
    value, defects = parse(raw)
    if any(defect.fatal for defect in defects):
        raise FormatError(path, f"is not the JSON of a tool call: {defects[0].detail}"[:120])
    if isinstance(value, list) and value:
        return [_call(item, raw, (index,), path) for index, item in enumerate(value)]
    return [_call(value, raw, (), path)]


def write_calls(calls: Sequence[ToolCall]) -> str:
    """Write calls: one alone as an object, several as a list."""
    texts = [f'{{"name": {dumps(call.name).decode()}, "arguments": {_arguments(call.arguments)}}}' for call in calls]
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


def _call(item: Json, raw: bytes, place: Path, path: Path) -> ToolCall:
    if not isinstance(item, Mapping) or not isinstance(item.get("name"), str) or "arguments" not in item:
        raise FormatError(path, "is not the JSON of a tool call with name and arguments")
    known = ["name", "arguments"] + (["id"] if isinstance(item.get("id"), str) else [])
    return ToolCall(
        name=item["name"],
        arguments=_argument_text(item["arguments"], raw, (*place, "arguments")),
        id=item["id"] if "id" in known else None,
        function_extras={key: value for key, value in item.items() if key not in known},
    )


def _argument_text(value: Json, raw: bytes, place: Path) -> str:
    span = locate(raw, place)
    if isinstance(value, str) or span is None:
        return str(value)
    return raw[span.start : span.end].decode()


def _arguments(value: Json) -> str:
    """Arguments as a JSON object where they are one, else as the text that they are."""
    if not isinstance(value, str):
        return dumps(value).decode()
    read, defects = parse(value.encode("utf-8", "surrogatepass"))
    usable = isinstance(read, dict) and not any(defect.fatal for defect in defects)
    return value if usable else dumps(value).decode()
