"""Descriptions of a tool's parameters that are nearly JSON Schema, made JSON Schema."""

import re
from collections.abc import Mapping
from typing import Any

from ftdata.types import Json

_WORDS = {
    "dict": "object",
    "map": "object",
    "hashmap": "object",
    "str": "string",
    "char": "string",
    "int": "integer",
    "long": "integer",
    "float": "number",
    "double": "number",
    "bool": "boolean",
    "list": "array",
    "tuple": "array",
    "set": "array",
    "arraylist": "array",
    "nonetype": "null",
    "none": "null",
}
"""Python's and Java's words for a type, in small letters, and JSON Schema's."""
_OWN = ("object", "string", "integer", "number", "boolean", "array", "null")
_NAMED = ("properties", "patternProperties", "$defs", "definitions")
_LISTED = ("anyOf", "oneOf", "allOf", "prefixItems")
_SINGLE = ("items", "additionalProperties", "not")
_OF = re.compile(r"(?i)(?:list|set)\[(.+)\]")


def plain_types(schema: Json) -> Any:
    """A schema whose types are JSON Schema's words; a type that is no word for one stays as it is."""
    if not isinstance(schema, Mapping):
        return schema
    made: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "type" and isinstance(value, str):
            made[key] = _WORDS.get(value.lower(), value.lower() if value.lower() in _OWN else value)
        elif key in _NAMED and isinstance(value, Mapping):
            made[key] = {name: plain_types(each) for name, each in value.items()}
        elif key in _LISTED and isinstance(value, list):
            made[key] = [plain_types(each) for each in value]
        elif key in _SINGLE:
            made[key] = plain_types(value)
        else:
            made[key] = value
    return made


def from_flat(parameters: Mapping[str, Json]) -> Json:
    """A schema from parameters by name, each described as ``{"type": "int, optional", "description", "default"}``.

    A type that JSON Schema has no word for is kept as ``$comment``.
    """
    properties = {name: _property(each) for name, each in parameters.items()}
    required = [name for name, each in parameters.items() if _is_required(each)]
    return {"type": "object", "properties": properties} | ({"required": required} if required else {})


def is_flat(parameters: Json) -> bool:
    """Whether parameters are described by name, and not by a schema."""
    if (
        not isinstance(parameters, Mapping)
        or not parameters
        or not all(isinstance(each, Mapping) for each in parameters.values())
    ):
        return False
    return "properties" not in parameters or "type" in parameters["properties"]


def _is_required(described: Mapping[str, Any]) -> bool:
    return "default" not in described and "optional" not in str(described.get("type", "")).lower()


def _property(described: Mapping[str, Any]) -> Json:
    given = described.get("type")
    if not isinstance(given, str):
        return dict(described)
    word = given.strip()
    if word.lower().endswith("optional"):
        word = word[: -len("optional")].rstrip().removesuffix(",").rstrip()
    inner = re.fullmatch(r"(?i)optional\[(.+)\]", word)
    kind = _type_of(inner[1] if inner else word)
    rest = {key: value for key, value in described.items() if key != "type"}
    return {**(kind or {"$comment": given}), **rest}


def _type_of(word: str) -> dict[str, Json] | None:
    """The schema of a type as Python writes it; None where there is none."""
    name = word.strip().lower()
    if name in _OWN or name in _WORDS:
        return {"type": _WORDS.get(name, name)}
    listed = _OF.fullmatch(word.strip())
    if listed:
        inner = _type_of(listed[1])
        return {"type": "array", "items": inner} if inner else {"type": "array"}
    return {"type": _WORDS[name.split("[")[0]]} if name.split("[")[0] in ("dict", "tuple") else None
