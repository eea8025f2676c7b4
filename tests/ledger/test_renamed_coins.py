"""Coins that become a token standing for them, by hand: the lots go over with basis and dates.

docs/reference/settings.md, positions `wrapped`, `staked`; whole units and dollars.
"""

from typing import Any

import pytest

from properties.amounts import COIN, DOLLAR
from properties.rows import Row
from properties.wash_by_hand import books_of, row, told

ASSETS: dict[str, Row] = {
    "BTC": {"class": "coin", "group": "BTC"},
    "W": {"class": "coin", "group": "BTC", "wraps": "BTC", "relation": "wrapped"},
}
BUYS = [
    row("buy", "2025-01-01", "A", 2, 100, asset="BTC"),
    row("buy", "2025-01-02", "B", 1, 90, asset="BTC"),
]


def swap(day: str, given: int, got: int, **more: str) -> Row:
    more = {"asset": "BTC", "got_asset": "W", "got_quantity": str(got), **more}
    return row("trade", day, "swap", given, 300, **more)


def folded(rows: list[Row], assets: dict[str, Row] = ASSETS, **positions: str) -> Any:
    """Give the books, and that the figures are what the checks of the books allow."""
    regime = positions.pop("regime", "")
    return books_of(told(rows, assets, regime, **positions))


def held(books: Any) -> list[tuple[str, str, int, int | None]]:
    return [
        (lot.asset, lot.lot, lot.quantity // COIN, lot.basis and lot.basis // DOLLAR)
        for lot in books.lots
    ]


def test_every_lot_goes_over_with_its_basis_and_its_share_of_the_units() -> None:
    books = folded([*BUYS, swap("2025-02-01", 3, 6)])
    assert held(books) == [("W", "A", 4, 100), ("W", "B", 2, 90)]
    assert not books.matches
    moved = [
        (move.lot, move.quantity // COIN, (move.to_quantity or 0) // COIN) for move in books.moves
    ]
    assert moved == [("A", 2, 4), ("B", 1, 2)]
    assert {(move.asset, move.to_asset) for move in books.moves} == {("BTC", "W")}
    assert [lot.acquired_on for lot in books.lots] == [739252, 739253]
    assert [lot.piece for lot in books.lots] == ["A/1", "B/1"]


def test_back_again() -> None:
    back = row("trade", "2025-03-01", "back", 3, 0, asset="W", got_asset="BTC", got_quantity="6")
    books = folded([*BUYS, swap("2025-02-01", 3, 3), back])
    assert held(books) == [("BTC", "A", 4, 100), ("BTC", "B", 2, 90)]
    assert not books.matches


def test_named_lots_go_over_first_in_first_out_else() -> None:
    named = swap("2025-02-01", 1, 1, lots="B:1")
    assert held(folded([*BUYS, named])) == [("BTC", "A", 2, 100), ("W", "B", 1, 90)]
    assert held(folded([*BUYS, swap("2025-02-01", 1, 1)])) == [
        ("BTC", "A", 1, 50),
        ("BTC", "B", 1, 90),
        ("W", "A", 1, 50),
    ]
    missing = folded([*BUYS, swap("2025-02-01", 1, 1, lots="C:1")])
    assert [each.code for each in missing.problems] == ["lots-not-there"]


def test_more_than_is_held_arrives_with_unknown_basis() -> None:
    books = folded([BUYS[0], swap("2025-02-01", 3, 6)])
    assert held(books) == [("W", "A", 4, 100), ("W", "swap", 2, None)]
    assert [each.code for each in books.problems] == ["not-enough-lots"]


def test_what_is_too_little_for_a_unit_of_the_token_leaves_with_its_basis() -> None:
    tiny = "0." + "0" * 29
    rows = [
        {**BUYS[0], "quantity": f"{tiny}1"},
        {**BUYS[1], "quantity": f"{tiny}3"},
        {**swap("2025-02-01", 1, 1), "quantity": f"{tiny}4", "got_quantity": f"{tiny}1"},
    ]
    books = folded(rows)
    [gone] = books.departures
    assert (gone.asset, gone.lot, gone.quantity, gone.basis) == ("BTC", "A", 1, 100 * DOLLAR)
    [lot] = books.lots
    assert (lot.asset, lot.lot, lot.quantity, lot.basis) == ("W", "B", 1, 90 * DOLLAR)


def test_a_fee_in_the_coin_given_is_given_up_for_its_value() -> None:
    paid = swap("2025-02-01", 3, 4, fee_asset="BTC", fee_quantity="1", fee_usd="95")
    books = folded([*BUYS, paid])
    assert held(books) == [("W", "A", 4, 100)]
    [match] = books.matches
    assert (match.disposal, match.lot, match.gain) == ("swap:fee", "B", 5 * DOLLAR)


def test_a_fee_in_another_coin_leaves_the_units_whole() -> None:
    fees = row("buy", "2025-01-01", "F", 1, 7, asset="ETH")
    paid = swap("2025-02-01", 3, 3, fee_asset="ETH", fee_quantity="1", fee_usd="9")
    books = folded([*BUYS, fees, paid])
    assert held(books) == [("W", "A", 2, 100), ("W", "B", 1, 90)]
    assert [(match.asset, match.gain) for match in books.matches] == [("ETH", 2 * DOLLAR)]


@pytest.mark.parametrize(
    ("token", "positions"),
    [
        ({"wraps": "BTC", "relation": "wrapped"}, {"wrapped": "taxable"}),
        ({"wraps": "ETH", "relation": "wrapped"}, {}),
        ({"wraps": "BTC"}, {}),
        ({"wraps": "BTC", "relation": "staked"}, {"staked": "taxable"}),
        ({"wraps": "BTC", "relation": "bridged"}, {"bridged": "taxable"}),
        ({"wraps": "BTC", "relation": "liquidity-pool"}, {"liquidity_pools": "taxable"}),
    ],
)
def test_else_it_is_an_exchange(token: Row, positions: dict[str, str]) -> None:
    books = folded([*BUYS, swap("2025-02-01", 3, 6)], {**ASSETS, "W": token}, **positions)
    assert held(books) == [("W", "swap", 6, 300)]
    assert [match.lot for match in books.matches] == ["A", "B"]


@pytest.mark.parametrize(
    ("relation", "position"),
    [("staked", "staked"), ("bridged", "bridged"), ("liquidity-pool", "liquidity_pools")],
)
def test_each_relation_has_its_position(relation: str, position: str) -> None:
    assets = {**ASSETS, "W": {"wraps": "BTC", "relation": relation}}
    books = folded([*BUYS, swap("2025-02-01", 3, 6)], assets, **{position: "not-taxable"})
    assert held(books) == [("W", "A", 4, 100), ("W", "B", 2, 90)]


def test_what_was_bought_may_replace_under_its_new_name() -> None:
    rows = [
        row("buy", "2025-01-01", "A", 1, 100, asset="BTC"),
        row("buy", "2025-03-10", "B", 1, 70, asset="BTC"),
        swap("2025-03-15", 1, 1, lots="B:1"),
        row("sell", "2025-03-20", "sale", 1, 60, asset="BTC"),
    ]
    books = folded(rows, regime="apply")
    assert held(books) == [("W", "B", 1, 110)]
    assert [(wash.asset, wash.piece) for wash in books.washes] == [("W", "B/1")]


def test_what_was_given_replaces_under_no_name() -> None:
    rows = [
        row("buy", "2025-01-01", "A", 1, 100, asset="BTC"),
        row("gift-in", "2025-03-10", "G", 1, 70, asset="BTC", acquired="2025-03-10"),
        swap("2025-03-15", 1, 1, lots="G:1"),
        row("sell", "2025-03-20", "sale", 1, 60, asset="BTC"),
    ]
    books = folded(rows, regime="apply")
    assert held(books) == [("W", "G", 1, 70)]
    assert not books.washes
