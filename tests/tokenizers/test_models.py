"""Models and their vocabularies, tuned ones too."""

import pytest

from ftdata import targets, tokenizers
from ftdata.errors import UsageError


@pytest.mark.parametrize(
    ("model", "encoding"),
    [
        ("gpt-4.1", "o200k_base"),
        ("ft:gpt-4.1-mini-2025-04-14:my-org::AbC123", "o200k_base"),
        ("gpt-4.1-nano-2025-04-14.ft-0123456789abcdef", "o200k_base"),
        ("ft:gpt-4o-2024-08-06:org:suffix:id", "o200k_base"),
        ("GPT-4o-mini", "o200k_base"),
        ("ft:o4-mini-2025-04-16:org::id", "o200k_base"),
        ("o1", "o200k_base"),
        ("gpt-5-2025-08-07", "o200k_base"),
        ("gpt-6-luna", "o200k_base"),
        ("gpt-oss-120b", "o200k_harmony"),
        ("gpt-4", "cl100k_base"),
        ("gpt-4-0613", "cl100k_base"),
        ("ft:gpt-3.5-turbo-0125:org::id", "cl100k_base"),
        ("gpt-35-turbo", "cl100k_base"),
        ("davinci-002", "cl100k_base"),
        ("openai/gpt-4o", "o200k_base"),
        ("text-davinci-003", "p50k_base"),
        ("davinci", "r50k_base"),
    ],
)
def test_vocabulary_of_a_model(model, encoding):
    assert tokenizers.family(model).encoding == encoding


@pytest.mark.parametrize("model", ["Qwen3-32B", "llama-3.3", "o", "gp", "", "gpt", "gpt-4oo"])
def test_other_models_have_none(model):
    found = tokenizers.family(model)
    assert found is None or found.doubt


def test_a_model_after_this_table_is_doubted():
    assert tokenizers.family("gpt-6-luna").doubt
    assert not tokenizers.meter("gpt-6-luna").exact
    assert tokenizers.meter("gpt-4.1").exact


def test_the_table_agrees_with_the_targets():
    for name in targets.names():
        for model in targets.get(name).models.values():
            for alias in (model.name, *model.aliases):
                found = tokenizers.family(alias)
                assert (found.encoding if found else "") == model.encoding, alias


def test_a_model_with_a_tokenizer_of_its_own_says_what_to_do():
    with pytest.raises(UsageError, match="--tokenizer"):
        tokenizers.meter("Qwen3-32B")
    assert tokenizers.meter("Qwen3-32B", "bytes").measure({"prompt": "Hi", "completion": "Ho"}).doubts


def test_a_vocabulary_can_be_named():
    assert tokenizers.meter("Qwen3-32B", "cl100k_base").name == "cl100k_base"
    assert tokenizers.meter(None, "cl100k_base").exact
    assert tokenizers.meter(None).doubt


def test_unknown_tokenizer_lists_the_known():
    with pytest.raises(UsageError, match=r"o200k_base.*bytes"):
        tokenizers.meter(None, "no-such-thing")
