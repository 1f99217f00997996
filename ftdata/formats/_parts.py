"""Parts that name their type and hold their value under one key: LLaMA-Factory's ``value``, torchtune's ``content``."""

from collections.abc import Iterable, Iterator, Mapping

from ftdata.errors import FormatError
from ftdata.formats._media import Media, media_of, part_of
from ftdata.formats._ready import field_of
from ftdata.types import ABSENT, Absent, Json, Loss, Message, Path


class Dialect:
    """How parts are written.

    Attributes:
        name: The format.
        key: The key of a part's value.
        types: The part's type for each kind of file, ``image``, ``video``, ``audio``, that it has.
    """

    def __init__(self, name: str, key: str, types: Mapping[str, str]) -> None:
        self.name = name
        self.key = key
        self.types = types
        self.kinds = {type_: kind for kind, type_ in types.items()}

    def read(self, part: Json, path: Path) -> dict[str, Json]:
        """Read a part that is text or a file as OpenAI's.

        Raises:
            FormatError: It is neither.
        """
        value = part.get(self.key) if isinstance(part, Mapping) else None
        if not isinstance(part, Mapping) or not isinstance(value, str):
            raise FormatError(path, f"is not an object with type and {self.key}, which is text")
        more = {key: item for key, item in part.items() if key not in ("type", self.key)}
        type_ = part.get("type")
        if type_ == "text":
            return {"type": "text", "text": value, **more}
        if isinstance(type_, str) and type_ in self.kinds:
            return part_of(Media(self.kinds[type_], value, more))
        raise FormatError((*path, "type"), f"is {str(type_)[:60]!r}, which {self.name} does not know")

    def write(self, message: Message, losses: list[Loss]) -> list[Json]:
        """Write the content of a message; what it cannot hold is stated in ``losses``.

        Raises:
            FormatError: A part names no file.
        """
        content, where = message.content, field_of(message, "content")
        if content is None or content is ABSENT:
            if not message.tool_calls:
                losses.append(Loss(where, f"{self.name} has no null content; it became an empty list"))
            return []
        if isinstance(content, list) and _is_plain(content):
            losses.append(
                Loss(where, f"{self.name} does not tell text from a list of one part, nor none from no parts")
            )
        parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
        return [made for part in parts if (made := self._part(part, message, losses)) is not None]

    def _part(self, part: Mapping[str, Json], message: Message, losses: list[Loss]) -> dict[str, Json] | None:
        where, media = field_of(message, "content"), media_of(part)
        if media and media.kind in self.types and not isinstance(media.source, list):
            if media.source is None:
                raise FormatError((*message.origin, "content"), f"has a part for {media.kind} that names no file")
            losses += self._lost(where, media.more)
            return {"type": self.types[media.kind], self.key: media.source}
        if part.get("type") == "text" and isinstance(part.get("text"), str):
            losses += [
                Loss(f"{where}.{key}", f"{self.name} has no place for it") for key in set(part) - {"type", "text"}
            ]
            return {"type": "text", self.key: part["text"]}
        losses.append(
            Loss(where, f"{self.name} has no parts of type {str(part.get('type'))[:60]!r}; they are left out")
        )
        return None

    def _lost(self, where: str, keys: Iterable[str]) -> Iterator[Loss]:
        return (Loss(f"{where}.{key}", f"{self.name} has no place for it") for key in keys)


def _is_plain(content: list[Json]) -> bool:
    return not content or (
        len(content) == 1 and isinstance(content[0], Mapping) and set(content[0]) == {"type", "text"}
    )


def simple(parts: list[dict[str, Json]]) -> Json | Absent:
    """Parts as content: the text where there is one and nothing else, nothing where there are none."""
    if not parts:
        return ABSENT
    alone = parts[0] if len(parts) == 1 and set(parts[0]) == {"type", "text"} else None
    return alone["text"] if alone else list(parts)
