"""Position `transfer_fee = "basis"`: what a move cost joins the basis of what moved (lots.md 7).

The figures are worked out beside each history; `books_of` asserts that nothing is lost or made.
"""

from typing import Any

import pytest

from events.making_events import event
from harvestry.events.account import Account, AccountKind, Accounts
from harvestry.events.account_plans import PoolRule
from harvestry.events.asset import Assets
from harvestry.events.event import Event
from harvestry.events.ordering import in_order
from harvestry.law.load import load
from harvestry.law.positions import positions_of
from harvestry.law.regime import CURRENT_LAW
from harvestry.ledger.books import Books, books_of
from harvestry.ledger.eras import brought_to
from harvestry.ledger.fold import EMPTY, fold
from harvestry.ledger.pool_rules import PoolRules, first_day_apart
from harvestry.ledger.rules import Rules
from harvestry.ledger.wash.rules import WashRules
from harvestry.units.days import zone
from harvestry.units.exact import money_text, quantity_text

UTC = zone("UTC")
LATER = UTC.end_of_day(first_day_apart(load()) + 700)


def rules(pooled: PoolRule = PoolRule.UNIVERSAL, fee: str = "basis") -> Rules:
    law, positions, assets = load(), positions_of({"transfer_fee": fee}), Assets()
    kinds = {name: Account(name, kind=AccountKind.EXCHANGE) for name in ("a", "b")}
    first = first_day_apart(law)
    pools = PoolRules(pooled, assets, law, positions, first, UTC.start_of_day(first))
    return Rules(Accounts(kinds), None, WashRules(CURRENT_LAW, assets, positions, law, UTC), pools)


def booked(*events: Event, given: Rules | None = None) -> Books:
    under = given or rules()
    return books_of(brought_to(fold(EMPTY, in_order(events), under), under, LATER))


def buy(
    id_: str, day: str, quantity: str, usd: str, account: str = "a", asset: str = "BTC"
) -> Event:
    return event(id_, day, "buy", asset, quantity, usd=usd, account=account)


def move(id_: str, day: str, quantity: str, fee: str, **more: Any) -> Event:
    columns = {"account": "a", "to_account": "b", "fee_asset": "BTC", "fee_quantity": fee, **more}
    return event(id_, day, "transfer", "BTC", quantity, **columns)


def held(books: Books) -> list[tuple[str, str, str, str | None]]:
    return [
        (
            lot.account,
            lot.piece,
            quantity_text(lot.quantity),
            None if lot.basis is None else money_text(lot.basis),
        )
        for lot in books.lots
    ]


def gains(books: Books) -> list[tuple[str | None, str | None]]:
    return [
        (match.piece, None if match.gain is None else money_text(match.gain))
        for match in books.matches
    ]


def test_a_third_coins_basis_is_cut_among_the_lots_that_moved() -> None:
    # 0.1 ETH of 1 bought for 2000 carries 200; of 2 BTC moved 1 is x's, 1 is a third of y's 900.
    fee = {"fee_asset": "ETH", "fee_usd": "250"}
    books = booked(
        *(buy("x", "2026-01-01", "1", "100"), buy("y", "2026-01-02", "3", "900")),
        buy("e", "2026-01-03", "1", "2000", asset="ETH"),
        move("t", "2026-02-01", "2", "0.1", **fee),
    )
    assert held(books) == [
        ("a", "y", "2", "600"),
        ("a", "e", "0.9", "1800"),
        ("b", "x", "1", "200"),
        ("b", "y/1", "1", "400"),
    ]
    assert gains(books) == []
    assert [money_text(each.basis or 0) for each in books.departures] == ["200"]


def test_a_fee_in_the_coin_itself_leaves_after_what_moved_first_in_first_out() -> None:
    # x's 1 moves; the fee of 0.3 is of y with 90, and joins x's 100.
    books = booked(
        *(buy("x", "2026-01-01", "1", "100"), buy("y", "2026-01-02", "3", "900")),
        move("t", "2026-02-01", "1", "0.3"),
    )
    assert held(books) == [("a", "y", "2.7", "810"), ("b", "x", "1", "190")]


def test_a_fee_that_does_not_cut_evenly_is_not_lost() -> None:
    # 100 over three lots of a unit each: 33.33, the next to 66.67, the rest.
    three = [buy(name, f"2026-01-0{n}", "1", "0") for n, name in enumerate("xyz", start=1)]
    coin = buy("e", "2026-01-04", "1", "100", asset="ETH")
    books = booked(*three, coin, move("t", "2026-02-01", "3", "1", fee_asset="ETH"))
    assert [basis for *_, basis in held(books)] == [
        "33.333333333333333333",
        "33.333333333333333334",
        "33.333333333333333333",
    ]


def test_a_fee_of_unknown_basis_leaves_what_moved_unknown() -> None:
    books = booked(buy("x", "2026-01-01", "1", "100"), move("t", "2026-02-01", "1", "0.1"))
    assert held(books) == [("b", "x", "1", None)]
    assert [problem.code for problem in books.problems] == ["not-enough-lots"]


@pytest.mark.parametrize(("usd", "gain"), [("1100", "50"), ("700", "0"), ("640", "-10")])
def test_it_joins_both_bases_of_a_gift(usd: str, gain: str) -> None:
    # Donor's 1000, worth 600 then; 50 join both: 1050, for a loss 650 (IRC 1015(a), 1016(a)(1)).
    gift = event(
        *("g", "2026-01-01", "gift-in", "BTC", "1"),
        usd="1000",
        fmv_usd="600",
        acquired="2020-01-01",
        account="a",
    )
    coin = buy("e", "2026-01-04", "1", "50", asset="ETH")
    sale = event("s", "2026-03-01", "sell", "BTC", "1", usd=usd, account="b")
    books = booked(gift, coin, move("t", "2026-02-01", "1", "1", fee_asset="ETH"), sale)
    assert gains(books) == [("g", gain)]


FIRST = buy("x", "2023-01-01", "1", "1000")
SECOND = buy("y", "2024-01-01", "1", "3000", "b")


def test_inside_one_pool_it_joins_as_many_units_as_moved() -> None:
    # The fee of 0.1 carries 100 and joins the next 0.5 of x, 500; 0.4 of x keep 400.
    # By its own history a then holds 0.4 of x, b 0.5 of it and its own y.
    books = booked(FIRST, SECOND, move("t", "2024-02-01", "0.5", "0.1", fee_usd="500"))
    assert gains(books) == []
    lots = held(books)
    assert sum(float(basis or 0) for *_, basis in lots) == 4000
    assert sorted((account, quantity, basis) for account, _, quantity, basis in lots) == [
        ("a", "0.4", "400"),
        ("b", "0.5", "600"),
        ("b", "1", "3000"),
    ]


def test_a_sale_out_of_the_pool_finds_the_fee_in_the_basis() -> None:
    # x: 0.4 with 400 and 0.5 with 600, sold for 9000: 4000 - 400 and 5000 - 600.
    sale = event("s", "2024-03-01", "sell", "BTC", "0.9", usd="9000", account="a")
    moved = move("t", "2024-02-01", "0.5", "0.1", fee_usd="500")
    assert gains(booked(FIRST, SECOND, moved, sale)) == [("x", "3600"), ("x/1", "4400")]
    # As a disposal the fee gains 500 - 100, and the sale 9000 - 900.
    plain = booked(FIRST, SECOND, moved, sale, given=rules(fee="disposal"))
    assert gains(plain) == [("x", "400"), ("x", "8100")]


def test_inside_one_pool_a_move_without_a_fee_is_nothing() -> None:
    sale = event("s", "2024-03-01", "sell", "BTC", "1", usd="5000", account="a")
    free = event("t", "2024-02-01", "transfer", "BTC", "0.5", account="a", to_account="b")
    assert gains(booked(FIRST, SECOND, free, sale)) == [("x", "4000")]


def test_inside_one_pool_nothing_arrives_that_is_not_there() -> None:
    # 5 are said to move, the pool has 2: the fee takes 0.1 of x, and joins the 1.9 that are left.
    sale = event("s", "2024-03-01", "sell", "BTC", "3", usd="3000", account="b")
    books = booked(FIRST, SECOND, move("t", "2024-02-01", "5", "0.1"), sale)
    sold = [(quantity_text(match.quantity), match.lot) for match in books.matches]
    assert sold == [("0.9", "x"), ("1", "y"), ("1.1", None)]
    assert sum(match.basis or 0 for match in books.matches) == (FIRST.usd or 0) + (SECOND.usd or 0)


def test_with_a_pool_an_account_it_is_the_same_before_2025() -> None:
    moved = move("t", "2024-02-01", "0.5", "0.1")
    books = booked(FIRST, SECOND, moved, given=rules(PoolRule.ACCOUNT))
    assert held(books) == [
        ("a", "x", "0.4", "400"),
        ("b", "x/1", "0.5", "600"),
        ("b", "y", "1", "3000"),
    ]


def test_what_a_gift_leaves_as_a_fee_joins_either_basis_by_its_own() -> None:
    # A gift of 2, donor's basis 200, worth 100: of 0.5 burnt 50 joins 150, and 25 joins 75.
    gift = event(
        "g", "2025-05-05", "gift-in", "BTC", "2", account="a", usd="200", fmv_usd="100",
        acquired="2020-01-01",
    )  # fmt: skip
    moved = move("t", "2025-05-06", "1.5", "0.5", fee_usd="30")
    sale = event("s", "2025-07-05", "sell", "BTC", "1.5", account="b", usd="60")
    assert held(booked(gift, moved)) == [("b", "g/1", "1.5", "200")]
    assert gains(booked(gift, moved, sale)) == [("g/1", "-40")]
