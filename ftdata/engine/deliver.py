"""Writing what a preparation keeps: the parts, the rejects, the account."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from ftdata.engine.outcome import Outcome
from ftdata.engine.prepare import Preparation, begin, prepare, written_file
from ftdata.engine.rejects import reject_line
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.split import validation_rows
from ftdata.errors import FtdataError, UsageError
from ftdata.jsontext import parse
from ftdata.types import Json
from ftdata.writers import AtomicFile, refuse_overwrite, refuse_same
from ftdata.writers.huggingface import write_directory

TRAIN, VALIDATION, REJECTED, REPORT = "train.jsonl", "validation.jsonl", "rejected.jsonl", "report.json"
DIRECTORY = "dataset"


@dataclass(frozen=True, slots=True)
class Order:
    """How a preparation is to be delivered.

    Attributes:
        output: Directory to write into; made when it is not there.
        validation: Share of the rows held back, 0 to below 1.
        seed: Another seed gives another choice.
        huggingface: Write a ``datasets`` directory instead of JSON Lines.
        rejected: Name of the rejects file, when not ``rejected.jsonl`` in the directory.
        force: Replace files that are there.
        unsafe: Apply unsafe fixes too.
    """

    output: str
    validation: float = 0.1
    seed: int = 0
    huggingface: bool = False
    rejected: str | None = None
    force: bool = False
    unsafe: bool = False


@dataclass(slots=True)
class Delivery:
    """What was delivered.

    Attributes:
        preparation: The account of the rows.
        written: Rows by the name of the file (or part) they went to.
    """

    preparation: Preparation
    written: dict[str, int] = field(default_factory=dict)


Document = Callable[[Delivery, Order], bytes]
"""Makes the text of ``report.json``."""


def deliver(
    sources: Sequence[object], settings: Settings, order: Order, document: Document, progress: Progress = no_progress
) -> Delivery:
    """Prepare the sources and write the result; every file appears whole, and only when all rows are accounted for.

    Raises:
        UsageError: An option is unknown, a format cannot be told, or a file exists and ``force`` is False.
        UnreadableError: A source cannot be read to its end.
        FtdataError: Something cannot be written.
    """
    if not 0 <= order.validation < 1:
        raise UsageError(f"--validation is a share of the rows from 0 to below 1, not {order.validation}")
    delivery = Delivery(begin(settings))
    folder = Path(order.output)
    made = _make(folder)
    try:
        with ExitStack() as stack:
            files = _open_all(stack, folder, order, sources)
            spool = stack.enter_context(TemporaryFile(dir=folder))
            rows = prepare(sources, settings, delivery.preparation, unsafe=order.unsafe, progress=progress)
            _spool(rows, spool, files[REJECTED].stream)
            _divide(spool, files, delivery, order)
            _judge_training_file(files, delivery, settings)
            files[REPORT].stream.write(document(delivery, order))
            for file in files.values():
                file.settle()
        _remove_stale(folder, files)
    except BaseException:
        if made:
            _remove_empty(folder)
        raise
    return delivery


def _open_all(stack: ExitStack, folder: Path, order: Order, sources: Sequence[object]) -> dict[str, AtomicFile]:
    names = {name: str(folder / name) for name in (REPORT, REJECTED)}
    if order.rejected:
        names[REJECTED] = order.rejected
    if order.huggingface:
        _refuse_directory(folder / DIRECTORY, order, sources)
    else:
        names |= {TRAIN: str(folder / TRAIN)}
        names |= {VALIDATION: str(folder / VALIDATION)} if order.validation else {}
    for name in (TRAIN, VALIDATION):
        refuse_overwrite(str(folder / name), force=order.force, inputs=sources)
    refuse_same(names.values())
    return {
        name: stack.enter_context(AtomicFile(path, force=order.force, inputs=sources)) for name, path in names.items()
    }


def _spool(rows: Iterable[Outcome], spool: BinaryIO, rejects: BinaryIO) -> None:
    for outcome in rows:
        if outcome.kept is None:
            rejects.write(reject_line(outcome) + b"\n")
        else:
            spool.write(outcome.kept + b"\n")


def _divide(spool: BinaryIO, files: dict[str, AtomicFile], delivery: Delivery, order: Order) -> None:
    account = delivery.preparation
    held = validation_rows(account.identities, order.validation, order.seed)
    spool.seek(0)
    names = {True: VALIDATION, False: TRAIN}
    delivery.written = {TRAIN: account.kept - len(held)} | ({VALIDATION: len(held)} if order.validation else {})
    if not account.balanced:
        raise FtdataError("the rows do not add up; nothing was written. This is a bug, please report it")
    if order.huggingface:
        parts: dict[str, list[dict[str, Json]]] = {TRAIN: [], VALIDATION: []}
        for row, line in enumerate(spool):
            parts[names[row in held]].append(parse(line)[0])
        write_directory(
            {name.removesuffix(".jsonl"): rows for name, rows in parts.items()},
            str(Path(order.output) / DIRECTORY),
            force=order.force,
        )
        return
    for row, line in enumerate(spool):
        files[names[row in held]].stream.write(line)


def _judge_training_file(files: dict[str, AtomicFile], delivery: Delivery, settings: Settings) -> None:
    """Say what is wrong with the training file as a whole: too few rows, too large."""
    if TRAIN not in files:
        return
    account, file = delivery.preparation, files[TRAIN]
    found = written_file(account, settings, file.path, delivery.written[TRAIN], file.stream.tell())
    account.report.problems = sorted([*account.report.problems, *found], key=lambda problem: problem.sort_key)


def _remove_stale(folder: Path, files: dict[str, AtomicFile]) -> None:
    """Remove the parts of an earlier run that this one replaces and has none of: they would overlap with the new."""
    for name in (TRAIN, VALIDATION):
        if name not in files:
            (folder / name).unlink(missing_ok=True)


def _refuse_directory(place: Path, order: Order, sources: Sequence[object]) -> None:
    for source in sources:
        if isinstance(source, str | Path) and place.resolve() in Path(source).resolve().parents:
            raise UsageError(f"{source}: stands in the directory {place} that is to be written; choose another output")
    if place.exists() and not order.force:
        raise UsageError(f"{place}: exists; use --force to replace it")


def _make(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        if not folder.is_dir():
            raise UsageError(f"{folder}: is not a directory") from None
        return False
    except OSError as error:
        raise FtdataError(f"{folder}: cannot be made: {error.strerror}") from error
    return True


def _remove_empty(folder: Path) -> None:
    if not any(_entries(folder)):
        folder.rmdir()


def _entries(folder: Path) -> Iterator[Path]:
    return folder.iterdir() if folder.is_dir() else iter(())
