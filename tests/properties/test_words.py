"""Days, terms and the natural order of ids: the program's words beside the oracle's."""

from datetime import UTC, date, datetime, timedelta

import pytest

from harvestry.ledger.holding import long_from
from harvestry.units.days import instant_of, zone
from harvestry.units.natural_order import natural_key
from oracle import naive_books
from properties.lives import FULL_SIZE, dice
from properties.scenes import ZONES

MANY = 20_000 if FULL_SIZE else 2_000
ODD_ZONES = ("Pacific/Apia", "Asia/Kathmandu", "Africa/Monrovia", "America/Caracas", "Asia/Manila")


def test_the_first_long_term_day_of_every_day_of_nine_years() -> None:
    first = date(2019, 1, 1).toordinal()
    for day in range(first, first + 9 * 366):
        expected = naive_books.long_from(date.fromordinal(day)).toordinal()
        assert long_from(day) == expected, date.fromordinal(day)


@pytest.mark.parametrize("year", [1900, 2000, 2100])
def test_the_first_long_term_day_around_the_end_of_a_century(year: int) -> None:
    for day in range(date(year - 1, 2, 20).toordinal(), date(year + 1, 3, 10).toordinal()):
        assert long_from(day) == naive_books.long_from(date.fromordinal(day)).toordinal()


@pytest.mark.parametrize("name", [*ZONES, *ODD_ZONES])
def test_the_local_day_of_any_instant_since_1900(name: str) -> None:
    chance = dice(name)
    begin = datetime(1900, 1, 3, tzinfo=UTC)
    span = int(timedelta(days=200 * 365) / timedelta(microseconds=1))
    moments = [begin + timedelta(microseconds=chance.randrange(span)) for _ in range(MANY // 10)]
    for year in range(1900, 2100, 7):
        midnight = datetime(year, 12, 31, tzinfo=UTC)
        moments += [midnight + timedelta(hours=hour) for hour in range(-15, 16)]
    for moment in moments:
        expected = naive_books.local_day(moment, name).toordinal()
        assert zone(name).day(instant_of(moment)) == expected, (name, moment)


def test_natural_order_is_the_same_total_order() -> None:
    chance = dice("ids")
    letters = "0019aAé-/#: ~٣²"
    ids = {"".join(chance.choices(letters, k=chance.randint(1, 6))) for _ in range(MANY)}
    ours = sorted(ids, key=natural_key)
    assert ours == sorted(ids, key=naive_books.natural)
    assert len({natural_key(name) for name in ids}) == len(ids)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("sale-9", "sale-10"),
        ("sale-009", "sale-10"),
        ("sale-009", "sale-9"),
        ("a1b9", "a1b10"),
        ("9", "10"),
        ("9", "a"),
        ("sale", "sale-1"),
    ],
)
def test_natural_order_of_awkward_ids(earlier: str, later: str) -> None:
    assert natural_key(earlier) < natural_key(later)
    assert naive_books.natural(earlier) < naive_books.natural(later)
