"""What washes a planned sale is what the fold itself finds: no row is clear beside what is off.

1 BTC bought for 50,000 and now worth 40,000: a loss of 10,000, and in every case here one BTC that
was bought within 30 days replaces it (IRC 1091(a)).
"""

from pathlib import Path

import pytest

import harvestry

HEADER = "time,account,kind,asset,quantity,id,usd\n"
GONE = (
    "2026-01-05T10:00:00Z,a,buy,BTC,1,b1,50000\n"
    "2026-11-10T10:00:00Z,b,buy,BTC,1,b2,45000\n"
    "2026-11-20T10:00:00Z,b,sell,BTC,1,s1,46000\n"
)
"""What replaces was sold again before, at a gain."""
SAME_DAY = "2026-11-20T10:00:00Z,a,buy,BTC,1,b1,50000\n2026-11-20T15:00:00Z,b,buy,BTC,1,b2,30000\n"
"""What replaces was bought on the day of the lot that is sold, but after it."""


@pytest.mark.parametrize(
    ("rows", "position", "state"),
    [
        (GONE, {}, "clear"),
        (
            GONE,
            {"sold_before_loss": "counts"},
            "washed by b:BTC bought 2026-11-10, lost for good, clear from 2026-12-11",
        ),
        (
            SAME_DAY,
            {"older_lot": "exempt"},
            "washed by b:BTC bought 2026-11-20, clear from 2026-12-21",
        ),
    ],
)
def test_the_state_agrees_with_what_is_disallowed(
    tmp_path: Path, rows: str, position: dict[str, str], state: str
) -> None:
    (tmp_path / "history.csv").write_text(HEADER + rows)
    (tmp_path / "prices.csv").write_text("date,asset,close_usd\n2026-12-01,BTC,40000\n")
    told = harvestry.open_case([tmp_path], as_of="2026-12-01", wash="apply", positions=position)
    for method in told.harvest().document["methods"].values():
        row = next(each for each in method["summary"] if each["account"] == "a")
        disallowed = "0" if state == "clear" else "10000"
        assert (row["disallowed_if_sold_today"], row["wash_sale_state"]) == (disallowed, state)
        lot = next(each for each in method["ordering"] if each["account"] == "a")
        assert lot["wash_sale_state"] == state


def test_of_a_loss_that_is_disallowed_in_full_no_part_is_told(tmp_path: Path) -> None:
    """2 at 350, 1 at 156 that is 26 days old, 157 today, when 3 are bought elsewhere.

    Last in, first out the one is sold at a gain of 1 and takes up 193 of the loss of 386 on the two
    (IRC 1091(d)); its own loss of 192 and the other 193 go to what was bought today: 385, all.
    """
    (tmp_path / "history.csv").write_text(
        HEADER
        + "2026-10-16T10:00:00Z,b,buy,ETH,2,b6,700\n"
        + "2026-10-30T10:00:00Z,b,buy,ETH,1,b8,156\n"
        + "2026-11-25T10:00:00Z,a,buy,ETH,3,b13,829\n"
    )
    (tmp_path / "prices.csv").write_text("date,asset,close_usd\n2026-11-25,ETH,157\n")
    told = harvestry.open_case([tmp_path], as_of="2026-11-25", wash="apply").harvest().document
    (row,) = (each for each in told["methods"]["lifo"]["summary"] if each["account"] == "b")
    assert (row["loss_that_can_be_locked_in"], row["disallowed_if_sold_today"]) == ("-385", "385")
    assert row["wash_sale_state"] == "washed by a:ETH bought 2026-11-25, clear from 2026-12-26"
