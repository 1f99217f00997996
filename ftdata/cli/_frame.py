"""What surrounds every command: finding it, its parser, and what becomes of errors and signals."""

import importlib
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType

from ftdata import registry
from ftdata.cli._print import abandon, complain, prepare_streams, say, show
from ftdata.cli._signals import TERMINATED, terminable
from ftdata.errors import FtdataError, UsageError

INTERRUPTED = 130


def run(words: Sequence[str]) -> int:
    """Run one command line; whatever happens becomes an exit code and, at most, one line."""
    prepare_streams()
    try:
        with terminable():
            return _dispatch(words)
    except FtdataError as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return _stopped(INTERRUPTED, "interrupted", words)
    except SystemExit as stop:  # from argparse after --help, or from a signal
        return _stopped(TERMINATED, "terminated", words) if stop.code == TERMINATED else int(stop.code or 0)
    except BrokenPipeError:  # the reader of our output left early, which is its right
        abandon(sys.stdout)
        return 0
    except OSError as error:
        return _fail(f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error))
    except MemoryError:
        return _fail("there is not enough memory")
    except ImportError as error:
        return _fail(f"a part of the installation is missing: {error}. Install ftdata again")
    except Exception as error:  # noqa: BLE001  a bug must not end in a traceback for somebody else's data
        return _bug(error, words)


def command_names() -> tuple[str, ...]:
    """Names of all commands, sorted. None is imported."""
    return registry.names("ftdata.cli")


def command(name: str) -> ModuleType:
    """Import a command.

    Raises:
        UsageError: There is none of that name.
    """
    if name in command_names():
        return importlib.import_module(f"ftdata.cli.{name}")
    if name.startswith("-"):
        raise UsageError(f"{name[:60]!r} stands before the command; options come after it: ftdata COMMAND {name[:60]}")
    from ftdata.cli._nearest import unknown

    raise unknown("command", name, command_names())


def overview() -> Iterator[str]:
    """Yield the text of ``ftdata --help``."""
    from ftdata.cli._table import aligned

    yield "usage: ftdata COMMAND ..."
    yield ""
    yield "Get training data ready for fine-tuning: check it, fix it, convert it, account for every row."
    yield ""
    yield "commands:"
    yield from aligned([("  " + name, command(name).HELP) for name in command_names()])
    yield ""
    yield "options:"
    yield from aligned([("  --help", "say this"), ("  --version", "say which version this is")])
    yield ""
    yield "`ftdata COMMAND --help` explains a command and shows examples."
    yield "Exit codes: 0 clean, 1 problems found, 2 the job could not be done."


def _dispatch(words: Sequence[str]) -> int:
    if not words:
        complain(overview())
        return 2
    if words[0] in ("--help", "-h"):
        show(overview())
        return 0
    from ftdata.cli._parser import Parser

    chosen = command(words[0])
    parser = Parser(words[0], chosen.HELP, chosen.EPILOG)
    chosen.configure(parser)
    code: int = chosen.run(parser.parse_args(words[1:]))
    return code


def _fail(text: str) -> int:
    say(text)
    return 2


def _stopped(code: int, what: str, words: Sequence[str]) -> int:
    """Say what is left behind. The command is in ``sys.modules`` unless it was stopped before it began."""
    chosen = sys.modules.get(f"ftdata.cli.{words[0]}") if words else None
    say(f"{what}; {getattr(chosen, 'STOPPED', 'nothing was written')}")
    return code


def _bug(error: Exception, words: Sequence[str]) -> int:
    if "--verbose" in words:
        import traceback

        complain(traceback.format_exception(error))
    hint = "" if "--verbose" in words else "; --verbose shows where"
    return _fail(f"internal error, please report it: {type(error).__name__}{hint}")
