"""``ftdata submit``, driven through the official package against a server on this machine that answers like OpenAI."""

import json

import pytest

from ftdata.engine.submit import client, upload
from tests.cli.provider import Provider, serve

pytest.importorskip("openai")
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


def _rows(first, last):
    turns = ("What is {}?", "It is {}.")
    roles = ("user", "assistant")
    return [
        {"messages": [{"role": r, "content": t.format(n)} for r, t in zip(roles, turns, strict=True)]}
        for n in range(first, last)
    ]


@pytest.fixture
def out(tmp_path, write):
    (tmp_path / "out").mkdir()
    write(*_rows(0, 30), name="out/train.jsonl")
    write(*_rows(30, 35), name="out/validation.jsonl")
    return "out"


@pytest.fixture
def provider(monkeypatch):
    found = Provider()
    server, address = serve(found)
    monkeypatch.setenv("OPENAI_API_KEY", "not-a-key-of-anybody")
    monkeypatch.setenv("OPENAI_BASE_URL", address)
    monkeypatch.setattr(client, "PAUSES", (0.0, 0.0))
    yield found
    server.shutdown()
    server.server_close()


JOBS = "POST /fine_tuning/jobs"
MODEL = ("--target", "openai", "--model", "gpt-4.1-mini-2025-04-14", "--poll", "0")


def test_files_go_up_and_the_job_is_followed(ftdata, out, provider):
    code, said, err = ftdata(
        "submit", out, *MODEL, "--suffix", "x", "--epochs", "2", "--hyperparameter", "batch_size=4"
    )
    assert (code, said) == (0, "succeeded: ft:model:x\n")
    assert err.index("step 1") < err.index("step 2"), "events in their order, each once"
    assert len(provider.files) == 2 and len(provider.jobs) == 1
    (job,) = provider.jobs.values()
    assert job["method"] == {"type": "supervised", "supervised": {"hyperparameters": {"batch_size": 4, "n_epochs": 2}}}
    assert (job["training_file"], job["validation_file"], job["suffix"]) == ("file-1", "file-2", "x")
    assert provider.files["file-1"]["data"].count(b"\n") == 30


def test_a_second_run_does_nothing_twice(ftdata, out, provider):
    ftdata("submit", out, *MODEL)
    before = [request for request in provider.seen if request.startswith("POST")]
    code, _, err = ftdata("submit", out, *MODEL)
    assert code == 0 and "is there already" in err and "was started already" in err
    assert [request for request in provider.seen if request.startswith("POST")] == before


@pytest.mark.parametrize("path", ["POST /files", "POST /fine_tuning/jobs"])
@pytest.mark.parametrize("fault", [429, 500, "cut"])
def test_a_fault_that_passes_is_outlived(ftdata, out, provider, path, fault):
    provider.faults[path] = [fault]
    assert ftdata("submit", out, *MODEL)[0] == 0
    assert len(provider.files) == 2 and len(provider.jobs) == 1, "even where the answer was lost"


@pytest.mark.parametrize(
    "path", ["POST /files", "GET /files/file-1", "POST /fine_tuning/jobs", "GET /fine_tuning/jobs/job-1"]
)
@pytest.mark.parametrize("fault", [429, 500, "cut"])
def test_a_run_that_was_stopped_by_a_fault_goes_on(ftdata, out, provider, path, fault):
    provider.faults[path] = [fault] * 9
    code, _, err = ftdata("submit", out, *MODEL)
    if code == 2:
        assert "run the command again" in err
    provider.faults.clear()
    assert ftdata("submit", out, *MODEL)[0] == 0
    assert len({file["name"] for file in provider.files.values()}) == len(provider.files) == 2
    assert len(provider.jobs) == 1


@pytest.mark.parametrize(
    ("fault", "said"), [(400, "fault 400"), (401, "look at OPENAI_API_KEY"), (403, "may not do that")]
)
def test_a_refusal_is_told_at_once(ftdata, out, provider, fault, said):
    provider.faults["POST /fine_tuning/jobs"] = [fault] * 3
    code, _, err = ftdata("submit", out, *MODEL)
    assert code == 2 and said in err and "starting the job" in err
    assert provider.seen.count("POST /fine_tuning/jobs") == 1


def test_a_large_file_goes_up_in_parts_and_goes_on_at_the_next(ftdata, out, provider, monkeypatch):
    monkeypatch.setattr(upload, "LARGE", 1000)
    monkeypatch.setattr(upload, "PART", 1000)
    provider.faults["POST /uploads/upload-1/parts"] = [None, None, 500, 500, 500]
    assert ftdata("submit", out, *MODEL)[0] == 2
    sent = len(provider.uploads["upload-1"]["parts"])
    assert sent == 2
    assert ftdata("submit", out, *MODEL)[0] == 0
    assert len(provider.uploads) == 1, "the same upload went on"
    train = next(file for file in provider.files.values() if file["name"].startswith("train"))
    assert train["data"].count(b"\n") == 30


def test_a_file_that_changed_is_uploaded_anew(ftdata, out, provider, write):
    ftdata("submit", out, *MODEL, "--no-follow")
    write(*_rows(0, 40), name="out/train.jsonl")
    ftdata("submit", out, *MODEL, "--no-follow")
    assert len(provider.files) == 3 and len(provider.jobs) == 2


def test_the_providers_words_lead_to_the_line(ftdata, out, provider):
    provider.failure = "Invalid file format. Example 7 contains an extra thing."
    code, _, err = ftdata("submit", out, *MODEL)
    assert code == 1
    assert "Example 7" in err and "out/train.jsonl:7" in err


def test_a_refused_file_is_told_and_forgotten(ftdata, out, provider):
    provider.refusal = "Line 1 is not a dictionary"
    code, _, err = ftdata("submit", out, *MODEL)
    assert code == 2 and "train.jsonl: the provider refuses the file: Line 1" in err
    assert "train.jsonl" not in json.loads(open_text(out))["files"]


def open_text(out):
    with open(f"{out}/submission.json", encoding="utf-8") as stream:
        return stream.read()


def test_a_dry_run_connects_to_nothing(ftdata, out, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    code, said, _ = ftdata("submit", out, *MODEL, "--dry-run")
    assert code == 0
    assert "upload train.jsonl" in said and '"training_file": "<id>"' in said


def test_what_would_fail_is_not_submitted(ftdata, out, provider, write, monkeypatch):
    write({"messages": [{"role": "user", "content": "Hi"}]}, name="out/train.jsonl")
    code, _, err = ftdata("submit", out, *MODEL)
    assert code == 2 and "errors, and the job would fail" in err
    assert provider.seen == []
    monkeypatch.delenv("OPENAI_API_KEY")
    write(*_rows(0, 30), name="out/train.jsonl")
    assert "set OPENAI_API_KEY in the environment" in ftdata("submit", out, *MODEL)[2]
    assert "name the model" in ftdata("submit", out, "--target", "openai")[2]
    assert "is not there" in ftdata("submit", "gone", *MODEL)[2]


def test_no_key_is_kept_or_told(ftdata, out, provider):
    _, said, err = ftdata("submit", out, *MODEL)
    assert "not-a-key-of-anybody" not in said + err + open_text(out)


def test_azure_takes_its_own_variables(ftdata, out, provider, monkeypatch):
    assert "AZURE_OPENAI_API_KEY" in ftdata("submit", out, "--target", "azure", *MODEL[2:])[2]
    address = provider_address(monkeypatch)
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "not-a-key-of-anybody")
    monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", address)
    monkeypatch.setenv("OPENAI_API_VERSION", "2025-04-01-preview")
    code, _, err = ftdata("submit", out, "--target", "azure", *MODEL[2:], "--training-type", "GlobalStandard")
    assert code == 0, err
    assert next(iter(provider.jobs.values()))["trainingType"] == "GlobalStandard"


def provider_address(monkeypatch):
    import os

    address = os.environ["OPENAI_BASE_URL"].removesuffix("/v1")
    monkeypatch.delenv("OPENAI_BASE_URL")
    return address
