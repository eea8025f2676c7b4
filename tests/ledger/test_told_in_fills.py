"""What is told in fills comes to what it does as one row (docs/spec/wash-sales.md 3, 4)."""

import pytest

from properties.amounts import COIN, DOLLAR
from properties.rows import Row
from properties.wash_by_hand import books_of, row, told


def in_fills(fills: tuple[str, ...], day: str, units: int, price: int, **more: str) -> list[Row]:
    """Give a purchase as fills of one order at one instant."""
    each = units // len(fills)
    return [row("buy", day, name, each, price * each, order="o", **more) for name in fills]


@pytest.mark.parametrize("fills", [("s1",), ("s1", "s2")])
def test_what_a_loss_makes_a_loss_has_its_turn_once_all_fills_of_that_lot_had(
    fills: tuple[str, ...],
) -> None:
    """Two units of `a` lose 60 each; `g`, acquired before, is sold at a gain of 10 that day.

    The first loss joins `g`, which loses 50 then; the second joins `h` before `g` is asked.
    """
    units = 2 // len(fills)
    rows = [
        row("buy", "2025-06-01", "g", 1, 50),
        row("buy", "2025-06-05", "a", 2, 200),
        row("buy", "2025-06-10", "h", 1, 45),
        *(row("sell", "2025-06-20", each, units, 40 * units, lots=f"a:{units}") for each in fills),
        row("sell", "2025-06-20", "z", 1, 60, lots="g:1"),
    ]
    books = books_of(told(rows))
    assert [(each.lot, each.amount // DOLLAR) for each in books.washes] == [("g", 60), ("h", 60)]
    (gone,) = (each for each in books.matches if each.disposal == "z")
    assert (gone.gain or 0) // DOLLAR == -50
    assert gone.disallowed == 0


@pytest.mark.parametrize("fills", [("b",), ("b1", "b2")])
def test_of_one_instant_what_is_held_replaces_before_what_was_sold_that_day(
    fills: tuple[str, ...],
) -> None:
    """Of eight units bought in one order two are left, whichever fill they are of."""
    rows = [
        row("buy", "2025-06-02", "a", 2, 254),
        *in_fills(fills, "2025-06-03", 8, 94),
        row("sell", "2025-06-20", "s", 8, 864),
    ]
    books = books_of(told(rows))
    assert sum(each.amount for each in books.washes) == 38 * DOLLAR
    assert {each.piece for each in books.washes} == {fills[-1]}
    assert sum(match.gain or 0 for match in books.matches) == 6 * (108 - 94) * DOLLAR


@pytest.mark.parametrize("fills", [("b",), ("b1", "b2")])
def test_whichever_fill_moved_the_units_of_one_account_replace_first(
    fills: tuple[str, ...],
) -> None:
    """Of eight units two moved from c to b: those go first, and two of the others."""
    rows = [
        row("buy", "2025-01-02", "old", 4, 400),
        *in_fills(fills, "2025-06-03", 8, 50, account="c"),
        row("transfer", "2025-06-04", "m", 2, 0, account="c", to_account="b"),
        row("sell", "2025-06-20", "loss", 4, 200, lots="old:4"),
    ]
    by_account: dict[str, int] = {}
    for each in books_of(told(rows)).washes:
        by_account[each.account] = by_account.get(each.account, 0) + each.quantity // COIN
    assert by_account == {"b": 2, "c": 2}


@pytest.mark.parametrize("fills", [("b",), ("b0", "b1", "b2")])
def test_where_units_went_and_came_back_the_fills_of_a_purchase_come_to_the_same(
    fills: tuple[str, ...],
) -> None:
    """Of three units one is sold out of a, one is in s, one came back to a, whose turn is first."""
    rows = [
        row("buy", "2025-01-02", "old", 1, 100, account="z"),
        *in_fills(fills, "2025-06-05", 3, 50),
        row("transfer", "2025-06-06", "m1", 1, 0, to_account="s"),
        row("transfer", "2025-06-07", "m2", 1, 0, to_account="w"),
        row("transfer", "2025-06-08", "m3", 1, 0, account="w", to_account="a"),
        row("sell", "2025-06-10", "gain", 1, 70),
        row("sell", "2025-06-20", "loss", 1, 40, account="z"),
    ]
    (wash,) = books_of(told(rows)).washes
    assert (wash.account, wash.amount) == ("a", 60 * DOLLAR)
