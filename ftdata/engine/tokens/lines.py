"""Stats as lines of text, for the terminal and for notebooks. What comes from data is made safe to look at."""

from collections import Counter
from collections.abc import Iterator, Sequence

from ftdata.engine.tokens.counted import Counted
from ftdata.engine.tokens.language import namer
from ftdata.engine.tokens.sample import Interval
from ftdata.engine.tokens.spread import Bar, Spread
from ftdata.engine.tokens.tally import LADDER, Tally
from ftdata.reporters import safe

_LISTED = 8
_BLOCKS = " ▏▎▍▌▋▊▉█"
_WIDE = 40


def stats_lines(stats: Counted) -> Iterator[str]:
    """Yield the whole report of a source."""
    yield from _head(stats)
    yield ""
    if not stats.tally.rows:
        yield "no examples that could be counted"
        return
    yield from _table(stats.tally)
    yield from _sample(stats)
    yield from _limit(stats)
    yield from _lengths(stats.tally)
    yield from _histogram(stats.tally.longest.bars())
    yield from _holdings(stats.tally)
    yield from _doubts(stats.tally)


def _head(stats: Counted) -> Iterator[str]:
    goal, summary = stats.destination, stats.summary
    model = f", model {goal.model_name}" if goal.model_name else ""
    yield safe(
        f"{summary.file}: {stats.rows:,} examples, format {summary.format or 'unknown'}, "
        f"target {goal.target.name}, method {goal.method}{model}"
    )
    name, by = stats.counted_by
    how = "exact" if stats.exact else f"an estimate: {stats.doubt or 'from the bytes'}"
    yield safe(f"tokens counted with {name}{f' ({by})' if by != name else ''}, {how}")
    if stats.tally.unreadable:
        yield f"{stats.tally.unreadable:,} rows could not be read, or are of another format; they are left out"


def _table(tally: Tally) -> Iterator[str]:
    spreads = {"tokens": tally.tokens, "trained": tally.trained, "messages": tally.turns}
    if tally.longest.counts != tally.tokens.counts:
        spreads = {"tokens": tally.tokens, "longest sequence": tally.longest, **spreads}
    head = ("per example", "min", "p5", "median", "mean", "p95", "max", "all together")
    yield from aligned([head, *(_row(name, spread) for name, spread in spreads.items())])


def _row(name: str, spread: Spread) -> tuple[str, ...]:
    found = spread.summary()
    return (name, *(f"{found[key]:,.0f}" for key in ("min", "p5", "median")), f"{found['mean']:,.1f}",
            *(f"{found[key]:,.0f}" for key in ("p95", "max", "total")))  # fmt: skip


def _sample(stats: Counted) -> Iterator[str]:
    sample = stats.sample
    if sample is None:
        return
    yield ""
    yield f"counted {sample.taken:,} of {sample.rows:,} rows; of all rows, in 95 of 100 samples:"
    said = [("tokens", _interval(sample.tokens)), ("trained", _interval(sample.trained))]
    if sample.over is not None:
        said.append(("above the limit", f"{sample.over.low:.2%} to {sample.over.high:.2%}"))
    yield from aligned([(f"  {name}", text) for name, text in said])


def _interval(found: Interval) -> str:
    share = found.either_side / found.value if found.value else 0
    return f"{found.value:,.0f} ± {found.either_side:,.0f} ({share:.2%})"


def _limit(stats: Counted) -> Iterator[str]:
    tally = stats.tally
    yield ""
    if tally.limit is None:
        yield "limit: not known; --max-tokens N says what would be cut off"
        return
    share, counted = tally.over / tally.rows, " of those counted" if stats.sample else ""
    yield f"limit: {tally.limit:,} tokens; {tally.over:,} examples{counted} are above it ({share:.2%})"
    if tally.over:
        yield (
            f"cut at the {tally.cut_at}: {tally.cut:,} tokens, {tally.trained_cut:,} of them trained; "
            f"{tally.lost:,} examples lose all that is trained"
        )


def _lengths(tally: Tally) -> Iterator[str]:
    """Say what each usual maximum length would keep, up to the first that keeps everything."""
    rows, trained = [("max length", "whole examples", "trained tokens kept")], tally.trained.total
    for length in LADDER:
        kept = tally.kept_under(length) / trained if trained else 1.0
        rows.append((f"{length:,}", f"{tally.fits(length) / tally.rows:.1%}", f"{kept:.1%}"))
        if tally.fits(length) == tally.rows:
            break
    yield ""
    yield from aligned(rows)


def _histogram(bars: Sequence[Bar]) -> Iterator[str]:
    if not bars:
        return
    most = max(bar.count for bar in bars)
    yield ""
    rows = [(f"{bar.start:,}", "–", f"{bar.end - 1:,}", f"{bar.count:,}", _bar(bar.count / most)) for bar in bars]
    yield "tokens of an example, and how many there are:"
    yield from aligned(rows, right=(0, 2, 3))


def _bar(share: float) -> str:
    eighths = round(share * _WIDE * 8)
    whole, rest = divmod(max(eighths, 1 if share else 0), 8)
    return _BLOCKS[8] * whole + (_BLOCKS[rest] if rest else "")


def _holdings(tally: Tally) -> Iterator[str]:
    yield ""
    yield f"roles: {_most(tally.roles)}"
    if tally.defined:
        yield f"tools defined: {_most(tally.defined, 'examples')}"
    if tally.called:
        yield f"tools called: {_most(tally.called, 'calls')}"
    if tally.images:
        yield f"images: {tally.images:,}"
    told = namer()[0]
    looked = tally.spoken.total()
    of = f" (of {looked:,} examples looked at)" if looked < tally.rows else ""
    yield f"{told}s{of}: {_most(tally.spoken)}"
    said = [f"{tally.prompts.different:,} different prompts ({tally.prompts.share:.0%})"]
    said.append(f"{tally.answers.different:,} different answers ({tally.answers.share:.0%})")
    if tally.systems.different:
        said.append(f"{tally.systems.different:,} different system prompts")
    yield f"variety: {', '.join(said)}"


def _doubts(tally: Tally) -> Iterator[str]:
    if tally.doubts:
        yield ""
        yield "counts that may be off:"
        yield from aligned(
            [(f"  {number:,} examples", safe(doubt, 200)) for doubt, number in tally.doubts.most_common(_LISTED)],
            right=(0,),
        )


def _most(counts: Counter[str], unit: str = "") -> str:
    top = ", ".join(f"{safe(name or '(none)', 40)} {number:,}" for name, number in counts.most_common(_LISTED))
    more = len(counts) - _LISTED
    return top + (f" {unit}" if unit else "") + (f", and {more} more" if more > 0 else "")


def aligned(rows: Sequence[Sequence[str]], right: Sequence[int] | None = None) -> Iterator[str]:
    """Yield a line for each row; numbers stand at the right of their column, which is every column but the first."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.rjust(width) if (number in right if right is not None else number) else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()
