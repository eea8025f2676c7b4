"""Swaps of a coin for a token that stands for it: the lots go over (docs/spec/lots.md 7a).

Notice 2024-57 for wrapping; the figures are worked out beside each history.
"""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from events.making_events import event
from harvestry.events.account import Accounts
from harvestry.events.asset import Assets
from harvestry.events.event import Event
from harvestry.events.ordering import in_order
from harvestry.law.load import load
from harvestry.law.positions import positions_of
from harvestry.law.regime import APPLY, CURRENT_LAW, Regime
from harvestry.ledger.books import Books, books_of
from harvestry.ledger.fold import EMPTY, fold
from harvestry.ledger.rules import Rules
from harvestry.ledger.wash.rules import WashRules
from harvestry.units.days import zone
from harvestry.units.exact import money_text, quantity_of, quantity_text

STAKED = {"staked": "not-taxable"}
A = event("a", "2026-01-01", "buy", "ETH", "2", usd="3000")
B = event("b", "2026-02-01", "buy", "ETH", "1", usd="2400")


def rules(regime: Regime = CURRENT_LAW, **positions: str) -> Rules:
    chosen = positions_of({**STAKED, **positions})
    return Rules(Accounts(), wash=WashRules(regime, Assets(), chosen, load(), zone("UTC")))


def booked(*events: Event, regime: Regime = CURRENT_LAW) -> Books:
    """Give the books, which assert that no unit and no basis was lost or made."""
    return books_of(fold(EMPTY, in_order(events), rules(regime)))


def swap(
    asset: str, quantity: str, got: str, got_quantity: str, time: str = "2026-03-01", **more: Any
) -> Event:
    columns = {"got_asset": got, "got_quantity": got_quantity, **more}
    return event("w", time, "trade", asset, quantity, **columns)


def held(books: Books) -> dict[str, tuple[str, str, str | None]]:
    """Give asset, quantity and basis of each open piece."""
    return {
        lot.piece: (
            lot.asset,
            quantity_text(lot.quantity),
            None if lot.basis is None else money_text(lot.basis),
        )
        for lot in books.lots
    }


def sold(books: Books) -> list[tuple[str, str | None, str, str | None, str]]:
    """Give what was sold, of which piece, its quantity, gain and term."""
    return [
        (
            match.disposal,
            match.piece,
            quantity_text(match.quantity),
            None if match.gain is None else money_text(match.gain),
            match.term.value,
        )
        for match in books.matches
    ]


def test_a_ratio_cuts_units_and_keeps_basis_and_dates() -> None:
    # 2.5 for 2: of a 2 become 1.6 with 3000; of b 0.5 become 0.4 with 1200, and 0.5 stay.
    books = booked(A, B, swap("ETH", "2.5", "WSTETH", "2"))
    assert held(books) == {
        "a/1": ("WSTETH", "1.6", "3000"),
        "b/1": ("WSTETH", "0.4", "1200"),
        "b": ("ETH", "0.5", "1200"),
    }
    assert books.matches == ()
    # 1.8 for 4500 on 15 January 2027: a's 1.6 for 4000, long; 0.2 of b for 500 - 600, short.
    end = event("s", "2027-01-15", "sell", "WSTETH", "1.8", usd="4500")
    later = booked(A, B, swap("ETH", "2.5", "WSTETH", "2"), end)
    assert sold(later) == [
        ("s", "a/1", "1.6", "1000", "long"),
        ("s", "b/1", "0.2", "-100", "short"),
    ]


def test_units_add_up_where_the_ratio_does_not_come_out_even() -> None:
    third = event("c", "2026-02-02", "buy", "ETH", "4", usd="700")
    books = booked(A, B, third, swap("ETH", "7", "WSTETH", "3"))
    units = [quantity_of(quantity) for _, quantity, _ in held(books).values()]
    # 2/7 and 3/7 of 3, cut at 30 decimals: 6/7, then 9/7 - 6/7, then the rest.
    assert units == [
        quantity_of("0.857142857142857142857142857143"),
        quantity_of("0.428571428571428571428571428571"),
        quantity_of("1.714285714285714285714285714286"),
    ]
    assert sum(units) == quantity_of("3")
    assert [basis for _, _, basis in held(books).values()] == ["3000", "2400", "700"]


def test_there_and_back_is_the_same_lot() -> None:
    back = event("x", "2026-03-02", "trade", "WETH", "2", got_asset="ETH", got_quantity="2")
    books = booked(A, swap("ETH", "2", "WETH", "2"), back)
    (lot,) = books.lots
    assert (lot.lot, lot.piece, lot.asset) == ("a", "a/2", "ETH")
    assert (lot.acquired, lot.basis) == (A.time, A.usd)


def test_a_fee_in_the_asset_given_is_given_up_for_its_part_of_the_value() -> None:
    # 2 for 2 worth 4400; 0.1 more pays: worth 220, of b with 240.
    books = booked(
        *(A, B),
        swap("ETH", "2.1", "WETH", "2", usd="4400", fee_asset="ETH", fee_quantity="0.1"),
    )
    assert held(books) == {"a/1": ("WETH", "2", "3000"), "b": ("ETH", "0.9", "2160")}
    assert sold(books) == [("w:fee", "b", "0.1", "-20", "short")]


def test_a_fee_in_the_asset_received_is_given_up_of_what_arrived() -> None:
    # 0.1 of 2 worth 4400 is worth 220; of a's 3000 it carries 150.
    books = booked(
        A, swap("ETH", "2", "WETH", "2", usd="4400", fee_asset="WETH", fee_quantity=".1")
    )
    assert held(books) == {"a/1": ("WETH", "1.9", "2850")}
    assert sold(books) == [("w:fee", "a/1", "0.1", "70", "short")]


def test_a_fee_in_a_third_coin_is_given_up_for_what_it_was_worth() -> None:
    coin = event("n", "2026-01-05", "buy", "BNB", "1", usd="200")
    fee = {"fee_asset": "BNB", "fee_quantity": "0.1", "fee_usd": "30"}
    books = booked(A, coin, swap("ETH", "2", "WETH", "2", **fee))
    assert held(books) == {"a/1": ("WETH", "2", "3000"), "n": ("BNB", "0.9", "180")}
    assert sold(books) == [("w:fee", "n", "0.1", "10", "short")]


def test_a_stated_fee_stands_and_one_of_unknown_value_leaves_its_gain_unknown() -> None:
    fee = {"fee_asset": "WETH", "fee_quantity": "0.1"}
    stated = booked(A, swap("ETH", "2", "WETH", "2", usd="4400", fee_usd="210", **fee))
    assert sold(stated) == [("w:fee", "a/1", "0.1", "60", "short")]
    unknown = booked(A, swap("ETH", "2", "WETH", "2", **fee))
    assert sold(unknown) == [("w:fee", "a/1", "0.1", None, "short")]


def test_what_is_not_held_arrives_in_proportion_and_unknown() -> None:
    # 2 of 4 are there: they become 1 with 3000; the other 1 is of nobody knows what.
    books = booked(A, swap("ETH", "4", "WSTETH", "2"))
    assert held(books) == {"a/1": ("WSTETH", "1", "3000"), "w": ("WSTETH", "1", None)}
    (problem,) = books.problems
    assert (problem.code, problem.row) == ("not-enough-lots", 1)
    assert "1 WSTETH arrive with unknown basis" in problem.message


def test_named_lots_go_over_before_earlier_ones() -> None:
    named = (("b", quantity_of("1")),)
    books = booked(A, B, swap("ETH", "1", "WETH", "1", lots=named))
    assert held(books) == {"a": ("ETH", "2", "3000"), "b/1": ("WETH", "1", "2400")}
    assert books.problems == ()
    # A name that covers half: the rest goes first in, first out, and is said.
    books = booked(A, B, swap("ETH", "2", "WETH", "2", lots=named))
    assert held(books)["a/1"] == ("WETH", "1", "1500")
    assert [problem.code for problem in books.problems] == ["lots-name-a-part"]


@pytest.mark.parametrize(("usd", "gain"), [("2100", "100"), ("1700", "0"), ("1400", "-100")])
def test_a_gift_keeps_both_of_its_bases(usd: str, gain: str) -> None:
    # Of 2 from a donor who paid 4000, worth 3000 then, 1 goes over: 2000, for a loss 1500
    # (IRC 1015(a)); between the two there is neither gain nor loss.
    gift = event(
        *("g", "2026-01-01", "gift-in", "ETH", "2"),
        usd="4000", fmv_usd="3000", acquired="2020-01-01",
    )  # fmt: skip
    end = event("s", "2026-04-01", "sell", "WETH", "1", usd=usd)
    ((*_, told, _),) = sold(booked(gift, swap("ETH", "1", "WETH", "1"), end))
    assert told == gain


def test_first_in_first_out_goes_by_the_day_the_coin_was_bought() -> None:
    # The token was bought before the swap, but the coin that became one is older.
    token = event("t", "2026-02-15", "buy", "WETH", "1", usd="1800")
    end = event("s", "2026-04-01", "sell", "WETH", "3", usd="6000")
    books = booked(A, token, swap("ETH", "2", "WETH", "2"), end)
    assert [(piece, gain) for _, piece, _, gain, _ in sold(books)] == [
        ("a/1", "1000"),
        ("t", "200"),
    ]


def test_at_one_instant_a_swap_gives_up_in_order_of_its_id() -> None:
    # s comes before w: it sells 1 of a, and 1 of a and 1 of b are left to go over.
    sale = event("s", "2026-03-01", "sell", "ETH", "1", usd="1600")
    books = booked(A, B, sale, swap("ETH", "2", "WETH", "2"))
    assert held(books) == {"a/1": ("WETH", "1", "1500"), "b/1": ("WETH", "1", "2400")}


OLD = event("o", "2025-06-01", "buy", "ETH", "1", usd="3000")
NEW = event("r", "2026-03-01", "buy", "ETH", "1", usd="2000")
LOSS = event("s", "2026-03-10", "sell", "ETH", "1", usd="2000")


def named_swap(got: str, time: str = "2026-03-05") -> Event:
    return swap("ETH", "1", got, "1", lots=(("r", quantity_of("1")),), time=time)


@pytest.mark.parametrize("time", ["2026-03-05", "2026-03-10", "2026-03-20"])
def test_a_coin_bought_lately_replaces_though_it_was_wrapped(time: str) -> None:
    # The loss of 1000 joins the 2000 of the wrapped coin, before or after it was wrapped.
    books = booked(OLD, NEW, LOSS, named_swap("WETH", time), regime=APPLY)
    assert [match.gain for match in books.matches] == [0]
    assert held(books) == {"r/1": ("WETH", "1", "3000")}


def test_of_a_token_that_is_another_thing_nothing_was_bought() -> None:
    # A staked coin is not identical with the coin: what was swapped into it replaces neither.
    old = event("p", "2025-06-01", "buy", "STETH", "1", usd="3000")
    loss = event("q", "2026-03-10", "sell", "STETH", "1", usd="2000")
    books = booked(OLD, NEW, LOSS, old, loss, named_swap("STETH"), regime=APPLY)
    assert sold(books) == [("q", "p", "1", "-1000", "short"), ("s", "o", "1", "-1000", "short")]
    assert held(books) == {"r/1": ("STETH", "1", "2000")}


@pytest.mark.parametrize("cut", range(1, 6))
@pytest.mark.parametrize("regime", [CURRENT_LAW, APPLY])
def test_a_state_goes_on_as_if_it_had_never_been_cut(cut: int, regime: Regime) -> None:
    events = in_order(
        [
            *(OLD, NEW, LOSS),
            named_swap("WETH"),
            event("x", "2026-03-12", "trade", "WETH", "0.5", got_asset="ETH", got_quantity="0.5"),
            event("y", "2026-05-01", "sell", "WETH", "0.5", usd="900"),
        ]
    )
    whole = books_of(fold(EMPTY, events, rules(regime)))
    first = fold(EMPTY, events[:cut], rules(regime))
    assert books_of(fold(first, events[cut:], rules(regime))) == whole
    # 0.5 for 900 with 1000, or 1500 where the loss of 1000 joined the wrapped coin.
    gain = Fraction(money_text(whole.matches[-1].gain or 0))
    assert gain == (-100 if regime is CURRENT_LAW else -600)


def test_taxable_it_is_a_sale_and_a_purchase() -> None:
    events = in_order([A, swap("ETH", "2", "WSTETH", "1.6", usd="4000")])
    books = books_of(fold(EMPTY, events, rules(staked="taxable")))
    assert sold(books) == [("w", "a", "2", "1000", "short")]
    assert held(books) == {"w": ("WSTETH", "1.6", "4000")}
    plain = books_of(fold(EMPTY, events, replace(rules(), wash=None)))
    assert plain.matches == books.matches
