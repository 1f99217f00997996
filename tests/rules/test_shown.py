"""What a message shows of the data: names as they are, nothing that could open a door."""

from random import Random
from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftdata.rules.shown import MOST, shown


@pytest.mark.parametrize(
    "name",
    [
        "gpt-4.1-mini-2025-04-14",
        "gpt-4o-2024-08-06",
        "claude-3-5-sonnet-20241022",
        "Llama-3-8B-Instruct-v2",
        "getWeatherForecast2",
        "get_last_nday_stock_price2",
        "item.reference_answer_1",
        "https://example.org/images/cat-2024-05-01.png",
    ],
)
def test_names_are_shown_whole(name):
    assert shown(name) == f"'{name}'"


@pytest.mark.parametrize("alphabet", ["0123456789abcdef", ascii_letters + digits, ascii_letters + digits + "+/"])
def test_what_was_made_by_chance_is_not_shown(alphabet):
    chance = Random(7)
    for _ in range(300):
        token = "".join(chance.choices(alphabet, k=40))
        if any(map(str.isdigit, token)):
            assert token[:12] not in shown(token), token


def test_nor_is_an_identifier():
    assert shown("f81d4fae-7dec-11d0-a765-00a0c91e6bf6") == "'f81d…'"


@given(st.text(max_size=200))
def test_nothing_is_long(text):
    assert len(shown(text)) <= MOST
