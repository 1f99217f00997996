"""Opening an input and settling, from its first rows, which format it has and what it is meant for."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from ftdata import formats
from ftdata.engine.settings import Settings
from ftdata.errors import AmbiguousFormatError, FormatError, UsageError
from ftdata.jsontext import from_python, parse, repair
from ftdata.loaders import Sieve, Source, gather, open_source, records
from ftdata.rules.option import check_options
from ftdata.targets import Destination, destination, get
from ftdata.types import ABSENT, Defect, FileSummary, Json, Record

if TYPE_CHECKING:
    from ftdata.loaders.shards import Shards

_SHOWN = 12
_NAME = 40


class Intake(NamedTuple):
    """An opened input, ready to be read.

    Attributes:
        summary: What is known of the file so far.
        destination: What its rows are judged for.
        records: Its records, the first ones included.
        rows: Whether any of the first records could be read.
        sieve: Given something to accept, ``records`` yields ``Skimmed`` in place of such lines.
        shards: The files of an input that is made of several; ``records`` are those of all of them, each counted
            from the beginning of its own file.
    """

    summary: FileSummary
    destination: Destination
    records: Iterator[Record]
    rows: bool
    sieve: Sieve
    shards: "Shards | None" = None


def take_in(source: object, settings: Settings, *, exact: bool = True) -> Intake:
    """Open a source and settle its format, method and destination.

    Raises:
        UsageError: An option is unknown, or several formats fit the rows equally well.
        UnreadableError: The file cannot be opened.
    """
    check_options(settings.options)
    shards = gather(source)
    opened = open_source(shards.files[0] if shards else source, header=settings.header)
    summary = summary_of(opened)
    stream = records(opened, exact=exact)
    if shards:
        summary = summary._replace(
            file=shards.name, size=shards.size, defects=_left_out(shards), files=len(shards.files)
        )
        stream = chain(stream, _rest(shards, exact=exact, header=settings.header))
    head = list(islice(stream, formats.SAMPLE))
    found = _legible(head)
    if len(head) == formats.SAMPLE and not any(record.example for record in head):
        found = _legible(_after_blanks(shards.files[0] if shards else source, settings))
    rows = [renamed(row, settings.columns) for row in found]
    _check_columns(summary, found, settings.columns)
    _settle_format(summary, rows, settings)
    summary.columns = dict(settings.columns)
    method = settings.method or _method(summary, rows, settings)
    summary.method = method
    goal = destination(settings.target, method, settings.model, today=settings.today, options=settings.options)
    return Intake(summary, goal, chain(head, stream), bool(rows), opened.sieve, shards)


def _after_blanks(source: object, settings: Settings) -> list[Record]:
    """The first rows of a source that begins with many blank lines, read a second time; none of standard input."""
    if source == "-":
        return []
    again = records(open_source(source, header=settings.header))
    return list(islice((record for record in again if record.example), formats.SAMPLE))


def summary_of(opened: Source) -> FileSummary:
    """What is known of a file when it was opened."""
    return FileSummary(opened.name, opened.size, opened.container, opened.compression, defects=opened.defects)


def _rest(shards: "Shards", *, exact: bool, header: bool) -> Iterator[Record]:
    """The records of all files but the first."""
    for file in shards.files[1:]:
        yield from records(open_source(file, header=header), exact=exact)


def _left_out(shards: "Shards") -> tuple[Defect, ...]:
    """What stands in a directory and was not read."""
    if not shards.left_out:
        return ()
    names = ", ".join(f"{name!r:.60}" for name in shards.left_out[:_SHOWN])
    return (Defect("left-out", names + ", ..." * (len(shards.left_out) > _SHOWN), fatal=False),)


def _legible(head: list[Record]) -> list[dict[str, Json]]:
    """The rows that can be read; where none can, what a repair would make of them, so that the format is known."""
    rows = [record.row for record in head if record.readable]
    return rows or [row for record in head if (row := _repaired(record)) is not None]


def _repaired(record: Record) -> dict[str, Json] | None:
    try:
        mended = repair(record.raw or b"")
        row = parse(mended[1])[0] if mended else from_python(record.raw or b"")
    except (ValueError, TypeError):
        return None
    return row if isinstance(row, dict) else None


def renamed(row: Mapping[str, Json], columns: Mapping[str, str]) -> dict[str, Json]:
    """Give columns their canonical names; a column that already has such a name makes way.

    Args:
        row: A row.
        columns: Canonical names of columns to those in the row.
    """
    if not columns:
        return dict(row)
    names = {theirs: ours for ours, theirs in columns.items()}
    gone = displaced(row, columns)
    return {names.get(key, key): value for key, value in row.items() if key not in gone}


def displaced(row: Mapping[str, Json], columns: Mapping[str, str]) -> list[str]:
    """Name the columns of a row that have to make way when others are given their names."""
    taken = [ours for ours, theirs in columns.items() if ours != theirs and theirs in row]
    return [key for key in taken if key in row and key not in columns.values()]


def _settle_format(summary: FileSummary, rows: list[dict[str, Json]], settings: Settings) -> None:
    verdict = formats.detect(rows)
    summary.keys = verdict.keys
    if settings.format:
        formats.get(settings.format)
        summary.format, summary.reason = settings.format, "as asked"
        return
    for asked in _asked(settings):
        if asked in verdict.tied or (verdict.format is None and any(_has(row, asked) for row in rows)):
            summary.format, summary.reason = asked, f"method {settings.method} takes it"
            return
    if verdict.tied:
        raise AmbiguousFormatError(
            f"{summary.file}: the rows fit {' and '.join(verdict.tied)} equally well; "
            f"say which with --format (convert: --from)",
            verdict.tied,
        )
    summary.format, summary.reason = verdict.format, verdict.evidence
    wanted = get(settings.target).methods.get(settings.method or "sft")
    if wanted and wanted.written and _all_fit(rows, wanted.written):
        summary.format, summary.reason = wanted.written, f"{settings.target} takes it, and all rows fit"


def _all_fit(rows: list[dict[str, Json]], name: str) -> bool:
    """Whether all rows may be of a format, some of which look like another."""
    if not any(formats.fits(row, name) for row in rows):
        return False
    return all(formats.fits(row, name) or name in formats.classify(row)[0] for row in rows)


def _asked(settings: Settings) -> tuple[str, ...]:
    """The formats that the target takes for the method the user named."""
    method = get(settings.target).methods.get(settings.method or "")
    return (method.written, method.format) if method else ()


def _has(row: Mapping[str, Json], name: str) -> bool:
    """Whether a row that looks like no format was at least meant to have this one."""
    return any(key in row for key in formats.get(name).KEYS)


def _check_columns(summary: FileSummary, rows: Sequence[Mapping[str, Json]], columns: Mapping[str, str]) -> None:
    """Make sure that every column the user names is there, and is named once."""
    there = list(dict.fromkeys(key for row in rows for key in row))
    for ours, theirs in columns.items():
        if rows and theirs not in there:
            known = ", ".join(repr(key[:_NAME]) for key in there[:_SHOWN])
            more = ", ..." if len(there) > _SHOWN else ""
            row = "; if the first line is a row, add --no-header" if summary.container in ("csv", "tsv") else ""
            raise UsageError(
                f"{summary.file}: no column is called {theirs!r} (for {ours}); there are: {known}{more}{row}"
            )
    twice = [theirs for theirs, count in Counter(columns.values()).items() if count > 1]
    if twice:
        both = " and ".join(ours for ours, theirs in columns.items() if theirs == twice[0])
        raise UsageError(f"the column {twice[0]!r} is named for {both}; name each column once")


def _method(summary: FileSummary, rows: list[dict[str, Json]], settings: Settings) -> str:
    """Tell the method from the model, then from what the rows hold."""
    if summary.format is None:
        return "sft"
    possible = formats.get(summary.format).METHODS
    offered = get(settings.target).methods
    model = destination(settings.target, "sft", settings.model).model
    if model and len(model.methods) == 1 and model.methods[0] in possible:
        return model.methods[0]
    shape = _shape(summary.format, rows)
    fitting = [method for method in possible if _SHAPES.get(method, "answers") == shape]
    here = [method for method in (*fitting, *possible) if method in offered]
    plain = "sft" in possible and (shape == "answers" or not fitting)
    return "sft" if plain else (here or fitting or possible)[0]


_SHAPES = {"dpo": "pairs", "reward": "pairs", "rft": "prompts", "grpo": "prompts", "kto": "labels"}
"""What rows for a method hold; those for any other hold answers."""


def _shape(name: str, rows: list[dict[str, Json]]) -> str:
    """What the rows hold: pairs, prompts with fields for a grader, labels of answers, or answers."""
    seen = []
    for row in rows:
        try:
            seen += [formats.get(name).parse(each) for each in formats.rows_of(name, row)]
        except FormatError:
            continue
    if seen and all(len(example.candidates) > 1 for example in seen):
        return "pairs"
    if seen and all(not example.candidates and example.extras for example in seen):
        ends = {example.context[-1].role for example in seen if example.context}
        return "prompts" if ends <= {"user", "developer"} else "answers"
    labels = [answer.label for example in seen for answer in example.candidates]
    return "answers" if not labels or ABSENT in labels else "labels"
