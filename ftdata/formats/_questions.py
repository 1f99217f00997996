"""Columns of a question as Alpaca's kin have them: an instruction, an input below it, and earlier pairs.

Source: https://github.com/hiyouga/LlamaFactory/blob/v0.9.5/data/README.md, alpaca format (2026-11-23).
"""

from collections.abc import Mapping

from ftdata.errors import FormatError
from ftdata.formats._columns import columns
from ftdata.types import Json, Message, Path

QUESTION = ("instruction", "input")


def read_text(value: Json, path: Path) -> Json:
    """A cell as content: text or null.

    Raises:
        FormatError: It is something else.
    """
    if value is None or isinstance(value, str):
        return value
    raise FormatError(path, "is not text")


def question(row: Mapping[str, Json]) -> Json:
    """The user's turn: instruction and input, those that are not empty.

    Raises:
        FormatError: One is no text.
    """
    cells = [read_text(row.get(key), (key,)) for key in QUESTION]
    return "\n".join(filter(None, cells)) if cells[1] else cells[0]


def question_columns(raw: Mapping[str, Json], text: Json) -> dict[str, Json]:
    """The columns of a question: as they were where nothing changed, else the instruction alone."""
    return columns(raw, QUESTION) if raw and question(raw) == text else {"instruction": text, "input": ""}


def read_history(row: Mapping[str, Json]) -> list[Message]:
    """Read earlier pairs of question and answer.

    Raises:
        FormatError: ``history`` is neither a list of pairs of text nor empty.
    """
    pairs = row.get("history")
    pairs = [] if pairs is None or pairs == "" else pairs
    if not isinstance(pairs, list) or not all(_is_pair(pair) for pair in pairs):
        raise FormatError(("history",), "is not a list of pairs of question and answer")
    return [
        Message(role, text, origin=("history", number, place))
        for number, pair in enumerate(pairs)
        for place, (role, text) in enumerate(zip(("user", "assistant"), pair, strict=True))
    ]


def history_column(raw: Mapping[str, Json], texts: list[Json]) -> dict[str, Json]:
    """The column of earlier texts, question and answer in turn; as it was where nothing changed."""
    pairs = [texts[start : start + 2] for start in range(0, len(texts), 2)]
    if "history" in raw and (raw["history"] or []) == pairs:
        return {"history": raw["history"]}
    return {"history": pairs} if pairs else {}


def _is_pair(value: Json) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(text, str | None) for text in value)
