"""Writing the reports that the user asked for: one to standard output, others to files, all of them whole."""

from collections.abc import Sequence

from ftdata import reporters
from ftdata.cli._print import show
from ftdata.errors import UsageError
from ftdata.reporters import Style
from ftdata.types import Report

Outputs = Sequence[tuple[str, str]] | None
"""Kind and file of each report; None for text to standard output."""


def check(outputs: Outputs, inputs: Sequence[str], *, force: bool) -> None:
    """Refuse outputs that cannot be written, before the work is done.

    Raises:
        UsageError: Two go to one place, or a file exists and ``force`` is False.
    """
    if not outputs:
        return
    from ftdata.writers import refuse_overwrite, refuse_same

    files = [file for _, file in outputs]
    if files.count("-") > 1:
        raise UsageError("one report goes to standard output; give the others a file: --output sarif=FILE")
    named = [file for file in files if file != "-"]
    refuse_same(named)
    for file in named:
        refuse_overwrite(file, force=force, inputs=inputs)


def emit(report: Report, style: Style, outputs: Outputs, *, force: bool) -> None:
    """Write the reports; with none for standard output, a short text goes there.

    Raises:
        FtdataError: One cannot be written.
    """
    outputs = outputs or [("text", "-")]
    for kind, file in outputs:
        if file != "-":
            _to_file(report, style, kind, file, force=force)
    printed = next((kind for kind, file in outputs if file == "-"), None)
    brief = style._replace(quiet=True) if printed is None else style
    show(reporters.get(printed or "text").write(report, brief))


def write_baseline(report: Report, file: str, *, force: bool) -> None:
    """Write down the problems of a report, for ``--baseline``.

    Raises:
        FtdataError: The file cannot be written.
    """
    from ftdata.engine.baseline import baseline_of
    from ftdata.writers import AtomicFile

    with AtomicFile(file, force=force) as target:
        target.stream.write(baseline_of(report))
        target.settle()


def _to_file(report: Report, style: Style, kind: str, file: str, *, force: bool) -> None:
    from ftdata.writers import AtomicFile

    plain = style._replace(colour=False, width=0)
    with AtomicFile(file, force=force) as target:
        for line in reporters.get(kind).write(report, plain):
            target.stream.write(line.encode("utf-8", "backslashreplace") + b"\n")
        target.settle()
