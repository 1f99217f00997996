"""``python -m tests.fuzz.inputs TARGET NUMBER``: bytes that atheris turns until they reach new branches; none is a bug.

Targets: ``loaders`` (a file of each container), ``formats`` (a row through every format), ``tokenizers`` (a text
through each vocabulary) and ``config`` (a settings file). An input that ends in anything but one of ftdata's own
errors is written to ``build/fuzz``; once the bug is mended, it belongs in ``tests/fuzz/found``, where a test tries it.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

NAMES = (
    "rows.jsonl",
    "rows.json",
    "rows.csv",
    "rows.tsv",
    "rows.jsonl.gz",
    "rows.jsonl.zst",
    "rows.parquet",
    "rows.arrow",
)
ROOT = Path(__file__).parents[2]


def loaders(raw: bytes, folder: Path) -> None:
    """Judge a file whose container the first byte chooses."""
    from ftdata.engine import Settings
    from ftdata.engine.validate import validate
    from ftdata.errors import FtdataError

    path = folder / NAMES[raw[0] % len(NAMES) if raw else 0]
    path.write_bytes(raw[1:])
    with suppress(FtdataError):
        validate([str(path)], Settings(workers=1))


def formats(raw: bytes, folder: Path) -> None:
    """Parse a row as each format and render what came out of it in each."""
    from ftdata import formats as room
    from ftdata.errors import FormatError
    from ftdata.jsontext import parse

    value, defects = parse(raw)
    if defects or not isinstance(value, dict):
        return
    room.classify(value)
    for name in room.matches(value):
        with suppress(FormatError):
            example = room.get(name).parse(value)
            for goal in filter(room.writes, room.names()):
                with suppress(FormatError):
                    room.render(example, goal)


def tokenizers(raw: bytes, folder: Path) -> None:
    """Count a text, and hold the result against bounds that no vocabulary can leave."""
    from ftdata import tokenizers as room

    text = raw.decode("utf-8", "replace")
    for name in ("o200k_base", "cl100k_base", "o200k_harmony"):
        number = room.count(text, name)
        assert (number > 0) == bool(text) and number <= len(text.encode()), (name, number)


def config(raw: bytes, folder: Path) -> None:
    """Read a settings file."""
    from ftdata.config import load
    from ftdata.errors import FtdataError

    path = folder / "ftdata.toml"
    path.write_bytes(raw)
    with suppress(FtdataError):
        load(str(path))


TARGETS: dict[str, Callable[[bytes, Path], None]] = {
    each.__name__: each for each in (loaders, formats, tokenizers, config)
}


def seeds(name: str) -> list[bytes]:
    """Inputs to begin with."""
    rows = [json.dumps(row).encode() for row in _examples()]
    if name == "loaders":
        return [bytes([index % len(NAMES)]) + row for index, row in enumerate(rows)]
    if name == "config":
        return [
            b'target = "azure"\nignore = ["L"]\n[options]\nQ006.share = 0.3\n',
            b"plugins = ['a.py']\nworkers = 2\n",
        ]
    return rows


def _examples() -> list[object]:
    from hypothesis import HealthCheck, Phase, given, settings

    from tests.formats.rows import by_format

    found: list[object] = []
    for strategy in by_format().values():

        @settings(
            max_examples=1,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(strategy)
        def collect(row: object) -> None:
            found.append(row)

        collect()
    return found


def main(name: str, number: str) -> None:
    """Let atheris run a target so many times; it ends the process."""
    import atheris

    folder = Path(tempfile.mkdtemp())
    corpus, crashes = ROOT / "build" / "fuzz" / name, ROOT / "build" / "fuzz" / f"crash-{name}-"
    corpus.mkdir(parents=True, exist_ok=True)

    def once(raw: bytes) -> None:
        TARGETS[name](raw, folder)

    words = [f"-runs={number}", "-max_len=4000", f"-artifact_prefix={crashes}", "-timeout=60", "-rss_limit_mb=4000"]
    with atheris.instrument_imports(include=["ftdata"]):
        for index, seed in enumerate(seeds(name)):
            (corpus / f"seed-{index}").write_bytes(seed)
        atheris.Setup([sys.argv[0], *words, str(corpus)], once)
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
