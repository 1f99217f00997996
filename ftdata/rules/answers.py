"""What a row teaches the model to write, and what it is asked, as rules about quality see them."""

import re
from collections.abc import Callable, Iterable, Iterator

from ftdata.rules.calls import calls
from ftdata.rules.row import OUTPUT_LISTS, Row, Turn
from ftdata.types import Fix, Path, SetValue

_ODD = "\u2028\u2029\N{REPLACEMENT CHARACTER}"
_CODE = r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`[^`\n]+`|<(code|pre)\b.*?(?:</\1>|\Z)"


def all_texts(row: Row) -> list[tuple[Path, str]]:
    """Every text of a row: prompt and completion, or the contents of its messages, each with its path."""
    if "texts" not in row.memo:
        row.memo["texts"] = list(_all_texts(row))
    found: list[tuple[Path, str]] = row.memo["texts"]
    return found


def _all_texts(row: Row) -> Iterator[tuple[Path, str]]:
    for key in ("prompt", "completion") if row.destination.format == "prompt-completion" else ():
        if isinstance(row.value.get(key), str):
            yield (key,), row.value[key]
    for turn in row.turns:
        yield from turn.texts()


def written_texts(row: Row) -> list[tuple[Path, str]]:
    """Every text that a model may see or learn: contents, refusals, arguments, prompts and completions."""
    if "written texts" not in row.memo:
        row.memo["written texts"] = [*all_texts(row), *_beside(row)]
    found: list[tuple[Path, str]] = row.memo["written texts"]
    return found


def _beside(row: Row) -> Iterator[tuple[Path, str]]:
    for turn in row.turns:
        if isinstance(turn.message.get("refusal"), str):
            yield (*turn.path, "refusal"), turn.message["refusal"]
    for call in calls(row):
        if isinstance(call.arguments, str):
            yield (*call.where, "arguments"), call.arguments


def learned_texts(row: Row) -> Iterator[tuple[Path, str]]:
    """Yield the texts that the model learns to write: answers that are trained on, and of a pair the preferred ones."""
    if row.destination.format == "prompt-completion":
        if isinstance(row.value.get("completion"), str):
            yield ("completion",), row.value["completion"]
        return
    for turn in learned_turns(row):
        yield from turn.texts()


def learned_turns(row: Row) -> list[Turn]:
    """The messages that the model learns to write: none where it makes its own, nor an answer that is labelled bad."""
    if "learned turns" not in row.memo:
        row.memo["learned turns"] = _learned_turns(row)
    found: list[Turn] = row.memo["learned turns"]
    return found


def _learned_turns(row: Row) -> list[Turn]:
    if row.destination.format == "preference":
        turns = list(row.turns_at(OUTPUT_LISTS[0]))
    else:
        unlearned = row.destination.method in ("rft", "grpo") or _is_bad(row)
        turns = [] if unlearned else list(row.conversation)
    return [turn for turn in turns if turn.role == "assistant" and turn.message.get("weight") != 0]


def _is_bad(row: Row) -> bool:
    return row.destination.method == "kto" and row.value.get("label", row.value.get("kto_tag")) in (False, 0)


def answer(row: Row) -> str | None:
    """The last text that the model learns to write; None where there is none, or where calls come with it."""
    if "answer" not in row.memo:
        row.memo["answer"] = _answer(row)
    found: str | None = row.memo["answer"]
    return found


def _answer(row: Row) -> str | None:
    if row.destination.format == "prompt-completion":
        completion = row.value.get("completion")
        return completion if isinstance(completion, str) else None
    turns = learned_turns(row)
    return None if not turns or turns[-1].says_more else said(turns[-1]) or None


def question(row: Row) -> str | None:
    """The last thing the user says; None where the user says nothing."""
    if "question" not in row.memo:
        row.memo["question"] = _question(row)
    found: str | None = row.memo["question"]
    return found


def _question(row: Row) -> str | None:
    if row.destination.format == "prompt-completion":
        prompt = row.value.get("prompt")
        return prompt if isinstance(prompt, str) else None
    users = [turn for turn in row.conversation if turn.role == "user"]
    return said(users[-1]) or None if users else None


def system_prompt(row: Row) -> str | None:
    """The text of the system messages; None where there are none, or they say nothing."""
    parts = [said(turn) for turn in row.conversation if turn.role in ("system", "developer")]
    return "\n".join(parts).strip() or None


def said(turn: Turn) -> str:
    """All text of a message."""
    return "".join(text for _, text in turn.texts())


def prose(text: str) -> str:
    """A text without its code: fenced blocks, code within a line, and what HTML marks as code."""
    return (
        re.sub(_CODE, " ", text, flags=re.DOTALL | re.IGNORECASE)
        if "`" in text or "~~~" in text or "<" in text
        else text
    )


def mentions(row: Row, words: str) -> bool:
    """Whether any text of a row speaks of something; ``words`` is a pattern, upper and lower case are alike."""
    return any(re.search(words, text, re.IGNORECASE) for _, text in all_texts(row))


def rewriting(row: Row, title: str, texts: Iterable[tuple[Path, str]], rewrite: Callable[[str], str]) -> Fix | None:
    """An unsafe fix that writes texts in another way; None where none can be.

    A text is left alone where nothing would be left of it, or something would come to light that has a rule of its own.
    """
    edits = []
    for path, text in texts:
        other = rewrite(text)
        if other != text and other.strip() and not _reveals(row, text, other):
            edits.append(SetValue(path, other))
    return Fix(title, False, tuple(edits)) if edits else None


def _reveals(row: Row, before: str, after: str) -> bool:
    """Whether a text has a special token, or a character that nobody sees, which was not in it before."""
    from unicodedata import category

    tokens = row.destination.fact("special_tokens", ())
    if any(token in after and token not in before for token in tokens):
        return True
    return any(category(char)[0] == "C" or char in _ODD for char in set(after) - set(before) - {"\n"})
