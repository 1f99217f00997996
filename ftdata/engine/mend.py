"""Fixing whole files, line by line: what no fix names comes back byte for byte."""

import codecs
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ftdata.engine.fix import Fixed, Fixer, text_of
from ftdata.engine.fold import FileFold
from ftdata.engine.intake import Intake, take_in
from ftdata.engine.judge import Judge
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.validate import finish_report, start_report
from ftdata.engine.watch import watched
from ftdata.errors import UnreadableError, UsageError
from ftdata.rules import matches, rules
from ftdata.types import FileSummary, Record, Report

BOM_RULE, LINE_END_RULE, ENCODING_RULE = "F002", "F013", "F023"


@dataclass(frozen=True, slots=True)
class Line:
    """One line before and after.

    Attributes:
        number: Physical line in the input, from 1; None for rows in memory.
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
    intake = take_in(source, settings)
    _refuse(intake.summary)
    judge = Judge(intake.summary, intake.destination, settings)
    fixer = Fixer(judge, unsafe, settings.select)
    summary = replace(intake.summary, rows=0, readable=0)
    fold = FileFold.start(summary, judge)
    if intake.summary.has("other-encoding"):
        _transcoded(result, fold)
    if intake.summary.has("bom"):
        yield _mark(fixer, judge, result, fold)
    for record in watched(intake, progress):
        if record.cut:
            raise UnreadableError(f"{record.file}:{record.line}: the line is too long to be held; nothing was fixed")
        fixed = fixer.fix(record)
        if fixed.record:
            fold.add(fixed.record, fixed.judged)
        result.rows += record.example is not None
        line = _line(record, fixed, fixer, intake)
        _account(line, fixed, result, rewritten=intake.summary.container != "jsonl")
        yield line
    if output:
        kept = tuple(defect for defect in summary.defects if defect.kind == "bom")
        fold.summary = replace(summary, file=output, container="jsonl", compression="", defects=kept)
    result.report.files.append(fold.summary)
    result.report.problems += fold.finish(judge)
    finish_report(result.report, [judge])


def _refuse(summary: FileSummary) -> None:
    if summary.container in ("csv", "tsv"):
        raise UsageError(f"{summary.file}: a table has no JSON lines to fix; convert it: ftdata convert")
    if summary.container == "opaque":
        raise UsageError(f"{summary.file}: holds no rows to fix ({summary.defects[0].detail})")


def _line(record: Record, fixed: Fixed, fixer: Fixer, intake: Intake) -> Line:
    document = intake.summary.container == "json"
    before = (record.raw or b"") + (b"\n" if document or record.raw is None else record.end)
    if fixed.record is None:
        return Line(record.line, before, b"")
    if not fixed.applied and not document and record.raw is not None:
        return Line(record.line, before, record.raw + _line_end(record, fixer))
    rewritten = document or record.raw is None
    return Line(record.line, before, text_of(fixed.record) + (b"\n" if rewritten else _line_end(record, fixer)))


def _line_end(record: Record, fixer: Fixer) -> bytes:
    chosen = bool(fixer.select) and matches(rules()[LINE_END_RULE], fixer.select)
    return b"\n" if record.end == b"\r\n" and chosen else record.end


def _account(line: Line, fixed: Fixed, result: Mending, *, rewritten: bool) -> None:
    """Count a line; one that is only written otherwise (a row of a document or in memory) is not changed."""
    result.changed += bool(fixed.applied) or (not rewritten and line.before != line.after)
    result.fixes.update(set(fixed.applied))


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
