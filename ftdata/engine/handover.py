"""Writing what a trainer needs beside a file of rows."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ftdata.engine.intake import take_in
from ftdata.engine.settings import Settings
from ftdata.errors import UnreadableError, UsageError
from ftdata.handover import Trainer, Written, choose
from ftdata.loaders import open_source, records
from ftdata.types import Json
from ftdata.writers import AtomicFile, refuse_overwrite


def format_for(trainer: Trainer, sources: Sequence[object], settings: Settings) -> str:
    """Name the format in which a trainer takes the rows of some sources.

    Raises:
        UsageError: A source can be read only once, or the trainer takes no such rows.
    """
    if "-" in sources:
        raise UsageError("--for needs --to FORMAT when the rows come from standard input, which is read only once")
    summaries = [take_in(source, settings._replace(target="any"), exact=False).summary for source in sources]
    methods = list(dict.fromkeys(summary.method or "sft" for summary in summaries))
    if len(methods) > 1:
        raise UsageError(f"the files are for {' and '.join(methods)}; convert them one by one, or say --to FORMAT")
    return choose(trainer, methods[0], [summary.format or "" for summary in summaries])


def companion(trainer: Trainer, output: str, *, force: bool = False) -> Path:
    """Where a trainer's file will stand.

    Raises:
        UsageError: The output is no file that it reads, or there is one already and ``force`` is False.
    """
    if output == "-":
        raise UsageError("--for writes a file beside the data, so it needs one: -o OUT")
    written = Written(Path(output).name, "", ())
    if written.suffix not in trainer.SUFFIXES:
        suffixes = " or ".join(f".{suffix}" for suffix in trainer.SUFFIXES)
        raise UsageError(f"{output}: {trainer.NAME} reads conversations from files that end in {suffixes}")
    place = Path(output).with_name(trainer.FILE.format(stem=written.stem))
    if place.exists() and not force:
        raise UsageError(f"{place}: exists; use --force to bring it up to date")
    refuse_overwrite(str(place), force=force)
    return place


def hand_over(trainer: Trainer, output: str, goal: str, *, force: bool = False) -> tuple[Path, tuple[str, ...]]:
    """Write a trainer's file beside a file of rows.

    Args:
        trainer: The trainer.
        output: The file of rows, which is read once more.
        goal: Format of its rows.
        force: Bring a companion that is there up to date.

    Returns:
        The companion, and what the user has to know.

    Raises:
        UsageError: A companion is there and ``force`` is False, or cannot be brought up to date.
        FtdataError: It cannot be written.
    """
    place = companion(trainer, output, force=force)
    found = trainer.describe(look_at(output, goal), _text(place))
    with AtomicFile(str(place), force=force) as file:
        file.stream.write(found.text.encode("utf-8", "surrogatepass"))
    return place, found.notes


def look_at(output: str, goal: str) -> Written:
    """Read through a file of rows and note its keys and its speakers."""
    keys: dict[str, None] = {}
    others: set[str] = set()
    turn_keys: dict[str, None] = {}
    speakers: dict[str, None] = {}
    parts = False
    for row in _rows(output):
        for key, value in row.items():
            if value is None:
                continue
            keys[key] = None
            if isinstance(value, str):
                continue
            others.add(key)
            for turn in _turns(value):
                turn_keys.update((name, None) for name, item in turn.items() if item is not None)
                word = turn.get("role", turn.get("from"))
                if isinstance(word, str):
                    speakers[word] = None
                parts = parts or isinstance(turn.get("content"), list)
    texts = tuple(key for key in keys if key not in others)
    return Written(Path(output).name, goal, tuple(keys), texts, tuple(turn_keys), tuple(speakers), parts)


def _rows(output: str) -> Iterator[Mapping[str, Json]]:
    for record in records(open_source(output), exact=False):
        if isinstance(record.row, dict):
            yield record.row


def _turns(value: Json) -> Iterator[Mapping[str, Json]]:
    for item in value if isinstance(value, list) else (value,):
        if isinstance(item, dict) and ("role" in item or "from" in item):
            yield item


def _text(place: Path) -> str | None:
    try:
        return place.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{place}: cannot be read: {error}") from error
