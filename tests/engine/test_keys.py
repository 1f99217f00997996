"""Copies and the held back rows are found part by part as they would be found at once."""

from hypothesis import given
from hypothesis import strategies as st

from ftdata.engine.keys import BUCKETS, Buckets, Compared, Share, compare, find_cut, held_rows, shares
from ftdata.engine.split import rows_wanted, validation_rows

KEY = st.integers(0, 40).map(lambda number: number.to_bytes(16, "big")) | st.binary(min_size=16, max_size=16)
PIECES = st.lists(st.lists(KEY, max_size=12), min_size=1, max_size=5)


def _written(folder, pieces, seed):
    paths = []
    for index, keys in enumerate(pieces):
        buckets = Buckets(seed)
        for row, key in enumerate(keys):
            buckets.add(key, row, 2 * row + 1)
        paths.append(str(folder / f"{index}.keys"))
        with open(paths[-1], "wb") as stream:
            buckets.write(stream)
    return paths


def _compared(paths, step, *, drop):
    found = Compared()
    for first in reversed(range(0, BUCKETS, step)):  # in any order
        found.merge(compare(Share(tuple(paths), first, min(first + step, BUCKETS), drop)))
    return found


@given(PIECES, st.integers(0, 1 << 70), st.sampled_from([7, 64, BUCKETS]))
def test_copies(tmp_path_factory, pieces, seed, step):
    paths = _written(tmp_path_factory.mktemp("keys"), pieces, seed)
    first, expected = {}, set()
    for piece, keys in enumerate(pieces):
        for row, key in enumerate(keys):
            there = first.setdefault(key, (piece, 2 * row + 1))
            if there != (piece, 2 * row + 1):
                expected.add((piece, row, 2 * row + 1, *there))
    found = _compared(paths, step, drop=True)
    quads = {(p, *quad) for p, copies in found.copies.items() for quad in zip(*[iter(copies)] * 4, strict=True)}
    assert quads == expected
    assert sum(found.sizes.values()) == len(first)
    assert not _compared(paths, step, drop=False).copies


@given(PIECES, st.integers(-5, 1 << 70), st.sampled_from([0, 0.01, 0.1, 0.5, 0.99]), st.booleans())
def test_held_back_rows(tmp_path_factory, pieces, seed, share, drop):
    if drop:
        seen = set()
        pieces = [[key for key in keys if not (key in seen or seen.add(key))] for keys in pieces]
    paths = _written(tmp_path_factory.mktemp("keys"), pieces, seed)
    sizes = _compared(paths, 64, drop=drop).sizes
    cut = find_cut(paths, sizes, rows_wanted(sum(sizes.values()), share), seed, drop=drop)
    expected = validation_rows([key for keys in pieces for key in keys], share, seed)
    held, before = set(), 0
    for path, keys in zip(paths, pieces, strict=True):
        held |= {before + row for row in (held_rows(path, cut) if cut else ())}
        before += len(keys)
    assert held == expected


def test_shares_cover_every_bucket_once():
    for rows in (0, 1, 60_000, 10_000_000, 1 << 40):
        covered = [bucket for share in shares(["a"], rows, drop=True) for bucket in range(share.first, share.end)]
        assert covered == list(range(BUCKETS))
