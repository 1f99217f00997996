"""The measurements, as tables: what runs against what, on which file, and what is to be reached."""

import functools
import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tests.benchmarks import files, rooms
from tests.benchmarks.race import Command, Goal, Race, RunError

HERE = Path(__file__).parent
MB = 1_000_000
MIB = 1 << 20
LONGEST = 64 * MIB
"""A longer line is refused unread, so no memory is granted for it."""
AZURE = ("--target", "azure")


@dataclass(frozen=True)
class Sizes:
    """How much is measured on: bytes, rows, calls."""

    file: int
    peers: int
    dataset: int
    large: tuple[int, ...]
    long: tuple[int, ...]
    tiny: int
    calls: tuple[int, ...]
    bare: int
    deep: int


FULL = Sizes(
    file=250 * MB,
    peers=50 * MB,
    dataset=50 * MB,
    large=(100 * MB, 1000 * MB, 5000 * MB),
    long=(60 * MIB, 300 * MIB),
    tiny=5_000_000,
    calls=(9_000, 1_000_000),
    bare=14_000,
    deep=10_000,
)
QUICK = Sizes(
    file=25 * MB,
    peers=5 * MB,
    dataset=5 * MB,
    large=(20 * MB, 100 * MB),
    long=(20 * MIB,),
    tiny=200_000,
    calls=(9_000,),
    bare=14_000,
    deep=1000,
)


@dataclass(frozen=True)
class Bench:
    """Where files are kept, and how ftdata is started."""

    folder: Path
    sizes: Sizes
    ours: list[str | Path]

    def made(self, kind: str, size: int) -> Path:
        """A file of one kind."""
        return self._made(files.make_odd if kind in files.ODD else files.make, kind, kind, size)

    def large(self, source: Path, size: int) -> Path:
        """A file of copies of another one."""
        return self._made(files.multiply, "large", source, size)

    def _made(self, write: Callable[..., Path], name: str, what: object, size: int) -> Path:
        """Make a file in another process: what this one holds would count as memory of the processes it starts."""
        path = self.folder / f"{name}-{size}.jsonl"
        if not path.exists():
            maker = multiprocessing.get_context("spawn").Process(target=write, args=(path, what, size))
            maker.start()
            maker.join()
        if not path.exists():
            raise RunError(f"{path.name} could not be made")
        return path

    def validate(self, path: Path, *options: str, workers: int = 1) -> Command:
        """``ftdata validate`` on a file; problems in it are no failure."""
        words = [*self.ours, "validate", path, "--quiet", "--workers", str(workers), *options]
        return Command(words, path.stat().st_size, codes=(0, 1))

    def stats(self, path: Path, *options: str, workers: int = 1, plain: bool = False) -> Command:
        """``ftdata stats`` on a file, with tiktoken only where it is to be plain."""
        words = [*self.ours, "stats", path, "--model", "gpt-4.1", "--workers", str(workers), *options]
        return Command(words, path.stat().st_size, environment=(("FTDATA_TOKENIZER", "tiktoken"),) if plain else ())

    def convert(self, path: Path, to: str, workers: int = 1) -> Command:
        """``ftdata convert`` of a file."""
        out = self.folder / "converted.jsonl"
        words = [*self.ours, "convert", path, "--to", to, "-o", out, "--force", "--quiet", "--workers", str(workers)]
        return Command(words, path.stat().st_size)


def script(path: str, *words: str | Path, python: str | Path = sys.executable) -> Command:
    """A script of this folder, on the file that is its first word."""
    size = Path(words[0]).stat().st_size if words else 0
    return Command([python, HERE / path, *words], size)


@functools.cache
def shape(path: Path) -> tuple[int, int]:
    """Number of lines of a file and the bytes of the longest one, read without holding a line."""
    number = longest = open_bytes = 0
    with open(path, "rb") as stream:
        while chunk := stream.read(MIB):
            *whole, rest = chunk.split(b"\n")
            if whole:
                longest = max(longest, open_bytes + len(whole[0]), *map(len, whole))
                open_bytes = 0
            number += len(whole)
            open_bytes += len(rest)
    return number, max(longest, open_bytes)


def ceiling(path: Path) -> int:
    """Bytes that a process may take for a file: 60 MB, 16 bytes a row, and the longest line with its text.

    The text of a line takes up to four times its bytes in Python, where one emoji makes every character so wide.
    """
    number, longest = shape(path)
    return 60 * MB + 16 * number + 5 * min(longest, LONGEST)


VALIDATE: tuple[tuple[str, str, tuple[str, ...], float | None], ...] = (
    ("chat", "chat", AZURE, 0.60),
    ("tools", "tools", AZURE, 0.45),
    ("chat, no spaces between tokens", "compact", AZURE, None),
    ("chat, everything but ASCII escaped", "ascii", AZURE, None),
    ("chat, 8 % with weights, names, parts or another order of keys", "mixed", AZURE, None),
    ("chat, 1 % of the rows broken", "bad", AZURE, None),
    ("chat, 5 % of the rows twice", "twice", AZURE, None),
    ("chat, rows of 200 bytes", "short", AZURE, None),
    ("preference pairs", "preference", (*AZURE, "--method", "dpo"), None),
    ("prompts and completions, target any", "completion", (), None),
    ("ShareGPT, target any", "sharegpt", (), None),
)
"""Title, kind of file, options, and speed to be reached (in the speed of the orjson loop)."""

CONVERT = (("sharegpt", "chat"), ("completion", "chat"), ("chat", "sharegpt"), ("preference", "chat"))
"""Kind of file, format to write."""

PEERS: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("Together: `check_file` (rows are objects; stops at the first fault)", "together_check", ("together",), ""),
    ("OpenAI cookbook: format checks and token counts", "cookbook", (), "cl100k_base"),
    (
        "mistral-finetune: messages, validator, tokens (v3)",
        "mistral_loop",
        ("mistral-common[sentencepiece]",),
        "",
    ),
    ("datasets: `load_dataset` + `map` of one check", "datasets_map", (), ""),
    ("jsonschema: one validator over all rows", "schema_script", (), ""),
    ("pydantic: `model_validate_json` of each row", "pydantic_script", (), ""),
)
"""Title, script, packages that get an environment of their own, token vocabulary."""


def validate(bench: Bench) -> Iterator[Race]:
    """Reading and judging, against a loop that only parses."""
    size = bench.sizes.file
    for title, kind, options, goal in VALIDATE:
        path = bench.made(kind, size)
        least: Goal | None = ("at least", goal) if goal else None
        yield Race(title, bench.validate(path, *options), script("yardsticks/loads.py", path), least)
    chat, bad = bench.made("chat", size), bench.made("bad", size)
    title = "1 % of the rows broken, against none broken"
    yield Race(title, bench.validate(bad, *AZURE), bench.validate(chat, *AZURE), ("at least", 0.75))
    for kind, goal in (("chat", 1.7), ("tools", None), ("bad", None), ("ascii", None)):
        path = bench.made(kind, size)
        two, one = (bench.validate(path, *AZURE, workers=number) for number in (2, 1))
        least = ("at least", goal) if goal else None
        yield Race(f"{kind}: two workers against one (wall time)", two, one, least, clock="wall")


def peers(bench: Bench) -> Iterator[Race]:
    """What others check, on the same file of plain conversations; each script says what it does."""
    path = bench.made("chat", bench.sizes.peers)
    for title, name, packages, words in PEERS:
        ours = bench.validate(path, *AZURE)
        try:
            python = rooms.python_with(bench.folder, name, *packages) if packages else sys.executable
            environment = (rooms.vocabulary(bench.folder, words),) if words else ()
        except RunError as error:
            yield Race(title, ours, unable=str(error))
            continue
        versions = "".join(f", {name} {rooms.version(python, name)}" for name in _names(packages))
        other = script(f"peers/{name}.py", path, python=python)
        yield Race(title + versions, ours, replace(other, environment=environment), ("at least", 1.0))


def _names(packages: Iterable[str]) -> list[str]:
    return [package.partition("[")[0] for package in packages]


def convert(bench: Bench) -> Iterator[Race]:
    """Writing another format, against a loop that parses, serialises and writes; and a dataset in memory."""
    for kind, to in CONVERT:
        path = bench.made(kind, bench.sizes.file)
        loop = script("yardsticks/loads_dumps.py", path, bench.folder / "copied.jsonl")
        yield Race(f"convert {kind} to {to}", bench.convert(path, to), loop, ("at least", 0.25))
    path = bench.made(CONVERT[0][0], bench.sizes.file)
    two, one = (bench.convert(path, CONVERT[0][1], workers) for workers in (2, 1))
    yield Race("convert sharegpt to chat: two workers against one (wall time)", two, one, clock="wall")
    path = bench.made("chat", bench.sizes.dataset)
    ours, other = script("yardsticks/to_dataset.py", path), script("yardsticks/from_list.py", path)
    yield Race("to_dataset against Dataset.from_list with the same features", ours, other, ("at least", 1.0))


def scale(bench: Bench) -> Iterator[Race]:
    """Memory, and the time of a byte, as files grow."""
    source = bench.made("chat", bench.sizes.large[0])
    smaller, before = bench.validate(source, *AZURE), "itself"
    for size in bench.sizes.large:
        path = bench.large(source, size)
        ours, name = bench.validate(path, *AZURE), f"{size / MB:,.0f} MB"
        yield Race(f"{name}, against {before}", ours, smaller, ("at most", 1.15), ceiling=ceiling(path))
        smaller, before = ours, name
    two = bench.validate(path, *AZURE, workers=2)
    yield Race(f"{name}, two workers (the largest process)", two, ceiling=ceiling(path))


def start(bench: Bench) -> Iterator[Race]:
    """Start-up, against a Python that does nothing, and a checker of JSON files."""
    nothing = Command([sys.executable, "-c", "pass"])
    ten = bench.folder / "ten.jsonl"
    ten.write_text("".join(f"{line}\n" for line, _ in zip(files.lines("chat"), range(10), strict=False)))
    version = Command([*bench.ours, "--version"])
    helped = Command([*bench.ours, "--help"])
    validated = Command([*bench.ours, "validate", ten, *AZURE])
    yield Race("`ftdata --help` against `python -c pass`", helped, nothing, runs=20)
    yield Race("`ftdata --version` against `python -c pass`", version, nothing, ("at most", 3.0), runs=20)
    yield Race("`ftdata validate` on ten rows against `python -c pass`", validated, nothing, ("at most", 6.0), runs=20)
    rows = bench.folder / "ten.json"
    rows.write_text("[" + ",".join(ten.read_text().splitlines()) + "]")
    schema = bench.folder / "schema.json"
    schema.write_text('{"type": "array", "items": {"type": "object", "required": ["messages"]}}')
    other = Command([Path(sys.executable).parent / "check-jsonschema", "--schemafile", schema, rows])
    yield Race("`ftdata validate` on ten rows against check-jsonschema", validated, other, ("at most", 1.0), runs=10)
    code = bench.folder / "ten.py"
    code.write_text("".join(f"ROW_{number} = {number}\n" for number in range(10)))
    linted = Command([Path(sys.executable).parent / "ruff", "check", "--isolated", "--no-cache", code])
    yield Race("`ftdata validate` on ten rows against `ruff check` on ten lines", validated, linted, runs=10)
    light = script("yardsticks/imports.py")
    yield Race("`import ftdata` against `python -c pass`; fails if it loads a heavy package", light, nothing, runs=10)


def odd(bench: Bench) -> Iterator[Race]:
    """Rows that break what is not linear, each file against one of half as much and against ordinary rows."""
    sizes = bench.sizes
    kinds: tuple[tuple[str, str, int], ...] = (
        *(("a line of {:,} bytes", "line", size) for size in sizes.long),
        ("{:,} rows of 80 bytes", "tiny", sizes.tiny),
        *(("a row with {:,} calls and their answers", "calls", number) for number in sizes.calls),
        ("a row with {:,} of the smallest calls", "bare", sizes.bare),
        ("{:,} rows nested 160 deep", "deep", sizes.deep),
        ("a row of {:,} opening brackets", "abyss", sizes.long[0]),
    )
    normal = bench.validate(bench.made("chat", sizes.file), *AZURE)
    for title, kind, amount in kinds:
        path, half = bench.made(kind, amount), bench.made(kind, amount // 2)
        ours = bench.validate(path, *AZURE)
        shown = title.format(amount)
        yield Race(
            f"{shown}, against half", ours, bench.validate(half, *AZURE), ("at most", 1.25), ceiling=ceiling(path)
        )
        yield Race(f"{shown}, against ordinary rows", ours, normal)


def tokens(bench: Bench) -> Iterator[Race]:
    """Exact counts of tokens, against a loop that parses and calls tiktoken; limits, samples, and odd texts."""
    environment = (rooms.vocabulary(bench.folder, "o200k_base"),)
    for kind in ("chat", "tools", "short"):
        path = bench.made(kind, bench.sizes.file)
        loop = replace(script("yardsticks/tiktoken_loop.py", path), environment=environment)
        for workers, plain, goal in ((2, False, 4.5), (2, True, 1.6), (1, False, None), (1, True, None)):
            counted = "tiktoken alone" if plain else "the fastest counter"
            title = f"stats of {kind}, {counted}, {workers} worker(s), against a tiktoken loop (wall time)"
            least: Goal | None = ("at least", goal) if goal and kind == "chat" else None
            yield Race(title, bench.stats(path, workers=workers, plain=plain), loop, least, clock="wall", runs=3)
    path = bench.made("chat", bench.sizes.file)
    sampled, whole = bench.stats(path, "--sample", "2000"), bench.stats(path)
    yield Race("a sample of 2,000 rows against all of them", sampled, whole, runs=3)
    limited = bench.validate(path, "--target", "openai", "--model", "gpt-4.1")
    without = bench.validate(path, "--target", "openai", "--ignore", "L005,L006,L007,L011")
    yield Race("validate with a token limit against without one", limited, without, ("at least", 0.95))
    for kind in files.STRANGE:
        path, half = (bench.made(f"text of {kind}", size) for size in (8 * MIB, 4 * MIB))
        title = f"8 texts of a megabyte of {kind}, against half as many"
        yield Race(title, bench.stats(path), bench.stats(half), ("at most", 1.25), runs=3)


PARTS: dict[str, Callable[[Bench], Iterator[Race]]] = {
    "validate": validate,
    "peers": peers,
    "convert": convert,
    "scale": scale,
    "start": start,
    "odd": odd,
    "tokens": tokens,
}
