"""What of all that was received replaces units sold at a loss: by hand, in whole units and dollars.

docs/spec/wash-sales.md section 2, "Purchase".
"""

import pytest

from harvestry.ledger.review.greys import greys_of
from properties.amounts import DOLLAR
from properties.rows import Row
from properties.wash_by_hand import books_of, row, told
from properties.wash_engine import the_wash_engine

OLD = row("buy", "2025-01-06", "old", 10, 500)
SOLD = row("sell", "2025-06-10", "sale", 10, 400, lots="old:10")
EVERY_INCOME = (
    *("staking", "mining", "interest", "airdrop", "fork", "reward", "other"),
    *("wages", "services"),
)


def opening(day: str, acquired: str, usd: int = 410) -> Row:
    return row("opening", day, "o", 10, usd, acquired=acquired)


def disallowed(*rows: Row, **positions: str) -> int:
    books = books_of(told([OLD, SOLD, *rows], **positions))
    return sum(match.disallowed for match in books.matches) // DOLLAR


def greys(*rows: Row, **positions: str) -> list[str]:
    engine = the_wash_engine()
    lived = told(list(rows), **positions)
    accounts = engine.accounts(lived.accounts)
    rules = engine.wash_rules(lived, accounts).wash
    matches = books_of(lived).matches
    found = greys_of(matches, engine.happened(lived, accounts), rules, accounts.named)
    assert {each.position for each in found} <= {"income_as_purchase"}
    return [each.lot for each in found]


@pytest.mark.parametrize("kind", EVERY_INCOME)
def test_income_replaces_by_position_and_is_grey_where_it_does_not(kind: str) -> None:
    received = row(f"income:{kind}", "2025-06-25", "r", 4, 160)
    for choice in ("pay", "yes", "no"):
        counts = choice == "yes" or (choice == "pay" and kind in ("wages", "services"))
        assert disallowed(received, income_as_purchase=choice) == (40 if counts else 0)
        near = greys(OLD, SOLD, received, income_as_purchase=choice)
        assert near == ([] if counts else ["r"])


def test_of_many_receipts_of_an_account_the_first_in_the_window_is_grey() -> None:
    """Of 10 June, 11 May is the first day of the window and 10 July the last."""
    days = ("05-10", "05-11", "05-12", "06-20", "07-10")
    rewards = [row("income:staking", f"2025-{day}", f"r{day}", 1, 40) for day in days]
    assert greys(OLD, SOLD, *rewards) == ["r05-11"]
    assert greys(OLD, SOLD, rewards[0]) == []
    assert greys(OLD, SOLD, rewards[-1]) == ["r07-10"]
    assert greys(OLD, SOLD, row("income:staking", "2025-07-11", "late", 1, 40)) == []


def test_a_receipt_sold_itself_is_not_grey_beside_its_own_loss() -> None:
    reward = row("income:staking", "2025-06-05", "r", 10, 500)
    sold = row("sell", "2025-06-10", "sale", 10, 400, lots="r:10")
    assert greys(reward, sold) == []
    assert greys(reward, sold, row("income:staking", "2025-06-06", "r2", 1, 40)) == ["r2"]


@pytest.mark.parametrize("day", ["2025-06-01", "2025-06-10", "2025-06-20", "2025-07-10"])
def test_a_lot_from_before_the_record_replaces_what_was_sold_near_its_purchase(day: str) -> None:
    """Bought 20 May for 410, it takes the loss of 100 of 10 June, and 155 days of holding."""
    books = books_of(told([OLD, SOLD, opening(day, "2025-05-20")]))
    (lot,) = books.lots
    (wash,) = books.washes
    assert lot.basis == 510 * DOLLAR
    held = 155  # from 6 January to 10 June
    assert lot.acquired_on - lot.holding_from == held
    assert wash.bought_on == lot.acquired_on


@pytest.mark.parametrize(
    ("acquired", "counts"),
    [
        ("2025-05-10", False),
        ("2025-05-11", True),
        ("2025-06-10", True),
        ("", False),
    ],
)
def test_the_day_it_was_acquired_decides(acquired: str, counts: bool) -> None:  # noqa: FBT001
    assert disallowed(opening("2025-06-20", acquired)) == (100 if counts else 0)


def test_one_of_unknown_cost_is_none() -> None:
    unknown = {**opening("2025-06-20", "2025-05-20"), "usd": ""}
    assert disallowed(unknown) == 0


def test_one_whose_row_comes_once_the_window_is_over_replaces_nothing_in_it() -> None:
    assert disallowed(opening("2025-07-10", "2025-05-20")) == 100
    assert disallowed(opening("2025-07-11", "2025-05-20")) == 0


@pytest.mark.parametrize("kind", ["gift-in", "inherit"])
def test_what_was_given_or_inherited_is_none(kind: str) -> None:
    """Reg. 1.1091-1(f): acquired by purchase or taxable exchange."""
    given = row(kind, "2025-06-20", "g", 10, 410, acquired="2025-05-20", fmv_usd="410")
    assert disallowed(given) == 0


def test_units_that_moved_on_replace_as_before() -> None:
    """A transfer at once into another account: there it takes the loss of 10 June."""
    moved = row("transfer", "2025-06-02", "m", 10, 0, to_account="b", lots="o:10")
    books = books_of(told([OLD, SOLD, opening("2025-06-01", "2025-05-20"), moved]))
    assert [(each.lot, each.amount // DOLLAR) for each in books.washes] == [("o", 100)]


@pytest.mark.parametrize("went", ["sell", "gift-out"])
def test_units_gone_on_the_day_of_their_row_replace_though_bought_long_before(went: str) -> None:
    """Bought 20 May, 46 days before 5 July: in the window of 10 June all the same."""
    gone = row(went, "2025-07-05", "gone", 10, 450, lots="o:10")
    books = books_of(told([OLD, SOLD, opening("2025-07-05", "2025-05-20"), gone]))
    assert [(each.lot, each.amount // DOLLAR) for each in books.washes] == [("o", 100)]
    left = books.matches[1:] if went == "sell" else books.departures
    assert [each.basis // DOLLAR for each in left] == [510]
