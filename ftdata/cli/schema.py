"""``ftdata schema``."""

import json
from argparse import ArgumentParser, Namespace

from ftdata.cli._nearest import unknown
from ftdata.cli._print import show
from ftdata.engine.row_schema import row_schema
from ftdata.targets import destination, get, names

HELP = "print a JSON Schema for the rows that a target takes"
EPILOG = """\
examples:
  ftdata schema azure
  ftdata schema openai --method dpo > dpo.schema.json

Editors and other tools can check single rows by it; what concerns more than a row is for `ftdata validate`.
"""


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("target", metavar="TARGET", help="a target; `ftdata target` lists them")
    parser.add_argument("--method", metavar="M", help="training method (default: the target's first)")
    parser.add_argument("--model", metavar="NAME", help="the model to be tuned")


def run(options: Namespace) -> int:
    """Print the schema."""
    if options.target not in names():
        raise unknown("target", options.target, names())
    method = options.method or next(iter(get(options.target).methods))
    schema = row_schema(destination(options.target, method, options.model))
    show(json.dumps(schema, indent=2).splitlines())
    return 0
