"""``ftdata convert``."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from ftdata.cli import _account, _options, _trainer
from ftdata.cli._print import complain, show
from ftdata.cli._progress import progress
from ftdata.engine.carry import Carriage, carry
from ftdata.engine.convert import Conversion
from ftdata.engine.restore import Restoration, restore
from ftdata.errors import UnreadableError, UsageError
from ftdata.types import Problem

HELP = "write files in another row format and say what could not go along"
EPILOG = """\
examples:
  ftdata convert alpaca.json --to chat -o train.jsonl
  ftdata convert questions.csv --columns prompt=question,completion=answer --to chat -o train.jsonl
  ftdata convert sharegpt.jsonl --to chat --system "You are a helpful assistant." -o train.jsonl
  ftdata convert sharegpt.jsonl --to chat -o train.jsonl --sidecar train.sidecar.jsonl
  ftdata convert train.jsonl --restore train.sidecar.jsonl -o sharegpt.jsonl
  ftdata convert chats.jsonl --for llama-factory -o data/chats.json
  ftdata convert part1.jsonl part2.jsonl --from sharegpt --to chat --rejected rejects.jsonl -o train.jsonl

exit codes: 0 every row was converted, 1 some were rejected, 2 nothing was written
"""


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    _options.add_files(parser)
    goal = parser.add_mutually_exclusive_group()
    goal.add_argument("--to", metavar="FORMAT", help="format to write; `ftdata format` lists them")
    goal.add_argument(
        "--restore", metavar="SIDECAR", help="write the original rows of a conversion again, with what --sidecar kept"
    )
    _trainer.add_for(parser)
    _options.add_shape(parser, "--from")
    add_system(parser)
    _options.add_writing(parser).add_argument(
        "--sidecar", metavar="FILE", help="keep here what the written rows cannot hold; --restore reads it"
    )
    parser.add_argument("--strict", action="store_true", help="write nothing when anything would be lost or rejected")
    _options.add_run(parser)


def add_system(parser: ArgumentParser) -> None:
    """Add the system prompt."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--system", metavar="TEXT", help="system prompt for rows that have none")
    group.add_argument("--system-file", metavar="FILE", help="the same, read from a file (UTF-8)")


def read_system(options: Namespace) -> None:
    """Put the text of ``--system-file`` where ``--system`` would have put it.

    Raises:
        UnreadableError: The file cannot be read, or is not UTF-8.
    """
    if options.system_file:
        try:
            options.system = Path(options.system_file).read_text(encoding="utf-8").rstrip("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableError(f"{options.system_file}: the system prompt cannot be read: {error}") from error


def run(options: Namespace) -> int:
    """Convert, write, and account for every row."""
    config = _options.complete(options)
    if options.restore:
        return _restore(options)
    read_system(options)
    if options.strict and options.output == "-":
        raise UsageError("--strict writes all or nothing, so it needs a file: -o OUT")
    settings = _options.settings(options, config)._replace(select=(), ignore=(), severity={})
    result = Conversion(_trainer.goal(options, settings))
    carriage = Carriage(options.output, options.rejected, options.sidecar, options.force)
    with progress(options.files, quiet=options.quiet) as tell:
        object_to = _objection if options.strict else None
        refused = carry(options.files, settings, carriage, result, objection=object_to, progress=tell)
    speak = complain if options.output == "-" else show
    speak(chain(_told(options, result, refused), _trainer.hand_over(options, result.goal)))
    return 1 if result.rejected else 0


def _restore(options: Namespace) -> int:
    """Make the original rows again."""
    for name in ("sidecar", "system", "system_file", "strict", "columns", "trainer"):
        if getattr(options, name, None):
            raise UsageError(f"--restore takes no --{name.replace('_', '-').replace('trainer', 'for')}")
    result = Restoration()
    with progress(options.files, quiet=options.quiet) as tell:
        restore(
            options.files,
            options.restore,
            Carriage(options.output, options.rejected, force=options.force),
            result,
            tell,
        )
    speak = complain if options.output == "-" else show
    speak(_told_restored(options, result))
    return 1 if result.rejected or result.converted else 0


def _told_restored(options: Namespace, result: Restoration) -> Iterator[str]:
    yield "restored the original rows" + ("" if options.output == "-" else f": {options.output}")
    parts = [("restored", result.restored), ("converted", result.converted), ("rejected", result.rejected)]
    merged = [("part of another", result.merged)] if result.merged else []
    yield from _account.balance(result.rows, [*parts, *merged])
    if result.converted:
        yield "converted rows are not in the sidecar, because they were changed since; what it kept is missing in them"


def _objection(result: Conversion) -> str:
    """Say what a strict conversion does not bear."""
    return "; ".join(_account.summary(result.losses, result.rejected))


def _told(options: Namespace, result: Conversion, refused: list[Problem]) -> Iterator[str]:
    found = sum(file.rows for file in result.files)
    formats = ", ".join(dict.fromkeys(file.format or "?" for file in result.files))
    yield f"converted {formats} to {result.goal}" + ("" if options.output == "-" else f": {options.output}")
    yield from _account.balance(found, [("written", result.written), ("rejected", result.rejected)])
    if options.quiet:
        return
    yield from _account.lost(result.losses)
    yield from _account.rejected(result.codes)
    yield from _account.places(refused)
    if result.rejected and not options.rejected:
        yield "`--rejected FILE` keeps the rejected rows"
