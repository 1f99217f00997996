"""Stats as plain data, for JSON. Its keys are stable."""

from typing import Any

from ftdata.engine.tokens.counted import Counted
from ftdata.engine.tokens.language import namer
from ftdata.engine.tokens.sample import Interval
from ftdata.engine.tokens.tally import LADDER, Tally


def document(stats: Counted) -> dict[str, Any]:
    """Everything that is known."""
    goal, tally = stats.destination, stats.tally
    name, by = stats.counted_by
    return {
        "file": stats.summary.file,
        "format": stats.summary.format,
        "target": goal.target.name,
        "method": goal.method,
        "model": goal.model_name,
        "tokenizer": {"name": name, "package": by, "exact": stats.exact, "doubt": stats.doubt},
        "examples": stats.rows,
        "counted": tally.rows,
        "left_out": tally.unreadable,
        "tokens": {
            "total": stats.tokens,
            "trained": stats.trained,
            "masked": stats.tokens - stats.trained,
            "billed": stats.billed,
            "per_example": tally.tokens.summary(),
            "longest_sequence": tally.longest.summary(),
            "trained_per_example": tally.trained.summary(),
        },
        "messages": tally.turns.summary(),
        "limit": _limit(tally),
        "lengths": [_length(tally, length) for length in LADDER],
        "histogram": [bar._asdict() for bar in tally.longest.bars()],
        "roles": dict(tally.roles.most_common()),
        "tools_defined": dict(tally.defined.most_common()),
        "tools_called": dict(tally.called.most_common()),
        "images": tally.images,
        f"{namer()[0]}s": dict(tally.spoken.most_common()),
        "variety": {
            name: {"different": found.different, "share": round(found.share, 4)}
            for name, found in (("prompts", tally.prompts), ("answers", tally.answers), ("systems", tally.systems))
        },
        "doubts": dict(tally.doubts.most_common()),
        "sample": _sample(stats),
    }


def _limit(tally: Tally) -> dict[str, Any] | None:
    if tally.limit is None:
        return None
    return {
        "tokens": tally.limit,
        "cut_at": tally.cut_at,
        "examples_above": tally.over,
        "share_above": tally.over / tally.rows if tally.rows else 0.0,
        "tokens_cut": tally.cut,
        "trained_cut": tally.trained_cut,
        "examples_lost": tally.lost,
    }


def _length(tally: Tally, length: int) -> dict[str, Any]:
    trained = tally.trained.total
    return {
        "tokens": length,
        "whole": tally.fits(length) / tally.rows if tally.rows else 1.0,
        "trained_kept": tally.kept_under(length) / trained if trained else 1.0,
    }


def _sample(stats: Counted) -> dict[str, Any] | None:
    sample = stats.sample
    if sample is None:
        return None
    return {
        "rows": sample.rows,
        "taken": sample.taken,
        "confidence": 0.95,
        "tokens": _bounds(sample.tokens),
        "trained": _bounds(sample.trained),
        "over": None if sample.over is None else _bounds(sample.over),
    }


def _bounds(found: Interval) -> dict[str, float]:
    return {"value": found.value, "low": found.low, "high": found.high}
