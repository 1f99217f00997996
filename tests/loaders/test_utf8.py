"""UTF-8 as RFC 3629 has it: each row that is not is refused in its place, and the rows around it are read.

The cases are those of Markus Kuhn's decoder test (https://www.cl.cam.ac.uk/~mgk25/ucs/examples/UTF-8-test.txt):
borders of each length, lonely and missing continuations, overlong forms, surrogates, characters that are none.
"""

import pytest

from ftdata.loaders import open_source, records

BORDERS = (0x80, 0x7FF, 0x800, 0xFFF, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x3FFFF, 0x100000, 0x10FFFF)
NO_CHARACTERS = (
    0xFFFE,
    0xFFFF,
    *range(0xFDD0, 0xFDF0),
    *(plane << 16 | end for plane in range(1, 17) for end in (0xFFFE, 0xFFFF)),
)
GOOD = [chr(number) for number in (*BORDERS, *NO_CHARACTERS)] + ["κόσμε", "e\u0301", "\u200f"]


def _continuations():
    return [bytes([0x80 + number]) * length for length in range(1, 8) for number in (0, 0x3F)]


def _starts():
    """Each byte that begins a character, with too few or none of its continuations."""
    lengths = [(range(0xC2, 0xE0), 2), (range(0xE1, 0xF0), 3), (range(0xF1, 0xF4), 4)]
    return [
        bytes([start]) + b"\x80" * got for starts, length in lengths for start in starts for got in range(length - 1)
    ]


def _overlong():
    """A slash, and the last number that would fit in fewer bytes, spelled longer than need be."""
    spelled = [b"\xc0\xaf", b"\xe0\x80\xaf", b"\xf0\x80\x80\xaf", b"\xf8\x80\x80\x80\xaf", b"\xfc\x80\x80\x80\x80\xaf"]
    return [
        *spelled,
        b"\xc1\xbf",
        b"\xe0\x9f\xbf",
        b"\xf0\x8f\xbf\xbf",
        b"\xc0\x80",
        b"\xe0\x80\x80",
        b"\xf0\x80\x80\x80",
    ]


def _surrogates():
    halves = [chr(number).encode("utf-8", "surrogatepass") for number in (0xD800, 0xDB7F, 0xDBFF, 0xDC00, 0xDFFF)]
    return [*halves, halves[0] + halves[3], halves[2] + halves[4]]


BAD = {
    "continuation": _continuations(),
    "start": _starts(),
    "overlong": _overlong(),
    "surrogate": _surrogates(),
    "beyond": [
        b"\xf4\x90\x80\x80",
        b"\xf5\x80\x80\x80",
        b"\xf7\xbf\xbf\xbf",
        b"\xf8\x88\x80\x80\x80",
        b"\xfe",
        b"\xff",
        b"\xfe\xfe\xff\xff",
    ],
}


def rows_of(tmp_path, name, texts):
    path = tmp_path / name
    path.write_bytes(b"".join(b'{"text": "' + text + b'"}\n' for text in texts))
    return list(records(open_source(str(path))))


def test_what_is_utf8_is_read(tmp_path):
    found = rows_of(tmp_path, "rows.jsonl", [text.encode() for text in GOOD])
    assert [record.row for record in found] == [{"text": text} for text in GOOD]


@pytest.mark.parametrize("kind", BAD)
def test_what_is_not_is_refused_in_its_place(tmp_path, kind):
    texts = [text for bad in BAD[kind] for text in (b"before", b"a" + bad + b"z", bad, b"after")]
    found = rows_of(tmp_path, "rows.jsonl", texts)
    assert [record.line for record in found] == list(range(1, len(texts) + 1))
    assert [record.row for record in found] == [{"text": text.decode()} if text.isalpha() else None for text in texts]
    assert all(record.raw == b'{"text": "' + text + b'"}' for record, text in zip(found, texts, strict=True))
    assert all({defect.kind for defect in record.defects} == {"not-utf8"} for record in found if record.row is None)
