"""Chat templates that mark what a model learns by the weight of each answer."""

import re
from collections.abc import Iterator

from ftdata.errors import UsageError

_MARKED = re.compile(r"\{%([-+]?)\s*generation\s*([-+]?)%\}(.*?)\{%([-+]?)\s*endgeneration\s*([-+]?)%\}", re.DOTALL)
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_LOOP = re.compile(r"\{%[-+]?\s*(?:for\s+(\w+)(?:\s*,\s*\w+)*\s+in\s+(\w+)|endfor)\b")
_LAST = "messages[-1]"


def weighted_template(template: str) -> str:
    """Make a chat template leave out of what is learned whatever has the weight 0.

    Trainers that learn only what a template marks with ``{% generation %}`` (TRL's ``assistant_only_loss``) read no
    weights; this way they need not. What the template writes stays the same to the character.

    Args:
        template: A Jinja chat template with these marks, such as ``trl.chat_template_utils.get_training_chat_template``
            gives for a tokenizer.

    Raises:
        UsageError: The template marks nothing.
    """
    done, end = [], 0
    for mark, speaker in _marks(template):
        before, after, body, before_end, after_end = mark.groups()
        done += [
            template[end : mark.start()],
            f"{{%{before} if {speaker}['weight'] == 0 {after}%}}{body}{{%{before_end} else %}}",
            f"{{% generation {after}%}}{body}{{%{before_end} endgeneration %}}{{% endif {after_end}%}}",
        ]
        end = mark.end()
    if not done:
        raise UsageError("the chat template marks nothing as learned; it needs {% generation %} around answers")
    return "".join([*done, template[end:]])


def _marks(template: str) -> Iterator[tuple[re.Match[str], str]]:
    """What is marked, and whose weight counts there: the last message's behind the loop over all of them."""
    bare = _COMMENT.sub(lambda comment: " " * len(comment[0]), template)
    for mark in _MARKED.finditer(bare):
        original = _MARKED.match(template, mark.start())
        if original:
            yield original, _speaker(bare[: mark.start()])


def _speaker(before: str) -> str:
    """The name of the message in the innermost loop over messages that is still open at the end of a text."""
    loops: list[str] = []
    for loop in _LOOP.finditer(before):
        name, source = loop.groups()
        if name:
            loops.append(name if source.endswith("messages") else "")
        elif loops:
            loops.pop()
    return next(filter(None, reversed(loops)), _LAST)
