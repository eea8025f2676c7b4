"""Days and zones: the local date of an instant, and a year later."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from harvestry.units.days import (
    day_of,
    day_text,
    instant_of,
    instant_text,
    moment,
    years_later,
    zone,
)

ZONES = ["America/New_York", "UTC", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"]

FIRST = datetime.fromisoformat("1900-01-02T00:00")
LAST = datetime.fromisoformat("2100-01-01T00:00")


@given(
    st.sampled_from(ZONES),
    st.datetimes(min_value=FIRST, max_value=LAST, timezones=st.just(UTC)),
)
def test_the_local_day_is_what_the_zone_database_says(name: str, when: datetime) -> None:
    assert zone(name).day(instant_of(when)) == when.astimezone(ZoneInfo(name)).date().toordinal()


def test_new_years_eve_in_new_york_is_still_the_old_year() -> None:
    instant = instant_of(datetime(2026, 1, 1, 3, 0, tzinfo=UTC))
    assert day_text(zone("America/New_York").day(instant)) == "2025-12-31"
    assert day_text(zone("UTC").day(instant)) == "2026-01-01"


def test_a_bare_date_is_noon_and_the_day_ends_before_the_next() -> None:
    new_york = zone("America/New_York")
    assert instant_text(new_york.noon(day_of("2026-07-01"))) == "2026-07-01T16:00:00Z"
    assert instant_text(new_york.end_of_day(day_of("2026-11-01"))) == "2026-11-02T04:59:59.999999Z"
    assert instant_text(new_york.start_of_day(day_of("2026-03-08"))) == "2026-03-08T05:00:00Z"


def test_the_hour_that_comes_twice_is_taken_as_the_first() -> None:
    twice = datetime.fromisoformat("2025-11-02T01:30")
    assert moment(zone("America/New_York").instant(twice)).hour == 5


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-02-29", "2025-03-01"),
        ("2023-02-28", "2024-02-28"),
        ("2024-01-02", "2025-01-02"),
    ],
)
def test_a_year_later_is_the_same_date_or_the_first_of_march(day: str, expected: str) -> None:
    assert date.fromordinal(years_later(day_of(day), 1)).isoformat() == expected


def test_a_zone_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="Mars/Olympus"):
        zone("Mars/Olympus")
