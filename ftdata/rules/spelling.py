"""What can be told of the text of a row without reading it: how it is spelt, where its literals begin.

All this is true of valid JSON on one line.
"""

from codecs import getincrementaldecoder
from collections.abc import Iterable, Sequence

import orjson
from stringzilla import find

from ftdata.jsontext import escaped, literals_in_text
from ftdata.rules.marks import words_in

_AT_ONCE = 1 << 19
_TAIL = 11
"""Bytes of a common end that matter."""

SEPARATORS = (b"\xe2\x80\xa8", b"\xe2\x80\xa9")
ESCAPES = (b"\\/", *(b"\\u%c" % digit for digit in b"0123456789abcdefABCDEF"))

_SPACES = " \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
ODD_HEADS = (b'""', *(b'"' + space.encode() for space in _SPACES), b'"\\n', b'"\\r', b'"\\t', b'"\\f')
"""How the literal of a text begins that may be blank. Separators of lines and ``\\u`` escapes are odd anywhere."""

NO_TEXT = tuple(b"%c" % byte for byte in b"ntf[{-0123456789")
"""How a value begins that is no text."""

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


def common_end(pieces: Sequence[bytes]) -> bytes:
    """The end that all pieces share, as far as it matters."""
    length = 0
    while length < _TAIL and len({piece[-length - 1 :] for piece in pieces}) == 1:
        length += 1
    return pieces[0][len(pieces[0]) - length :]


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
