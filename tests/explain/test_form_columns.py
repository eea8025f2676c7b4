"""A row with a broker's figures or codes of its own is explained as `gains` shows it."""

from pathlib import Path
from typing import Any

import pytest

from faces.running import document

HEADER = (
    "time,account,kind,asset,quantity,id,usd,fee_usd,form,form_proceeds,form_basis,adjust,related"
)
BUY = "2025-01-02,kraken,buy,BTC,1,b1,900,,,,,,"


def explained(folder: Path, *rows: str, figure: str) -> tuple[Any, Any]:
    """Give the tree of a figure, and the row of `gains` it belongs to."""
    (folder / "own.csv").write_text("\n".join((HEADER, *rows)) + "\n", "utf-8")
    (folder / "accounts.toml").write_text("[account.kraken]\nform_basis_reported = true\n")
    common = ("--as-of", "2026-01-02")
    told = document("explain", ".", figure, *common, cwd=folder)
    (row,) = document("gains", ".", "--year", 2025, *common, cwd=folder)["rows"]
    return told, row


def leaves(node: Any) -> dict[str, str]:
    return {each["name"]: each["value"] for each in node["inputs"]}


@pytest.mark.parametrize(
    ("sale", "codes"),
    [
        ("1000,10,1099-da,1000,,,", {"code_E": "-10"}),
        ("1000,,1099-da,,100,,", {"code_B": "-800"}),
        ("500,,,,,,brother", {"code_L": "400"}),
        ("1000,,,,,E:-5;N:-95,", {"code_E": "-5", "code_N": "-95"}),
    ],
)
def test_a_gain_is_told_by_its_columns_and_codes(
    sale: str, codes: dict[str, str], tmp_path: Path
) -> None:
    told, row = explained(
        tmp_path, BUY, f"2025-03-01,kraken,sell,BTC,1,s1,{sale}", figure="gains:s1:b1"
    )
    assert told["value"] == row["gain"]
    assert leaves(told) == {key: row[key] for key in ("proceeds", "basis", "adjustment")}
    assert leaves(told["inputs"][2]) == codes
    assert all(each["rule"] for each in told["inputs"][2]["inputs"])


def test_what_hangs_on_an_unknown_gain_is_told_as_unknown(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(
        f"{HEADER}\n2025-03-01,kraken,sell,BTC,1,s1,500,,,,,,brother\n"
    )
    common = ("--as-of", "2026-01-02")
    told = document("explain", ".", "gains:s1::adjustment", *common, cwd=tmp_path, code=1)
    assert told["value"] is None
    assert "hangs on the gain, which is unknown" in told["formula"]


def test_a_wash_beside_another_code_is_told_down_to_the_purchase(tmp_path: Path) -> None:
    rows = (
        "2025-01-02,fidelity,buy,IBIT,10,b1,5000,,,,,,",
        "2025-03-01,fidelity,sell,IBIT,10,s1,4000,,1099-b,,,O:-1,",
        "2025-03-11,fidelity,buy,IBIT,10,b2,4100,,,,,,",
    )
    told, row = explained(tmp_path, *rows, figure="gains:s1:b1:adjustment")
    assert (told["value"], row["code"]) == ("999", "OW")
    assert leaves(told) == {"code_O": "-1", "code_W": "1000"}
    wash = told["inputs"][1]
    assert wash["inputs"], "the wash is explained down to what replaced the units"


@pytest.mark.parametrize("column", ["proceeds", "basis", "adjustment"])
def test_each_column_has_its_own_figure(column: str, tmp_path: Path) -> None:
    sale = "2025-03-01,kraken,sell,BTC,1,s1,1000,10,1099-da,1000,100,,"
    told, row = explained(tmp_path, BUY, sale, figure=f"gains:s1:b1:{column}")
    assert told["value"] == row[column]
