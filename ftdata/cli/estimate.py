"""``ftdata estimate``."""

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator

from ftdata.cli import _options
from ftdata.cli._print import show
from ftdata.cli._progress import progress
from ftdata.cli.stats import add_counting, order_of, whole
from ftdata.engine.tokens.estimate import Estimate, estimate
from ftdata.engine.tokens.prices import KINDS
from ftdata.engine.tokens.reckoned import Plan
from ftdata.errors import UsageError
from ftdata.reporters import guarded, safe_json

HELP = "say what training costs, whether it pays, and whether the data is ready"
EPILOG = """\
examples:
  ftdata estimate train.jsonl --target openai --model gpt-4.1-mini
  ftdata estimate train.jsonl --target azure --model gpt-4.1 --validation valid.jsonl --epochs 2
  ftdata estimate train.jsonl --target openai --model gpt-4o-mini --shots 5 --calls 100000
  ftdata estimate train.jsonl --target azure --model gpt-4.1 --few-shot prompt.txt --calls 500000 \\
      --price base-input=2 --price base-output=8

exit codes: 0 estimated, 2 a wrong call, or something that cannot be read or counted
"""


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("files", nargs=1, metavar="FILE", help="the training data, or - for standard input")
    _options.add_destination(parser)
    _options.add_shape(parser)
    group = parser.add_argument_group("the job")
    group.add_argument("--epochs", type=whole, metavar="N", help="epochs (default: the provider's automatic rule)")
    group.add_argument("--validation", metavar="FILE", help="the validation data")
    group.add_argument("--hours", type=_amount, metavar="N", help="hours of training, where that is what is paid")
    group.add_argument(
        "--price",
        action="append",
        type=_price,
        metavar="KIND=N",
        help=f"a price in US dollars, for a million tokens or an hour: {', '.join(KINDS)}",
    )
    group = parser.add_argument_group("what tuning would replace")
    group.add_argument("--few-shot", metavar="FILE", help="what every prompt holds now: a text, or chat rows (.jsonl)")
    group.add_argument("--shots", type=whole, metavar="N", help="N examples of the data in every prompt")
    group.add_argument("--calls", type=whole, metavar="N", help="calls a month")
    add_counting(parser)
    group = parser.add_argument_group("what is printed")
    group.add_argument("--output", choices=("text", "json"), default="text", help="(default: text)")
    _options.add_run(parser)


def run(options: Namespace) -> int:
    """Estimate and print."""
    config = _options.complete(options)
    plan = Plan(
        options.epochs,
        options.validation,
        options.few_shot,
        options.shots,
        options.calls,
        dict(options.price or ()),
        options.hours,
    )
    if options.validation == "-" and "-" in options.files:
        raise UsageError("standard input (-) can be read once only")
    with progress(options.files, quiet=options.quiet) as tell:
        found = estimate(options.files[0], _options.settings(options, config), order_of(options), plan, tell)
    show(_json(found) if options.output == "json" else _text(found))
    return 0


def _text(found: Estimate) -> Iterator[str]:
    from ftdata.engine.tokens.estimate_lines import estimate_lines

    yield from map(guarded, estimate_lines(found))


def _json(found: Estimate) -> Iterator[str]:
    yield safe_json(json.dumps({"version": 1} | found.to_dict(), ensure_ascii=False, indent=1))


def _price(text: str) -> tuple[str, float]:
    kind, _, value = text.partition("=")
    if kind not in KINDS:
        raise ArgumentTypeError(f"{text[:60]!r} names no price; write KIND=DOLLARS, KIND one of {', '.join(KINDS)}")
    return kind, _amount(value)


def _amount(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < 1e12:
        raise ArgumentTypeError(f"{text[:60]!r} is not a number, 0 or more")
    return number
