"""Options that commands share: declared once, completed from the config file, turned into Settings."""

import os
from argparse import ArgumentParser, ArgumentTypeError, BooleanOptionalAction, Namespace
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ftdata import reporters
from ftdata.cli._nearest import unknown
from ftdata.config import Config, load
from ftdata.engine.settings import ENGINES, Settings, read_given
from ftdata.errors import UsageError
from ftdata.jsontext import parse
from ftdata.rules import Rule, matches, rules
from ftdata.rules.option import by_hand
from ftdata.types import Severity

if TYPE_CHECKING:
    from argparse import _ArgumentGroup

DEFAULTS: dict[str, Any] = {
    "target": "any",
    "max_problems": 50,
    "workers": 0,
    "engine": "local",
    "show_info": False,
    "header": True,
}
_GIVEN = {
    "grader": "a grader (JSON), checked against the fields of every row",
    "answer-schema": "a JSON Schema that every answer has to keep to",
    "row-schema": "a JSON Schema of your own that every row has to keep to",
}
_FILES = "a file, directory, pattern in quotes, URL, ORG/NAME:SPLIT on the Hugging Face Hub, or - for standard input"
_FROM_CONFIG = (
    "method",
    "model",
    "format",
    "columns",
    "header",
    "select",
    "ignore",
    "max_problems",
    "workers",
    "engine",
    "show_info",
    "baseline",
)


def add_files(parser: ArgumentParser) -> None:
    """Add the inputs."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help=_FILES,
    )


def add_destination(parser: ArgumentParser) -> None:
    """Add where the data goes."""
    group = parser.add_argument_group("where the data goes")
    group.add_argument("--target", metavar="NAME", help="destination (default: any); `ftdata target` lists them")
    group.add_argument("--model", metavar="M", help="model to be tuned, e.g. gpt-4.1-mini")
    group.add_argument(
        "--method", metavar="M", help="training method, e.g. sft, dpo, rft (default: told from the data)"
    )


def add_shape(parser: ArgumentParser, flag: str = "--format") -> None:
    """Add what the rows look like.

    Args:
        parser: The command's parser.
        flag: What the command calls the format of its input.
    """
    group = parser.add_argument_group("what the rows look like")
    group.add_argument(
        flag, dest="format", metavar="F", help="format of the rows (default: told from the data); `ftdata format`"
    )
    group.add_argument(
        "--columns",
        action="extend",
        type=_pairs,
        metavar="A=B,...",
        help="names of your columns: prompt=question,completion=answer",
    )
    group.add_argument(
        "--no-header",
        dest="header",
        action="store_false",
        default=None,
        help="the first line of a table is a row; its columns are called 0, 1, ...: --columns prompt=0,completion=1",
    )


def add_comparison(parser: ArgumentParser) -> None:
    """Add what rows are compared with."""
    group = parser.add_argument_group("what rows are compared with (D002 to D008)")
    group.add_argument("--duplicates", action="store_true", help="each other: near duplicates, contradicting answers")
    group.add_argument("--against", nargs="+", metavar="FILE", help="files held back: validation, or test by its name")
    group.add_argument("--against-benchmark", nargs="+", metavar="FILE", help="files of benchmark questions")
    group.add_argument(
        "--threshold",
        type=similarity,
        default=0.8,
        metavar="S",
        help="words in common of near duplicates (default: 0.8)",
    )


def add_rules(parser: ArgumentParser) -> None:
    """Add which rules run."""
    group = parser.add_argument_group("which rules run (codes, their beginnings, or names; `ftdata rule`)")
    group.add_argument("--select", action="extend", type=_words, metavar="CODES", help="only these, e.g. R,T001")
    group.add_argument(
        "--ignore", action="extend", type=_words, metavar="CODES", help="not these; the longer code wins"
    )
    group.add_argument(
        "--set", action="append", type=_option, metavar="NAME=VALUE", help="an option of a rule: Q006.share=0.3"
    )
    group.add_argument(
        "--plugin", action="append", metavar="FILE", help="rules of your own: a file, a folder, or an entry point"
    )
    group.add_argument("--allow-plugins", action="store_true", help="run the rules, which are code, of the config")
    for name, what in _GIVEN.items():
        group.add_argument(f"--{name}", metavar="FILE", help=what)
    group.add_argument(
        "--chat-template",
        metavar="FILE",
        help="a chat template (Jinja), or the folder of a tokenizer: what it would make of every row",
    )


def add_writing(parser: ArgumentParser) -> "_ArgumentGroup":
    """Add where rows are written; returns the group, for what one command has beside."""
    group = parser.add_argument_group("what is written")
    group.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        default="-",
        help="a .jsonl, .json, .csv, .tsv or .parquet file, .gz, .zst, .xz or .bz2 packs it (default: standard output)",
    )
    group.add_argument("--rejected", metavar="FILE", help="write rejected rows here, with their places and codes")
    group.add_argument("--force", action="store_true", help="replace files that exist")
    return group


def add_report(parser: ArgumentParser, *, output: bool = True) -> None:
    """Add what is printed."""
    group = parser.add_argument_group("what is printed")
    if output:
        group.add_argument(
            "--output",
            action="append",
            type=_report,
            metavar="KIND[=FILE]",
            help=f"kind of report: {', '.join(reporters.names())} (default: text); may be given several times, "
            "but one goes to standard output",
        )
        group.add_argument("--force", action="store_true", help="replace report files that exist")
        group.add_argument("--baseline", metavar="FILE", help="leave out the problems that this file knows")
        group.add_argument("--write-baseline", metavar="FILE", help="write down all problems that there are now")
    group.add_argument(
        "--excerpt",
        action=BooleanOptionalAction,
        help="show the piece of the row that a problem is about (default: on a terminal)",
    )
    group.add_argument(
        "--max-problems", type=whole_number, metavar="N", help="problems a rule prints (default: 50; 0: all)"
    )
    group.add_argument("--statistics", action="store_true", help="add a table of the rules and how often each fired")
    group.add_argument("--show-info", action=BooleanOptionalAction, help="list findings of severity info too")
    group.add_argument("--exit-zero", action="store_true", help="exit 0 even when there are problems")


def add_run(parser: ArgumentParser) -> None:
    """Add how the command runs."""
    group = parser.add_argument_group("how it runs")
    group.add_argument(
        "--config", metavar="FILE", help="read this instead of the nearest ftdata.toml or pyproject.toml"
    )
    group.add_argument(
        "--workers", type=whole_number, metavar="N", help="processes for large files (default: one a core)"
    )
    group.add_argument("--engine", choices=ENGINES, help="local processes or a Ray cluster (default: local)")
    volume = group.add_mutually_exclusive_group()
    volume.add_argument("--quiet", action="store_true", help="print the summary only, show no progress")
    volume.add_argument("--verbose", action="store_true", help="say more about files, target and settings")


def complete(options: Namespace) -> Config:
    """Fill in what the command line left open: from the config file, then from the defaults.

    A model in the config belongs to the target there; another target on the command line leaves it out.
    """
    if options.files.count("-") > 1:
        raise UsageError("standard input (-) can be read once only")
    config = load(options.config)
    if config.target and vars(options).setdefault("target", None) not in (None, config.target):
        config = config._replace(model=None)
    for name in ("target", *_FROM_CONFIG):
        if vars(options).setdefault(name, None) is None:
            given = getattr(config, name)
            setattr(options, name, DEFAULTS.get(name) if given is None else given)
    return config


def settings(options: Namespace, config: Config) -> Settings:
    """Turn completed options into what the verbs take."""
    return Settings(
        target=options.target,
        method=options.method,
        model=options.model,
        format=options.format,
        columns=_columns(options.columns),
        system=getattr(options, "system", None),
        select=tuple(options.select or ()),
        ignore=tuple(options.ignore or ()),
        severity=grades(config.severity or {}),
        header=options.header,
        workers=options.workers,
        engine=options.engine,
        plugins=_plugins(options, config),
        options=_told(options, config),
    )


def _plugins(options: Namespace, config: Config) -> tuple[str, ...]:
    """The files of the user's rules; those that a config names are run only when that was allowed.

    Raises:
        UsageError: It was not.
    """
    if "plugin" not in options:  # a command that runs no rules
        return ()
    named = config.plugins or ()
    if named and not (options.allow_plugins or options.config):
        raise UsageError(
            f"the config names rules of its own ({', '.join(map(os.path.basename, named))}), which are Python code; "
            "add --allow-plugins to run them, or name the config with --config"
        )
    return (*named, *(options.plugin or ()))


def _told(options: Namespace, config: Config) -> dict[str, Any]:
    """What rules are told: from the config, then from the command line.

    Raises:
        UsageError: A config that lies about sets what only the user may set.
    """
    named = {f"{code}.{word}": value for code, table in (config.options or {}).items() for word, value in table.items()}
    for name in () if options.config else [name for name, value in named.items() if value and by_hand(name)]:
        raise UsageError(
            f"the config sets {name}, which calls somebody; give it with --set, or the config with --config"
        )
    for name in _GIVEN:
        field = name.replace("-", "_")
        path = getattr(options, field, None) or getattr(config, field)
        if path is not None:
            named[name] = read_given(path)
    template = (options.chat_template or config.chat_template) if "chat_template" in options else None
    if template:
        from ftdata.tokenizers.chat_template import read_template, ready

        named["template"] = read_template(template)
        ready(named["template"])  # a template that cannot be read is told before any row
    return named | dict(getattr(options, "set", None) or ())


def grades(given: Mapping[str, Severity]) -> dict[str, Severity]:
    """Spell out grades given by code, beginning of a code, or name; the more precise pattern wins.

    Raises:
        UsageError: A pattern means no rule.
    """
    found: dict[str, Severity] = {}
    for pattern in sorted(given, key=_precision):
        chosen = list(_meant(pattern))
        if not chosen:
            raise unknown("rule", pattern, rule_names(), "`ftdata rule`")
        found |= {rule.code: given[pattern] for rule in chosen}
    return found


def rule_names() -> list[str]:
    """Return every code and every name of a rule."""
    return [word for rule in rules().values() for word in (rule.code, rule.name)]


def _meant(pattern: str) -> Iterator[Rule]:
    return (rule for rule in rules().values() if pattern and matches(rule, [pattern]))


def _precision(pattern: str) -> int:
    return len(pattern)


def _words(text: str) -> list[str]:
    words = [word.strip() for word in text.split(",")]
    if not all(words):
        raise ArgumentTypeError(f"{text!r} has an empty entry; write R001,T")
    return words


def _pairs(text: str) -> Sequence[tuple[str, str]]:
    pairs = [tuple(part.strip() for part in word.split("=", 1)) for word in text.split(",")]
    if not all(len(pair) == 2 and all(pair) for pair in pairs):
        raise ArgumentTypeError(f"{text!r} is not of the form prompt=question,completion=answer")
    return [(pair[0], pair[1]) for pair in pairs]


def _columns(given: Sequence[tuple[str, str]] | Mapping[str, str] | None) -> dict[str, str]:
    """Make a table of what the command line or the config says of columns.

    Raises:
        UsageError: A name stands on the left twice.
    """
    pairs = list(given.items()) if isinstance(given, Mapping) else list(given or ())
    named = dict(pairs)
    if len(named) < len(pairs):
        twice = next(ours for ours, _ in pairs if [name for name, _ in pairs].count(ours) > 1)
        raise UsageError(f"--columns names {twice!r} twice; give it one column")
    return named


def _report(text: str) -> tuple[str, str]:
    kind, _, file = text.partition("=")
    if kind not in reporters.names():
        raise ArgumentTypeError(f"no report is called {kind!r:.60}; there are: {', '.join(reporters.names())}")
    return kind, file or "-"


def _option(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise ArgumentTypeError(f"{text[:60]!r} is not of the form Q006.share=0.3")
    parsed, defects = parse(value.encode())
    return name, value if defects else parsed


def similarity(text: str) -> float:
    """Read a similarity of near duplicates.

    Raises:
        ArgumentTypeError: It is none from 0.5 to 1.
    """
    try:
        share = float(text)
    except ValueError:
        share = -1
    if not 0.5 <= share <= 1:
        raise ArgumentTypeError(f"{text[:60]!r} is not a similarity from 0.5 to 1")
    return share


def whole_number(text: str) -> int:
    """Read a whole number, for ``type`` of an option."""
    if not (text.isascii() and text.isdigit()):
        raise ArgumentTypeError(f"{text[:60]!r} is not a whole number, 0 or more")
    return int(text)
