"""Keeping very long runs of white space away from tiktoken's pattern, which panics on a million of them.

Measured with tiktoken 0.14 (2026-11-23): the panic is no Python exception, and it writes to standard error.
"""

import re
from collections.abc import Iterator

LONG = 100_000
"""A run this long is taken out, in characters. Every length gives the same count; the panic begins at 999,999."""

# White space in the sense of Rust's regular expressions, without CR and LF, which the patterns treat apart.
_SPACE = "[\t\x0b\x0c \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"


def run_pattern(length: int) -> re.Pattern[str]:
    """Make the pattern of a run at least so long. Looking back first keeps the search linear."""
    return re.compile(f"(?<!{_SPACE}){_SPACE}{{{length},}}")


_RUN = run_pattern(LONG)


def parts(text: str, *, joins_last_space: bool) -> Iterator[tuple[str, str]]:
    """Yield pairs of ordinary text and the long run of white space behind it that is a piece of its own.

    The pieces are those the vocabulary's pattern makes: a run before a line end belongs to that line end (no
    danger there), and the last character of a run before other text goes with that text.
    """
    start = 0
    for run in _RUN.finditer(text) if len(text) >= LONG else ():
        after = text[run.end() : run.end() + 1]
        if after in ("\r", "\n") or (not after and joins_last_space):
            continue
        end = run.end() - 1 if after else run.end()
        yield text[start : run.start()], text[run.start() : end]
        start = end
    yield text[start:], ""
