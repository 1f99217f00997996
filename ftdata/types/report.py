"""What a run found, as data that reporters write out."""

from collections import Counter

from ftdata.types.address import page_url
from ftdata.types.noun import Noun
from ftdata.types.places import path_text
from ftdata.types.problem import Problem, Severity
from ftdata.types.record import Defect

_SHOWN_IN_NOTEBOOK = 50
_LONGEST_NAME = 80
_SENTENCE_ENDS = (".", "?", "!", "。", "？", "！")


class FileSummary(Noun):
    """What was learned about one file besides its problems.

    Attributes:
        file: Its name as given.
        size: Bytes on disk; None when they are not known (standard input, memory).
        container: ``jsonl``, ``json``, ``csv``, ``tsv``, ``parquet``, ``arrow``, ``arrow-stream``, ``opaque`` (no data
            at all) or ``memory``.
        compression: ``gzip``, ``zstd``, ``xz``, ``bzip2`` or empty.
        format: Row format, or None when it could not be told.
        method: Training method the file was judged for, or None.
        reason: Why that format and method, in a few words.
        rows: Rows found, readable or not, blank lines not counted.
        readable: Rows that could be read.
        keys: Commonest set of top-level keys in the head of the file.
        defects: What is wrong with the file as a whole.
        columns: Names the user gave for its columns: canonical name to theirs.
        files: How many files it is made of: more than one for a directory or a pattern.
    """

    __slots__ = (
        "columns",
        "compression",
        "container",
        "defects",
        "file",
        "files",
        "format",
        "keys",
        "method",
        "readable",
        "reason",
        "rows",
        "size",
    )

    def __init__(
        self,
        file: str,
        size: int | None = None,
        container: str = "",
        compression: str = "",
        format: str | None = None,
        method: str | None = None,
        reason: str = "",
        rows: int = 0,
        readable: int = 0,
        keys: tuple[str, ...] = (),
        defects: tuple[Defect, ...] = (),
        columns: dict[str, str] | None = None,
        files: int = 1,
    ) -> None:
        self.file = file
        self.size = size
        self.container = container
        self.compression = compression
        self.format = format
        self.method = method
        self.reason = reason
        self.rows = rows
        self.readable = readable
        self.keys = keys
        self.defects = defects
        self.columns = {} if columns is None else columns
        self.files = files

    @property
    def has_lines(self) -> bool:
        """Whether its rows stand on lines."""
        return self.container not in ("memory", "parquet", "arrow", "arrow-stream")

    @property
    def headless(self) -> bool:
        """Whether this is a table whose first line looks like a row: names of columns are sentences, or long."""
        return self.container in ("csv", "tsv") and any(
            len(key) > _LONGEST_NAME or (key.count(" ") > 1 and key.rstrip().endswith(_SENTENCE_ENDS))
            for key in self.keys
        )

    def has(self, kind: str) -> bool:
        """Whether the file as a whole has a defect of this kind."""
        return any(defect.kind == kind for defect in self.defects)


class Report(Noun):
    """All that a run found.

    Attributes:
        target: Name of the target.
        method: The one method of all files, or None when they differ or none is known.
        model: Model as given, or None.
        as_of: Date of the target's facts (ISO), or None for a target without facts.
        files: A summary per file, in the order they were read.
        problems: Every problem, sorted by file, line, code.
        known: How many more problems there are, which a baseline knows.
    """

    __slots__ = ("as_of", "files", "known", "method", "model", "problems", "target")

    def __init__(
        self,
        target: str,
        method: str | None = None,
        model: str | None = None,
        as_of: str | None = None,
        files: list[FileSummary] | None = None,
        problems: list[Problem] | None = None,
        known: int = 0,
    ) -> None:
        self.target = target
        self.method = method
        self.model = model
        self.as_of = as_of
        self.files = [] if files is None else files
        self.problems = [] if problems is None else problems
        self.known = known

    @property
    def rows(self) -> int:
        """Rows found in all files, readable or not."""
        return sum(file.rows for file in self.files)

    @property
    def file_count(self) -> int:
        """How many files were read; a directory counts as those in it."""
        return sum(file.files for file in self.files)

    def count(self, severity: Severity) -> int:
        """How many problems have this severity."""
        return sum(problem.severity == severity for problem in self.problems)

    @property
    def clean(self) -> bool:
        """Whether there is no error and no warning."""
        return all(problem.severity == "info" for problem in self.problems)

    def by_code(self) -> dict[str, int]:
        """Rows concerned by each code, most first, then by code."""
        counts: Counter[str] = Counter()
        for problem in self.problems:
            counts[problem.code] += problem.count
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def __bool__(self) -> bool:
        """True when the data is clean, so that ``if ftdata.validate(...)`` reads well."""
        return self.clean

    def __str__(self) -> str:
        """Say it in one line."""
        return self._verdict()

    def _repr_html_(self) -> str:
        """A table for notebooks: one row a problem, everything from the data escaped."""
        from html import escape

        shown = self.problems[:_SHOWN_IN_NOTEBOOK]
        more = len(self.problems) - len(shown)
        head = "".join(f"<th style='text-align:left'>{name}</th>" for name in ("Place", "Rule", "Severity", "Problem"))
        body = "".join(_html_row(problem) for problem in shown)
        tail = f"<p>… and {more} more problem{'s' * (more != 1)}.</p>" if more else ""
        return f"<p>{escape(self._verdict())}</p><table><tr>{head}</tr>{body}</table>{tail}"

    def _verdict(self) -> str:
        numbers = ((self.rows, "row"), (self.count("error"), "error"), (self.count("warning"), "warning"))
        rows, errors, warnings = (f"{number} {noun}{'s' * (number != 1)}" for number, noun in numbers)
        return f"{rows} for target {self.target}: {errors}, {warnings}"


def _html_row(problem: Problem) -> str:
    from html import escape

    place = f"{problem.location.file}:{problem.location.line}" if problem.location.line else problem.location.file
    if problem.path:
        place += f" {path_text(problem.path)}"
    rule = escape(f"{problem.code} {problem.name}")
    if address := page_url(problem.code):
        rule = f"<a href='{escape(address)}'>{rule}</a>"
    cells = (escape(place), rule, problem.severity, escape(problem.message))
    return "<tr>" + "".join(f"<td style='text-align:left'>{cell}</td>" for cell in cells) + "</tr>"
