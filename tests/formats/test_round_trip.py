"""What a format reads it writes back the same, and what another format reads is never silently less."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ftdata import formats
from ftdata.errors import FormatError
from tests.formats.rows import NAMES, by_format, values

BY_FORMAT = by_format()

LIMITS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_every_format_is_tested():
    assert set(BY_FORMAT) == set(formats.formats())


@pytest.mark.parametrize("name", BY_FORMAT)
@given(data=st.data())
@LIMITS
def test_identity(name, data):
    row = data.draw(BY_FORMAT[name])
    format_ = formats.get(name)
    example = format_.parse(row)
    assert example.format == name
    if formats.gives_back(name):
        rendered = format_.render(example)
        assert json.dumps(rendered.row) == json.dumps(row), "same values, same key order"
        assert rendered.losses == ()


@pytest.mark.parametrize("name", BY_FORMAT)
@given(data=st.data())
@LIMITS
def test_row_is_not_changed(name, data):
    """Neither reading nor writing touches the row that was read."""
    row = data.draw(BY_FORMAT[name])
    before = json.dumps(row)
    for goal in filter(formats.writes, formats.names()):
        try:
            formats.render(formats.get(name).parse(row), goal)
        except FormatError:
            continue
    assert json.dumps(row) == before


@pytest.mark.parametrize("name", BY_FORMAT)
@given(data=st.data())
@LIMITS
def test_conversion(name, data):
    """A converted row can be read again and says the same, or its losses are stated."""
    goal = data.draw(st.sampled_from([goal for goal in BY_FORMAT if formats.writes(goal)]))
    example = formats.get(name).parse(data.draw(BY_FORMAT[name]))
    try:
        rendered = formats.render(example, goal)
    except FormatError:
        return
    again = formats.get(goal).parse(rendered.row)
    assert _says(again) == _says(example) or rendered.losses
    stated = {loss.path for loss in rendered.losses}
    if name != goal:
        scores = set(example.style.get("scores", ()))
        assert set(example.extras) <= stated | scores | set(rendered.row)


@pytest.mark.parametrize("name", BY_FORMAT)
@given(data=st.data())
@LIMITS
def test_a_row_that_is_recognised_is_possible_by_its_words(name, data):
    """What ``KEYS`` and ``MARKS`` leave out, ``detect`` would not have taken."""
    row = data.draw(BY_FORMAT[name])
    every = [other for other in formats.names() if formats.get(other).detect(row)]
    assert set(every) <= set(formats.possible(row))


def _says(example):
    """Who says what in each whole conversation, and the names of the tools: the least that a conversion keeps."""
    whole = [[*example.context, *answer.messages] for answer in example.candidates] or [example.context]
    return [list(map(_said, turns)) for turns in whole], json.dumps(example.tools or [], sort_keys=True)


def _said(turn):
    role = "system" if turn.role == "developer" else turn.role
    content = turn.content if isinstance(turn.content, str) else json.dumps(turn.content, default=str)
    return role, content, [call.name for call in turn.tool_calls or ()]


@pytest.mark.parametrize("name", BY_FORMAT)
@given(data=st.data())
@LIMITS
def test_any_object_is_read_or_refused(name, data):
    """An object of any kind is an example or a FormatError with a reason, never another exception."""
    row = data.draw(st.dictionaries(st.sampled_from(sorted(NAMES)), values | BY_FORMAT[name], max_size=6))
    format_ = formats.get(name)
    format_.detect(row)
    try:
        example = format_.parse(row)
    except FormatError:
        return
    if formats.gives_back(name):
        assert json.dumps(format_.render(example).row) == json.dumps(row)
