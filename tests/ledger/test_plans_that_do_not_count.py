"""Units bought in a plan that does not count, or moved into one: where they are decides."""

import pytest

from properties.amounts import COIN, DOLLAR
from properties.rows import Row
from properties.wash_by_hand import books_of, row
from properties.wash_lives import WashLife

OLD = row("buy", "2025-01-02", "old", 5, 500)
NEW = row("buy", "2025-06-02", "new", 5, 250)
IN_PLAN = {**NEW, "account": "plan"}
OUT = {**row("transfer", "2025-06-05", "move", 5, 0), "account": "plan", "to_account": "b"}
IN = {**row("transfer", "2025-06-05", "move", 5, 0), "account": "b", "to_account": "plan"}
LOSS = row("sell", "2025-06-20", "loss", 5, 250)


def washed(*rows: Row) -> list[tuple[str, int, int, str]]:
    """Give account, units, dollars and outcome of each wash; 5 units lose 50 each."""
    life = WashLife(
        [OLD, *rows, LOSS],
        {"plan": {"treatment": "hsa"}},
        {"X": {"class": "security"}},
        "current-law",
        "UTC",
        {"retirement_plans": "not-covered"},
    )
    return [
        (each.account, each.quantity // COIN, each.amount // DOLLAR, each.outcome.value)
        for each in books_of(life).washes
    ]


@pytest.mark.parametrize(
    ("rows", "came"),
    [
        ((IN_PLAN,), []),
        ((IN_PLAN, OUT), [("b", 5, 250, "deferred")]),
        (({**NEW, "account": "b"},), [("b", 5, 250, "deferred")]),
        (({**NEW, "account": "b"}, IN), []),
    ],
)
def test_units_replace_where_the_account_they_are_in_counts(
    rows: tuple[Row, ...], came: list[tuple[str, int, int, str]]
) -> None:
    assert washed(*rows) == came


def test_what_a_plan_that_does_not_count_sells_that_day_replaces_nothing() -> None:
    assert washed(IN_PLAN, {**row("sell", "2025-06-20", "s", 5, 250), "account": "plan"}) == []


def test_units_back_from_a_plan_replace_again() -> None:
    back = {**OUT, "time": "2025-06-10T12:00:00Z", "id": "back"}
    assert washed({**NEW, "account": "b"}, IN, back) == [("b", 5, 250, "deferred")]
