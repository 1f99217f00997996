"""What strict mode, a service's promise to keep to a schema, asks of the schema."""

from collections.abc import Iterator, Mapping

from ftdata.rules.shown import shown
from ftdata.types import Json, Path

_OPEN = "'additionalProperties' is required to be supplied and to be false"
_OPTIONAL = "'required' is required to be supplied and to be an array including every key in properties. Missing"


def strict_faults(schema: Json) -> Iterator[tuple[Path, str]]:
    """Yield where a schema is refused in strict mode, and what the API then says.

    Every object has to have ``additionalProperties: false`` and to require every property.
    """
    waiting: list[tuple[Path, Json]] = [((), schema)]
    for path, part in waiting:
        if not isinstance(part, dict):
            continue
        properties, required, kinds = part.get("properties"), part.get("required"), part.get("type")
        names = properties if isinstance(properties, dict) else {}
        is_object = bool(names) or kinds in ("object", ["object", "null"])
        if is_object and part.get("additionalProperties") is not False:
            yield path, _OPEN
        missing = [name for name in names if not isinstance(required, list) or name not in required]
        if missing:
            yield path, f"{_OPTIONAL} {shown(missing[0])}"
        waiting += _inside(path, part)


def _inside(path: Path, schema: Mapping[str, Json]) -> Iterator[tuple[Path, Json]]:
    """The schemas directly inside one, of the kinds that strict mode knows."""
    for word in ("properties", "$defs", "definitions"):
        inner = schema.get(word)
        for name, each in inner.items() if isinstance(inner, dict) else ():
            yield (*path, word, name), each
    if "items" in schema:
        yield (*path, "items"), schema["items"]
    choices = schema.get("anyOf")
    for index, each in enumerate(choices if isinstance(choices, list) else ()):
        yield (*path, "anyOf", index), each
