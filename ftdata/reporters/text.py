"""A report for people: problems file by file, then one line that says how it went."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from ftdata.reporters import Style, count, guarded, safe, shown
from ftdata.reporters._paint import columns, linked, paint, word, wrapped
from ftdata.types import SEVERITIES, FileSummary, Fix, Location, Problem, Report, path_text

NAME = "text"
TITLE = "Text for people"

_INDENT = "    "
_LONGEST_PATH = 200
_LONGEST_MESSAGE = 1000


def write(report: Report, style: Style) -> Iterator[str]:
    """Yield the lines of the report."""
    for line in _lines(report, style):
        yield guarded(line)


def _lines(report: Report, style: Style) -> Iterator[str]:
    if style.verbose:
        yield from _about(report, style)
    if not style.quiet:
        yield from _problems(report, style)
    if style.statistics:
        yield from _statistics(report, style)
    yield _summary(report, style)
    if not style.quiet:
        yield from _hints(report)


def _about(report: Report, style: Style) -> Iterator[str]:
    for file in report.files:
        yield _about_file(file)
    for note in style.notes:
        yield from wrapped("note: " + safe(note), style.width)
    yield ""


def _about_file(file: FileSummary) -> str:
    kind = " ".join(part for part in (file.container, file.compression) if part)
    parts = [_rows(file.rows) + (f", {file.readable} readable" if file.readable != file.rows else "")]
    parts += [kind] if kind else []
    parts += [f"format {file.format or 'not recognised'}"]
    parts += [f"method {file.method}"] if file.method else []
    parts += [file.reason] if file.reason else []
    return f"{safe(file.file)}: {safe('; '.join(parts))}"


def _problems(report: Report, style: Style) -> Iterator[str]:
    problems = shown(report, style)
    printed: Counter[str] = Counter()
    for _, group in groupby(problems, key=lambda problem: problem.location.file):
        before = printed.total()
        for problem in group:
            if not style.max_problems or printed[problem.code] < style.max_problems:
                printed[problem.code] += 1
                yield from _problem(problem, style)
        if printed.total() > before:
            yield ""
    yield from _left_out(problems, printed)


def _problem(problem: Problem, style: Style) -> Iterator[str]:
    on = style.colour
    place = _place(problem.location)
    section = f": {problem.location.section}" if problem.location.section else ""
    example = f" (example {problem.location.example}{safe(section)})" if problem.location.example else ""
    path = f" {safe(path_text(problem.path), _LONGEST_PATH)}" if problem.path else ""
    code = linked(paint(problem.code, "bold", on=on), style.page(problem.code), on=style.links)
    rule = f"{word(problem.severity, on=on)} {code} {problem.name}"
    count = f", in {_rows(problem.count)}" if problem.count > 1 else ""
    yield f"{paint(place, 'bold', on=on)}{example}{path}: {rule}{count}"
    yield from wrapped(safe(problem.message, _LONGEST_MESSAGE), style.width, _INDENT)
    yield from _excerpt(problem, style)
    if problem.fix:
        for line in wrapped(_fix(problem.fix), style.width, _INDENT):
            yield paint(line, "dim", on=on)


def _excerpt(problem: Problem, style: Style) -> Iterator[str]:
    """The piece of the row, and a line that underlines what is wrong."""
    found = style.excerpt(problem)
    if found:
        text, start, end = found
        yield f"{_INDENT}{paint('|', 'dim', on=style.colour)} {text}"
        marks = paint("^" * max(columns(text[start:end]), 1), problem.severity, on=style.colour)
        yield f"{_INDENT}{paint('|', 'dim', on=style.colour)} {' ' * columns(text[:start])}{marks}"


def _place(location: Location) -> str:
    """Write ``file:line``, which editors and terminals make clickable."""
    file = safe(location.file) or "all files"
    return f"{file}:{location.line}" if location.line else file


def _fix(fix: Fix) -> str:
    return f"[fix: {safe(fix.title, _LONGEST_MESSAGE)} ({'safe' if fix.safe else 'unsafe'})]"


def _left_out(problems: list[Problem], printed: Counter[str]) -> Iterator[str]:
    found = Counter(problem.code for problem in problems)
    names = {problem.code: problem.name for problem in problems}
    more = {code: number - printed[code] for code, number in found.items() if number > printed[code]}
    for code, number in sorted(more.items()):
        yield f"… and {number} more of {code} {names[code]} (--max-problems 0 lists them all)"
    if more:
        yield ""


def _statistics(report: Report, style: Style) -> Iterator[str]:
    rules = {problem.code: problem for problem in shown(report, style)}
    counts = [(str(number), code) for code, number in report.by_code().items() if code in rules]
    width = max((len(number) for number, _ in counts), default=0)
    for number, code in counts:
        rule = rules[code]
        yield f"{number:>{width}}  {paint(code, 'bold', on=style.colour)}  {rule.severity:<7}  {rule.name}"
    if counts:
        yield ""


def _summary(report: Report, style: Style) -> str:
    verdict = ", ".join(
        count(report.count(severity), severity) for severity in SEVERITIES[:2] if report.count(severity)
    )
    colour = "error" if report.count("error") else "warning" if verdict else "good"
    infos = report.count("info")
    hidden = (
        ""
        if style.show_info or not infos
        else f" ({count(infos, 'info')}; --show-info lists {'it' if infos == 1 else 'them'})"
    )
    shown_infos = f", {count(infos, 'info')}" if style.show_info and infos else ""
    head = f"{_rows(report.rows)} in {count(report.file_count, 'file')}, target {safe(report.target)}{_basis(report)}"
    known = f", {count(report.known, 'known problem')} in the baseline" if report.known else ""
    verdict = verdict or ("nothing new" if report.known else "no problems")
    return f"{head}: {paint(verdict, colour, on=style.colour)}{known}{shown_infos}{hidden}"


def _basis(report: Report) -> str:
    """Say in brackets what the verdict rests on: formats, methods, model, age of the facts."""
    formats = sorted({file.format for file in report.files if file.format})
    methods = sorted({file.method for file in report.files if file.method})
    parts = [f"format{'s' * (len(formats) > 1)} {safe(' and '.join(formats))}"] if formats else []
    parts += [f"method{'s' * (len(methods) > 1)} {safe(' and '.join(methods))}"] if methods else []
    parts += [f"model {safe(report.model)}"] if report.model else []
    parts += [f"facts as of {report.as_of}"] if report.as_of else []
    return f" ({', '.join(parts)})" if parts else ""


def _hints(report: Report) -> Iterator[str]:
    mendable = sum(_mends(problem) for problem in report.problems)
    if mendable:
        target = f" --target {safe(report.target)}" if report.target != "any" else ""
        yield f"`ftdata fix{target}` can mend {mendable} of them"


def _mends(problem: Problem) -> bool:
    fix = problem.fix
    return fix is not None and fix.safe and bool(fix.edits) and problem.severity != "info"


def _rows(number: int) -> str:
    return count(number, "row")
