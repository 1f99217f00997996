"""What rules say that a chat template does, with TRL's templates and with those written for the tests."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from ftdata.cli import main
from ftdata.engine.settings import Settings
from ftdata.engine.validate import validate
from ftdata.errors import UsageError
from ftdata.rules.rendering import render
from ftdata.tokenizers.chat_template import RefusedError, read_template, ready

PLAIN = "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}"
CALLS = (
    "{% for t in tools or [] %}{{ t | tojson }}{% endfor %}"
    "{% for m in messages %}{{ m.role }}: {{ m.content or '' }}"
    "{% for c in m.tool_calls or [] %}{{ c.function | tojson }}{% endfor %}</s>{% endfor %}"
)
CALL = {"id": "a", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Oslo \\u2603"}'}}
ROW = {
    "messages": [
        {"role": "user", "content": "Weather?"},
        {"role": "assistant", "content": None, "tool_calls": [CALL]},
        {"role": "tool", "tool_call_id": "a", "content": "4"},
        {"role": "assistant", "content": "4 degrees."},
    ],
    "tools": [{"type": "function", "function": {"name": "weather"}}],
}


def _found(rows, template, target="any"):
    settings = Settings(target, options={"template": template}, ignore=("D", "Q"))
    return [problem for problem in validate([rows], settings).problems if problem.code >= "H020" and problem.code < "L"]


def _codes(rows, template, **more):
    return [problem.code for problem in _found(rows, template, **more) if problem.severity != "info"]


def test_template_that_writes_everything_loses_nothing():
    assert _codes([ROW] * 40, CALLS) == []


def test_every_loss_is_told_once_and_with_its_place():
    found = {(each.message.split(";")[0], each.path) for each in _found([ROW], PLAIN) if each.code == "H021"}
    assert found == {
        ("the chat template leaves out the call of 'weather'", ("messages", 1, "tool_calls", 0)),
        ("the chat template leaves out the tool 'weather'", ("tools", 0)),
    }


def test_short_texts_are_not_taken_for_others():
    row = {"messages": [{"role": "user", "content": "4"}, {"role": "assistant", "content": "444"}]}
    last = "{{ messages[-1].content }}"
    assert _codes([row], last) == ["H021"]


def test_reasoning_that_is_dropped_is_told():
    messages = [
        {"role": "user", "content": "2 + 2?"},
        {"role": "assistant", "content": "4", "reasoning_content": "Easy."},
    ]
    (found,) = (each for each in _found([{"messages": messages}], PLAIN) if each.code == "H021")
    assert "the reasoning of this answer" in found.message


def test_pairs_are_rendered_with_both_answers():
    said = [{"role": "assistant", "content": "4"}]
    row = {"input": {"messages": [{"role": "user", "content": "2 + 2?"}]}, "preferred_output": said}
    row["non_preferred_output"] = [{"role": "assistant", "content": "five"}]
    refuses = (
        "{% for m in messages %}{% if m.content == 'five' %}{{ raise_exception('no fives') }}{% endif %}{% endfor %}"
    )
    (found,) = (each for each in _found([row], refuses) if each.code == "H020")
    assert "no fives" in found.message


def test_templates_run_in_a_sandbox():
    row = {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}
    (found,) = (each for each in _found([row], "{{ messages.__class__.__mro__ }}") if each.code == "H020")
    assert "unsafe" in found.message


@pytest.mark.parametrize("suffix", ["jinja", "folder"])
def test_command_reads_a_file_or_a_folder(tmp_path, capsys, suffix):
    source, data = tmp_path / "template", tmp_path / "train.jsonl"
    data.write_text(json.dumps(ROW) + "\n")
    if suffix == "folder":
        source.mkdir()
        config = {"chat_template": [{"name": "default", "template": PLAIN}], "eos_token": {"content": "</s>"}}
        (source / "tokenizer_config.json").write_text(json.dumps(config))
    else:
        source.write_text(PLAIN)
    assert main(["validate", str(data), "--chat-template", str(source), "--statistics"]) == 1
    said = capsys.readouterr().out
    assert "H021" in said and ("H025" in said) == (suffix == "folder")


@pytest.mark.parametrize(
    ("processor", "config", "adds"),
    [
        ({"single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A"}}]}, {}, True),
        ({"processors": [{"type": "ByteLevel"}, {"single": [{"SpecialToken": {"id": "<s>"}}]}]}, {}, True),
        ({"single": [{"SpecialToken": {"id": "<s>"}}]}, {"add_bos_token": False}, False),
        ({"single": [{"Sequence": {"id": "A"}}, {"SpecialToken": {"id": "</s>"}}]}, {}, False),
        (["odd"], {}, False),
        (None, {"add_bos_token": True}, True),
    ],
)
def test_tokenizer_that_begins_texts_is_known(tmp_path, processor, config, adds):
    (tmp_path / "tokenizer.json").write_text(json.dumps({"post_processor": processor}))
    config = {"chat_template": PLAIN, "bos_token": "<s>"} | config
    (tmp_path / "tokenizer_config.json").write_text(json.dumps(config))
    assert read_template(str(tmp_path))["add_bos_token"] is adds


def test_what_is_no_template_is_told_before_any_row(tmp_path, capsys):
    source, data = tmp_path / "template.jinja", tmp_path / "train.jsonl"
    data.write_text(json.dumps(ROW) + "\n")
    source.write_text("{% for %}")
    assert main(["validate", str(data), "--chat-template", str(source)]) == 2
    assert "cannot be read" in capsys.readouterr().err
    with pytest.raises(UsageError, match="no chat template"):
        read_template(str(tmp_path))


def _templates():
    found = find_spec("trl")
    return sorted(Path(found.origin).parent.glob("chat_templates/*.jinja")) if found and found.origin else []


TALKS = {
    "talk": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}],
    "system": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}],
    "twice": [
        {"role": "user", "content": "Hi"},
        {"role": "user", "content": "Hi?"},
        {"role": "assistant", "content": "Yes?"},
    ],
    "call": [
        {"role": "user", "content": "Weather?"},
        {
            "role": "assistant",
            "content": "",
            "tool_calls": [CALL | {"function": {"name": "weather", "arguments": {"city": "Oslo"}}}],
        },
        {"role": "tool", "name": "weather", "tool_call_id": "a", "content": "4"},
        {"role": "assistant", "content": "4 degrees.", "reasoning_content": "Four."},
    ],
}


@pytest.mark.heavy
@pytest.mark.filterwarnings("ignore")
@pytest.mark.trainers
@pytest.mark.skipif(
    not _templates() or find_spec("transformers") is None, reason="trl or transformers is not installed"
)
@pytest.mark.parametrize("talk", TALKS)
def test_templates_render_as_in_transformers(talk):
    from transformers.utils.chat_template_utils import render_jinja_template

    differing = []
    for path in _templates():
        source, tools = path.read_text(encoding="utf-8"), ROW["tools"] if talk == "call" else None
        words = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "</s>", "unk_token": "<unk>"}
        try:
            (theirs,), _ = render_jinja_template([TALKS[talk]], tools=tools, chat_template=source, **words)
        except Exception:  # noqa: BLE001 - whatever a template raises
            theirs = None
        try:
            ours = render(ready({"source": source, "name": path.name, **words}), TALKS[talk], tools)
        except RefusedError:
            ours = None
        differing += [path.stem] if ours != theirs else []
    assert differing == []
