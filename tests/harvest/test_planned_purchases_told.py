"""What of the losses shown is off already for washes, and what is not, is said under the table.

100 shares bought at 55, 40 today: a loss of 1,500. The IRA bought 10 of them a week ago, so 150 is
off; it will buy 5 more in two weeks, which would take another 75 and is only told.
"""

from pathlib import Path

import pytest

import harvestry

ROWS = (
    "time,account,kind,asset,quantity,id,usd\n"
    "2026-01-05,schwab,buy,IBIT,100,b1,5500\n"
    "2026-11-20,roth,buy,IBIT,10,r1,450\n"
)
ROTH = '[account.roth]\nkind = "brokerage"\ntreatment = "roth-ira"\n'
PLANNED = '[[planned]]\naccount = "roth"\nasset = "IBIT"\nquantity = "5"\nfrom = 2026-12-10\n'


@pytest.mark.parametrize(("plan", "units"), [("", "10"), (PLANNED, "15")])
def test_planned_purchases_are_told_and_not_taken_off(
    tmp_path: Path, plan: str, units: str
) -> None:
    (tmp_path / "history.csv").write_text(ROWS)
    (tmp_path / "accounts.toml").write_text(ROTH + plan)
    (tmp_path / "prices.csv").write_text("date,asset,close_usd\n2026-11-26,IBIT,40\n")
    harvest = harvestry.open_case([tmp_path], as_of="2026-11-27").harvest()
    (row,) = harvest.document["methods"]["fifo"]["summary"]
    assert (row["disallowed_if_sold_today"], row["loss_left"]) == ("150", "-1350")
    notes = " ".join(note for table in harvest.tables for note in table.notes)
    assert f"IBIT in schwab: {units} of it washed by" in notes
    assert ("what planned ones would disallow is not" in notes) is bool(plan)
