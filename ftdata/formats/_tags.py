"""Images, videos and audio as tags in the text of a message, with their files in columns of the row.

LLaMA-Factory, ms-swift and LLaVA write ``<image>`` into the text and the files into a column ``images``; Qwen writes
``<img>file</img>``.

Sources: https://github.com/hiyouga/LlamaFactory/blob/v0.9.5/data/README.md,
https://github.com/modelscope/ms-swift, swift/template/template_inputs.py (2026-11-23).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ftdata.errors import FormatError
from ftdata.formats._media import COLUMNS, Media, has_media, media_of, part_of, read_media
from ftdata.formats._ready import field_of
from ftdata.types import Example, Json, Loss, Message

INLINE = "<img>"
"""What begins a tag that names its file, and is read as one in any row."""

_TAG = re.compile(r"<img>([^<>\s]+)</img>|<(image|video|audio)>")


def place_media(messages: Sequence[Message], columns: Mapping[str, Json], *, implied: bool = False) -> list[Message]:
    """Put the files of the columns where the tags are in the texts.

    Args:
        messages: All turns of a row, in order.
        columns: The columns that hold files.
        implied: Whether files without any tag belong before the first question, as ms-swift reads them.

    Raises:
        FormatError: There are more or fewer tags than files.
    """
    queues = read_media(columns)
    tags = [tag for message in messages for tag in _tags(message, queues)]
    untagged = [kind for kind in queues if implied and queues[kind] and kind not in tags]
    for name in columns:
        kind = COLUMNS[name]
        files, marked = len(queues.get(kind, ())), tags.count(kind)
        if files != marked and kind in queues and kind not in untagged:
            raise FormatError((name,), f"holds {files} where the text has {marked} <{kind}>")
    front = [part_of(media) for kind in untagged for media in queues[kind]]
    first = next((message for message in messages if _is_question(message)), None)
    if front and first is None:
        raise FormatError((), f"has {untagged[0]}s and no user's turn that they belong to")
    waiting = {kind: iter(files) for kind, files in queues.items()}
    return [_placed(message, waiting, front if message is first else []) for message in messages]


def _is_question(message: Message) -> bool:
    return message.role == "user" and isinstance(message.content, str | list)


class Tagger:
    """Writes contents as texts with tags, and gathers the files.

    Attributes:
        name: The format that is written.
        losses: Gets what a text leaves out.
        files: The files by kind, in the order of their tags.
    """

    def __init__(self, example: Example, name: str, losses: list[Loss]) -> None:
        self.name = name
        self.losses = losses
        self.files: dict[str, list[Json]] = {}
        self._own = example.format == name

    def text_of(self, message: Message) -> Json | None:
        """The text of a message that has an image, video or audio; None for one that has none.

        Raises:
            FormatError: A text in it would be taken for a tag, or a part names no file.
        """
        raw = message.style.get("tagged") if self._own else None
        if raw and raw["parts"] == message.content:
            return raw["text"]
        if not isinstance(message.content, list) or not has_media(message):
            return None
        if message.role in ("system", "developer"):
            raise FormatError(
                (*message.origin, "content"), f"has a file in a system prompt, where {self.name} has none"
            )
        texts: list[str] = []
        for part in message.content:
            self._add(part, message, texts)
        return "".join(texts)

    def columns(self, raw: Mapping[str, Json]) -> dict[str, Json]:
        """The columns: as they were, with the files of turns that were not in the row."""
        fields = dict(raw)
        for kind, files in self.files.items():
            fields[f"{kind}s"] = files
        return fields

    def _add(self, part: Json, message: Message, texts: list[str]) -> None:
        where = field_of(message, "content")
        media = media_of(part) if isinstance(part, Mapping) else None
        if media:
            if media.source is None:
                raise FormatError(
                    (*message.origin, "content"), f"has a part of type {part['type']!r} that names no file"
                )
            self.files.setdefault(media.kind, []).append(media.source)
            reason = f"{self.name} has no place for it"
            self.losses += [Loss(f"{where}.{key}", reason) for key, value in media.more.items() if value is not None]
            texts.append(f"<{media.kind}>")
        elif isinstance(part, Mapping) and part.get("type") == "text" and isinstance(part.get("text"), str):
            self._add_text(part, message, texts)
        else:
            kind = str(part.get("type"))[:60] if isinstance(part, Mapping) else "?"
            self.losses.append(Loss(where, f"{self.name} has no parts of type {kind!r}; they are left out"))

    def _add_text(self, part: Mapping[str, Json], message: Message, texts: list[str]) -> None:
        where, text = field_of(message, "content"), str(part["text"])
        if _TAG.search(text):
            raise FormatError((*message.origin, "content"), f"has text that {self.name} would take for a file's tag")
        if not text or set(part) - {"type", "text"}:
            self.losses.append(
                Loss(where, f"{self.name} has no text parts; their further keys and borders are left out")
            )
        if texts and not _TAG.fullmatch(texts[-1]):
            self.losses.append(Loss(where, f"{self.name} has no parts; text parts are joined by a line break"))
            text = f"\n{text}"
        texts.append(text)


def refuse_loose_tags(messages: Iterable[Message], tagger: Tagger) -> None:
    """Refuse texts that would be taken for the tag of a file.

    Raises:
        FormatError: There is one.
    """
    for message in messages:
        if not has_media(message) and any(_is_tag(match, message, tagger.files) for match in _tags_in(message)):
            raise FormatError((*message.origin, "content"), f"has text that {tagger.name} would take for a file's tag")


def _tags_in(message: Message) -> Iterator[re.Match[str]]:
    texts = message.content if isinstance(message.content, list) else [{"text": message.content}]
    for part in texts:
        text = part.get("text") if isinstance(part, Mapping) else None
        if isinstance(text, str) and "<" in text:
            yield from _TAG.finditer(text)


def _is_tag(match: re.Match[str], message: Message, queues: Mapping[str, object]) -> bool:
    """Whether this is read as a tag: with the file in it in a user's turn, else where there is a column of its kind."""
    return message.role == "user" if match[1] else message.role != "system" and match[2] in queues


def _tags(message: Message, queues: Mapping[str, object]) -> Iterator[str]:
    """The kinds of the tags in a message, and of its parts that name no file."""
    if isinstance(message.content, str):
        yield from (match[2] for match in _tags_in(message) if match[2] and _is_tag(match, message, queues))
    elif isinstance(message.content, list):
        yield from (kind for part in message.content if (kind := _bare(part)) in queues)


def _bare(part: Json) -> str:
    """The kind of a part that names no file; empty for any other."""
    media = media_of(part) if isinstance(part, Mapping) else None
    return media.kind if media and media.source is None else ""


def _placed(message: Message, waiting: Mapping[str, Iterator[Media]], front: list[dict[str, Json]]) -> Message:
    text = message.content
    if isinstance(text, list):
        return _filled(message, waiting, front)
    if not isinstance(text, str):
        return message
    parts: list[Json] = list(front)
    end = 0
    for match in _tags_in(message):
        if _is_tag(match, message, waiting):
            parts += _text_part(text[end : match.start()])
            parts.append(part_of(_tagged(match, waiting)))
            end = match.end()
    if not parts:
        return message
    parts += _text_part(text[end:])
    return message._replace(content=parts, style=message.style | {"tagged": {"text": text, "parts": parts}})


def _filled(message: Message, waiting: Mapping[str, Iterator[Media]], front: list[dict[str, Json]]) -> Message:
    """A message of parts, with files in those that name none."""
    parts: list[Json] = list(front)
    for part in message.content if isinstance(message.content, list) else ():
        kind = _bare(part)
        parts.append(_with_file(part, next(waiting[kind])) if kind in waiting else part)
    if parts == message.content:
        return message
    return message._replace(content=parts, style=message.style | {"tagged": {"text": message.content, "parts": parts}})


def _with_file(part: Json, file: Media) -> dict[str, Json]:
    more = {key: item for key, item in part.items() if key != "type"} if isinstance(part, Mapping) else {}
    return part_of(file._replace(more=file.more | {key: item for key, item in more.items() if item is not None}))


def _tagged(match: re.Match[str], waiting: Mapping[str, Iterator[Media]]) -> Media:
    if match[1]:
        return Media("image", match[1], {})
    return next(waiting[match[2]])


def _text_part(text: str) -> list[Json]:
    return [{"type": "text", "text": text}] if text else []
