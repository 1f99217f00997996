"""Every format's page: complete, dated, and its example rows are rows of that format."""

import json
import re

import pytest

from ftdata import formats

ROW = re.compile(r"^```json row\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
PAGES = {name: (module.__doc__ or "").strip() for name, module in formats.formats().items()}
ROWS = [(name, number, text) for name, page in PAGES.items() for number, text in enumerate(ROW.findall(page))]


@pytest.mark.parametrize(("name", "number", "text"), ROWS, ids=[f"{name}-{number}" for name, number, _ in ROWS])
def test_row(name, number, text):
    row = json.loads(text)
    assert "\n" not in text, "a row of JSON Lines"
    assert formats.classify(row)[0] == (name,)
    format_ = formats.get(name)
    assert format_.parse(row).format == name
    if formats.gives_back(name):
        rendered = format_.render(format_.parse(row))
        assert json.dumps(rendered.row) == json.dumps(row)
        assert rendered.losses == ()


@pytest.mark.parametrize("name", PAGES)
def test_page_is_complete(name):
    page = PAGES[name]
    assert page.split("\n")[0].endswith("."), "the first line is a sentence"
    assert len(ROW.findall(page)) >= 2
    sources = page.split("Sources:\n")[1].splitlines()
    assert sources and all(re.search(r"^- https://.*\(\d{4}-\d{2}", line) for line in sources), "sources are dated"


@pytest.mark.parametrize("name", PAGES)
def test_names(name):
    module = formats.get(name)
    assert formats.formats()[name] is module
    assert name == module.NAME
    assert module.TITLE and module.METHODS
