"""Counting rows: the published figures, the overheads by hand, and no row that breaks it."""

import base64
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ftdata.tokenizers import count, meter
from ftdata.tokenizers._images import Patches, Tiles, image_size
from tests import corpora

TOOL = {
    "type": "function",
    "function": {
        "name": "find_bike",
        "description": "Look for a free bike.",
        "parameters": {
            "type": "object",
            "properties": {
                "place": {"type": "string", "description": "Where to look."},
                "kind": {"type": "string", "description": "Which kind", "enum": ["city", "cargo"]},
            },
        },
    },
}


def size(text, encoding="o200k_base"):
    return count(text, encoding)


def chat(*turns, **more):
    return {"messages": [{"role": role, "content": text} for role, text in turns], **more}


@corpora.needed
def test_the_figures_of_the_cookbook():
    """Its page on preparing chat data prints the spread of the five rows: totals 26 to 8032, mean 1648.4, median 45;
    answers 4 to 8000, mean 1610.2, median 10 (Chat_finetuning_data_prep.ipynb, 2e65270)."""
    path = corpora.path("openai_cookbook_toy_chat/toy_chat_fine_tuning.jsonl")
    with open(path, encoding="utf-8") as file:
        counts = [meter("gpt-3.5-turbo").measure(json.loads(line)) for line in file]
    assert sorted(found.total for found in counts) == [26, 28, 45, 111, 8032]
    assert sum(found.total for found in counts) / 5 == 1648.4
    assert sorted(found.trained for found in counts) == [4, 9, 10, 28, 8000]
    assert sum(found.trained for found in counts) / 5 == 1610.2
    assert sum(min(found.total, 4096) for found in counts) == 4306, "what the page says is billed an epoch"


def test_a_conversation_by_hand():
    found = meter("gpt-4o").measure(chat(("system", "Be brief."), ("user", "Hi there"), ("assistant", "Hello!")))
    texts = [("system", "Be brief."), ("user", "Hi there"), ("assistant", "Hello!")]
    assert [each.tokens for each in found.messages] == [3 + size(role) + size(text) for role, text in texts]
    assert found.total == sum(each.tokens for each in found.messages) + 3
    assert found.trained == size("Hello!")
    assert found.prompt == found.total - found.trained
    assert found.exact


def test_a_name_costs_one_more():
    plain, named = ({"role": "user", "content": "Hi"} | more for more in ({}, {"name": "Ann"}))
    count_of = meter("gpt-4o").measure
    assert count_of({"messages": [named]}).total - count_of({"messages": [plain]}).total == 1 + size("Ann")


def test_the_overheads_of_the_oldest_model():
    row = {"messages": [{"role": "user", "content": "Hi", "name": "Ann"}]}
    texts = sum(size(text, "cl100k_base") for text in ("user", "Hi", "Ann"))
    assert meter("gpt-3.5-turbo-0301").measure(row).total == 4 - 1 + texts + 3


@pytest.mark.parametrize(("model", "around"), [("gpt-4o", 7), ("gpt-4o-mini", 7), ("gpt-4", 10), ("gpt-3.5-turbo", 10)])
def test_tools_by_the_published_constants(model, around):
    """7 or 10 around a function, 3 for its first property and 3 for each, -3 for an enumeration and 3 for each of its
    values, 12 at the end; descriptions without a full stop."""
    name = meter(model).name
    lines = ["find_bike:Look for a free bike", "place:string:Where to look", "kind:string:Which kind", "city", "cargo"]
    texts = sum(size(line, name) for line in lines)
    found = meter(model).measure(chat(("user", "Hi"), tools=[TOOL]))
    assert found.tools == around + 3 + 3 + 3 - 3 + 3 + 3 + 12 + texts
    assert meter(model).measure(chat(("user", "Hi"), tools=[TOOL, TOOL])).tools == 2 * found.tools - 12
    assert found.exact


def test_legacy_functions_count_like_tools():
    count_of = meter("gpt-4o").measure
    row = chat(("user", "Hi"))
    assert count_of(row | {"functions": [TOOL["function"]]}).tools == count_of(row | {"tools": [TOOL]}).tools


def test_nested_schemas_count_level_by_level():
    inner = {"type": "object", "properties": {"street": {"type": "string", "description": "Its name"}}}
    outer = {
        "type": "object",
        "properties": {"home": inner | {"description": "Where"}, "work": {"type": "array", "items": inner}},
    }
    tool = {"type": "function", "function": {"name": "f", "description": "d", "parameters": outer}}
    lines = ["f:d", "home:object:Where", "street:string:Its name", "work:array:", "street:string:Its name"]
    found = meter("gpt-4o").measure(chat(("user", "Hi"), tools=[tool])).tools
    assert found == 7 + 12 + 3 + 4 * 3 + 2 * 3 + sum(map(size, lines))


def test_what_no_overhead_was_published_for_is_doubted():
    call = {"id": "c1", "type": "function", "function": {"name": "find_bike", "arguments": '{"place": "here"}'}}
    answer = {"role": "assistant", "tool_calls": [call]}
    found = meter("gpt-4o").measure({"messages": [{"role": "user", "content": "Hi"}, answer], "tools": [TOOL]})
    assert found.messages[1].said == size("find_bike") + size('{"place": "here"}') == found.trained
    assert [doubt for doubt in found.doubts if "calls" in doubt]
    assert meter("gpt-4.1").measure(chat(("user", "Hi"), tools=[TOOL])).doubts


def test_weights_and_methods_decide_what_is_trained():
    row = chat(("user", "a"), ("assistant", "one two three"), ("user", "b"), ("assistant", "four"))
    assert meter("gpt-4o").measure(row).trained == size("one two three") + size("four")
    row["messages"][1]["weight"] = 0
    assert meter("gpt-4o").measure(row).trained == size("four")
    assert meter("gpt-4o").measure(row, method="rft").trained == 0


def test_a_pair():
    row = {
        "input": chat(("user", "Which?")),
        "preferred_output": chat(("assistant", "This one, and none other"))["messages"],
        "non_preferred_output": chat(("assistant", "That"))["messages"],
    }
    found = meter("gpt-4o").measure(row)
    good, bad = (3 + size("assistant") + size(text) for text in ("This one, and none other", "That"))
    context = 3 + size("user") + size("Which?") + 3
    assert (found.total, found.longest, found.rejected) == (context + good + bad, context + good, bad)
    assert found.trained == size("This one, and none other")


def test_a_prompt_and_its_completion():
    found = meter("babbage-002").measure({"prompt": "Say hello", "completion": " Hello there"})
    assert found.total == size("Say hello", "cl100k_base") + size(" Hello there", "cl100k_base")
    assert found.trained == size(" Hello there", "cl100k_base")


def test_special_tokens_are_text():
    found = meter("gpt-4o").measure(chat(("user", "<|endoftext|><|im_start|>"), ("assistant", "<|endofprompt|>")))
    assert found.trained > 1


@pytest.mark.parametrize(
    ("images", "pixels", "low", "tokens"),
    [
        (Tiles(85, 170), (1024, 1024), False, 765),
        (Tiles(85, 170), (2048, 4096), False, 1105),
        (Tiles(85, 170), (4096, 8192), True, 85),
        (Tiles(85, 170), (512, 512), False, 255),
        (Tiles(2833, 5667), (512, 512), False, 8500),
        (Tiles(75, 150), (1024, 1024), False, 675),
        (Patches(1.0), (1024, 1024), False, 1024),
        (Patches(1.0), (1800, 2400), False, 1452),
        (Patches(1.62), (1024, 1024), False, 1659),
        (Patches(1.72), (32, 32), False, 2),
    ],
)
def test_images_by_the_published_examples(images, pixels, low, tokens):
    """765, 1,105 and 1,452 stand in OpenAI's guide on images, the others follow from its rules."""
    assert images.tokens(pixels, low=low) == tokens


def picture(width, height, kind="PNG"):
    stream = io.BytesIO()
    Image.new("RGB", (width, height)).save(stream, kind)
    return f"data:image/{kind.lower()};base64,{base64.b64encode(stream.getvalue()).decode()}"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_the_real_size_of_an_image(kind):
    assert image_size(picture(640, 480, kind)) == (640, 480)


@pytest.mark.parametrize(
    "url", ["https://example.org/a.png", "data:image/png;base64,AAAA", "", "data:", "data:image/png;base64,%%"]
)
def test_what_is_no_image_has_no_size(url):
    assert image_size(url) is None


def with_image(url, **more):
    return {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": url, **more}}]}]}


def test_images_in_a_row():
    bare = meter("gpt-4o").measure({"messages": [{"role": "user", "content": []}]}).total
    assert meter("gpt-4o").measure(with_image(picture(1024, 1024))).total - bare == 765
    assert meter("gpt-4o").measure(with_image("https://example.org/a.png", detail="low")).total - bare == 85
    unseen = meter("gpt-4o").measure(with_image("https://example.org/a.png"))
    assert unseen.total - bare == 765 and unseen.doubts
    assert meter("gpt-4.1-mini").measure(with_image(picture(1024, 1024))).total - bare == 1659
    assert meter("gpt-5").measure(with_image(picture(9, 9))).doubts


def test_what_is_kept_under_a_limit():
    row = chat(("user", "one two three four"), ("assistant", "five six seven eight"))
    found = meter("gpt-4o").measure(row)
    end = found.total - 3 - 1
    start = end - found.trained
    for limit in range(found.total + 2):
        at_end = max(0, min(end, limit) - start) if limit < found.total else found.trained
        at_start = max(0, end - max(start, found.total - limit)) if limit < found.total else found.trained
        assert (found.trained_under(limit), found.trained_under(limit, "start")) == (at_end, at_start)
    assert found.trained_under(None) == found.trained


plain = st.one_of(
    st.none(), st.booleans(), st.integers(), st.sampled_from(["", "Hi", "user", "assistant", 1.5, {}, []])
)
keys = st.sampled_from(
    [
        "role",
        "content",
        "name",
        "tool_calls",
        "function_call",
        "refusal",
        "weight",
        "type",
        "text",
        "image_url",
        "function",
    ]
)
objects = st.dictionaries(keys, plain, max_size=4)
odd = st.one_of(
    plain, objects, st.lists(objects, max_size=2), st.dictionaries(keys, st.lists(objects, max_size=2), max_size=2)
)
talks = st.lists(st.one_of(plain, st.dictionaries(keys, odd, max_size=5)), max_size=3)
rows = st.dictionaries(
    st.sampled_from(
        ["messages", "tools", "functions", "input", "preferred_output", "non_preferred_output", "prompt", "completion"]
    ),
    st.one_of(odd, talks, st.fixed_dictionaries({"messages": talks, "tools": talks})),
    max_size=5,
)


@settings(max_examples=66, deadline=None)
@given(row=rows)
@pytest.mark.parametrize("tokenizer", [None, "bytes"])
def test_no_row_breaks_it(row, tokenizer):
    found = meter("gpt-4o", tokenizer).measure(row)
    assert found.total >= found.longest >= found.trained >= 0
    assert repr(found) and "<script" not in found._repr_html_()


def test_it_shows_itself_escaped():
    found = meter("gpt-4o").measure({"messages": [{"role": "<b>x</b>", "content": "Hi"}]})
    assert "<b>" not in found._repr_html_() and "&lt;b&gt;" in found._repr_html_()
    assert repr(found).startswith(f"{found.total} tokens, 0 of them trained")


def test_the_estimate_from_bytes_is_near():
    text = "The quick brown fox jumps over the lazy dog, again and again. " * 20
    assert abs(meter(None, "bytes").text(text) / size(text) - 1) < 0.25
