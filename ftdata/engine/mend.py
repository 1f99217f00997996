"""Fixing whole files, line by line: what no fix names comes back byte for byte."""

import codecs
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from typing import BinaryIO

from ftdata import formats
from ftdata.engine.fix import Fixed, Fixer, text_of
from ftdata.engine.fold import FileFold
from ftdata.engine.glimpse import Glimpse
from ftdata.engine.intake import take_in
from ftdata.engine.judge import Judge
from ftdata.engine.parallel import Unit, plan, run_units
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.units import read_unit
from ftdata.engine.validate import finish_report, start_report
from ftdata.engine.watch import watched
from ftdata.errors import UnreadableError, UsageError
from ftdata.loaders.source import open_bytes
from ftdata.rules import matches, rules
from ftdata.types import FileSummary, Record, Report

_COPIED = 1 << 20
BOM_RULE, LINE_END_RULE, ENCODING_RULE = "F002", "F013", "F023"


@dataclass(frozen=True, slots=True)
class Line:
    """One line before and after, or several that stay as they are.

    Attributes:
        number: Physical line in the input, from 1; None for rows in memory, and for lines that came back as they were
            and are handed on together.
        before: Its bytes with their line end.
        after: What they became; empty when the line was dropped.
    """

    number: int | None
    before: bytes
    after: bytes


@dataclass(slots=True)
class Mending:
    """What came of fixing a file.

    Attributes:
        report: The problems that are left.
        rows: Rows found.
        changed: Lines changed or dropped.
        fixes: Lines changed by each fix, by code and title.
    """

    report: Report
    rows: int = 0
    changed: int = 0
    fixes: Counter[tuple[str, str]] = field(default_factory=Counter)


def begin(settings: Settings) -> Mending:
    """Start the account."""
    return Mending(start_report(settings))


def mend(
    source: object,
    settings: Settings,
    result: Mending,
    *,
    output: str | None = None,
    unsafe: bool = False,
    progress: Progress = no_progress,
) -> Iterator[Line]:
    """Fix every line of a source.

    Args:
        source: A path, ``-``, or rows in memory.
        settings: Target, method, rules.
        result: The account, filled while the lines are taken.
        output: Name of the file that the lines go to; None when they go back to where they came from, or nowhere.
        unsafe: Apply unsafe fixes too.
        progress: Told how many bytes (rows in memory: rows) were finished.

    Yields:
        The lines, in order; written one after the other, ``after`` makes the fixed file.

    Raises:
        UsageError: The source is a table, which has no lines to fix.
        UnreadableError: The file cannot be read to its end, or has a line too long to be held in memory.
    """
    intake = take_in(source, settings, exact=False)
    if intake.shards:
        number = len(intake.shards.files)
        raise UsageError(f"{intake.summary.file}: is {number} files, and each is fixed by itself; name them one by one")
    _refuse(intake.summary)
    judge = Judge(intake.summary, intake.destination, settings)
    summary = intake.summary._replace(rows=0, readable=0)
    fold = FileFold.start(summary, judge)
    fixer = Fixer(judge, unsafe, settings.select)
    if intake.summary.has("other-encoding"):
        _transcoded(result, fold)
    if intake.summary.has("bom"):
        yield _mark(fixer, judge, result, fold)
    units = plan(intake, settings)
    bench = _Bench(fixer, fold, result, Glimpse(judge))
    yield from _in_parts(units, bench, progress) if units else map(bench.mend, watched(intake, progress))
    if output:
        kept = tuple(defect for defect in summary.defects if defect.kind == "bom")
        fold.summary = summary._replace(file=output, container="jsonl", compression="", defects=kept)
    result.report.files.append(fold.summary)
    result.report.problems += fold.finish(judge)
    finish_report(result.report, [judge])


@dataclass(frozen=True, slots=True)
class _Bench:
    """What the lines of a file, or of a part of it, are mended with, and where that is noted."""

    fixer: Fixer
    fold: FileFold
    result: Mending
    glimpse: Glimpse

    def mend(self, record: Record) -> Line:
        """Fix one record and account for it."""
        if record.cut:
            raise _too_long(record.file, record.line)
        if self._in_step(record) and self.glimpse.accepts(record):
            self.fold.add_skimmed(self.glimpse.take(), record.line or 0)
            self.result.rows += 1
            return _untouched(record)
        fixed = self.fixer.fix(record)
        if not fixed.applied:
            self.glimpse.learn(record, fixed.judged.problems)
        if fixed.record:
            self.fold.add(fixed.record, fixed.judged)
        self.result.rows += record.example is not None
        container = self.fold.summary.container
        if record.example is None and container == "json":  # it stands for what is beside the rows
            return Line(record.line, b"", b"")
        line = _line(record, fixed, self.fixer, container)
        _account(line, fixed, self.result, rewritten=container != "jsonl")
        return line

    def _in_step(self, record: Record) -> bool:
        """Whether a row is a line, and as many rows were taken in as came before it, because none was dropped."""
        return record.example == self.fold.summary.rows + 1 and self.fold.summary.container == "jsonl"


@dataclass(slots=True)
class _Part:
    """What came of fixing a unit; lines and rows are counted from its beginning.

    Attributes:
        fold: The verdict on the rows that are left.
        result: Counts.
        lines: Lines seen.
        changed: The lines that are not as they were, and where they begin in the file.
        too_long: A line too long to be held, behind which nothing was fixed.
    """

    fold: FileFold
    result: Mending
    lines: int = 0
    changed: list[tuple[int, Line]] = field(default_factory=list)
    too_long: int | None = None


def _mend_unit(unsafe: bool, unit: Unit) -> _Part:
    judge = Judge(unit.summary, unit.destination, unit.settings)
    part = _Part(FileFold.start(unit.summary, judge), begin(unit.settings))
    bench = _Bench(Fixer(judge, unsafe, unit.settings.select), part.fold, part.result, Glimpse(judge))
    for record in read_unit(unit):
        part.lines = record.line or 0
        if record.cut:
            part.too_long = record.line
            break
        line = bench.mend(record)
        if line.before != line.after:
            part.changed.append((record.offset or 0, line))
    return part


def _in_parts(units: list[Unit], bench: _Bench, progress: Progress) -> Iterator[Line]:
    """Fix units elsewhere. Only changed lines come back; what is between them is copied from the file itself."""
    file, lines = units[0].summary.file, 0
    place = len(codecs.BOM_UTF8) if units[0].summary.has("bom") else 0
    task = partial(_mend_unit, bench.fixer.unsafe)
    with open_bytes(file) as stream, closing(run_units(task, units, progress)) as parts:
        for part in parts:
            if part.too_long:
                raise _too_long(file, part.too_long + lines)
            for offset, line in part.changed:
                yield from _copied(stream, place, offset)
                yield replace(line, number=(line.number or 0) + lines)
                place = offset + len(line.before)
            _merge(part, bench, lines)
            lines += part.lines
        yield from _copied(stream, place, units[-1].end)


def _copied(stream: BinaryIO, start: int, end: int) -> Iterator[Line]:
    """Yield the bytes ``[start, end)`` of the file as they are, several lines at once."""
    stream.seek(start)
    while start < end and (text := stream.read(min(_COPIED, end - start))):
        start += len(text)
        yield Line(None, text, text)


def _merge(part: _Part, bench: _Bench, lines: int) -> None:
    """Take in the next part. Places count the rows that were dropped too, the summary does not."""
    fold, result = bench.fold, bench.result
    left = fold.summary.rows
    fold.lines, fold.summary.rows = lines, result.rows
    fold.merge(part.fold)
    fold.summary.rows += left - result.rows
    result.rows += part.result.rows
    result.changed += part.result.changed
    result.fixes.update(part.result.fixes)


def _too_long(file: str, line: int | None) -> UnreadableError:
    return UnreadableError(f"{file}:{line}: the line is too long to be held; nothing was fixed")


def _refuse(summary: FileSummary) -> None:
    if not summary.has_lines and summary.container != "memory":
        raise UsageError(
            f"{summary.file}: a {summary.container} file has no JSON lines to fix; convert it: ftdata convert"
        )
    if summary.container in ("csv", "tsv"):
        raise UsageError(f"{summary.file}: a table has no JSON lines to fix; convert it: ftdata convert")
    if summary.format and formats.holds_several(summary.format):
        raise UsageError(
            f"{summary.file}: a row of the format {summary.format} holds several examples; convert the file, "
            "which gives each of them a row: ftdata convert"
        )
    if summary.container == "opaque":
        raise UsageError(f"{summary.file}: holds no rows to fix ({summary.defects[0].detail})")


def _line(record: Record, fixed: Fixed, fixer: Fixer, container: str) -> Line:
    document = container == "json"
    before = (record.raw or b"") + (b"\n" if document or record.raw is None else record.end)
    if fixed.record is None:
        return Line(record.line, before, b"")
    if not fixed.applied and not document and record.raw is not None:
        return Line(record.line, before, record.raw + _line_end(record, fixer))
    rewritten = document or record.raw is None
    return Line(record.line, before, text_of(fixed.record) + (b"\n" if rewritten else _line_end(record, fixer)))


def _untouched(record: Record) -> Line:
    text = (record.raw or b"") + record.end
    return Line(record.line, text, text)


def _line_end(record: Record, fixer: Fixer) -> bytes:
    chosen = bool(fixer.select) and matches(rules()[LINE_END_RULE], fixer.select)
    return b"\n" if record.end == b"\r\n" and chosen else record.end


def _account(line: Line, fixed: Fixed, result: Mending, *, rewritten: bool) -> None:
    """Count a line; one that is only written otherwise (a row of a document or in memory) is not changed."""
    result.changed += bool(fixed.applied) or (not rewritten and line.before != line.after)
    result.fixes.update(dict.fromkeys(fixed.applied, 1))


def _transcoded(result: Mending, fold: FileFold) -> None:
    """The loader already gave UTF-8: say so."""
    fold.summary.defects = tuple(defect for defect in fold.summary.defects if defect.kind != "other-encoding")
    result.changed += 1
    result.fixes[ENCODING_RULE, "write as UTF-8"] += 1


def _mark(fixer: Fixer, judge: Judge, result: Mending, fold: FileFold) -> Line:
    """The byte-order mark: left out where its rule is more than information, or was chosen."""
    rule = rules()[BOM_RULE]
    runs = rule in judge.rules(rule.kind)
    chosen = bool(fixer.select) and matches(rule, fixer.select)
    if not runs or (judge.grade(rule) == "info" and not chosen):
        return Line(None, codecs.BOM_UTF8, codecs.BOM_UTF8)
    kept = tuple(defect for defect in fold.summary.defects if defect.kind != "bom")
    fold.summary.defects = kept
    result.changed += 1
    result.fixes[BOM_RULE, "write without the byte-order mark"] += 1
    return Line(None, codecs.BOM_UTF8, b"")
