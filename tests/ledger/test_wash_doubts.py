"""What may be a wash sale, though no file tells, is said: docs/spec/wash-sales.md section 6."""

import pytest

from harvestry.ledger.review.doubts import wash_doubts
from harvestry.units.problems import Problem
from properties.rows import Row
from properties.wash_by_hand import books_of, row
from properties.wash_engine import the_wash_engine
from properties.wash_lives import WashLife

ACCOUNTS: dict[str, Row] = {
    "a": {},
    "b": {},
    "0roth": {"treatment": "roth-ira"},
    "roth": {"treatment": "roth-ira"},
    "plan": {"treatment": "401k"},
}
OLD = row("buy", "2025-01-06", "old", 10, 500)
LOSS = row("sell", "2025-06-10", "sale", 10, 400, lots="old:10")
UNKNOWN = {"usd": ""}


def doubts(*rows: Row, kind: str = "security", **positions: str) -> list[Problem]:
    engine = the_wash_engine()
    assets: dict[str, Row] = {"X": {"class": kind}, "Y": {"class": kind}}
    lived = WashLife(list(rows), ACCOUNTS, assets, "current-law", "UTC", positions)
    accounts = engine.accounts(lived.accounts)
    rules = engine.wash_rules(lived, accounts).wash
    events = engine.happened(lived, accounts)
    return list(wash_doubts(books_of(lived), events, rules, accounts.named))


def codes(*rows: Row, kind: str = "security", **positions: str) -> list[tuple[str, str]]:
    return [(each.code, each.about) for each in doubts(*rows, kind=kind, **positions)]


# A sale of unknown gain


@pytest.mark.parametrize(
    ("day", "said"),
    [("05-10", False), ("05-11", True), ("06-10", True), ("07-10", True), ("07-11", False)],
)
@pytest.mark.parametrize("of", ["basis", "proceeds"])
def test_a_sale_of_unknown_gain_may_have_lost_near_a_purchase(
    day: str,
    said: bool,  # noqa: FBT001
    of: str,
) -> None:
    old = OLD | UNKNOWN if of == "basis" else OLD
    sale = LOSS | UNKNOWN if of == "proceeds" else LOSS
    near = row("buy", f"2025-{day}", "near", 5, 210)
    assert codes(old, sale, near) == ([("loss-not-known", "sale")] if said else [])


def test_it_names_the_sale_the_lot_and_the_purchase() -> None:
    (told,) = doubts(OLD | UNKNOWN, LOSS, row("buy", "2025-06-20", "near", 5, 210))
    for name in ("sale", "lot old", "its basis is unknown", "near, X in a", "2025-06-20"):
        assert name in told.message


@pytest.mark.parametrize(("last", "more"), [(15, "So 5 more rows are"), (11, "So 1 more row is")])
def test_many_such_sales_are_told_once(last: int, more: str) -> None:
    sales = [row("sell", f"2025-06-{day}", f"s{day}", 1, 40) for day in range(10, last + 1)]
    near = row("buy", "2025-06-20", "near", 5, 210)
    (told,) = doubts(OLD | UNKNOWN, *sales, near)
    assert told.about == "s10"
    assert f"{more} of X in a." in told.message


def test_nothing_is_said_where_the_rule_does_not_reach() -> None:
    near = row("buy", "2025-06-20", "near", 5, 210)
    assert codes(OLD | UNKNOWN, LOSS, near, kind="coin") == []
    assert codes(OLD | UNKNOWN, LOSS, {**near, "asset": "Y"}) == []
    in_roth = [{**each, "account": "roth"} for each in (OLD | UNKNOWN, LOSS)]
    assert codes(*in_roth, near) == []


def test_a_purchase_in_a_plan_by_position_is_none() -> None:
    near = row("buy", "2025-06-20", "near", 5, 210, account="plan")
    assert codes(OLD | UNKNOWN, LOSS, near) == [("loss-not-known", "sale")]
    assert codes(OLD | UNKNOWN, LOSS, near, retirement_plans="not-covered") == []


def test_the_lot_sold_itself_is_no_purchase_near() -> None:
    new = row("buy", "2025-06-01", "new", 10, 500) | UNKNOWN
    assert codes(new, row("sell", "2025-06-10", "sale", 10, 400)) == []


def test_units_withheld_from_a_purchase_of_unknown_cost_lose_nothing() -> None:
    bought = row("buy", "2025-06-01", "n", 10, 0, fee_asset="X", fee_quantity="1") | UNKNOWN
    assert codes(bought, row("buy", "2025-06-02", "m", 10, 500)) == []


# What came, bought nobody knows when or for what


@pytest.mark.parametrize(
    ("day", "said"),
    [("05-10", False), ("05-11", True), ("07-10", True), ("07-11", False)],
)
def test_a_deposit_near_a_loss_may_replace_it(day: str, said: bool) -> None:  # noqa: FBT001
    came = row("deposit", f"2025-{day}", "d", 10, 0, account="b") | UNKNOWN
    assert codes(OLD, LOSS, came) == ([("may-be-replacement", "d")] if said else [])


def test_a_deposit_near_a_gain_or_a_loss_all_replaced_is_no_doubt() -> None:
    came = row("deposit", "2025-06-12", "d", 10, 0, account="b") | UNKNOWN
    assert codes(OLD, {**LOSS, "usd": "600"}, came) == []
    assert codes(OLD, LOSS, row("buy", "2025-06-11", "new", 10, 420), came) == []
    assert codes(OLD, LOSS, {**came, "asset": "Y"}) == []


@pytest.mark.parametrize(
    ("day", "acquired", "usd", "said"),
    [
        ("2025-06-20", "2025-05-20", "", True),
        ("2025-06-20", "2025-05-10", "", False),
        ("2025-06-20", "", "410", True),
        ("2025-05-11", "", "410", True),
        ("2025-05-10", "", "410", False),
        ("2026-06-20", "", "410", True),
        ("2025-06-20", "2025-05-10", "410", False),
    ],
)
def test_an_opening_of_unknown_day_or_cost_may_lie_in_a_window(
    day: str,
    acquired: str,
    usd: str,
    said: bool,  # noqa: FBT001
) -> None:
    lot = row("opening", day, "o", 10, 0, account="b", acquired=acquired) | {"usd": usd}
    assert codes(OLD, LOSS, lot) == ([("may-be-replacement", "o")] if said else [])


@pytest.mark.parametrize(("day", "said"), [("2025-07-10", False), ("2025-07-11", True)])
def test_an_opening_whose_row_comes_too_late_is_an_error(
    day: str,
    said: bool,  # noqa: FBT001
) -> None:
    lot = row("opening", day, "o", 10, 410, account="b", acquired="2025-05-20")
    told = doubts(OLD, LOSS, lot)
    assert [(each.code, each.severity.value) for each in told] == (
        [("replacement-told-late", "error")] if said else []
    )
    far = {**lot, "acquired": "2025-05-10"}
    assert codes(OLD, LOSS, far) == []


def test_an_opening_in_time_is_none_for_what_its_units_leave_of_the_loss() -> None:
    """Five of ten units are replaced on the last day of the window; five nobody bought."""
    half = row("opening", "2025-07-10", "o", 5, 205, account="b", acquired="2025-05-20")
    assert codes(OLD, LOSS, half) == []


# Purchases of one instant


def test_the_names_of_accounts_that_decided_an_outcome_are_told() -> None:
    taxable = row("buy", "2025-06-12", "t", 10, 410, account="b")
    for account, goes in (("0roth", "is lost for good"), ("roth", "is deferred")):
        (told,) = doubts(
            OLD, LOSS, taxable, row("buy", "2025-06-12", "i", 10, 410, account=account)
        )
        assert (told.code, told.about, told.severity.value) == ("wash-tie", "sale", "note")
        for name in (goes, "t in b", f"i in {account}"):
            assert name in told.message


def test_no_tie_decided_where_all_of_both_replace_or_times_differ() -> None:
    taxable = row("buy", "2025-06-12", "t", 4, 164, account="b")
    other = row("buy", "2025-06-12", "i", 6, 246, account="roth")
    assert codes(OLD, LOSS, taxable, other) == []
    assert codes(OLD, LOSS, taxable, {**other, "quantity": "7"}) == [("wash-tie", "sale")]
    assert (
        codes(OLD, LOSS, taxable, {**other, "quantity": "7", "time": "2025-06-12T13:00:00Z"}) == []
    )
    assert codes(OLD, LOSS, taxable, {**other, "quantity": "7", "account": "a"}) == []


def test_a_purchase_that_does_not_count_ties_with_none() -> None:
    """By the position units in a plan replace nothing, so of two purchases only one can."""
    bought = [
        row("buy", "2025-06-12", name, 10, 410, account=account)
        for name, account in (("t", "b"), ("p", "plan"))
    ]
    assert codes(OLD, LOSS, *bought) == [("wash-tie", "sale")]
    assert codes(OLD, LOSS, *bought, retirement_plans="not-covered") == []


def test_what_had_gone_before_the_loss_is_no_tie() -> None:
    taxable = row("buy", "2025-06-01", "t", 10, 410, account="b")
    other = row("buy", "2025-06-01", "i", 10, 410, account="roth")
    gone = row("sell", "2025-06-05", "g", 10, 420, account="roth")
    assert codes(OLD, LOSS, taxable, other) == [("wash-tie", "sale")]
    assert codes(OLD, LOSS, taxable, other, gone) == []
