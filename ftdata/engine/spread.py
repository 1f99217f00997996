"""Rows that hold several examples: each example becomes a record of its own."""

from collections.abc import Iterable, Iterator

from ftdata import formats
from ftdata.errors import FormatError
from ftdata.loaders import Skimmed, examine
from ftdata.types import ABSENT, Example, FileSummary, Part, Record


def spread(records: Iterable[Record | Skimmed], summary: FileSummary, goal: str | None) -> Iterator[Record | Skimmed]:
    """Give every example a record: a path of a tree, or, for a goal whose rows hold one answer, one of the answers.

    Records that stand for a row alone pass as they are. The others are numbered anew, and have the line of their row.

    Args:
        records: What a loader yields.
        summary: Of their file; a table whose columns were named by the user is passed through.
        goal: Format that they will be brought into.
    """
    source = summary.format
    if source is None or summary.columns or not (formats.holds_several(source) or _parts_answers(source, goal)):
        return iter(records)
    return _spread(records, source, _parts_answers(source, goal))


def one_answer(example: Example, part: Part) -> Example:
    """The example with a single one of its answers, which is a good one if it was the first of several."""
    if part.answer is None:
        return example
    answer = example.candidates[part.answer]
    label = part.answer == 0 if answer.label is ABSENT else answer.label
    example.candidates = [answer._replace(label=label)]
    return example


def _parts_answers(source: str, goal: str | None) -> bool:
    return goal is not None and source != goal and formats.takes_one_answer(goal)


def _spread(records: Iterable[Record | Skimmed], source: str, answers: bool) -> Iterator[Record | Skimmed]:
    number = 0
    for record in records:
        if not isinstance(record, Record) or record.example is None:
            number += record.lines if isinstance(record, Skimmed) else 0
            yield record
            continue
        for part in examples_of(record, source, answers=answers):
            number += 1
            yield part._replace(example=number)


def examples_of(record: Record, source: str, *, answers: bool = False) -> list[Record]:
    """A record for each example of a row; the record itself where it holds one, or cannot be read.

    Args:
        record: The row.
        source: The format it has.
        answers: Make an example of each of several answers, too.
    """
    examine(record)
    if not isinstance(record.row, dict) or any(defect.fatal for defect in record.defects):
        return [record]
    try:
        rows = formats.rows_of(source, record.row)
        counts = [_answers(source, row) if answers else 0 for row in rows]
    except FormatError:
        return [record]
    if not rows:
        return [record]
    if len(rows) == 1 and counts[0] < 2 and rows[0] == record.row:
        return [record]
    parts = [(row, answer) for row, count in zip(rows, counts, strict=True) for answer in _each(count)]
    return [
        record._replace(raw=None, row=row, part=Part(number, record.row, answer), end=b"")
        for number, (row, answer) in enumerate(parts)
    ]


def _each(count: int) -> list[int] | list[None]:
    return list(range(count)) if count > 1 else [None]


def _answers(source: str, row: dict[str, object]) -> int:
    return len(formats.get(source).parse(row).candidates)
