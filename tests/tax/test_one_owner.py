"""`owner` looks at one owner's accounts; a tax is of a whole return, and nothing else is one."""

from pathlib import Path

import pytest

import harvestry

ROWS = """time,account,kind,asset,quantity,id,usd
2024-01-05,mine,buy,BTC,1,b1,50000
2024-01-05,theirs,buy,BTC,1,b2,50000
2026-02-05,mine,sell,BTC,0.5,s1,35000
2026-02-05,theirs,sell,BTC,0.5,s2,35000
"""


def household(folder: Path, status: str, theirs: str, owner: str | None) -> harvestry.Case:
    (folder / "h.csv").write_text(ROWS)
    (folder / "accounts.toml").write_text(f"[account.theirs]\nowner = '{theirs}'\n")
    (folder / "prices.csv").write_text("date,asset,close_usd\n2026-12-01,BTC,40000\n")
    year = f"[year.2026]\nfiling_status = '{status}'\nwages = '150000'\n"
    (folder / "profile.toml").write_text(f"time_zone = 'UTC'\n{year}")
    return harvestry.open_case([folder], as_of="2026-12-01", owner=owner)


@pytest.mark.parametrize(
    ("status", "theirs", "owner", "net_long"),
    [
        ("mfj", "spouse", None, "20000"),
        ("mfj", "spouse", "self", None),
        ("mfj", "spouse", "spouse", None),
        ("mfs", "spouse", "self", "10000"),  # the spouse files apart
        ("mfs", "spouse", "spouse", None),  # another return, with wages nobody told
        ("single", "joint", "self", None),
        ("single", "entity", "self", "10000"),
        ("single", "entity", "entity", None),
    ],
)
def test_a_tax_is_of_a_whole_return(
    status: str, theirs: str, owner: str | None, net_long: str | None, tmp_path: Path
) -> None:
    report = household(tmp_path, status, theirs, owner).tax(2026)
    assert report.document["net_long"] == net_long
    assert (report.document["total_tax"] is None) == (net_long is None)
    codes = {each.code for each in report.problems}
    assert ("no-whole-return" in codes) == (net_long is None)


def test_the_forms_of_one_owner_have_no_totals_of_the_return(tmp_path: Path) -> None:
    case = household(tmp_path, "mfj", "spouse", "spouse")
    lines = case.forms(2026).document["schedule_d"]["lines"]
    assert (lines["10"], lines["7"], lines["15"], lines["16"]) == ("10000.00", None, None, None)


def test_a_spouses_harvest_saves_on_the_joint_return(tmp_path: Path) -> None:
    """5,000 of loss against the 20,000 long-term gain of both, at 15 %."""
    harvest = household(tmp_path, "mfj", "spouse", "spouse").harvest()
    (row,) = harvest.document["methods"]["fifo"]["summary"]
    assert (row["account"], row["tax_saved"]) == ("theirs", "750")


def test_a_harvest_of_an_entity_saves_nothing_on_a_persons_return(tmp_path: Path) -> None:
    harvest = household(tmp_path, "single", "entity", "entity").harvest()
    (row,) = harvest.document["methods"]["fifo"]["summary"]
    assert row["tax_saved"] is None
