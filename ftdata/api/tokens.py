"""The verbs about tokens and money."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ftdata.engine.settings import Settings
from ftdata.errors import UsageError

if TYPE_CHECKING:
    from ftdata.engine.tokens.estimate import Estimate
    from ftdata.engine.tokens.stats import Stats
    from ftdata.tokenizers import Count


def count_tokens(
    example: str | Mapping[str, Any] | list[Any],
    *,
    model: str | None = None,
    tokenizer: str | None = None,
    method: str = "sft",
) -> "Count":
    """Count the tokens of one example, message by message.

    Args:
        example: A row in any format that tells itself, a list of messages, or a text.
        model: The model it is for; None assumes o200k_base.
        tokenizer: What counts instead: a folder or ``tokenizer.json`` of Hugging Face, a name on its hub, the name of a
            vocabulary such as ``cl100k_base``, or ``bytes`` for an estimate.
        method: Of ``rft``, no answer is trained on.

    Returns:
        The count: its ``total``, ``trained`` and ``prompt`` tokens, and those of each message; it shows itself.

    Raises:
        UsageError: The model has a tokenizer of its own that was not named, the tokenizer cannot be read, or the format
            of the row is unknown.
        FormatError: The row is not as its format has it.
        VocabularyError: The vocabulary is not on this machine; the message says how to get it.
    """
    from ftdata.tokenizers import Count, Said, meter

    counting = meter(model, tokenizer)
    if isinstance(example, str):
        number = counting.text(example)
        return Count(
            (Said("text", number, number, False, 0),), reply=0, doubts=(counting.doubt,) * bool(counting.doubt)
        )
    row = {"messages": example} if isinstance(example, list) else example
    if not isinstance(row, Mapping):
        raise UsageError(f"an example is a row, a list of messages or a text, not {type(example).__name__}")
    return counting.measure(_as_counted(row), method=method)


def _as_counted(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row as meters read it: messages, OpenAI's pair, or texts."""
    from ftdata import formats

    known = {"messages", "preferred_output", "non_preferred_output"} & row.keys()
    if known or not any(isinstance(value, list | dict) for value in row.values()):
        return row
    names, _ = formats.classify(row)
    if len(names) != 1:
        raise UsageError("no format is known for this example; pass its messages, or a row of messages")
    example = formats.get(names[0]).parse(row)
    return formats.render(example, "chat" if len(example.candidates) < 2 else "preference").row


def stats(
    source: object,
    *,
    target: str = "any",
    method: str | None = None,
    model: str | None = None,
    format: str | None = None,
    columns: Mapping[str, str] | None = None,
    tokenizer: str | None = None,
    max_tokens: int | None = None,
    cut: str | None = None,
    sample: int | None = None,
    seed: int = 0,
    each: bool = False,
    workers: int = 1,
    engine: str = "local",
) -> "Stats":
    """Count a source: tokens, turns, roles, tools, languages, and what a maximum length would cut off.

    Args:
        source: See ``ftdata.api``.
        target: Where the data goes, e.g. ``azure``.
        method: Training method; told from the data when None.
        model: The model to be tuned.
        format: Format of the rows; told from them when None.
        columns: What a table calls its columns.
        tokenizer: See ``count_tokens``.
        max_tokens: Tokens of the longest example; the limit of the model when None.
        cut: Where a longer one is cut, ``end`` or ``start``; where the target cuts it when None.
        sample: Count so many rows and estimate the rest from them.
        seed: Another seed takes other rows.
        each: Keep the tokens of every example, in ``tally.each``.
        workers: Processes for large files; 0 for as many as there are cores.
        engine: Where large files are worked on: ``local`` or ``ray``.

    Returns:
        The statistics; they show themselves, and ``to_dict()`` gives plain data.

    Raises:
        UsageError: A name is unknown, or nothing can count for the model.
        VocabularyError: The vocabulary is not on this machine; the message says how to get it.
        UnreadableError: The file cannot be read to its end.
    """
    from ftdata.engine.tokens.bench import Order
    from ftdata.engine.tokens.stats import stats as count

    settings = Settings(target, method, model, format, columns or {}, workers=workers, engine=engine)
    return count(source, settings, Order(tokenizer, max_tokens, cut, sample, seed, each))


def estimate(  # noqa: PLR0913 - each is an option of the command
    source: object,
    *,
    target: str,
    model: str | None = None,
    method: str | None = None,
    format: str | None = None,
    columns: Mapping[str, str] | None = None,
    validation: object = None,
    epochs: int | None = None,
    hours: float | None = None,
    few_shot: str | None = None,
    shots: int | None = None,
    calls: int | None = None,
    prices: Mapping[str, float] | None = None,
    tokenizer: str | None = None,
    max_tokens: int | None = None,
    sample: int | None = None,
    seed: int = 0,
    workers: int = 1,
) -> "Estimate":
    """Say what training on a source costs, whether it pays, and whether the data is ready.

    Args:
        source: See ``ftdata.api``.
        target: Where the data goes, e.g. ``azure``.
        model: The model to be tuned.
        method: Training method; told from the data when None.
        format: Format of the rows; told from them when None.
        columns: What a table calls its columns.
        validation: A source of validation rows.
        epochs: Epochs; the provider's automatic rule when None.
        hours: Hours of training, where that is what is paid.
        few_shot: A file with what every prompt holds now: a text, or chat rows (``.jsonl``).
        shots: So many examples of the data in every prompt instead.
        calls: Calls a month.
        prices: In US dollars, by kind: ``training``, ``tuned-input``, ``tuned-output``, ``base-input``, ``base-output``
            (a million tokens), ``hosting`` and ``hour`` (an hour).
        tokenizer: See ``count_tokens``.
        max_tokens: Tokens of the longest example; the limit of the model when None.
        sample: Count so many rows and estimate the rest from them.
        seed: Another seed takes other rows.
        workers: Processes for large files; 0 for as many as there are cores.

    Returns:
        The estimate; it shows itself, and ``to_dict()`` gives plain data.

    Raises:
        UsageError: A name is unknown, or options contradict each other.
        VocabularyError: The vocabulary is not on this machine; the message says how to get it.
        UnreadableError: A file cannot be read to its end.
    """
    from ftdata.engine.tokens.bench import Order
    from ftdata.engine.tokens.estimate import estimate as reckon
    from ftdata.engine.tokens.reckoned import Plan

    settings = Settings(target, method, model, format, columns or {}, workers=workers)
    plan = Plan(epochs, validation, few_shot, shots, calls, prices or {}, hours)
    return reckon(source, settings, Order(tokenizer, max_tokens, None, sample, seed), plan)
