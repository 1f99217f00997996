"""Which vocabulary and which overheads a model has: our own table, since tiktoken's sends ``ft:gpt-4.1`` astray.

Sources:
- vocabularies: https://github.com/openai/tiktoken/blob/4e71bbe/tiktoken/model.py (2026-08-16)
- messages and tools: https://github.com/openai/openai-cookbook, How_to_count_tokens_with_tiktoken.ipynb (2026-08)
- images: https://platform.openai.com/docs/guides/images-vision (2026-07)
"""

import re
from typing import NamedTuple

from ftdata.tokenizers._images import Images, Patches, Tiles

_STRIPPED = re.compile(r"^(?:ft:|openai/|azure/)+|:.*$|\.ft-.*$")


class Family(NamedTuple):
    """Models that count alike.

    Attributes:
        names: What their names are or begin with, up to a hyphen.
        encoding: Name of their token vocabulary.
        definition: Tokens around each tool definition; None where none were published.
        images: How images are counted; None where that was not published.
        message: Tokens around each message.
        name: Tokens that a ``name`` adds.
        reply: Tokens that open the reply, once a conversation.
        doubt: Why even a plain text may count otherwise; empty where it does not.
    """

    names: tuple[str, ...]
    encoding: str
    definition: int | None = None
    images: Images | None = None
    message: int = 3
    name: int = 1
    reply: int = 3
    doubt: str = ""


_TILES = Tiles(85, 170)

FAMILIES = (
    Family(("gpt-4o-mini",), "o200k_base", 7, Tiles(2833, 5667)),
    Family(("gpt-4o", "chatgpt-4o"), "o200k_base", 7, _TILES),
    Family(("gpt-4.1-mini",), "o200k_base", None, Patches(1.62)),
    Family(("gpt-4.1-nano",), "o200k_base", None, Patches(2.46)),
    Family(("gpt-4.1", "gpt-4.5"), "o200k_base", None, _TILES),
    Family(("o4-mini",), "o200k_base", None, Patches(1.72)),
    Family(("o1", "o3"), "o200k_base", None, Tiles(75, 150)),
    Family(("gpt-5", "o4"), "o200k_base"),
    Family(("gpt-oss",), "o200k_harmony"),
    Family(("gpt-4-turbo",), "cl100k_base", 10, _TILES),
    Family(("gpt-3.5-turbo-0301",), "cl100k_base", 10, message=4, name=-1),
    Family(("gpt-4", "gpt-3.5-turbo", "gpt-3.5", "gpt-35-turbo"), "cl100k_base", 10),
    Family(("davinci-002", "babbage-002", "text-embedding"), "cl100k_base"),
    Family(("text-davinci-002", "text-davinci-003", "code-davinci", "code-cushman"), "p50k_base"),
    Family(("davinci", "curie", "babbage", "ada", "text-davinci-001", "gpt2", "gpt-2"), "r50k_base"),
)
LATER = Family(("gpt",), "o200k_base", doubt="the vocabulary of this model is not known; o200k_base is assumed")
"""What is assumed of OpenAI's models that came after this table."""


def bare(model: str) -> str:
    """The base model in the name of a tuned one: ``ft:gpt-4o-2024-08-06:me::id`` is ``gpt-4o-2024-08-06``."""
    return _STRIPPED.sub("", _STRIPPED.sub("", model.strip().lower()))


def family(model: str) -> Family | None:
    """The family of a model, by the longest of the names that fit; None for a model with a tokenizer of its own."""
    name = bare(model)
    fitting = [(len(each), found) for found in FAMILIES for each in found.names if _fits(name, each)]
    if fitting:
        return max(fitting, key=lambda pair: pair[0])[1]
    return LATER if re.match(r"gpt-\d", name) else None


def _fits(name: str, beginning: str) -> bool:
    return name == beginning or name.startswith(beginning + "-")
