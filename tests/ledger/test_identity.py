"""What is identical with what by position, and what is said where a position alone decides.

Positions `etf_and_coin`, `etf_issuers`, `futures` (docs/reference/settings.md); by hand.
"""

from dataclasses import replace

import pytest

from harvestry.events.asset import Asset, AssetClass, Assets
from harvestry.law.positions import Positions
from harvestry.ledger.review.greys import greys_of
from harvestry.ledger.wash.reach import Reach
from harvestry.ledger.wash.sizes import SizeMissingError, sizes_of
from harvestry.units.days import ALWAYS
from harvestry.units.exact import WHOLE_COIN
from properties.amounts import DOLLAR
from properties.rows import Row
from properties.wash_by_hand import books_of, row, told
from properties.wash_engine import the_wash_engine

ASSETS: dict[str, Row] = {
    "BTC": {"class": "coin", "group": "bitcoin"},
    "ONE": {"class": "security", "coin": "BTC", "family": "bitcoin funds"},
    "TWO": {"class": "security", "coin": "BTC", "family": "bitcoin funds"},
    "OTHER": {"class": "security"},
    "MBT": {"class": "future-1256", "group": "ONE"},
}
SOLD = [
    row("buy", "2025-01-01", "A", 1, 100, asset="ONE"),
    row("sell", "2025-03-31", "sale", 1, 60, asset="ONE"),
]


def bought(asset: str, day: str = "2025-04-10") -> Row:
    return row("buy", day, "B", 1, 70, asset=asset)


def disallowed(*rows: Row, regime: str = "", **positions: str) -> int:
    books = books_of(told([*SOLD, *rows], ASSETS, regime, **positions))
    return sum(match.disallowed for match in books.matches) // DOLLAR


def greys(*rows: Row, sold: list[Row] = SOLD, **positions: str) -> list[tuple[str, str, str]]:
    """Give the position, asset and lot of every purchase that another choice would count."""
    engine = the_wash_engine()
    lived = told([*sold, *rows], ASSETS, **positions)
    accounts = engine.accounts(lived.accounts)
    rules = engine.wash_rules(lived, accounts).wash
    matches = books_of(lived).matches
    found = greys_of(matches, engine.happened(lived, accounts), rules, accounts.named)
    assert all(each.match == 0 and each.account == "a" for each in found)
    return [(each.position, each.asset, each.lot) for each in found]


@pytest.mark.parametrize(
    ("asset", "position"),
    [("TWO", "etf_issuers"), ("BTC", "etf_and_coin"), ("TWO", "etf_and_coin"), ("MBT", "futures")],
)
def test_a_position_makes_it_identical(asset: str, position: str) -> None:
    assert disallowed(bought(asset)) == 0
    assert disallowed(bought(asset), **{position: "identical"}) == 40
    assert (position, asset, "B") in greys(bought(asset))
    assert (position, asset, "B") not in greys(bought(asset), **{position: "identical"})


def test_nothing_makes_a_stranger_identical() -> None:
    every = {"etf_issuers": "identical", "etf_and_coin": "identical", "futures": "identical"}
    assert disallowed(bought("OTHER"), **every) == 0
    assert disallowed(bought("BTC"), etf_issuers="identical", regime="apply") == 0
    assert greys(bought("OTHER")) == []
    assert greys(bought("ONE")) == []


@pytest.mark.parametrize(
    ("day", "is_near"),
    [("2025-02-28", False), ("2025-03-01", True), ("2025-04-30", True), ("2025-05-01", False)],
)
def test_near_is_within_thirty_days(day: str, is_near: bool) -> None:  # noqa: FBT001
    assert bool(greys(bought("TWO", day))) is is_near


def test_what_a_trade_brought_was_bought() -> None:
    traded = row("buy", "2025-01-01", "C", 1, 70, asset="OTHER")
    trade = row("trade", "2025-04-10", "T", 1, 70, asset="OTHER", got_asset="TWO", got_quantity="1")
    assert sorted(greys(traded, trade)) == [
        ("etf_and_coin", "TWO", "T"),
        ("etf_issuers", "TWO", "T"),
    ]


def test_a_sale_at_no_known_loss_meets_nothing() -> None:
    even = [SOLD[0], {**SOLD[1], "usd": "100"}]
    unknown = [{**SOLD[0], "usd": ""}, SOLD[1]]
    assert greys(bought("TWO"), sold=even) == []
    assert greys(bought("TWO"), sold=unknown) == []


def test_a_loss_washed_already_meets_the_others_too() -> None:
    again = {**bought("ONE", "2025-04-05"), "id": "A2"}
    assert greys(again, bought("MBT")) == [("futures", "MBT", "B")]


def test_a_fund_that_nobody_described_meets_its_coin_before_coins_are_covered() -> None:
    """A fund is a security at all times, so is what its coin's purchases mean for it."""
    rows = [
        row("buy", "2025-01-01", "A", 1, 100, asset="IBIT"),
        row("sell", "2025-03-31", "sale", 1, 60, asset="IBIT"),
        row("buy", "2025-04-10", "B", 1, 70, asset="BTC"),
    ]
    named: dict[str, Row] = {"BTC": {"class": "coin", "group": "bitcoin"}}
    with pytest.raises(SizeMissingError) as caught:
        books_of(told(rows, named, "from:2026-01-01", etf_and_coin="identical"))
    assert (caught.value.asset, caught.value.beside) == ("IBIT", "BTC")


def test_a_future_on_shares_must_say_on_how_many() -> None:
    share = Asset("M", AssetClass.SECURITY)
    future = Asset("F", AssetClass.FUTURE_1256, group="M")
    described, positions = Assets({"M": share, "F": future}), Positions({"futures": "identical"})
    with pytest.raises(SizeMissingError) as caught:
        sizes_of(share, future, described, positions)
    assert (caught.value.asset, caught.value.beside) == ("F", "M")
    of_a_hundred = replace(future, multiplier=100 * WHOLE_COIN)
    sizes = sizes_of(share, of_a_hundred, described, positions)
    assert sizes == (WHOLE_COIN, 100 * WHOLE_COIN)


def test_what_may_replace_a_fund_bears_on_it_before_coins_are_covered() -> None:
    engine = the_wash_engine()
    named: dict[str, Row] = {"BTC": {"class": "coin", "group": "bitcoin"}}
    for position, at_all_times in (("identical", True), ("different", False)):
        lived = told([], named, "from:2026-01-01", etf_and_coin=position)
        accounts = engine.accounts(lived.accounts)
        reach = Reach(engine.wash_rules(lived, accounts).wash, accounts.named)
        assert (reach.begins("BTC") == ALWAYS) is at_all_times
