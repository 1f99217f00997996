"""What a file is, told by its first bytes. Its name only settles what they leave open."""

import codecs
import json
import re
from typing import NamedTuple

from ftdata.loaders.packing import SUFFIXES
from ftdata.types import Defect

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = (
    (b"PARE", "an encrypted Parquet file, whose key ftdata has not; write it without encryption"),
    (b"FEA1", "a Feather file of version 1; write it as Parquet"),
    (b"\x1f\x8b", "packed twice, the second time with gzip; unpack it first: gunzip FILE"),
    (b"\x28\xb5\x2f\xfd", "packed twice, the second time with zstd; unpack it first: zstd -d FILE"),
    (b"\xfd7zXZ", "packed twice, the second time with xz; unpack it first: xz -d FILE"),
    (b"PK\x03\x04", "a zip archive (or a spreadsheet); unpack it or export it as CSV first"),
    (b"\x80\x04", "a Python pickle; ftdata does not run code from data. Export it as JSON Lines"),
    (b"\x80\x05", "a Python pickle; ftdata does not run code from data. Export it as JSON Lines"),
    (b"%PDF", "a PDF document, not a data file"),
    (b"SQLite format 3", "an SQLite database; export it as JSON Lines first"),
)
_COLUMNAR = ((b"PAR1", "parquet"), (b"ARROW1\0\0", "arrow"), (b"\xff\xff\xff\xff", "arrow-stream"))
# patterns for what is seldom: re compiles them when they are first used
_ROWS = rb"\[\s*[{\]]"
_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_STRING_OR_REST = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'
_SCALAR_MEMBER = _STRING + rb"\s*:\s*(?:" + _STRING + rb"|[-+.\w]++)\s*,\s*"
_WRAPPER = rb"\s*\{\s*(?:" + _SCALAR_MEMBER + rb')*+"(?:data|rows|examples)"\s*:\s*\[\s*[{\]]'
_COLUMN = rb"\{\s*" + _STRING + rb"\s*:\s*\[\s*[^\s{]"
_BRACKET = rb"[\[\]{}]"
_HTML = re.compile(rb"\s*<(?:!doctype html|html|head|\?xml)", re.IGNORECASE)
_LFS = b"version https://git-lfs"
_NO_CELLS = r"\s*[{\[#/(]"
_DELIMITERS = ("\t", ",", ";", "|")
_HEADER = 1 << 14
_NULS = 1 << 16
"""NUL bytes at the beginning after which no row is looked for: a file that a broken copy left may have many of them."""


class Sniffed(NamedTuple):
    """What the first bytes say.

    Attributes:
        container: Which loader reads it.
        encoding: Python's name of the encoding.
        bom: Bytes of the byte-order mark, 0 to 4.
        delimiter: Between the cells of a table.
        unreadable: Why no loader can read it, and the cure; empty when one can.
        defects: What is wrong with the file as a whole.
    """

    container: str = "jsonl"
    encoding: str = "utf-8"
    bom: int = 0
    delimiter: str = ","
    unreadable: str = ""
    defects: tuple[Defect, ...] = ()


def sniff(name: str, head: bytes) -> Sniffed:
    """Tell container and encoding from a file's name and its first bytes (at most 64 KiB, decompressed)."""
    for magic, what in _BINARY:
        if head.startswith(magic):
            return Sniffed(unreadable=f"this is {what}")
    for magic, container in _COLUMNAR:
        if head.startswith(magic):
            return Sniffed(container)
    if len(head) >= _NULS and not head.strip(b"\0"):
        return Sniffed(unreadable="holds NUL bytes where rows should be, as a copy does that broke off; get it again")
    encoding, bom, defects = _encoding(head)
    text = head[bom:]
    if encoding != "utf-8":
        text = text.decode(encoding, "ignore").encode()
    if text.startswith(_LFS):
        return Sniffed("opaque", defects=(Defect("lfs-pointer", "a Git LFS pointer"),))
    if _HTML.match(text):
        return Sniffed("opaque", defects=(Defect("html-page", "an HTML page"),))
    container, delimiter = _container(name, text)
    return Sniffed(container, encoding, bom, delimiter, defects=defects)


def _encoding(head: bytes) -> tuple[str, int, tuple[Defect, ...]]:
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            kind = "bom" if encoding == "utf-8" else "other-encoding"
            return encoding, len(mark), (Defect(kind, encoding.upper()[:6], fatal=False),)
    for encoding, zero in (("utf-16-le", 1), ("utf-16-be", 0)):
        if len(head) >= 4 and head[zero] == head[zero + 2] == 0 and head[1 - zero] in b'{["':
            return encoding, 0, (Defect("other-encoding", "UTF-16", fatal=False),)
    return "utf-8", 0, ()


def _container(name: str, text: bytes) -> tuple[str, str]:
    stripped = text.lstrip(b" \t\r\n")
    first = stripped[:1]
    if first in (b"[", b"{"):
        columns = _suffix(name) == "json" and b"\n" not in stripped.rstrip() and re.match(_COLUMN, stripped)
        return ("json" if columns or _is_document(stripped) else "jsonl"), ","
    suffix = _suffix(name)
    delimiter = _delimiter(text, suffix)
    if stripped and delimiter and not _parses(stripped.split(b"\n", 1)[0]):
        return ("tsv" if delimiter == "\t" else "csv"), delimiter
    return "jsonl", ","


def _is_document(text: bytes) -> bool:
    """Whether a text that opens with a bracket is one document rather than a value per line."""
    line, _, rest = text.partition(b"\n")
    rest = rest.lstrip()
    if text[:1] == b"[" or re.match(_WRAPPER, text):
        return not _parses(line) or (not rest and (text[:1] == b"{" or re.match(_ROWS, line) is not None))
    if not rest or _parses(line.rstrip(b", \t\r")):
        return False
    return rest[:1] in _may_follow(line) and not _parses(rest.partition(b"\n")[0])


def _may_follow(line: bytes) -> bytes:
    """With what the next line can begin, if a JSON value goes on there."""
    last = line.rstrip()[-1:]
    if last == b",":
        opened: list[bytes] = []
        for token in re.findall(_BRACKET, re.sub(_STRING_OR_REST, b"", line)):
            if token in b"[{":
                opened.append(token)
            elif opened:
                opened.pop()
        return b'"' if opened[-1:] == [b"{"] else b'"{['
    return {b"{": b'"}', b"[": b'"{[]', b":": b'"{['}.get(last, b"")


def _parses(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _suffix(name: str) -> str:
    lower = name.lower()
    for packing in SUFFIXES:
        lower = lower.removesuffix(packing)
    return lower.rsplit(".", 1)[-1] if "." in lower else ""


def _delimiter(text: bytes, suffix: str) -> str:
    """The character between the cells of a table, or nothing when this is no table."""
    lines = [line for line in text[:_HEADER].decode("utf-8", "replace").splitlines()[:3] if line.strip()]
    if not lines:
        return ""
    counts = {mark: lines[0].count(mark) for mark in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda mark: counts[mark])
    if suffix in ("csv", "tsv"):
        return best if counts[best] else ("\t" if suffix == "tsv" else ",")
    if "{" in lines[0] or len(lines) < 2 or re.match(_NO_CELLS, lines[1]):
        return ""
    if counts[best] and best in lines[1]:
        return best
    return ""
