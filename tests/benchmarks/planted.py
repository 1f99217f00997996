"""Rows with known near duplicates among them, and rows that only look like some.

A copy always stands after its original. The kinds of copies: said again in other JSON, in other case and spacing, with
1, 5 and 10 % of the words of each message changed, its exchanges in another order, its names changed, its end cut off.
Rows that are no copies though they look like it: families that fill in a template, and short tasks of one word.
"""

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.rows import Row, Words, chat_row

SHARE = 0.02
"""Rows of each kind of copy."""

FAMILIES, MEMBERS = 100, 20


def plant(path: Path, rows: int, seed: int = 20261126) -> dict[str, Any]:
    """Write rows; return which are copies of which, by kind, and which only look like copies.

    Args:
        path: A JSON Lines file to write.
        rows: How many originals there are.
        seed: Another seed gives other rows.
    """
    words = Words(seed)
    choose = random.Random(seed)
    every: list[tuple[Row, str, int]] = [(_original(words), "", -1) for _ in range(rows)]
    for kind, change in KINDS.items():
        for source in choose.sample(range(rows), max(int(rows * SHARE), 1)):
            every.append((change(every[source][0], words), kind, source))
    every += [(row, "template", -1) for row in _families(words, max(rows * FAMILIES // 100_000, 3))]
    every += [(_task(words), "task", -1) for _ in range(rows // 100)]
    order = list(range(rows)) + choose.sample(range(rows, len(every)), len(every) - rows)
    place = {number: at for at, number in enumerate(order)}
    truth: dict[str, Any] = {"copies": {}, "lookalikes": []}
    with path.open("w", encoding="utf-8") as file:
        for number in order:
            row, kind, source = every[number]
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            if source >= 0:
                truth["copies"].setdefault(kind, []).append([place[source], place[number]])
            elif kind:
                truth["lookalikes"].append(place[number])
    return truth


def _original(words: Words) -> Row:
    """A conversation about somebody and some place, so that there are names to change."""
    row = chat_row(words)
    name, town = words.word().title() + "son", words.word().title() + "ville"
    row["messages"][-2]["content"] += f" My name is {name}, and I live in {town}."
    row["messages"][-1]["content"] += f" I hope this helps, {name}; greetings to {town}."
    return row


def _mapped(row: Row, change: Callable[[str], str]) -> Row:
    """The row with its texts changed, but for the system prompt."""
    said = [
        {**message, "content": message["content"] if message["role"] == "system" else change(message["content"])}
        for message in row["messages"]
    ]
    return {"messages": said}


def _rewritten(row: Row, words: Words) -> Row:
    said = [dict(reversed(message.items())) for message in row["messages"]]
    return {"id": words.random.randrange(10**9), "messages": said}


def _respaced(row: Row, words: Words) -> Row:
    return _mapped(row, lambda text: text.upper().replace(". ", ".  ") if words.random.random() < 0.5 else text + " ")


def _edited(share: float) -> Callable[[Row, Words], Row]:
    def change(row: Row, words: Words) -> Row:
        def edit(text: str) -> str:
            parts = text.split(" ")
            for place in words.random.sample(range(len(parts)), round(len(parts) * share)):
                parts[place] = words.word()
            return " ".join(parts)

        return _mapped(row, edit)

    return change


def _reordered(row: Row, words: Words) -> Row:
    """The exchanges of question and answer in another order."""
    head = [message for message in row["messages"] if message["role"] == "system"]
    talk = row["messages"][len(head) :]
    pairs = [talk[at : at + 2] for at in range(0, len(talk), 2)]
    words.random.shuffle(pairs)
    return {"messages": head + [message for pair in pairs for message in pair]}


def _renamed(row: Row, words: Words) -> Row:
    talk = row["messages"][-2]["content"]
    name, town = talk.rsplit("My name is ", 1)[1].rstrip(".").split(", and I live in ")
    other, elsewhere = words.word().title() + "sen", words.word().title() + "burg"
    return _mapped(row, lambda text: text.replace(name, other).replace(town, elsewhere))


def _cut(row: Row, _: Words) -> Row:
    row = json.loads(json.dumps(row))
    parts = row["messages"][-1]["content"].split(" ")
    row["messages"][-1]["content"] = " ".join(parts[: len(parts) - len(parts) // 10])
    return row


KINDS: dict[str, Callable[[Row, Words], Row]] = {
    "exact": _rewritten,
    "case and space": _respaced,
    "1 % of words": _edited(0.01),
    "5 % of words": _edited(0.05),
    "10 % of words": _edited(0.1),
    "turns reordered": _reordered,
    "names changed": _renamed,
    "end cut off": _cut,
}


def _families(words: Words, number: int) -> Iterator[Row]:
    """Rows of a long template with some facts of their own, asked and answered in the same words."""
    for _ in range(number):
        ask, tell = (" ".join(words.sentence() for _ in range(4)) for _ in range(2))
        for _ in range(MEMBERS):
            facts = [words.word() + str(words.random.randrange(1000)) for _ in range(3)]
            asked = f"{ask} The customer is {facts[0]}, the product {facts[1]}. {words.sentence()}"
            yield _row(asked, f"{tell} For {facts[0]} that makes {facts[2]}. {words.sentence()}")


def _task(words: Words) -> Row:
    return _row(f"Translate the word: {words.word()}", words.word())


def _row(asked: str, told: str) -> Row:
    return {"messages": [{"role": "user", "content": asked}, {"role": "assistant", "content": told}]}
