"""Writing the page about some files."""

import os
from collections.abc import Sequence

from ftdata.cli._progress import progress
from ftdata.cli._style import page_of, title_of
from ftdata.engine.portrait import Portrait, portray
from ftdata.engine.settings import Settings
from ftdata.writers import AtomicFile

_NAMED = 3


def write_page(files: Sequence[str], settings: Settings, output: str, *, force: bool, quiet: bool) -> Portrait:
    """Judge files and write the page about them.

    Args:
        files: Paths; they are read more than once.
        settings: Target, method, rules.
        output: Path of the page.
        force: Replace it where it exists.
        quiet: Show no progress.

    Raises:
        FtdataError: A file cannot be read, or the page cannot be written.
    """
    from ftdata.reporters._page import page

    with progress(list(files), quiet=quiet) as tell:
        found = portray(files, settings, tell)
    named = [os.path.basename(name) for name in files]
    names = ", ".join(named[:_NAMED] + ["..."] * (len(named) > _NAMED))
    with AtomicFile(output, force=force) as file:
        for piece in page(found.facts(f"ftdata: {names}", page_of, title_of)):
            file.stream.write(piece.encode("utf-8", "backslashreplace"))
        file.settle()
    return found
