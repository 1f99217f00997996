"""Nulls that a table had to fill in, because Arrow gives every object of a column the keys of all of them.

A null is left out only where it can mean nothing: under a key of a message, a call or a part that takes no null, in a
tool definition, and in the arguments of a call under a name that the tool's own schema does not have. Any other null
stays, since it may have been written.

Source: behaviour of datasets 5.2 and of trainers, https://github.com/huggingface/trl/pull/5118 and
https://github.com/modelscope/ms-swift/pull/10125 (2026-11-23).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ftdata.jsontext import parse
from ftdata.types import Json

PADDING = "padding"
"""Kind of the defect that says where such nulls were left out."""

_TOOLS = ("tools", "functions")
_VALUES = ("default", "const", "enum", "examples")
"""Words of JSON Schema under which a null is a value."""


def unpadded(row: dict[str, Json], columns: Iterable[str]) -> tuple[dict[str, Json], tuple[str, ...]]:
    """Leave out the nulls that only fill a column.

    Args:
        row: A row; it stays as it is.
        columns: Names of the columns in which objects were given each other's keys.

    Returns:
        The row, and where something was left out, e.g. ``messages.tool_calls``.
    """
    cleaner = _Cleaner()
    clean = dict(row)
    padded = [column for column in columns if column in row]
    for column in sorted(padded, key=lambda column: column not in _TOOLS):
        if column not in _TOOLS:
            cleaner.learn(clean)
        clean[column] = cleaner.column(column, row[column])
    return clean, tuple(dict.fromkeys(cleaner.places))


class _Cleaner:
    def __init__(self) -> None:
        self.places: list[str] = []
        self.schemas: dict[str, Json] = {}

    def learn(self, row: Mapping[str, Json]) -> None:
        """Take in what the tools of a row, which are looked at first, say of arguments."""
        if not self.schemas:
            self.schemas = {name: schema for key in _TOOLS for name, schema in _schemas(row.get(key))}

    def column(self, name: str, value: Json) -> Json:
        if name in _TOOLS:
            return self._definition(value, name)
        if isinstance(value, Mapping) and isinstance(value.get("messages"), list):  # OpenAI's preference rows
            self.schemas = dict(_schemas(self._definition(value.get("tools"), name)))
            return {key: self.column(key if key in _TOOLS else f"{name}.{key}", item) for key, item in value.items()}
        if isinstance(value, list) and any(isinstance(item, Mapping) and "role" in item for item in value):
            return [self._message(item, name) for item in value]
        return value

    def _message(self, message: Json, place: str) -> Json:
        if not isinstance(message, Mapping):
            return message
        kept = self._without(message, place, but="content")
        if isinstance(kept.get("content"), list):
            kept["content"] = [self._part(part, f"{place}.content") for part in kept["content"]]
        if isinstance(kept.get("tool_calls"), list):
            kept["tool_calls"] = [self._call(call, f"{place}.tool_calls") for call in kept["tool_calls"]]
        if isinstance(kept.get("function_call"), Mapping):
            kept["function_call"] = self._function(kept["function_call"], f"{place}.function_call")
        return kept

    def _part(self, part: Json, place: str) -> Json:
        if not isinstance(part, Mapping):
            return part
        kept = self._without(part, place)
        return {
            key: self._part(item, f"{place}.{key}") if isinstance(item, dict) else item for key, item in kept.items()
        }

    def _call(self, call: Json, place: str) -> Json:
        if not isinstance(call, Mapping):
            return call
        kept = self._without(call, place)
        if isinstance(kept.get("function"), Mapping):
            kept["function"] = self._function(kept["function"], f"{place}.function")
        return kept

    def _function(self, function: Mapping[str, Json], place: str) -> Json:
        kept = self._without(function, place)
        schema = self.schemas.get(str(kept.get("name")))
        if isinstance(kept.get("arguments"), Mapping) and schema is not None:
            kept["arguments"] = self._arguments(kept["arguments"], schema, f"{place}.arguments")
        return kept

    def _arguments(self, value: Json, schema: Json, place: str) -> Json:
        known = schema.get("properties") if isinstance(schema, Mapping) else None
        if isinstance(value, list) and isinstance(schema, Mapping):
            return [self._arguments(item, schema.get("items"), place) for item in value]
        if not isinstance(value, Mapping) or not isinstance(known, Mapping):
            return value
        kept = {key: item for key, item in value.items() if item is not None or key in known}
        self._note(len(kept) < len(value), place)
        return {key: self._arguments(item, known.get(key), place) for key, item in kept.items()}

    def _definition(self, value: Json, place: str) -> Json:
        """A tool definition without any null but those that are values."""
        if isinstance(value, list):
            return [self._definition(item, place) for item in value]
        if not isinstance(value, Mapping):
            return value
        kept = self._without(value, place, but=_VALUES)
        return {key: item if _is_value(key) else self._definition(item, place) for key, item in kept.items()}

    def _without(self, value: Mapping[str, Json], place: str, but: str | tuple[str, ...] = ()) -> dict[str, Any]:
        kept = {key: item for key, item in value.items() if item is not None or key in but or key.startswith("x-")}
        self._note(len(kept) < len(value), place)
        return kept

    def _note(self, changed: bool, place: str) -> None:
        if changed:
            self.places.append(place)


def _is_value(key: str) -> bool:
    return key in _VALUES or key.startswith("x-")


def _schemas(tools: Json) -> list[tuple[str, Json]]:
    """Name and parameters of every tool that is declared, in a list or in the JSON text of one."""
    if isinstance(tools, str):
        tools = parse(tools.encode("utf-8", "surrogatepass"))[0]
    functions = [
        tool["function"] if isinstance(tool.get("function"), Mapping) else tool
        for tool in (tools if isinstance(tools, list) else ())
        if isinstance(tool, Mapping)
    ]
    return [(str(function.get("name")), function.get("parameters")) for function in functions]
