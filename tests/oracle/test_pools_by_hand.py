"""Pools and identification worked by hand: the law's own examples, and shapes chance rarely meets.

Amounts are whole dollars and coins. Each is folded and matched by the oracle, which must agree.
"""

from collections.abc import Sequence

import pytest

from oracle.naive_pools import Household
from properties.amounts import COIN, DOLLAR
from properties.comparing import differences
from properties.engine import Plain, the_engine
from properties.rows import Life, Row

Held = tuple[str, str, int, int | None]
"""(account, lot, units, basis), whole."""


def row(kind: str, day: str, name: str, account: str, quantity: int, **more: str) -> Row:
    return {
        "time": f"{day}T12:00:00Z",
        "account": account,
        "kind": kind,
        "asset": "ABC",
        "quantity": str(quantity),
        "id": name,
        **more,
    }


def books_of(
    rows: Sequence[Row], household: Household, accounts: dict[str, Row] | None = None
) -> Plain:
    """Fold the rows; the oracle must say the same."""
    told = Life(list(rows), accounts or {}, household)
    assert not differences(the_engine(), told, None)
    return the_engine().run(told.rows, told.accounts, None, household)


def held(books: Plain) -> list[Held]:
    """Give what is held by account and lot, in whole units and dollars."""
    found = [
        (account, lots[0][0], lots[0][1] // COIN, lots[0][2] and lots[0][2] // DOLLAR)
        for (account, _, _), lots in books.open_lots.items()
    ]
    return sorted(found)


def gone(books: Plain, name: str) -> list[tuple[str, int, int]]:
    """Give what a sale or gift took: lot, units and basis, whole."""
    matches = [(each[1], each[3] // COIN, each[9] // DOLLAR) for each in books.matches[name]]
    return matches + [
        (each[1], each[3] // COIN, each[4] // DOLLAR) for each in books.departures[name]
    ]


# Rev. Proc. 2024-28 section 6: A holds units of ABC in two wallets and pools them universally

WALLETS = {"XYZ": {"kind": "wallet"}, "GHI": {"kind": "wallet"}}
EXAMPLE_2 = [
    row("buy", "2019-07-01", "one", "XYZ", 10, usd="10"),
    row("buy", "2020-09-01", "five", "GHI", 20, usd="100"),
    row("sell", "2024-12-01", "s", "XYZ", 6, usd="60", lots="five:6"),
]
"""Example 2: six units sold from XYZ are identified with the basis of units in GHI."""


def allocated(kind: str, rows: Sequence[tuple[str, str, str]], **days: str) -> Household:
    made = {"asset": "ABC", "kind": kind, "rule": "file", **days}
    return Household(allocations=[made], placings={"ABC": rows})


EXAMPLE_3 = allocated(
    "specific-unit",
    [("XYZ", "one", "2"), ("XYZ", "five", "2"), ("GHI", "one", "8"), ("GHI", "five", "12")],
    completed="2025-02-28",
)
EXAMPLE_4 = allocated(
    "global",
    [("XYZ", "five", "4"), ("GHI", "five", "10"), ("GHI", "one", "10")],
    described="2024-12-20",
    completed="2025-04-01",
)


def test_example_2_the_unused_basis_of_a_universal_pool() -> None:
    """Rev. Proc. 2024-28 s. 6 Example 2: 10 units at $1 and 14 at $5 are left; 30 is used."""
    books = books_of(EXAMPLE_2, Household())
    assert gone(books, "s") == [("five", 6, 30)]
    assert held(books) == [("universal:self", "five", 14, 70), ("universal:self", "one", 10, 10)]


def test_example_3_a_specific_unit_allocation_and_a_named_sale() -> None:
    """Rev. Proc. 2024-28 s. 6 Example 3: one unit of each basis is sold from XYZ, basis 6."""
    sale = row("sell", "2025-03-01", "t", "XYZ", 2, usd="20", lots="one:1;five:1")
    books = books_of([*EXAMPLE_2, sale], EXAMPLE_3, WALLETS)
    assert gone(books, "t") == [("one", 1, 1), ("five", 1, 5)]
    assert held(books) == [
        ("GHI", "five", 12, 60),
        ("GHI", "one", 8, 8),
        ("XYZ", "five", 1, 5),
        ("XYZ", "one", 1, 1),
    ]
    assert not books.problems


def test_example_4_names_fail_until_a_global_allocation_is_complete() -> None:
    """Rev. Proc. 2024-28 s. 6 Example 4: the two earliest units of GHI are sold, basis 2."""
    sale = row("sell", "2025-03-01", "t", "GHI", 2, usd="20", lots="one:1;five:1")
    books = books_of([*EXAMPLE_2, sale], EXAMPLE_4, WALLETS)
    assert gone(books, "t") == [("one", 2, 2)]
    assert books.problems == {"allocation-not-complete": 1}
    assert held(books) == [("GHI", "five", 10, 50), ("GHI", "one", 8, 8), ("XYZ", "five", 4, 20)]


def test_units_acquired_since_2025_are_named_whatever_is_not_complete() -> None:
    """Rev. Proc. 2024-28 s. 4.01(2), 5.02(3), (5)(c): the bar is on units held as of 2025-01-01.

    The four units of the year 2020 named with it go first in, first out: 1 a unit.
    """
    new = row("buy", "2025-02-01", "new", "GHI", 3, usd="21")
    sale = row("sell", "2025-03-01", "t", "GHI", 2, usd="20", lots="new:2")
    books = books_of([*EXAMPLE_2, new, sale], EXAMPLE_4, WALLETS)
    assert gone(books, "t") == [("new", 2, 14)]
    assert not books.problems
    both = row("sell", "2025-03-01", "t", "GHI", 6, usd="60", lots="new:2;five:4")
    books = books_of([*EXAMPLE_2, new, both], EXAMPLE_4, WALLETS)
    assert gone(books, "t") == [("new", 2, 14), ("one", 4, 4)]
    assert books.problems["allocation-not-complete"] == 1


def test_an_entity_was_in_no_universal_pool_so_nothing_is_to_be_completed() -> None:
    """Rev. Proc. 2024-28 s. 3.12, 5.01: a taxpayer allocates the units of its own accounts."""
    rows = [
        row("buy", "2024-07-01", "first", "LLC", 2, usd="2"),
        row("buy", "2024-08-01", "second", "LLC", 2, usd="8"),
        row("sell", "2025-03-01", "t", "LLC", 2, usd="20", lots="second:2"),
    ]
    wallets = {**WALLETS, "LLC": {"kind": "wallet", "owner": "entity"}}
    books = books_of([*EXAMPLE_2, *rows], EXAMPLE_4, wallets)
    assert gone(books, "t") == [("second", 2, 8)]
    assert not books.problems
    plan = {**WALLETS, "LLC": {"kind": "wallet", "treatment": "roth-ira"}}
    assert gone(books_of([*EXAMPLE_2, *rows], EXAMPLE_4, plan), "t") == [("second", 2, 8)]


def test_example_5_a_gift_before_a_global_allocation_is_complete() -> None:
    """Rev. Proc. 2024-28 s. 6 Example 5: the donee of two units of GHI has a basis of 2."""
    gift = row("gift-out", "2025-03-01", "t", "GHI", 2, lots="one:1;five:1")
    books = books_of([*EXAMPLE_2, gift], EXAMPLE_4, WALLETS)
    assert gone(books, "t") == [("one", 2, 2)]


def test_a_standing_order_identifies_before_a_global_allocation_is_complete() -> None:
    """Rev. Proc. 2024-28 s. 6 Example 4, read the other way: the order is what may identify."""
    accounts = {**WALLETS, "GHI": {"kind": "wallet", "lots": "lifo", "lots_from": "2025-01-01"}}
    sale = row("sell", "2025-03-01", "t", "GHI", 2, usd="20")
    assert gone(books_of([*EXAMPLE_2, sale], EXAMPLE_4, accounts), "t") == [("five", 2, 10)]


def test_a_specific_unit_allocation_on_the_day_of_the_first_sale_is_too_late() -> None:
    """It must be complete before; so lots stay where their units are, and FIFO fills the rest."""
    late = allocated("specific-unit", EXAMPLE_3.placings["ABC"], completed="2025-03-01")
    sale = row("sell", "2025-03-01", "t", "XYZ", 2, usd="20")
    books = books_of([*EXAMPLE_2, sale], late, WALLETS)
    # XYZ has 4 units left of the ten it bought; GHI all its 20, of which 14 have their own basis.
    assert held(books) == [("GHI", "five", 14, 70), ("GHI", "one", 6, 6), ("XYZ", "one", 2, 2)]


# History


def test_lots_stay_where_they_are_and_the_rest_fills_what_is_left() -> None:
    """The pool sold a's lot for units of b: b's units keep their lot, as far as it was not used."""
    rows = [
        row("buy", "2023-01-01", "early", "a", 5, usd="5"),
        row("buy", "2023-02-01", "late", "b", 5, usd="50"),
        row("sell", "2024-06-01", "s", "b", 3, usd="90"),
        row("buy", "2025-01-02", "new", "b", 1, usd="100"),
    ]
    books = books_of(rows, Household())
    assert gone(books, "s") == [("early", 3, 3)]
    assert held(books) == [
        ("a", "early", 2, 2),
        ("a", "late", 3, 30),
        ("b", "late", 2, 20),
        ("b", "new", 1, 100),
    ]


def test_the_boundary_is_midnight_of_the_household() -> None:
    rows = [
        row("buy", "2023-01-01", "early", "a", 1, usd="1"),
        row("buy", "2023-02-01", "late", "b", 1, usd="10"),
        row("sell", "2025-01-01", "s", "b", 1, usd="20", time="2025-01-01T04:30:00Z"),
    ]
    assert gone(books_of(rows, Household(time_zone="America/New_York")), "s") == [("early", 1, 1)]
    assert gone(books_of(rows, Household(time_zone="UTC")), "s") == [("late", 1, 10)]


def test_more_than_the_pool_has_lots_for_is_of_unknown_basis() -> None:
    """Account b sold what only a held: one unused lot is left for the two units a still holds."""
    rows = [
        row("buy", "2023-01-01", "bought", "a", 2, usd="2"),
        row("sell", "2024-01-01", "s", "b", 1, usd="9"),
        row("buy", "2025-06-01", "new", "b", 1, usd="100"),
    ]
    books = books_of(rows, Household())
    assert held(books) == [
        ("a", "bought", 1, 1),
        ("a", "placed:a:ABC", 1, None),
        ("b", "new", 1, 100),
    ]
    assert books.problems == {"pool-totals-differ": 1}


OF_SEVERAL_OWNERS = {
    "a": {"owner": "self"},
    "m": {"owner": "entity"},
    "s1": {"owner": "spouse"},
    "s2": {"owner": "spouse"},
}
TWO_MOVES_AT_ONCE = (
    row("buy", "2023-01-01", "b", "s2", 5, usd="5"),
    row("sell", "2023-02-01", "s", "s1", 5, usd="9"),
    row("transfer", "2023-03-01", "1", "a", 5, to_account="m"),
    row("transfer", "2023-03-01", "2", "s2", 5, to_account="a"),
)


def test_lots_that_no_account_has_room_for_leave() -> None:
    """Two moves at one instant go in another order apart: the pool is left with a unit more."""
    rows = [
        *TWO_MOVES_AT_ONCE,
        row("buy", "2025-06-01", "new", "a", 1, usd="100"),
    ]
    books = books_of(rows, Household(), OF_SEVERAL_OWNERS)
    assert books.problems["pool-totals-differ"] == 1
    assert [each[3] // COIN for each in books.departures["placed:universal:self:ABC"]] == [5]


def test_of_a_lot_partly_sold_what_is_left_leaves() -> None:
    """As above, and a bought 3 more and sold one of what came first: by its own history 2 of the 3.

    The pool has 4 of the 5 and all of the 3: what a does not hold, 4 and 1, leaves.
    """
    rows = [
        *TWO_MOVES_AT_ONCE,
        row("buy", "2023-04-01", "c", "a", 3, usd="6"),
        row("sell", "2023-05-01", "t", "a", 1, usd="4"),
        row("buy", "2025-06-01", "new", "a", 1, usd="100"),
    ]
    books = books_of(rows, Household(), OF_SEVERAL_OWNERS)
    assert books.problems["pool-totals-differ"] == 2
    assert [each[3] // COIN for each in books.departures["placed:universal:self:ABC"]] == [4, 1]
    assert held(books) == [("a", "c", 2, 4), ("a", "new", 1, 100), ("m", "1", 5, None)]


# Identification


def sold_lot(
    account: Row, day: str, household: Household | None = None, asset: str = "ABC", **more: str
) -> tuple[str, set[str]]:
    """Buy an early and a late lot, sell a unit, naming the late one; say which went, and why."""
    rows = [
        row("buy", "2023-01-01", "early", "x", 1, usd="1"),
        row("buy", "2023-02-01", "late", "x", 1, usd="10"),
        row("sell", day, "s", "x", 1, usd="20", lots="late:1", **more),
    ]
    rows = [{**each, "asset": asset} for each in rows]
    books = books_of(rows, household or Household(), {"x": account})
    [(lot, _, _)] = gone(books, "s")
    return lot, set(books.problems)


WALLET, EXCHANGE = {"kind": "wallet"}, {"kind": "exchange"}
AT_BROKER = {"kind": "exchange", "lots": "fifo", "lots_told": "broker"}


@pytest.mark.parametrize(
    ("account", "day", "more", "expected"),
    [
        # Reg. 1.1012-1(j)(5) Examples 1 and 2: a record before the transfer, or none in time
        (WALLET, "2025-09-02", {}, ("late", set())),
        (WALLET, "2028-09-02", {}, ("late", set())),
        (WALLET, "2025-09-02", {"lots_at": "2025-09-02T12:00:01Z"}, ("early", {"identified-late"})),
        # Notice 2026-20 s. 3.03, 4, 5: books suffice through 2026, and from 2027 no more
        (EXCHANGE, "2026-12-31", {"lots_told": "books"}, ("late", set())),
        (
            EXCHANGE,
            "2027-01-02",
            {"lots_told": "books"},
            ("early", {"books-no-longer-identify"}),
        ),
        (EXCHANGE, "2027-01-02", {"lots_told": "broker"}, ("late", set())),
        # Notice 2026-20 s. 4: what the broker was told controls
        (AT_BROKER, "2026-06-01", {"lots_told": "books"}, ("early", {"broker-order-controls"})),
        (
            {**AT_BROKER, "lots_from": "2026-06-01"},
            "2026-06-01",
            {"lots_told": "books"},
            ("early", {"broker-order-controls"}),
        ),
        (
            {**AT_BROKER, "lots_from": "2026-06-02"},
            "2026-06-01",
            {"lots_told": "books"},
            ("late", set()),
        ),
        (AT_BROKER, "2026-06-01", {"lots_told": "broker"}, ("late", set())),
        (AT_BROKER, "2024-06-01", {"lots_told": "books"}, ("late", set())),
        ({**AT_BROKER, "lots": "specific"}, "2026-06-01", {"lots_told": "books"}, ("late", set())),
    ],
)
def test_whether_named_lots_count(
    account: Row, day: str, more: Row, expected: tuple[str, set[str]]
) -> None:
    assert sold_lot(account, day, **more) == expected


@pytest.mark.parametrize("day", ["2024-06-01", "2026-06-01", "2028-06-01"])
def test_securities_are_identified_to_the_broker(day: str) -> None:
    """Reg. 1.1012-1(c)(3)."""
    fund = Household(classes={"FUND": "security"})
    account = {"kind": "brokerage"}
    assert sold_lot(account, day, fund, "FUND", lots_told="broker") == ("late", set())
    expected = ("early", {"books-do-not-identify"})
    assert sold_lot(account, day, fund, "FUND", lots_told="books") == expected


@pytest.mark.parametrize(
    ("recorded", "lot"), [("2027-02-01", "early"), ("2026-11-20", "dear"), ("", "dear")]
)
def test_an_order_recorded_after_the_sale_is_no_identification(recorded: str, lot: str) -> None:
    """Notice 2026-20 s. 4.02: HIFO run at the end of the year does not identify."""
    rows = [
        row("buy", "2026-01-05", "early", "x", 1, usd="20000"),
        row("buy", "2026-03-01", "dear", "x", 1, usd="45000"),
        row("sell", "2026-11-20", "s", "x", 1, usd="40000"),
    ]
    account = {"kind": "exchange", "lots": "hifo"}
    if recorded:
        account["lots_from"] = recorded
    assert gone(books_of(rows, Household(), {"x": account}), "s")[0][0] == lot


def test_an_order_in_the_books_is_fifo_at_a_broker_from_2027() -> None:
    rows = [
        row("buy", "2025-01-05", "early", "x", 2, usd="2"),
        row("buy", "2025-03-01", "late", "x", 2, usd="20"),
        row("sell", "2026-12-31", "s", "x", 1, usd="9"),
        row("sell", "2027-01-01", "t", "x", 1, usd="9"),
    ]
    books = books_of(rows, Household(), {"x": {"kind": "exchange", "lots": "lifo"}})
    assert (gone(books, "s")[0][0], gone(books, "t")[0][0]) == ("late", "early")
    assert books.problems == {"books-no-longer-identify": 1}
