"""What of the losses shown is off already for washes, and what is not, is said under the table.

100 shares bought at 55, 40 today: a loss of 1,500. The IRA bought 10 of them a week ago, so 150 is
off; it will buy 5 more in two weeks, which would take another 75, if they are bought at all: that
is told apart, and only told. Of a plan of 40 shares a week
the first two weeks and 10 of the third take the 90 that are left.
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


WEEKLY = (
    '[[planned]]\naccount = "roth"\nasset = "IBIT"\nquantity = "40"\nfrom = 2026-12-01\n'
    'every = "week"\nuntil = 2026-12-15\n'
)
BOUGHT = "10 of it washed by roth:IBIT bought 2026-11-20, lost for good"


@pytest.mark.parametrize(
    ("plan", "more"),
    [
        ("", ""),
        (
            PLANNED,
            (
                "5 more would be washed by roth:IBIT planned 2026-12-10 if that purchase is made, "
                "lost for good"
            ),
        ),
        (
            WEEKLY,
            (
                "90 more would be washed by roth:IBIT planned 2026-12-01 and roth:IBIT planned "
                "2026-12-08 and 1 more if those purchases are made, lost for good"
            ),
        ),
    ],
)
def test_planned_purchases_are_told_and_not_taken_off(tmp_path: Path, plan: str, more: str) -> None:
    (tmp_path / "history.csv").write_text(ROWS)
    (tmp_path / "accounts.toml").write_text(ROTH + plan)
    (tmp_path / "prices.csv").write_text("date,asset,close_usd\n2026-11-26,IBIT,40\n")
    harvest = harvestry.open_case([tmp_path], as_of="2026-11-27").harvest()
    (row,) = harvest.document["methods"]["fifo"]["summary"]
    assert (row["disallowed_if_sold_today"], row["loss_left"]) == ("150", "-1350")
    notes = " ".join(note for table in harvest.tables for note in table.notes)
    # The last day that any purchase named is near a sale lies 30 days after it.
    clear = {"": "2026-12-21", PLANNED: "2027-01-10", WEEKLY: "2027-01-15"}[plan]
    words = f"{BOUGHT}{'; ' if more else ''}{more}, clear from {clear}"
    assert row["wash_sale_state"] == words
    assert f"IBIT in schwab: {words}." in notes
    assert ("what planned ones would disallow is not" in notes) is bool(plan)


def test_what_only_plans_would_wash_is_not_said_to_be_washed(tmp_path: Path) -> None:
    (tmp_path / "history.csv").write_text("\n".join(ROWS.splitlines()[:2]) + "\n")
    (tmp_path / "accounts.toml").write_text(ROTH + PLANNED.replace('"5"', '"100"'))
    (tmp_path / "prices.csv").write_text("date,asset,close_usd\n2026-11-26,IBIT,40\n")
    harvest = harvestry.open_case([tmp_path], as_of="2026-11-27").harvest()
    (row,) = harvest.document["methods"]["fifo"]["summary"]
    assert row["wash_sale_state"] == (
        "would be washed by roth:IBIT planned 2026-12-10 if that purchase is made, lost for good, "
        "clear from 2027-01-10"
    )


def test_accounts_that_would_meet_the_same_are_told_together(tmp_path: Path) -> None:
    """Another hundred at another broker: whichever is sold, the IRA's ten replace ten of it."""
    (tmp_path / "history.csv").write_text(ROWS + "2026-01-06,fidelity,buy,IBIT,100,f1,5600\n")
    (tmp_path / "accounts.toml").write_text(ROTH)
    (tmp_path / "prices.csv").write_text("date,asset,close_usd\n2026-11-26,IBIT,40\n")
    harvest = harvestry.open_case([tmp_path], as_of="2026-11-27").harvest()
    notes = [note for table in harvest.tables for note in table.notes if "IBIT in " in note]
    assert notes
    assert set(notes) == {f"IBIT in fidelity or schwab: {BOUGHT}, clear from 2026-12-21."}
