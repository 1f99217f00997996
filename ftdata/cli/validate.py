"""``ftdata validate``."""

from argparse import ArgumentParser, Namespace

from ftdata.cli import _options
from ftdata.cli._emit import check, emit, write_baseline
from ftdata.cli._progress import progress
from ftdata.cli._style import style
from ftdata.engine.baseline import without_known
from ftdata.engine.settings import Settings
from ftdata.engine.validate import validate
from ftdata.errors import UsageError
from ftdata.types import Report

HELP = "check files and say what is wrong, where, and what mends it"
EPILOG = """\
examples:
  ftdata validate train.jsonl
  ftdata validate train.jsonl valid.jsonl --target azure --model gpt-4.1-mini
  ftdata validate pairs.jsonl --target azure --method dpo --output json
  ftdata validate train.jsonl --duplicates --against validation.jsonl test.jsonl
  ftdata validate questions.csv --columns prompt=question,completion=answer
  ftdata validate train.jsonl --output text --output sarif=ftdata.sarif --output junit=ftdata.xml
  ftdata validate train.jsonl --write-baseline known.json
  ftdata validate train.jsonl --baseline known.json
  zcat train.jsonl.gz | ftdata validate - --statistics

exit codes: 0 no errors and no warnings, 1 some, 2 a wrong call or a file that cannot be read
"""


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    _options.add_files(parser)
    _options.add_destination(parser)
    _options.add_shape(parser)
    _options.add_comparison(parser)
    _options.add_rules(parser)
    _options.add_report(parser)
    _options.add_run(parser)


def run(options: Namespace) -> int:
    """Judge the files and print the report."""
    config = _options.complete(options)
    chosen = _options.settings(options, config)
    more = [("baseline", options.write_baseline)] if options.write_baseline else []
    check([*(options.output or ()), *more], options.files, force=options.force)
    with progress(options.files, quiet=options.quiet) as tell:
        report = validate(options.files, chosen, tell)
        if options.duplicates or options.against or options.against_benchmark:
            _compare(options, chosen, report)
    if options.write_baseline:
        write_baseline(report, options.write_baseline, force=options.force)
    elif options.baseline:
        report = without_known(report, options.baseline)
    emit(report, style(options, report, config), options.output, force=options.force)
    return 0 if report.clean or options.exit_zero or options.write_baseline else 1


def _compare(options: Namespace, chosen: Settings, report: Report) -> None:
    """Add what rows have in common with each other and with other files."""
    from ftdata.engine.alike.findings import Comparison, compare

    if "-" in options.files:
        raise UsageError("standard input can be read once only, and comparing reads rows again; give a file")
    benchmarks = tuple(options.against_benchmark or ())
    wanted = Comparison(options.duplicates, tuple(options.against or ()), benchmarks, options.threshold)
    compare(options.files, chosen, wanted, report)
