"""JSON Schemas: whether one is sound, and whether values keep to it.

A schema that comes from the data is not trusted: nothing is fetched, a regular expression runs only when it can neither
explode nor mean something else in Python, and what would never end is given up. One that the user gives may use every
word of JSON Schema; nothing is fetched for it either.
"""

import re
import warnings
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import islice
from typing import Any, NamedTuple

from ftdata.jsontext import dumps, dumps_sorted, parse
from ftdata.rules.accept import acceptor
from ftdata.rules.shown import listed, shown
from ftdata.rules.text_formats import FORMATS
from ftdata.types import Json, Path, path_text

_MAX_SCHEMA = 1 << 18
"""Bytes of a schema, above which it is not looked into."""

_MAX_REFERENCES = 2000
"""References followed for one value: a schema of a few lines can ask for 2^50."""

_MAX_OWN_REFERENCES = 100 * _MAX_REFERENCES
"""The same for a schema of the user's own, which may refer to something for every message of a long row."""

_MAX_DEPTH = 40
"""References followed within each other: the library that resolves them panics where Python would only give up."""

_SEEN = 200
"""Errors looked at for one value; a tool call with more is broken beyond listing."""

_OR_NULL = ("type", "enum", "const", "anyOf", "oneOf", "allOf")
"""Words that null is spared by OpenAPI's ``nullable`` beside them."""

_NOT_RUN = (b'"$id"', b'"$schema"', b'"$dynamicRef"', b'"$recursiveRef"', b'"patternProperties"', b'"unevaluated')
_INERT = re.compile(r"\\.|\[\^?\]?[^\]\\]*(?:\\.[^\]\\]*)*(?:\]|\Z)|\{\d+\}")
_MAX_PATTERN = _MAX_MATCHED = 200


class Breach(NamedTuple):
    """One place that breaks a schema.

    Attributes:
        path: Where, within the value.
        keyword: Word of JSON Schema that is broken, e.g. ``required``.
        limit: What the schema says under that word.
        value: What stands there instead.
        schema: The part of the schema that holds the word.
    """

    path: Path
    keyword: str
    limit: Json
    value: Json
    schema: Mapping[str, Json]


class _Compiled(NamedTuple):
    validator: Any = None
    fault: Breach | None = None


def fault(schema: Mapping[str, Json]) -> Breach | None:
    """Return the first thing that makes an object no JSON Schema, or None."""
    return None if acceptor(schema) else _compiled(dumps_sorted(schema)).fault


def breaches(schema: Mapping[str, Json], value: Json, most: int) -> list[Breach]:
    """List where a value breaks a schema, one for each place and word, at most ``most``.

    A schema that is not sound, or that would need a look at another document, is broken by nothing.
    """
    accepts = acceptor(schema)
    if accepts and accepts(value):
        return []
    validator = _compiled(dumps_sorted(schema)).validator
    try:
        return _broken(validator, value, most, _MAX_REFERENCES) if validator else []
    except _given_up():
        return []


def breaches_of_own(schema: Json, value: Json, most: int) -> list[tuple[Path, str]]:
    """Say where a value breaks a schema that the user gives, and what; or why the schema cannot be used."""
    if not isinstance(schema, dict):
        return [((), f"the schema is {shown(schema)}, not an object")]
    accepts = acceptor(schema)
    if accepts and accepts(value):
        return []
    validator, wrong = _compiled(dumps_sorted(schema), trusted=True)
    if wrong:
        place = f" (at {shown(path_text(wrong.path))})" if wrong.path else ""
        return [((), f"the schema is no JSON Schema: {shown(wrong.value)} cannot stand there{place}")]
    try:
        return [(breach.path, said(breach)) for breach in _broken(validator, value, most, _MAX_OWN_REFERENCES)]
    except _given_up() as error:
        return [((), f"the schema cannot be followed ({type(error).__name__}); put all it refers to into it")]


def schema_in(given: Json) -> Json:
    """The schema in what a user gives or a row holds: the schema itself, or a response format of type json_schema.

    A response format holds it under json_schema and schema, or, as some pages show it, under schema.
    """
    if not isinstance(given, dict) or given.get("type") != "json_schema":
        return given
    inner = given.get("json_schema", given)
    return inner.get("schema") if isinstance(inner, dict) else None


def said(breach: Breach) -> str:
    """Say what is wrong at one place; no value is shown beyond 60 characters."""
    where = f"{shown(path_text(breach.path))}" if breach.path else "the object"
    value, limit = breach.value, breach.limit
    if breach.keyword == "required" and isinstance(value, dict) and isinstance(limit, list):
        return f"{where} lacks {listed(name for name in limit if name not in value)}"
    if breach.keyword == "additionalProperties" and isinstance(value, dict) and limit is False:
        return f"{where} has {listed(_undeclared(value, breach.schema))}, which is not declared"
    if breach.keyword in ("type", "format"):
        return f"{where} is {shown(value)}, not of {breach.keyword} {shown(limit)}"
    if breach.keyword in ("enum", "const"):
        return f"{where} is {shown(value)}, not {'one of ' * (breach.keyword == 'enum')}{shown(limit)}"
    if breach.keyword in ("anyOf", "oneOf") and isinstance(limit, list):
        fits = "none" if breach.keyword == "anyOf" else "none, or more than one,"
        return f"{where} is {shown(value)}, which fits {fits} of the {len(limit)} schemas under {breach.keyword}"
    return f"{where} is {shown(value)}, against {breach.keyword} {shown(limit)}"


def _undeclared(value: Mapping[str, Json], schema: Mapping[str, Json]) -> Iterator[str]:
    known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    for name in value:
        if name not in known and not any(re.search(pattern, name) for pattern in patterns):
            yield name


def _broken(validator: Any, value: Json, most: int, references: int) -> list[Breach]:
    found: dict[tuple[Path, str], Breach] = {}
    _budget[0], _depth[0] = references, 0
    for error in islice(validator.iter_errors(value), _SEEN):
        breach = _breach(error)
        found.setdefault((breach.path, breach.keyword), breach)
        if len(found) == most:
            break
    return list(found.values())


@lru_cache(maxsize=256)
def _compiled(text: bytes, *, trusted: bool = False) -> _Compiled:
    """Check a schema, once for each text."""
    from jsonschema import FormatChecker
    from jsonschema.exceptions import SchemaError
    from referencing import Registry

    schema = parse(text)[0] if trusted or len(text) <= _MAX_SCHEMA else None
    if not isinstance(schema, dict):
        return _Compiled()
    dialect = _dialect(schema.pop("$schema", "") if isinstance(schema.get("$schema"), str) else "")
    try:
        dialect.check_schema(schema, format_checker=FormatChecker(()))
    except SchemaError as error:
        return _Compiled(fault=_breach(error))
    except _given_up():
        return _Compiled()
    if not trusted and any(word in dumps(schema) for word in _NOT_RUN):
        return _Compiled()
    return _Compiled(_careful(dialect, trusted=trusted)(schema, registry=Registry()))


def _breach(error: Any) -> Breach:
    """Take from an error of jsonschema what it is about; its own text can be as long as the data."""
    schema = error.schema if isinstance(error.schema, dict) else {}
    return Breach(tuple(error.absolute_path), str(error.validator), error.validator_value, error.instance, schema)


def _given_up() -> tuple[type[Exception], ...]:
    """What stops a validator: a reference that leads nowhere, round in circles, or to something that is no schema."""
    from jsonschema.exceptions import UnknownType
    from referencing.exceptions import Unresolvable

    return Unresolvable, UnknownType, RecursionError, ValueError, TypeError, AttributeError, ArithmeticError, re.error


def _dialect(url: str) -> Any:
    """The draft that a schema names, when there is such a one; else that of 2020-12."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import validator_for

    try:
        return validator_for({"$schema": url}, default=Draft202012Validator)
    except ValueError:
        return Draft202012Validator


@cache
def _careful(dialect: Any, *, trusted: bool) -> Any:
    from jsonschema import validators

    extend: Any = validators.extend
    spared = {word: _spared(check) for word, check in dialect.VALIDATORS.items() if word in _OR_NULL}
    words = {"$ref": _spared(_reference), "uniqueItems": _unique, "format": _format}
    return extend(dialect, spared | words | ({} if trusted else {"pattern": _matches}))


def _spared(check: Any) -> Any:
    """Make the check of a word that says nothing about null where ``nullable: true`` stands beside the word."""

    def checked(validator: Any, limit: Json, value: Json, schema: Json) -> Iterator[Any]:
        if value is not None or not isinstance(schema, dict) or schema.get("nullable") is not True:
            yield from check(validator, limit, value, schema) or ()

    return checked


_budget = [0]
_depth = [0]


def _reference(validator: Any, reference: str, value: Json, schema: Json) -> Iterator[Any]:
    _budget[0] -= 1
    if _budget[0] < 0 or _depth[0] >= _MAX_DEPTH:
        raise RecursionError(reference)
    from jsonschema import Draft202012Validator

    _depth[0] += 1
    try:
        yield from Draft202012Validator.VALIDATORS["$ref"](validator, reference, value, schema)
    finally:
        _depth[0] -= 1


def _matches(_validator: Any, pattern: str, value: Json, _schema: Json) -> Iterator[Any]:
    from jsonschema import ValidationError

    regex = _regex(pattern) if isinstance(value, str) and len(value) <= _MAX_MATCHED else None
    if regex and not regex.search(value):
        yield ValidationError("pattern")


def _format(_validator: Any, name: Json, value: Json, _schema: Json) -> Iterator[Any]:
    from jsonschema import ValidationError

    fits = FORMATS.get(name) if isinstance(name, str) and isinstance(value, str) else None
    if fits and not fits(value):
        yield ValidationError("format")


def _unique(_validator: Any, wanted: Json, value: Json, _schema: Json) -> Iterator[Any]:
    from jsonschema import ValidationError

    if wanted and isinstance(value, list) and len({dumps_sorted(item) for item in value}) < len(value):
        yield ValidationError("uniqueItems")


@lru_cache(maxsize=256)
def _regex(pattern: str) -> re.Pattern[str] | None:
    """Compile a pattern that is plain enough: no groups, and two open-ended repetitions at most."""
    rest = _INERT.sub("", pattern)
    if len(pattern) > _MAX_PATTERN or "(" in rest or sum(map(rest.count, "*+?{")) > 2:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.compile(pattern, re.ASCII)
    except (re.error, OverflowError):
        return None
