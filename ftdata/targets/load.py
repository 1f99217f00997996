"""Reading the data files."""

import os
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

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
    with open(os.path.join(_ROOM, name + _ENDING), encoding="utf-8") as file:
        text, models = _apart(file.read())
    data = tomllib.loads(text)
    return Target(
        name=name,
        title=data["title"],
        as_of=data.get("as_of"),
        description=data["description"].strip(),
        methods={key: _method(key, value) for key, value in data["methods"].items()},
        models=lambda: {key: _model(key, value) for key, value in tomllib.loads(models).get("models", {}).items()},
        facts=_facts(data.get("facts", {})),
        severities=_facts(data.get("severity", {})),
    )


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


def _apart(text: str) -> tuple[str, str]:
    """Set the tables of models apart from the others: they are most of a file, and seldom asked for."""
    first, *tables = text.split("\n[")
    models = [table for table in tables if table.startswith("models.")]
    others = [table for table in tables if not table.startswith("models.")]
    return "\n[".join((first, *others)), "\n[".join(("", *models))


def _facts(table: dict[str, Any]) -> dict[str, Fact]:
    return {name: Fact(**entry) for name, entry in table.items()}


def _method(name: str, table: dict[str, Any]) -> Method:
    return Method(name, table["format"], _facts(table.get("facts", {})))


def _model(name: str, table: dict[str, Any]) -> Model:
    lists: dict[str, Any] = {key: tuple(table[key]) for key in ("aliases", "methods") if key in table}
    return Model(name, **(table | lists))
