"""``ftdata validate``."""

from argparse import ArgumentParser, Namespace

from ftdata import reporters
from ftdata.cli import _options
from ftdata.cli._print import show
from ftdata.cli._progress import progress
from ftdata.cli._style import style
from ftdata.engine.validate import validate

HELP = "check files and say what is wrong, where, and what mends it"
EPILOG = """\
examples:
  ftdata validate train.jsonl
  ftdata validate train.jsonl valid.jsonl --target azure --model gpt-4.1-mini
  ftdata validate pairs.jsonl --target azure --method dpo --output json
  ftdata validate questions.csv --columns prompt=question,completion=answer
  zcat train.jsonl.gz | ftdata validate - --statistics

exit codes: 0 no errors and no warnings, 1 some, 2 a wrong call or a file that cannot be read
"""


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    _options.add_files(parser)
    _options.add_destination(parser)
    _options.add_shape(parser)
    _options.add_rules(parser)
    _options.add_report(parser)
    _options.add_run(parser)


def run(options: Namespace) -> int:
    """Judge the files and print the report."""
    config = _options.complete(options)
    chosen = _options.settings(options, config)
    with progress(options.files, quiet=options.quiet) as tell:
        report = validate(options.files, chosen, tell)
    show(reporters.get(options.output).write(report, style(options, report, config)))
    return 0 if report.clean or options.exit_zero else 1
