"""What training costs and whether it pays, worked out from what was counted, as data."""

import os
from collections.abc import Mapping
from typing import NamedTuple

from ftdata.engine.tokens.bench import meter_for
from ftdata.engine.tokens.breakeven import HOURS, BreakEven, Use, break_even
from ftdata.engine.tokens.counted import Counted
from ftdata.engine.tokens.epochs import Epochs, epochs
from ftdata.engine.tokens.prices import Price, prices
from ftdata.engine.tokens.readiness import Answer, readiness
from ftdata.errors import UnreadableError
from ftdata.tokenizers import Meter

_MILLION = 1_000_000
_LARGEST = 16 << 20


class Plan(NamedTuple):
    """What the user has in mind.

    Attributes:
        epochs: Epochs; None for the provider's rule.
        validation: A source of validation rows, or None.
        few_shot: A file with the examples that every prompt of the base model holds, or None.
        shots: How many rows of the data such a prompt would hold instead, or None.
        calls: Calls a month, or None.
        prices: Prices that the user knows, by kind, see ``prices.KINDS``.
        hours: Hours of training, for methods that are paid by the hour.
    """

    epochs: int | None = None
    validation: object = None
    few_shot: str | None = None
    shots: int | None = None
    calls: int | None = None
    prices: Mapping[str, float] = {}
    hours: float | None = None


class Reckoned:
    """What came of it.

    Attributes:
        stats: The training data, counted.
        validation: The validation data, counted; None where there is none.
        epochs: How often the job goes over the data.
        prices: What is known of prices, by kind.
        training: What training costs, in US dollars; None where the price is not known.
        training_bounds: Its bounds where rows were sampled.
        unknown: Prices that would be needed.
        break_even: Whether it pays; None where nothing was said of how the model is used.
        readiness: Whether the data is ready.
    """

    def __init__(self, found: Counted, validation: Counted | None, plan: Plan) -> None:
        self.stats = found
        self.validation = validation
        self.plan = plan
        goal = found.destination
        self.epochs: Epochs = epochs(found.rows, goal, plan.epochs)
        self.prices: dict[str, Price] = prices(goal, plan.prices)
        self.by_hour = "hour" in self.prices and "training" not in self.prices
        self.training = self._training()
        self.training_bounds = self._bounds()
        self.unknown = self._unknown()
        self.break_even: BreakEven | None = self._break_even()
        self.readiness: tuple[Answer, ...] = tuple(readiness(found, validation, self.epochs.number))

    @property
    def billed(self) -> int:
        """Tokens billed in all epochs: those of each example up to the limit."""
        return self.stats.billed * self.epochs.number

    @property
    def hosting(self) -> float | None:
        """What a month of hosting costs; None where the target names no price for it."""
        return self.prices["hosting"].value * HOURS if "hosting" in self.prices else None

    def _training(self) -> float | None:
        if self.by_hour:
            return None if self.plan.hours is None else self.plan.hours * self.prices["hour"].value
        return self.billed * self.prices["training"].value / _MILLION if "training" in self.prices else None

    def _bounds(self) -> tuple[float, float] | None:
        sample = self.stats.sample
        if sample is None or self.training is None or self.by_hour or not sample.tokens.value:
            return None
        share = sample.tokens.either_side / sample.tokens.value
        return self.training * (1 - share), self.training * (1 + share)

    def _unknown(self) -> tuple[str, ...]:
        if self.by_hour:
            return () if self.plan.hours is not None else ("hours of training (--hours N)",)
        return () if self.training is not None else ("training",)

    def _break_even(self) -> BreakEven | None:
        plan, tally = self.plan, self.stats.tally
        if plan.few_shot is None and plan.shots is None and plan.calls is None:
            return None
        rows = tally.rows or 1
        answer = tally.trained.total / rows
        tokens, why = self._shots(rows)
        use = Use(tally.longest.total / rows - answer, answer, tokens, plan.calls, why)
        return break_even(use, self.prices, self.training)

    def _shots(self, rows: int) -> tuple[float, str]:
        """Tokens that the base model is shown in every prompt, and where they come from."""
        plan = self.plan
        if plan.few_shot is not None:
            return few_shot_tokens(
                plan.few_shot, meter_for(self.stats.destination, self.stats.tokenizer)
            ), plan.few_shot
        if plan.shots is not None:
            return plan.shots * self.stats.tally.talk / rows, f"{plan.shots} examples of the data"
        return 0.0, "no examples"


def few_shot_tokens(path: str, counting: Meter) -> float:
    """Count what a file adds to a prompt: rows of JSON Lines as the messages they hold, any other file as its text.

    Raises:
        UnreadableError: The file cannot be read.
    """
    from ftdata.jsontext import parse

    try:
        if os.path.getsize(path) > _LARGEST:
            raise UnreadableError(f"{path}: is too large for a prompt")
        with open(path, encoding="utf-8-sig") as stream:
            text = stream.read()
    except (OSError, UnicodeDecodeError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(f"{path}: the prompt cannot be read: {error}") from error
    if not path.endswith((".jsonl", ".ndjson")):
        return float(counting.text(text))
    rows = [parse(line.encode())[0] for line in text.split("\n") if line.strip()]
    counts = [counting.measure(row) for row in rows if isinstance(row, dict)]
    return float(sum(counted.total - counted.reply for counted in counts))
