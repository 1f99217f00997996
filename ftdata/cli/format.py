"""``ftdata format``."""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence

from ftdata import formats
from ftdata.cli._nearest import unknown
from ftdata.cli._print import show
from ftdata.cli._progress import progress
from ftdata.cli._table import aligned
from ftdata.engine.settings import Settings
from ftdata.engine.survey import Survey, survey
from ftdata.jsontext import dumps
from ftdata.loaders.source import is_url
from ftdata.reporters import guarded, safe
from ftdata.types import Json

HELP = "tell the row format of files and why, or list the formats, or explain one"
EPILOG = """\
examples:
  ftdata format train.jsonl
  ftdata format a.jsonl b.csv --output json
  ftdata format
  ftdata format chat

Of a file every row is looked at; rows of another format, or of none, are named by line.

exit codes: 0 every row has the file's format, 1 some do not or it cannot be told
"""


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("names", nargs="*", metavar="FILE", help="files, or - for standard input, or one format")
    parser.add_argument("--output", choices=("text", "json"), default="text", help="kind of output (default: text)")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress bar")


def run(options: Namespace) -> int:
    """Tell the formats of files, or print a table of formats, or the page of one."""
    if not options.names:
        show(_table())
        return 0
    if len(options.names) == 1 and options.names[0] in formats.names():
        show(_page(options.names[0]))
        return 0
    return _files(options.names, options)


def _files(names: Sequence[str], options: Namespace) -> int:
    for name in names:
        if not (name == "-" or is_url(name) or os.path.exists(name)) and len(names) == 1 and "." not in name:
            raise unknown("format", name, formats.names())
    with progress(names, quiet=options.quiet) as tell:
        found = [survey(name, Settings(), tell) for name in names]
    if options.output == "json":
        show([dumps([_value(each) for each in found]).decode()])
    else:
        show(guarded(safe(line, 300)) for each in found for line in each.lines())
    return 0 if all(each.format and not each.odd for each in found) else 1


def _value(found: Survey) -> Json:
    """A survey as JSON."""
    summary = found.file
    return {
        "file": summary.file,
        "container": summary.container,
        "compression": summary.compression or None,
        "format": found.format,
        "evidence": summary.reason if found.format else None,
        "method": summary.method if found.format else None,
        "tied": list(found.tied),
        "weaker": found.weaker,
        "rows": dict(found.votes),
        "odd": [
            {
                "kind": each.kind,
                "reason": each.reason,
                "rows": each.rows,
                "places": [{"file": place.file, "line": place.line, "example": place.example} for place in each.places],
            }
            for each in found.odd
        ],
    }


def _table() -> Iterator[str]:
    rows = [(each.NAME, ", ".join(each.METHODS), each.TITLE) for each in formats.formats().values()]
    yield from aligned([("name", "methods", "title"), *rows])


def _page(name: str) -> Iterator[str]:
    chosen = formats.get(name)
    yield f"{chosen.NAME}: {chosen.TITLE}"
    yield f"methods: {', '.join(chosen.METHODS)}"
    yield ""
    yield from map(safe, (chosen.__doc__ or "").splitlines())
