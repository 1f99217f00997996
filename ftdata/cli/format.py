"""``ftdata format``."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from ftdata.cli._nearest import unknown
from ftdata.cli._print import show
from ftdata.cli._table import aligned
from ftdata.formats import Format, formats
from ftdata.reporters import safe

HELP = "list the row formats, or explain one"
EPILOG = """\
examples:
  ftdata format
  ftdata format chat
"""


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="a format")


def run(options: Namespace) -> int:
    """Print a table of formats, or the page of one."""
    every = formats()
    if options.name is None:
        show(_table(every))
    elif options.name in every:
        show(_page(every[options.name]))
    else:
        raise unknown("format", options.name, every)
    return 0


def _table(every: dict[str, Format]) -> Iterator[str]:
    rows = [(each.NAME, ", ".join(each.METHODS), each.TITLE) for each in every.values()]
    yield from aligned([("name", "methods", "title"), *rows])


def _page(chosen: Format) -> Iterator[str]:
    yield f"{chosen.NAME}: {chosen.TITLE}"
    yield f"methods: {', '.join(chosen.METHODS)}"
    yield ""
    yield from map(safe, (chosen.__doc__ or "").splitlines())
