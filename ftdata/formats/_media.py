"""Images, videos and audio: as parts of a message, or as tags in its text with their files in columns of the row.

A part may be written in OpenAI's way (``image_url``, ``input_audio``) or in that of Hugging Face (``{"type": "image",
"image": ...}`` with ``url``, ``path`` or ``base64``). LLaMA-Factory, ms-swift and LLaVA write ``<image>`` into the text
and the files into a column ``images``; Qwen writes ``<img>file</img>``. No file is ever opened.

Sources: https://github.com/hiyouga/LlamaFactory/blob/v0.9.5/data/README.md,
https://github.com/modelscope/ms-swift, swift/template/template_inputs.py (2026-11-23).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ftdata.errors import FormatError
from ftdata.formats._ready import field_of
from ftdata.types import Example, Json, Loss, Message, Path

COLUMNS = {
    "images": "image",
    "image": "image",
    "videos": "video",
    "video": "video",
    "audios": "audio",
    "audio": "audio",
}
"""Columns that hold files, and the kind of them."""
KINDS = ("image", "video", "audio")
INLINE = "<img>"
"""What begins a tag that names its file, and is read as one in any row."""

_TAG = re.compile(r"<img>([^<>\s]+)</img>|<(image|video|audio)>")
_AUDIO = re.compile(r"data:audio/(\w+);base64,")
_FIRST = {"iVBOR": "image/png", "/9j/": "image/jpeg", "R0lG": "image/gif", "UklGR": "image/webp"}
"""How files of these types begin in base64."""


class Media(NamedTuple):
    """An image, a video or a piece of audio.

    Attributes:
        kind: ``image``, ``video`` or ``audio``.
        source: Path, URL or data URL; a list of them for the frames of a video; None where a part names no file.
        more: What else is said of it, e.g. ``detail`` or ``max_pixels``.
    """

    kind: str
    source: Json
    more: dict[str, Json]


def media_of(part: Mapping[str, Json]) -> Media | None:
    """Read a part of a message, in whatever way it is written; None where it is no image, video or audio."""
    type_ = part.get("type")
    if not isinstance(type_, str):
        return None
    kind = type_.removesuffix("_url")
    if type_ == "input_audio":
        return _input_audio(part)
    if kind not in KINDS:
        return None
    more = {key: value for key, value in part.items() if key != "type"}
    for key in (f"{kind}_url", kind, "url", "path", "base64"):
        value = more.pop(key, None)
        if isinstance(value, Mapping) and isinstance(value.get("url"), str):
            return Media(kind, value["url"], {name: item for name, item in value.items() if name != "url"} | more)
        if isinstance(value, str):
            return Media(kind, _data_url(value) if key == "base64" else value, more)
        if kind == "video" and isinstance(value, list) and value:
            return Media(kind, value, more)
        if value is not None:
            more[key] = value
    return Media(kind, None, more)


def part_of(media: Media) -> dict[str, Json]:
    """Write it as a part, OpenAI's where OpenAI has one."""
    kind, source, more = media
    if isinstance(source, list):
        return {"type": kind, kind: source, **more}
    audio = _AUDIO.match(source) if kind == "audio" and isinstance(source, str) else None
    if audio and isinstance(source, str):
        inner = {"data": source[audio.end() :], "format": audio[1].replace("mpeg", "mp3")}
        return {"type": "input_audio", "input_audio": inner, **more}
    key = f"{kind}_url"
    return {"type": key, key: {"url": source}, **more}


def own_media(row: Mapping[str, Json]) -> dict[str, Json]:
    """The columns of a row that hold files, as written."""
    return {name: row[name] for name in COLUMNS if name in row}


def read_media(columns: Mapping[str, Json]) -> dict[str, list[Media]]:
    """Read columns of files into lists of each kind; null is no list.

    Raises:
        FormatError: A column holds something else than files, or there are two columns of a kind.
    """
    found: dict[str, list[Media]] = {}
    for name, value in columns.items():
        if value is None:
            continue
        kind = COLUMNS[name]
        if kind in found:
            raise FormatError((name,), f"is a second column of {kind}s")
        items = value if isinstance(value, list) else [value]
        found[kind] = [_file(item, kind, (name, index)) for index, item in enumerate(items)]
    return found


def place_media(
    messages: Sequence[Message], columns: Mapping[str, Json], *, implied: bool = False
) -> tuple[list[Message], list[str]]:
    """Put the files of the columns where the tags are in the texts.

    Args:
        messages: All turns of a row, in order.
        columns: The columns that hold files.
        implied: Whether files without any tag belong before the first turn's text, as ms-swift reads them.

    Returns:
        The turns, and the kinds whose files stand there without a tag.

    Raises:
        FormatError: There are more or fewer tags than files.
    """
    queues = read_media(columns)
    tags = [tag for message in messages for tag in _tags(message, queues)]
    hidden = []
    for name in columns:
        kind = COLUMNS[name]
        files, marked = len(queues.get(kind, ())), tags.count(kind)
        if implied and files and not marked:
            hidden.append(kind)
        elif files != marked and kind in queues:
            raise FormatError((name,), f"holds {files} where the text has {marked} <{kind}>")
    waiting = {kind: iter(files) for kind, files in queues.items()}
    first = next((message for message in messages if message.role == "user"), None)
    if hidden and first is None:
        raise FormatError((), f"has {hidden[0]}s and no user's turn that they belong to")
    front = [part_of(media) for kind in hidden for media in queues[kind]]
    return [_placed(message, waiting, front if message is first else []) for message in messages], hidden


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


def has_media(message: Message) -> bool:
    """Whether a message has a part that is an image, a video or audio."""
    content = message.content
    return isinstance(content, list) and any(isinstance(part, Mapping) and media_of(part) for part in content)


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


def _input_audio(part: Mapping[str, Json]) -> Media | None:
    inner = part.get("input_audio")
    if not isinstance(inner, Mapping) or not isinstance(inner.get("data"), str):
        return None
    rest = {key: value for key, value in inner.items() if key not in ("data", "format")}
    more = rest | {key: value for key, value in part.items() if key not in ("type", "input_audio")}
    return Media("audio", f"data:audio/{inner.get('format', 'wav')};base64,{inner['data']}", more)


def _file(item: Json, kind: str, path: Path) -> Media:
    """One file of a column: a path or URL, the frames of a video, or Hugging Face's object of path and bytes."""
    if isinstance(item, str) or (kind == "video" and isinstance(item, list) and item):
        return Media(kind, item, {})
    if isinstance(item, Mapping):
        more = {key: value for key, value in item.items() if key not in ("path", "bytes", "url") and value is not None}
        if isinstance(item.get("bytes"), str):
            name = {"path": item["path"]} if isinstance(item.get("path"), str) else {}
            return Media(kind, _data_url(item["bytes"]), more | name)
        source = item.get("path") or item.get("url")
        if isinstance(source, str):
            return Media(kind, source, more)
    raise FormatError(path, f"is neither the path or URL of this {kind} nor an object with one or with bytes in base64")


def _data_url(text: str) -> str:
    if text.startswith("data:"):
        return text
    kinds = (kind for start, kind in _FIRST.items() if text.startswith(start))
    return f"data:{next(kinds, 'application/octet-stream')};base64,{text}"
