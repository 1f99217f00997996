#!/usr/bin/env python3
"""Write the pages of the reference from what they describe: rules, formats, targets, commands and notebooks.

``python docs/generate.py`` writes them; with ``--check`` it changes nothing, names every page that is stale,
missing or left over, and exits 1 when there is one.
"""

import json
import re
import sys
from argparse import Action, ArgumentParser
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ftdata import formats, handover, starters, targets
from ftdata.cli._frame import command, command_names
from ftdata.cli._parser import Parser
from ftdata.config import KINDS, Config
from ftdata.engine.examples import said
from ftdata.engine.matrix import MEANINGS, Cell, matrix
from ftdata.errors import FormatError
from ftdata.rules import Rule, rules
from ftdata.rules.catalogue import FAMILIES
from ftdata.rules.option import by_hand, options_of
from ftdata.rules.page import page
from ftdata.targets import Fact, Model, Target

DOCS = Path(__file__).parent
NOTEBOOKS = DOCS.parent / "samples"
ROOMS = ("rules", "formats", "targets", "notebooks")
_FENCE = re.compile(r"^```(\w+) (bad|good|fixed|row)(.*)$", re.MULTILINE)
_BAD = re.compile(r"^```\w+ bad.*?^```$", re.MULTILINE | re.DOTALL)
_JUDGING = ("preference", "quality", "safety")
_MARK = "\0"
_LABELS = {"bad": "Wrong", "good": "Right", "fixed": "After the fix", "row": "A row"}

_RIVAL = """
Where both read a row and say different things: of Hermes' results convmerge keeps what stands in `content`, ftdata the
whole result; of ToolACE it leaves the list of functions in the system prompt and its types as they are (`dict`), where
ftdata makes JSON Schema of it and no system prompt; it leaves out an empty system prompt (orca-agentinstruct) and the
line break behind a picture (LLaVA). Of more than two rated answers, convmerge pairs the best with the worst, ftdata the
best with the next one that is worse.

It also reads what ftdata does not, or keeps as the text that it is: texts that Alpaca's wrapper has rendered, and
Gemma's template in `conversation`; texts with `<usr>` and `<bot>`; OASST's messages one a row, which ftdata asks the
trees for; a turn of the role `input` as a system prompt; calls that stand in the assistant's words as `Action:`
(ToolBench) or `AI to=`; and columns of any names by a mapping of its own, where ftdata has `--columns`.
"""


def pages() -> dict[str, str]:
    """Return every generated page by its path below ``docs``."""
    found = {f"rules/{rule.code}.md": rule_page(rule) for rule in rules().values()}
    found |= {f"formats/{name}.md": format_page(module) for name, module in formats.formats().items()}
    found |= {f"targets/{name}.md": target_page(targets.get(name)) for name in targets.names()}
    found |= {"rules/index.md": rules_index(), "formats/index.md": formats_index()}
    found |= {"targets/index.md": targets_index(), "cli.md": commands_page(), "conversions.md": conversions_page()}
    found |= {f"notebooks/{path.stem}.md": notebook_page(path) for path in sorted(NOTEBOOKS.glob("*.ipynb"))}
    found |= {"trainers.md": trainers_page(), "settings.md": settings_page(), "datasets.md": datasets_page()}
    return {name: "\n".join(text).rstrip("\n") + "\n" for name, text in found.items()}


def main(words: Sequence[str], docs: Path = DOCS) -> int:
    """Write the pages, or check them; return the exit code."""
    wanted = pages()
    there = {str(path.relative_to(docs)) for room in ROOMS for path in (docs / room).glob("*.md")}
    wrong = {name: "stale or missing" for name, text in wanted.items() if _read(docs / name) != text}
    wrong |= dict.fromkeys(sorted(there - set(wanted)), "left over")
    if "--check" in words:
        sys.stdout.writelines(f"docs/{name}: {what}; run `make docs`\n" for name, what in wrong.items())
        return 1 if wrong else 0
    for name in wrong:
        _write(docs / name, wanted.get(name))
    sys.stdout.write(f"{len(wanted)} pages, {len(wrong)} changed\n")
    return 0


def rule_page(rule: Rule) -> Iterator[str]:
    """Yield the page of a rule: what its docstring says, and how it is graded."""
    found = page(rule)
    yield f"# {rule.code} `{rule.name}`\n"
    yield f"{found.title}\n"
    yield from table(("", ""), _grades(rule))
    for heading, text in found.sections.items():
        yield f"\n## {heading}\n"
        yield examples(_with_messages(rule, text) if heading == "Examples" else text)
    yield origin(rule.path)


def _with_messages(rule: Rule, text: str) -> str:
    """Put what ftdata prints below each example that is wrong."""
    bad = iter([fence for fence in page(rule).fences if fence.kind == "bad"])

    def told(match: re.Match[str]) -> str:
        with TemporaryDirectory() as folder:
            lines = said(rule, next(bad), Path(folder))
        return "\n".join([match[0], "", "What is said:", "", "```text", *lines, "```", ""]) if lines else match[0]

    return _BAD.sub(told, text)


def _grades(rule: Rule) -> Iterator[tuple[str, str]]:
    yield "Severity", rule.severity
    for name in targets.names():
        if fact := targets.get(name).severities.get(rule.code):
            yield f"For {name}", f"{fact.value}: {fact.note} ([source]({fact.source}), {fact.as_of})"
    yield "Family", FAMILIES[rule.family]
    yield "Methods", ", ".join(rule.methods) or "all"
    yield "Fix", _fix(rule)
    if rule.family in _JUDGING and rule.kind != "check_destination" and not any(map(by_hand, _names(rule))):
        yield "On good data", _found_in_clean_files(rule.code)
    for option in options_of(rule):
        yield f"`{option.name}`", f"{option.reason} (default: {option.default})"


def _names(rule: Rule) -> list[str]:
    return [option.name for option in options_of(rule)]


def _found_in_clean_files(code: str) -> str:
    """Say how often a rule speaks about the files of the page about clean files, which a test holds against ftdata."""
    lines = (DOCS / "clean-files.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if line.startswith("| `")]
    files = {row[0]: int(row[2]) for row in cells if row[1].startswith("[")}
    found = [(row[0], row[3]) for row in cells if row[1] == code]
    where = f"{len(files)} [files that others published](../clean-files.md)"
    if not found:
        return f"silent about all {where}"
    rows = sum(int(number) for _, number in found if number != "file")
    more = f", on {rows:,} of their {sum(files.values()):,} rows" if rows else ""
    return f"speaks about {len({name for name, _ in found})} of {where}{more}"


def rules_index() -> Iterator[str]:
    """Yield the list of rules, a table for each family."""
    yield "# Rules\n"
    yield "`ftdata rule CODE` prints a page in the terminal. Severities are a rule's own; targets may regrade them."
    for family, title in FAMILIES.items():
        rows = [
            (f"[{rule.code}]({rule.code}.md)", f"`{rule.name}`", rule.severity, _fix(rule), page(rule).title)
            for rule in rules().values()
            if rule.family == family
        ]
        if rows:
            yield f"\n## {title}\n"
            yield from table(("Code", "Name", "Severity", "Fix", "What it finds"), rows)


def format_page(module: formats.Format) -> Iterator[str]:
    """Yield the page of a format: its docstring."""
    first, _, rest = (module.__doc__ or "").strip().partition("\n")
    yield f"# `{module.NAME}`: {module.TITLE}\n"
    yield f"{first}\n"
    yield f"Methods: {', '.join(module.METHODS)}"
    yield examples(rest)
    yield origin(vars(module)["__name__"])


def formats_index() -> Iterator[str]:
    """Yield the list of formats."""
    yield "# Formats\n"
    yield "A format is the shape of a row. It is told from the rows themselves; `--format` settles it.\n"
    rows = [
        (f"[{name}]({name}.md)", module.TITLE, ", ".join(module.METHODS)) for name, module in formats.formats().items()
    ]
    yield from table(("Name", "What it is", "Methods"), rows)


def trainers_page() -> Iterator[str]:
    """Yield what is written beside the data for each trainer."""
    yield "# Trainers\n"
    yield "`ftdata convert FILES --for TRAINER -o OUT` writes rows that the trainer reads, and beside them what it has"
    yield "to be told about them. Rows in a format that it reads stay in it; others get the one that is named first.\n"
    yield "`ftdata prepare` writes the same beside its files for a target of that name, and for the targets at the end"
    yield "of this page what starts the training. A file that is there is left as it is: you may have changed it.\n"
    for name in handover.names():
        trainer = handover.get(name)
        title, _, rest = (trainer.__doc__ or "").strip().replace("``", "`").partition("\n")
        yield f"## `{name}`\n"
        yield f"{title}\n"
        yield from table(
            ("", ""),
            [
                ("writes", f"`{trainer.FILE.format(stem='OUT')}`"),
                *((f"formats for {method}", ", ".join(read)) for method, read in trainer.FORMATS.items()),
                ("files that end in", ", ".join(f"`.{suffix}`" for suffix in trainer.SUFFIXES)),
            ],
        )
        yield f"{rest.lstrip()}\n"
    yield from _starters()


def _starters() -> Iterator[str]:
    yield "## What `ftdata prepare` writes to start the training\n"
    for name in starters.names():
        starter = starters.get(name)
        text = (starter.__doc__ or "").strip().replace("``", "`")
        title, _, rest = text.partition("\n")
        files = " and ".join(f"`{file}`" for file in starter.FILES)
        yield f"### Target `{name}`: {files}\n"
        yield f"{title}\n"
        yield f"{rest.lstrip()}\n"


def conversions_page() -> Iterator[str]:
    """Yield what every conversion does, as running it on the rows of the formats' pages shows."""
    cells = matrix()
    goals = sorted({goal for _, goal in cells})
    yield "# Conversions\n"
    yield "What becomes of the rows of a format (left) in another one (top). Every conversion was run on the rows of"
    yield "the formats' own pages, which hold their odd corners; rows of nothing but text lose less.\n"
    yield from (f"- `{mark}` {meaning}" for mark, meaning in MEANINGS.items())
    yield ""
    marks = [[cells[source, goal].mark if source != goal else "" for goal in goals] for source in formats.names()]
    rows = [(_format_link(source, "formats/"), *line) for source, line in zip(formats.names(), marks, strict=True)]
    yield from table(("", *goals), rows)
    for source in formats.names():
        yield f"\n## From `{source}`\n"
        told = [(f"`{goal}`", "<br>".join(_told(cells[source, goal]))) for goal in goals if source != goal]
        yield from table(("To", "What cannot go along, and why rows are refused"), [row for row in told if row[1]])


def datasets_page() -> Iterator[str]:
    """Yield what becomes of the rows of well-known data sets, as running it on a row of each shows."""
    entries = [json.loads(line) for line in (DOCS / "datasets.jsonl").read_text(encoding="utf-8").splitlines()]
    version = entries[0]["convmerge"]["version"]
    yield "# Well-known data sets\n"
    yield "What ftdata takes the rows of a data set for, and what `convert` leaves out on the way to `chat` or, for"
    yield "pairs, to `chosen-rejected`. Every line was run on one row with the columns of that set, made up for it"
    yield "([datasets.jsonl](datasets.jsonl)); rows of the set itself may have odd corners that this one has not."
    yield "What is left out is named when it happens, and `--sidecar` keeps it.\n"
    yield f"The last column is what convmerge {version} makes of the same row, alone, with `--from auto` and"
    yield "`--format messages` or `preference` (measured 2026-11-27 by `docs/compare.py`; ids of calls are not"
    yield "compared). Columns beside the turns, the weight of a message and an image's `detail` are not in what it"
    yield "writes, and neither it nor its report names them; `--keep-meta` keeps source and id, `--train-turns data`"
    yield "the weights.\n"
    rows = [(_dataset_link(each["dataset"]), *_becomes(each), _rival(each["convmerge"]["result"])) for each in entries]
    yield from table(("Data set", "Format", "Becomes", "What cannot go along", "convmerge"), rows)
    yield _RIVAL


def _dataset_link(name: str) -> str:
    return f"[{name}](https://huggingface.co/datasets/{name.partition(' ')[0]})"


def _becomes(entry: Mapping[str, Any]) -> tuple[str, str, str]:
    """The format of a data set's row, what it is converted to, and what that leaves out."""
    name = entry["format"]
    module = formats.get(name)
    goal = {"dpo": "chosen-rejected", "kto": "kto"}.get(module.METHODS[0], "chat")
    example = module.parse(formats.rows_of(name, entry["row"])[0])
    if name == goal:
        return _format_link(name, "formats/"), "itself", ""
    try:
        losses = formats.render(example, goal).losses
    except FormatError as error:
        return _format_link(name, "formats/"), "itself", f"to `{goal}`: {error.reason}"
    return _format_link(name, "formats/"), f"`{goal}`", ", ".join(f"`{loss.path}`" for loss in losses)


def _rival(result: str) -> str:
    return {"same": "the same", "other": "see below", "not read": "not read"}.get(result, f"no row (`{result}`)")


def _told(cell: Cell) -> Iterator[str]:
    for loss in cell.losses:
        yield f"`{loss.path}`: {loss.reason}"
    for refusal in cell.refusals:
        yield f"refused: {refusal}"


def target_page(target: Target) -> Iterator[str]:
    """Yield the page of a target: its facts, each with source and date."""
    yield f"# `{target.name}`: {target.title}\n"
    yield f"{target.description}\n"
    yield f"Facts last checked on {target.as_of}.\n" if target.as_of else "It has no date: it stands for no provider.\n"
    yield "## Methods\n"
    methods = target.methods.values()
    named = [(f"`{each.name}`", _format_link(each.written), _format_link(each.format)) for each in methods]
    yield from table(("Method", "Row format", "Judged in"), named)
    yield from _models(target.models)
    yield from _prices(target.models)
    yield from _facts("Facts", target.facts)
    for method in methods:
        yield from _facts(f"Facts for {method.name}", method.facts)
    yield from _facts("Rules it grades differently", target.severities)
    yield f"\n---\nGenerated from `ftdata/targets/{target.name}.toml`: change it there, then run `make docs`."


def targets_index() -> Iterator[str]:
    """Yield the list of targets."""
    yield "# Targets\n"
    yield "A target is a place that data goes to. Every fact about it has a source and the day the source said so.\n"
    known = [targets.get(name) for name in targets.names()]
    rows = [(f"[{each.name}]({each.name}.md)", each.title, ", ".join(each.methods), each.as_of or "") for each in known]
    yield from table(("Name", "Title", "Methods", "Facts as of"), rows)


def commands_page() -> Iterator[str]:
    """Yield the page of the command line, from the parsers themselves."""
    yield "# Commands\n"
    yield "Exit codes, always: 0 clean, 1 problems found, 2 the job could not be done, 130 interrupted, 143 terminated."
    for name in command_names():
        module = command(name)
        parser = Parser(name, module.HELP, module.EPILOG)
        module.configure(parser)
        yield f"\n## `ftdata {name}`\n"
        yield f"{module.HELP[:1].upper()}{module.HELP[1:]}."
        yield from _options(parser)
        yield f"\n```text\n{module.EPILOG.strip()}\n```"


def settings_page() -> Iterator[str]:
    """Yield the keys of the config, from the class that holds them."""
    yield "# Settings\n"
    yield "Settings stand in `ftdata.toml`, or in `pyproject.toml` under `[tool.ftdata]`; the nearest one counts,"
    yield "upwards from the folder where ftdata starts. What is said on the command line goes before. `ftdata init`"
    yield "writes one for the data in a folder.\n"
    said = re.findall(r"^ +(\w+): (.+)$", (Config.__doc__ or "").partition("Attributes:")[2], re.MULTILINE)
    rows = [
        (f"`{name.replace('_', '-')}`", KINDS.get(name, "text"), meaning.replace("``", "`")) for name, meaning in said
    ]
    yield from table(("Key", "Value", "Meaning"), rows)
    yield "\n```toml"
    yield 'target = "azure"\nmodel = "gpt-4.1-mini-2025-04-14"'
    yield 'ignore = { Q001 = "a small set, on purpose" }\nseverity = { D001 = "error" }\nmax-problems = 20\n'
    yield "[options.Q006]\nshare = 0.3\n```\n"
    yield "Options of rules stand on the [pages of the rules](rules/index.md). An unknown key is an error that names"
    yield "the nearest one, and [a JSON Schema](schemas/index.md) serves editors."


def _options(parser: ArgumentParser) -> Iterator[str]:
    for group in parser._action_groups:  # noqa: SLF001  argparse has no public way to list what was declared
        actions = [action for action in group._group_actions if action.dest != "help"]  # noqa: SLF001
        if actions:
            title = (group.title or "").replace("positional arguments", "arguments")
            yield f"\n{title[:1].upper()}{title[1:]}:\n"
            yield from table(("Word", "Meaning"), [(f"`{_usage(action)}`", _help(action)) for action in actions])


def _usage(action: Action) -> str:
    names = ", ".join(action.option_strings)
    if action.nargs == 0:
        return names
    value = "{" + ",".join(map(str, action.choices)) + "}" if action.choices else action.metavar or action.dest.upper()
    return f"{names} {value}".strip()


def _help(action: Action) -> str:
    return (action.help or "") % vars(action)


def notebook_page(path: Path) -> Iterator[str]:
    """Yield a notebook as a page: its text, its code, and what the code printed."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield f"{source}\n"
            continue
        shell = source.startswith("%%bash\n")
        yield f"```{'sh' if shell else 'python'}\n{source.removeprefix('%%bash').strip()}\n```\n"
        shown = "".join(map(_shown, cell["outputs"])).rstrip()
        if shown:
            yield f"```text\n{shown}\n```\n"
    yield "---\n"
    yield f"Generated from `samples/{path.name}`, which `make notebooks` executes: change that, then `make docs`."


def _shown(output: Mapping[str, Any]) -> str:
    return "".join(output.get("text") or output.get("data", {}).get("text/plain", ""))


def _models(models: Mapping[str, Model]) -> Iterator[str]:
    if not models:
        return
    yield "\n## Models\n"
    head = ("Model", "Also called", "Methods", "Retires", "Images", "Tokens per example", "Source")
    yield from table(head, map(_model, models.values()))


def _prices(models: Mapping[str, Model]) -> Iterator[str]:
    rows = [
        (f"`{model.name}`", kind, _value(fact.value), fact.note, f"{fact.source} ({fact.as_of})")
        for model in models.values()
        for kind, fact in model.prices.items()
    ]
    if rows:
        yield "\n## Prices\n"
        yield "In US dollars for a million tokens. What is not here is not known.\n"
        yield from table(("Model", "For", "Price", "Note", "Source"), rows)


def _model(model: Model) -> tuple[object, ...]:
    tokens = f"{model.max_tokens:,}" if model.max_tokens else ""
    return (
        f"`{model.name}`",
        ", ".join(model.aliases),
        ", ".join(model.methods),
        model.retires or "",
        "yes" if model.vision else "",
        tokens,
        f"{model.source} ({model.as_of})",
    )


def _facts(title: str, facts: Mapping[str, Fact]) -> Iterator[str]:
    if not facts:
        return
    yield f"\n## {title}\n"
    rows = [
        (f"`{name}`", _value(fact.value), fact.note, f"{fact.source} ({fact.as_of})") for name, fact in facts.items()
    ]
    yield from table(("Name", "Value", "Note", "Source"), rows)


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_value(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(_value, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.2f}" if round(value, 2) == value else f"{value:,}"
    return f"{value:,}" if isinstance(value, int) else f"`{value}`"


def _fix(rule: Rule) -> str:
    word = re.match(r"\w+", page(rule).sections["Fix"])
    return word[0].lower() if word else ""


def _format_link(name: str, folder: str = "../formats/") -> str:
    return f"[{name}]({folder}{name}.md)" if name in formats.names() else name


def examples(text: str) -> str:
    """Give every fenced example a heading people read, and a language that highlighters know."""
    return _FENCE.sub(_fence, text).replace("```\n" + _MARK, "```\n\n").replace(_MARK, "")


def _fence(match: re.Match[str]) -> str:
    language, kind, options = match.groups()
    said = ", ".join(option.replace("=", " ") for option in options.split())
    shown = {"bytes": "text", "jsonl": "json"}.get(language, language)
    return f"{_MARK}{_LABELS[kind]}{f' ({said})' if said else ''}:\n\n```{shown}"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield a Markdown table."""
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for row in rows:
        yield f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in row)} |"


def origin(module: str) -> str:
    """Say where a page comes from."""
    return f"\n---\nGenerated from `{module.replace('.', '/')}.py`: change it there, then run `make docs`."


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _write(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
        return
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
