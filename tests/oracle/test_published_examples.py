"""Examples of the regulations and publications, worked by hand, through the fold and the oracle.

Facts are those of the text cited; where it gives no dates or prices, any will do. Amounts are whole
dollars and coins unless they carry a point.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

import pytest

from properties.amounts import COIN, DOLLAR
from properties.comparing import differences
from properties.engine import Plain, the_engine
from properties.rows import Life, Row


class Sold(NamedTuple):
    """One expected match: which lot, how many units, for what, at what basis, which term."""

    lot: str
    quantity: str
    proceeds: str
    basis: str
    term: str

    @property
    def gain(self) -> Fraction:
        return Fraction(self.proceeds) - Fraction(self.basis)


def row(kind: str, day: str, name: str, asset: str, quantity: str, **more: str) -> Row:
    """Write one row; it happens at noon in New York, in one wallet unless told otherwise."""
    return {
        "time": f"{day}T12:00:00-05:00",
        "account": "wallet",
        "kind": kind,
        "asset": asset,
        "quantity": quantity,
        "id": name,
        **more,
    }


def books_of(rows: Sequence[Row], accounts: dict[str, Row] | None = None) -> Plain:
    """Fold the rows; the oracle must say the same."""
    settings = {"wallet": {"time_zone": "America/New_York"}, **(accounts or {})}
    told = Life(list(rows), settings)
    assert not differences(the_engine(), told, None)
    return the_engine().run(told.rows, told.accounts, None)


def sold(books: Plain, disposal: str) -> list[Sold]:
    return [
        Sold(lot, number(quantity, COIN), number(proceeds, DOLLAR), number(basis, DOLLAR), term)
        for _, lot, _, quantity, _, _, _, term, proceeds, basis in books.matches[disposal]
    ]


def held(books: Plain, asset: str) -> dict[str, tuple[str, str]]:
    """Give quantity and basis of every open piece of an asset."""
    return {
        piece: (number(lots[0][1], COIN), number(lots[0][2], DOLLAR))
        for (_, coin, piece), lots in books.open_lots.items()
        if coin == asset
    }


def number(units: int, unit: int) -> str:
    exact = Fraction(units, unit)
    return str(exact) if exact.denominator == 1 else str(float(exact))


# Fees: Treas. Reg. 1.1001-7(b)(5) and 1.1012-1(h)(4) (T.D. 10000, 89 FR 56480)

TEN_A = row("buy", "2024-03-01", "a", "A", "10", usd="5")  # at 0.50 each


def swap(**more: str) -> Row:
    """Ten A, worth 2 each, for twenty B, worth 1 each."""
    return row("trade", "2025-07-01", "swap", "A", "10", **{**TWENTY_B, **more})


TWENTY_B = {"got_asset": "B", "got_quantity": "20", "usd": "20"}


def test_services_paid_in_coins_with_a_fee_in_cash() -> None:
    """Treas. Reg. 1.1001-7(b)(5) Example 1: 10 received, less 1, less basis 5."""
    spend = row("spend", "2025-07-01", "pay", "A", "10", usd="10", fee_usd="1")
    [match] = sold(books_of([TEN_A, spend]), "pay")
    assert match == Sold("a", "10", "9", "5", "long")
    assert match.gain == 4


def test_a_swap_with_a_fee_in_cash() -> None:
    """Treas. Reg. 1.1001-7(b)(5) Example 2: 20 received, less 2, less basis 5."""
    [match] = sold(books_of([TEN_A, swap(fee_usd="2")]), "swap")
    assert match == Sold("a", "10", "18", "5", "long")
    assert match.gain == 13


def test_no_fee_of_a_swap_joins_the_basis_of_what_is_received() -> None:
    """Treas. Reg. 1.1012-1(h)(4) Example 1: the fee belongs to the A given up; B has basis 20."""
    assert held(books_of([TEN_A, swap(fee_usd="2")]), "B") == {"swap": ("20", "20")}


def test_a_swap_with_a_fee_in_a_third_coin() -> None:
    """Treas. Reg. 1.1001-7(b)(5) Example 3: of three C worth 1 each, one pays for their own going.

    The C realize 2 and cost 0.50 each; the A realize 20 less 2.
    """
    rows = [
        TEN_A,
        row("buy", "2024-03-01", "c", "C", "3", usd="1.5"),
        swap(fee_asset="C", fee_quantity="3", fee_usd="2"),
    ]
    books = books_of(rows)
    assert sold(books, "swap") == [Sold("a", "10", "18", "5", "long")]
    [fee] = sold(books, "swap:fee")
    assert fee == Sold("c", "3", "2", "1.5", "long")
    assert fee.gain == Fraction("0.5")
    assert held(books, "B") == {"swap": ("20", "20")}


def test_a_swap_with_a_fee_withheld_from_what_is_given_up() -> None:
    """Treas. Reg. 1.1001-7(b)(5) Example 4: nine A buy eighteen B, the tenth is the fee.

    All ten realize the 18 received; the B cost 18.
    """
    trade = swap(got_quantity="18", usd="18", fee_asset="A", fee_quantity="1")
    books = books_of([TEN_A, trade])
    [match] = sold(books, "swap")
    assert match == Sold("a", "10", "18", "5", "long")
    assert match.gain == 13
    assert held(books, "B") == {"swap": ("18", "18")}


def test_a_swap_with_a_fee_withheld_from_what_is_received() -> None:
    """Treas. Reg. 1.1001-7(b)(5) Example 5: three of the twenty B are withheld, all for the swap.

    The A realize 17; the three B realize 3 and cost 3; seventeen B are left at 17.
    """
    books = books_of([TEN_A, swap(fee_asset="B", fee_quantity="3")])
    [match] = sold(books, "swap")
    assert match == Sold("a", "10", "17", "5", "long")
    assert match.gain == 12
    assert sold(books, "swap:fee") == [Sold("swap", "3", "3", "3", "short")]
    assert held(books, "B") == {"swap": ("17", "17")}


def test_the_commission_on_a_purchase_is_basis() -> None:
    """Pub. 550 (2025), stocks and bonds: 100 shares at 10 and 50 commission cost 10.50 each."""
    rows = [
        row("buy", "2024-03-01", "b", "S", "100", usd="1000", fee_usd="50"),
        row("sell", "2024-06-03", "s", "S", "40", usd="500"),
    ]
    [match] = sold(books_of(rows), "s")
    assert match == Sold("b", "40", "500", "420", "short")  # 40 x 10.50


# Which lots: Treas. Reg. 1.1012-1(j)(5), Pub. 550, Notice 2026-20


def test_shares_that_cannot_be_told_apart_go_first_in_first_out() -> None:
    """Pub. 550 (2025), identification not possible: 50 x 10 + 80 x 11 = 1,380.

    Of the first hundred, fifty were given away in 2011.
    """
    rows = [
        row("buy", "2010-05-03", "first", "S", "100", usd="1000"),
        row("buy", "2011-01-03", "second", "S", "200", usd="2200"),
        row("gift-out", "2011-07-01", "son", "S", "50"),
        row("buy", "2013-12-02", "third", "S", "100", usd="900"),
        row("sell", "2025-04-01", "s", "S", "130", usd="2600"),
    ]
    books = books_of(rows)
    assert [(gone[1], gone[4]) for gone in books.departures["son"]] == [("first", 500 * DOLLAR)]
    assert sold(books, "s") == [
        Sold("first", "50", "1000", "500", "long"),
        Sold("second", "80", "1600", "880", "long"),
    ]


EARLY = row("buy", "2025-01-01", "early", "X", "10", usd="20")  # at 2
LATE = row("buy", "2026-01-01", "late", "X", "20", usd="100")  # at 5


def test_a_wallet_names_the_later_lot() -> None:
    """Treas. Reg. 1.1012-1(j)(5) Example 1: 100 for ten units at 5."""
    sale = row("sell", "2026-09-02", "s", "X", "10", usd="100", lots="late:10")
    [match] = sold(books_of([EARLY, LATE, sale]), "s")
    assert match == Sold("late", "10", "100", "50", "short")
    assert match.gain == 50


def test_a_wallet_that_names_none_gives_up_the_earliest() -> None:
    """Treas. Reg. 1.1012-1(j)(5) Example 2: 100 for ten units at 2."""
    sale = row("sell", "2026-09-02", "s", "X", "10", usd="100")
    [match] = sold(books_of([EARLY, LATE, sale]), "s")
    assert match == Sold("early", "10", "100", "20", "long")
    assert match.gain == 80


AT_THE_BROKER = [
    row("buy", "2025-08-01", "crx", "X", "10", usd="90", account="CRX"),
    row("buy", "2026-01-01", "bex", "X", "20", usd="100", account="BEX"),
    row("transfer", "2027-08-01", "move", "X", "10", account="CRX", to_account="BEX"),
]


def test_a_broker_is_told_which_lot() -> None:
    """Treas. Reg. 1.1012-1(j)(5) Example 3: ten of those bought there, at 5."""
    sale = row("sell", "2027-09-01", "s", "X", "10", usd="100", account="BEX", lots="bex:10")
    [match] = sold(books_of([*AT_THE_BROKER, sale]), "s")
    assert match == Sold("bex", "10", "100", "50", "long")
    assert match.gain == 50


def test_a_broker_is_told_nothing() -> None:
    """Treas. Reg. 1.1012-1(j)(5) Example 4: the earliest acquired, though they came last, at 9."""
    sale = row("sell", "2027-09-01", "s", "X", "10", usd="100", account="BEX")
    [match] = sold(books_of([*AT_THE_BROKER, sale]), "s")
    assert match == Sold("crx", "10", "100", "90", "long")
    assert match.gain == 10


@pytest.mark.parametrize("order", ["fifo", "lifo", "hifo"])
def test_units_withheld_come_from_those_received_whatever_the_order(order: str) -> None:
    """Treas. Reg. 1.1012-1(j)(5) Examples 5 and 6: one of the ten AB received is the fee."""
    rows = [
        row("buy", "2025-01-01", "ab", "AB", "10", usd="70"),
        row("buy", "2025-01-01", "cd", "CD", "30", usd="60"),
        row(
            "trade",
            "2026-06-30",
            "t",
            "CD",
            "10",
            got_asset="AB",
            got_quantity="10",
            usd="50",
            fee_asset="AB",
            fee_quantity="1",
        ),
    ]
    books = books_of(rows, {"wallet": {"time_zone": "America/New_York", "lots": order}})
    [fee] = sold(books, "t:fee")
    assert fee == Sold("t", "1", "5", "5", "short")
    assert fee.gain == 0
    assert sold(books, "t") == [Sold("cd", "10", "45", "20", "long")]
    assert held(books, "AB") == {"ab": ("10", "70"), "t": ("9", "45")}


def test_an_order_recorded_after_the_sale_does_not_count() -> None:
    """Notice 2026-20 sec. 4.02, Treas. Reg. 1.1012-1(j)(3)(i): first in, first out it is."""
    rows = [
        row("buy", "2026-01-05", "cheap", "X", "1", usd="20000"),
        row("buy", "2026-03-01", "dear", "X", "1", usd="45000"),
        row("sell", "2026-11-20", "s", "X", "1", usd="40000"),
    ]
    late = {"wallet": {"time_zone": "America/New_York", "lots": "hifo", "lots_from": "2027-02-01"}}
    assert sold(books_of(rows, late), "s") == [Sold("cheap", "1", "40000", "20000", "short")]
    in_time = {"wallet": {**late["wallet"], "lots_from": "2026-11-20"}}
    assert sold(books_of(rows, in_time), "s") == [Sold("dear", "1", "40000", "45000", "short")]


# Gifts: Pub. 551, 550 and 544


@pytest.mark.parametrize(
    ("fmv", "price", "basis", "gain"),
    [
        ("8000", "12000", "10000", 2000),  # Pub. 551 (12-2025), property received as a gift
        ("8000", "7000", "8000", -1000),  # the same
        ("8000", "9000", "9000", 0),  # the same: between the two, neither gain nor loss
        ("9000", "9500", "9500", 0),  # Pub. 550 (2025), property received as a gift
        ("8000", "8000", "8000", 0),  # the edges of the zone
        ("8000", "10000", "10000", 0),
        ("10000", "9000", "10000", -1000),  # a value not below the basis changes nothing
        ("15000", "9000", "10000", -1000),
    ],
)
def test_the_basis_of_a_gift(fmv: str, price: str, basis: str, gain: int) -> None:
    rows = [
        row(
            "gift-in", "2025-03-03", "g", "X", "1", usd="10000", fmv_usd=fmv, acquired="2020-05-04"
        ),
        row("sell", "2025-06-02", "s", "X", "1", usd=price),
    ]
    [match] = sold(books_of(rows), "s")
    assert (match.basis, match.gain) == (basis, gain)


def test_a_gift_without_the_donors_records() -> None:
    """Pub. 550 (2025), digital assets received as a gift: basis 0, held from the day after."""
    gift = row("gift-in", "2025-03-03", "g", "X", "1", fmv_usd="5000")
    for day, term in (("2026-03-03", "short"), ("2026-03-04", "long")):
        [match] = sold(books_of([gift, row("sell", day, "s", "X", "1", usd="6000")]), "s")
        assert match == Sold("g", "1", "6000", "0", term)


@pytest.mark.parametrize(
    ("price", "gain", "term"),
    [("7000", -1000, "short"), ("12000", 2000, "long"), ("9000", 0, "long")],
)
def test_the_holding_of_a_gift(price: str, gain: int, term: str) -> None:
    """Pub. 544 (2025) table 4-2: a loss from the value is held from the gift, a gain tacks on."""
    rows = [
        row(
            "gift-in",
            "2026-03-01",
            "g",
            "X",
            "1",
            usd="10000",
            fmv_usd="8000",
            acquired="2024-01-05",
        ),
        row("sell", "2026-09-01", "s", "X", "1", usd=price),
    ]
    [match] = sold(books_of(rows), "s")
    assert (match.gain, match.term) == (gain, term)


# Holding: IRC 1222; Rev. Rul. 66-7; Pub. 544


@pytest.mark.parametrize(
    ("acquired", "long_from"),
    [
        ("2024-01-01", "2025-01-02"),
        ("2024-06-17", "2025-06-18"),  # the publication itself prints June 19
        ("2023-02-28", "2024-03-01"),  # so 29 February 2024 is short
        ("2024-02-28", "2025-03-01"),
        ("2024-02-29", "2025-03-01"),
        ("2025-11-30", "2026-12-01"),  # the last day of a month is held to the last day of it
        ("2024-12-31", "2026-01-01"),
        ("2023-03-01", "2024-03-02"),
    ],
)
def test_the_first_long_term_day(acquired: str, long_from: str) -> None:
    eve = (date.fromisoformat(long_from) - timedelta(days=1)).isoformat()
    for sale_day, term in ((eve, "short"), (long_from, "long")):
        rows = [
            row("buy", acquired, "b", "X", "1", usd="1"),
            row("sell", sale_day, "s", "X", "1", usd="2"),
        ]
        assert [match.term for match in sold(books_of(rows), "s")] == [term]


def test_inherited_units_are_long_term_at_once() -> None:
    """IRC 1223(9): sold four days after the death, at the value then."""
    rows = [
        row("inherit", "2025-05-05", "i", "X", "1", usd="900", acquired="2025-05-01"),
        row("sell", "2025-05-05", "s", "X", "1", usd="800"),
    ]
    assert sold(books_of(rows), "s") == [Sold("i", "1", "800", "900", "long")]


def test_the_day_is_that_of_the_account() -> None:
    """What is bought on 31 December in New York is bought on 1 January in Tokyo, a day too late."""
    for zone, term in (("America/New_York", "long"), ("Asia/Tokyo", "short")):
        rows = [
            row("buy", "2024-12-31", "b", "X", "1", usd="1"),
            row("sell", "2026-01-01", "s", "X", "1", usd="2", time="2026-01-01T09:00:00-05:00"),
        ]
        accounts = {"wallet": {"time_zone": zone}}
        assert [match.term for match in sold(books_of(rows, accounts), "s")] == [term]


# Income: Instructions for Form 8949 (2025), Example 6


def test_coins_received_for_services_and_sold_later() -> None:
    """The income of 10,000 is the basis; sold for 12,000 two months later, 2,000 are gained."""
    rows = [
        row("income:services", "2025-02-03", "fee", "A", "1", usd="10000"),
        row("sell", "2025-04-03", "s", "A", "1", usd="12000"),
    ]
    books = books_of(rows)
    assert [usd for _, usd in books.income.values()] == [10_000 * DOLLAR]
    [match] = sold(books, "s")
    assert match == Sold("fee", "1", "12000", "10000", "short")
    assert match.gain == 2000
