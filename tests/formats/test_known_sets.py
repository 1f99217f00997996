"""Rows of well-known data sets, as their page has them: the format is told, and what is asked and said is kept."""

import json
from pathlib import Path

import pytest

from ftdata import formats

DOCS = Path(__file__).parents[2] / "docs"
ENTRIES = [json.loads(line) for line in (DOCS / "datasets.jsonl").read_text(encoding="utf-8").splitlines()]
TEXTS = ("Name a colour.", "Blue.", "Seven.", "2 + 2?")
"""What is asked and said in these rows."""


def test_each_set_stands_once():
    names = [entry["dataset"] for entry in ENTRIES]
    assert len(names) == len(set(names)) >= 80


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["dataset"] for entry in ENTRIES])
def test_a_known_set(entry):
    row, name = entry["row"], entry["format"]
    assert formats.classify(row)[0] == (name,)
    (each,) = formats.rows_of(name, row)
    example = formats.get(name).parse(each)
    goal = "chosen-rejected" if len(example.candidates) > 1 else "chat"
    if example.kind != "chat":
        return
    written = formats.render(example, goal)
    said = json.dumps([turn.content for turn in _turns(formats.get(goal).parse(written.row))], default=str)
    for text in TEXTS:
        assert (text in said) == (text in json.dumps(row)), "nobody's words are lost, and none are made up"


def _turns(example):
    return [*example.context, *(turn for answer in example.candidates for turn in answer.messages)]
