"""Chat templates that mark what a model learns by the weight of each answer."""

import re
from collections.abc import Iterator

from ftdata.errors import UsageError

_TAG = re.compile(
    r"\{%([-+]?)\s*(?:(generation|endgeneration)\s*([-+]?)%\}|(endfor)\b|for\s+(\w+)(?:\s*,\s*\w+)*\s+in\s+(\w+))"
)
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
    for begin, close, speaker in _marks(template):
        body = template[begin.end() : close.start()]
        (before, after), (before_end, after_end) = begin.group(1, 3), close.group(1, 3)
        done += [
            template[end : begin.start()],
            f"{{%{before} if {speaker}['weight'] == 0 {after}%}}{body}{{%{before_end} else %}}",
            f"{{% generation {after}%}}{body}{{%{before_end} endgeneration %}}{{% endif {after_end}%}}",
        ]
        end = close.end()
    if not done:
        raise UsageError("the chat template marks nothing as learned; it needs {% generation %} around answers")
    return "".join([*done, template[end:]])


def _marks(template: str) -> Iterator[tuple[re.Match[str], re.Match[str], str]]:
    """The tags around what is marked, and whose weight counts there: behind the messages, that of the last one."""
    loops: list[str] = []
    begun: tuple[re.Match[str], str] | None = None
    for tag in _TAG.finditer(_without_comments(template)):
        _, mark, _, ends_loop, name, source = tag.groups()
        if name:
            loops.append(name if source.endswith("messages") else "")
        elif ends_loop and loops:
            loops.pop()
        elif mark == "generation":
            begun = tag, next(filter(None, reversed(loops)), _LAST)
        elif mark and begun:
            yield begun[0], tag, begun[1]
            begun = None


def _without_comments(template: str) -> str:
    """The template with blanks for its comments, so that places stay the same."""
    pieces, start = [], 0
    while (first := template.find("{#", start)) >= 0 and (last := template.find("#}", first + 2)) >= 0:
        pieces += [template[start:first], " " * (last + 2 - first)]
        start = last + 2
    return "".join([*pieces, template[start:]])
