"""A quick yes for values that keep to a plain JSON Schema: where it says yes, the thorough way finds nothing.

It knows the handful of words that tool definitions are made of, as draft 2020-12 means them, and OpenAPI's
``nullable``. A schema that holds another word, or a value it is not sure of, gets no yes, and ``schemas.py`` decides.
"""

from collections.abc import Callable, Mapping
from typing import Any

from ftdata.jsontext import dumps
from ftdata.rules.text_formats import FORMATS
from ftdata.types import Json

Accepts = Callable[[Json], bool]
Word = Callable[[Json, int], Accepts | None]
"""Makes the test for what a schema says under one of its words, at some depth; None when that is not plain."""

_MAX_DEPTH = 20
_NUMBERS = (int, float)


def always(_: Json) -> bool:
    """Say yes."""
    return True


def never(_: Json) -> bool:
    """Say no."""
    return False


_made: dict[bytes, Accepts | None] = {}
_MOST_MADE = 2000


def acceptor(schema: Json) -> Accepts | None:
    """Return the quick test for a schema, made once for each; None when it is not plain, or not sound."""
    text = dumps(schema)
    if text not in _made:
        if len(_made) >= _MOST_MADE:
            _made.clear()
        _made[text] = _make(schema, 0)
    return _made[text]


def _make(schema: Json, depth: int) -> Accepts | None:
    if not isinstance(schema, dict) or depth > _MAX_DEPTH:
        return None
    tests: list[Accepts] = []
    for word, limit in schema.items():
        if word == "additionalProperties" and limit is False:
            tests.append(_closed(schema.get("properties", {})))
            continue
        make = _WORDS.get(word)
        test = make(limit, depth) if make else None
        if test is None:
            return None
        if test is not always:
            tests.append(test)
    whole = _every(tests) if len(tests) > 1 else (*tests, always)[0]
    if schema.get("nullable") is True:
        return lambda value: value is None or whole(value)
    return whole


def _every(tests: list[Accepts]) -> Accepts:
    def accepts(value: Json) -> bool:
        for test in tests:  # noqa: SIM110 - a third faster than all()
            if not test(value):
                return False
        return True

    return accepts


_TYPES: dict[str, Accepts] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, _NUMBERS) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "null": lambda value: value is None,
}


def _type(names: Json, _: int) -> Accepts | None:
    if isinstance(names, str):
        return _TYPES.get(names)
    if not _unique_words(names) or not names or not _TYPES.keys() >= set(names):
        return None
    tests = [_TYPES[name] for name in names]
    return lambda value: any(test(value) for test in tests)


def _enum(listed: Json, _: int) -> Accepts | None:
    if not isinstance(listed, list):
        return None
    words = frozenset(word for word in listed if isinstance(word, str))
    return lambda value: isinstance(value, str) and value in words


def _required(names: Json, _: int) -> Accepts | None:
    if not _unique_words(names):
        return None
    needed = frozenset(names)
    return lambda value: not isinstance(value, dict) or needed <= value.keys()


def _properties(declared: Json, depth: int) -> Accepts | None:
    if not isinstance(declared, dict):
        return None
    tests = {name: _make(schema, depth + 1) for name, schema in declared.items()}
    if None in tests.values():
        return None

    def accepts(value: Json) -> bool:
        for name, item in value.items() if isinstance(value, dict) else ():
            test = tests.get(name)
            if test and not test(item):
                return False
        return True

    return accepts


def _closed(declared: Json) -> Accepts:
    names = frozenset(declared) if isinstance(declared, dict) else frozenset[str]()
    return lambda value: not isinstance(value, dict) or value.keys() <= names


def _items(schema: Json, depth: int) -> Accepts | None:
    test = _make(schema, depth + 1)
    return test and (lambda value: not isinstance(value, list) or all(map(test, value)))


def _limit(kind: Any, holds: Callable[[Any, Any], bool], *, whole: bool = False) -> Word:
    """Make a word that compares values of a kind with a number, which has to be a count where it is ``whole``."""

    def make(limit: Json, _: int) -> Accepts | None:
        count = isinstance(limit, int) and limit >= 0
        if isinstance(limit, bool) or not isinstance(limit, _NUMBERS) or (whole and not count):
            return None
        return lambda value: not isinstance(value, kind) or isinstance(value, bool) or holds(value, limit)

    return make


def _format(name: Json, _: int) -> Accepts | None:
    if not isinstance(name, str):
        return None
    fits = FORMATS.get(name)
    return (lambda value: not isinstance(value, str) or fits(value)) if fits else always


def _note(kind: Any) -> Word:
    """Make a word that says nothing about values, but is itself of a kind."""
    return lambda note, _: always if isinstance(note, kind) else None


def _unique_words(names: Json) -> bool:
    return isinstance(names, list) and all(isinstance(name, str) for name in names) and len(set(names)) == len(names)


_WORDS: Mapping[str, Word] = {
    "type": _type,
    "enum": _enum,
    "required": _required,
    "properties": _properties,
    "items": _items,
    "minimum": _limit(_NUMBERS, lambda value, limit: value >= limit),
    "maximum": _limit(_NUMBERS, lambda value, limit: value <= limit),
    "minLength": _limit(str, lambda value, limit: len(value) >= limit, whole=True),
    "maxLength": _limit(str, lambda value, limit: len(value) <= limit, whole=True),
    "minItems": _limit(list, lambda value, limit: len(value) >= limit, whole=True),
    "maxItems": _limit(list, lambda value, limit: len(value) <= limit, whole=True),
    "description": _note(str),
    "title": _note(str),
    "format": _format,
    "nullable": _note(object),
    "default": _note(object),
    "additionalProperties": lambda allowed, _: always if allowed is True else None,
    "examples": _note(list),
    "deprecated": _note(bool),
}
