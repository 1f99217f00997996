"""Reading the data files."""

import os
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from ftdata import bytecode
from ftdata.errors import UsageError
from ftdata.targets.model import Destination, Fact, Method, Model, Target

_ROOM = os.path.dirname(__file__)
_ENDING = ".toml"


@cache
def names() -> tuple[str, ...]:
    """Names of all targets, sorted."""
    return tuple(sorted(file.removesuffix(_ENDING) for file in os.listdir(_ROOM) if file.endswith(_ENDING)))


@cache
def get(name: str) -> Target:
    """Read a target by name.

    Raises:
        UsageError: There is none of that name; the message lists those there are.
    """
    if name not in names():
        raise UsageError(f"no target is called {name!r}; there are: {', '.join(names())}")
    data = bytecode.remembered(_ROOM, name, [name + _ENDING], lambda: _dateless(_parsed(name)))
    return Target(
        name=name,
        title=data["title"],
        as_of=_date(data.get("as_of")),
        description=data["description"].strip(),
        methods={key: _method(key, value) for key, value in data["methods"].items()},
        models=lambda: {key: _model(key, value) for key, value in data.get("models", {}).items()},
        facts=_facts(data.get("facts", {})),
        severities=_facts(data.get("severity", {})),
    )


def _parsed(name: str) -> dict[str, Any]:
    import tomllib

    with open(os.path.join(_ROOM, name + _ENDING), encoding="utf-8") as file:
        return tomllib.loads(file.read())


def _dateless(value: Any) -> Any:
    """A value of TOML with its days as text: what JSON can hold."""
    if isinstance(value, dict):
        return {key: _dateless(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_dateless(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def destination(
    target: str,
    method: str,
    model: str | None = None,
    *,
    today: date | None = None,
    options: Mapping[str, Any] = {},
) -> Destination:
    """Name a destination. Whether the target offers the method and knows the model is for the rules to say.

    Raises:
        UsageError: The target or the method is not known.
    """
    found = get(target)
    if method not in found.methods:  # the other targets are read only when one of them has to know it
        known = sorted({name for each in names() for name in get(each).methods})
        if method not in known:
            raise UsageError(f"no method is called {method!r}; there are: {', '.join(known)}")
    return Destination(found, method, model, today or date.today(), options)


def _facts(table: dict[str, Any]) -> dict[str, Fact]:
    return {name: _fact(entry) for name, entry in table.items()}


def _fact(entry: dict[str, Any]) -> Fact:
    as_of = date.fromisoformat(entry["as_of"])
    value = date.fromisoformat(entry["value"]) if _is_day(entry["value"]) else entry["value"]
    return Fact(**(entry | {"as_of": as_of, "value": value}))


def _is_day(value: Any) -> bool:
    """Whether a value was a day: no fact is a text of that form."""
    return isinstance(value, str) and len(value) == 10 and value[4::3] == "--" and value[:4].isdigit()


def _method(name: str, table: dict[str, Any]) -> Method:
    judged = table["format"]
    return Method(name, judged, _facts(table.get("facts", {})), table.get("written", judged))


def _model(name: str, table: dict[str, Any]) -> Model:
    lists: dict[str, Any] = {key: tuple(table[key]) for key in ("aliases", "methods") if key in table}
    days: dict[str, Any] = {key: _date(table[key]) for key in ("retires", "as_of") if key in table}
    prices: dict[str, Any] = {"prices": _facts(table["prices"])} if "prices" in table else {}
    return Model(name, **(table | lists | days | prices))
