r"""OpenAssistant's trees of messages: a prompt, its replies, theirs, and so on.

A tree is several examples. For every prompter's message that was answered there is one: the way there is the
conversation, and the answers are its candidates. Where all of them carry a ``rank``, they stay together, best first: a
preference pair when there are two, and for supervised fine-tuning the best one. Where not, each is an example of its
own, but for those that the conversation goes on from. A prompter's message that nobody answered is no example; it and
what is known of messages (``rank``, ``lang``, ``labels``, ``deleted``, ``synthetic``) have no place in other formats,
which is said where rows are converted. Deleted and synthetic messages are read like any other.

Rows that hold one message each and name its parent (``parent_id``) are not read: what answers what is told only by many
rows together. The trees are published beside them.

```json row
{"message_tree_id": "t1", "tree_state": "ready_for_export", "prompt": {"message_id": "m1", "text": "Hi", "role": "prompter", "replies": [{"message_id": "m2", "text": "Hello!", "role": "assistant", "rank": 0, "replies": []}]}}
```

```json row
{"message_tree_id": "t2", "prompt": {"text": "2 + 2?", "role": "prompter", "replies": [{"text": "5", "role": "assistant", "rank": 1, "replies": []}, {"text": "4", "role": "assistant", "rank": 0, "replies": []}]}}
```

Sources:
- https://github.com/LAION-AI/Open-Assistant, docs/docs/data/schemas.mdx (2026-11-23)
"""  # noqa: E501

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ftdata.errors import FormatError
from ftdata.formats import Match, Rendered
from ftdata.formats._as_read import give_back
from ftdata.types import ABSENT, Candidate, Example, Json, Message, Path

NAME = "oasst"
TITLE = "OpenAssistant message trees"
METHODS = ("sft", "dpo")
CORPUS = True
KEYS = ("message_tree_id", "prompt")
MARKS = ("replies",)

_ROLES = {"prompter": "user", "assistant": "assistant"}
_READ = ("text", "role", "replies")
Node = Mapping[str, Any]


def detect(row: Mapping[str, Json]) -> Match | None:
    """Rows with a prompt that has a text and replies."""
    prompt = row.get("prompt")
    if isinstance(prompt, Mapping) and "text" in prompt and isinstance(prompt.get("replies"), list):
        return Match(5, "prompt is an object with text and replies")
    return None


def spread(row: Mapping[str, Json]) -> list[Mapping[str, Json]]:
    """A row for each answered message of a prompter; one that is malformed stays one row."""
    prompt = row.get("prompt")
    if not isinstance(prompt, Mapping) or not _is_sound(prompt):
        return [row]
    return [{**row, "prompt": chain} for chain in _chains(prompt)]


def parse(row: Mapping[str, Json]) -> Example:
    """Read a row of one example.

    Raises:
        FormatError: It holds several, which ``spread`` parts, or a message is malformed.
    """
    way, replies = _way(row.get("prompt"))
    context = [_message(node, path, role) for node, path, role in way]
    beside = _beside([*(node for node, _, _ in way), *replies])
    if any(_replies(answer) for answer in replies):
        beside["prompt.replies"] = "messages that nobody answered"
    return Example(
        context=context,
        candidates=_answers(replies, way[-1][1]),
        extras={key: value for key, value in row.items() if key != "prompt"} | beside,
        format=NAME,
        style={"row": row},
    )


def render(example: Example) -> Rendered:
    """Give a row back as it was.

    Raises:
        FormatError: The example is of another format, or was changed.
    """
    return give_back(example, NAME, parse)


def _replies(node: Node) -> Sequence[Any]:
    replies = node.get("replies") if isinstance(node, Mapping) else None
    return replies if isinstance(replies, list) else ()


def _way(prompt: Any) -> tuple[list[tuple[Any, Path, str]], Sequence[Any]]:
    """The messages of the conversation, with place and role, and the answers to its last one."""
    way: list[tuple[Any, Path, str]] = [(prompt, ("prompt",), "prompter")]
    while True:
        node, path, _ = way[-1]
        replies = _replies(node)
        onward = _replies(replies[0]) if len(replies) == 1 else ()
        if not any(_replies(each) for each in onward):
            return way, replies
        if len(onward) > 1:
            raise FormatError(("prompt",), "holds several examples")
        step: Path = ("replies", 0)
        way += [(replies[0], path + step, "assistant"), (onward[0], path + step + step, "prompter")]


def _beside(nodes: Sequence[Any]) -> dict[str, Json]:
    """What is known of messages beside their text and who speaks, by where it is."""
    known = [node for node in nodes if isinstance(node, Mapping)]
    return {f"prompt.{key}": value for node in known for key, value in node.items() if key not in _READ}


def _is_sound(node: Node) -> bool:
    """Whether a tree is made of objects, prompter and assistant in turn."""
    level: list[tuple[Any, str]] = [(node, "prompter")]
    while level:
        each, role = level.pop()
        if not isinstance(each, Mapping) or each.get("role") != role:
            return False
        level += [(reply, "assistant" if role == "prompter" else "prompter") for reply in _replies(each)]
    return True


def _chains(prompter: Node) -> Iterator[Node]:
    """The examples in a tree, each a tree of one way."""
    answers = _replies(prompter)
    if not answers:
        yield prompter
        return
    ranked = _are_ranked(answers)
    if ranked:
        yield _with(prompter, [_with(answer, _unanswered(answer)) for answer in answers])
    for answer in answers:
        waiting, onward = _unanswered(answer), [reply for reply in _replies(answer) if _replies(reply)]
        if not ranked and (waiting or not onward):
            yield _with(prompter, [_with(answer, waiting)])
        for reply in onward:
            yield from (_with(prompter, [_with(answer, [chain])]) for chain in _chains(reply))


def _with(node: Node, replies: list[Node]) -> Node:
    return {**node, "replies": replies} if "replies" in node else node


def _unanswered(answer: Node) -> list[Node]:
    return [reply for reply in _replies(answer) if not _replies(reply)]


def _are_ranked(answers: Sequence[Node]) -> bool:
    """Whether there are several answers, each with a rank of its own."""
    ranks = [answer.get("rank") for answer in answers if isinstance(answer, Mapping)]
    return len(answers) > 1 and all(type(rank) is int for rank in ranks) and len(set(ranks)) == len(answers)


def _answers(replies: Sequence[Node], path: Path) -> list[Candidate]:
    """The answers, best first where they are ranked."""
    made = [
        Candidate([_message(reply, (*path, "replies", place), "assistant")], score=reply.get("rank", ABSENT))
        for place, reply in enumerate(replies)
    ]
    if len(made) > 1:
        if not _are_ranked(replies) or any(_replies(each) for reply in replies for each in _replies(reply)):
            raise FormatError(("prompt",), "holds several examples")
        made.sort(key=lambda answer: int(str(answer.score)))
    return made


def _message(node: Json, path: Path, role: str) -> Message:
    if not isinstance(node, Mapping) or not isinstance(node.get("text"), str):
        raise FormatError(path, "is not a message with text")
    if node.get("role") != role:
        raise FormatError((*path, "role"), f"is {str(node.get('role'))[:60]!r} where {role} speaks")
    return Message(_ROLES[role], node["text"], origin=path)
