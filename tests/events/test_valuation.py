"""Dollar values: the file's own first, then a price of the day, else unknown and said."""

from events.making_events import FILE, at, event
from harvestry.events.account import Accounts
from harvestry.events.prices import PriceBook, Quote, book_of
from harvestry.events.valuation import value
from harvestry.units.days import day_of
from harvestry.units.exact import money_of, price_of
from harvestry.units.source_ref import SourceRef

ROW = SourceRef(FILE, (1,))


def _close(asset: str, day: str, price: str) -> Quote:
    return Quote(asset, day_of(day), None, price_of(price), ROW)


def _timed(asset: str, time: str, price: str) -> Quote:
    return Quote(asset, day_of(time[:10]), at(time), price_of(price), ROW)


BOOK = book_of(
    [
        _close("BTC", "2026-01-03", "90000"),
        _close("BTC", "2026-01-01", "80000"),
        _close("ETH", "2026-01-03", "3000"),
        _timed("SOL", "2026-01-03T10:00", "150"),
    ]
)


def _usd(book: PriceBook, kind: str, time: str, asset: str, **columns: str) -> int | None:
    valued = value([event("e", time, kind, asset, "2", **columns)], book, Accounts())
    return valued.events[0].usd


def test_the_files_own_value_is_kept() -> None:
    assert _usd(BOOK, "income:staking", "2026-01-03T12:00", "BTC", usd="1") == money_of("1")


def test_a_close_of_the_day_or_at_most_two_days_before_is_used() -> None:
    assert _usd(BOOK, "income:staking", "2026-01-03T00:01", "BTC") == money_of("180000")
    assert _usd(BOOK, "income:staking", "2026-01-02T12:00", "BTC") == money_of("160000")
    assert _usd(BOOK, "income:staking", "2026-01-05T12:00", "BTC") == money_of("180000")


def test_a_stale_or_later_price_is_no_price_and_the_problem_says_what_to_add() -> None:
    for time in ("2026-01-06T12:00", "2025-12-31T12:00"):
        staking = event("e", time, "income:staking", "BTC", "2")
        valued = value([staking], BOOK, Accounts())
        assert valued.events[0].usd is None
        (problem,) = valued.problems
        assert problem.code == "missing-price"
        assert f"{time[:10]},BTC,PRICE" in problem.message


def test_a_timed_quote_counts_from_its_moment() -> None:
    assert _usd(BOOK, "spend", "2026-01-03T09:59", "SOL") is None
    assert _usd(BOOK, "spend", "2026-01-03T10:00", "SOL") == money_of("300")


def test_a_trade_is_worth_what_was_received_else_what_was_given() -> None:
    received = {"got_asset": "ETH", "got_quantity": "50"}
    assert _usd(BOOK, "trade", "2026-01-03T12:00", "BTC", **received) == money_of("150000")
    unpriced = {"got_asset": "XYZ", "got_quantity": "50"}
    assert _usd(BOOK, "trade", "2026-01-03T12:00", "BTC", **unpriced) == money_of("180000")


def test_a_fee_in_a_third_coin_is_valued_and_its_price_remembered() -> None:
    sale = event(
        "s",
        "2026-01-03T12:00",
        "sell",
        "BTC",
        "1",
        usd="90000",
        fee_asset="ETH",
        fee_quantity="0.1",
    )
    valued = value([sale], BOOK, Accounts())
    assert valued.events[0].fee_usd == money_of("300")
    assert valued.uses["s", "fee_usd"].quote.price == price_of("3000")


def test_an_inheritance_is_worth_its_value_at_the_death() -> None:
    row = event("h", "2026-01-05T12:00", "inherit", "BTC", "1", acquired="2026-01-01T12:00")
    assert value([row], BOOK, Accounts()).events[0].usd == money_of("80000")
    undated = event("h", "2026-01-03T12:00", "inherit", "BTC", "1")
    valued = value([undated], BOOK, Accounts())
    assert valued.events[0].usd is None
    assert "death" in valued.problems[0].message


def test_a_price_in_place_of_what_was_paid_is_said() -> None:
    for kind, word in (("buy", "paid"), ("sell", "received")):
        valued = value([event("e", "2026-01-03T12:00", kind, "BTC", "1")], BOOK, Accounts())
        assert valued.problems[0].code == "amount-from-price"
        assert word in valued.problems[0].message
