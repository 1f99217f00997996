"""Formats of a corpus that is read, and whose rows are given back only as they were."""

from collections.abc import Callable, Mapping

from ftdata.errors import FormatError
from ftdata.formats import Rendered
from ftdata.types import Example, Json

Parse = Callable[[Mapping[str, Json]], Example]


def give_back(example: Example, name: str, parse: Parse) -> Rendered:
    """Give the row back that an example was read from, which its style holds under ``row``.

    Raises:
        FormatError: The example is of another format, or was changed.
    """
    if example.format != name:
        raise FormatError((), f"{name} is the shape of a corpus, which is read and not written from other formats")
    row: Mapping[str, Json] = example.style["row"]
    if parse(row) != example:
        raise FormatError((), f"was changed, and rows of {name} are given back only as they were")
    return Rendered(dict(row))
