"""What a page about some data shows: its report, its shape, and examples with what is wrong in them."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ftdata import formats
from ftdata.engine.fix import Fixer, text_of
from ftdata.engine.intake import take_in
from ftdata.engine.judge import Judge
from ftdata.engine.settings import Progress, Settings, no_progress
from ftdata.engine.spread import spread
from ftdata.engine.tokens.bench import Order
from ftdata.engine.tokens.counted import Counted
from ftdata.engine.tokens.stats import stats
from ftdata.engine.validate import validate
from ftdata.engine.watch import watched
from ftdata.errors import FormatError, UsageError, VocabularyError
from ftdata.jsontext import dumps
from ftdata.loaders import examine
from ftdata.reporters import safe
from ftdata.rules.concealed import concealed
from ftdata.types import SEVERITIES, Candidate, Example, Json, Message, Problem, Record, Report, path_text

MOST = 1000
"""Rows with problems that are shown."""
CLEAN = 20
"""Rows without any."""
PROBLEMS = 50_000
"""Problems that are listed."""
LONGEST = 4000
"""Characters of a text that are shown."""
BARS = 12

Pages = Callable[[str], str]


@dataclass(slots=True)
class Portrait:
    """What is known of some data.

    Attributes:
        report: Everything that was found.
        examples: What is shown of rows.
        roles: Messages by role.
        turns: Examples by number of messages.
        sizes: Examples by number of characters, in powers of two.
        labels: Short answers, and how often each is given.
        rows: Examples that were looked at for these.
        tokens: What the first file holds in tokens; None where nothing can count for the model.
    """

    report: Report
    examples: list[dict[str, Json]] = field(default_factory=list)
    roles: Counter[str] = field(default_factory=Counter)
    turns: Counter[int] = field(default_factory=Counter)
    sizes: Counter[int] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    tokens: Counted | None = None

    def charts(self) -> list[tuple[str, list[tuple[str, int, bool]]]]:
        """Title and bars (label, number, whether marked) of each chart."""
        short = self.labels if sum(self.labels.values()) * 2 > self.rows and len(self.labels) * 4 < self.rows else {}
        return [
            (_tokens_title(self.tokens), _token_bars(self.tokens)),
            ("Messages by role", _bars(Counter(self.roles).most_common())),
            ("Examples by number of messages", _bars(sorted(self.turns.items()))),
            ("Examples by size (characters, up to)", _bars([(f"{2**n:,}", c) for n, c in sorted(self.sizes.items())])),
            ("Answers", _bars(Counter(short).most_common())),
        ]

    def facts(self, title: str, page: Pages, rule_title: Pages) -> dict[str, Any]:
        """Everything for the page; see ``reporters/_page``."""
        problems = self.report.problems[:PROBLEMS]
        counts = self.report.by_code()
        first = {problem.code: problem for problem in reversed(problems)}
        rules = {
            code: {
                "name": first[code].name,
                "severity": first[code].severity,
                "rows": number,
                "title": rule_title(code),
                "url": page(code) if page(code).startswith("https://") else "",
            }
            for code, number in sorted(counts.items(), key=lambda item: _weight(first.get(item[0])))
            if code in first
        }
        return {
            "title": title,
            "verdict": _verdict(self.report),
            "cards": [*_cards(self.report), *_token_cards(self.tokens)],
            "notes": _notes(self.report),
            "rules": rules,
            "charts": self.charts(),
            "files": [file.file for file in self.report.files],
            "problems": [_problem(problem) for problem in problems],
            "examples": self.examples,
        }


def portray(sources: Sequence[str], settings: Settings, progress: Progress = no_progress) -> Portrait:
    """Judge some files, then look at their rows once more for what a page shows.

    Raises:
        UsageError: An option is unknown or a format cannot be told.
        UnreadableError: A file cannot be read to its end, or only once (standard input).
    """
    found = Portrait(validate(sources, settings, progress), tokens=_counted(sources[0], settings))
    wanted = _wanted(found.report)
    for number, source in enumerate(sources):
        _look(found, number, source, settings, wanted)
    return found


def _counted(source: str, settings: Settings) -> Counted | None:
    """The first file in tokens; nothing where its model's vocabulary is not to be had."""
    try:
        return stats(source, settings, Order())
    except (UsageError, VocabularyError):
        return None


def _tokens_title(tokens: Counted | None) -> str:
    limit = f" (over the limit of {tokens.tally.limit:,} in red)" if tokens and tokens.tally.over else ""
    return f"Examples by tokens{limit}"


def _token_bars(tokens: Counted | None) -> list[tuple[str, int, bool]]:
    if tokens is None:
        return []
    limit = tokens.tally.limit
    bars = tokens.tally.longest.bars()
    return [(f"{bar.start:,} to {bar.end - 1:,}", bar.count, bool(limit and bar.start > limit)) for bar in bars]


def _token_cards(tokens: Counted | None) -> list[tuple[str, object]]:
    if tokens is None:
        return []
    about = "" if tokens.exact else " (estimated)"
    cards: list[tuple[str, object]] = [(f"tokens{about}", f"{tokens.tokens:,}"), ("trained", f"{tokens.trained:,}")]
    over = tokens.tally.over if tokens.tally.limit else 0
    return [*cards, ("examples over the limit", f"{over:,}")] if over else cards


def _wanted(report: Report) -> dict[tuple[str, int], list[int]]:
    """Which problems belong to which row, the rows of the first problems first."""
    wanted: dict[tuple[str, int], list[int]] = {}
    for number, problem in enumerate(report.problems[:PROBLEMS]):
        place = problem.location
        if place.example is None:
            continue
        key = (place.file, place.example)
        if key in wanted or len(wanted) < MOST:
            wanted.setdefault(key, []).append(number)
    return wanted


def _look(
    found: Portrait, number: int, source: str, settings: Settings, wanted: Mapping[tuple[str, int], list[int]]
) -> None:
    intake = take_in(source, settings, exact=False)
    judge = Judge(intake.summary, intake.destination, settings)
    fixer = Fixer(judge) if judge.adapter and judge.adapter.idle else None
    clean = 0
    for record in spread(watched(intake, no_progress), intake.summary, intake.destination.format):
        if not isinstance(record, Record) or record.example is None:
            continue
        examine(record)
        example = _example(record, intake.summary.format)
        if example:
            _count(found, example)
        problems = wanted.get((record.file, record.example), [])
        if problems or (clean < CLEAN and example):
            clean += not problems
            found.examples.append(_shown(record, example, number, problems, fixer))


def _example(record: Record, name: str | None) -> Example | None:
    if name is None or not isinstance(record.row, dict):
        return None
    try:
        return formats.get(name).parse(record.row)
    except FormatError:
        return None


def _count(found: Portrait, example: Example) -> None:
    turns = example.turns
    found.rows += 1
    found.roles.update(turn.role for turn in turns)
    found.turns[len(turns)] += 1
    found.sizes[(max(sum(len(_said(turn)) for turn in turns), 1) - 1).bit_length()] += 1
    answer = _said(turns[-1]) if turns and turns[-1].role == "assistant" else ""
    if 0 < len(answer) <= 40:
        found.labels[answer] += 1


def _shown(
    record: Record, example: Example | None, file: int, problems: list[int], fixer: Fixer | None
) -> dict[str, Json]:
    ranked = example is not None and len(example.candidates) > 1
    turns = [] if example is None else example.context if ranked else example.turns
    return {
        "file": file,
        "line": record.line,
        "example": record.example,
        "problems": list(problems),
        "turns": [_turn(turn) for turn in turns],
        "answers": [_answer(answer) for answer in example.candidates] if example and ranked else [],
        "raw": "" if example else _visible(_raw(record)),
        "after": _after(record, fixer) if problems and fixer else "",
    }


def _answer(answer: Candidate) -> list[Json]:
    return [_turn(turn) for turn in answer.messages]


def _turn(turn: Message) -> Json:
    notes = {"name": turn.name, "weight": turn.weight, "id": turn.tool_call_id}
    return {
        "role": _visible(str(turn.role)),
        "place": path_text(turn.origin),
        "text": _visible(_said(turn)),
        "thought": _visible(turn.reasoning) if isinstance(turn.reasoning, str) else "",
        "calls": [_visible(f"{call.name}({_text(call.arguments)})") for call in turn.tool_calls or ()],
        "note": ", ".join(
            f"{key} {_visible(_text(value))[:60]}" for key, value in notes.items() if isinstance(value, str | int)
        ),
    }


def _said(turn: Message) -> str:
    """The text of a message; parts that are none are named."""
    if isinstance(turn.content, str):
        return turn.content
    parts = turn.content if isinstance(turn.content, list) else []
    texts = (part.get("text") if isinstance(part, dict) else None for part in parts)
    return "\n".join(
        text if isinstance(text, str) else f"[{_kind(part)}]" for text, part in zip(texts, parts, strict=True)
    )


def _kind(part: Json) -> str:
    return str(part.get("type", "part")) if isinstance(part, dict) else "part"


def _text(value: Json) -> str:
    return value if isinstance(value, str) else dumps(value).decode()


def _raw(record: Record) -> str:
    return (record.raw or dumps(record.row)).decode("utf-8", "replace")


def _after(record: Record, fixer: Fixer) -> str:
    """The row after its safe fixes; nothing where there are none."""
    fixed = fixer.fix(record)
    return _visible(text_of(fixed.record).decode("utf-8", "replace")) if fixed.applied and fixed.record else ""


def _visible(text: str) -> str:
    """A text for the page: cut, secrets masked, odd characters shown and not obeyed."""
    text = concealed(text)
    text = text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text) - LONGEST:,} more characters)"
    return "\n".join(safe(line) for line in text.replace("\r\n", "\n").split("\n"))


def _weight(problem: Problem | None) -> int:
    return SEVERITIES.index(problem.severity) if problem else len(SEVERITIES)


def _bars(counts: Sequence[tuple[object, int]]) -> list[tuple[str, int, bool]]:
    shown = [(_visible(str(label)), number, False) for label, number in counts[:BARS]]
    rest = sum(number for _, number in counts[BARS:])
    return [*shown, ("more", rest, False)] if rest else shown


def _verdict(report: Report) -> tuple[str, str]:
    errors, warnings = report.count("error"), report.count("warning")
    if errors:
        return f"Not ready for {report.target}: {errors:,} errors, {warnings:,} warnings", "error"
    if warnings:
        return f"Ready for {report.target}, worth a look: {warnings:,} warnings", "warning"
    return f"Ready for {report.target}", "good"


def _cards(report: Report) -> list[tuple[str, object]]:
    known = sorted({file.format for file in report.files if file.format})
    cards: list[tuple[str, object]] = [
        ("rows", f"{report.rows:,}"),
        ("files", len(report.files)),
        ("format", " and ".join(known) or "not recognised"),
        ("method", report.method or "-"),
        ("errors", f"{report.count('error'):,}"),
        ("warnings", f"{report.count('warning'):,}"),
    ]
    return [*cards, ("model", report.model)] if report.model else cards


def _notes(report: Report) -> list[str]:
    notes = [f"Facts about {report.target} as of {report.as_of}."] if report.as_of else []
    if len(report.problems) > PROBLEMS:
        notes.append(f"{len(report.problems):,} problems were found; the first {PROBLEMS:,} are listed.")
    return notes


def _problem(problem: Problem) -> Json:
    fix = problem.fix
    return {
        "code": problem.code,
        "message": _visible(problem.message),
        "path": _visible(path_text(problem.path)),
        "fix": _visible(fix.title) if fix else "",
    }
