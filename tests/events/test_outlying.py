"""Prices far off what is known around them are told, others are not."""

import pytest

from events.making_events import event
from harvestry.events.account import Accounts
from harvestry.events.outlying import Stated, outlying_prices, stated_near, stated_prices
from harvestry.events.prices import Quote, book_of
from harvestry.events.valuation import PriceUse
from harvestry.units.days import DAY_LENGTH, day_of
from harvestry.units.exact import WHOLE_COIN, price_of
from harvestry.units.problems import Severity
from harvestry.units.source_ref import SourceFile, SourceRef

FILE = SourceFile("prices.csv", "0" * 64)
FAR_WEST = Accounts(time_zone="Pacific/Honolulu")


def quote(day: str, price: str, row: int = 1, **more: object) -> Quote:
    return Quote("BTC", day_of(day), None, price_of(price), SourceRef(FILE, (row,)), **more)  # type: ignore[arg-type]


def stated(day: str, price: str) -> Stated:
    return Stated(day_of(day), price_of(price), "kraken.csv row 7")


@pytest.mark.parametrize(
    ("price", "said"),
    [
        ("16000.01", None),
        ("16000", "4 times lower than 64000"),
        ("6400", "10 times lower than 64000"),
        ("255999", None),
        ("256000", "4 times higher than 64000"),
        ("640000", "10 times higher than 64000"),
    ],
)
def test_a_price_is_held_against_what_a_row_says(price: str, said: str | None) -> None:
    one = quote("2026-11-22", price)
    found = outlying_prices([one], book_of([one]), {"BTC": [stated("2026-11-19", "64000")]})
    assert [said in each.message for each in found] == ([] if said is None else [True])


def test_both_figures_and_both_places_are_told() -> None:
    one = quote("2026-11-22", "6366.33", row=3)
    (problem,) = outlying_prices(
        [one], book_of([one]), {"BTC": [stated("2026-11-21", "63641.204")]}
    )
    assert problem.severity is Severity.WARNING
    assert (problem.code, problem.file, problem.row) == ("outlying-price", "prices.csv", 3)
    assert "2026-11-22, 6366.33 (prices.csv row 3)" in problem.message
    assert "63641.204 of 2026-11-21 (kraken.csv row 7)" in problem.message


@pytest.mark.parametrize("day", ["2026-11-18", "2026-11-26"])
def test_a_row_of_other_days_says_nothing_of_it(day: str) -> None:
    one = quote("2026-11-22", "6400")
    assert outlying_prices([one], book_of([one]), {"BTC": [stated(day, "64000")]}) == []


def test_the_nearest_row_counts() -> None:
    one = quote("2026-11-22", "64000")
    rows = [stated("2026-11-20", "6400"), stated("2026-11-23", "63000")]
    assert outlying_prices([one], book_of([one]), {"BTC": rows}) == []
    assert len(outlying_prices([one], book_of([one]), {"BTC": rows[:1]})) == 1


def test_a_spike_is_off_both_neighbours_and_a_step_off_one() -> None:
    before, after = quote("2026-11-21", "100"), quote("2026-11-23", "110")
    spike, step = quote("2026-11-22", "1000"), quote("2026-11-23", "1000")
    assert len(outlying_prices([spike], book_of([before, spike, after]), {})) == 1
    level = quote("2026-11-24", "1000")
    assert outlying_prices([step], book_of([before, step, level]), {}) == []
    assert len(outlying_prices([step], book_of([before, step]), {})) == 1


def test_a_fall_that_goes_on_is_no_mistake() -> None:
    days = [quote(f"2022-05-{10 + n}", price) for n, price in enumerate(("30", "6", "1", "0.1"))]
    book = book_of(days)
    assert outlying_prices(days[1:3], book, {}) == []


def test_neighbours_far_away_in_time_say_nothing() -> None:
    one = quote("2026-11-22", "1000")
    assert outlying_prices([one], book_of([quote("2026-11-14", "1"), one]), {}) == []


def test_a_fetched_price_is_told_by_its_provider() -> None:
    at = 20_000 * DAY_LENGTH
    one = quote("2026-11-22", "6400", provider="coinbase", coin="BTC-USD", fetched=at)
    (problem,) = outlying_prices([one], book_of([one]), {"BTC": [stated("2026-11-22", "64000")]})
    assert "6400 (coinbase BTC-USD)" in problem.message


def test_rows_state_prices_where_they_state_dollars_worth_the_name() -> None:
    events = [
        event("b", "2026-11-20T12:00", "buy", "BTC", "0.5", usd="32000"),
        event("s", "2026-11-19T12:00", "sell", "BTC", "0.25", usd="15900"),
        event("dust", "2026-11-20T12:00", "sell", "BTC", "0.00000001", usd="0.01"),
        event("filled", "2026-11-20T12:00", "income:staking", "BTC", "1", usd="7"),
        event("open", "2026-11-20T12:00", "buy", "BTC", "1"),
        event("other", "2026-11-20T12:00", "buy", "ETH", "1", usd="3000"),
        event("given", "2026-11-20T12:00", "gift-in", "BTC", "1", usd="10"),
    ]
    filled = PriceUse("filled", "usd", WHOLE_COIN, quote("2026-11-20", "7"), day_of("2026-11-20"))
    uses = {("filled", "usd"): filled}
    found = stated_prices(events, uses, Accounts(), frozenset({"BTC"}))
    assert found == {
        "BTC": [
            Stated(day_of("2026-11-19"), price_of("63600"), "test.csv row 1"),
            Stated(day_of("2026-11-20"), price_of("64000"), "test.csv row 1"),
        ]
    }


def test_near_a_quote_all_is_given_that_it_is_compared_with() -> None:
    """A row is near for three days; by UTC a local day may be the one before or after."""
    rows = [
        event(f"d{day}h{hour}", f"2026-11-{day:02}T{hour:02}:00", "buy", "BTC", "1", usd=f"{day}00")
        for day in range(1, 30)
        for hour in (1, 23)
    ]
    every = stated_prices(rows, {}, FAR_WEST, frozenset({"BTC"}))
    for day in range(1, 30):
        for price in ("1", "500", "1500", "100000"):
            asked = [quote(f"2026-11-{day:02}", price)]
            near = stated_near(asked, rows, {}, FAR_WEST)
            assert outlying_prices(asked, book_of(()), near) == outlying_prices(
                asked, book_of(()), every
            )
            assert len(near["BTC"]) < len(every["BTC"])
    assert stated_near([], rows, {}, FAR_WEST) == {}
