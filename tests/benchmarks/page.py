"""The results as tables: on the terminal while they come, and in docs/performance.md."""

import datetime as dt
import importlib.metadata
import os
import platform
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.files import SEED
from tests.benchmarks.race import Command, Result, Run, seconds

MB = 1_000_000
MET = {True: "yes", False: "**no**", None: ""}
HEADINGS = {
    "validate": "Validate",
    "peers": "Others on the same file",
    "convert": "Convert",
    "scale": "Memory and large files",
    "start": "Start-up",
    "odd": "Odd rows",
    "tokens": "Tokens",
}
_INTRODUCTION = """# Performance

How fast ftdata is, compared with others doing the same or less. `make bench` makes the files, runs everything and
writes this page; `make bench BENCH=--quick` gives a first look in a few minutes and writes nothing.

How to read it. Every figure is a ratio of two commands that ran in turn (A B A B ...) as whole processes, start-up
included, because seconds mean little on another machine. *Ratio* is the median of the pairs, with the smallest and
the largest. "at least 0.60" means: ftdata handles at least 0.60 times as many bytes a second as the other;
"at most 3" means: it takes at most three times as long. Time is CPU time of the process and its children unless the
line says wall time. Peak is the memory of the largest process; it cannot read below that of the benchmark itself,
about 25 MB. A goal that is missed says so.

What is measured. The yardstick of *validate* and *convert* is a loop that does nothing but parse every line with
orjson, one of the fastest parsers there are (and serialise and write it again). ftdata runs all its rules of the
target there, exact duplicates included, with one worker where nothing else is said. The files are made from a
seed: prose, Markdown, code, formulas, twelve scripts and emoji, lengths spread widely; `tests/benchmarks/rows.py`
shows them.

The others. Together's check and check-jsonschema are the real programs, from PyPI. `datasets`, jsonschema and pydantic
are used as people use them in a script. OpenAI's cookbook is a notebook and mistral-finetune is not on PyPI: we wrote
the same steps anew ([cookbook](https://github.com/openai/openai-cookbook), examples/Chat_finetuning_data_prep.ipynb;
[mistral-finetune](https://github.com/mistralai/mistral-finetune), utils/validate_data.py), with the real tiktoken and
mistral-common. These two also count tokens, which `ftdata validate` does not, so they do more there and fewer checks
elsewhere. The scripts are in `tests/benchmarks/peers`.
"""
HEAD = ("Measurement", "ftdata", "other", "ratio", "goal", "met", "peak MB", "at most", "met")


def page(parts: Mapping[str, Sequence[Result]], size: int, load: float) -> str:
    """The page: introduction, machine, one table for each part."""
    results = [result for found in parts.values() for result in found]
    verdicts = [verdict for result in results for verdict in (result.met(), result.within()) if verdict is not None]
    text = [_INTRODUCTION, "## Machine and versions\n", *_about(size, load)]
    text.append(f"\n{sum(verdicts)} of {len(verdicts)} goals are met.")
    for name, found in parts.items():
        text += [f"\n## {HEADINGS[name]}\n", *_table(found)]
    return "\n".join(text) + "\n"


def line(result: Result) -> str:
    """One result for the terminal."""
    if result.failure:
        return f"  {result.race.title}: not measured: {result.failure}"
    title, ours, other, ratio, goal, met, peak, most, within = _cells(result)
    goals = f"  [{goal}: {met.strip('*')}]" if goal else ""
    memory = f"  [at most {most}: {within.strip('*')}]" if most else ""
    return f"  {title}: {ratio or ours}{goals}   {ours} / {other}   {peak} MB{memory}"


def _table(found: Sequence[Result]) -> Iterator[str]:
    yield _row(HEAD)
    yield "|---|--:|--:|--:|---|---|--:|--:|---|"
    yield from (_row(_cells(result)) for result in found if not result.failure)
    for result in found:
        if result.failure:
            yield f"\nNot measured: {result.race.title}: {result.failure}."


def _cells(result: Result) -> tuple[str, ...]:
    race = result.race
    goal = f"{race.goal[0]} {race.goal[1]:.2f}" if race.goal else ""
    most = f"{race.ceiling / MB:,.0f}" if race.ceiling else ""
    ours, other = _time(race.ours, result.ours, race.clock), _time(race.other, result.others, race.clock)
    peak = f"{result.peak / MB:,.0f}"
    return race.title, ours, other, _ratio(result.ratios), goal, MET[result.met()], peak, most, MET[result.within()]


def _ratio(ratios: Sequence[float]) -> str:
    return f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})" if ratios else ""


def _time(command: Command | None, runs: Sequence[Run], clock: str) -> str:
    if command is None:
        return ""
    taken = seconds(runs, clock)
    return f"{taken:.2f} s, {command.size / MB / taken:,.0f} MB/s" if command.size else f"{taken * 1000:.0f} ms"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _about(size: int, load: float) -> Iterator[str]:
    needed = importlib.metadata.requires("ftdata") if _version("ftdata") else ["orjson"]
    names = [re.split(r"[^\w-]", need)[0] for need in needed or () if "extra ==" not in need]
    versions = (f"{name} {found}" for name in names if (found := _version(name)))
    yield f"- Date: {dt.datetime.now(tz=dt.UTC):%Y-%m-%d}"
    yield f"- Machine: {_processor()}, {os.cpu_count()} cores, {_memory()}, {platform.system()} {platform.machine()}"
    yield f"- Load of the machine when the run began: {load:.1f} (0 is idle)"
    yield f"- Python {platform.python_version()}; ftdata {_version('ftdata') or 'from source'}; {', '.join(versions)}"
    yield f"- Files: {size / MB:.0f} MB where nothing else is said, seed {SEED}; medians of five runs a command or more"


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.exists() else []
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def _memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / (1 << 30):.0f} GiB"
