"""Hyperscan's automata, made once: compiling one takes as long as checking a hundred megabytes with it.

They are kept beside Python's bytecode under a hash of what they are made of, so that none is ever out of date. What
stands in a file besides its texts may be private too, so an automaton with other words in it than those of formats is
made anew in each run.
"""

import re
from collections.abc import Sequence
from os.path import dirname
from typing import Any

import xxhash

from ftdata import bytecode

_PUBLIC = re.compile(
    rb'(?:"(?:messages|role|content|name|weight|tool_calls|id|type|function|arguments|tool_call_id|tools'
    rb"|parallel_tool_calls|input|preferred_output|non_preferred_output|prompt|completion|conversations|from|value"
    rb'|system|developer|user|assistant|tool|human|gpt)"|true|false|null|[\s{}\[\],:"])*+'
)


def is_public(literals: Sequence[bytes]) -> bool:
    """Whether what stands around the texts of a row is nothing but the keys and roles of formats."""
    return all(map(_PUBLIC.fullmatch, literals))


def has_hyperscan() -> bool:
    """Whether the package is there: it is not made for every machine."""
    try:
        import hyperscan  # noqa: F401
    except ImportError:
        return False
    return True


def compiled(numbered: Sequence[tuple[bytes, int]], flags: int, *, keep: bool = True) -> Any:
    """Make a database, or take one that was kept.

    Args:
        numbered: Expressions, and the number that each match of one is told by.
        flags: Flags of hyperscan for each of them.
        keep: Whether it may be kept.
    """
    import hyperscan

    if not keep:
        return _compile(numbered, flags)
    made = xxhash.xxh3_128_hexdigest(repr((flags, numbered)).encode())
    try:
        data = bytecode.kept(dirname(__file__), f"hyperscan-{made}", lambda: hyperscan.dumpb(_compile(numbered, flags)))
        database = hyperscan.loadb(data, hyperscan.HS_MODE_BLOCK)
    except hyperscan.error:  # of another version or machine, or damaged
        return _compile(numbered, flags)
    database.scratch = hyperscan.Scratch(database)
    return database


def _compile(numbered: Sequence[tuple[bytes, int]], flags: int) -> Any:
    import hyperscan

    expressions, numbers = zip(*numbered, strict=True)
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(expressions=expressions, ids=numbers, elements=len(numbered), flags=[flags] * len(numbered))
    database.scratch = hyperscan.Scratch(database)
    return database


def literal(text: bytes) -> bytes:
    """An expression for a text."""
    return b"".join(b"\\x%02x" % byte for byte in text)
