"""Counting files: the same for any number of processes, exact under a limit, and honest about samples."""

import json
import random
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ftdata
from ftdata.engine.settings import Settings
from ftdata.engine.tokens.bench import Order
from ftdata.engine.tokens.sample import chosen, share, total
from ftdata.engine.tokens.spread import Spread
from ftdata.engine.tokens.stats import stats
from ftdata.engine.tokens.tally import LADDER
from ftdata.engine.tokens.variety import Variety
from ftdata.errors import UsageError
from ftdata.tokenizers import meter
from tests import corpora

numbers = st.lists(st.integers(0, 5000), min_size=1, max_size=60)


def row(number, *, words=5, system=None):
    turns = [("user", f"Question {number}? " + "word " * words), ("assistant", f"Answer {number}. " + "so " * words)]
    if system:
        turns.insert(0, ("system", system))
    return {"messages": [{"role": role, "content": text} for role, text in turns]}


def written(tmp_path, rows, name="train.jsonl"):
    path = tmp_path / name
    path.write_text("".join(json.dumps(each) + "\n" for each in rows))
    return str(path)


def spread_of(values):
    found = Spread()
    for value in values:
        found.add(value)
    return found


@given(values=numbers, part=st.floats(0, 1))
def test_quantiles_are_those_of_the_sorted_numbers(values, part):
    found = spread_of(values)
    ordered = sorted(values)
    quantile = found.quantile(part)
    assert sum(value <= quantile for value in ordered) >= part * len(ordered)
    assert quantile == ordered[0] or sum(value < quantile for value in ordered) < part * len(ordered)
    assert (found.total, found.number) == (sum(values), len(values))


@given(values=numbers)
def test_every_number_is_in_one_bar(values):
    bars = spread_of(values).bars()
    assert sum(bar.count for bar in bars) == len(values)
    assert all(first.end == second.start for first, second in pairwise(bars))
    for bar in bars:
        assert bar.count == sum(bar.start <= value < bar.end for value in values)
    assert len(bars) <= 30


@given(texts=st.lists(st.text(max_size=3), max_size=40), place=st.integers(0, 40))
def test_variety_of_parts_is_that_of_the_whole(texts, place):
    whole, first, second = Variety(), Variety(), Variety()
    for number, text in enumerate(texts):
        whole.add(text)
        (first if number < place else second).add(text)
    first.merge(second)
    assert (first.different, sorted(first.times())) == (whole.different, sorted(whole.times()))
    assert whole.different == len(set(texts))


def test_variety_of_many_texts_is_near(monkeypatch):
    monkeypatch.setattr("ftdata.engine.tokens.variety._MOST", 500)
    found = Variety()
    for number in range(20_000):
        found.add(str(number % 10_000))
    assert abs(found.different / 10_000 - 1) < 0.2
    assert found.share == 0.5


def test_a_sample_is_fair():
    picked = Counter(item for seed in range(2000) for item in chosen(range(20), 5, seed)[0])
    assert all(400 < picked[item] < 600 for item in range(20)), picked
    assert chosen(range(3), 5, 0) == ([0, 1, 2], 3)
    assert chosen(range(100), 10, 1) == chosen(iter(range(100)), 10, 1)


def test_the_bounds_hold_in_about_95_of_100_samples():
    pick = random.Random(3)
    sizes = [pick.randrange(50, 5000) for _ in range(3000)]
    tokens = [round(size / 4 * pick.uniform(0.7, 1.3)) for size in sizes]
    hits = 0
    for seed in range(300):
        places, _ = chosen(range(3000), 200, seed)
        found = total([tokens[place] for place in places], [sizes[place] for place in places], 3000, sum(sizes))
        hits += found.low <= sum(tokens) <= found.high
    assert 270 <= hits <= 297


def test_the_bounds_of_a_share():
    found = share(5, 100, 10_000)
    assert 0.02 < found.low < 0.05 < found.high < 0.12
    assert share(0, 50, 1000).low == 0 < share(0, 50, 1000).high
    assert share(3, 10, 10) == (0.3, 0.3, 0.3)


@pytest.mark.parametrize("cut", ["end", "start"])
@pytest.mark.parametrize("limit", [10, 40, 60, 90, None])
def test_what_a_limit_takes_is_what_each_row_loses(limit, cut, tmp_path):
    rows = [row(number, words=number, system="Be brief." if number % 2 else None) for number in range(30)]
    found = stats(written(tmp_path, rows), Settings(), Order(max_tokens=limit, cut=cut, each=True)).tally
    counts = [meter(None).measure(each) for each in rows]
    assert [each.tokens for each in found.each] == [each.total for each in counts]
    assert [each.trained - each.trained_cut for each in found.each] == [
        each.trained_under(limit, cut) for each in counts
    ]
    assert found.trained_cut == sum(each.trained - each.trained_under(limit, cut) for each in counts)
    assert found.cut == sum(max(each.total - limit, 0) for each in counts if limit)
    assert found.billed == sum(min(each.total, limit or each.total) for each in counts)
    assert found.lost == sum(not each.trained_under(limit, cut) for each in counts)
    assert found.over == sum(each.total > (limit or each.total) for each in counts)


def test_what_usual_lengths_keep(tmp_path):
    rows = [row(number, words=200 * number) for number in range(8)]
    found = stats(written(tmp_path, rows), Settings(), Order()).tally
    counts = [meter(None).measure(each) for each in rows]
    for length in LADDER:
        assert found.fits(length) == sum(each.total <= length for each in counts)
        assert found.kept_under(length) == sum(each.trained_under(length) for each in counts)


def test_any_number_of_processes_counts_the_same(tmp_path, monkeypatch):
    rows = [row(number, words=number % 50, system="Be brief." if number % 3 else None) for number in range(300)]
    lines = [json.dumps(each) for each in rows]
    lines[7], lines[100], lines[200] = "", "no json", '{"other": 1}'
    path = tmp_path / "train.jsonl"
    path.write_text("\n".join(lines) + "\n")
    order = Order(max_tokens=60, each=True)
    alone = stats(str(path), Settings(), order)
    monkeypatch.setattr("ftdata.engine.parallel.UNIT", 7000)
    monkeypatch.setattr("ftdata.engine.tokens.bench.sample_share", lambda _: 0xFFFF)
    shared = stats(str(path), Settings(workers=2), order)
    assert shared.to_dict() == alone.to_dict()
    assert shared.tally.each == alone.tally.each
    assert (alone.rows, alone.tally.unreadable) == (297, 2)
    assert alone.tally.each[-1][:2] == (299, 300), "a blank line is no example"


def test_a_row_short_way_and_long_way_count_the_same(tmp_path):
    rows = [row(number) for number in range(20)]
    odd = [{**each, "parallel_tool_calls": True} for each in rows]
    found = [stats(written(tmp_path, each), Settings(), Order(max_tokens=25)).to_dict() for each in (rows, odd)]
    assert found[0] == found[1]


def test_other_formats_are_counted_as_what_they_become():
    alpaca = ftdata.stats("samples/alpaca.json", model="gpt-4o")
    converted = ftdata.stats(ftdata.convert("samples/alpaca.json", to="chat"), model="gpt-4o")
    assert alpaca.tokens == converted.tokens and alpaca.rows == converted.rows > 0


def test_pairs_tools_and_images_are_told():
    pairs = ftdata.stats("samples/preference.jsonl", target="azure", model="gpt-4.1")
    assert pairs.destination.method == "dpo" and pairs.tally.longest.total < pairs.tally.tokens.total
    tools = ftdata.stats("samples/chat_tools.jsonl", target="azure", model="gpt-4o")
    assert sum(tools.tally.called.values()) and set(tools.tally.called) <= set(tools.tally.defined)
    assert min(tools.tally.trained.counts) > 0


def test_a_sample_counts_some_and_says_how_sure_it_is(tmp_path):
    rows = [row(number, words=number % 40) for number in range(400)]
    path = written(tmp_path, rows)
    whole = ftdata.stats(path, model="gpt-4o")
    parts = [ftdata.stats(path, model="gpt-4o", sample=100, max_tokens=50, seed=seed) for seed in range(20)]
    assert all(part.tally.rows == 100 and part.rows == 400 for part in parts)
    assert sum(part.sample.tokens.low < whole.tokens < part.sample.tokens.high for part in parts) >= 16
    assert sum(part.sample.trained.low < whole.trained < part.sample.trained.high for part in parts) >= 16
    assert all(abs(part.tokens / whole.tokens - 1) < 0.05 for part in parts)
    assert len({part.tokens for part in parts}) > 10
    assert ftdata.stats(path, model="gpt-4o", sample=100, seed=3).tokens == parts[3].tokens
    everything = ftdata.stats(path, model="gpt-4o", sample=1000)
    assert everything.tokens == whole.tokens and everything.sample.tokens.either_side == 0


def test_a_sample_of_rows_in_memory():
    rows = [row(number) for number in range(50)]
    found = ftdata.stats(rows, model="gpt-4o", sample=20)
    assert found.rows == 50 and found.tally.rows == 20
    with pytest.raises(UsageError, match="2 rows or more"):
        ftdata.stats(rows, model="gpt-4o", sample=1)


def test_it_shows_itself(tmp_path):
    odd = {"messages": [{"role": "<i>\x1b[31m", "content": "Hi"}, {"role": "assistant", "content": "Ho"}]}
    found = ftdata.stats(written(tmp_path, [odd]), model="gpt-4o")
    assert "\x1b" not in repr(found) and "<i>" not in found._repr_html_()
    assert "1 examples" in repr(found) and "roles:" in repr(found)
    assert json.loads(json.dumps(found.to_dict()))["tokens"]["total"] == found.tokens


@pytest.mark.parametrize("rows", [[], [{"messages": []}], ["no row"], [{"prompt": 7}]])
def test_empty_and_broken_files(rows, tmp_path):
    found = ftdata.stats(written(tmp_path, rows), model="gpt-4o")
    assert repr(found) and found.to_dict()["examples"] == found.rows <= 1


def test_a_cut_that_is_none():
    with pytest.raises(UsageError, match="end or its start"):
        ftdata.stats([row(1)], cut="middle")


def test_the_limit_of_the_model_is_used():
    assert ftdata.stats([row(1)], target="openai", model="gpt-4.1").tally.limit == 65_536
    assert ftdata.stats([row(1)], target="openai", model="gpt-3.5-turbo-0125").tally.limit == 16_385
    assert ftdata.stats([row(1)], model="gpt-4.1").tally.limit is None


@corpora.needed
def test_every_real_file_can_be_counted():
    """No file of those that others published breaks it, whatever its format."""
    from ftdata.errors import FtdataError

    counted = 0
    for path in sorted(corpora.ROOT.rglob("*.json*")):
        if path.stat().st_size > 3_000_000 or path.name == "manifest.json":
            continue
        try:
            found = ftdata.stats(str(path), model="gpt-4o", max_tokens=512)
        except FtdataError:
            continue
        assert repr(found)
        counted += found.tally.rows
    assert counted > 10_000


@pytest.mark.parametrize("role", [{}, [], 1, None])
def test_a_role_of_another_type_is_no_role(role):
    found = ftdata.stats([{"messages": [{"role": role, "content": "a b"}, {"role": "assistant", "content": "c"}]}])
    assert found.tally.rows == 1 and found.trained
