"""From the name of a model, or a tokenizer of the user's own, to what counts rows for it."""

import os
from functools import cache

from ftdata.errors import UsageError
from ftdata.tokenizers._counter import by_bytes
from ftdata.tokenizers._models import Family, family
from ftdata.tokenizers._rows import Meter

BYTES = "bytes"
_NO_MODEL = Family(("",), "o200k_base", 7, doubt="no model was named; o200k_base is assumed")
_PLAIN = Family(("",), BYTES, 7)


@cache
def meter(model: str | None = None, tokenizer: str | None = None, encoding: str = "", *, bulk: bool = False) -> Meter:
    """Return what counts rows, made once a process.

    Args:
        model: Name of a model, tuned ones too; None assumes o200k_base.
        tokenizer: Name of a vocabulary such as ``cl100k_base``, ``bytes`` for an estimate, or where a Hugging Face
            tokenizer is: a folder, a ``tokenizer.json``, or its name on the hub.
        encoding: The vocabulary that is known for the model elsewhere; counts before our own table.
        bulk: There is very much to count, see ``tokenizers.counter``.

    Raises:
        UsageError: There is no such tokenizer, or the model has one of its own that was not given.
        VocabularyError: The vocabulary is not on this machine; the message says how to get it.
    """
    from ftdata import tokenizers

    overheads = _overheads(model, encoding)
    if tokenizer == BYTES:
        return Meter(by_bytes(), overheads or _PLAIN, "counted from the bytes: an estimate")
    if tokenizer in tokenizers.vocabularies():
        return Meter(tokenizers.counter(tokenizer, bulk=bulk), _assured(overheads or _PLAIN))
    if tokenizer is not None:
        return _huggingface(tokenizer)
    if overheads is None:
        raise UsageError(unknown(model or ""))
    return Meter(tokenizers.counter(overheads.encoding, bulk=bulk), overheads)


def unknown(model: str) -> str:
    """Say that a model has a tokenizer of its own, and what to do."""
    return (
        f"the tokenizer of {model[:60]!r} is not known here; name it with --tokenizer (a folder, a tokenizer.json, a "
        f"name on the Hugging Face hub, or a vocabulary such as o200k_base), or estimate with --tokenizer {BYTES}"
    )


def _overheads(model: str | None, encoding: str) -> Family | None:
    if model is None:
        return _NO_MODEL
    found = family(model)
    if found and encoding and encoding != found.encoding:
        return found._replace(encoding=encoding)
    return found or (Family((model,), encoding) if encoding else None)


def _assured(overheads: Family) -> Family:
    """The same overheads, without the doubt about which vocabulary it is: the user has named it."""
    return overheads._replace(doubt="")


def _huggingface(name: str) -> Meter:
    from ftdata.tokenizers._huggingface import template_meter

    return template_meter(os.fspath(name))
