"""Whether a job can be started with this data, question by question."""

from collections.abc import Iterator
from typing import NamedTuple

from ftdata.engine.tokens.counted import Counted
from ftdata.targets import Destination

YES, NO, LOOK, UNKNOWN = "yes", "no", "look", "unknown"
_FEW_PROMPTS, _ONE_ANSWER = 0.5, 0.9


class Answer(NamedTuple):
    """An answer to one question.

    Attributes:
        question: In a few words.
        verdict: ``yes``, ``no``, ``look`` (worth a look), or ``unknown``.
        text: Why, with dates.
    """

    question: str
    verdict: str
    text: str


def readiness(stats: Counted, validation: Counted | None, epochs: int) -> Iterator[Answer]:
    """Yield the answers."""
    goal = stats.destination
    yield _tunable(goal)
    yield _enough(stats, goal)
    yield _validated(stats, validation, goal)
    yield _varied(stats)
    yield _fitting(stats)
    most = goal.fact("max_job_tokens")
    if most is not None:
        tokens = stats.billed * epochs
        verdict = YES if tokens <= most else NO
        yield Answer("small enough", verdict, f"{tokens:,} tokens in {epochs} epochs, of {most:,} that a job may have")


def _tunable(goal: Destination) -> Answer:
    question, model, closes = "still tunable", goal.model, goal.target.facts.get("closes")
    if goal.model_name is None:
        return Answer(question, UNKNOWN, "no model was named (--model)")
    if model is None:
        known = f"target {goal.target.name} knows no model {goal.model_name[:60]!r}"
        return Answer(question, UNKNOWN, known)
    if goal.method not in model.methods:
        return Answer(question, NO, f"{model.name} is tuned with {', '.join(model.methods)}, not with {goal.method}")
    if model.retires and model.retires <= goal.today:
        return Answer(question, NO, f"{model.name} was retired on {model.retires} ({model.source}, {model.as_of})")
    if closes and closes.value <= goal.today:
        return Answer(question, NO, f"the platform closed on {closes.value} ({closes.source}, {closes.as_of})")
    ends = [f"{model.name} retires on {model.retires} ({model.source}, {model.as_of})"] if model.retires else []
    if closes:
        ends.insert(0, f"jobs can be started until {closes.value} ({closes.source}, {closes.as_of})")
    return Answer(question, LOOK if closes else YES, "; ".join(ends) or "no end is announced")


def _enough(stats: Counted, goal: Destination) -> Answer:
    least, advised = goal.fact("min_examples"), goal.fact("advised_examples")
    said = f"{stats.rows:,} examples"
    if least is not None and stats.rows < least:
        return Answer("enough examples", NO, f"{said}; at least {least} are needed")
    if advised is not None and stats.rows < advised:
        return Answer("enough examples", LOOK, f"{said}; {advised} or more are advised")
    if advised is None and least is None:
        return Answer("enough examples", UNKNOWN, f"{said}; this target says nothing of how many it takes")
    return Answer(
        "enough examples", YES, f"{said}; {advised or least} or more are {'advised' if advised else 'needed'}"
    )


def _validated(stats: Counted, validation: Counted | None, goal: Destination) -> Answer:
    if validation is not None:
        share = validation.rows / (validation.rows + stats.rows or 1)
        verdict = YES if validation.rows else NO
        return Answer("validation file", verdict, f"{validation.rows:,} examples, {share:.0%} of all")
    needed = goal.method == "rft"
    said = "needed for this method" if needed else "without one nothing shows when the model begins to repeat"
    return Answer("validation file", NO if needed else LOOK, f"none was named (--validation FILE); {said}")


def _varied(stats: Counted) -> Answer:
    tally = stats.tally
    prompts, answers = tally.prompts, tally.answers
    top = max(answers.times(), default=0)
    said = f"{prompts.different:,} different prompts ({prompts.share:.0%})"
    if answers.different:
        said += f", {answers.different:,} different answers ({answers.share:.0%})"
    if not tally.rows:
        return Answer("varied", UNKNOWN, "no examples")
    alike = prompts.share < _FEW_PROMPTS or top > _ONE_ANSWER * tally.rows > 1
    return Answer("varied", LOOK if alike else YES, said)


def _fitting(stats: Counted) -> Answer:
    tally = stats.tally
    if tally.limit is None:
        return Answer("nothing cut off", UNKNOWN, "the limit of the model is not known (--max-tokens)")
    if not tally.over:
        return Answer("nothing cut off", YES, f"no example is above {tally.limit:,} tokens")
    return Answer(
        "nothing cut off",
        NO if tally.lost else LOOK,
        f"{tally.over:,} examples are above {tally.limit:,} tokens, {tally.lost:,} of them lose all that is trained",
    )
