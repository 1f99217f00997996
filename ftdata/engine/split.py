"""Dividing rows into parts: the same for the same rows and seed, in whatever order they come."""

from collections.abc import Sequence
from itertools import groupby

import xxhash


def validation_rows(identities: Sequence[bytes], share: float, seed: int) -> set[int]:
    """Choose the rows of the validation part.

    Rows are ranked by a hash of their identity and the seed, and the lowest ranks are taken until the share is
    reached; rows of equal identity go together. With a share above 0 and at least two groups, both parts get one.

    Args:
        identities: A key per row (16 bytes); equal rows have equal keys.
        share: Part of the rows wanted, 0 to below 1.
        seed: Any integer; another one gives another choice.

    Returns:
        Positions of the rows chosen.
    """
    ranked = sorted(range(len(identities)), key=lambda row: (rank(identities[row], seed), identities[row], row))
    groups = [list(group) for _, group in groupby(ranked, key=lambda row: identities[row])]
    wanted = rows_wanted(len(identities), share)
    chosen: set[int] = set()
    for group in groups[:-1]:  # the last group always stays in the training part
        if len(chosen) >= wanted:
            break
        chosen.update(group)
    return chosen


def rows_wanted(rows: int, share: float) -> int:
    """How many of some rows make a share: at least one where the share is above 0."""
    return max(round(rows * share), 1) if share > 0 else 0


def rank(identity: bytes, seed: int) -> int:
    """Rank a row (64-bit) by its identity: the lowest go to the validation part."""
    return xxhash.xxh3_64_intdigest(identity, seed & 0xFFFFFFFFFFFFFFFF)
