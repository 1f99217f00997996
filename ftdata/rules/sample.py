"""Which rows of a large file are looked at by rules that only want to know shares.

A row belongs to the sample when the first two bytes of its identity are a low number: the choice is fair, and the same
for any number of processes.
"""

EVERY = 0xFFFF
"""The share that takes all rows."""

_WHOLE = 2 << 20
_PART = 1 << 20


def sample_share(size: int | None) -> int:
    """The share of rows that is sampled, in 65536ths less one.

    Args:
        size: Bytes of the file; up to 2 MiB all rows are taken, of a larger one 1 MiB.
    """
    return EVERY if not size or size <= _WHOLE else max(EVERY * _PART // size, 1)


def belongs(identity: bytes, share: int) -> bool:
    """Whether a row belongs to a sample; -1 takes none."""
    return identity[0] << 8 | identity[1] <= share


def last_identity(share: int) -> bytes:
    """The greatest identity that belongs to a sample; nothing where it takes none."""
    return b"" if share < 0 else share.to_bytes(2, "big") + b"\xff" * 14
