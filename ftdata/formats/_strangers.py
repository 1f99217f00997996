"""Rows that are well known and no training data: what they are, and what to do with them.

A row is told by keys that stand together in it. None of these is ever taken for a row to train on.

Sources:
- https://developers.openai.com/api/docs/guides/batch, https://github.com/openai/evals (2026-11-26)
- https://learn.microsoft.com/azure/ai-foundry/how-to/develop/evaluate-sdk (2026-11-26)
- https://github.com/ShishirPatil/gorilla, https://github.com/openai/human-eval, https://github.com/lm-sys/FastChat,
  https://github.com/tangqiaoyu/ToolAlpaca, https://github.com/HowieHwong/MetaTool (2026-11-23)
- https://github.com/hiyouga/LLaMA-Factory/blob/v0.9.5/data/README.md (2026-11-23)
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ftdata.types import Json

KEYS = (
    "custom_id",
    "item",
    "ideal",
    "tool_definitions",
    "positive",
    "positives",
    "sentence1",
    "function",
    "ground_truth",
    "task_id",
    "turns",
    "Function_Description",
    "Tool",
    "choices",
    "parent_id",
    "parent_message_id",
    "conversation",
)
"""One of them is in each of these rows, but for those that are told by their values."""


class _Kind(NamedTuple):
    keys: tuple[str, ...]
    what: str
    cure: str
    test: Callable[[Mapping[str, Json]], bool] = lambda _: True


def say(row: Mapping[str, Json]) -> str:
    """What a row is and what to do, in a sentence; empty where it is none of these."""
    return next((f"{kind.what}; {kind.cure}" for kind in _KINDS if _is(row, kind)), "")


def _is(row: Mapping[str, Json], kind: _Kind) -> bool:
    return all(key in row for key in kind.keys) and kind.test(row)


def _only(*keys: str) -> Callable[[Mapping[str, Json]], bool]:
    """A test that the row has no other keys."""
    return lambda row: set(row) <= set(keys)


def _holds(key: str, kind: type) -> Callable[[Mapping[str, Json]], bool]:
    return lambda row: isinstance(row[key], kind)


def _is_answer_key(row: Mapping[str, Json]) -> bool:
    answers = row["ground_truth"]
    return set(row) <= {"id", "ground_truth"} and isinstance(answers, list)


def _is_dataset_info(row: Mapping[str, Json]) -> bool:
    """Whether every value says where a data set is."""
    entries = [value for value in row.values() if isinstance(value, Mapping)]
    return bool(entries) and len(entries) == len(row) and all(_PLACES.intersection(entry) for entry in entries)


_PLACES = {"file_name", "hf_hub_url", "ms_hub_url", "om_hub_url", "script_url", "cloud_file_name"}
_EMBED = "train an embedding model on them: there is no conversation in them"
_TREES = "train on the trees instead (OASST's *.trees.jsonl.gz): only whole trees say what answers what"
_NO_ANSWER = "they hold no answer to train on"
_KINDS = (
    _Kind(
        ("custom_id", "body"),
        "these are requests to a Batch API",
        "train on what came back: put the request's messages and the answer into one row of messages",
        _holds("body", dict),
    ),
    _Kind(
        ("custom_id", "response"),
        "these are answers of a Batch API",
        "join them with the requests by custom_id: the request's messages, then the answer's message",
        _holds("response", dict),
    ),
    _Kind(
        ("item",),
        "these are items of an evaluation",
        "to train on them, write the fields of item into messages",
        lambda row: set(row) <= {"item", "sample"} and isinstance(row["item"], dict),
    ),
    _Kind(
        ("input", "ideal"),
        "these are samples of OpenAI's evals, to test a model with",
        "keep them for testing; to train on them, append ideal to input as the assistant's message",
    ),
    _Kind(
        ("query", "response", "tool_definitions"),
        "this is data to evaluate an agent of Azure with",
        "keep it for evaluation; query, response and tool_definitions together make messages and tools",
    ),
    _Kind(
        ("conversation",),
        "these are conversations to evaluate with Azure, wrapped in an object",
        "to train on them, take messages out of conversation",
        lambda row: isinstance(row["conversation"], dict) and isinstance(row["conversation"].get("messages"), list),
    ),
    _Kind(
        ("query", "positive"),
        "these are pairs for an embedding model",
        _EMBED,
    ),
    _Kind(
        ("anchor", "positive"),
        "these are pairs for an embedding model",
        _EMBED,
    ),
    _Kind(
        ("query", "positives"),
        "these are pairs for an embedding model",
        _EMBED,
    ),
    _Kind(
        ("sentence1", "sentence2"),
        "these are pairs of sentences for an embedding model or a classifier",
        "there is no conversation in them",
    ),
    _Kind(
        ("id", "question", "function"),
        "these are questions of the Berkeley Function Calling Leaderboard, to test a model with",
        f"{_NO_ANSWER}; the answers are in the files of possible_answer",
        _holds("question", list),
    ),
    _Kind(
        ("id", "ground_truth"),
        "these are answers of the Berkeley Function Calling Leaderboard, to test a model with",
        "they hold no question",
        _is_answer_key,
    ),
    _Kind(
        ("task_id", "prompt", "canonical_solution"),
        "these are problems of HumanEval, to test a model with",
        "keep them out of training data, or the test tells nothing any more",
    ),
    _Kind(
        ("task_id", "completion"),
        "these are a model's answers to HumanEval or a test like it",
        "they hold no prompt",
        _only("task_id", "completion", "result", "passed", "completion_id"),
    ),
    _Kind(
        ("question_id", "turns"),
        "these are questions of MT-bench, to test a model with",
        _NO_ANSWER,
        _holds("turns", list),
    ),
    _Kind(
        ("Function_Description", "Instructions"),
        "these are tools of ToolAlpaca with instructions to try them, to test a model with",
        "only Golden_Answers say which calls are right; there is no conversation in them",
    ),
    _Kind(
        ("Query", "Tool"),
        "these are queries with the name of the tool to choose (MetaTool)",
        "to train on the choice, name the columns: --columns prompt=Query,completion=Tool",
        _only("Query", "Tool"),
    ),
    _Kind(
        ("question", "choices"),
        "these are multiple-choice questions",
        "write the choices into the question, then name the columns, e.g. --columns prompt=question,completion=answer",
        _holds("choices", list | dict),  # type: ignore[arg-type]
    ),
    _Kind(
        ("parent_id", "text", "role"),
        "these are OASST messages, one a row",
        _TREES,
    ),
    _Kind(
        ("parent_message_id", "text", "role"),
        "these are OASST messages, one a row",
        _TREES,
    ),
    _Kind(
        (),
        "this is LLaMA-Factory's dataset_info.json, which says where data sets are",
        "give the files that it names",
        _is_dataset_info,
    ),
)
