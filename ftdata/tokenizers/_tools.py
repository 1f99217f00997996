"""Tokens of tool definitions, by the constants that were published for gpt-4o and gpt-3.5/4.

Source: https://github.com/openai/openai-cookbook, How_to_count_tokens_with_tiktoken.ipynb (2026-08): tokens for each
function, for its first property, for each property and for each value of an enumeration, and once at the end. The
published program knows flat schemas only; nested ones are counted in the same way, level by level.
"""

from collections.abc import Callable, Iterator

from ftdata.types import Json

_FIRST_PROPERTY = 3
_PROPERTY = 3
_ENUM, _ENUM_VALUE = -3, 3
_END = 12
_DEEPEST = 64


def definition_tokens(functions: list[dict[str, Json]], count: Callable[[str], int], around: int) -> int:
    """Count tool definitions.

    Args:
        functions: The objects with ``name``, ``description`` and ``parameters``.
        count: Counts a text.
        around: Tokens around each definition.
    """
    if not functions:
        return 0
    return sum(around + _function(function, count) for function in functions) + _END


def functions_of(tools: Json, legacy: Json) -> list[dict[str, Json]]:
    """The functions among tool definitions, and those of the legacy list."""
    present = [each.get("function") for each in tools if isinstance(each, dict)] if isinstance(tools, list) else []
    return [each for each in [*present, *(legacy if isinstance(legacy, list) else ())] if isinstance(each, dict)]


def _function(function: dict[str, Json], count: Callable[[str], int]) -> int:
    line = f"{_text(function.get('name'))}:{_sentence(function.get('description'))}"
    return count(line) + _properties(function.get("parameters"), count, 0)


def _properties(schema: Json, count: Callable[[str], int], depth: int) -> int:
    properties = schema.get("properties") if isinstance(schema, dict) else None
    if not isinstance(properties, dict) or not properties or depth > _DEEPEST:
        return 0
    return _FIRST_PROPERTY + sum(_property(name, value, count, depth) for name, value in properties.items())


def _property(name: str, schema: Json, count: Callable[[str], int], depth: int) -> int:
    if not isinstance(schema, dict):
        return _PROPERTY + count(f"{name}::")
    line = f"{name}:{_type(schema.get('type'))}:{_sentence(schema.get('description'))}"
    total = _PROPERTY + count(line)
    if isinstance(schema.get("enum"), list):
        total += _ENUM + sum(_ENUM_VALUE + count(_text(value)) for value in schema["enum"])
    return total + sum(_properties(inner, count, depth + 1) for inner in _inside(schema))


def _inside(schema: dict[str, Json]) -> Iterator[Json]:
    """The schemas within one: of an object, of the items of a list, of alternatives."""
    yield schema
    items = schema.get("items")
    yield from items if isinstance(items, list) else [items]
    for word in ("anyOf", "oneOf", "allOf"):
        yield from schema[word] if isinstance(schema.get(word), list) else ()


def _type(value: Json) -> str:
    return "|".join(map(_text, value)) if isinstance(value, list) else _text(value)


def _sentence(value: Json) -> str:
    return _text(value).removesuffix(".")


def _text(value: Json) -> str:
    return "" if value is None else value if isinstance(value, str) else str(value)
