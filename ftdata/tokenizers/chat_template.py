"""Chat templates that a user names: read once as plain data, made ready to render where they are needed.

What is read is text and a few words; no model and no vocabulary is loaded.
"""

import json
import os
from collections.abc import Mapping
from functools import cache
from typing import Any

from ftdata.errors import UnreadableError, UsageError
from ftdata.tokenizers._template import RefusedError, Rendered, Template

__all__ = ["RefusedError", "Rendered", "Template", "read_template", "ready"]

_MOST = 8 << 20
_MOST_TOKENS = 64 << 20
_WORDS = ("bos_token", "eos_token", "pad_token", "unk_token")


def read_template(path: str) -> dict[str, Any]:
    """Read a chat template.

    Args:
        path: A file with a Jinja template, or a folder as ``save_pretrained`` writes it.

    Returns:
        Its ``source``, its ``name`` for messages, the special tokens that are known, and ``add_bos_token``.

    Raises:
        UnreadableError: It cannot be read.
        UsageError: The folder has no chat template.
    """
    if not os.path.isdir(path):
        return {"source": _text(path), "name": path}
    config = _object(os.path.join(path, "special_tokens_map.json")) | _object(
        os.path.join(path, "tokenizer_config.json")
    )
    given = {word: _word(config.get(word)) for word in _WORDS if _word(config.get(word)) is not None}
    adds = _adds_bos(path, config, given.get("bos_token"))
    return given | {"source": _source(path, config), "name": path, "add_bos_token": adds}


def _adds_bos(path: str, config: Mapping[str, Any], bos: Any) -> bool:
    """Whether the tokenizer begins a text with the BOS token, by its config or by what it does to an encoded text."""
    if isinstance(config.get("add_bos_token"), bool) or not bos:
        return config.get("add_bos_token") is True
    done = _object(os.path.join(path, "tokenizer.json"), _MOST_TOKENS).get("post_processor")
    steps = done.get("processors", [done]) if isinstance(done, dict) else []
    return any(_first_token(step) == bos for step in steps)


def _first_token(step: Any) -> Any:
    """The special token that a step puts before a text; None where it puts none."""
    pieces = step.get("single") if isinstance(step, dict) else None
    piece = pieces[0] if isinstance(pieces, list) and pieces else None
    token = piece.get("SpecialToken") if isinstance(piece, dict) else None
    return token.get("id") if isinstance(token, dict) else None


def _source(path: str, config: Mapping[str, Any]) -> str:
    file = os.path.join(path, "chat_template.jinja")
    if os.path.isfile(file):
        return _text(file)
    found = config.get("chat_template") or _object(os.path.join(path, "chat_template.json")).get("chat_template")
    several = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    source = {each.get("name"): each.get("template") for each in several}.get("default", found)
    if not isinstance(source, str):
        raise UsageError(f"{path}: there is no chat template; name a file with one")
    return source


def _word(value: Any) -> Any:
    return value.get("content") if isinstance(value, dict) else value


def _object(path: str, most: int = _MOST) -> dict[str, Any]:
    if not os.path.isfile(path):
        return {}
    try:
        value = json.loads(_text(path, most))
    except ValueError as error:
        raise UnreadableError(f"{path}: is not valid JSON: {error}") from error
    return value if isinstance(value, dict) else {}


def _text(path: str, most: int = _MOST) -> str:
    try:
        with open(path, encoding="utf-8") as stream:
            return stream.read(most)
    except OSError as error:
        raise UnreadableError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{path}: is not UTF-8, as a chat template has to be") from error


def ready(given: Mapping[str, Any]) -> Template:
    """Make a template that was read ready to render; done once a process.

    Raises:
        UsageError: It is no template, or Jinja is not installed.
    """
    words = tuple(sorted((key, value) for key, value in given.items() if key in _WORDS and isinstance(value, str)))
    return _ready(given["source"], words, str(given.get("name", "the chat template")))


@cache
def _ready(source: str, words: tuple[tuple[str, str], ...], name: str) -> Template:
    return Template(source, {"bos_token": "", "eos_token": ""} | dict(words), name)
