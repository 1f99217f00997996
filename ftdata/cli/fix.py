"""``ftdata fix``."""

from argparse import ArgumentParser, Namespace
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

from ftdata import reporters
from ftdata.cli import _account, _options
from ftdata.cli._print import complain, show
from ftdata.cli._progress import progress
from ftdata.cli._style import style
from ftdata.config import Config
from ftdata.engine.mend import Line, Mending, begin, mend
from ftdata.engine.settings import Progress
from ftdata.errors import UsageError
from ftdata.loaders import open_source
from ftdata.reporters import safe
from ftdata.rules.concealed import concealed
from ftdata.writers import AtomicFile, packed

HELP = "mend what can be mended safely; untouched lines come back byte for byte"
EPILOG = """\
examples:
  ftdata fix train.jsonl --target azure --diff
  ftdata fix train.jsonl --target azure -o fixed.jsonl
  ftdata fix train.jsonl valid.jsonl --target azure --in-place
  ftdata fix train.jsonl --target azure --unsafe --select S006 --diff
  ftdata fix train.jsonl --check

Without --diff, --check, --in-place or -o the fixed file goes to standard output.
exit codes: 0 nothing is left to mend, 1 problems are left (with --check or --diff: something would change), 2 failed
"""

STOPPED = "files finished before were fixed, the others are as they were"
_CUT, _BEFORE = 400, 60


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    _options.add_files(parser)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("-o", "--output", metavar="OUT", help="write the fixed file here (one FILE only)")
    how.add_argument("--in-place", action="store_true", help="replace each file by its fixed form")
    how.add_argument("--diff", action="store_true", help="show what would change; write nothing")
    how.add_argument("--check", action="store_true", help="only say, by the exit code, whether anything would change")
    parser.add_argument("--unsafe", action="store_true", help="apply unsafe fixes too")
    parser.add_argument("--force", action="store_true", help="replace OUT when it exists")
    _options.add_destination(parser)
    _options.add_shape(parser)
    _options.add_rules(parser)
    _options.add_report(parser, output=False)
    _options.add_run(parser)


def run(options: Namespace) -> int:
    """Fix the files and say what was done and what is left."""
    config = _options.complete(options)
    dry = options.diff or options.check
    if len(options.files) > 1 and not (dry or options.in_place):
        raise UsageError("several files are fixed with --in-place, or looked at with --diff or --check")
    if options.in_place and "-" in options.files:
        raise UsageError("standard input cannot be fixed in place; use -o OUT")
    if options.in_place:
        _all_there(options.files)
    with progress(options.files, quiet=options.quiet) as tell:
        results = [_fix(file, options, config, tell) for file in options.files]
    speak = complain if not dry and not options.in_place and not options.output else show
    for file, result in zip(options.files, results, strict=True):
        speak(_told(file, result, options, config))
    changed = any(result.changed for result in results)
    left = any(not result.report.clean for result in results)
    return int((changed if dry else left) and not options.exit_zero)


def _all_there(files: Sequence[str]) -> None:
    """Make sure, before the first file is changed, that each can be read and may be changed."""
    for file in files:
        with open_source(file):
            pass
        if not Path(file).stat().st_mode & 0o222:
            raise UsageError(f"{file}: is read-only; make it writable, or use -o OUT")


def _fix(file: str, options: Namespace, config: Config, tell: Progress) -> Mending:
    settings = _options.settings(options, config)
    result = begin(settings)
    lines = mend(file, settings, result, output=options.output, unsafe=options.unsafe, progress=tell)
    if options.diff:
        show(_diff(file, lines))
        deque(lines, maxlen=0)  # a reader that left early must not cut the account short
    elif options.check:
        deque(lines, maxlen=0)
    elif options.in_place:
        _replace(file, lines, result)
    else:
        _write(lines, options.output or "-", options, file)
    return result


def _write(lines: Iterator[Line], path: str, options: Namespace, source: str) -> None:
    with AtomicFile(path, force=options.force, inputs=[source]) as out:
        stream = packed(path, out.stream)
        for line in lines:
            stream.write(line.after)
        if stream is not out.stream:
            stream.close()


def _replace(file: str, lines: Iterator[Line], result: Mending) -> None:
    """Write the fixed file in the place of the old one, unless nothing changed."""
    with AtomicFile(str(Path(file).resolve()), force=True, abandon=lambda: not result.changed) as out:
        for line in lines:
            out.stream.write(line.after)
        if result.report.files[0].container != "jsonl" or result.report.files[0].compression:
            raise UsageError(f"{file}: only plain JSON Lines are fixed in place; use -o OUT.jsonl")


def _diff(file: str, lines: Iterator[Line]) -> Iterator[str]:
    begun = False
    for line in lines:
        if line.before == line.after:
            continue
        if not begun:
            yield f"--- {safe(file)}"
            yield f"+++ {safe(file)} (fixed)"
            begun = True
        yield f"@@ line {line.number or 1} @@"
        before, after = _text(line.before), _text(line.after)
        start = max(_first_difference(before, after) - _BEFORE, 0)
        yield "-" + _window(before, start)
        if line.after:
            yield "+" + _window(after, start)


def _first_difference(before: str, after: str) -> int:
    pairs = enumerate(zip(before, after, strict=False))
    return next((place for place, (old, new) in pairs if old != new), min(len(before), len(after)))


def _text(line: bytes) -> str:
    """The line as it may be looked at: a secret that stands in the file shall not stand in a log too."""
    return concealed(line.decode("utf-8", "backslashreplace").rstrip("\n"), kinds=True)


def _window(text: str, start: int) -> str:
    """The line, or what stands around its first change when that is far from the beginning."""
    if len(text) <= _CUT:
        start = 0
    return ("…" if start else "") + safe(text[start:], _CUT)


def _told(file: str, result: Mending, options: Namespace, config: Config) -> Iterator[str]:
    verb = "would change" if options.diff or options.check else "changed"
    lines = "1 line" if result.changed == 1 else f"{result.changed:,} lines"
    yield f"{safe(file)}: {verb} {lines} of {_account.rows(result.rows)}"
    if options.quiet:
        return
    yield from _account.fixes(result.fixes)
    yield from reporters.get("text").write(result.report, style(options, result.report, config))
