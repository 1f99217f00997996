"""One readable row as rules see it."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from ftdata.rules.identity import identity
from ftdata.targets import Destination
from ftdata.types import Json, Path, Record

CONTEXT_LISTS: tuple[Path, ...] = (("messages",), ("input", "messages"))
CHAT_LISTS: tuple[Path, ...] = CONTEXT_LISTS[:1]
OUTPUT_LISTS: tuple[Path, ...] = (("preferred_output",), ("non_preferred_output",))
PAIR_LISTS: tuple[Path, ...] = (CONTEXT_LISTS[1], *OUTPUT_LISTS)


class Turn(NamedTuple):
    """One message of a row.

    Attributes:
        path: Where it is, e.g. ``("messages", 2)``.
        message: The object itself, as written.
        index: Its number in its list, from 0.
        role: Its role, or None when that is missing or no string.
    """

    path: Path
    message: Mapping[str, Any]
    index: int  # type: ignore[assignment]  # hides the method of tuples, which nobody needs here
    role: str | None

    @property
    def says_more(self) -> bool:
        """Whether it is an answer that holds something besides its content: calls, a refusal, audio."""
        keys = ("tool_calls", "function_call", "refusal", "audio")
        return self.role == "assistant" and any(self.message.get(key) for key in keys)

    def texts(self) -> Iterator[tuple[Path, str]]:
        """Yield the text of its content, or of each part that has text, with its path."""
        content, path = self.message.get("content"), (*self.path, "content")
        if isinstance(content, str):
            yield path, content
        for index, part in enumerate(content if isinstance(content, list) else ()):
            if isinstance(part, dict) and isinstance(part.get("text"), str):
                yield (*path, index, "text"), part["text"]


class Row:
    """A row in the destination's format.

    Attributes:
        value: The row. For a file in another format it is the row as it would be after conversion.
        record: Where it came from.
        destination: What it is judged for.
        origins: For a row that had another format in the file: where each place that holds a message was there.
        memo: What several rules want to know of it, by name, worked out once.
    """

    def __init__(
        self, value: Mapping[str, Json], record: Record, destination: Destination, origins: Mapping[Path, Path] = {}
    ) -> None:
        self.value = value
        self.record = record
        self.destination = destination
        self.origins = origins
        self.memo: dict[str, Any] = {}

    @cached_property
    def lists(self) -> dict[Path, list[Json]]:
        """Every list of messages in the row that is a list, by its path."""
        found: dict[Path, list[Json]] = {}
        for path in PAIR_LISTS if self.destination.format == "preference" else CHAT_LISTS:
            value: Any = self.value
            for step in path:
                value = value.get(step) if isinstance(value, dict) else None
            if isinstance(value, list):
                found[path] = value
        return found

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """Every message that is an object, in order: context first, then the outputs."""
        return tuple(turn for path in self.lists for turn in self.turns_at(path))

    def turns_at(self, path: Path) -> Iterator[Turn]:
        """Yield the messages of the list at ``path`` that are objects."""
        for index, message in enumerate(self.lists.get(path, ())):
            if isinstance(message, dict):
                role = message.get("role")
                yield Turn((*path, index), message, index, role if isinstance(role, str) else None)

    @cached_property
    def conversation(self) -> tuple[Turn, ...]:
        """The messages of the context (``messages`` or ``input.messages``)."""
        return tuple(turn for path in CONTEXT_LISTS for turn in self.turns_at(path))

    @cached_property
    def sound(self) -> bool:
        """Whether all messages are objects with a known role: who speaks when can be judged.

        A misspelt role or a broken message has its own finding; rules about the order of turns stay silent then.
        """
        known = self.destination.fact("roles", ())
        every = sum(len(messages) for messages in self.lists.values())
        whole = bool(self.conversation) and every == len(self.turns)
        return whole and all(turn.role in known for turn in self.turns)

    @cached_property
    def identity(self) -> bytes:
        """A key of 16 bytes that equal examples share, however they are written.

        Key order, white space and escapes make no difference, nor do keys that only name or date a row, nor keys
        that the destination refuses anyway. Grader fields do, and so do images and labels beside a conversation,
        also where the conversion to the destination's format has no room for them.
        """
        known = None if self.destination.fact("grader_fields") else self.destination.fact("top_level_keys")
        value = {key: item for key, item in self.value.items() if (key in known if known else key not in METADATA)}
        beside = [] if known else [key for key in BESIDE if key in self.record.row]
        if beside and self.origins:
            value |= {f"source {key}": self.record.row[key] for key in beside}
        return identity(value or self.value)


def beside(record: Record) -> bool:
    """Whether a record holds more than a conversation that makes it what it is: images, a label."""
    return any(key in record.row for key in BESIDE)


METADATA = frozenset(("id", "_id", "uuid", "idx", "index", "metadata", "meta", "source", "created_at", "timestamp"))
BESIDE = ("images", "image", "videos", "video", "audios", "audio", "label", "kto_tag")
