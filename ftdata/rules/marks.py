"""Searching the bytes of a row for words that rules look for, all at once and as fast as the machine allows.

Hyperscan finds hundreds of words in one pass at the speed of memory. Where it is not installed, automata of Aho and
Corasick do the same in several passes: they are quick for up to some fifty words of three bytes or more each.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from stringzilla import find

from ftdata.jsontext import dumps
from ftdata.rules.automata import compiled, has_hyperscan, literal
from ftdata.rules.catalogue import Rule
from ftdata.targets import Destination

_SHORT = 3
_AT_ONCE = 48

Test = Callable[[bytes], bool]
Search = Callable[[bytes], Collection[int]]
"""Finds which words of a list stand in a text, by their numbers."""


class Marks(NamedTuple):
    """The words that announce something, and what can still tell that a row is clean.

    Attributes:
        words: As they stand in a row.
        tests: For each word what has to say yes before a rule may find something; nothing where the word is enough.
    """

    words: tuple[bytes, ...]
    tests: tuple[tuple[Test, ...], ...]

    def means(self, raw: bytes, found: Iterable[int]) -> bool:
        """Whether some rule may find something in a row with the words of these numbers."""
        for number in found:
            tests = self.tests[number]
            if not tests or any(test(raw) for test in tests):
                return True
        return False


def marks_of(rules: Iterable[Rule], destination: Destination) -> Marks:
    """Gather the words of rules that see texts or bytes.

    A rule that sees bytes may name ``HINTS``, of which one stands in every text that its ``suspect`` says yes to.
    """
    tests: dict[bytes, list[Test] | None] = {}
    for rule in rules:
        words = _words(rule, destination)
        test = getattr(rule.module, "suspect", None) if words else None
        for word in words:
            known = tests.setdefault(word, [])
            if test is None or known is None:
                tests[word] = None
            else:
                known.append(test)
    return Marks(tuple(tests), tuple(tuple(each or ()) for each in tests.values()))


def with_words(marks: Marks, words: Collection[bytes]) -> Marks:
    """Add words that are enough by themselves."""
    others = [(word, tests) for word, tests in zip(*marks, strict=True) if word not in words]
    tests = (*(tests for _, tests in others), *[()] * len(words))
    return Marks((*(word for word, _ in others), *words), tests)


def _words(rule: Rule, destination: Destination) -> Sequence[bytes]:
    if rule.sees != "texts":
        return rule.hints
    return rule.marks or [dumps(word)[1:-1] for word in rule.module.marks(destination) or ()]


def search(words: Sequence[bytes]) -> Search:
    """Make a function that tells which words stand in a text. What it returns is good until it is called again."""
    if not words:
        return lambda _: ()
    if not has_hyperscan():
        return _search_in_passes(words)
    import hyperscan

    database = compiled([(literal(word), number) for number, word in enumerate(words)], hyperscan.HS_FLAG_SINGLEMATCH)
    return _scanning(database.scan)


def _scanning(scan: Callable[..., object]) -> Search:
    found: list[int] = []

    def note(number: int, *_: object) -> None:
        found.append(number)

    def search_in(text: bytes) -> list[int]:
        if found:
            found.clear()
        scan(text, match_event_handler=note)
        return found

    return search_in


def _search_in_passes(words: Sequence[bytes]) -> Search:
    stands = words_in(words)
    return lambda text: [number for number, word in enumerate(words) if word in text] if stands(text) else ()


def words_in(words: Iterable[bytes]) -> Test:
    """Make a function that tells whether a text holds one of a few words, without hyperscan."""
    wanted = sorted(set(words))
    needed = [word for word in wanted if not any(other != word and other in word for other in wanted)]
    pairs = [word for word in needed if len(word) < _SHORT]
    short = [word for word in pairs if word.isascii()]
    kinds = ([word for word in needed if len(word) >= _SHORT], [word for word in pairs if word not in short])
    passes = [_automaton(kind[start : start + _AT_ONCE]) for kind in kinds for start in range(0, len(kind), _AT_ONCE)]
    return lambda text: any(find(text, word) >= 0 for word in short) or any(one(text) for one in passes)


def _automaton(words: Iterable[bytes]) -> Callable[[bytes], list[tuple[int, int, int]]]:
    from ahocorasick_rs import MATCHKIND_LEFTMOST_FIRST, BytesAhoCorasick

    found: Callable[[bytes], list[tuple[int, int, int]]]
    found = BytesAhoCorasick(words, matchkind=MATCHKIND_LEFTMOST_FIRST).find_matches_as_indexes
    return found
