"""The images of a row: where they stand, and what their addresses begin with. For what they hold see ``image_data``."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ftdata.rules.row import Row, Turn
from ftdata.types import Path

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)


class Image(NamedTuple):
    """An image that may stand where it stands and has an address.

    Attributes:
        path: Where its part is, e.g. ``("messages", 0, "content", 1)``.
        holder: The object under ``image_url``.
        url: Its address.
    """

    path: Path
    holder: Mapping[str, Any]
    url: str

    @property
    def place(self) -> Path:
        """Where its address is."""
        return (*self.path, "image_url", "url")


def image_parts(row: Row) -> Iterator[tuple[Turn, Path, Mapping[str, Any]]]:
    """Yield every part that is an image, wherever it stands, with its message and its path."""
    for turn in row.turns:
        content = turn.message.get("content")
        for index, part in enumerate(content if isinstance(content, list) else ()):
            if isinstance(part, dict) and part.get("type") == "image_url":
                yield turn, (*turn.path, "content", index), part


def images(row: Row) -> Iterator[Image]:
    """Yield the images with an address in messages that may hold images; the others have findings of their own."""
    by_role: Mapping[str, Any] = row.destination.fact("content_parts", {})
    for turn, path, part in image_parts(row):
        allowed = by_role.get(turn.role or "", ("image_url",))
        holder = part.get("image_url")
        if "image_url" in allowed and isinstance(holder, dict) and isinstance(holder.get("url"), str):
            yield Image(path, holder, holder["url"])


def scheme(url: str) -> str:
    """The scheme of an address in small letters; empty for what has none, such as a path (``C:`` is none)."""
    match = _SCHEME.match(url)
    return match[1].lower() if match else ""
