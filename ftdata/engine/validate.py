"""Judging files."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain, islice
from typing import TYPE_CHECKING

from ftdata.engine.able import FEW
from ftdata.engine.fold import FileFold
from ftdata.engine.glimpse import sound_text, teach
from ftdata.engine.intake import take_in
from ftdata.engine.judge import Judge
from ftdata.engine.parallel import Unit, engine, opened_as, plan, run_units
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.spread import spread
from ftdata.engine.units import skim_unit
from ftdata.engine.watch import watched
from ftdata.jsontext import dumps
from ftdata.loaders import Sieve, Skimmed, open_source, records
from ftdata.rules import Rule
from ftdata.rules.row import beside
from ftdata.targets import Destination, get
from ftdata.types import FileSummary, Location, Problem, Record, Report

if TYPE_CHECKING:
    from ftdata.rules.skim import Skimmer


_LARGE = 1 << 20
"""Bytes of a file that is worth a short cut from its beginning."""


def validate(sources: Sequence[object], settings: Settings, progress: Progress = no_progress) -> Report:
    """Judge every row of every source.

    Args:
        sources: Paths, ``-``, or rows in memory.
        settings: Target, method, rules.
        progress: Told how many bytes (rows in memory: rows) were finished.

    Raises:
        UsageError: An option is unknown or a format cannot be told.
        UnreadableError: A file cannot be read to its end.
    """
    report = start_report(settings)
    judges = []
    with engine(settings):
        for source in sources:
            fold, judge = _validate_file(source, settings, progress)
            report.files.append(fold.summary)
            report.problems += fold.finish(judge)
            judges.append(judge)
    return finish_report(report, judges)


def start_report(settings: Settings) -> Report:
    """Begin a report for a target."""
    as_of = get(settings.target).as_of
    return Report(settings.target, settings.method, settings.model, as_of.isoformat() if as_of else None)


def finish_report(report: Report, judges: Iterable[Judge]) -> Report:
    """Add what is to be said of the destinations, settle the method, and sort."""
    seen = {(judge.destination.target, judge.destination.method): judge for judge in judges}
    for judge in seen.values():
        report.problems += _destination_problems(judge, report.files)
    methods = {file.method for file in report.files}
    report.method = methods.pop() if len(methods) == 1 else None
    report.problems.sort(key=lambda problem: problem.sort_key)
    return report


def _validate_file(source: object, settings: Settings, progress: Progress) -> tuple[FileFold, Judge]:
    intake = take_in(source, settings, exact=False)
    judge = Judge(intake.summary, intake.destination, settings)
    units = plan(intake, settings)
    if not units:
        fold = FileFold.start(intake.summary, judge)
        found = spread(watched(intake, progress), intake.summary, intake.destination.format)
        return judge_records(found, intake.sieve, fold, judge), judge
    with closing(run_units(judge_unit, units, progress)) as parts:
        total = FileFold.start(intake.summary, judge) if intake.shards else next(parts)
        for part in parts:
            total.merge(part)
    return total, judge


def judge_records(found: Iterator[Record | Skimmed], sieve: Sieve, fold: FileFold, judge: Judge) -> FileFold:
    """Lead records through the rules; after the first few, good rows that are like others are known at a glance."""
    if judge.skimming:
        judge.skimming.begin(afresh=judge.remote)
    else:
        _judge_all(islice(found, FEW if (fold.summary.size or 0) < _LARGE else 1), fold, judge)
    first = next(found, None)
    if first is None:
        return fold
    found = chain((first,), found)
    skimmer = judge.skimmer()
    if skimmer is None:
        _judge_all(found, fold, judge)
        return fold
    sieve.sift = skimmer.sift
    converted = not (judge.adapter and judge.adapter.idle)
    for record in found:
        if isinstance(record, Skimmed):
            fold.add_skimmed(skimmer.take(), fold.lines + 1)
        elif converted:
            _judge_converted(record, skimmer, fold, judge)
        elif not sieve.asked and (text := sound_text(record)) and skimmer.accept(text):
            fold.add_skimmed(skimmer.take(), record.line or 0)
        else:
            judged = judge.judge(record)
            fold.add(record, judged)
            teach(skimmer, record, judged.problems)
    return fold


def _judge_converted(record: Record, skimmer: "Skimmer", fold: FileFold, judge: Judge) -> None:
    """Lead a record of another format through the rules; the row made of it is what may be known to be good."""
    adapted = judge.adapt(record)
    row = adapted.row if adapted and not record.defects and not beside(record) else None
    text = b"" if row is None else dumps(row) + b"\n"
    if text and skimmer.accept(text):
        fold.add_skimmed(skimmer.take(), record.line or 0)
    else:
        judged = judge.judged(record, adapted)
        fold.add(record, judged)
        if row is not None:
            skimmer.learn(text, row, {problem.code for problem in judged.problems})
    if row is not None and record.raw:
        skimmer.learn_converted(record.raw, text)


def _judge_all(found: Iterator[Record | Skimmed], fold: FileFold, judge: Judge) -> None:
    for record in found:
        if isinstance(record, Record):
            fold.add(record, judge.judge(record))


def judge_unit(unit: Unit) -> FileFold:
    """Judge a part of a file; lines and examples are counted from its beginning."""
    judge = _judge_for(unit)
    if unit.whole:
        source = open_source(unit.summary.file, header=unit.settings.header)
        fold = FileFold.start(opened_as(unit.summary, source), judge)
        found = spread(records(source, exact=False), fold.summary, judge.destination.format)
        return judge_records(found, source.sieve, fold, judge)
    sieve = Sieve()
    found = spread(skim_unit(unit, sieve), unit.summary, judge.destination.format)
    return judge_records(found, sieve, FileFold.start(unit.summary, judge), judge)


_last: list[tuple[object, Judge]] = []
"""What the last unit of this process was judged by. The next one is mostly of the same input, whose rows it knows."""


def _judge_for(unit: Unit) -> Judge:
    wanted = (unit.summary.format, unit.summary.size, unit.summary.columns, unit.method, unit.settings)
    if not _last or _last[0][0] != wanted:
        _last[:] = [(wanted, Judge(unit.summary, unit.destination, unit.settings))]
    return _last[0][1]


def _destination_problems(judge: Judge, files: list[FileSummary]) -> list[Problem]:
    file = files[0].file if len(files) == 1 else ""
    return [
        judge.problem(rule, finding, Location(file))
        for rule in judge.rules("check_destination")
        if _is_asked(rule, judge.destination)
        for finding in rule.check(judge.destination)
    ]


def _is_asked(rule: Rule, destination: Destination) -> bool:
    """Whether the user named what a rule about the choice needs: a model, a grader."""
    named = {*destination.options, *(["model"] if destination.model_name else [])}
    return not rule.declared.needs or not named.isdisjoint(rule.declared.needs)
