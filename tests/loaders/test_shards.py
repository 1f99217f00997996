"""Several files as one source."""

import gzip
import json
import subprocess
import sys

import datasets
import fsspec
import pytest

import ftdata
from ftdata.cli import main
from ftdata.engine import Settings, parallel
from ftdata.engine.validate import validate
from ftdata.errors import UnreadableError, UsageError
from ftdata.loaders import gather, shards


def _row(word):
    return {"messages": [{"role": "user", "content": word}, {"role": "assistant", "content": f"{word}!"}]}


def _lines(*words):
    return "".join(json.dumps(_row(word)) + "\n" for word in words)


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "data"
    place.mkdir()
    (place / "b.jsonl").write_text("\n" + _lines("four", "two") + "{broken\n", encoding="utf-8")
    (place / "a.jsonl").write_text(_lines("one", "two", "three"), encoding="utf-8")
    (place / "c.jsonl.gz").write_bytes(gzip.compress(_lines("five", "one").encode()))
    (place / "README.md").write_text("About", encoding="utf-8")
    return place


def _found(report):
    return [
        (problem.code, problem.location.file.rsplit("/", 1)[1], problem.location.line, problem.location.example)
        for problem in report.problems
        if problem.severity != "info"
    ]


EXPECTED = [
    ("F006", "b.jsonl", 1, None),
    ("D001", "b.jsonl", 3, 2),
    ("F003", "b.jsonl", 4, 3),
    ("D001", "c.jsonl.gz", 2, 2),
]


def test_a_directory_is_one_source_with_exact_places(folder):
    report = ftdata.validate(str(folder))
    assert _found(report) == EXPECTED
    assert [file.rows for file in report.files] == [8]
    assert report.file_count == 3
    said = {
        problem.location.file.rsplit("/", 1)[1]: problem.message
        for problem in report.problems
        if problem.code == "D001"
    }
    assert said["b.jsonl"].startswith(f"the same as line 2 of {folder}/a.jsonl;")
    assert said["c.jsonl.gz"].startswith(f"the same as line 1 of {folder}/a.jsonl;")


def test_rules_about_a_whole_file_look_at_all_of_it(tmp_path):
    for part in range(4):
        (tmp_path / f"{part}.jsonl").write_text(_lines(*(f"word {part} {n}" for n in range(3))), encoding="utf-8")
    codes = {problem.code for problem in ftdata.validate(str(tmp_path), target="azure").problems}
    assert "L001" not in codes, "twelve rows are enough, though three are not"
    one = {problem.code for problem in ftdata.validate(str(tmp_path / "0.jsonl"), target="azure").problems}
    assert "L001" in one


def test_rules_about_how_a_file_is_written_name_it(folder):
    (folder / "a.jsonl").write_bytes(b"\xef\xbb\xbf" + (folder / "a.jsonl").read_bytes())
    places = {problem.code: problem.location.file for problem in ftdata.validate(str(folder), target="azure").problems}
    assert places["F002"] == str(folder / "a.jsonl")
    assert places["F019"] == str(folder / "c.jsonl.gz")


def test_the_work_can_be_shared_out(folder, monkeypatch):
    alone = ftdata.validate(str(folder))
    monkeypatch.setattr(parallel, "UNIT", 100)  # files are cut too
    assert validate([str(folder)], Settings()).problems == alone.problems
    assert validate([str(folder)], Settings(workers=2)).problems == alone.problems


def test_verbs_that_write(folder, tmp_path, capsys):
    out, rejected = tmp_path / "out.jsonl", tmp_path / "rejected.jsonl"
    assert main(["convert", str(folder), "--to", "chat", "-o", str(out), "--rejected", str(rejected)]) == 1
    words = [json.loads(line)["messages"][0]["content"] for line in out.read_text().splitlines()]
    assert words == ["one", "two", "three", "four", "two", "five", "one"]
    (reject,) = map(json.loads, rejected.read_text().splitlines())
    assert (reject["file"], reject["line"], reject["example"]) == (str(folder / "b.jsonl"), 4, 3)
    assert main(["prepare", str(folder), "--output", str(tmp_path / "made"), "--validation", "0"]) == 1
    words = [
        json.loads(line)["messages"][0]["content"] for line in (tmp_path / "made/train.jsonl").read_text().splitlines()
    ]
    assert words == ["one", "two", "three", "four", "five"]
    places = [json.loads(line) for line in (tmp_path / "made/rejected.jsonl").read_text().splitlines()]
    assert [(each["file"].rsplit("/", 1)[1], each["line"]) for each in places] == [
        ("b.jsonl", 3),
        ("b.jsonl", 4),
        ("c.jsonl.gz", 2),
    ]


def test_load_reads_all_of_it(folder):
    assert len(ftdata.load(str(folder))) == 7


def test_an_output_may_not_become_an_input(folder, capsys):
    assert main(["convert", str(folder), "--to", "chat", "-o", str(folder / "out.jsonl")]) == 2
    assert "would stand in the input" in capsys.readouterr().err
    pattern = str(folder / "*.jsonl")
    assert main(["convert", pattern, "--to", "chat", "-o", str(folder / "a.jsonl"), "--force"]) == 2
    assert "is the input" in capsys.readouterr().err


def test_files_are_fixed_one_by_one(folder, capsys):
    assert main(["fix", str(folder), "--check"]) == 2
    assert "each is fixed by itself" in capsys.readouterr().err


def test_a_pattern(folder):
    found = gather(str(folder / "?.jsonl"))
    assert [file.rsplit("/", 1)[1] for file in found.files] == ["a.jsonl", "b.jsonl"]
    with pytest.raises(UnreadableError, match="no file matches"):
        gather(str(folder / "x*.jsonl"))


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(tmp_path):
    path = tmp_path / "[a]*.jsonl"
    path.write_text(_lines("one"), encoding="utf-8")
    assert gather(str(path)) is None
    assert len(ftdata.load(str(path))) == 1


def test_what_was_not_read_is_said(folder):
    (folder / "more.txt").write_text("hello", encoding="utf-8")
    (problem,) = [problem for problem in ftdata.validate(str(folder)).problems if problem.code == "F028"]
    assert "more.txt" in problem.message and "README" not in problem.message


def test_two_kinds_of_data_are_refused(folder):
    (folder / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"holds \.csv and \.jsonl files"):
        ftdata.validate(str(folder))


def test_a_directory_without_data(tmp_path):
    with pytest.raises(UsageError, match="is a directory without data"):
        ftdata.validate(str(tmp_path))


@pytest.mark.parametrize(
    ("path", "split"),
    [
        ("train-00000-of-00003.parquet", "train"),
        ("train/part.jsonl", "train"),
        ("data/validation.jsonl", "validation"),
        ("my_dev_set.csv", "validation"),
        ("test.jsonl", "test"),
        ("training_data.jsonl", "train"),
        ("contest.jsonl", ""),
        ("trainer.jsonl", ""),
    ],
)
def test_splits_are_told_by_names(path, split):
    assert shards.split_of(path) == split


def test_of_several_splits_one_has_to_be_named(tmp_path):
    for split in ("train", "validation"):
        (tmp_path / split).mkdir()
        (tmp_path / split / "rows.jsonl").write_text(_lines(split), encoding="utf-8")
    with pytest.raises(UsageError, match=f"name one: {tmp_path}:train, {tmp_path}:validation"):
        ftdata.load(str(tmp_path))
    assert ftdata.load(f"{tmp_path}:validation")[0]["messages"][0]["content"] == "validation"
    assert ftdata.load(str(tmp_path / "train"))[0]["messages"][0]["content"] == "train"
    with pytest.raises(UsageError, match="no split 'test'; there are: train, validation"):
        ftdata.load(f"{tmp_path}:test")


def test_folders_of_save_to_disk(tmp_path):
    rows = [_row(f"word {n}") for n in range(7)]
    whole = datasets.Dataset.from_list(rows)
    whole.save_to_disk(tmp_path / "one", num_shards=3)
    assert ftdata.load(str(tmp_path / "one")).rows == rows
    both = datasets.DatasetDict({"train": whole.select(range(5)), "test": whole.select([5, 6])})
    both.save_to_disk(tmp_path / "both")
    with pytest.raises(UsageError, match="name one"):
        ftdata.load(str(tmp_path / "both"))
    assert ftdata.load(f"{tmp_path}/both:test").rows == rows[5:]
    (tmp_path / "one" / "data-00001-of-00003.arrow").unlink()
    with pytest.raises(UnreadableError, match=r"data-00001.* is not there"):
        ftdata.load(str(tmp_path / "one"))


def test_places_behind_a_url(folder):
    store = fsspec.filesystem("memory")
    for file in folder.iterdir():
        store.pipe(f"/shards/{file.name}", file.read_bytes())
    try:
        report = ftdata.validate("memory://shards")
        assert _found(report) == EXPECTED
        assert {problem.location.file for problem in report.problems if problem.code == "D001"} == {
            "memory:///shards/b.jsonl",
            "memory:///shards/c.jsonl.gz",
        }
        assert len(ftdata.load("memory://shards/*.jsonl")) == 5
    finally:
        store.rm("/shards", recursive=True)


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """A Hub that has one dataset, which the library resolves from a directory."""
    place = tmp_path / "hub"
    place.mkdir()
    for split in ("train", "test"):
        for part in range(2):
            (place / f"{split}-0000{part}-of-00002.jsonl").write_text(_lines(f"{split} {part}"), encoding="utf-8")
    asked = []
    load = datasets.load_dataset_builder

    def builder(name, subset, revision):
        asked.append((name, subset, revision))
        return load(str(place), subset, cache_dir=str(tmp_path / "cache"))

    monkeypatch.setattr(datasets, "load_dataset_builder", builder)
    monkeypatch.setattr("huggingface_hub.HfApi.dataset_info", lambda *_, **__: None)
    return asked


@pytest.mark.parametrize(
    "name", ["org/name:train", "hf://datasets/org/name:train", "hf://datasets/org/name@main:train"]
)
def test_a_dataset_on_the_hub(hub, name):
    words = [row["messages"][0]["content"] for row in ftdata.load(name)]
    assert words == ["train 0", "train 1"]
    assert hub == [("org/name", None, "main" if "@" in name else None)]


def test_of_a_dataset_on_the_hub_a_split_has_to_be_named(hub):
    with pytest.raises(UsageError, match="name one: org/name:train, org/name:test"):
        ftdata.load("org/name")
    with pytest.raises(UsageError, match="no split 'dev'; there are: train, test"):
        ftdata.load("org/name:dev")


@pytest.mark.parametrize("name", ["data/train.jsonl", "../org", "./org/name", "a/b/c"])
def test_a_slip_in_a_path_is_not_looked_up_elsewhere(hub, name):
    with pytest.raises(UnreadableError, match="No such file"):
        ftdata.load(name)
    assert not hub


def test_without_a_network_the_hub_cannot_be_reached(monkeypatch):
    def unreachable(*args, **options):
        raise ConnectionError("[Errno -2] Name or service not known")

    monkeypatch.setattr("huggingface_hub.HfApi.dataset_info", unreachable)
    with pytest.raises(UnreadableError, match=r"org/name: is no file here, and cannot be opened .* not known"):
        ftdata.load("org/name")


def test_a_single_file_needs_none_of_it(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text(_lines("one"), encoding="utf-8")
    script = (
        "import sys; from ftdata.cli import main; main(sys.argv[1:]);"
        "print({'ftdata.loaders.shards', 'pyarrow', 'datasets', 'lzma', 'bz2'} & sys.modules.keys())"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, "validate", str(path)], capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines()[-1] == "set()"


def test_a_survey_names_the_files(folder):
    said = str(ftdata.detect(str(folder)))
    assert f"  line 4 of {folder}/b.jsonl: unreadable" in said
