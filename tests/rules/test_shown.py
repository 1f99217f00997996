"""What a message shows of the data: names as they are, nothing that could open a door."""

import secrets
from uuid import UUID

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
        "get_last_nday_stock_price2",
        "item.reference_answer_1",
        "https://example.org/images/cat-2024-05-01.png",
    ],
)
def test_names_are_shown_whole(name):
    assert shown(name) == f"'{name}'"


@pytest.mark.parametrize("make", [secrets.token_hex, secrets.token_urlsafe])
def test_what_was_made_by_chance_is_not_shown(make):
    for _ in range(200):
        token = make(24)
        said = shown(token)
        assert "…" in said and len(said) < 16, token


@given(st.uuids(version=4))
def test_nor_is_the_end_of_an_identifier(value: UUID):
    letters, digits = (sum(test(char) for char in str(value)[:8]) for test in (str.isalpha, str.isdigit))
    if letters and digits and not str(value)[:7].isdigit() and not str(value)[:4].isalpha():
        assert str(value) not in shown(str(value))


@given(st.text(max_size=200))
def test_nothing_is_long(text):
    assert len(shown(text)) <= MOST
