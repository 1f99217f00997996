"""What the documentation shows is what the program does: generated pages, commands, programs and samples."""

import importlib.util
import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest

import ftdata
from ftdata.cli import main
from ftdata.cli._frame import command, command_names
from ftdata.cli._parser import Parser
from ftdata.config import Config, load
from ftdata.rules import rules

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples" / "README.md"
CLEAN = {"chat.jsonl": "sft", "chat_tools.jsonl": "sft", "preference.jsonl": "dpo", "rft.jsonl": "rft"}


def _program(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look there for the module of a class
    spec.loader.exec_module(module)
    return module


SHOWN = _program("shown")
WITH_FENCES = [page for page in SHOWN.pages() if SHOWN.fences(page.read_text(encoding="utf-8"))]


def _commands():
    """Commands of the samples' page, which stand in a table."""
    return re.findall(r"`(ftdata [^`]+)`", SAMPLES.read_text(encoding="utf-8"))


def _table(heading):
    """Rows of the table below a heading of the samples' page, as lists of cells."""
    section = SAMPLES.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


@pytest.fixture
def beside_samples(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)


def test_generated_pages_are_fresh(capsys):
    assert _program("generate").main(["--check"]) == 0, capsys.readouterr().out


def test_check_sees_what_is_wrong(tmp_path, capsys):
    generate = _program("generate")
    assert generate.main([], tmp_path) == 0
    assert generate.main(["--check"], tmp_path) == 0
    (tmp_path / "rules" / "R001.md").write_text("something else")
    (tmp_path / "formats" / "gone.md").write_text("about a format that is no more")
    (tmp_path / "cli.md").unlink()
    capsys.readouterr()
    assert generate.main(["--check"], tmp_path) == 1
    said = capsys.readouterr().out
    assert all(name in said for name in ("rules/R001.md", "formats/gone.md: left over", "cli.md"))
    assert said.count("\n") == 3
    assert generate.main([], tmp_path) == 0
    assert generate.main(["--check"], tmp_path) == 0


def test_every_link_leads_somewhere():
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), ROOT / "samples" / "README.md"]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))]
    assert len(links) > 20
    assert [(page.name, link) for page, link in links if not (page.parent / link).exists()] == []


def test_every_rule_has_a_page_and_every_page_a_rule():
    assert {path.stem for path in (ROOT / "docs" / "rules").glob("[A-Z]*.md")} == set(rules())


@pytest.mark.usefixtures("beside_samples")
@pytest.mark.parametrize("line", _commands())
def test_command(line, capsys):
    code = main(shlex.split(line, comments=True)[1:])
    assert code in (0, 1), capsys.readouterr().err


@pytest.mark.parametrize("page", WITH_FENCES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_shows_runs_and_prints_what_it_says(page):
    assert SHOWN.renewed(page) == page.read_text(encoding="utf-8"), "run `make shown`"


def test_pages_with_commands_are_found():
    names = {path.name for path in WITH_FENCES}
    assert {"README.md", "getting-started.md", "openai.md", "azure.md", "trl.md", "autotrain.md", "unsloth.md"} <= names
    assert len(_commands()) >= 7


def test_other_output_and_failures_are_seen(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("```console\n$ ftdata --version\nftdata 0.0\n```\n")
    assert SHOWN.renewed(page) == f"```console\n$ ftdata --version\nftdata {ftdata.__version__}\n```\n"
    page.write_text("```console\n$ ftdata format samples/chat.jsonl\n…\n  rows: 13 chat\n```\n")
    assert SHOWN.renewed(page) == page.read_text(), "what is left out stays so"
    page.write_text("```sh\nftdata validate gone.jsonl\n```\n")
    with pytest.raises(SHOWN.Wrong, match="exit code 2"):
        SHOWN.renewed(page)
    page.write_text('```sh title="Not run here: no such file"\nftdata validate gone.jsonl\n```\n')
    assert SHOWN.renewed(page) == page.read_text()


def test_every_option_is_documented():
    sections = re.split(
        r"^## `ftdata (\w+)`$", (ROOT / "docs" / "cli.md").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    pages = dict(zip(sections[1::2], sections[2::2], strict=True))
    assert set(pages) == set(command_names())
    for name, page in pages.items():
        rows = dict(re.findall(r"^\| `([^`]+)` \| (.*) \|$", page, re.MULTILINE))
        told = {word.strip(",") for usage in rows for word in usage.split() if word.startswith("--")}
        parser = Parser(name, "", "")
        command(name).configure(parser)
        actions = [action for action in parser._actions if action.dest != "help"]
        assert told == {word for action in actions for word in action.option_strings if word.startswith("--")}, name
        assert all(action.help for action in actions) and all(rows.values()), name
        assert len(rows) == len(actions), name


@pytest.mark.parametrize("name", command_names())
def test_examples_of_the_help_are_commands_that_there_are(name):
    module = command(name)
    parser = Parser(name, "", "")
    module.configure(parser)
    text = re.sub(r"\\\n *", "", module.EPILOG)
    lines = re.findall(rf"^  .*?ftdata {name}\b(.*?)(?:  .*| >.*|\)\".*)?$", text, re.MULTILINE)
    assert lines
    for line in lines:
        parser.parse_args(shlex.split(line))


@pytest.mark.parametrize("name", ["settings.md", "getting-started.md"])
def test_settings_that_pages_show_can_be_read(name, tmp_path):
    (shown,) = re.findall(r"^```toml\n(.*?)^```", (ROOT / "docs" / name).read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (tmp_path / "ftdata.toml").write_text(shown)
    assert load(str(tmp_path / "ftdata.toml")).target == "azure"


def test_every_setting_is_documented():
    rows = re.findall(
        r"^\| `([^`]+)` \| (.+) \| (.+) \|$", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.MULTILINE
    )
    assert [name for name, *_ in rows] == [name.replace("_", "-") for name in Config._fields]


@pytest.mark.parametrize(("name", "method"), CLEAN.items())
def test_clean_samples_are_clean(name, method):
    report = ftdata.validate(str(ROOT / "samples" / name), target="azure", ignore=["M"])
    assert report, report.problems
    assert set(report.by_code()) == {"Q001"}, "they are few, which is information only"
    assert report.method == method
    assert report.rows >= 10


@pytest.mark.parametrize("name", ["alpaca.json", "sharegpt.jsonl", "raw_prompts.csv"])
def test_other_samples_can_be_converted(name):
    columns = {"prompt": "question", "completion": "answer"} if name.endswith(".csv") else None
    rows = ftdata.convert(str(ROOT / "samples" / name), to="chat", columns=columns)
    assert len(rows) >= 10
    assert all(set(row) == {"messages"} for row in rows)


def test_broken_sample_shows_what_its_table_says():
    said = sorted((line, code) for line, code, _ in _table("What is wrong in `broken.jsonl`") if code)
    report = ftdata.validate(str(ROOT / "samples" / "broken.jsonl"), target="azure", ignore=["M"])
    assert sorted((str(problem.location.line or "all"), problem.code) for problem in report.problems) == said


@pytest.mark.usefixtures("beside_samples")
def test_prepared_sample_accounts_for_every_row():
    words = "prepare samples/raw_prompts.csv --columns prompt=question,completion=answer --target azure --output out"
    assert main(words.split()) == 1
    written = {name: Path("out", f"{name}.jsonl").read_bytes().splitlines() for name in ("train", "validation")}
    rejected = ftdata.load("out/rejected.jsonl")
    assert sum(map(len, written.values())) + len(rejected) == 24
    said = [
        (int(row), [code]) for row, code, _, what in _table("What is wrong in `raw_prompts.csv`") if "rejects" in what
    ]
    assert [(row["example"], row["codes"]) for row in rejected] == said


def test_rules_that_cost_more_than_parsing_say_why():
    rows = [line.split(" | ") for line in (ROOT / "docs" / "rule-cost.md").read_text(encoding="utf-8").splitlines()]
    costly = [row for row in rows if len(row) == 4 and row[0].startswith("| [") and float(row[2]) > 1]
    assert costly
    assert [row[0] for row in costly if not row[3].strip(" |") or "does not say" in row[3]] == []
