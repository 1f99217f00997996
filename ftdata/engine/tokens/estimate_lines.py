"""An estimate as lines of text, for the terminal and for notebooks. What comes from data is made safe to look at."""

import math
from collections.abc import Iterator
from datetime import timedelta

from ftdata.engine.tokens.breakeven import HOURS, BreakEven
from ftdata.engine.tokens.lines import aligned
from ftdata.engine.tokens.prices import Price
from ftdata.engine.tokens.reckoned import Reckoned
from ftdata.reporters import safe

_DAYS, _FEW = 30.4375, 2
_LISTED = 4
_MARKS = {"yes": "ok", "no": "NO", "look": "look", "unknown": "?"}


def estimate_lines(found: Reckoned) -> Iterator[str]:
    """Yield the whole report."""
    yield from _head(found)
    yield from _training(found)
    yield from _break_even(found)
    yield from _readiness(found)
    yield from _sources(found)


def money(value: float) -> str:
    """Write US dollars; small ones with as many digits as say something."""
    if value and abs(value) < 1:
        digits = min(max(2, 2 - math.floor(math.log10(abs(value)))), 8)
        return f"${value:.{digits}f}" if value > 0 else f"-${-value:.{digits}f}"
    return f"${value:,.2f}" if value >= 0 else f"-${-value:,.2f}"


def _head(found: Reckoned) -> Iterator[str]:
    stats, goal = found.stats, found.stats.destination
    model = f", model {goal.model_name}" if goal.model_name else ""
    yield safe(f"{stats.summary.file}: {stats.rows:,} examples for {goal.target.title}, method {goal.method}{model}")
    name, by = stats.counted_by
    exact = stats.exact and not stats.tally.doubts and stats.sample is None
    how = "exact" if exact else "an estimate" + (f": {stats.doubt}" if stats.doubt else "")
    yield safe(f"tokens counted with {name}{f' ({by})' if by != name else ''}, {how}")
    if stats.sample:
        yield f"{stats.sample.taken:,} of {stats.sample.rows:,} rows were counted, the rest is estimated from them"
    for doubt, number in stats.tally.doubts.most_common(_LISTED):
        if doubt != stats.doubt:
            yield safe(f"  {number:,} examples: {doubt}", 200)
    if goal.method == "dpo":
        yield "  how pairs are billed was not published; the context once and both answers are assumed"


def _training(found: Reckoned) -> Iterator[str]:
    stats, times = found.stats, found.epochs
    yield ""
    cut = f" ({stats.tokens - stats.billed:,} beyond the limit are not billed)" if stats.tokens != stats.billed else ""
    yield f"tokens        {stats.billed:,}{cut}"
    if not found.by_hour:
        yield f"epochs        {times.number} ({times.reason})"
        yield f"billed        {found.billed:,} tokens"
    yield f"training      {_cost(found)}"
    if found.hosting is not None:
        hourly = found.prices["hosting"].value
        yield f"hosting       {money(found.hosting)} a month ({HOURS} hours at {money(hourly)}), used or not"
    if found.validation is not None:
        yield f"validation    {found.validation.tokens:,} tokens{_validation(found)}"


def _cost(found: Reckoned) -> str:
    if found.by_hour:
        hourly = money(found.prices["hour"].value)
        if found.training is None:
            return f"{hourly} an hour; how many hours it takes is not known (--hours N)"
        return f"{money(found.training)} ({found.plan.hours:g} hours at {hourly})"
    if found.training is None:
        return "unknown: the price of training is not known here (--price training=DOLLARS, for a million tokens)"
    each = money(found.prices["training"].value)
    bounds = found.training_bounds
    between = f", {money(bounds[0])} to {money(bounds[1])} in 95 of 100 samples" if bounds else ""
    return f"{money(found.training)} ({each} a million tokens{between})"


def _validation(found: Reckoned) -> str:
    billed = found.stats.destination.fact("validation_billed")
    return "; whether they are billed is not known" if billed is None else "" if billed else ", which are not billed"


def _break_even(found: Reckoned) -> Iterator[str]:
    pays = found.break_even
    if pays is None:
        return
    use = pays.use
    yield ""
    yield f"a call: {use.prompt:,.0f} tokens of prompt and {use.answer:,.0f} of answer, as in the data"
    yield safe(f"saved by tuning: {use.shots:,.0f} tokens a call ({use.why_shots})")
    if pays.unknown:
        missing = ", ".join(f"--price {kind}=DOLLARS" for kind in pays.unknown)
        yield f"whether it pays is unknown, since prices are: {missing}"
        return
    rows = [
        ("base model", money(pays.base_call or 0.0), _month(pays.base_call, use.calls, 0.0)),
        ("tuned model", money(pays.tuned_call or 0.0), _month(pays.tuned_call, use.calls, pays.hosting)),
        ("saved", money(pays.saved_a_call or 0.0), "" if use.calls is None else money(pays.saved_a_month or 0.0)),
    ]
    calls = "" if use.calls is None else f"a month of {use.calls:,} calls" + (" and hosting" if pays.hosting else "")
    yield from aligned([("", "a call", calls), *rows])
    yield _verdict(found, pays)


def _month(call: float | None, calls: int | None, hosting: float) -> str:
    return "" if calls is None or call is None else money(call * calls + hosting)


def _verdict(found: Reckoned, pays: BreakEven) -> str:
    """Say when it pays, or that it never does."""
    if pays.never:
        enough = pays.calls_for_hosting
        least = f"; hosting alone takes {math.ceil(enough):,} calls a month" if enough and pays.hosting else ""
        return f"it never pays: the tuned model costs more than it saves{least}"
    if pays.use.calls is None:
        return _without_calls(pays)
    if pays.months is None:
        return "when it pays is unknown, since the price of training is"
    model, today = found.stats.destination.model, found.stats.destination.today
    if model and model.retires and pays.months * _DAYS > (model.retires - today).days:
        return f"it never pays: that would take {pays.months:,.1f} months, and the model retires on {model.retires}"
    day = today + timedelta(days=pays.months * _DAYS) if pays.months < 1200 else None
    return f"it pays after {_time(pays.months)}" + (f", on {day}" if day else "")


def _time(months: float) -> str:
    days = months * _DAYS
    return f"{months:,.1f} months" if months >= _FEW else f"{days:,.0f} days" if days >= _FEW else "a day or two"


def _without_calls(pays: BreakEven) -> str:
    saved = pays.saved_a_call or 0.0
    hosting = f", after {math.ceil(pays.calls_for_hosting or 0):,} calls a month for hosting" if pays.hosting else ""
    if pays.training is None:
        return f"{money(saved)} are saved a call{hosting}; the price of training is not known"
    return f"training is paid after {math.ceil(pays.training / saved):,} calls{hosting} (--calls N: calls a month)"


def _readiness(found: Reckoned) -> Iterator[str]:
    yield ""
    yield "ready?"
    rows = [(f"  {_MARKS[answer.verdict]}", answer.question, safe(answer.text)) for answer in found.readiness]
    yield from aligned(rows, right=())


def _sources(found: Reckoned) -> Iterator[str]:
    if not found.prices:
        return
    yield ""
    yield "prices, in US dollars:"
    yield from aligned([_source(price) for price in found.prices.values()], right=(1,))
    if found.epochs.source and not found.by_hour:
        yield f"epochs: {found.epochs.source}, {found.epochs.as_of} ({found.epochs.note})"


def _source(price: Price) -> tuple[str, str, str]:
    dated = f", {price.as_of}" if price.as_of else ""
    note = f" ({price.note})" if price.note else ""
    return (f"  {price.kind}", f"{price.value:,.2f}", f"{price.unit}; {safe(price.source)}{dated}{note}")
