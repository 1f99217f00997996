"""The site that the docs become, and the pictures in it. What needs Chromium is ``heavy``."""

import contextlib
import functools
import importlib.util
import re
import shutil
import threading
import warnings
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from ftdata.rules import rules
from ftdata.types import DOCS_URL, page_url

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
MOST_BYTES = 60_000


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_):
        """Stay silent."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, built with warnings as errors, in a folder."""
    pytest.importorskip("mkdocs.commands.build", reason="mkdocs is not installed")
    pytest.importorskip("material", reason="the theme is not installed")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    folder = tmp_path_factory.mktemp("site")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder)))
    return folder


@pytest.fixture(scope="module")
def address(site):
    """Where the site is served, for as long as the tests of this file run."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def tab():
    """A page of a browser, with what its console says."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not on this machine")
    sync = pytest.importorskip("playwright.sync_api")
    with sync.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        opened = browser.new_page(viewport={"width": 1280, "height": 900})
        opened.set_default_timeout(120_000)  # other tests keep the machine busy
        yield opened
        browser.close()


def _pages(site):
    return sorted(str(path.parent.relative_to(site)) for path in site.rglob("index.html"))


@pytest.mark.heavy
def test_pages_open_and_say_nothing_in_the_console(site, address, tab):
    said, missing = [], []
    tab.on("console", lambda message: said.append((message.text, tab.url)))
    tab.on("pageerror", lambda error: said.append((str(error), tab.url)))
    tab.on("response", lambda response: response.status >= 400 and missing.append(response.url))
    for name in _pages(site):
        if not re.match(r"(rules|formats|targets|notebooks)/.", name) or name in ("rules/R001", "targets/azure"):
            tab.goto(f"{address}{name}/", wait_until="domcontentloaded")
            assert tab.locator("h1").count() == 1, name
    assert (said, missing) == ([], [])


@pytest.mark.heavy
def test_links_within_the_site_lead_somewhere(site):
    wrong = []
    for name in _pages(site):
        text = (site / name / "index.html").read_text(encoding="utf-8")
        for link in re.findall(r'(?:href|src)="([^":#?]+)["#?]', text):
            goal = site / name / link
            if not link.startswith("/") and not (goal.is_file() or (goal / "index.html").is_file()):
                wrong.append((name, link))
    assert wrong == []


@pytest.mark.heavy
def test_the_address_in_a_terminal_is_a_page(site):
    for code in rules():
        path = page_url(code).removeprefix(DOCS_URL)
        text = (site / path / "index.html").read_text(encoding="utf-8")
        assert re.search(rf"<h1[^>]*>{code} ", text), code


@pytest.mark.heavy
def test_the_search_finds_a_rule(address, tab):
    tab.goto(address)
    box, found = tab.locator("input.md-search__input"), tab.locator(".md-search-result__link", has_text="R002").first
    late = pytest.importorskip("playwright.sync_api").TimeoutError
    box.click()
    for _ in range(20):  # what is typed before the index is there may be lost
        box.fill("")
        box.press_sequentially("last-not-assistant")
        with contextlib.suppress(late):
            found.wait_for(timeout=5000)
            break
    found.click()
    tab.wait_for_url("**/rules/R002/**")
    assert "R002" in tab.locator("h1").inner_text()


@pytest.mark.heavy
def test_a_newcomer_is_led_from_the_first_page_to_the_tutorials(address, tab):
    tab.goto(address)
    tab.locator("article a", has_text="Tutorials").first.click()
    tab.locator("article a", has_text="Unsloth").first.click()
    assert "Unsloth" in tab.locator("h1").inner_text()
    tab.set_viewport_size({"width": 400, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 400, "nothing hangs over on a narrow screen"
    tab.set_viewport_size({"width": 1280, "height": 900})


def test_pictures_are_small_shown_and_load_nothing():
    shown = "".join(path.read_text("utf-8") for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")))
    assert list(PICTURES.glob("*.svg"))
    for path in PICTURES.iterdir():
        assert path.name in shown, "only what is shown is kept"
        assert path.stat().st_size < MOST_BYTES
    for path in PICTURES.glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        assert ET.fromstring(text).tag.endswith("svg")
        assert not re.search(r"(?:src|href|url\()\W*https?:", text)


def test_terminal_pictures_show_what_is_printed_today(tmp_path, monkeypatch):
    pytest.importorskip("rich")
    pytest.importorskip("pty", reason="there are no terminals of one's own here")
    spec = importlib.util.spec_from_file_location("pictures", ROOT / "docs" / "pictures.py")
    pictures = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pictures)
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    for name, command in pictures.TERMINALS.items():
        now, kept = pictures.terminal(command, name), (PICTURES / f"{name}.svg").read_text("utf-8")
        assert _words(now) == _words(kept), "run `make pictures`"


def _words(svg):
    return [node.text for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
