"""A JSON Schema for the rows that a destination takes, made of its facts: for editors and other tools.

It says what a schema can say of one row: keys, roles, parts, weights, calls. Order of roles, copies, sizes and the like
are for ``ftdata validate``.
"""

from collections.abc import Mapping
from typing import Any

from ftdata.errors import UsageError
from ftdata.targets import Destination

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_OBJECT: Schema = {"type": "object"}
_BOOLEAN: Schema = {"type": "boolean"}


def row_schema(destination: Destination) -> Schema:
    """Make the schema.

    Raises:
        UsageError: The target does not offer the method, or takes rows of a format without a fixed shape.
    """
    name = destination.format
    if name is None:
        raise UsageError(f"target {destination.target.name} does not offer method {destination.method}")
    if name not in _SHAPES:
        raise UsageError(f"rows of the format {name} have no schema; there is one for {', '.join(_SHAPES)}")
    title = f"A row for {destination.target.title}, method {destination.method}"
    return {"$schema": DIALECT, "title": title, **_SHAPES[name](destination)}


def _chat(destination: Destination) -> Schema:
    keys = destination.fact("top_level_keys")
    options: Schema = {
        "messages": _messages(destination),
        "tools": _tools(destination),
        "functions": {"type": "array", "items": _function(destination)},
        "parallel_tool_calls": _BOOLEAN,
    }
    return _object(options if keys is None else {key: options.get(key, {}) for key in keys}, ["messages"], keys)


def _preference(destination: Destination) -> Schema:
    inner = destination.fact("input_keys")
    options: Schema = {
        "messages": _messages(destination),
        "tools": _tools(destination),
        "parallel_tool_calls": _BOOLEAN,
    }
    output = _messages(destination, destination.fact("output_roles"), destination.fact("max_output_messages"))
    given = options if inner is None else {key: options.get(key, {}) for key in inner}
    fields = {
        "input": _object(given, ["messages"], inner),
        "preferred_output": output,
        "non_preferred_output": output,
    }
    return _object(fields, list(fields), destination.fact("top_level_keys"))


def _prompt_completion(destination: Destination) -> Schema:
    fields = {"prompt": _TEXT, "completion": _TEXT}
    return _object(fields, list(fields), destination.fact("top_level_keys"))


_SHAPES = {"chat": _chat, "preference": _preference, "prompt-completion": _prompt_completion}


def _messages(destination: Destination, roles: list[str] | None = None, most: int | None = None) -> Schema:
    limit = most or destination.fact("max_messages")
    items = {"oneOf": [_message(role, destination) for role in roles or _roles(destination)]}
    return {"type": "array", "minItems": 1, "items": items} | ({"maxItems": limit} if limit else {})


def _roles(destination: Destination) -> list[str]:
    roles: list[str] = destination.fact("method_roles") or destination.fact("roles") or []
    return roles


def _message(role: str, destination: Destination) -> Schema:
    keys: Mapping[str, list[str]] | None = destination.fact("message_keys")
    known = keys.get(role) if keys else None
    fields = {
        "role": {"const": role},
        "content": _content(role, destination),
        "name": _TEXT,
        "weight": {"enum": destination.fact("weights") or [0, 1]},
        "tool_calls": {"type": "array", "minItems": 1, "items": _call(destination)},
        "function_call": _called(),
        "tool_call_id": _TEXT,
        "refusal": {"type": ["string", "null"]},
        "audio": {"type": ["object", "null"]},
    }
    given = fields if known is None else {key: fields.get(key, {}) for key in known}
    required = ["role"] if role == "assistant" else ["role", "content"]
    required += ["tool_call_id"] if role == "tool" else []
    schema = _object(given, required, known)
    if role == "assistant":
        schema["anyOf"] = [{"required": [key]} for key in ("content", "tool_calls", "function_call") if key in given]
    return schema


def _content(role: str, destination: Destination) -> Schema:
    parts: Mapping[str, list[str]] | None = destination.fact("content_parts")
    kinds = parts.get(role) if parts else None
    choices: list[Schema] = [_TEXT]
    if kinds is None or kinds:
        kind: Schema = {"enum": kinds} if kinds else _TEXT
        part = {"type": "object", "required": ["type"], "properties": {"type": kind, "text": _TEXT}}
        choices.append({"type": "array", "minItems": 1, "items": part})
    if role in ("assistant", "function"):
        choices.append({"type": "null"})
    return choices[0] if len(choices) == 1 else {"anyOf": choices}


def _call(destination: Destination) -> Schema:
    pattern = destination.fact("tool_id_pattern")
    identity = _TEXT | _whole(pattern)
    fields = {"id": identity, "type": {"const": "function"}, "function": _called()}
    return _object(fields, ["id", "type", "function"], list(fields))


def _called() -> Schema:
    arguments = _TEXT | {"contentMediaType": "application/json"}
    return _object({"name": _TEXT, "arguments": arguments}, ["name", "arguments"], ["name", "arguments"])


def _tools(destination: Destination) -> Schema:
    fields = {"type": {"const": "function"}, "function": _function(destination)}
    most = destination.fact("max_tools")
    return {"type": "array", "items": _object(fields, list(fields), None)} | ({"maxItems": most} if most else {})


def _function(destination: Destination) -> Schema:
    pattern = destination.fact("tool_name")
    name = _TEXT | _whole(pattern)
    fields = {"name": name, "description": _TEXT, "parameters": _OBJECT, "strict": {"type": ["boolean", "null"]}}
    return _object(fields, ["name"], None)


def _whole(pattern: object) -> Schema:
    """A pattern for a text as a whole; JSON Schema's own may match anywhere."""
    return {"pattern": f"^(?:{pattern})$"} if isinstance(pattern, str) else {}


def _object(fields: Mapping[str, Schema], required: list[str], known: list[str] | None) -> Schema:
    """An object; where all its keys are known, no other may be there."""
    schema: Schema = {"type": "object", "required": required, "properties": dict(fields)}
    return schema if known is None else schema | {"additionalProperties": False}
