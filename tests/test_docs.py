"""What the documentation shows is what the program does: generated pages, commands, programs and samples."""

import importlib.util
import re
import shlex
import shutil
from pathlib import Path

import pytest

import ftdata
from ftdata.cli import main
from ftdata.rules import rules

ROOT = Path(__file__).parents[1]
PROSE = [
    ROOT / "README.md",
    ROOT / "docs" / "getting-started.md",
    ROOT / "docs" / "ci-and-editors.md",
    ROOT / "samples" / "README.md",
]
CLEAN = {"chat.jsonl": "sft", "chat_tools.jsonl": "sft", "preference.jsonl": "dpo", "rft.jsonl": "rft"}


def _generator():
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _fences(language):
    pattern = re.compile(rf"^```{language}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return [(path, text) for path in PROSE for text in pattern.findall(path.read_text(encoding="utf-8"))]


def _commands():
    """Commands as they are shown: those of a fence are run one after the other."""
    shown = [text.strip() for _, text in _fences("sh")]
    table = re.findall(r"`(ftdata [^`]+)`", PROSE[-1].read_text(encoding="utf-8"))
    return list(dict.fromkeys([*shown, *table]))


def _table(heading):
    """Rows of the table below a heading of the samples' page, as lists of cells."""
    section = PROSE[-1].read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


@pytest.fixture
def beside_samples(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)


def test_generated_pages_are_fresh(capsys):
    assert _generator().main(["--check"]) == 0, capsys.readouterr().out


def test_check_sees_what_is_wrong(tmp_path, capsys):
    generate = _generator()
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
@pytest.mark.parametrize("lines", _commands())
def test_command(lines, capsys):
    for line in filter(None, lines.splitlines()):
        code = main(shlex.split(line, comments=True)[1:])
        assert code in (0, 1), capsys.readouterr().err


@pytest.mark.usefixtures("beside_samples")
@pytest.mark.parametrize(("path", "text"), _fences("python"), ids=lambda value: getattr(value, "name", ""))
def test_program(path, text):
    exec(compile(text, str(path), "exec"), {})


def test_commands_and_programs_are_found():
    assert len(_commands()) >= 10
    assert len(_fences("python")) == 2


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
