"""A time to the second in UTC is read straight: it says what the standard library says of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from harvestry.sources.times import utc_second
from harvestry.units.days import SECOND


def test_every_day_at_its_first_and_last_second() -> None:
    day = date(1900, 1, 1)
    while day < date(2101, 1, 1):
        for clock in ("00:00:00", "13:07:09", "23:59:59"):
            text = f"{day.isoformat()}T{clock}Z"
            expected = datetime.fromisoformat(text) - datetime(1970, 1, 1, tzinfo=UTC)
            assert utc_second(text) == expected // timedelta(microseconds=1), text
        day += timedelta(days=17)


def test_seconds_are_counted_from_1970() -> None:
    assert utc_second("1970-01-01T00:00:01Z") == SECOND
    assert utc_second("1969-12-31T23:59:59Z") == -SECOND


@pytest.mark.parametrize(
    "text",
    [
        "2021-02-29T00:00:00Z",
        "2021-12-31T24:00:00Z",
        "2021-12-31T23:60:00Z",
        "2021-12-31T23:59:60Z",
        "1899-12-31T23:59:59Z",
        "2101-01-01T00:00:00Z",
        "2021-12-31T14:05:00",
        "2021-12-31 14:05:00Z",
        "2021-12-31T14:05:00.5Z",
        "2021-12-31T14:05:00+00:00",
        "2021-12-31T14:05:00Z\n",
        "٢021-12-31T14:05:00Z",
        "2021-12-31",
        "",
    ],
)
def test_any_other_text_is_left_to_the_layouts(text: str) -> None:
    assert utc_second(text) is None
