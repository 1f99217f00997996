"""Files to measure on, made from a seed and never committed.

``make`` writes rows of one kind; some kinds are the rows of another file, written or broken differently, so that
figures on the two can be compared. ``multiply`` makes a big file from a smaller one.
"""

import json
import random
from collections.abc import Callable, Iterable, Iterator
from itertools import count, islice
from pathlib import Path

import orjson

from tests.benchmarks import rows
from tests.benchmarks.rows import Row, Words

SEED = 20261124
MIB = 1 << 20

_MADE: dict[str, Callable[[Words], Row]] = {"chat": rows.chat_row, "mixed": rows.mixed_row, "short": rows.short_row}
_SHAPED: dict[str, Callable[[Row], Row]] = {
    "preference": rows.preference_row,
    "completion": rows.completion_row,
    "sharegpt": rows.sharegpt_row,
}


def lines(kind: str, seed: int = SEED) -> Iterator[str]:
    """Rows without end.

    Args:
        kind: ``chat`` (role and content only), ``mixed`` (8 % have more), ``short`` (200 bytes a row), ``tools``; chat
            rows in other dress: ``ascii`` (escaped), ``compact`` (no spaces), ``bad`` (1 % broken), ``twice`` (5 % are
            copies of an earlier row, half of them with other spaces); chat rows in other formats: ``preference``,
            ``completion``, ``sharegpt``.
        seed: Another seed gives other rows.
    """
    if kind == "twice":
        return _twice(lines("chat", seed), seed)
    if kind == "bad":
        return _broken(lines("chat", seed), seed)
    separators = (",", ":") if kind == "compact" else None
    return (json.dumps(row, ensure_ascii=kind == "ascii", separators=separators) for row in _rows(kind, seed))


def _rows(kind: str, seed: int) -> Iterator[Row]:
    words = Words(seed)
    if kind == "tools":
        sets = rows.tool_sets(words)
        return (rows.tools_row(words, sets) for _ in count())
    if kind in _SHAPED:
        return map(_SHAPED[kind], _rows("chat", seed))
    make = _MADE.get(kind, rows.chat_row)
    return (make(words) for _ in count())


def _broken(whole: Iterator[str], seed: int) -> Iterator[str]:
    choose = random.Random(seed)
    for line in whole:
        yield choose.choice(rows.BREAK)(line) if choose.random() < 0.01 else line


def _twice(whole: Iterator[str], seed: int) -> Iterator[str]:
    choose = random.Random(seed)
    seen: list[str] = []
    for line in whole:
        if seen and choose.random() < 0.05:
            copy = choose.choice(seen)
            yield copy if choose.random() < 0.5 else orjson.dumps(orjson.loads(copy)).decode()
        if len(seen) < 20_000:
            seen.append(line)
        yield line


def one_long_line(size: int) -> Iterator[bytes]:
    """Ten ordinary rows and one with an answer of ``size`` bytes."""
    yield from islice(_encoded(lines("chat")), 10)
    text = json.dumps(Words(SEED).text(MIB), ensure_ascii=False)[1:-1].encode()
    yield b'{"messages": [{"role": "user", "content": "Go on."}, {"role": "assistant", "content": "'
    yield from (text for _ in range(-(-size // len(text))))
    yield b'"}]}\n'


def tiny_lines(number: int) -> Iterator[bytes]:
    """So many rows of some 70 bytes, every one different."""
    row = b'{"messages":[{"role":"user","content":"%d"},{"role":"assistant","content":"%d"}]}\n'
    return (row % (index, index + 1) for index in range(number))


def many_calls(number: int) -> Iterator[bytes]:
    """Ten ordinary rows and one whose assistant calls declared tools so many times; every call is answered."""
    words = Words(SEED)
    tools = rows.tool_sets(words, 1)[0]
    yield from islice(_encoded(lines("tools")), 10)
    yield b'{"messages": [{"role": "user", "content": "Go."}, {"role": "assistant", "tool_calls": ['
    for index in range(number):
        yield (b", " if index else b"") + orjson.dumps(rows.tool_call(words, tools) | {"id": f"call_{index}"})
    yield b"]}"
    for index in range(number):
        yield b', {"role": "tool", "tool_call_id": "call_%d", "content": "%d"}' % (index, index)
    yield b', {"role": "assistant", "content": "Done."}], "tools": %s}\n' % orjson.dumps(tools)


def bare_calls(number: int) -> Iterator[bytes]:
    """Ten ordinary rows and one whose last message is nothing but so many of the smallest calls."""
    call = b'{"id":"%d","type":"function","function":{"name":"f","arguments":"{}"}}'
    yield from islice(_encoded(lines("tools")), 10)
    yield b'{"tools":[{"type":"function","function":{"name":"f"}}],"messages":[{"role":"user","content":"Go."},'
    yield b'{"role":"assistant","tool_calls":['
    for index in range(number):
        yield (b"," if index else b"") + call % index
    yield b"]}]}\n"


def deep_rows(number: int, depth: int = 160) -> Iterator[bytes]:
    """Rows whose tool has parameters nested ``depth`` deep."""
    nested = b'{"type": "object", "properties": {"a": ' * (depth // 2) + b"{}" + b"}}" * (depth // 2)
    tool = b'{"type": "function", "function": {"name": "f", "parameters": %s}}' % nested
    row = b'{"messages": [{"role": "user", "content": "%d"}, {"role": "assistant", "content": "ok"}], "tools": [%s]}\n'
    return (row % (index, tool) for index in range(number))


def abyss(size: int) -> Iterator[bytes]:
    """Ten ordinary rows and one of ``size`` bytes of brackets that nothing closes."""
    yield from islice(_encoded(lines("chat")), 10)
    yield from (b"[" * MIB for _ in range(size // MIB))
    yield b"\n"


STRANGE = {
    "one letter": "a",
    "spaces": " ",
    "line ends": "\\n",
    "emoji": "😀",
    "Chinese": "的",
    "base64": "k3Qz9+Vh/7TbXm2L",
    "digits": "7",
}
"""What texts are made of that are hard on a tokenizer."""


def strange(unit: str) -> Callable[[int], Iterator[bytes]]:
    """Make rows whose answer is a megabyte of nothing but some characters, given as they stand in JSON."""

    def make_rows(size: int) -> Iterator[bytes]:
        text = (unit * (MIB // len(unit.encode()))).encode()
        for number in range(max(size // MIB, 1)):
            yield b'{"messages": [{"role": "user", "content": "%d"}, {"role": "assistant", "content": "' % number
            yield text
            yield b'"}]}\n'

    return make_rows


ODD: dict[str, Callable[[int], Iterator[bytes]]] = {
    "line": one_long_line,
    "tiny": tiny_lines,
    "calls": many_calls,
    "bare": bare_calls,
    "deep": deep_rows,
    "abyss": abyss,
    **{f"text of {name}": strange(unit) for name, unit in STRANGE.items()},
}
"""Files that break what is not linear: by name, made from a number of bytes, rows or calls."""


def make(path: Path, kind: str, size: int, seed: int = SEED) -> Path:
    """Write a file of at least ``size`` bytes of one kind (see ``lines``), whole rows, unless it is there."""
    return write(path, _up_to(size, _encoded(lines(kind, seed))))


def make_odd(path: Path, kind: str, amount: int) -> Path:
    """Write a file of a kind of ``ODD``, unless it is there."""
    return write(path, ODD[kind](amount))


def multiply(path: Path, source: Path, size: int) -> Path:
    """Write a file of about ``size`` bytes from copies of ``source``; every copy of a row is made different.

    Making all rows afresh would take Python minutes for 5 GB; a number in the first text does as well.
    """
    return write(path, _up_to(size, _copies(source)))


def write(path: Path, chunks: Iterable[bytes]) -> Path:
    """Write chunks to a file, whole or not at all, unless it is there."""
    if not path.exists():
        part = path.with_suffix(".part")
        with open(part, "wb", buffering=MIB) as stream:
            stream.writelines(chunks)
        part.replace(path)
    return path


def _encoded(texts: Iterable[str]) -> Iterator[bytes]:
    return (text.encode() + b"\n" for text in texts)


def _copies(source: Path) -> Iterator[bytes]:
    mark = b'"content": "'
    for copy in count(1):
        with open(source, "rb", buffering=MIB) as stream:
            for row in stream:
                yield row.replace(mark, b'"content": "%d: ' % copy, 1)


def _up_to(size: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
    written = 0
    for chunk in chunks:
        yield chunk
        written += len(chunk)
        if written >= size:
            return
