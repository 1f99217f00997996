"""Packed files: read whole or not at all."""

import bz2
import gzip
import io
import lzma

import pytest
from backports import zstd

import ftdata
from ftdata.errors import UnreadableError
from ftdata.loaders import open_source, packing, records

PACK = {".gz": gzip.compress, ".zst": zstd.compress, ".xz": lzma.compress, ".bz2": bz2.compress}
LINES = b"".join(b'{"prompt": "number %d", "completion": "%d"}\n' % (n, n * 7919 % 1009) for n in range(3000))


@pytest.fixture(params=PACK, ids=lambda suffix: suffix[1:])
def pack(request, tmp_path):
    def write(data):
        path = tmp_path / f"rows.jsonl{request.param}"
        path.write_bytes(data)
        return str(path)

    return PACK[request.param], write


def _count(path):
    return sum(1 for _ in records(open_source(path)))


def test_it_is_unpacked(pack):
    compress, write = pack
    assert _count(write(compress(LINES))) == 3000


def test_every_member_is_read(pack):
    compress, write = pack
    assert _count(write(compress(LINES) + compress(b"") + compress(LINES))) == 6000


@pytest.mark.parametrize("cut", [1, 9, 500])
def test_one_that_breaks_off_is_no_file(pack, cut):
    compress, write = pack
    with pytest.raises(UnreadableError, match=r"rows\.jsonl.*cut off or damaged|damaged"):
        _count(write(compress(LINES)[:-cut]))


def test_one_that_breaks_off_behind_a_member_is_no_file(pack):
    compress, write = pack
    second = compress(LINES)
    with pytest.raises(UnreadableError):
        _count(write(second + second[: len(second) // 2]))


def test_nothing_else_may_follow(pack):
    compress, write = pack
    with pytest.raises(UnreadableError, match="damaged"):
        _count(write(compress(LINES) + b"something else"))


def test_a_zstd_stream_that_was_flushed_at_a_row_and_cut_there(tmp_path):
    out = io.BytesIO()
    file = zstd.ZstdFile(out, "w")
    file.write(LINES)
    file.flush()
    path = tmp_path / "rows.jsonl.zst"
    path.write_bytes(out.getvalue())
    with pytest.raises(UnreadableError, match="ends before its end mark"):
        _count(str(path))


def test_a_bomb_is_refused(pack, monkeypatch):
    compress, write = pack
    monkeypatch.setattr(packing, "MOST", 1 << 20)
    monkeypatch.setattr(packing, "RATIO", 20)
    with pytest.raises(UnreadableError, match="bomb"):
        _count(write(compress(LINES[:40] * 100_000)))


def test_a_bomb_of_blanks_is_refused(pack):
    compress, write = pack
    with pytest.raises(UnreadableError, match="nothing but blanks"):
        _count(write(compress(LINES + b"\n" * (6 << 20))))


def test_a_frame_that_wants_a_gigabyte_is_refused(tmp_path):
    path = tmp_path / "rows.jsonl.zst"
    path.write_bytes(b"\x28\xb5\x2f\xfd\x00\xa0\x01\x00\x00")  # window descriptor: 2**30 bytes
    with pytest.raises(UnreadableError, match="damaged"):
        _count(str(path))


def test_packed_twice_is_said(tmp_path):
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(gzip.compress(LINES)))
    with pytest.raises(UnreadableError, match="packed twice"):
        open_source(str(path))


def test_nothing_is_written_of_a_broken_file(tmp_path):
    source, out = tmp_path / "rows.jsonl.zst", tmp_path / "out.jsonl"
    source.write_bytes(zstd.compress(LINES)[:-3])
    with pytest.raises(UnreadableError):
        ftdata.write(ftdata.load(str(source)), str(out))
    assert not out.exists()
