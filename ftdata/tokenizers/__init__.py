"""Token counts, exact and offline: from a text to the number of tokens a model sees.

To add a vocabulary: write a module here that defines ``VOCABULARY``. Its bytes are looked for on this machine and
believed only when their sha256 is the expected one; nothing is downloaded unless that is asked for.
"""

from functools import cache
from typing import TYPE_CHECKING

from ftdata import registry
from ftdata.errors import UsageError
from ftdata.tokenizers._bytes import is_there, load
from ftdata.tokenizers._count import Count, Said
from ftdata.tokenizers._counter import Counter, by_bytes, by_fast, by_tiktoken
from ftdata.tokenizers._fast import BULK, fast_encoder
from ftdata.tokenizers._meters import meter
from ftdata.tokenizers._models import bare, family
from ftdata.tokenizers._rows import Meter
from ftdata.tokenizers._vocabulary import Vocabulary, build

if TYPE_CHECKING:
    import tiktoken

__all__ = [
    "BULK",
    "Count",
    "Counter",
    "Meter",
    "Said",
    "Vocabulary",
    "available",
    "bare",
    "count",
    "counter",
    "encoding",
    "family",
    "meter",
    "vocabularies",
]

_LOADED: dict[str, "tiktoken.Encoding"] = {}
_COUNTERS: dict[tuple[str, bool], Counter] = {}


@cache
def vocabularies() -> dict[str, Vocabulary]:
    """Return every vocabulary by name. No bytes are loaded."""
    modules = registry.modules("ftdata.tokenizers", having="VOCABULARY")
    return {module.VOCABULARY.name: module.VOCABULARY for module in modules}


def encoding(name: str, *, download: bool = False) -> "tiktoken.Encoding":
    """Return the encoding of a name, loaded once a process (about 0.3 s).

    Args:
        name: E.g. ``o200k_base``.
        download: Fetch the vocabulary when it is nowhere on this machine. The environment variable
            ``FTDATA_ALLOW_DOWNLOAD=1`` says the same.

    Raises:
        UsageError: No vocabulary has this name.
        VocabularyError: It is not on this machine; the message says how to get it.
    """
    if name not in _LOADED:
        vocabulary = _known(name)
        _LOADED[name] = build(vocabulary, load(vocabulary, download=download))
    return _LOADED[name]


def counter(name: str, *, download: bool = False, bulk: bool = False) -> Counter:
    """Return what counts texts with a vocabulary, made once a process: a fast package if there is one, else tiktoken.

    Args:
        name: E.g. ``o200k_base``; ``bytes`` estimates from the bytes.
        download: See ``encoding``.
        bulk: There is so much to count that a faster package is worth a second or two to load it.

    Raises:
        UsageError: No vocabulary has this name.
        VocabularyError: It is not on this machine; the message says how to get it.
    """
    key = name, bulk
    if key not in _COUNTERS:
        _COUNTERS[key] = by_bytes() if name == "bytes" else _counter(_known(name), download=download, bulk=bulk)
    return _COUNTERS[key]


def count(text: str, encoding: "str | tiktoken.Encoding") -> int:
    """Count the tokens of a text. What looks like a special token is counted as the text it is.

    Args:
        text: Any text, of any length.
        encoding: Name of a vocabulary, or the encoding itself, which then counts.

    Raises:
        UsageError: No vocabulary has this name.
        VocabularyError: It is not on this machine.
    """
    if isinstance(encoding, str):
        return counter(encoding).count(text)
    joins = _known(encoding.name).joins_last_space
    return by_tiktoken(encoding, joins_last_space=joins).count(text)


def available(name: str) -> bool:
    """Whether the bytes of a vocabulary seem to be on this machine; nothing is read."""
    return is_there(_known(name))


def _counter(vocabulary: Vocabulary, *, download: bool, bulk: bool) -> Counter:
    fast = fast_encoder(vocabulary, load(vocabulary, download=download), bulk=bulk)
    if fast:
        return by_fast(vocabulary.name, fast, lambda text: _by_referee(vocabulary).count(text))
    return _by_referee(vocabulary, download=download)


def _by_referee(vocabulary: Vocabulary, *, download: bool = False) -> Counter:
    made = encoding(vocabulary.name, download=download)
    return by_tiktoken(made, joins_last_space=vocabulary.joins_last_space)


def _known(name: str) -> Vocabulary:
    try:
        return vocabularies()[name]
    except KeyError:
        known = ", ".join(vocabularies())
        raise UsageError(f"no token vocabulary is called {name!r}; there are: {known}") from None
