"""A loss that units in an IRA replace joins no basis: the state says that it is lost for good.

100 shares bought at 55, 40 today: a loss of 15 each. What the Roth IRA bought within 30 days of the
sale replaces as many of them, and of those the 15 each never come back (Rev. Rul. 2008-5); what
another broker bought takes the loss into its basis (IRC 1091(d)).
"""

from pathlib import Path

import pytest

import harvestry

OLD = "time,account,kind,asset,quantity,id,usd\n2026-01-05,schwab,buy,IBIT,100,b1,5500\n"
IN_THE_ROTH = "2026-11-20,roth,buy,IBIT,10,r1,450\n"
OF_THE_SPOUSE = "2026-11-20,hers,buy,IBIT,10,h1,450\n"
AT_FIDELITY = "2026-11-21,fidelity,buy,IBIT,20,f1,900\n"
ACCOUNTS = (
    '[account.roth]\nkind = "brokerage"\ntreatment = "roth-ira"\n'
    '[account.hers]\nkind = "brokerage"\nowner = "spouse"\n'
)
PLAN = '[[planned]]\naccount = "roth"\nasset = "IBIT"\nquantity = "5"\nfrom = 2026-12-10\n'


def harvest(folder: Path, rows: str, plan: str = "", **positions: str) -> harvestry.Report:
    (folder / "history.csv").write_text(OLD + rows)
    (folder / "accounts.toml").write_text(ACCOUNTS + plan)
    (folder / "prices.csv").write_text("date,asset,close_usd\n2026-11-26,IBIT,40\n")
    return harvestry.open_case([folder], as_of="2026-11-27", positions=positions).harvest()


@pytest.mark.parametrize(
    ("rows", "plan", "state"),
    [
        (
            IN_THE_ROTH,
            "",
            "10 of it washed by roth:IBIT bought 2026-11-20, lost for good, clear from 2026-12-21",
        ),
        (
            IN_THE_ROTH + AT_FIDELITY,
            "",
            (
                "30 of it washed by roth:IBIT bought 2026-11-20 and fidelity:IBIT bought "
                "2026-11-21, 10 of these lost for good, clear from 2026-12-22"
            ),
        ),
        (
            AT_FIDELITY,
            PLAN,
            (
                "20 of it washed by fidelity:IBIT bought 2026-11-21; 5 more would be washed by "
                "roth:IBIT planned 2026-12-10 if that purchase is made, lost for good, "
                "clear from 2027-01-10"
            ),
        ),
    ],
)
def test_a_loss_that_an_ira_replaces_is_told_as_lost(
    tmp_path: Path, rows: str, plan: str, state: str
) -> None:
    report = harvest(tmp_path, rows, plan)
    (row,) = [
        row for row in report.document["methods"]["fifo"]["summary"] if row["account"] == "schwab"
    ]
    assert row["wash_sale_state"] == state
    notes = report.tables[0].notes
    assert f"IBIT in schwab: {state}." in notes
    assert any("(Rev. Rul. 2008-5" in note for note in notes)


def test_what_only_joins_a_basis_is_not_told_as_lost(tmp_path: Path) -> None:
    told = " ".join(harvest(tmp_path, AT_FIDELITY).tables[0].notes)
    assert "washed by fidelity" in told
    assert "for good" not in told


@pytest.mark.parametrize(("position", "is_lost"), [("deferred", False), ("lost", True)])
def test_the_spouses_purchase_loses_it_by_position_alone(
    tmp_path: Path, position: str, *, is_lost: bool
) -> None:
    report = harvest(tmp_path, OF_THE_SPOUSE, spouse_purchase=position)
    told = " ".join(report.tables[0].notes)
    assert "washed by hers" in told
    assert ("lost for good" in told) is is_lost


def test_a_plan_in_an_ira_would_lose_a_loss_already_taken(tmp_path: Path) -> None:
    """Ten of the hundred are sold on 24 November; the Roth would buy five on 10 December."""
    sold = "2026-11-24,schwab,sell,IBIT,10,s1,400\n"
    told = " ".join(harvest(tmp_path, sold, PLAN).tables[0].notes)
    assert (
        "would disallow a loss already taken, in schwab on 2026-11-24, for good; buy after" in told
    )
