"""``ftdata report``."""

from argparse import ArgumentParser, Namespace

from ftdata.cli import _options
from ftdata.cli._emit import check
from ftdata.cli._page import write_page
from ftdata.cli._print import show
from ftdata.errors import UsageError
from ftdata.reporters import safe

HELP = "write a page about files: what is wrong, what they are like, and their examples"
EPILOG = """\
examples:
  ftdata report train.jsonl -o report.html
  ftdata report train.jsonl valid.jsonl --target azure --model gpt-4.1-mini -o report.html

The page is one file that opens without a network. Keys and personal data that rules find are masked in it.

exit codes: 0 no errors and no warnings, 1 some, 2 nothing was written
"""


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    _options.add_files(parser)
    parser.add_argument("-o", "--output", metavar="FILE", default="report.html", help="the page (default: report.html)")
    parser.add_argument("--force", action="store_true", help="replace the page when it exists")
    _options.add_destination(parser)
    _options.add_shape(parser)
    _options.add_rules(parser)
    _options.add_run(parser)


def run(options: Namespace) -> int:
    """Judge the files and write the page."""
    config = _options.complete(options)
    settings = _options.settings(options, config)
    if "-" in options.files:
        raise UsageError("a page is made from files, which are read twice; save standard input to a file first")
    check([("html", options.output)], options.files, force=options.force)
    found = write_page(options.files, settings, options.output, force=options.force, quiet=options.quiet)
    show([f"{safe(str(found.report))}: {safe(options.output)}"])
    return 0 if found.report.clean else 1
