"""What can be told of the text of a row without reading it: how it is spelt, where its literals begin.

All this is true of valid JSON on one line.
"""

from codecs import getincrementaldecoder
from collections.abc import Iterable

import orjson
from stringzilla import find

from ftdata.jsontext import escaped, literals_in_text
from ftdata.rules.marks import words_in

_AT_ONCE = 1 << 19
SEPARATORS = (b"\xe2\x80\xa8", b"\xe2\x80\xa9")
_SAID = frozenset(b'"%c' % byte for byte in range(0x21, 0x7F)) - {b'""', b'"\\'}
"""How most literals begin whose text is not blank."""

_ODD_COLONS = (b'" :', b'":  ', b'":\t', b'": \t', b'"\t:')

_escaped_controls = words_in((b"\\u000", b"\\u001", b"\\u007", b"\\u008", b"\\u009"))
"""Finds escapes of control characters, about which there is something to say."""


def frame_of(raw: bytes, parts: Iterable[bytes]) -> list[bytes]:
    """Cut a row around parts of it; the last piece gets a line end. Nothing when they stand in another order."""
    pieces: list[bytes] = []
    place = 0
    for text in parts:
        begin = raw.find(text, place)
        if begin < 0:
            return []
        pieces += [raw[place:begin], text]
        place = begin + len(text)
    return [*pieces, raw[place:] + b"\n"]


def ends(raw: bytes) -> bool:
    """Whether a row ends with its object, or with a line end right after."""
    return raw[-1:] == b"}" or raw[-2:] == b"}\n"


def has_escapes(raw: bytes) -> bool:
    """Whether a text holds escapes that could be left out."""
    return (find(raw, b"\\u") >= 0 and escaped(raw, b"u") > 0) or (find(raw, b"\\/") >= 0 and escaped(raw, b"/") > 0)


def rewritten(raw: bytes) -> bytes | None:
    """Write a row without such escapes; None where it holds none, or would not say the same beyond doubt."""
    if not ends(raw) or not has_escapes(raw) or _escaped_controls(raw):
        return None
    try:
        text = orjson.dumps(orjson.loads(raw))
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):
        return None
    if has_escapes(text) or literals_in_text(text) != literals_in_text(raw):
        return None
    return text + b"\n"


def is_utf8(raw: bytes) -> bool:
    """Whether a text is UTF-8; a long one is decoded in parts, since text may take four times its bytes."""
    decode = getincrementaldecoder("utf-8")().decode
    try:
        for start in range(0, len(raw), _AT_ONCE):
            decode(raw[start : start + _AT_ONCE], final=start + _AT_ONCE >= len(raw))
    except UnicodeDecodeError:
        return False
    return True


def says_all(literals: Iterable[bytes]) -> bool:
    """Whether literals are texts, none of them blank."""
    odd = [literal for literal in literals if literal[:2] not in _SAID]
    return not odd or all(map(_says, odd))


def _says(literal: bytes) -> bool:
    if literal[:2] == b'"\\' and literal[2:3] in b'"\\':
        return True
    try:
        text = orjson.loads(literal)
    except orjson.JSONDecodeError:
        return False
    return isinstance(text, str) and bool(text.strip())


def is_usual(raw: bytes) -> bool:
    """Whether a colon after a key is followed by one space or none, as nearly all writers have it."""
    return all(find(raw, odd) < 0 for odd in _ODD_COLONS)
