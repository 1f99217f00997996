"""Arrow's dates and times as ISO 8601 text, with all their digits."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from ftdata.loaders._unsaid import Unsaid

if TYPE_CHECKING:
    import pyarrow as pa

_DIGITS = {"s": 0, "ms": 3, "us": 6, "ns": 9}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 86_400


def moment_reader(kind: "pa.DataType") -> Callable[["pa.Array"], list[Any]]:
    """Choose what reads a date, a time or a timestamp.

    Raises:
        pa.ArrowNotImplementedError: The type is none of these.
    """
    import pyarrow as pa
    from pyarrow import types

    if types.is_date32(kind):
        return lambda array: [_say(value, _date) for value in _numbers(array, pa.int32())]
    if types.is_date64(kind):
        return lambda array: [
            _say(value, lambda ms: _date(ms // (_DAY * 1000))) for value in _numbers(array, pa.int64())
        ]
    if types.is_time(kind):
        width = pa.int32() if types.is_time32(kind) else pa.int64()
        return lambda array: [_say(value, lambda ticks: _time(ticks, kind.unit)) for value in _numbers(array, width)]
    if types.is_timestamp(kind):
        zone = "Z" if kind.tz else ""
        return lambda array: [
            _say(value, lambda ticks: _timestamp(ticks, kind.unit) + zone) for value in _numbers(array, pa.int64())
        ]
    raise pa.ArrowNotImplementedError(str(kind))


def _numbers(array: "pa.Array", width: "pa.DataType") -> list[int | None]:
    values: list[int | None] = array.view(width).to_pylist()
    return values


def _say(value: int | None, say: Callable[[int], str]) -> Any:
    try:
        return None if value is None else say(value)
    except OverflowError:
        return Unsaid("invalid-json", "a date beyond the years 1 to 9999, for which there is no common way to write it")


def _date(days: int) -> str:
    return f"{_EPOCH + timedelta(days=days):%Y-%m-%d}".rjust(10, "0")


def _time(ticks: int, unit: str) -> str:
    digits = _DIGITS[unit]
    seconds, fraction = divmod(ticks, 10**digits)
    minutes, second = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}" + (f".{fraction:0{digits}}" if fraction else "")


def _timestamp(ticks: int, unit: str) -> str:
    day, rest = divmod(ticks, _DAY * 10 ** _DIGITS[unit])
    return f"{_date(day)}T{_time(rest, unit)}"
