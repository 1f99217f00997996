"""What all peers are given: the text of each row without its system prompt, as word 3-grams."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson

WORD = re.compile(r"\w+")
THRESHOLD = 0.8


def texts(path: str) -> Iterator[str]:
    """What each row asks and answers."""
    with open(path, "rb") as file:
        for line in file:
            messages = orjson.loads(line)["messages"]
            yield "\n".join(message["content"] for message in messages if message["role"] != "system")


def grams(text: str) -> list[str]:
    """Its word 3-grams; a shorter text is one gram."""
    words = WORD.findall(text.lower())
    return [" ".join(words[at : at + 3]) for at in range(max(len(words) - 2, 1))]


def tell(dropped: list[int]) -> None:
    """Write the rows that would go, from 0, to the file that the second argument names."""
    Path(sys.argv[2]).write_bytes(orjson.dumps(dropped))
