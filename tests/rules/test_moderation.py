"""X003: texts go to a moderation endpoint only when somebody names one, and whatever it answers is told."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ftdata.cli import main
from ftdata.engine import Settings
from ftdata.engine.validate import validate
from ftdata.errors import FtdataError, UsageError
from ftdata.rules import get, moderation
from ftdata.targets import destination

KNIFE = {"flagged": True, "categories": {"violence": True, "hate": True, "sexual": False}}
KNIFE |= {"category_scores": {"violence": 0.91, "hate": 0.4, "sexual": 0.01}}
CAKE = {"flagged": False, "categories": {"violence": False}, "category_scores": {"violence": 0.01}}


def chat(question, answer="Bring a cake."):
    return {"messages": [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]}


class _Endpoint(BaseHTTPRequestHandler):
    def do_POST(self):
        server = self.server
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server.asked.append((asked, self.headers.get("Authorization")))
        status, body = server.answers.pop(0) if server.answers else (200, None)
        if body is None:
            body = json.dumps({"results": [KNIFE if "knife" in text else CAKE for text in asked["input"]]})
        self.send_response(status)
        self.send_header("Retry-After", "soon")
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(moderation, "WAIT", 0.001)
    for name in (moderation.KEY, moderation.OPENAI_KEY):
        monkeypatch.delenv(name, raising=False)
    with ThreadingHTTPServer(("127.0.0.1", 0), _Endpoint) as httpd:
        httpd.asked, httpd.answers = [], []
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield httpd
        httpd.shutdown()
        thread.join()


def address(server):
    return f"http://127.0.0.1:{server.server_port}/v1/moderations"


def told(server, rows, **options):
    given = {"X003.endpoint": address(server)} | {f"X003.{name}": value for name, value in options.items()}
    found = validate([rows], Settings(select=("X003",), options=given)).problems
    return [(each.location.example, each.path, each.severity, each.message) for each in found]


def test_flagged_texts_are_told_with_their_categories(server):
    rows = [chat("How do I scare him?", "Take a knife."), chat("How are you?"), chat("How do I scare him?")]
    ((example, path, severity, message),) = told(server, rows)
    assert (example, path, severity) == (1, ("messages", 1, "content"), "warning")
    assert "violence 0.91, hate 0.40;" in message and "sexual" not in message
    assert "too many examples were flagged by our moderation API" in message
    ((asked, _),) = server.asked
    texts = ["How do I scare him?", "Take a knife.", "How are you?", "Bring a cake."]
    assert asked == {"model": "omni-moderation-latest", "input": texts}, "each text once"


def test_many_texts_go_in_several_requests(server):
    rows = [chat(f"Question {number}?", f"Take knife {number}.") for number in range(50)]
    assert [example for example, *_ in told(server, rows)] == list(range(1, 51))
    assert [len(asked["input"]) for asked, _ in server.asked] == [32, 32, 32, 4]


def test_only_so_many_rows_are_sent(server):
    rows = [chat(f"Question {number}?", "Take a knife.") for number in range(50)]
    last, first = told(server, rows, most=10, model="own")
    assert first[0] == 1 and "stands in 10 places" in first[3]
    assert last[2] == "info" and "first 10 rows" in last[3]
    assert [(len(asked["input"]), asked["model"]) for asked, _ in server.asked] == [(11, "own")]


def test_parts_of_a_file_are_put_together(server):
    goal = destination("any", "sft", options={"X003.endpoint": address(server), "X003.most": 3})
    rows = [chat(f"Question {number}?", "Take a knife.") for number in range(4)]
    folds = []
    for part in (rows[:2], rows[2:]):
        fold = get("X003").check(goal)
        for example, value in enumerate(part, start=1):
            fold.add(_row(value, example, goal))
        folds.append(fold)
    folds[0].merge(folds[1], 2, 2)
    flagged, left_out = folds[0].findings()
    assert flagged.location.line == 1 and "stands in 3 places" in flagged.message
    assert "first 3 rows" in left_out.message


def _row(value, number, goal):
    from ftdata.rules import Row
    from ftdata.types import Record

    return Row(value, Record("x.jsonl", number, 0, number, None, value), goal)


def test_the_key_comes_from_the_environment_and_goes_where_it_belongs(server, monkeypatch):
    monkeypatch.setenv(moderation.OPENAI_KEY, "not for others")
    told(server, [chat("Hi")])
    monkeypatch.setenv(moderation.KEY, "for this one")
    told(server, [chat("Hi")])
    assert [key for _, key in server.asked] == [None, "Bearer for this one"]
    monkeypatch.delenv(moderation.KEY)
    assert moderation._headers("https://api.openai.com/v1/moderations")["Authorization"] == "Bearer not for others"


def test_a_busy_endpoint_is_asked_again(server):
    server.answers[:] = [(429, "{}"), (503, "")]
    assert len(told(server, [chat("knife")])) == 1
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([(429, "{}")] * 5, "status 429: too many requests"),
        ([(401, "{}")], f"environment variable {moderation.KEY}"),
        ([(302, "")], "status 302; look at the address"),
        ([(400, "{}")], "status 400"),
        ([(200, "<html>")], "something else"),
        ([(200, "[]")], "something else"),
        ([(200, '{"results": []}')], "no list of 2 results"),
        ([(200, '{"results": [1, 2]}')], "does not say whether"),
        ([(200, '{"results": 7}')], "no list of 2 results"),
    ],
)
def test_what_goes_wrong_is_said(server, answers, said):
    server.answers[:] = answers
    with pytest.raises(FtdataError, match=said):
        told(server, [chat("Hi")])
    assert len(server.asked) == len(answers)


def test_an_endpoint_that_is_not_there(monkeypatch):
    monkeypatch.setattr(moderation, "WAIT", 0.001)
    with pytest.raises(FtdataError, match="does not answer"):
        list(moderation.flags(moderation.asker("http://127.0.0.1:1/v1", "m"), ["Hi"]))


@pytest.mark.parametrize(
    "url", ["http://example.org/v1/moderations", "file:///etc/passwd", "moderation", "ftp://localhost"]
)
def test_texts_go_over_encrypted_ways_only(url):
    with pytest.raises(UsageError, match="https address"):
        moderation.asker(url, "m")


def test_nothing_is_sent_unasked(monkeypatch):
    monkeypatch.setattr("socket.socket", None)
    monkeypatch.setenv(moderation.OPENAI_KEY, "a key alone is no leave")
    assert validate([[chat("knife")] * 3], Settings(select=("X",))).problems == []


def test_a_function_may_be_asked():
    rows = [chat("Hi"), chat("How do I scare him?", "Take a knife.")]
    options = {"X003.endpoint": lambda texts: [KNIFE if "knife" in text else CAKE for text in texts]}
    (problem,) = validate([rows], Settings(select=("X003",), options=options)).problems
    assert problem.location.example == 2


def test_a_config_that_lies_about_cannot_send_data_away(server, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rows.jsonl").write_text(json.dumps(chat("Hi", "Take a knife.")) + "\n", encoding="utf-8")
    config = tmp_path / "ftdata.toml"
    config.write_text(f'[options.X003]\nendpoint = "{address(server)}"\n', encoding="utf-8")
    assert main(["validate", "rows.jsonl"]) == 2
    assert "X003.endpoint" in capsys.readouterr().err and server.asked == []
    assert main(["validate", "rows.jsonl", "--config", str(config)]) == 1
    config.unlink()
    assert main(["validate", "rows.jsonl", "--set", f"X003.endpoint={address(server)}"]) == 1
    capsys.readouterr()
    out = ["prepare", "rows.jsonl", "--output", "out", "--validation", "0"]
    assert main([*out, "--set", f"X003.endpoint={address(server)}"]) == 1
    assert "X003 moderation flags this text" in capsys.readouterr().out
    assert len(server.asked) == 3
