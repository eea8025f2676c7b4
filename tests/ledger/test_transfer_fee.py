"""Position `transfer_fee = basis`, by hand: the basis of a fee's units joins what was moved.

docs/spec/lots.md section 7; whole units and dollars.
"""

from typing import Any

from properties.amounts import COIN, DOLLAR, coins, dollars
from properties.rows import Row
from properties.wash_by_hand import books_of, row, told

BUYS = [
    row("buy", "2025-01-01", "A", 1, 10),
    row("buy", "2025-01-02", "B", 2, 20),
    row("buy", "2025-01-03", "C", 1, 9),
]


def moved(quantity: int, **more: str) -> Row:
    return row("transfer", "2025-02-01", "move", quantity, 0, to_account="b", **more)


def folded(*rows: Row) -> Any:
    assets = {"X": {"class": "coin"}, "Y": {"class": "coin"}}
    return books_of(told(list(rows), assets, transfer_fee="basis"))


def held(books: Any) -> list[tuple[str, str, int, int | None]]:
    return [
        (lot.account, lot.lot, lot.quantity // COIN, lot.basis and lot.basis // DOLLAR)
        for lot in books.lots
    ]


def test_the_fees_basis_is_shared_by_units() -> None:
    books = folded(*BUYS, moved(3, fee_asset="X", fee_quantity="1"))
    assert held(books) == [("b", "A", 1, 13), ("b", "B", 2, 26)]
    assert [move.fee_basis // DOLLAR for move in books.moves] == [3, 6]
    assert [
        (gone.lot, gone.quantity // COIN, gone.basis // DOLLAR) for gone in books.departures
    ] == [("C", 1, 9)]
    assert not books.matches


def test_a_fee_is_cut_from_the_first_unit_on() -> None:
    """Ten of the smallest parts of a dollar, over one and two of the smallest parts of a coin."""
    units = [{**each, "quantity": coins(n)} for each, n in zip(BUYS, (1, 2, 1), strict=True)]
    units[2]["usd"] = dollars(10)
    move = {**moved(1), "quantity": coins(3), "fee_asset": "X", "fee_quantity": coins(1)}
    assert [move.fee_basis for move in folded(*units, move).moves] == [3, 7]


def test_a_fee_out_of_several_lots_of_another_coin() -> None:
    fees = [
        row("buy", "2025-01-01", "F", 1, 4, asset="Y"),
        row("buy", "2025-01-02", "G", 1, 6, asset="Y"),
    ]
    books = folded(*BUYS, *fees, moved(1, fee_asset="Y", fee_quantity="2"))
    assert held(books) == [("a", "B", 2, 20), ("a", "C", 1, 9), ("b", "A", 1, 20)]
    assert [gone.lot for gone in books.departures] == ["F", "G"]


def test_a_fee_of_unknown_basis_leaves_the_basis_unknown() -> None:
    found = {**row("deposit", "2025-01-01", "F", 1, 0, asset="Y"), "usd": ""}
    books = folded(*BUYS, found, moved(1, fee_asset="Y", fee_quantity="1"))
    assert held(books)[-1] == ("b", "A", 1, None)
    assert [move.fee_basis for move in books.moves] == [None]


def test_a_fee_that_is_not_there_is_said_and_leaves_the_basis_unknown() -> None:
    fee = row("buy", "2025-01-01", "F", 1, 4, asset="Y")
    books = folded(*BUYS, fee, moved(1, fee_asset="Y", fee_quantity="2"))
    assert held(books)[-1] == ("b", "A", 1, None)
    assert [each.code for each in books.problems] == ["not-enough-lots"]
    assert [gone.lot for gone in books.departures] == ["F"]


def test_without_a_fee_nothing_joins() -> None:
    books = folded(*BUYS, moved(1))
    assert held(books)[-1] == ("b", "A", 1, 10)
    assert [move.fee_basis for move in books.moves] == [0]
