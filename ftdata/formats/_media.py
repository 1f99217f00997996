"""Images, videos and audio as parts of a message, and files of them in columns of a row.

A part may be written in OpenAI's way (``image_url``, ``input_audio``) or in that of Hugging Face (``{"type": "image",
"image": ...}`` with ``url``, ``path`` or ``base64``). No file is ever opened.

Sources: https://github.com/huggingface/transformers, 5.23, docs/source/en/chat_templating_multimodal.md,
https://github.com/openai/openai-openapi, ChatCompletionRequestMessage (2026-11-23).
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from ftdata.errors import FormatError
from ftdata.types import Json, Message, Path

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


def has_media(message: Message) -> bool:
    """Whether a message has a part that is an image, a video or audio."""
    content = message.content
    return isinstance(content, list) and any(isinstance(part, Mapping) and media_of(part) for part in content)


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
