"""Which rules can find something in a row, told from its text: not those that need a word which it does not hold."""

import re
from collections.abc import Callable, Iterable, Sequence

from ftdata.rules import Row, Rule

FEW = 32
"""Rows that are judged without a short cut: a search for all words at once, or a skimmer, costs something to make."""

_ESCAPED = re.compile(rb"\\(?:u[0-9a-fA-F]|/)")
_ESCAPED_ASCII = re.compile(rb"\\u00[0-7]")


class Able:
    """Chooses from some rules, row by row.

    The text of a row tells of it where it is whole and the row is what stands in it. Keys are looked for where no
    letter of a word is escaped, marks where nothing is escaped that need not be.

    Args:
        chosen: The rules.
    """

    def __init__(self, chosen: Sequence[Rule]) -> None:
        self._chosen = chosen
        self._seen = 0
        self._find: Callable[[bytes], frozenset[bytes]] | None = None
        self._words = [(rule, frozenset(rule.needs), frozenset(rule.marks)) for rule in chosen]

    def rules(self, row: Row) -> Iterable[Rule]:
        """The rules that can find something in a row."""
        record, raw = row.record, row.record.raw
        if raw is None or record.defects or row.value is not record.row or _ESCAPED_ASCII.search(raw):
            return self._chosen
        self._seen += 1
        plain = not _ESCAPED.search(raw)
        if self._seen <= FEW:
            return (rule for rule in self._chosen if _may_find(rule, raw, plain=plain))
        self._find = self._find or _finder(self._chosen)
        found = self._find(raw)
        return [
            rule
            for rule, needs, marks in self._words
            if not (needs and needs.isdisjoint(found)) and not (plain and marks and marks.isdisjoint(found))
        ]


def _may_find(rule: Rule, raw: bytes, *, plain: bool) -> bool:
    if rule.needs and not any(word in raw for word in rule.needs):
        return False
    return not (plain and rule.marks) or any(word in raw for word in rule.marks)


def _finder(chosen: Sequence[Rule]) -> Callable[[bytes], frozenset[bytes]]:
    """Make a function that tells which words of all the rules stand in a text."""
    from ftdata.rules.marks import search

    words = tuple(dict.fromkeys(word for rule in chosen for word in (*rule.needs, *rule.marks)))
    find = search(words)
    return lambda raw: frozenset(words[number] for number in find(raw))
