"""The last step of a preparation, piece by piece: rows to the training or validation part, the rest to the rejects."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from ftdata.engine.keys import COPY_FIELDS, Cut, held_rows
from ftdata.engine.parallel import remote, run_jobs
from ftdata.engine.pieces import DUPLICATE, Changed, Reject, changed, rejects, remove
from ftdata.engine.rejects import body
from ftdata.engine.settings import Settings
from ftdata.engine.shelf import BUFFER, part_files

PARTS = ("train", "validation", "rejected")

Write = Callable[[bytes], object]
"""Takes one or more whole lines."""


@dataclass(frozen=True, slots=True)
class Division:
    """What is to be done with a piece; plain data, so that it can go to another process.

    Attributes:
        stem: Path of its files without their endings.
        source: Number of its source, from 0.
        file: Name of its source.
        lines: Lines of the source before it.
        rows: Rows of the source before it.
        size: Its rows.
        cut: Where the rows end that are held back, or None.
        copies: Of each copy, in order: its row and line, then piece and line of the first of its kind.
        has_lines: Whether the source has lines.
    """

    stem: str
    source: int
    file: str
    lines: int
    rows: int
    size: int
    cut: Cut | None = None
    copies: "array[int]" = field(default_factory=lambda: array("I"))
    has_lines: bool = True

    @property
    def keys(self) -> str:
        """Path of its keys."""
        return f"{self.stem}.keys"

    def place(self, number: int) -> str:
        """Say where a row is, by its number in the piece."""
        where = f"line {number + self.lines}" if self.has_lines else f"example {number + self.rows}"
        return f"{where} of {self.file}"


@dataclass(slots=True)
class Divided:
    """What became of a piece.

    Attributes:
        train: Rows in the training part.
        validation: Rows in the validation part.
        copies: Number of each copy among the rows of its source.
        unfixed: Copies that a fix had changed.
        fixes: The fixes of these, which are not to be counted.
    """

    train: int = 0
    validation: int = 0
    copies: "array[int]" = field(default_factory=lambda: array("Q"))
    unfixed: int = 0
    fixes: Counter[tuple[str, str]] = field(default_factory=Counter)

    def leave_out(self, copy: "_Copy", example: int) -> None:
        """Count a copy."""
        self.copies.append(example)
        if copy.changed and copy.changed.applied:
            self.unfixed += 1
            self.fixes.update(dict.fromkeys(copy.changed.applied, 1))


def divide(job: Division, train: Write, validation: Write, rejected: Write) -> Divided:
    """Write every row of a piece to the part it belongs to, in order; lines end with LF."""
    done = Divided()
    held = _held(job)
    refused, copies = rejects(job.stem), _copies(job)
    reject, copy = next(refused, None), next(copies, None)
    with open(f"{job.stem}.rows", "rb", buffering=BUFFER) as rows:
        row = -1
        for example in range(1, job.size + 1):
            if reject and reject.example == example:
                rejected(reject.text(job.file, job.lines, job.rows))
                reject = next(refused, None)
                continue
            row, text = row + 1, rows.readline()
            if copy and copy.row == row:
                rejected(_as_reject(copy, example, text).text(job.file, job.lines, job.rows))
                done.leave_out(copy, example + job.rows)
                copy = next(copies, None)
            elif held[row]:
                done.validation += 1
                validation(text)
            else:
                done.train += 1
                train(text)
    return done


def divide_all(
    jobs: Sequence[Division], writes: tuple[Write, Write, Write], settings: Settings
) -> Iterator[tuple[Division, Divided]]:
    """Divide all pieces in order; on a cluster its machines do so, and their files are put together here."""
    if not remote(settings):
        for job in jobs:
            yield job, divide(job, *writes)
            remove(job.stem)
        return
    with closing(run_jobs(divide_apart, jobs, settings)) as done:
        for job, result in zip(jobs, done, strict=True):
            for part, write in zip(PARTS, writes, strict=True):
                _append(Path(f"{job.stem}.{part}"), write)
            yield job, result
            remove(job.stem)


def _append(path: Path, write: Write) -> None:
    """Copy a file, always whole lines at once."""
    with path.open("rb") as stream:
        while lines := stream.readlines(BUFFER):
            write(b"".join(lines))
    path.unlink()


def divide_apart(job: Division) -> Divided:
    """The same into files of the piece's own, so that another machine can do it."""
    with part_files(job.stem, PARTS) as files:
        return divide(job, *(files[part].write for part in PARTS))


@dataclass(frozen=True, slots=True)
class _Copy:
    row: int
    line: int
    changed: Changed | None


def _copies(job: Division) -> Iterator[_Copy]:
    """Yield the copies of a piece with what is to be said of those that are not their source's own bytes."""
    others = changed(job.stem) if job.copies else iter(())
    other = next(others, None)
    for row, line in zip(job.copies[::COPY_FIELDS], job.copies[1::COPY_FIELDS], strict=True):
        while other and other.row < row:
            other = next(others, None)
        yield _Copy(row, line if job.has_lines else 0, other if other and other.row == row else None)


def _as_reject(copy: _Copy, example: int, row: bytes) -> Reject:
    said = copy.changed.body if copy.changed else body((DUPLICATE,), row.rstrip(b"\n"))
    return Reject(copy.line, example, said)


def _held(job: Division) -> bytearray:
    """Mark which kept rows are held back."""
    held = bytearray(job.size)
    for row in held_rows(job.keys, job.cut) if job.cut else ():
        held[row] = True
    return held
