"""Token counts, exact and offline: from a text to the number of tokens a model sees.

To add a vocabulary: write a module here that defines ``VOCABULARY``. Its bytes are looked for on this machine and
believed only when their sha256 is the expected one; nothing is downloaded unless that is asked for.
"""

from functools import cache
from typing import TYPE_CHECKING

from ftdata import registry
from ftdata.errors import UsageError
from ftdata.tokenizers._bytes import load
from ftdata.tokenizers._pieces import parts
from ftdata.tokenizers._vocabulary import Vocabulary, build

if TYPE_CHECKING:
    import tiktoken

__all__ = ["Vocabulary", "count", "encoding", "vocabularies"]

_LOADED: dict[str, "tiktoken.Encoding"] = {}


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


def count(text: str, encoding: "str | tiktoken.Encoding") -> int:
    """Count the tokens of a text. What looks like a special token is counted as the text it is.

    Args:
        text: Any text, of any length.
        encoding: Name of a vocabulary, or the encoding itself.

    Raises:
        UsageError: No vocabulary has this name.
        VocabularyError: It is not on this machine.
    """
    loaded = _loaded(encoding)
    joins = _known(loaded.name).joins_last_space
    total = 0
    for ordinary, spaces in parts(text, joins_last_space=joins):
        total += len(loaded.encode_ordinary(ordinary))
        if spaces:
            # The public methods split a text by a pattern first, and that is what a run this long breaks.
            total += len(loaded._encode_single_piece(spaces))  # noqa: SLF001
    return total


def _known(name: str) -> Vocabulary:
    try:
        return vocabularies()[name]
    except KeyError:
        known = ", ".join(vocabularies())
        raise UsageError(f"no token vocabulary is called {name!r}; there are: {known}") from None


def _loaded(named: "str | tiktoken.Encoding") -> "tiktoken.Encoding":
    return encoding(named) if isinstance(named, str) else named
