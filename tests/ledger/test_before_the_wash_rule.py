"""A loss on a security sold before 1921 stands whole: Congress made the rule that year."""

import json
from pathlib import Path

from faces.running import harvestry

ROWS = """time,account,kind,asset,quantity,id,usd
{year}-01-01T10:00:00Z,w,buy,GBTC,1,b1,1000
{year}-02-01T10:00:00Z,w,sell,GBTC,1,s1,500
{year}-02-11T10:00:00Z,w,buy,GBTC,1,b2,500
"""


def _gain(folder: Path, year: int, bought: str = "02-11") -> tuple[str, str]:
    (folder / "w.csv").write_text(ROWS.format(year=year).replace("02-11", bought), "utf-8")
    words = ("gains", "w.csv", "--year", str(year), "--as-of", "2026-02-01", "--json")
    ran = harvestry(*words, cwd=folder)
    assert ran.returncode == 0, ran.stderr
    (row,) = json.loads(ran.stdout)["rows"]
    return row["adjustment"], row["gain"]


def test_a_loss_before_the_rule_stands_and_one_under_it_does_not(tmp_path: Path) -> None:
    assert _gain(tmp_path, 1920) == ("0", "-500")
    assert _gain(tmp_path, 1922) == ("500", "0")


def test_before_the_rule_not_even_a_purchase_of_that_day_takes_a_loss(tmp_path: Path) -> None:
    assert _gain(tmp_path, 1920, bought="02-01") == ("0", "-500")
    assert _gain(tmp_path, 1922, bought="02-01") == ("500", "0")
