"""Writing what a preparation keeps: the parts, the rejects, the account."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from ftdata.engine.divide import Write, divide_all
from ftdata.engine.keys import Compared, compare, find_cut, shares
from ftdata.engine.parallel import engine, run_apart
from ftdata.engine.prepare import Preparation, begin, leave_out_copies, prepare, tell_copies, written_file
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.shelf import Shelf, refuse_url, shelf_folder
from ftdata.engine.split import rows_wanted
from ftdata.engine.starting import companions, starter_files
from ftdata.engine.validate import finish_report
from ftdata.errors import FtdataError, UsageError
from ftdata.jsontext import parse
from ftdata.starters import Job
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
        notes: What else the user should know of them.
        starters: Names of the files that start the training.
        advice: What the user does next.
    """

    preparation: Preparation
    written: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    starters: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()


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
    refuse_url(order.output, *([order.rejected] if order.rejected else []))
    settings = settings._replace(options={"validation": order.validation > 0} | dict(settings.options))
    delivery = Delivery(begin(settings))
    folder = Path(order.output)
    made = _make(folder)
    try:
        with ExitStack() as stack:
            stack.enter_context(engine(settings))
            files = _open_all(stack, folder, order, sources)
            shelf = Shelf(stack.enter_context(shelf_folder(folder)), seed=order.seed)
            prepare(sources, settings, delivery.preparation, shelf, unsafe=order.unsafe, progress=progress)
            _compare(delivery.preparation, order, settings)
            _write(files, delivery, order, settings)
            finish_report(delivery.preparation.report, delivery.preparation.judges)
            _judge_training_file(files, delivery, settings)
            _add_starters(stack, files, delivery, settings, order)
            files[REPORT].stream.write(document(delivery, order))
            for file in files.values():
                file.settle()
        _remove_stale(folder, files)
        _add_companions(delivery, files, order)
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


def _compare(account: Preparation, order: Order, settings: Settings) -> None:
    """Find the copies among all rows, and which rows are held back, and note both with the pieces."""
    paths, drop = [piece.keys for piece in account.pieces], account.drops_copies
    found = Compared()
    for part in run_apart(compare, shares(paths, account.kept, drop=drop), settings):
        found.merge(part)
    leave_out_copies(account, found)
    wanted = rows_wanted(sum(found.sizes.values()), order.validation)
    cut = find_cut(paths, found.sizes, wanted, order.seed, drop=drop)
    account.pieces = [replace(piece, cut=cut) for piece in account.pieces]


def _write(files: dict[str, AtomicFile], delivery: Delivery, order: Order, settings: Settings) -> None:
    """Write all pieces, one after the other."""
    account, rows = delivery.preparation, {TRAIN: 0, VALIDATION: 0}
    parts: dict[str, list[dict[str, Json]]] = {TRAIN: [], VALIDATION: []}
    train, validation = (
        _collector(parts[name]) if order.huggingface else _writer(files, name) for name in (TRAIN, VALIDATION)
    )
    for job, done in divide_all(account.pieces, (train, validation, _writer(files, REJECTED)), settings):
        rows[TRAIN] += done.train
        rows[VALIDATION] += done.validation
        tell_copies(job, done, account)
    if not account.balanced or sum(rows.values()) != account.kept:
        raise FtdataError("the rows do not add up; nothing was written. This is a bug, please report it")
    delivery.written = rows if order.validation else {TRAIN: rows[TRAIN]}
    if order.huggingface:
        named = {name.removesuffix(".jsonl"): rows for name, rows in parts.items()}
        delivery.notes = write_directory(named, str(Path(order.output) / DIRECTORY), force=order.force)


def _collector(rows: list[dict[str, Json]]) -> Write:
    return lambda lines: rows.extend(parse(line)[0] for line in lines.split(b"\n")[:-1])


def _writer(files: dict[str, AtomicFile], name: str) -> Write:
    return files[name].stream.write if name in files else _refuse


def _refuse(_: bytes) -> None:
    raise FtdataError("a row was chosen for a part that was not asked for. This is a bug, please report it")


def _judge_training_file(files: dict[str, AtomicFile], delivery: Delivery, settings: Settings) -> None:
    """Say what is wrong with the training file as a whole: too few rows, too large."""
    if TRAIN not in files:
        return
    account, file = delivery.preparation, files[TRAIN]
    found = written_file(account, settings, file.path, delivery.written[TRAIN], file.stream.tell())
    account.report.problems = sorted([*account.report.problems, *found], key=lambda problem: problem.sort_key)


def _add_starters(
    stack: ExitStack, files: dict[str, AtomicFile], delivery: Delivery, settings: Settings, order: Order
) -> None:
    """Write what starts the training."""
    goal, folder = delivery.preparation.destination, Path(order.output)
    if TRAIN not in files or goal is None:
        return
    sizes = {name: files[name].stream.tell() for name in (TRAIN, VALIDATION) if delivery.written.get(name)}
    held = VALIDATION if VALIDATION in sizes else ""
    size = max(sizes.values(), default=0)
    grader = settings.options.get("grader")
    model = settings.model or ""
    grader = grader if isinstance(grader, dict) else None
    weighted = bool(goal.fact("weights_ignored")) and _has_weights(files[TRAIN])
    job = Job(goal.target.name, goal.method, model, TRAIN, held, size, grader, weighted)
    new, notes = starter_files(job, folder)
    for file in new:
        files[file.name] = stack.enter_context(AtomicFile(str(folder / file.name), force=True))
        files[file.name].stream.write(file.text.encode())
    delivery.starters = tuple(file.name for file in new)
    delivery.advice += tuple(notes)


def _has_weights(file: AtomicFile) -> bool:
    """Whether rows may have weights: their key is there, somewhere."""
    file.stream.flush()
    with open(file.stream.name, "rb") as written:
        return any(b'"weight"' in line for line in written)


def _add_companions(delivery: Delivery, files: dict[str, AtomicFile], order: Order) -> None:
    goal, names = delivery.preparation.destination, [name for name, rows in delivery.written.items() if rows]
    if TRAIN in files and goal and TRAIN in names:
        made, notes = companions(goal, Path(order.output), names, force=order.force)
        delivery.starters += tuple(made)
        delivery.advice += tuple(notes)


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
