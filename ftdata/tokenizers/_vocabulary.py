"""What a vocabulary is, as data, and the encoding made of it and its bytes."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tiktoken


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A token vocabulary.

    Attributes:
        name: As tiktoken calls it, e.g. ``o200k_base``.
        file: Name of the vocabulary whose bytes it uses, often its own.
        url: Where its publisher keeps the bytes.
        sha256: Of these bytes, in hexadecimal.
        pattern: Regular expression that cuts a text into pieces before they are encoded.
        special: Special tokens and their numbers.
        joins_last_space: Whether white space at the end of a text is one piece together with the line ends in it.
    """

    name: str
    file: str
    url: str
    sha256: str
    pattern: str
    special: Mapping[str, int]
    joins_last_space: bool = False

    @property
    def key(self) -> str:
        """File name of the bytes in tiktoken's cache."""
        return hashlib.sha1(self.url.encode(), usedforsecurity=False).hexdigest()

    def accepts(self, data: bytes) -> bool:
        """Whether these are the bytes."""
        return hashlib.sha256(data).hexdigest() == self.sha256


def build(vocabulary: Vocabulary, data: bytes) -> "tiktoken.Encoding":
    """Make the encoding of a vocabulary from its bytes: lines of a token in base64 and its rank."""
    import tiktoken

    pairs = (line.split() for line in data.splitlines() if line)
    ranks = {base64.b64decode(token): int(rank) for token, rank in pairs}
    return tiktoken.Encoding(
        vocabulary.name, pat_str=vocabulary.pattern, mergeable_ranks=ranks, special_tokens=dict(vocabulary.special)
    )
