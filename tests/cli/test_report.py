"""``ftdata report``: one page that opens offline, shows what is wrong, and is not driven by what the data says."""

import base64
import hashlib
import json
import re
import shutil

import pytest

from ftdata.types import DOCS_URL
from tests.cli.conftest import GOOD, UNANSWERED

SCRIPT = "</script><script>document.title = 'owned'</script><img src=x onerror=\"document.title = 'owned'\">"
HOSTILE = {"messages": [{"role": "user", "content": SCRIPT + "\u202e\x1b"}, {"role": "assistant", "content": "No."}]}
KEY = "AKIA" + "QZ7RTM2VW4XKLP5N"
SECRET = {"messages": [{"role": "user", "content": f"use {KEY} here"}, {"role": "assistant", "content": "Done."}]}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture
def page(ftdata, write, tmp_path):
    def make(*rows):
        name = write(*rows)
        ftdata("report", name, "--target", "azure", "-o", "page.html", "--force")
        return (tmp_path / "page.html").read_text(encoding="utf-8")

    return make


def _data(text):
    return json.loads(re.search(r"<script type=application/json id=data>(.*?)</script>", text, re.DOTALL)[1])


def test_the_page_holds_what_was_found(page):
    text = page(*[GOOD] * 9, UNANSWERED)
    data = _data(text)
    assert "Not ready for azure" in text
    assert {data["problems"][index]["code"] for index in data["examples"][-1]["problems"]} >= {"R001"}
    assert data["examples"][0]["turns"][1] == {
        "role": "assistant",
        "place": "messages[1]",
        "text": "Hello!",
        "thought": "",
        "calls": [],
        "note": "",
    }


def test_nothing_is_loaded_and_only_its_own_program_runs(page):
    text = page(GOOD, HOSTILE)
    program = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    style = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    (policy,) = re.findall(r'Content-Security-Policy content="([^"]*)"', text)
    for piece in (*program, *style):
        assert base64.b64encode(hashlib.sha256(piece.encode()).digest()).decode() in policy
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    assert len(program) == 1
    unlinked = re.sub(rf'<a href="{re.escape(DOCS_URL)}rules/[A-Z]\d\d\d/">', "", text)
    assert unlinked != text, "codes of rules are links, which load nothing"
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", unlinked)
    assert "<img" not in text and "\u202e" not in text and "\x1b" not in text


def test_secrets_are_masked(page):
    text = page(SECRET)
    assert KEY not in text
    assert "[SECRET]" in text


def test_unreadable_rows_are_shown_as_they_are(ftdata, tmp_path):
    (tmp_path / "rows.jsonl").write_bytes(json.dumps(GOOD).encode() + b'\n{"messages": [<b>}\n\xff\n')
    code, out, _ = ftdata("report", "rows.jsonl", "-o", "page.html")
    assert code == 1 and "page.html" in out
    shown = _data((tmp_path / "page.html").read_text(encoding="utf-8"))["examples"]
    assert [each["raw"] for each in shown] == ["", '{"messages": [<b>}', "\ufffd"]


def test_a_pair_is_shown_side_by_side_and_a_fix_by_what_comes_after(page):
    answers = [[{"role": "assistant", "content": text}] for text in ("4", "5")]
    asked = {"messages": [{"role": "user", "content": "2 + 2?"}]}
    pair = {"input": asked, "preferred_output": answers[0], "non_preferred_output": answers[1], "id": 1}
    (example,) = _data(page(pair))["examples"]
    assert [answer[0]["text"] for answer in example["answers"]] == ["4", "5"]
    assert example["after"] == "" or '"id"' not in example["after"]


def test_the_page_is_never_written_over_anything(ftdata, write, tmp_path):
    name = write(GOOD)
    assert ftdata("report", name, "-o", name, "--force")[0] == 2
    (tmp_path / "page.html").write_text("mine")
    assert ftdata("report", name, "-o", "page.html")[0] == 2
    assert (tmp_path / "page.html").read_text() == "mine"
    assert "read twice" in ftdata("report", "-", "-o", "other.html")[2]


@pytest.mark.heavy
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine")
def test_in_a_browser(page, tmp_path):
    sync = pytest.importorskip("playwright.sync_api")
    many = [{"messages": [{"role": "user", "content": f"Question {n}"}]} for n in range(3000)]
    page(HOSTILE, GOOD, *many)
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=options)
        tab = browser.new_page(viewport={"width": 1000, "height": 800})
        said = []
        tab.on("console", lambda message: said.append(message.text))
        tab.goto((tmp_path / "page.html").as_uri())
        assert tab.title() == "ftdata: train.jsonl", "no script in the data ran"
        assert tab.locator(".example").count() == 20
        tab.fill("#words", "question 123")
        assert tab.locator("#count").inner_text() == "examples 1 to 1 of 1"
        assert "Question 123" in tab.locator(".example").inner_text()
        tab.fill("#words", "")
        tab.select_option("#rule", "Q019")
        assert SCRIPT in tab.locator(".example").inner_text(), "shown as text"
        assert tab.locator(".bubble.marked").count() == 1
        tab.select_option("#rule", "R001")
        tab.click("#next")
        assert tab.locator("#count").inner_text().startswith("examples 21 to 40")
        tab.set_viewport_size({"width": 400, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth") <= 400, "nothing hangs over on a narrow screen"
        assert said == []
        browser.close()
