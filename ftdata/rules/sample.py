"""Which rows of a large file are looked at by rules that only want to know shares.

A row belongs to the sample when its identity begins with a low byte: the choice is fair, and the same for any number of
processes.
"""

EVERY = 255
"""The share that takes all rows."""

_WHOLE = 4 << 20
_LEAST = 3


def sample_share(size: int | None) -> int:
    """The share of rows that is sampled, in 256ths less one.

    Args:
        size: Bytes of the file; all rows of a small one are taken, and some thousand or more of a large one.
    """
    return EVERY if not size or size <= _WHOLE else max(EVERY * _WHOLE // size, _LEAST)
