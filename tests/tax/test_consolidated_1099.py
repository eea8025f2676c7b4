"""Robinhood's consolidated Form 1099 as it is given, against the books."""

from pathlib import Path
from typing import Any

import pytest

from faces.running import document, harvestry
from harvestry.sources.broker_forms import read_broker_forms

BOOKS = """time,account,kind,asset,quantity,id,usd
2025-01-02T17:00:00Z,robinhood,buy,BTC,0.5,b1,20000
2025-01-03T17:00:00Z,robinhood,buy,DOGE,100,b2,30
2025-06-02T17:00:00Z,robinhood,sell,BTC,0.5,s1,25000
2025-07-01T17:00:00Z,robinhood,sell,DOGE,100,s2,20
"""
HEADER = (
    "1099-DA,ACCOUNT NUMBER,TAX YEAR,DATE ACQUIRED,SALE DATE,DESCRIPTION,DTIF CODE,DTIF NAME,"
    "DTIF UNITS,COST BASIS,SALES PRICE,TERM,NON COVERED,BASIS NOT SHOWN"
)
FILE = (
    "1099-DIV,ACCOUNT NUMBER,TAX YEAR,ORDINARY DIVIDENDS\n1099-DIV,1,2025,3.10\n"
    f"{HEADER}\n"
    '1099-DA,1,2025,01/02/2025,06/02/2025,,,Bitcoin,0.50000000,"$20,000.00","$25,000.00",SHORT,N,N\n'
    "1099-DA,1,2025,VARIOUS,20250701,DOGE,,Dogecoin DOGE,100,0.00,20.00,,Y,Y\n"
)


def _reconciled(folder: Path, file: str) -> tuple[object, ...]:
    (folder / "in").mkdir()
    (folder / "in" / "own.csv").write_text(BOOKS, "utf-8")
    (folder / "1099.csv").write_text(file, "utf-8")
    return ("reconcile", "in", "--broker-forms", "1099.csv", "--year", 2025)


def test_its_digital_assets_are_matched_with_the_books(tmp_path: Path) -> None:
    told: Any = document(*_reconciled(tmp_path, FILE), "--as-of", "2026-06-01", cwd=tmp_path)
    assert not told["missing_in_books"]
    assert not told["missing_on_form"]
    (bitcoin,), (doge,) = told["matched"], told["differences"]
    assert doge["why"] == "noncovered", "the basis that is not shown is not the zero in its place"
    rows = [line["row_8949"] for line in (bitcoin, doge)]
    assert (rows[0]["proceeds"], rows[0]["basis"]) == ("25000.00", "20000.00")
    assert (rows[1]["proceeds"], rows[1]["basis"]) == ("20.00", "30.00")


def test_the_box_of_form_8949_tells_whether_basis_was_reported(tmp_path: Path) -> None:
    """Boxes G and J of 2025, Instructions for Form 8949 (2025); A is none for digital assets."""
    row = "1099-DA,1,{year},01/02/2025,06/02/2025,,,Bitcoin,0.5,1,2,SHORT,N,N,{box}\n"
    told = [("2025", box) for box in "GHIJKLA"] + [("2025", ""), ("", "G"), ("soon", "G")]
    path = tmp_path / "1099.csv"
    path.write_text(
        f"{HEADER},FORM8949CODE\n" + "".join(row.format(year=y, box=b) for y, b in told)
    )
    found = [
        each
        for each, form in zip(told, read_broker_forms(path, {}).forms, strict=True)
        if form.reported
    ]
    assert found == [("2025", "G"), ("2025", "J")]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("Dogecoin DOGE", "Some New Coin", "nobody knows which coin 'Some New Coin' is"),
        (",,Y,Y\n", ",Y,Y\n", "line 5 has 13 cells under 14 columns"),
        ("SALES PRICE", "PRICE", "its section 1099-DA has no column SALES PRICE"),
        ("20250701", "July", "no day such as"),
    ],
)
def test_what_cannot_be_read_is_refused(old: str, new: str, why: str, tmp_path: Path) -> None:
    assert old in FILE
    ran = harvestry(*_reconciled(tmp_path, FILE.replace(old, new)), cwd=tmp_path)
    assert ran.returncode == 2
    assert why in ran.stderr


def test_a_name_may_be_told_in_assets_toml(tmp_path: Path) -> None:
    words = _reconciled(tmp_path, FILE.replace("Dogecoin DOGE", "Much Wow"))
    (tmp_path / "in" / "assets.toml").write_text('[asset.DOGE]\naliases = ["Much Wow"]\n', "utf-8")
    told: Any = document(*words, "--as-of", "2026-06-01", cwd=tmp_path)
    assert [line["asset"] for line in (*told["matched"], *told["differences"])] == ["BTC", "DOGE"]
