"""Counting the tokens of texts: exactly, with what is installed, or as an estimate from the bytes."""

from array import array
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ftdata.tokenizers._fast import ODD, Fast
from ftdata.tokenizers._pieces import LONG, parts

if TYPE_CHECKING:
    import tiktoken

_CACHED = 4096
_LONGEST = 1 << 16


class Counter:
    """Counts the tokens of texts with one vocabulary.

    Attributes:
        name: Name of the vocabulary, or ``bytes`` for the estimate.
        by: Which package counts.
        exact: Whether the counts are those of the vocabulary.
        count: Counts a text. What looks like a special token is counted as the text it is.
        count_all: Counts several, which is faster.
    """

    def __init__(
        self,
        name: str,
        by: str,
        count: Callable[[str], int],
        count_all: Callable[[Sequence[str]], Sequence[int]] | None = None,
        *,
        exact: bool = True,
    ) -> None:
        self.name = name
        self.by = by
        self.exact = exact
        self.count = count
        self.count_all = count_all or (lambda texts: [count(text) for text in texts])
        self._seen: dict[str, int] = {}

    def count_again(self, text: str) -> int:
        """Count a text that is likely to come again, such as a system prompt; some of them are remembered."""
        found = self._seen.get(text)
        if found is None:
            found = self.count(text)
            if len(text) <= _LONGEST:
                if len(self._seen) >= _CACHED:
                    self._seen.clear()
                self._seen[text] = found
        return found


def by_fast(name: str, fast: Fast, referee: Callable[[str], int]) -> Counter:
    """Count with a fast package, which takes no lone surrogates: they are read as tiktoken reads them.

    Args:
        name: Name of the vocabulary.
        fast: The package.
        referee: Counts the texts that the package may count otherwise than tiktoken.
    """
    one, other = ODD[0], ODD[1]

    def count(text: str) -> int:
        if one in text or other in text:
            return referee(text)
        try:
            return len(fast.one(text)) >> 2
        except UnicodeEncodeError:
            return len(fast.one(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))) >> 2

    def count_all(texts: Sequence[str]) -> Sequence[int]:
        try:
            ends = array("Q", fast.several(texts)[1])
        except UnicodeEncodeError:
            return [count(text) for text in texts]
        found = [end - start for start, end in pairwise(ends)]
        everything = "".join(texts)
        if one in everything or other in everything:
            for place, text in enumerate(texts):
                if one in text or other in text:
                    found[place] = referee(text)
        return found

    return Counter(name, fast.by, count, count_all)


def by_tiktoken(encoding: "tiktoken.Encoding", *, joins_last_space: bool) -> Counter:
    """Count with tiktoken itself."""
    encode = encoding.encode_ordinary

    def count(text: str) -> int:
        if len(text) < LONG:
            return len(encode(text))
        total = 0
        for ordinary, spaces in parts(text, joins_last_space=joins_last_space):
            total += len(encode(ordinary))
            if spaces:
                # The public methods split a text by a pattern first, and that is what a run this long breaks.
                total += len(encoding._encode_single_piece(spaces))  # noqa: SLF001
        return total

    def count_all(texts: Sequence[str]) -> Sequence[int]:
        return [len(encode(text)) if len(text) < LONG else count(text) for text in texts]

    return Counter(encoding.name, "tiktoken", count, count_all)


def by_bytes() -> Counter:
    """Estimate from the number of bytes: four of ASCII to a token, and three and a half of others.

    Measured with o200k_base on texts of 41 languages: mostly within a fifth, and up to a half off for a single text.
    """

    def count(text: str) -> int:
        total = len(text.encode("utf-8", "replace"))
        ascii_only = total if text.isascii() else sum(map(str.isascii, text))
        return -(-ascii_only * 2 // 8) + -(-(total - ascii_only) * 2 // 7)

    return Counter("bytes", "bytes", count, exact=False)
