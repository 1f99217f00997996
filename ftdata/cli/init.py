"""``ftdata init``."""

import os
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ftdata.cli import _account
from ftdata.cli._nearest import unknown
from ftdata.cli._print import show
from ftdata.engine.intake import take_in
from ftdata.engine.settings import Settings
from ftdata.engine.validate import validate
from ftdata.errors import FtdataError, UsageError
from ftdata.reporters import safe
from ftdata.rules import rules
from ftdata.targets import names
from ftdata.types import Report
from ftdata.writers import AtomicFile, refuse_overwrite

HELP = "look at the data in a folder and write a commented ftdata.toml and a pre-commit entry"
EPILOG = """\
examples:
  ftdata init
  ftdata init data --target azure

Nothing is asked. The data stays as it is; what the settings find in it is said at the end.

exit codes: 0 written, and the data is clean, 1 written, and there are problems, 2 nothing was written
"""

CONFIG = "ftdata.toml"
HOOKS = ".pre-commit-config.yaml"
_ENDINGS = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".jsonl.gz", ".parquet")
_SKIPPED = ("node_modules", "venv", "build", "dist", "__pycache__")
_MOST = 200
_DEPTH = 3


class Seen(NamedTuple):
    """A data file: its name, and its format and method where they could be told."""

    name: str
    format: str | None
    method: str | None
    keys: tuple[str, ...]


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("folder", nargs="?", default=".", metavar="FOLDER", help="where the data is (default: here)")
    parser.add_argument("--target", default="any", metavar="T", help="where the data goes (default: any)")
    parser.add_argument("--force", action="store_true", help="replace an ftdata.toml that exists")


def run(options: Namespace) -> int:
    """Look, write, and say what the settings find."""
    if options.target not in names():
        raise unknown("target", options.target, names())
    if not os.path.isdir(options.folder):
        raise UsageError(f"{options.folder}: is no folder")
    seen = [found for path in _files(options.folder) if (found := _look(path))]
    known = [each for each in seen if each.format]
    if not known:
        raise UsageError(f"{options.folder}: no training data was found in files {', '.join(_ENDINGS)}")
    refuse_overwrite(CONFIG, force=options.force)
    report = validate([each.name for each in known], Settings(options.target))
    _write(CONFIG, _config(options.target, seen, report), force=options.force)
    written = [CONFIG]
    if os.path.isdir(".git") and not os.path.exists(HOOKS):
        _write(HOOKS, _hooks(known), force=False)
        written.append(HOOKS)
    show(_told(seen, report, written))
    return 0 if report.clean else 1


def _files(folder: str) -> Iterator[str]:
    """Data files below a folder, in order; hidden folders and those of tools are left out."""
    found = 0
    for place, folders, files in os.walk(folder):
        deep = os.path.relpath(place, folder).count(os.sep) >= _DEPTH - 1
        folders[:] = [] if deep else sorted(each for each in folders if each[0] != "." and each not in _SKIPPED)
        for file in sorted(files):
            if file.endswith(_ENDINGS) and file[0] != "." and found < _MOST:
                found += 1
                yield os.path.normpath(os.path.join(place, file))


def _look(path: str) -> Seen | None:
    """The format of a file from its first rows; None for what holds no rows at all."""
    try:
        intake = take_in(path, Settings(), exact=False)
    except FtdataError:
        return None
    summary = intake.summary
    return Seen(path, summary.format, summary.method, summary.keys) if intake.rows else None


def _config(target: str, seen: Sequence[Seen], report: Report) -> Iterator[str]:
    yield "# Settings of ftdata; `ftdata validate --help` explains each. Made by `ftdata init`."
    yield ""
    yield "# Where the data goes; `ftdata target` lists the places."
    yield f'target = "{target}"'
    yield '# model = "..."  # the model to be tuned'
    methods = Counter(each.method for each in seen if each.method)
    yield f'# method = "{methods.most_common(1)[0][0]}"  # told from each file; found: {_counted(methods)}'
    yield ""
    yield "# What was found here:"
    for each in seen[:20]:
        yield f"#   {safe(each.name, 100)}: {each.format or 'no known format; keys ' + safe(', '.join(each.keys), 60)}"
    unknown_files = [each for each in seen if not each.format]
    if unknown_files:
        yield "# Files of no known format are read when their columns are named:"
        yield '# columns = { prompt = "question", completion = "answer" }'
    yield ""
    yield "# Rules left out, each with a reason, and grades of your own; `ftdata rule` lists them all."
    for code, number in report.by_code().items():
        if not _is_info(report, code):
            yield f"# found now: {code} {rules()[code].name}, in {_account.rows(number)}"
    yield "ignore = {}"
    yield '# ignore = { Q002 = "our prompts have no system message on purpose" }'
    yield '# severity = { L001 = "warning" }'
    yield ""
    yield "# Problems that are known and may stay: ftdata validate FILES --write-baseline baseline.json"
    yield '# baseline = "baseline.json"'


def _hooks(known: Sequence[Seen]) -> Iterator[str]:
    yield "repos:"
    yield "  - repo: local"
    yield "    hooks:"
    yield "      - id: ftdata-validate"
    yield "        name: ftdata validate"
    yield "        entry: ftdata validate"
    yield "        language: python"
    yield "        additional_dependencies: [ftdata]"
    yield "        require_serial: true"
    yield f"        files: '{_pattern(known)}'"


def _pattern(known: Sequence[Seen]) -> str:
    endings = sorted({next(end for end in _ENDINGS if each.name.endswith(end)) for each in known})
    folders = sorted({each.name.split(os.sep)[0] for each in known if os.sep in each.name})
    inside = f"^({'|'.join(folders)})/" if folders and all(os.sep in each.name for each in known) else ""
    return f"{inside}.*({'|'.join(end.replace('.', chr(92) + '.') for end in endings)})$"


def _told(seen: Sequence[Seen], report: Report, written: Sequence[str]) -> Iterator[str]:
    counts = Counter(each.format or "no known format" for each in seen)
    files = f"{len(seen)} data file{'' if len(seen) == 1 else 's'}"
    yield f"{files}: {', '.join(f'{number} {name}' for name, number in counts.most_common())}"
    yield f"written: {', '.join(written)}"
    if HOOKS not in written and os.path.exists(HOOKS):
        yield f"{HOOKS} is there already and was left alone; the README shows the entry for ftdata"
    yield str(report)
    if not report.clean:
        codes = [code for code in report.by_code() if not _is_info(report, code)]
        yield f"found: {', '.join(codes[:12])}; `ftdata validate FILE` says where, `ftdata rule CODE` why"


def _is_info(report: Report, code: str) -> bool:
    return all(problem.severity == "info" for problem in report.problems if problem.code == code)


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} ({number})" for name, number in counts.most_common())


def _write(path: str, lines: Iterator[str], *, force: bool) -> None:
    with AtomicFile(path, force=force) as file:
        file.stream.write("".join(f"{line}\n" for line in lines).encode())
        file.settle()
