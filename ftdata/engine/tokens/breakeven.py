"""Whether a tuned model pays: examples in every prompt against the price of training, tuned tokens and hosting."""

from collections.abc import Mapping
from typing import NamedTuple

from ftdata.engine.tokens.prices import Price

HOURS = 730
"""Hours of a month: 24 x 365 / 12."""

_MILLION = 1_000_000
_NEEDED = ("tuned-input", "tuned-output", "base-input", "base-output")


class Use(NamedTuple):
    """How the model is used.

    Attributes:
        prompt: Tokens of a prompt to the tuned model.
        answer: Tokens of an answer.
        shots: Tokens that the base model is shown in every prompt and the tuned one is not.
        calls: Calls a month; None where that was not said.
        why_shots: Where the shots come from.
    """

    prompt: float
    answer: float
    shots: float
    calls: int | None
    why_shots: str


class BreakEven(NamedTuple):
    """What comes of it; None for what cannot be said.

    Attributes:
        use: How the model is used.
        base_call: Price of a call of the base model with its examples.
        tuned_call: Price of a call of the tuned model.
        hosting: Price of a month's hosting; 0 where none is paid.
        unknown: Prices that are missing.
        training: What training costs.
    """

    use: Use
    base_call: float | None
    tuned_call: float | None
    hosting: float
    unknown: tuple[str, ...]
    training: float | None

    @property
    def saved_a_call(self) -> float | None:
        """What a call of the tuned model costs less; below 0 where it costs more."""
        if self.base_call is None or self.tuned_call is None:
            return None
        return self.base_call - self.tuned_call

    @property
    def saved_a_month(self) -> float | None:
        """The same for all calls of a month, hosting paid."""
        if self.saved_a_call is None or self.use.calls is None:
            return None
        return self.saved_a_call * self.use.calls - self.hosting

    @property
    def calls_for_hosting(self) -> float | None:
        """Calls a month from which on hosting is paid by what they save; None where no number of calls does."""
        saved = self.saved_a_call
        return self.hosting / saved if saved is not None and saved > 0 else None

    @property
    def months(self) -> float | None:
        """Months until training is paid; None where it never is, or cannot be said."""
        saved = self.saved_a_month
        if saved is None or saved <= 0 or self.training is None:
            return None
        return self.training / saved

    @property
    def never(self) -> bool:
        """Whether it is known that it never pays."""
        saved = self.saved_a_month if self.use.calls is not None else self.saved_a_call
        return saved is not None and saved <= 0


def break_even(use: Use, known: Mapping[str, Price], training: float | None) -> BreakEven:
    """Compare the two ways."""
    unknown = tuple(kind for kind in _NEEDED if kind not in known)
    hosting = known["hosting"].value * HOURS if "hosting" in known else 0.0
    base = _call(use.prompt + use.shots, use.answer, "base", known)
    tuned = _call(use.prompt, use.answer, "tuned", known)
    return BreakEven(use, base, tuned, hosting, unknown, training)


def _call(prompt: float, answer: float, kind: str, known: Mapping[str, Price]) -> float | None:
    asked, answered = known.get(f"{kind}-input"), known.get(f"{kind}-output")
    if asked is None or answered is None:
        return None
    return (prompt * asked.value + answer * answered.value) / _MILLION
