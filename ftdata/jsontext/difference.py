"""What makes one JSON value another: a patch, itself a JSON value, that is small where the values are alike.

A patch is null where nothing differs, or an object with one of

- ``value``: the whole new value;
- ``keys`` (patches by key), ``add`` (new keys), ``remove`` (a list of keys) and ``order`` (all keys, where the first
  three would leave another order), each where it is needed, for an object;
- ``items``: patches by index, for a list of the same length.
"""

from typing import Any

from ftdata.jsontext.write import dumps
from ftdata.types import Json


def difference(old: Json, new: Json) -> Json:
    """Make the patch that turns ``old`` into ``new``; key order and the spelling of numbers count."""
    if isinstance(old, dict) and isinstance(new, dict):
        return _of_objects(old, new)
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        every = {str(index): difference(*pair) for index, pair in enumerate(zip(old, new, strict=True))}
        changed = {index: patch for index, patch in every.items() if patch is not None}
        return {"items": changed} if changed else None
    return None if dumps(old) == dumps(new) else {"value": new}


def apply_difference(old: Json, patch: Json) -> Json:
    """Turn a value into another one by a patch; the value itself stays as it is.

    Raises:
        KeyError: The patch was made for another value.
        IndexError: The same.
        TypeError: The same, or it is no patch.
    """
    if patch is None:
        return old
    if "value" in patch:
        return patch["value"]
    if "items" in patch:
        items = list(old)
        for index, inner in patch["items"].items():
            items[int(index)] = apply_difference(items[int(index)], inner)
        return items
    return _patched(old, patch)


def _of_objects(old: dict[str, Json], new: dict[str, Json]) -> Json:
    patch: dict[str, Any] = {
        "keys": {key: inner for key in old if key in new and (inner := difference(old[key], new[key])) is not None},
        "remove": [key for key in old if key not in new],
        "add": {key: value for key, value in new.items() if key not in old},
    }
    patch = {name: part for name, part in patch.items() if part}
    order = [*(key for key in old if key in new), *(key for key in new if key not in old)]
    if order != list(new):
        patch["order"] = list(new)
    return patch or None


def _patched(old: dict[str, Json], patch: dict[str, Any]) -> Json:
    removed = set(patch.get("remove", ()))
    fields = {key: value for key, value in old.items() if key not in removed}
    for key, inner in patch.get("keys", {}).items():
        fields[key] = apply_difference(old[key], inner)
    fields |= patch.get("add", {})
    return {key: fields[key] for key in patch["order"]} if "order" in patch else fields
