"""Units gone before a loss, where they count: after those held, day by day as they went."""

from pathlib import Path

import harvestry
from properties.amounts import COIN
from properties.wash_by_hand import books_of, row, told

ROWS = [
    row("buy", "2025-01-02", "old", 8, 160),
    row("buy", "2025-06-02", "new", 10, 100),
    row("gift-out", "2025-06-05", "gift", 4, 40, lots="new:4"),
    row("sell", "2025-06-09", "sold", 3, 60, lots="new:3"),
    row("sell", "2025-06-20", "loss", 8, 80, lots="old:8"),
]
"""Eight sold at a loss of 10 each; of ten bought, three are held, four were given, three sold."""


def test_what_went_first_is_counted_first() -> None:
    books = books_of(told(ROWS, sold_before_loss="counts"))
    came = [(each.quantity // COIN, each.outcome.value) for each in books.washes]
    assert came == [(3, "deferred"), (4, "lost"), (1, "lost")]


def test_they_are_passed_over_unless_the_position_counts_them() -> None:
    books = books_of(told(ROWS))
    assert [(each.quantity // COIN, each.outcome.value) for each in books.washes] == [
        (3, "deferred")
    ]


def test_units_gone_before_universal_pools_end_count_after_it(tmp_path: Path) -> None:
    """Bought on 9 and sold on 20 December 2024; 31 days lie from the one to a loss of 9 January."""
    for day, lost in (("08", "20"), ("09", "0")):
        (tmp_path / "history.csv").write_text(
            "time,account,kind,asset,quantity,id,usd,lots\n"
            "2024-12-09,a,buy,BTC,1,new,30,\n2024-12-20,a,sell,BTC,1,sold,40,new:1\n"
            f"2024-10-01,b,buy,BTC,1,old,100,\n2025-01-{day},b,sell,BTC,1,loss,80,\n"
        )
        case = harvestry.open_case(
            [tmp_path],
            as_of="2025-12-31",
            wash="apply",
            positions={"sold_before_loss": "counts"},
        )
        assert case.gains(2025).document["totals"]["short"]["adjustment"] == lost
