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
