"""The IRS's own examples of Form 8949, Schedule D and Form 1099-DA, through the command line."""

import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

from faces.running import document

HEADER: Final = (
    "time,account,kind,asset,quantity,id,usd,form,form_basis,form_basis_reported,adjust,"
    "got_asset,got_quantity,related,prior_disallowed"
)
EXAMPLES: Final = tomllib.loads(Path(__file__).with_name("forms_examples.toml").read_text("utf-8"))[
    "example"
]


def written(folder: Path, rows: list[str]) -> None:
    width = HEADER.count(",")
    lines = [row + "," * (width - row.count(",")) for row in rows]
    (folder / "own.csv").write_text("\n".join((HEADER, *lines)) + "\n", "utf-8")


@pytest.mark.parametrize("example", EXAMPLES, ids=[each["name"] for each in EXAMPLES])
def test_the_row_is_the_published_one(example: Any, tmp_path: Path) -> None:
    written(tmp_path, example["rows"])
    told = document("gains", ".", "--year", 2025, "--as-of", "2026-02-01", cwd=tmp_path)
    (row,) = told["rows"]
    columns = [row[key] for key in ("proceeds", "basis", "code", "adjustment", "gain")]
    assert columns == example["columns"], example["cite"]
    assert row["box"] == example.get("box", row["box"])


def test_totals_go_straight_to_line_8a(tmp_path: Path) -> None:
    """Instructions for Schedule D (2025), lines 1a and 8a, Example 1."""
    rows = [
        "2020-01-02,fidelity,buy,IBIT,1,b1,2000",
        "2020-01-03,fidelity,buy,FBTC,1,b2,3000",
        "2025-03-01,fidelity,sell,IBIT,1,s1,6000,1099-b,,true",
        "2025-03-02,fidelity,sell,FBTC,1,s2,5000,1099-b,,true",
    ]
    written(tmp_path, rows)
    common = (".", "--year", 2025, "--as-of", "2026-02-01", "--out", "out", "--direct")
    told = document("forms", *common, cwd=tmp_path)
    line = told["directly_on_schedule_d"]["8a"]
    assert (line["proceeds"], line["basis"], line["gain"]) == ("11000.00", "5000.00", "6000.00")
    assert told["form_8949"] == []


def test_a_broker_sends_a_form_for_each_kind_of_unit(tmp_path: Path) -> None:
    """Instructions for Form 1099-DA (2026): units of 2022 noncovered, of 2026 covered, by term."""
    rows = [
        "2022-04-01,kraken,buy,BTC,1,b1,100",
        "2026-04-01,kraken,buy,BTC,1,b2,200",
        "2026-08-01,kraken,buy,BTC,1,b3,300",
        "2027-06-01,kraken,sell,BTC,3,s1,3000",
    ]
    written(tmp_path, rows)
    forms = (
        "account,asset,quantity,acquired,sold,proceeds,basis,basis_reported,term,wash,noncovered",
        "kraken,BTC,1,,2027-06-01,1000,,false,Y,,true",
        "kraken,BTC,1,2026-04-01,2027-06-01,1000,200,true,long,,false",
        "kraken,BTC,1,2026-08-01,2027-06-01,1000,300,true,short,,false",
    )
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "1099.csv").write_text("\n".join(forms) + "\n", "utf-8")
    common = ("own.csv", "--broker-forms", "forms/1099.csv", "--year", 2027)
    told = document("reconcile", *common, "--as-of", "2028-02-01", cwd=tmp_path)
    boxes = sorted(line["row_8949"]["box"] for line in told["matched"])
    assert boxes == ["G", "J"]
    (noncovered,) = told["differences"]
    assert (noncovered["why"], noncovered["row_8949"]["box"]) == ("noncovered", "K")
    assert noncovered["row_8949"]["basis"] == "100.00"
