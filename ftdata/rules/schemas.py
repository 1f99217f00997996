"""The parameters of a tool as JSON Schema: whether they are sound, and whether arguments keep to them.

The schema comes from the data, so it is not trusted: nothing is fetched, a regular expression runs only when it
can neither explode nor mean something else in Python, and what would never end is given up.
"""

import re
import warnings
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import islice
from typing import Any, NamedTuple

from ftdata.jsontext import dumps, dumps_sorted, parse
from ftdata.rules.accept import acceptor
from ftdata.types import Json, Path

_MAX_SCHEMA = 1 << 18
"""Bytes of a schema, above which it is not looked into."""

_MAX_REFERENCES = 2000
"""References followed for one value: a schema of a few lines can ask for 2^50."""

_SEEN = 200
"""Errors looked at for one value; a tool call with more is broken beyond listing."""

_NOT_RUN = (b'"$id"', b'"$schema"', b'"$dynamicRef"', b'"$recursiveRef"', b'"patternProperties"', b'"unevaluated')
_INERT = re.compile(r"\\.|\[\^?\]?[^\]\\]*(?:\\.[^\]\\]*)*\]|\{\d+\}")
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
    found: dict[tuple[Path, str], Breach] = {}
    if validator is None:
        return []
    _budget[0] = _MAX_REFERENCES
    try:
        for error in islice(validator.iter_errors(value), _SEEN):
            breach = _breach(error)
            found.setdefault((breach.path, breach.keyword), breach)
            if len(found) == most:
                break
    except _given_up():
        return []
    return list(found.values())


@lru_cache(maxsize=256)
def _compiled(text: bytes) -> _Compiled:
    """Check a schema, once for each text."""
    from jsonschema import FormatChecker
    from jsonschema.exceptions import SchemaError
    from referencing import Registry

    schema = parse(text)[0] if len(text) <= _MAX_SCHEMA else None
    if not isinstance(schema, dict):
        return _Compiled()
    dialect = _dialect(schema.pop("$schema", "") if isinstance(schema.get("$schema"), str) else "")
    try:
        dialect.check_schema(schema, format_checker=FormatChecker(()))
    except SchemaError as error:
        return _Compiled(fault=_breach(error))
    except _given_up():
        return _Compiled()
    if any(word in dumps(schema) for word in _NOT_RUN):
        return _Compiled()
    return _Compiled(_careful(dialect)(schema, registry=Registry()))


def _breach(error: Any) -> Breach:
    """Take from an error of jsonschema what it is about; its own text can be as long as the data."""
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    return Breach(tuple(error.absolute_path), str(error.validator), error.validator_value, error.instance, schema)


def _given_up() -> tuple[type[Exception], ...]:
    """What stops a validator: a reference that leads nowhere, round in circles, or to something that is no schema."""
    from jsonschema.exceptions import UnknownType
    from referencing.exceptions import Unresolvable

    return Unresolvable, UnknownType, RecursionError, ValueError, TypeError, AttributeError, ArithmeticError


def _dialect(url: str) -> Any:
    """The draft that a schema names, when there is such a one; else that of 2020-12."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import validator_for

    try:
        return validator_for({"$schema": url}, default=Draft202012Validator)
    except ValueError:
        return Draft202012Validator


@cache
def _careful(dialect: Any) -> Any:
    from jsonschema import validators

    extend: Any = validators.extend
    return extend(dialect, {"$ref": _reference, "pattern": _matches, "uniqueItems": _unique})


_budget = [0]


def _reference(validator: Any, reference: str, value: Json, schema: Json) -> Iterator[Any]:
    _budget[0] -= 1
    if _budget[0] < 0:
        raise RecursionError(reference)
    from jsonschema import Draft202012Validator

    yield from Draft202012Validator.VALIDATORS["$ref"](validator, reference, value, schema)


def _matches(_validator: Any, pattern: str, value: Json, _schema: Json) -> Iterator[Any]:
    from jsonschema import ValidationError

    regex = _regex(pattern) if isinstance(value, str) and len(value) <= _MAX_MATCHED else None
    if regex and not regex.search(value):
        yield ValidationError("pattern")


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
