"""What the tests of conversions share: a row of whatever format, written in another one."""

from ftdata import formats


def convert(row, goal):
    """The row in the format ``goal``, and the losses by path."""
    (name,), _ = formats.classify(row)
    (only,) = formats.rows_of(name, row)
    rendered = formats.render(formats.get(name).parse(only), goal)
    assert {loss.path for loss in rendered.losses} == set(dict(rendered.losses))
    return rendered.row, dict(rendered.losses)


def convert_all(row, goal):
    """The same for a row of several examples, without the losses."""
    (name,), _ = formats.classify(row)
    return [formats.render(formats.get(name).parse(one), goal).row for one in formats.rows_of(name, row)]
