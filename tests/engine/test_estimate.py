"""Costs by hand: epochs, training, hosting, and when tuning pays."""

import datetime as dt
import json

import pytest

import ftdata
from ftdata import targets
from ftdata.engine.tokens.breakeven import HOURS, Use, break_even
from ftdata.engine.tokens.epochs import by_rule
from ftdata.engine.tokens.estimate_lines import money
from ftdata.engine.tokens.prices import KINDS, Price
from ftdata.errors import UnreadableError, UsageError
from ftdata.tokenizers import count

RULE = targets.get("openai").facts["auto_epochs"].value


class _Day(dt.date):
    @classmethod
    def today(cls):
        return cls(2026, 11, 26)


@pytest.fixture(autouse=True)
def a_fixed_day(monkeypatch):
    for name in targets.names():
        targets.get(name)  # while days are still days
    monkeypatch.setattr("ftdata.targets.load.date", _Day)


def rows(number=20, answer="Four words of answer."):
    talk = (("system", "Be brief."), ("user", "What is {} times two?"), ("assistant", answer))
    return [{"messages": [{"role": role, "content": text.format(n)} for role, text in talk]} for n in range(number)]


def priced(**given):
    return {kind.replace("_", "-"): Price(kind, value, "here") for kind, value in given.items()}


@pytest.mark.parametrize(
    ("examples", "epochs"),
    [
        (1, 25),
        (4, 25),
        (5, 20),
        (10, 10),
        (20, 5),
        (25, 4),
        (33, 3),
        (100, 3),
        (8333, 3),
        (8334, 2),
        (12_501, 1),
        (10**6, 1),
    ],
)
def test_the_automatic_rule(examples, epochs):
    """The table that follows from the cookbook's constants; a job with 10 rows was seen to have 10 epochs."""
    assert by_rule(examples, RULE) == epochs


def test_training_is_billed_tokens_times_price():
    found = ftdata.estimate(rows(), target="openai", model="gpt-4.1-mini")
    assert (found.epochs.number, found.billed) == (5, 5 * found.stats.tokens)
    assert found.training == pytest.approx(found.billed * 5.00 / 1_000_000)
    assert found.unknown == () and found.hosting is None
    assert ftdata.estimate(rows(), target="openai", model="gpt-4.1-mini", epochs=2).billed == 2 * found.stats.tokens


def test_tokens_beyond_the_limit_are_not_billed():
    found = ftdata.estimate(rows(2, "word " * 100), target="openai", model="gpt-4.1", max_tokens=50, epochs=1)
    assert found.billed == 100 < found.stats.tokens


def test_what_is_not_known_is_said_to_be_unknown():
    found = ftdata.estimate(rows(), target="azure", model="gpt-4o", calls=1000)
    assert found.training is None and found.unknown == ("training",)
    assert set(found.break_even.unknown) == {"tuned-input", "tuned-output", "base-input", "base-output"}
    assert "unknown: the price of training is not known here" in repr(found)
    assert "whether it pays is unknown" in repr(found)
    given = ftdata.estimate(rows(), target="azure", model="gpt-4o", prices={"training": 10.0})
    assert given.training == pytest.approx(given.billed / 100_000)
    assert "given with --price" in repr(given)


def test_azure_charges_hosting_and_the_base_s_rate_for_tuned_tokens():
    found = ftdata.estimate(
        rows(), target="azure", model="gpt-4.1", prices={"base-input": 2.0, "base-output": 8.0}, calls=1
    )
    assert found.hosting == pytest.approx(1.70 * HOURS) == pytest.approx(1241)
    assert (found.prices["tuned-input"].value, found.prices["tuned-output"].value) == (2.0, 8.0)
    assert found.training == pytest.approx(found.billed * 2.00 / 1_000_000)
    assert found.break_even.saved_a_month == pytest.approx(-found.hosting)


def test_training_by_the_hour():
    found = ftdata.estimate("samples/rft.jsonl", target="azure", model="o4-mini")
    assert found.training is None and found.unknown == ("hours of training (--hours N)",)
    assert ftdata.estimate("samples/rft.jsonl", target="azure", model="o4-mini", hours=2.5).training == 250


def test_every_price_has_a_source_and_a_day():
    for name in targets.names():
        for model in targets.get(name).models.values():
            assert set(model.prices) <= {"training", "tuned", "base"}
            for fact in model.prices.values():
                assert fact.source.startswith("https://") and fact.as_of.year >= 2024
    text = repr(ftdata.estimate(rows(), target="openai", model="gpt-4o-mini"))
    assert "https://platform.openai.com/docs/pricing, 2026-06-08" in text


USE = Use(prompt=500, answer=100, shots=2000, calls=10_000, why_shots="a file")


def test_the_break_even_by_hand():
    """A thousand calls: base 2,500 x $2 + 100 x $8 = $5.80, tuned 500 x $3 + 100 x $12 = $2.70; 10,000 save $31."""
    known = priced(base_input=2.0, base_output=8.0, tuned_input=3.0, tuned_output=12.0)
    found = break_even(USE, known, training=62.0)
    assert found.base_call == pytest.approx(0.0058) and found.tuned_call == pytest.approx(0.0027)
    assert found.saved_a_month == pytest.approx(31.0)
    assert found.months == pytest.approx(2.0) and not found.never


def test_hosting_can_eat_what_is_saved():
    known = priced(base_input=2.0, base_output=8.0, tuned_input=2.0, tuned_output=8.0, hosting=1.0)
    found = break_even(USE, known, training=10.0)
    assert found.saved_a_call == pytest.approx(0.004)
    assert found.saved_a_month == pytest.approx(40 - HOURS) and found.never and found.months is None
    assert found.calls_for_hosting == pytest.approx(HOURS / 0.004)
    many = break_even(USE._replace(calls=1_000_000), known, training=10.0)
    assert many.months == pytest.approx(10 / (4000 - HOURS))


def test_dearer_tokens_never_pay():
    known = priced(base_input=1.0, base_output=1.0, tuned_input=9.0, tuned_output=9.0)
    found = break_even(USE._replace(calls=None, shots=100), known, training=1.0)
    assert found.never and found.calls_for_hosting is None


def test_it_does_not_pay_after_the_model_is_gone():
    """gpt-4.1-mini ends on 2027-01-14, 49 days after the day of this test."""
    cheap = {"training": 1_000_000.0}
    found = ftdata.estimate(rows(), target="openai", model="gpt-4.1-mini", shots=10, calls=1000, prices=cheap)
    assert "it never pays: that would take" in repr(found) and "retires on 2027-01-14" in repr(found)
    assert "it pays after" in repr(
        ftdata.estimate(rows(), target="openai", model="gpt-4.1-mini", shots=10, calls=10_000_000)
    )


def test_shots_are_mean_examples_without_instructions():
    found = ftdata.estimate(rows(), target="openai", model="gpt-4.1", shots=3)
    system = 3 + count("system", "o200k_base") + count("Be brief.", "o200k_base")
    mean = found.stats.tokens / 20 - 3 - system
    assert found.break_even.use.shots == pytest.approx(3 * mean)


def test_few_shot_files(tmp_path):
    text, chat = tmp_path / "prompt.txt", tmp_path / "shots.jsonl"
    text.write_text("Some examples, as text.")
    chat.write_text(json.dumps(rows(1)[0]) + "\n")
    found = ftdata.estimate(rows(), target="openai", model="gpt-4.1", few_shot=str(text))
    assert found.break_even.use.shots == count("Some examples, as text.", "o200k_base")
    found = ftdata.estimate(rows(), target="openai", model="gpt-4.1", few_shot=str(chat))
    assert found.break_even.use.shots == ftdata.count_tokens(rows(1)[0], model="gpt-4.1").total - 3
    with pytest.raises(UsageError, match="give one of them"):
        ftdata.estimate(rows(), target="openai", model="gpt-4.1", few_shot=str(text), shots=1)
    with pytest.raises(UnreadableError, match="cannot be read"):
        ftdata.estimate(rows(), target="openai", model="gpt-4.1", few_shot=str(tmp_path / "none.txt"))


def verdicts(**given):
    found = ftdata.estimate(given.pop("source", rows()), **given)
    return {answer.question: answer.verdict for answer in found.readiness}


def test_readiness():
    ready = verdicts(target="azure", model="gpt-4.1", source=rows(60), validation=rows(5))
    assert ready == {
        "still tunable": "yes",
        "enough examples": "yes",
        "validation file": "yes",
        "varied": "look",
        "nothing cut off": "yes",
        "small enough": "yes",
    }
    assert verdicts(target="openai", model="gpt-4.1")["still tunable"] == "look", "the platform closes"
    assert verdicts(target="openai", model="gpt-4.1-nano")["still tunable"] == "no", "retired"
    assert (
        verdicts(target="azure", model="gpt-4o-mini", method="dpo", source="samples/preference.jsonl")["still tunable"]
        == "no"
    )
    assert verdicts(target="azure", model="gpt-4.1", source=rows(5))["enough examples"] == "no"
    assert verdicts(target="azure", model="gpt-4.1", source=rows(20))["enough examples"] == "look"
    assert verdicts(target="azure", model="o4-mini", source="samples/rft.jsonl")["validation file"] == "no"
    assert verdicts(target="azure", model="gpt-4.1", max_tokens=20)["nothing cut off"] == "no"
    assert verdicts(target="any")["still tunable"] == "unknown"


def test_a_sampled_estimate_has_bounds():
    many = [rows(1, "word " * (number % 30))[0] for number in range(300)]
    found = ftdata.estimate(many, target="openai", model="gpt-4.1", sample=60)
    low, high = found.training_bounds
    assert low < found.training < high
    assert "in 95 of 100 samples" in repr(found)


@pytest.mark.parametrize("epochs", [0, -1, 51])
def test_epochs_that_cannot_be(epochs):
    with pytest.raises(UsageError, match="1 to 50"):
        ftdata.estimate(rows(), target="azure", model="gpt-4.1", epochs=epochs)


def test_prices_that_cannot_be():
    with pytest.raises(UsageError, match=KINDS[0]):
        ftdata.estimate(rows(), target="azure", model="gpt-4.1", prices={"gold": 1.0})
    with pytest.raises(UsageError, match="below nothing"):
        ftdata.estimate(rows(), target="azure", model="gpt-4.1", prices={"training": -1.0})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "$0.00"),
        (1234.5, "$1,234.50"),
        (0.0273, "$0.0273"),
        (0.000132, "$0.000132"),
        (-166, "-$166.00"),
        (-0.5, "-$0.500"),
    ],
)
def test_money(value, text):
    assert money(value) == text


def test_it_shows_itself():
    found = ftdata.estimate(rows(), target="azure", model="gpt-4.1", calls=5)
    assert "<pre" in found._repr_html_()
    plain = json.loads(json.dumps(found.to_dict()))
    assert plain["tokens_billed"] == found.billed and plain["break_even"]["calls_a_month"] == 5
