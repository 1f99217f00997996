"""Judging files."""

from collections.abc import Iterable, Sequence

from ftdata.engine.fold import FileFold
from ftdata.engine.intake import Intake, take_in
from ftdata.engine.judge import Judge
from ftdata.engine.parallel import split_and_judge
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.targets import Destination, get
from ftdata.types import FileSummary, Location, Problem, Report


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
    judged = [_validate_file(source, settings, progress) for source in sources]
    for fold, judge in judged:
        report.files.append(fold.summary)
        report.problems += fold.finish(judge)
    return finish_report(report, [judge for _, judge in judged])


def start_report(settings: Settings) -> Report:
    """Begin a report for a target."""
    as_of = get(settings.target).as_of
    return Report(settings.target, settings.method, settings.model, as_of.isoformat() if as_of else None)


def finish_report(report: Report, judges: Iterable[Judge]) -> Report:
    """Add what is to be said of the destinations, settle the method, and sort."""
    seen: dict[Destination, Judge] = {judge.destination: judge for judge in judges}
    for judge in seen.values():
        report.problems += _destination_problems(judge, report.files)
    methods = {file.method for file in report.files}
    report.method = methods.pop() if len(methods) == 1 else None
    report.problems.sort(key=lambda problem: problem.sort_key)
    return report


def judge_records(intake: Intake, judge: Judge, progress: Progress) -> FileFold:
    """Lead the records of an opened file through the rules."""
    fold = FileFold.start(intake.summary, judge)
    done = 0
    for record in intake.records:
        fold.add(record, judge.judge(record))
        if (record.example or 0) % 256 == 0:
            place = record.offset if record.offset is not None else record.example or done
            progress(place - done)
            done = place
    progress(max((intake.summary.size or intake.summary.rows) - done, 0))
    return fold


def _validate_file(source: object, settings: Settings, progress: Progress) -> tuple[FileFold, Judge]:
    intake = take_in(source, settings, exact=False)
    judge = Judge(intake.summary, intake.destination, settings)
    fold = split_and_judge(intake, settings, progress) or judge_records(intake, judge, progress)
    return fold, judge


def _destination_problems(judge: Judge, files: list[FileSummary]) -> list[Problem]:
    file = files[0].file if len(files) == 1 else ""
    return [
        judge.problem(rule, finding, Location(file))
        for rule in judge.rules.get("check_destination", ())
        for finding in rule.check(judge.destination)
    ]
