"""Normal forms of texts: what is left when case, spacing and Unicode's compatibility forms are set aside."""

from functools import lru_cache
from unicodedata import category, is_normalized, normalize

from stringzilla import find

_SPACE = bytes.maketrans(b"\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f", b" " * 9)

_ASCII = bytes(range(128))
_FEW = 300
_PLAIN = ("Ll", "Lo", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "So")


@lru_cache(maxsize=4096)
def _stays(odd: bytes) -> bool:
    """Whether a text with no other characters beyond ASCII than these, in UTF-8, is folded by folding its ASCII."""
    text = odd.decode("utf-8", "ignore") if len(odd) < _FEW else ""
    plain = all(category(char) in _PLAIN and not "\u1100" <= char <= "\u11ff" for char in text)
    return bool(text) and plain and text == text.casefold() and is_normalized("NFKC", text)


def folded(text: str) -> bytes:
    """Fold case and bring compatible characters together (NFKC, UAX 15), as UTF-8."""
    if text.isascii():
        return text.lower().encode()
    raw = text.encode("utf-8", "surrogatepass")
    if _stays(raw.translate(None, _ASCII)[:_FEW]):
        return raw.lower()
    text = text.casefold()
    if not is_normalized("NFKC", text):
        text = normalize("NFKC", normalize("NFKC", text).casefold())
    return text.encode("utf-8", "surrogatepass")


def normal(text: str) -> bytes:
    """Fold a text and write every run of white space as one space."""
    if not text.isascii():
        return b" ".join(folded(" ".join(text.split())).split())
    found = folded(text).translate(_SPACE)
    while find(found, b"  ") >= 0:
        found = found.replace(b"  ", b" ")
    return found.strip(b" ")


def tight(text: bytes) -> bytes:
    """Leave out all ASCII white space, to tell whether two folded texts differ in more than that."""
    return text.translate(None, b" \t\n\x0b\x0c\r")
