"""Knowing that no rule can fire on a row, from one look at its bytes.

Most rows of a good file are alike: only their texts differ. A rule says in ``SEES`` what its verdict depends on, and
what was found clean once need not be looked at again:

- ``shape``: the keys, the roles, which messages have text, calls and weights, which call a tool message answers. The
  verdict on one row holds for every row of its shape.
- ``tools``: the tool definitions as well. The verdict holds for every row with the same definitions and shape.
- ``calls``: each call by itself. The module defines ``quiet(function)``, which makes from a tool's definition a quick
  test of arguments: yes means that nothing would be found.
- ``texts``: it finds something only in a row that holds one of the words that its ``marks(destination)`` names; None
  means any row. Where they are the same for all destinations, a constant ``MARKS`` holds them. If it defines
  ``suspect(raw)`` as well, that has to say True of the text of such a row.
- ``length``: it finds something only in a row of at least as many bytes as its ``least(destination)`` says; None means
  no row.
- ``bytes``: it finds something only in a row for whose text its ``suspect(raw)`` says True; colons in it
  are followed by one space or none. It may name ``HINTS``, of which one stands in a literal of every such row, or a
  ``PATTERN`` that matches in the text of every such row, but for those to which its ``otherwise(raw)`` says True where
  it has one. And if it has ``marks``, None means any row here as well.

A rule that says nothing may fire on any row, so with it every row is looked at. What is skimmed here is exactly what
the rules would be silent about; a property test holds the two against each other.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import NamedTuple

import xxhash

from ftdata.jsontext import is_crowded, literals_in_text
from ftdata.rules.catalogue import Rule
from ftdata.rules.frame import Frame, frame
from ftdata.rules.glance import Called, Glance, glance, glance_at_work
from ftdata.rules.identity import talk_row, text_identity, work_identity
from ftdata.rules.marks import Search, Test, marks_of, search, with_words
from ftdata.rules.quiet import NO_TOOLS, Tools, are_quiet, tools_of
from ftdata.rules.sample import last_identity
from ftdata.rules.spelling import SEPARATORS, ends, has_escapes, is_usual, is_utf8, rewritten, says_all
from ftdata.rules.sweep import NOTED, SUSPECT, Sweep
from ftdata.targets import Destination
from ftdata.types import Json

SCOPES = ("shape", "tools", "calls", "texts", "length", "bytes")
"""What a rule about rows may say it sees."""

FOLDS = ("identity", "keys", "texts", "sample", "parts")
"""What a rule that compares rows may say it sees: for rows that were skimmed it then has ``extend`` (their identities),
``repeat`` (how many had which keys), ``skip`` (how many held none of the words that its ``marks`` name), or it is shown
a fair sample of all rows (``rules/sample.py``). One that sees ``parts`` has nothing to say of any of them: no row with
content in parts is skimmed."""

_ID = re.compile(rb'"[!#-\[\]-~]{1,200}"')
_ROOM = 16 << 20
"""Bytes of frames and tool definitions that are remembered; when they are full, it begins anew."""

_COMMON = 1 << 19
"""Bytes of a row above which it is looked at with care for memory."""

_ALIKE = 4
"""Ways to write rows of a shape that are remembered."""

_MESSAGES = ("messages",)


class Taken(NamedTuple):
    """What is left of rows that were accepted.

    Attributes:
        identities: One for each row, in order.
        keys: How many rows had which top-level keys.
        sample: Number among them, from 0, and text of those that belong to the sample.
    """

    identities: list[bytes]
    keys: Counter[tuple[str, ...]]
    sample: list[tuple[int, bytes]]


class Skimmer:
    """Accepts rows that no rule would say anything about, and remembers their identities.

    Args:
        rules: The rules about rows that run, and those that compare rows.
        destination: What the rows are judged for.
        longest: Bytes of the longest row that is accepted, its line end included.
        share: The share of rows that is sampled (``rules/sample.py``).
        convert: Gives what becomes of a row where rows are not judged as they are in the file; None where it cannot.
        doubts: Words in a row with which something else may become of it.
    """

    def __init__(
        self,
        rules: Iterable[Rule],
        destination: Destination,
        longest: int,
        share: int = -1,
        convert: Callable[[bytes], bytes | None] | None = None,
        doubts: Sequence[bytes] = (),
    ) -> None:
        chosen = list(rules)
        self._convert = convert
        self._longest = min((longest, *_limits(chosen, destination)))
        self._common = min(self._longest, _COMMON)
        self._last = last_identity(share)
        self._decisive = frozenset(rule.code for rule in chosen if rule.sees in ("shape", "tools"))
        self._quiet = [rule.module.quiet for rule in chosen if rule.sees == "calls"]
        looking = [rule.module for rule in chosen if rule.sees == "bytes" and not rule.hints]
        self._suspects = [module.suspect for module in looking]
        self._unforeseen = list(filter(None, map(_unforeseen, looking)))
        self._patterns = [module.PATTERN for module in looking if hasattr(module, "PATTERN")]
        self._marks = with_words(marks_of(chosen, destination), tuple(dict.fromkeys((*SEPARATORS, *doubts))))
        self._search: Search | None = None
        self._identities: list[bytes] = []
        self._keys: Counter[tuple[str, ...]] = Counter()
        self._sample: list[tuple[int, bytes]] = []
        self._forget()

    def _forget(self) -> None:
        self._room = _ROOM
        self._sweep = Sweep(self._marks.words, self._patterns)
        self._alike: Counter[tuple[str, ...]] = Counter()
        self._shapes: set[tuple[str, ...]] = set()
        self._tools: dict[bytes, Tools] = {}
        self._rewrites = False
        self.begin()

    def begin(self, *, afresh: bool = False) -> None:
        """Get ready for another part of the file: a row is accepted after one with its keys was judged there.

        What compares rows is told the place of the first row of a kind, and only the number of the others.

        Args:
            afresh: The part may be a later one, or one that was begun before, so rows with tools that were seen
                earlier may be the first ones with these tools.
        """
        if afresh:
            self._tools.clear()
        self._met: set[tuple[str, ...]] = set()

    @staticmethod
    def serves(rules: Iterable[Rule], destination: Destination) -> bool:
        """Whether rows can be skimmed for a destination: it takes chat rows, and all rules say what they see."""
        chosen = list(rules)
        if destination.format != "chat" or not all(rule.sees in (*SCOPES, *FOLDS) for rule in chosen):
            return False
        asking = [rule.module for rule in chosen if rule.sees in ("texts", "bytes") and not rule.marks]
        return all(module.marks(destination) is not None for module in asking if hasattr(module, "marks"))

    def sift(self, block: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Go over a block of whole lines.

        Yields:
            How many lines were accepted, their bytes, and the line after them that was not: empty at the end.
        """
        known, common, talks_met = self._sweep.known, self._common, _MESSAGES in self._met
        count = size = 0
        for row, string in self._sweep.look(block):
            found = known.get(string)
            if found and found.usual and talks_met and len(row) <= common:
                accepted = self._keep(_hash(row), row, self._unforeseen)
            else:
                found = found or known.get(string.translate(None, NOTED + SUSPECT))
                accepted = self._accept_known(row, found, string) if found else self._accept_new(row)
            if accepted:
                count += 1
                size += len(row)
            else:
                yield count, size, row
                count = size = 0
                talks_met = _MESSAGES in self._met
        yield count, size, b""

    def accept(self, row: bytes) -> bool:
        """Whether no rule would say anything about a row or about how it is written. Its line end may be there."""
        if self._convert:
            return self._accept_seen(row)
        return next(self.sift(row if row.endswith(b"\n") else row + b"\n"))[0] > 0

    def take(self) -> Taken:
        """Give out what is left of the rows accepted since the last time."""
        taken = Taken(self._identities, self._keys, self._sample)
        taken.keys[_MESSAGES] += len(taken.identities) - taken.keys.total()
        self._identities, self._keys, self._sample = [], Counter(), []
        return taken

    def learn(self, raw: bytes, row: Mapping[str, Json], found: Iterable[str]) -> None:
        """Remember what a row that the rules have judged teaches about rows like it.

        Args:
            raw: Its text, with which nothing is wrong.
            row: Its value.
            found: Codes of everything that was found in it.
        """
        if not self._decisive.isdisjoint(found):
            return
        text = (rewritten(raw) or raw).removesuffix(b"\n")
        seen = glance(text)
        if seen is None:
            return
        self._room -= len(text)
        if self._room < 0:
            self._forget()
        self._met.add(seen.keys)
        self._shapes.add(seen.shape)
        if seen.tools is not None:
            self._tools[_hash(seen.tools)] = tools_of(seen.tools, row["tools"], self._quiet)
        if not self._convert:
            self._learn_frame(text, seen)

    def learn_converted(self, raw: bytes, row: bytes) -> None:
        """Remember how a clean row stands in the file.

        Args:
            raw: Its text there, with which nothing is wrong.
            row: The text of what became of it.
        """
        seen = glance(row)
        if seen and seen.only_talks and seen.shape in self._shapes:
            self._learn_frame(raw, seen)

    def _look(self, row: bytes) -> Glance | None:
        """Look at what a row becomes."""
        text = self._convert(row) if self._convert else row
        return None if text is None else glance(text)

    def _learn_frame(self, text: bytes, seen: Glance) -> None:
        """Know rows that look like a clean one by what the sweep tells of them."""
        self._alike[seen.shape] += 1
        made = frame(text, seen, self._look) if self._alike[seen.shape] <= _ALIKE else None
        if made:
            self._sweep.learn(made._replace(usual=made.usual and not self._convert))

    def _keep(self, identity: bytes, row: bytes, suspects: Iterable[Test]) -> bool:
        """Keep what is left of a row, if no rule suspects anything in its text."""
        for suspect in suspects:
            if suspect(row):
                return False
        if identity <= self._last:
            self._sample.append((len(self._identities), row))
        self._identities.append(identity)
        return True

    def _accept_known(self, row: bytes, known: Frame, string: bytes) -> bool:
        """Accept a row with the frame of a clean one."""
        if known.keys not in self._met or len(row) > self._common:
            return self._accept_new(row)
        slots = known.cut(row)
        text = talk_row(slots, known.shape) if known.talks else b"\n".join(slots[: len(known.kinds)])
        suspects = self._suspects if SUSPECT in string else self._unforeseen
        if (NOTED in string and self._means(text, row)) or len(text) > self._common:
            return False
        if known.talks:
            return self._keep(_hash(text), text, suspects)
        if any(slots[number] != slots[asked] for number, asked in known.answers):
            return self._accept_new(row)
        tools = self._tools.get(_hash(slots[-1])) if known.tools else NO_TOOLS
        return self._accept_calls(row, known, tools, [*known.calls(slots)], text, suspects)

    def _accept_new(self, row: bytes) -> bool:
        """Accept a row that is written as none before, if it can be and only its frame is new."""
        if self._convert or len(row) > self._longest or (len(row) > _COMMON and is_crowded(row)):
            return False
        return (self._rewrites and self._accept_rewritten(row)) or self._accept_seen(row)

    def _accept_seen(self, row: bytes) -> bool:
        """Accept a row after a closer look."""
        seen = glance_at_work(row)
        if seen is None or seen.shape not in self._shapes or seen.keys not in self._met:
            return False
        if has_escapes(seen.joined):
            return self._accept_rewritten(row)
        tools = NO_TOOLS if seen.tools is None else self._tools.get(_hash(seen.tools))
        if tools is None or not says_all(seen.texts) or self._means(seen.joined, row) or not is_utf8(seen.joined):
            return False
        if not (ends(row) and literals_in_text(row) == seen.literals + tools.literals and is_usual(row)):
            return False
        if not self._convert:
            self._learn_frame(row.removesuffix(b"\n"), seen)
        if seen.only_talks:
            return self._keep(text_identity(seen.texts, seen.shape), row, self._suspects)
        return self._accept_calls(row, seen, tools, seen.calls, seen.joined, self._suspects)

    def _accept_calls(
        self,
        row: bytes,
        like: Frame | Glance,
        tools: Tools | None,
        calls: Sequence[Called],
        parts: bytes,
        suspects: Iterable[Test],
    ) -> bool:
        """Accept a row if nothing is odd about its calls; all the rest of it is known to be clean."""
        ids = [call.id for call in calls]
        if tools is None or len(set(ids)) < len(ids) or not all(map(_ID.fullmatch, ids)) or not are_quiet(calls, tools):
            return False
        kept = self._keep(work_identity(parts, like.shape, tools.key), row, suspects)
        self._keys[like.keys] += kept
        return kept

    def _accept_rewritten(self, row: bytes) -> bool:
        """Accept a row with escapes by a text of it without them; the next one is then expected to have some."""
        text = rewritten(row)
        self._rewrites = False
        accepted = text is not None and self.accept(text)
        self._rewrites = text is not None
        return accepted

    def _means(self, text: bytes, row: bytes) -> bool:
        """Whether a mark stands in the texts of a row that means something in the row."""
        self._search = self._search or search(self._marks.words)
        found = self._search(text)
        return bool(found) and self._marks.means(row, found)


_hash: Callable[[bytes], bytes] = xxhash.xxh3_128_digest


def _unforeseen(module: ModuleType) -> Test | None:
    """What a rule that suspects something asks of a row in whose text its pattern does not match."""
    test: Test | None = getattr(module, "otherwise", None) if hasattr(module, "PATTERN") else module.suspect
    return test


def _limits(rules: Iterable[Rule], destination: Destination) -> Iterator[int]:
    """For each rule about long rows: how many bytes a row may have in which it finds nothing."""
    for rule in rules:
        least = rule.module.least(destination) if rule.sees == "length" else None
        if least is not None:
            yield least - 1
