"""What ``ftdata prepare`` writes to start a training does start it."""

import ast
import inspect
import json
import os
import subprocess

import pytest

from ftdata import starters, targets
from ftdata.starters import Job, _requests
from tests.cli.provider import Provider, serve

MODEL = ("--model", "gpt-4.1-mini-2025-04-14")
DOORS = {
    "openai": lambda address: {"OPENAI_API_KEY": "not-a-key", "OPENAI_BASE_URL": address},
    "azure": lambda address: {
        "AZURE_OPENAI_API_KEY": "not-a-key",
        "AZURE_OPENAI_ENDPOINT": address.removesuffix("/v1") + "/",
        "OPENAI_API_VERSION": "2025-04-01-preview",
    },
}


def chats(number):
    return [
        {"messages": [{"role": "user", "content": f"What is {n}?"}, {"role": "assistant", "content": f"It is {n}."}]}
        for n in range(number)
    ]


def pairs(number):
    return [
        {
            "input": {"messages": [{"role": "user", "content": f"What is {n}?"}]},
            "preferred_output": [{"role": "assistant", "content": f"It is {n}."}],
            "non_preferred_output": [{"role": "assistant", "content": "Who knows what that may be?"}],
        }
        for n in range(number)
    ]


@pytest.fixture
def provider():
    found = Provider()
    server, address = serve(found)
    found.address = address
    yield found
    server.shutdown()
    server.server_close()


def start(target, provider, **more):
    environment = os.environ | DOORS[target](provider.address) | {"PAUSE": "0"} | more
    return subprocess.run(["sh", "out/start.sh"], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("target", "large"), [("openai", False), ("azure", True)])
def test_the_script_uploads_both_files_and_starts_the_job(ftdata, write, provider, monkeypatch, target, large):
    if large:
        monkeypatch.setattr(_requests, "LARGE", 10)
    source = write(*chats(40))
    ftdata("prepare", source, "--target", target, *MODEL, "--output", "out")
    done = start(target, provider)
    assert done.returncode == 0, done.stderr
    (identity, job), *_ = provider.jobs.items()
    assert done.stdout == f"{identity}\n"
    assert (job["training_file"], job["validation_file"], job["model"]) == ("file-1", "file-2", MODEL[1])
    assert job["method"] == {"type": "supervised", "supervised": {}}
    for name, file in zip(("train", "validation"), provider.files.values(), strict=True):
        with open(f"out/{name}.jsonl", "rb") as stream:
            assert file["name"] == f"{name}.jsonl" and file["data"].strip() == stream.read().strip()
    assert len(provider.uploads) == 2 * large
    assert sorted(os.listdir("out")) == sorted(
        ("job.json", "start.sh", "train.jsonl", "validation.jsonl", "rejected.jsonl", "report.json", "report.html")
    )


def test_what_the_provider_says_ends_the_script(ftdata, write, provider):
    ftdata("prepare", write(*chats(40)), "--target", "openai", *MODEL, "--output", "out")
    provider.refusal = "Invalid file format."
    done = start("openai", provider)
    assert done.returncode == 1 and "could not process file-1" in done.stderr
    provider.faults["POST /files"] = [401]
    done = start("openai", provider)
    assert done.returncode == 1 and "the provider says: " in done.stderr
    assert not provider.jobs


def test_a_model_that_was_not_named_is_asked_for_before_anything_is_sent(ftdata, write, provider):
    ftdata("prepare", write(*chats(40)), "--target", "openai", "--output", "out")
    done = start("openai", provider)
    assert done.returncode != 0 and "name the model" in done.stderr and not provider.seen
    assert start("openai", provider, MODEL="gpt-x").returncode == 0
    assert next(iter(provider.jobs.values()))["model"] == "gpt-x"


@pytest.mark.parametrize(("method", "rows"), [("sft", chats), ("dpo", pairs), ("reward", pairs), ("grpo", chats)])
def test_the_script_for_trl_trains_on_what_was_written(ftdata, write, method, rows):
    source = write(*rows(20))
    ftdata("prepare", source, "--target", "huggingface", "--method", method, "--output", "out")
    with open("out/train.py", encoding="utf-8") as stream:
        script = stream.read()
    assert "'train.jsonl'" in script and "'validation.jsonl'" in script
    (arguments,) = [call for call in called(script) if getattr(call.func, "id", "").endswith("Config")]
    assert ("max_length" in {word.arg for word in arguments.keywords}) == (method != "grpo")


def called(script):
    return [node for node in ast.walk(ast.parse(script)) if isinstance(node, ast.Call)]


METHODS = sorted(targets.get("huggingface").methods)


@pytest.mark.parametrize("method", METHODS)
def test_every_argument_is_one_that_trl_knows(method):
    trl = pytest.importorskip("trl")
    (file,) = starters.get("huggingface").files(Job("huggingface", method, "", "train.jsonl", "validation.jsonl", 1))
    for call in called(file.text):
        name = getattr(call.func, "id", "")
        if name.endswith(("Config", "Trainer")):
            known = inspect.signature(getattr(trl, name)).parameters
            assert {word.arg for word in call.keywords} <= set(known)


def test_every_method_of_trl_has_a_script():
    starter = starters.get("huggingface")
    for method in METHODS:
        (file,) = starter.files(Job("huggingface", method, "org/model", "train.jsonl", "", 1))
        assert "'org/model'" in file.text and "validation" not in file.text
        compile(file.text, file.name, "exec")


def test_a_script_that_the_user_changed_is_left_alone(ftdata, write):
    source = write(*chats(20))
    order = ("prepare", source, "--target", "huggingface", "--output", "out")
    ftdata(*order)
    _, said, _ = ftdata(*order, "--force")
    assert "left as it is" not in said
    with open("out/train.py", "a", encoding="utf-8") as stream:
        stream.write("# mine\n")
    _, said, _ = ftdata(*order, "--force")
    assert "train.py was there already and was left as it is" in said
    with open("out/train.py", encoding="utf-8") as stream:
        assert stream.read().endswith("# mine\n")


def test_a_trainer_is_told_about_both_files(ftdata, write):
    source = write(*chats(20))
    order = ("prepare", source, "--target", "llama-factory", "--output", "out")
    _, said, _ = ftdata(*order)
    assert "dataset_info.json" in said.splitlines()[-2]
    with open("out/dataset_info.json", encoding="utf-8") as stream:
        assert set(json.load(stream)) == {"train", "validation"}
    os.rename("out/train.jsonl", "other.jsonl")
    for name in ("validation.jsonl", "report.json", "rejected.jsonl", "report.html"):
        os.remove(f"out/{name}")
    _, said, _ = ftdata(*order)
    assert "dataset_info.json was there already and was left as it is" in said


def test_a_job_without_a_grader_or_of_another_kind_is_not_made_up():
    assert list(starters.get("openai").files(Job("openai", "completion", "m", "train.jsonl", "", 1))) == []
    file, _ = starters.get("openai").files(Job("openai", "rft", "m", "train.jsonl", "", 1, {"type": "string_check"}))
    assert json.loads(file.text)["method"] == {
        "type": "reinforcement",
        "reinforcement": {"grader": {"type": "string_check"}},
    }
    assert starters.get("any") is None


def test_a_page_about_the_sources_is_written(ftdata, write, monkeypatch):
    source = write(*chats(20), {"messages": [{"role": "user", "content": "<b>no answer</b>"}]})
    _, said, _ = ftdata("prepare", source, "--target", "azure", "--output", "out")
    assert "what the sources are like: out/report.html" in said
    with open("out/report.html", encoding="utf-8") as stream:
        page = stream.read()
    assert "R001" in page and "<b>no answer" not in page
    _, said, _ = ftdata("prepare", source, "--target", "azure", "--output", "bare", "--no-page")
    assert "report.html" not in os.listdir("bare") and "sources are like" not in said
    os.remove("out/report.json")
    for name in ("train.jsonl", "validation.jsonl", "rejected.jsonl"):
        os.remove(f"out/{name}")
    code, _, err = ftdata("prepare", source, "--target", "azure", "--output", "out")
    assert code == 2 and "report.html: exists" in err


def test_large_sources_and_streams_are_not_read_twice_for_a_page(ftdata, write, monkeypatch):
    from ftdata.cli import prepare

    monkeypatch.setattr(prepare, "_MOST", 100)
    _, said, _ = ftdata("prepare", write(*chats(20)), "--target", "azure", "--output", "out")
    assert "no report.html" in said and "report.html" not in os.listdir("out")
