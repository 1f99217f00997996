"""What is known of an image from its address: whether it can be fetched, and what its bytes are in a data URL.

Nothing is opened but what stands in the row itself: an address is not called, and a path is read only by the rule that
is given a folder for it. Of an image the headers are read; pixels are decoded only to be sure that a JPEG without an
end is cut off, and then few.
"""

import re
import struct
import warnings
import zlib
from base64 import b64decode
from io import BytesIO
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import xxhash

from ftdata.rules.shown import shown
from ftdata.targets import Destination

MIME_TYPES: dict[str, tuple[str, ...]] = {
    "JPEG": ("image/jpeg", "image/jpg", "image/pjpeg"),
    "PNG": ("image/png", "image/x-png", "image/apng"),
    "WEBP": ("image/webp",),
    "GIF": ("image/gif",),
    "BMP": ("image/bmp", "image/x-ms-bmp"),
    "TIFF": ("image/tiff",),
    "AVIF": ("image/avif",),
    "HEIC": ("image/heic", "image/heif"),
    "SVG": ("image/svg+xml",),
}
"""Kinds of images that are told by their bytes, each with the MIME types it goes by; the first is the proper one."""

_MAGIC: tuple[tuple[str, re.Pattern[bytes]], ...] = tuple(
    (kind, re.compile(pattern, re.DOTALL))
    for kind, pattern in (
        ("JPEG", rb"\xff\xd8\xff"),
        ("PNG", rb"\x89PNG\r\n\x1a\n"),
        ("WEBP", rb"RIFF.{4}WEBP"),
        ("GIF", rb"GIF8[79]a"),
        ("BMP", rb"BM.{4}\0{4}"),
        ("TIFF", rb"II\*\0|MM\0\*"),
        ("AVIF", rb".{4}ftypavi[fs]"),
        ("HEIC", rb".{4}ftyp(?:hei[cmsx]|mif1|msf1)"),
        ("SVG", rb"\s{0,9}(?:<\?xml[^>]{0,200}>\s{0,9})?<svg\b"),
    )
)
_READ = ("JPEG", "PNG", "WEBP")
"""Kinds whose headers are read."""

MOST = 32 << 20
"""Bytes of the largest image that is looked at."""

_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    MemoryError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""What Pillow raises for bytes that are no whole image."""

_DATA_HEAD = re.compile(r"data:([^;,]*)((?:;[^;,]*)*),", re.IGNORECASE)
_URL_SAFE = str.maketrans("-_", "+/")
_INSIDE = (".localhost", ".local", ".internal", ".lan", ".home", ".corp", ".intranet")
_HEAD_LENGTH = 300


class Data(NamedTuple):
    """What a data URL says and holds.

    Attributes:
        fault: Why it cannot be decoded; empty when it can.
        mime: The MIME type that it names, in small letters.
        loose: What its base64 text has that strict readers refuse; empty when nothing.
        kind: What its bytes are: a key of MIME_TYPES, empty for something else, None when they were not looked at.
        mode: Pillow's word for its colours; empty when not known.
        broken: What is wrong with its bytes, being of that kind; empty when nothing.
    """

    fault: str = ""
    mime: str = ""
    loose: str = ""
    kind: str | None = None
    mode: str = ""
    broken: str = ""


def data_bytes(url: str) -> int:
    """How many bytes the base64 text of a data URL stands for, told from its length."""
    body = url[url.find(",") + 1 :].rstrip("=")
    return len(body) * 3 // 4


def remote_fault(url: str) -> str:
    """Say why nobody outside can fetch an http address, from its text alone; empty when that is not known."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return "the address is malformed"
    if not host:
        return "the address names no host"
    return f"the host {shown(host)} cannot be reached from outside" if _is_inside(host) else ""


def _is_inside(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        bare = host.rstrip(".").lower()
        return "." not in bare or bare.endswith(_INSIDE)


def inspect(url: str) -> Data:
    """Look into a data URL; what was seen once is remembered by its hash."""
    key = xxhash.xxh3_128_digest(url.encode("utf-8", "surrogatepass"))
    if key not in _seen:
        if len(_seen) >= _MOST_SEEN:
            _seen.clear()
        _seen[key] = _inspect(url)
    return _seen[key]


_seen: dict[bytes, Data] = {}
_MOST_SEEN = 4096


def canonical(url: str) -> str:
    """The same image as a data URL with its proper MIME type and strict base64; also for bare base64."""
    match = _DATA_HEAD.match(url[:_HEAD_LENGTH])
    body = url[match.end() :] if match else url
    data, text = _decoded(body)
    return f"data:{MIME_TYPES[kind_of(data or b'')][0]};base64,{text}"


def is_bare(url: str) -> bool:
    """Whether an address is the base64 text of an image without the head of a data URL."""
    start, _ = _decoded(url[:64])
    return len(url) > len(url[:64]) and bool(kind_of(start or b"")) and _decoded(url)[0] is not None


def kind_of(data: bytes) -> str:
    """Name the kind of an image by its first bytes: a key of MIME_TYPES, or empty."""
    head = data[:_HEAD_LENGTH]
    return next((kind for kind, pattern in _MAGIC if pattern.match(head)), "")


def _inspect(url: str) -> Data:
    match = _DATA_HEAD.match(url[:_HEAD_LENGTH])
    if match is None:
        return Data("it has no comma between its head and the data")
    mime, options = match[1].strip().lower(), match[2].lower()
    if not options.endswith(";base64"):
        return Data("it does not say ;base64 before the comma", mime)
    body = url[match.end() :]
    if not body.strip():
        return Data("nothing follows the comma", mime)
    if data_bytes(url) > MOST:
        return Data("", mime)
    data, text = _decoded(body)
    if data is None:
        return Data("what follows the comma is not base64", mime)
    return look(data)._replace(mime=mime, loose=_loose(body) if text != body else "")


def look(data: bytes) -> Data:
    """Look at the bytes of an image: their kind, its mode, what is broken about it."""
    kind = kind_of(data)
    mode, broken = _opened(data, kind) if kind in _READ else ("", "")
    return Data(kind=kind, mode=mode, broken=broken)


def unfit(data: Data, destination: Destination) -> str:
    """Say why a destination cannot use an image, beginning with a verb; empty when nothing is known against it."""
    if data.kind is None:
        return ""
    formats, modes = destination.fact("image_formats", ()), destination.fact("image_modes", ())
    if not data.kind:
        named = f" It is called {shown(data.mime)}." if data.mime else ""
        return f"is in no format that is known here; write it as JPEG, PNG or WEBP.{named}"
    if formats and data.kind not in formats:
        return f"is in the format {data.kind} and is skipped in training; convert it to {' or '.join(formats)}"
    if data.broken:
        return f"{data.broken} ({data.kind}); write it again"
    if modes and data.mode and data.mode not in modes:
        return f"has the mode {shown(data.mode)} and is skipped in training; convert it to {' or '.join(modes)}"
    return ""


def _decoded(body: str) -> tuple[bytes | None, str]:
    """Decode base64 and give its strict text; blanks, URL-safe letters, %-escapes and a missing = are read too."""
    try:
        return b64decode(body, validate=True), body
    except ValueError:
        pass
    text = "".join((unquote(body) if "%" in body else body).split()).rstrip("=").translate(_URL_SAFE)
    text += "=" * (-len(text) % 4)
    try:
        return b64decode(text, validate=True), text
    except ValueError:
        return None, body


def _loose(body: str) -> str:
    if re.search(r"\s", body):
        return "spaces or line ends"
    if "%" in body:
        return "%-escapes"
    return "the URL-safe letters - and _" if re.search("[-_]", body) else "no = at its end"


def _opened(data: bytes, kind: str) -> tuple[str, str]:
    """Read the headers of an image: its mode, and what is broken about it."""
    from PIL import Image as Pillow
    from PIL import WebPImagePlugin  # noqa: F401 - makes it known to Pillow

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Pillow.open(BytesIO(data), formats=(kind,)) as image:
                mode = image.mode
                _read_on(image, data, kind)
        except Pillow.DecompressionBombError:
            return "", "says that it has more pixels than any model looks at"
        except _BROKEN:
            return "", "is damaged or cut off"
    return mode, ""


def _read_on(image: Any, data: bytes, kind: str) -> None:
    """See whether the rest is there: the check sums of a PNG, the length of a WEBP, the end of a JPEG."""
    if kind == "PNG":
        image.verify()
    if kind == "WEBP" and int.from_bytes(data[4:8], "little") + 8 > len(data):
        raise EOFError
    if kind == "JPEG" and data.find(b"\xff\xd9", _scan_start(data)) < 0:
        image.draft(image.mode, (1, 1))
        image.load()


def _scan_start(data: bytes) -> int:
    """Where the pixels of a JPEG begin, after its segments (a preview within them has an end of its own)."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        if data[place + 1] == 0xDA:
            return place
        filler = data[place + 1] == 0xFF
        place += 1 if filler else 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return 0
