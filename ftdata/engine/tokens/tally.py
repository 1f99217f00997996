"""Folding rows into what is known of their tokens, turns, roles, tools and languages."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import xxhash

from ftdata.engine.tokens.language import namer
from ftdata.engine.tokens.measure import Measure, messages_of
from ftdata.engine.tokens.spread import Spread
from ftdata.engine.tokens.variety import Variety
from ftdata.rules.sample import EVERY, belongs
from ftdata.types import Json, Record

LADDER = (512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072)
"""Maximum lengths that trainers are often given."""

_NAMES = 1000
"""Names of roles and tools that are counted apart."""

_SHAPES = 4096
_SUMS = ("rows", "unreadable", "bytes", "billed", "talk", "cut", "trained_cut", "lost", "images")
_COUNTERS = ("lost_under", "_roles", "defined", "called", "spoken", "doubts")
_MERGED = ("tokens", "longest", "trained", "_turns", "prompts", "answers", "systems")
_OTHERS, _UNKNOWN = "(others)", "unknown"


class Row(NamedTuple):
    """The tokens of one example.

    Attributes:
        example: Its number in the file, from 1.
        line: Its line; None in memory.
        tokens: All of them.
        trained: Those the model learns to write.
        cut: Those beyond the limit.
        trained_cut: The trained ones among these.
    """

    example: int
    line: int | None
    tokens: int
    trained: int
    cut: int
    trained_cut: int

    @property
    def masked(self) -> int:
        """The tokens that are read and not trained on."""
        return self.tokens - self.trained


class Means(NamedTuple):
    """What counted.

    Attributes:
        name: Name of the vocabulary.
        by: Package that counted.
        exact: Whether plain texts were counted exactly.
        doubt: Why not; empty where they were.
    """

    name: str
    by: str
    exact: bool
    doubt: str


class Tally:
    """Everything counted over rows, or a part of them; parts merge in any order but for ``each``.

    Attributes:
        means: What counted.
        limit: Tokens of the longest example, or None.
        cut_at: ``end`` or ``start``.
        rows: Rows counted.
        unreadable: Rows that could not be read or are of another format.
        bytes: Bytes of the rows counted, where they have any.
        tokens: Tokens of each example, all that is billed.
        longest: Tokens of the longest sequence in each example; of a pair, less than all.
        trained: Trained tokens of each example.
        billed: Tokens under the limit, all examples together.
        talk: Tokens of all messages but instructions.
        cut: Tokens beyond the limit.
        trained_cut: The trained ones among these.
        lost: Examples of which nothing is trained because of the limit.
        lost_under: Trained tokens that each length of LADDER would cut away.
        defined: Examples that define each tool.
        called: Calls of each tool.
        images: Images.
        spoken: Examples of each language or script, of those looked at.
        doubts: Examples for which a count may be off, by the reason.
        prompts: What the model is asked.
        answers: What it is to answer.
        systems: The system prompts.
        each: One entry an example, where they are asked for.
    """

    def __init__(self, means: Means, limit: int | None, cut_at: str, share: int = EVERY, *, keep: bool = False) -> None:
        self.means = means
        self.limit = limit
        self.cut_at = cut_at
        self.rows = self.unreadable = self.bytes = 0
        self.tokens, self.longest, self.trained, self._turns = Spread(), Spread(), Spread(), Spread()
        self.billed = self.talk = self.cut = self.trained_cut = self.lost = self.images = 0
        self.lost_under: Counter[int] = Counter()
        self._roles: Counter[str] = Counter()
        self._shapes: Counter[tuple[str, ...]] = Counter()
        self.defined: Counter[str] = Counter()
        self.called: Counter[str] = Counter()
        self.spoken: Counter[str] = Counter()
        self.doubts: Counter[str] = Counter()
        self.prompts, self.answers, self.systems = Variety(), Variety(), Variety()
        self.each: list[Row] = []
        self.lines = self.examples = 0
        self._share = share
        self._keep = keep

    def add(self, record: Record, row: Mapping[str, Json], found: Measure) -> None:
        """Take in the next row with its tokens."""
        self.rows += 1
        raw = record.raw
        if raw is not None:
            self.bytes += len(raw)
        longest, trained = found.longest, found.trained
        self.talk += found.talk
        self.tokens.counts[found.total] += 1
        self.longest.counts[longest] += 1
        self.trained.counts[trained] += 1
        self._shapes[found.roles] += 1
        if len(self._shapes) > _SHAPES:
            self._settle()
        for doubt in found.doubts:
            self.doubts[doubt] += 1
        left = self._cut(found, longest, trained)
        if longest > LADDER[0]:
            self._lose(found, longest, trained)
        if self._keep:
            over = max(longest - (self.limit or longest), 0)
            self.each.append(Row(record.example or 0, record.line, found.total, trained, over, trained - left))
        self._look(raw, row, found)

    @property
    def roles(self) -> Counter[str]:
        """Messages of each role."""
        self._settle()
        return self._roles

    @property
    def turns(self) -> Spread:
        """Messages of each example."""
        self._settle()
        return self._turns

    def _settle(self) -> None:
        """Count the messages of rows that were only noted by who speaks in them."""
        for roles, times in self._shapes.items():
            self._turns.counts[len(roles)] += times
            for role in roles:
                name = role if role in self._roles or len(self._roles) < _NAMES else _OTHERS
                self._roles[name] += times
        self._shapes.clear()

    def merge(self, later: "Tally") -> None:
        """Take in the next part of the same file."""
        self._settle()
        later._settle()  # noqa: SLF001
        for name in _SUMS:
            setattr(self, name, getattr(self, name) + getattr(later, name))
        for name in _COUNTERS:
            getattr(self, name).update(getattr(later, name))
        for name in _MERGED:
            getattr(self, name).merge(getattr(later, name))
        lines, rows = self.lines, self.examples
        self.each += [row._replace(example=row.example + rows, line=(row.line or 0) + lines) for row in later.each]
        self.lines += later.lines
        self.examples += later.examples

    @property
    def over(self) -> int:
        """Examples above the limit."""
        return 0 if self.limit is None else self.longest.above(self.limit)

    def fits(self, length: int) -> int:
        """Examples that fit whole into a length."""
        return self.rows - self.longest.above(length)

    def kept_under(self, length: int) -> int:
        """Trained tokens that are left under a length of LADDER."""
        return self.trained.total - self.lost_under[length]

    def _cut(self, found: Measure, longest: int, trained: int) -> int:
        """Note what the limit takes away; return the trained tokens that are left."""
        if self.limit is None or longest <= self.limit:
            self.billed += found.total
            return trained
        left = found.left(self.limit, self.cut_at)
        self.billed += found.total - (longest - self.limit)
        self.cut += longest - self.limit
        self.trained_cut += trained - left
        self.lost += bool(trained and not left)
        return left

    def _lose(self, found: Measure, longest: int, trained: int) -> None:
        """Note what each usual maximum length would take away from the trained tokens."""
        for length in LADDER:
            if longest <= length:
                return
            self.lost_under[length] += trained - found.left(length, self.cut_at)

    def _look(self, raw: bytes | None, row: Mapping[str, Json], found: Measure) -> None:
        """Note what the row says: its language in a fair part of a large file's rows."""
        if found.asked is not None:
            self.prompts.add(found.asked)
        if found.answer is not None:
            self.answers.add(found.answer)
        if found.system is not None:
            self.systems.add(found.system)
        if self._share >= EVERY or belongs(xxhash.xxh3_64_digest(raw or b""), self._share):
            spoken = namer()[1](f"{found.answer or ''}\n{found.asked or ''}")
            self.spoken[spoken or _UNKNOWN] += 1
        if not found.plain:
            self._look_closer(row)

    def _look_closer(self, row: Mapping[str, Json]) -> None:
        """Note its tools, its calls and its images."""
        inner = row.get("input")
        for name in filter(None, set(map(_name_of, _definitions(inner if isinstance(inner, dict) else row)))):
            _note(self.defined, name)
        for message in messages_of(row):
            for name in filter(None, map(_name_of, _calls(message))):
                _note(self.called, name)
            content = message.get("content")
            self.images += sum(map(_is_image, content if isinstance(content, list) else ()))


def _note(counts: Counter[str], name: str) -> None:
    counts[name if name in counts or len(counts) < _NAMES else _OTHERS] += 1


def _is_image(part: Json) -> bool:
    return isinstance(part, dict) and part.get("type") == "image_url"


def _definitions(row: Mapping[str, Json]) -> Iterator[Json]:
    for tool in row["tools"] if isinstance(row.get("tools"), list) else ():
        yield tool.get("function") if isinstance(tool, dict) else None
    yield from row["functions"] if isinstance(row.get("functions"), list) else ()


def _calls(message: Mapping[str, Json]) -> Iterator[Json]:
    for call in message["tool_calls"] if isinstance(message.get("tool_calls"), list) else ():
        yield call.get("function") if isinstance(call, dict) else None
    yield message.get("function_call")


def _name_of(function: Json) -> str:
    name = function.get("name") if isinstance(function, dict) else None
    return name if isinstance(name, str) else ""
