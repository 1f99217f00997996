"""An estimate as plain data, for JSON. Its keys are stable."""

from typing import Any

from ftdata.engine.tokens.breakeven import BreakEven
from ftdata.engine.tokens.reckoned import Reckoned


def document(found: Reckoned) -> dict[str, Any]:
    """Everything that is known; null is what is not."""
    stats, goal = found.stats, found.stats.destination
    return {
        "file": stats.summary.file,
        "target": goal.target.name,
        "method": goal.method,
        "model": goal.model_name,
        "examples": stats.rows,
        "tokens": stats.tokens,
        "tokens_billed_an_epoch": stats.billed,
        "epochs": found.epochs._asdict(),
        "tokens_billed": found.billed,
        "exact": stats.exact and not stats.tally.doubts and stats.sample is None,
        "training": found.training,
        "training_bounds": None if found.training_bounds is None else list(found.training_bounds),
        "hosting_a_month": found.hosting,
        "prices": {kind: price._asdict() | {"unit": price.unit} for kind, price in found.prices.items()},
        "unknown": list(found.unknown),
        "break_even": None if found.break_even is None else _break_even(found.break_even),
        "readiness": [answer._asdict() for answer in found.readiness],
    }


def _break_even(found: BreakEven) -> dict[str, Any]:
    return {
        "prompt_tokens": found.use.prompt,
        "answer_tokens": found.use.answer,
        "tokens_saved_a_call": found.use.shots,
        "calls_a_month": found.use.calls,
        "base_call": found.base_call,
        "tuned_call": found.tuned_call,
        "saved_a_call": found.saved_a_call,
        "saved_a_month": found.saved_a_month,
        "hosting_a_month": found.hosting,
        "calls_for_hosting": found.calls_for_hosting,
        "months": found.months,
        "never": found.never,
        "unknown": list(found.unknown),
    }
