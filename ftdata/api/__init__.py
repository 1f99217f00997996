"""The verbs, for notebooks and programs.

Every ``source`` is a path, a directory or a pattern (read as one), a URL, ``org/name:split`` on the Hugging Face Hub,
``-`` (standard input), an iterable of dicts, a ``datasets.Dataset``, a pandas DataFrame, or rows that ``load`` or
``convert`` returned.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ftdata import formats, targets
from ftdata.api.rows import Rows, Split
from ftdata.engine import Settings
from ftdata.engine import convert as converting
from ftdata.engine import mend as mending
from ftdata.engine.adapt import padding
from ftdata.engine.baseline import without_known
from ftdata.engine.intake import renamed, take_in
from ftdata.engine.judge import Judge
from ftdata.engine.outcome import Outcome
from ftdata.engine.rejects import reject_line
from ftdata.engine.survey import Survey, survey
from ftdata.engine.validate import validate as judge_sources
from ftdata.errors import UsageError
from ftdata.jsontext import dumps, parse
from ftdata.loaders.source import open_bytes
from ftdata.rules import get
from ftdata.types import Report, Severity
from ftdata.writers import AtomicFile, writer_for

if TYPE_CHECKING:
    import datasets


def load(
    source: object, *, format: str | None = None, columns: Mapping[str, str] | None = None, header: bool = True
) -> Rows:
    """Read every row.

    Args:
        source: See the module.
        format: Format of the rows; told from them when None.
        columns: What a table calls its columns: ``{"prompt": "question", "completion": "answer"}``.
        header: Whether the first line of a table names its columns; where not, they are called ``0``, ``1`` ...

    Returns:
        The rows, their columns renamed if so asked. Rows that cannot be read are in ``rejected``; nulls that a
        ``datasets.Dataset`` had filled in, and that were left out, are in ``losses``.

    Raises:
        UsageError: A format or column is unknown.
        UnreadableError: The file cannot be read to its end.
    """
    settings = Settings(format=format, columns=columns or {}, header=header)
    found = Rows([])
    intake = take_in(source, settings)
    found.format = intake.summary.format
    judge = Judge(intake.summary, intake.destination, settings)
    for record in intake.records:
        if record.readable:
            found.losses.update(padding(record))
            found.rows.append(renamed(record.row, columns) if columns else record.row)
        elif record.example is not None:
            problems = judge.written(record)
            outcome = Outcome(
                record.location, converting.source_text(record), readable=False, codes=converting.reasons(problems)
            )
            found.problems += problems
            found.rejected.append(parse(reject_line(outcome))[0])
    return found


def detect(source: object) -> Survey:
    """Tell the format of a source from all of its rows, and which rows are not like the others.

    Raises:
        UnreadableError: The file cannot be read to its end.
    """
    return survey(_opened(source), Settings())


def validate(  # noqa: PLR0913  the options of a whole command
    *sources: object,
    target: str = "any",
    method: str | None = None,
    model: str | None = None,
    format: str | None = None,
    columns: Mapping[str, str] | None = None,
    header: bool = True,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    severity: Mapping[str, Severity] | None = None,
    workers: int = 1,
    engine: str = "local",
    plugins: Sequence[str] = (),
    options: Mapping[str, Any] | None = None,
    baseline: str | None = None,
    duplicates: bool = False,
    against: Sequence[object] = (),
    benchmarks: Sequence[object] = (),
    threshold: float = 0.8,
) -> Report:
    """Judge every row.

    Args:
        sources: One or more, see the module.
        target: Where the data goes, e.g. ``azure``; ``any`` checks what holds everywhere.
        method: ``sft``, ``dpo``, ``rft`` or ``completion``; told from the data when None.
        model: The model to be tuned.
        format: Format of the rows; told from them when None.
        columns: What a table calls its columns.
        header: Whether the first line of a table names its columns.
        select: Codes, prefixes or names of the rules to run; all when empty.
        ignore: The same for rules left out.
        severity: Grades of your own, by code.
        workers: Processes for large files; 0 for as many as there are cores.
        engine: Where large files are worked on: ``local`` or ``ray``.
        plugins: Files of rules of your own.
        options: What rules are told: ``{"Q006.share": 0.3}``, and under ``grader``, ``answer-schema`` and
            ``row-schema`` the value of such a file, under ``template`` a chat template or its path.
        baseline: A file of known problems, which are left out, as ``ftdata validate --write-baseline`` writes it.
        duplicates: Compare rows with each other: near duplicates, contradicting answers (D002 to D004).
        against: Sources of rows held back that the rows should have nothing in common with (D005 to D007); a file
            called test is for a test, others are for validation.
        benchmarks: Sources of questions that the rows should not hold (D008).
        threshold: Share of the words in common from which on rows are near duplicates, 0.5 to 1.

    Returns:
        The report; it is true when the data is clean, and shows itself as a table in a notebook.

    Raises:
        UsageError: A name is unknown or a format cannot be told.
        UnreadableError: A file cannot be read to its end.
    """
    settings = Settings(
        target,
        method,
        model,
        format,
        columns or {},
        select=tuple(select),
        ignore=tuple(ignore),
        severity=severity or {},
        workers=workers,
        engine=engine,
        plugins=tuple(plugins),
        options=options or {},
        header=header,
    )
    opened = [_opened(source) for source in sources]
    report = judge_sources(opened, settings)
    if duplicates or against or benchmarks:
        from ftdata.api.alike import compared

        compared(opened, against, benchmarks, settings, report, duplicates=duplicates, threshold=threshold)
    return without_known(report, baseline) if baseline else report


def fix(
    source: object,
    *,
    target: str = "any",
    method: str | None = None,
    model: str | None = None,
    unsafe: bool = False,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> Rows:
    """Apply safe fixes (with ``unsafe`` the others too) and return the rows; nothing is written.

    Returns:
        All readable rows, fixed or as they were; ``fixes`` says what was done, ``problems`` what is left.

    Raises:
        UsageError: A name is unknown or a format cannot be told.
        UnreadableError: The file cannot be read to its end.
    """
    settings = Settings(target, method, model, select=tuple(select), ignore=tuple(ignore))
    result = mending.begin(settings)
    found = Rows([])
    for line in mending.mend(_opened(source), settings, result, unsafe=unsafe):
        row, defects = parse(line.after) if line.after.strip() else (None, ())
        if isinstance(row, dict) and not any(defect.fatal for defect in defects):
            found.rows.append(row)
    found.format = result.report.files[0].format
    found.problems, found.fixes = result.report.problems, result.fixes
    return found


def convert(
    source: object,
    *,
    to: str,
    format: str | None = None,
    columns: Mapping[str, str] | None = None,
    header: bool = True,
    system: str | None = None,
    strict: bool = False,
    sidecar: bool = False,
) -> Rows:
    """Convert rows to another format.

    Args:
        source: See the module.
        to: Name of the format wanted, e.g. ``chat``.
        format: Format of the source; told from its rows when None.
        columns: What a table calls its columns.
        header: Whether the first line of a table names its columns.
        system: A system prompt for rows that have none.
        strict: Refuse when anything cannot be carried.
        sidecar: Also note, in ``sidecar``, what ``restore`` needs to make the original rows again.

    Returns:
        The rows; ``losses`` says what could not be carried, ``rejected`` which rows could not be converted.

    Raises:
        UsageError: A format is unknown or cannot be told, or, with ``strict``, something would be lost.
        UnreadableError: The file cannot be read to its end.
    """
    settings = Settings(format=format, columns=columns or {}, system=system, header=header)
    result = converting.Conversion(to)
    found = Rows([], to)
    work = converting.Converting(to, sidecar)
    for outcome in converting.convert([_opened(source)], work, settings, result):
        if outcome.kept is None:
            found.rejected.append(parse(reject_line(outcome))[0])
            found.problems += outcome.problems
        else:
            found.rows.append(parse(outcome.kept)[0])
            found.sidecar += [parse(outcome.note)[0]] if outcome.note else []
    if strict and (result.losses or found.rejected):
        first = next((f"{loss.path}: {loss.reason}" for loss in result.losses), f"{len(found.rejected)} rows")
        raise UsageError(f"the conversion to {to} would lose {first}")
    found.losses = result.losses
    return found


def restore(rows: object, sidecar: Sequence[Mapping[str, Any]] | str) -> Rows:
    """Make the original rows of converted ones again.

    Args:
        rows: See ``source`` in the module. They may have been shuffled, and some left out.
        sidecar: What ``convert(..., sidecar=True)`` noted, or the path of what ``ftdata convert --sidecar`` wrote.

    Returns:
        The rows. One of which the sidecar does not tell is converted as far as that goes.

    Raises:
        UsageError: The format of the rows cannot be told.
        UnreadableError: The sidecar is none.
    """
    from ftdata.engine.restore import restored

    if isinstance(sidecar, str):
        with open_bytes(sidecar) as stream:
            return Rows([row for row in restored(_opened(rows), stream, sidecar) if row is not None])
    stream = BytesIO(b"".join(dumps(dict(entry)) + b"\n" for entry in sidecar))
    return Rows([row for row in restored(_opened(rows), stream, "<sidecar>") if row is not None])


def write(rows: object, path: str, *, force: bool = False) -> int:
    """Write rows to a file, whole or not at all.

    Args:
        rows: See ``source`` in the module.
        path: Ends in ``.jsonl``, ``.ndjson``, ``.json``, ``.csv``, ``.tsv`` or ``.parquet``; a further ``.gz``,
            ``.zst``, ``.xz`` or ``.bz2`` packs the file.
        force: Replace a file that is there.

    Returns:
        Number of rows written.

    Raises:
        UsageError: The suffix is unknown, or the file exists and ``force`` is False.
        FtdataError: The file cannot be written.
    """
    found = _rows(rows)
    with AtomicFile(path, force=force) as file:
        writer = writer_for(path).begin(file.stream)
        for row in found:
            writer.add(dumps(row))
        writer.end()
    return len(found)


def hand_over(path: str, trainer: str, *, force: bool = False) -> tuple[str, ...]:
    """Write what a trainer has to be told about a file of rows beside it, such as an entry in ``dataset_info.json``.

    Args:
        path: A file that was written.
        trainer: ``autotrain``, ``axolotl``, ``llama-factory`` or ``unsloth``.
        force: Bring a file that is there up to date.

    Returns:
        The name of what was written, and what is left to do, a sentence each.

    Raises:
        UsageError: The trainer is unknown or does not read the format of the rows, or its file exists and ``force`` is
            False.
        FtdataError: It cannot be written.
    """
    from ftdata.engine.handover import hand_over as write_companion
    from ftdata.handover import get as trainer_of
    from ftdata.handover import require_read

    found = trainer_of(trainer)
    goal = detect(path).format
    require_read(found, goal)
    place, notes = write_companion(found, path, goal or "", force=force)
    return (str(place), *notes)


def split(
    rows: object,
    *,
    validation: float = 0.1,
    parts: Mapping[str, float] | None = None,
    seed: int = 0,
    near: bool = True,
    threshold: float = 0.8,
    group_by: Sequence[str] = (),
    stratify: str = "",
    stable: bool = False,
) -> Split:
    """Divide rows into parts; rows that ask the same and near duplicates always go together.

    Args:
        rows: See ``source`` in the module.
        validation: Share of the rows held back, 0 to below 1, where ``parts`` are not given.
        parts: Share of each part by name: ``{"train": 0.8, "validation": 0.1, "test": 0.1}``.
        seed: Another seed gives another choice.
        near: Keep near duplicates together.
        threshold: Share of the words in common from which on rows are near duplicates, 0.5 to 1.
        group_by: Keys (dotted paths) whose values keep rows together, e.g. ``["metadata.user"]``.
        stratify: What every part has in the same shares: ``label``, ``language``, ``source`` or a key.
        stable: Choose by hash, so that rows added later leave the others where they are.

    Raises:
        UsageError: The shares are not in (0, 1], or do not add up to 1, or nothing has the keys asked for.
    """
    from ftdata.api.alike import divide

    if not 0 <= validation < 1:
        raise UsageError(f"validation is a share of the rows from 0 to below 1, not {validation}")
    if parts is None:
        parts = {"train": 1 - validation, **({"validation": validation} if validation else {})}
    return divide(
        _rows(rows),
        parts,
        seed=seed,
        near=near,
        threshold=threshold,
        group_by=group_by,
        stratify=stratify,
        stable=stable,
    )


def to_dataset(rows: object) -> "datasets.Dataset":
    """Make a ``datasets.Dataset`` whose values are exactly those of the rows; features are given, not inferred."""
    from ftdata.writers.huggingface import plain_dataset
    from ftdata.writers.huggingface import to_dataset as make

    plain = plain_dataset(rows) if isinstance(rows, list) else None
    return make(_rows(rows)) if plain is None else plain


def explain(name: str) -> str:
    """Return the page (Markdown) of a rule (code or name), a format or a target.

    Raises:
        UsageError: Nothing has that name.
    """
    if name in formats.names():
        return f"# {name}\n\n{formats.get(name).__doc__}"
    if name in targets.names():
        return f"# {name}\n\n{targets.get(name).description}"
    rule = get(name)
    return f"# {rule.code} {rule.name}\n\n{rule.module.__doc__}"


def _opened(source: object) -> Any:
    if isinstance(source, list | tuple) and source and all(isinstance(item, str) for item in source):
        raise UsageError("a list of names is no list of rows; give several sources as arguments of their own")
    return source.rows if isinstance(source, Rows) else source


def _rows(rows: object) -> Rows:
    """Take rows as they are, or read them; none may be left behind.

    Raises:
        UsageError: A row cannot be read.
    """
    found = rows if isinstance(rows, Rows) else load(rows)
    if found.rejected and found is not rows:
        first = found.rejected[0]
        where = f"line {first['line']}" if first["line"] else f"row {first['example']}"
        raise UsageError(
            f"{len(found.rejected)} of the rows cannot be read, the first at {where} ({', '.join(first['codes'])}); "
            "load() keeps them aside"
        )
    return found
