"""Rows are counted through the chat template, as a trainer sees them, and a template does no harm."""

import json
import shutil

import pytest

from ftdata.errors import UsageError, VocabularyError
from ftdata.tokenizers import _huggingface, _meters

pytest.importorskip("jinja2")
tokenizers = pytest.importorskip("tokenizers")

CHATML = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
MARKED = (
    "{% for m in messages %}{% if m['role'] == 'assistant' %}{{ '<|im_start|>assistant\n' }}{% generation %}"
    "{{ m['content'] + '<|im_end|>' }}{% endgeneration %}{{ '\n' }}{% else %}"
    "{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>\n' }}{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
ROW = {
    "messages": [
        {"role": "system", "content": "Be kind."},
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": "Hello, dear friend!"},
        {"role": "user", "content": "Bye"},
        {"role": "assistant", "content": "Farewell", "weight": 0},
    ]
}


@pytest.fixture(scope="session")
def trained(tmp_path_factory):
    """A small byte-level tokenizer, trained on the spot."""
    made = tokenizers.Tokenizer(tokenizers.models.BPE())
    made.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=["<|im_start|>", "<|im_end|>"],
        initial_alphabet=tokenizers.pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator(["Hello, dear friend! Farewell and hello again.", "user assistant system"], trainer)
    folder = tmp_path_factory.mktemp("tokenizer")
    made.save(str(folder / "tokenizer.json"))
    return folder, made


@pytest.fixture
def folder(trained, tmp_path):
    _meters.meter.cache_clear()
    return shutil.copytree(trained[0], tmp_path / "model")


def with_template(folder, template, **more):
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"chat_template": template, "eos_token": "<|im_end|>"} | more)
    )
    return _meters.meter(None, str(folder))


def size(trained, text):
    return len(trained[1].encode(text, add_special_tokens=False).ids)


def whole(row):
    return "".join(f"<|im_start|>{m['role']}\n{m['content']}<|im_end|>\n" for m in row["messages"])


@pytest.mark.parametrize("template", [CHATML, MARKED])
def test_the_whole_text_is_counted(template, folder, trained):
    found = with_template(folder, template).measure(ROW)
    assert found.total == size(trained, whole(ROW))
    assert sum(each.tokens for each in found.messages) == found.total
    assert found.exact


def test_marked_answers_are_what_is_trained(folder, trained):
    found = with_template(folder, MARKED).measure(ROW)
    assert found.trained == size(trained, "Hello, dear friend!<|im_end|>")
    assert [each.trained for each in found.messages] == [False, False, True, False, False], "weight 0 is not"


def test_marks_that_heed_weights(folder, trained):
    heeding = MARKED.replace(
        "{% if m['role'] == 'assistant' %}", "{% if m['role'] == 'assistant' and 'weight' not in m %}"
    )
    found = with_template(folder, heeding).measure(ROW)
    assert found.total == size(trained, whole(ROW))
    assert found.trained == size(trained, "Hello, dear friend!<|im_end|>")
    assert found.exact


def test_texts_are_counted_as_one_with_their_end(folder, trained):
    found = with_template(folder, CHATML).measure({"prompt": "Hel", "completion": "lo, dear friend!"})
    assert found.total == size(trained, "Hello, dear friend!<|im_end|>")
    assert found.trained == found.total, "the first letters of the prompt are part of a longer token"
    ended = with_template(folder, CHATML).measure({"prompt": "Bye", "completion": " Farewell<|im_end|>"})
    assert ended.trained == size(trained, " Farewell<|im_end|>")
    alone = with_template(folder, CHATML).measure({"text": "Hello"})
    assert alone.total == size(trained, "Hello<|im_end|>")


def test_unmarked_answers_are_found_by_where_the_reply_begins(folder, trained):
    found = with_template(folder, CHATML).measure(ROW)
    assert found.trained == size(trained, "Hello, dear friend!<|im_end|>\n")


def test_a_template_that_rewrites_earlier_turns_is_doubted(folder):
    only_last = "{% for m in messages %}{{ m['content'] if loop.last else m['content'] | upper }}\n{% endfor %}"
    found = with_template(folder, only_last).measure(ROW)
    assert _huggingface.REWRITES in found.doubts
    assert found.total > 0


def test_a_pair(folder, trained):
    row = {
        "input": {"messages": ROW["messages"][:2]},
        "preferred_output": [ROW["messages"][2]],
        "non_preferred_output": [{"role": "assistant", "content": "No"}],
    }
    found = with_template(folder, MARKED).measure(row)
    context = size(trained, whole({"messages": ROW["messages"][:2]}))
    good, bad = (size(trained, whole({"messages": row[key]})) for key in ("preferred_output", "non_preferred_output"))
    assert (found.total, found.longest, found.rejected) == (context + good + bad, context + good, bad)
    assert found.trained == size(trained, "Hello, dear friend!<|im_end|>")


def test_arguments_are_objects_to_a_template(folder):
    template = (
        "{% for m in messages %}{% for c in m.tool_calls %}{{ c.function.arguments.place }}{% endfor %}{% endfor %}"
    )
    call = {"type": "function", "function": {"name": "find", "arguments": '{"place": "Hello"}'}}
    found = with_template(folder, template).measure({"messages": [{"role": "assistant", "tool_calls": [call]}]})
    assert found.total == with_template(folder, template).text("Hello")


def test_a_row_that_the_template_refuses_is_counted_as_words(folder, trained):
    template = "{{ raise_exception('roles must alternate') }}"
    found = with_template(folder, template).measure(ROW)
    assert "roles must alternate" in found.doubts[0]
    assert found.trained == size(trained, "Hello, dear friend!")


@pytest.mark.parametrize(
    "template",
    [
        "{{ messages.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''.__class__.__base__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{% set x = messages.append(1) %}",
        "{% include '/etc/passwd' %}",
    ],
)
def test_a_template_cannot_reach_beyond_the_conversation(template, folder):
    found = with_template(folder, template).measure(ROW)
    assert "refuses" in found.doubts[0]


def test_the_variables_of_a_template(folder):
    template = "{{ bos_token }}{{ eos_token }}{{ tools | tojson }}{{ strftime_now('%Y')[:2] }}"
    counting = with_template(folder, template, bos_token={"content": "Hello"})
    assert counting.measure(ROW | {"tools": ["é"]}).total == counting.text('Hello<|im_end|>["é"]20')


def test_named_templates(folder):
    named = [{"name": "default", "template": "a"}, {"name": "tool_use", "template": "abc xyz"}]
    counting = with_template(folder, named)
    assert counting.measure(ROW).total == counting.text("a")
    assert counting.measure(ROW | {"tools": [{}]}).total == counting.text("abc xyz")


def test_a_file_beside_it(folder):
    (folder / "chat_template.jinja").write_text(CHATML)
    as_folder = _meters.meter(None, str(folder)).measure(ROW)
    as_file = _meters.meter(None, str(folder / "tokenizer.json")).measure(ROW)
    assert as_folder == as_file and as_folder.exact


def test_no_template_counts_words(folder, trained):
    found = _meters.meter(None, str(folder)).measure(ROW)
    assert found.doubts == (_huggingface.NO_TEMPLATE,)
    assert found.trained == size(trained, "Hello, dear friend!")


def test_what_cannot_be_read_says_so(folder, tmp_path):
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(UsageError, match="cannot be read"):
        _meters.meter(None, str(folder))
    with pytest.raises(UsageError, match=r"no tokenizer\.json"):
        _meters.meter(None, str(tmp_path))


def test_a_broken_template_says_so(folder):
    with pytest.raises(UsageError, match="chat template cannot be read"):
        with_template(folder, "{% for %}")


def test_a_broken_config_says_so(folder):
    (folder / "tokenizer_config.json").write_text("{")
    with pytest.raises(UsageError, match="not valid JSON"):
        _meters.meter(None, str(folder))


def test_a_name_on_the_hub(folder, monkeypatch):
    hub = pytest.importorskip("huggingface_hub")
    (folder / "chat_template.jinja").write_text(CHATML)

    def fetch(name, file):
        if not (folder / file).exists():
            raise hub.errors.EntryNotFoundError(file)
        return str(folder / file)

    monkeypatch.setattr(hub, "hf_hub_download", fetch)
    assert _meters.meter(None, "Some-Org/some-model").measure(ROW) == _meters.meter(None, str(folder)).measure(ROW)


def test_a_hub_that_cannot_be_reached_says_what_to_do(monkeypatch):
    hub = pytest.importorskip("huggingface_hub")
    _meters.meter.cache_clear()

    def refuse(name, file):
        raise hub.errors.LocalEntryNotFoundError("no network")

    monkeypatch.setattr(hub, "hf_hub_download", refuse)
    with pytest.raises(VocabularyError, match="--tokenizer bytes"):
        _meters.meter(None, "Some-Org/some-model")
