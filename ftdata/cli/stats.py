"""``ftdata stats``."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from ftdata.cli import _options
from ftdata.cli._print import complain, show
from ftdata.cli._progress import progress
from ftdata.engine.settings import Progress, Settings
from ftdata.engine.tokens.bench import CUTS, Order
from ftdata.engine.tokens.stats import Stats, stats
from ftdata.errors import UsageError
from ftdata.reporters import guarded, safe_json
from ftdata.writers import AtomicFile

HELP = "count tokens, turns, roles and tools, and say what a maximum length would cut off"
EPILOG = """\
examples:
  ftdata stats train.jsonl --model gpt-4.1-mini
  ftdata stats train.jsonl --target openai --model gpt-4.1-mini --output json
  ftdata stats train.jsonl --tokenizer ./my-model --max-tokens 4096
  ftdata stats train.jsonl --tokenizer Qwen/Qwen3-8B --max-tokens 8192 --each tokens.jsonl
  ftdata stats huge.jsonl --model gpt-4.1 --sample 2000

exit codes: 0 counted, 2 a wrong call, or something that cannot be read or counted
"""


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    _options.add_files(parser)
    _options.add_destination(parser)
    _options.add_shape(parser)
    add_counting(parser)
    group = parser.add_argument_group("what is printed")
    group.add_argument("--output", choices=("text", "json"), default="text", help="(default: text)")
    group.add_argument(
        "--each", metavar="FILE", help="write the tokens of every example here, a line each (one FILE only)"
    )
    group.add_argument("--force", action="store_true", help="replace that file when it exists")
    _options.add_run(parser)


def add_counting(parser: ArgumentParser) -> None:
    """Add how tokens are counted."""
    group = parser.add_argument_group("how tokens are counted")
    group.add_argument(
        "--tokenizer",
        metavar="NAME",
        help="a folder or tokenizer.json of Hugging Face, a name on its hub, o200k_base, cl100k_base, or bytes for an "
        "estimate (default: the model's)",
    )
    group.add_argument("--max-tokens", type=whole, metavar="N", help="longest example (default: the model's limit)")
    group.add_argument(
        "--cut", choices=CUTS, help="where a longer one is cut (default: as the target does, or the end)"
    )
    group.add_argument("--sample", type=whole, metavar="N", help="count N rows and estimate the rest from them")
    group.add_argument("--seed", type=int, default=0, metavar="N", help="another seed takes other rows (default: 0)")


def order_of(options: Namespace) -> Order:
    """What the options ask to be counted."""
    return Order(
        options.tokenizer,
        options.max_tokens,
        options.cut,
        options.sample,
        options.seed,
        bool(getattr(options, "each", None)),
    )


def run(options: Namespace) -> int:
    """Count the files and print what was found."""
    config = _options.complete(options)
    if options.each and (len(options.files) > 1 or options.sample):
        raise UsageError("--each takes one FILE, all of it")
    chosen = _options.settings(options, config)
    with progress(options.files, quiet=options.quiet) as tell:
        found = [_counted(file, chosen, options, tell) for file in options.files]
    show(_json(found) if options.output == "json" else _text(found))
    return 0


def _counted(file: str, chosen: Settings, options: Namespace, tell: Progress) -> Stats:
    found = stats(file, chosen, order_of(options), tell)
    if options.each:
        _write(found, options)
    return found


def _write(found: Stats, options: Namespace) -> None:
    """Write a line for each example."""
    with AtomicFile(options.each, force=options.force, inputs=[found.summary.file]) as out:
        for row in found.tally.each:
            line = row._asdict() | {"masked": row.masked}
            out.stream.write(json.dumps(line).encode() + b"\n")
    complain([f"wrote the tokens of {len(found.tally.each):,} examples to {options.each}"])


def _text(found: list[Stats]) -> Iterator[str]:
    from ftdata.engine.tokens.lines import stats_lines

    for number, each in enumerate(found):
        if number:
            yield ""
        yield from map(guarded, stats_lines(each))


def _json(found: list[Stats]) -> Iterator[str]:
    document = {"version": 1, "files": [each.to_dict() for each in found]}
    yield safe_json(json.dumps(document, ensure_ascii=False, indent=1))


def whole(text: str) -> int:
    """Read a whole number, 1 or more."""
    from argparse import ArgumentTypeError

    if not (text.isascii() and text.isdigit() and int(text)):
        raise ArgumentTypeError(f"{text[:60]!r} is not a whole number, 1 or more")
    return int(text)
