"""What is sold but is no plain purchase: gifts sold at a loss, and foreign money."""

from pathlib import Path
from typing import Any

import pytest

import harvestry

HEADER = "time,account,kind,asset,quantity,id,usd,acquired,fmv_usd\n"
PROFILE = "time_zone = 'UTC'\n[year.{year}]\nfiling_status = 'single'\nwages = '100000'\n"
EUROS = ("2025-02-15,w,buy,EUR,1000,f1,1050,,", "2025-08-15,w,sell,EUR,1000,f2,1170,,")


def household(folder: Path, *rows: str, year: int = 2025) -> harvestry.Case:
    (folder / "own.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows))
    (folder / "profile.toml").write_text(PROFILE.format(year=year))
    return harvestry.open_case([folder], as_of="2026-03-01")


def rows_of(case: harvestry.Case) -> dict[str, Any]:
    forms = case.forms(2025).document["form_8949"]
    return {row["figure"]: {**row, "box": box["box"]} for box in forms for row in box["rows"]}


def test_a_gift_sold_at_a_loss_is_held_from_the_gift(tmp_path: Path) -> None:
    """The donor paid 200 each in 2020; worth 150 at the gift (IRC 1015(a); Pub. 544 table 4-2)."""
    rows = rows_of(
        household(
            tmp_path,
            "2025-01-15,w,gift-in,LTC,10,g1,2000,2020-05-05,1500",
            "2025-05-15,w,sell,LTC,5,g2,500,,",
            "2025-05-16,w,sell,LTC,5,g3,1200,,",
        )
    )
    loss, gain = rows["gains:g2:g1"], rows["gains:g3:g1"]
    assert (loss["box"], loss["acquired"], loss["basis"]) == ("I", "01/15/2025", "750.00")
    assert (gain["box"], gain["acquired"], gain["basis"]) == ("L", "05/05/2020", "1000.00")


def test_a_replacement_of_a_wash_sale_keeps_the_day_it_was_bought(tmp_path: Path) -> None:
    """It is held from 2024, and long-term, by section 1223(3)."""
    (tmp_path / "own.csv").write_text(
        HEADER
        + "2024-01-05,b,buy,IBIT,10,i1,1000,,\n2025-06-05,b,sell,IBIT,10,s1,800,,\n"
        + "2025-06-10,b,buy,IBIT,10,i2,850,,\n2025-12-05,b,sell,IBIT,10,s2,2000,,\n"
    )
    (tmp_path / "assets.toml").write_text("[asset.IBIT]\nclass = 'security'\n")
    rows = rows_of(harvestry.open_case([tmp_path], as_of="2026-03-01"))
    assert rows["gains:s1:i1"]["code"] == "W"
    replacement = rows["gains:s2:i2"]
    assert (replacement["box"], replacement["acquired"]) == ("F", "06/10/2025")


def test_gains_on_foreign_money_are_told_of(tmp_path: Path) -> None:
    """120 stand in box C as capital; IRC 988(a)(1) has them ordinary."""
    case = household(tmp_path, *EUROS)
    assert rows_of(case)["gains:f2:f1"]["box"] == "C"
    for report in (case.tax(2025), case.forms(2025), case.check()):
        (told,) = [each for each in report.problems if each.code == "foreign-currency"]
        assert "EUR $120.00" in told.message
    even = household(tmp_path, EUROS[0], EUROS[1].replace("1170", "1050"))
    assert "foreign-currency" not in {each.code for each in even.tax(2025).problems}


def test_only_a_long_term_collectible_has_a_rate_of_its_own(tmp_path: Path) -> None:
    """28 % Rate Gain Worksheet line 1 takes Form 8949 Part II alone."""
    (tmp_path / "assets.toml").write_text("[asset.GOLD]\nclass = 'collectible'\n")
    bought = "{},w,buy,GOLD,1,b1,1000,,"
    rows = (bought, "2025-06-05,w,sell,GOLD,1,s1,2000,,", "2024-01-05,w,buy,BTC,1,b2,1000,,")
    more = "2025-06-06,w,sell,BTC,1,s2,6000,,"
    lines = {}
    for day in ("2024-01-05", "2025-01-05"):
        case = household(tmp_path, rows[0].format(day), *rows[1:], more)
        lines[day] = case.tax(2025).document["lines"]["schedule_d.18"]
    assert lines == {"2024-01-05": "1000", "2025-01-05": "0"}


def test_of_a_washed_loss_a_joint_accounts_part_counts(tmp_path: Path) -> None:
    """A loss of 200 is washed in full; half of it is on this return, and none of it counts."""
    (tmp_path / "assets.toml").write_text("[asset.IBIT]\nclass = 'security'\n")
    (tmp_path / "accounts.toml").write_text("[account.b]\nowner = 'joint'\nshare = '0.5'\n")
    case = household(
        tmp_path,
        "2024-01-05,b,buy,IBIT,10,i1,1000,,",
        "2025-06-05,b,sell,IBIT,10,s1,800,,",
        "2025-06-10,b,buy,IBIT,10,i2,850,,",
    )
    (row,) = case.gains(2025).document["rows"]
    told = {key: row[key] for key in ("proceeds", "basis", "adjustment", "gain", "deferred")}
    assert told == {
        "proceeds": "400",
        "basis": "500",
        "adjustment": "100",
        "gain": "0",
        "deferred": "100",
    }


@pytest.mark.parametrize(
    ("kind", "business", "line"),
    [
        ("mining", "false", "Schedule 1 line 8v"),
        ("mining", "true", "Schedule C line 1"),
        ("services", "false", "Schedule C line 1"),
        ("interest", "false", "Form 1040 line 2b"),
        ("wages", "false", "Form 1040 line 1a"),
    ],
)
def test_income_goes_to_the_line_of_its_kind(
    kind: str, business: str, line: str, tmp_path: Path
) -> None:
    case = household(tmp_path, f"2025-05-05,w,income:{kind},ETH,1,i1,100,,")
    profile = tmp_path / "profile.toml"
    profile.write_text(PROFILE.format(year=2025) + f"mining_is_business = {business}\n")
    (income,) = case.forms(2025).document["income"]
    assert income["line"].split(",")[0] == line


def test_other_income_has_the_line_of_its_year(tmp_path: Path) -> None:
    """Schedule 1: line 8 in 2020, 8z from 2021, 8v from 2023."""
    lines = {}
    for year in (2020, 2021, 2022, 2023):
        row = f"{year}-05-05,w,income:staking,ETH,1,i1,100,,"
        (income,) = household(tmp_path, row, year=year).forms(year).document["income"]
        lines[year] = income["line"].split(",")[0]
    schedule = "Schedule 1 line "
    assert lines == {
        2020: f"{schedule}8",
        2021: f"{schedule}8z",
        2022: f"{schedule}8z",
        2023: f"{schedule}8v",
    }
