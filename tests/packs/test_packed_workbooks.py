"""A pack of workbooks and of files nobody knows but mapping.toml is recomputed like any other."""

from io import BytesIO
from pathlib import Path

import pytest

from harvestry.case import open_case
from harvestry.case.verifying import verify_pack
from sources.workbooks import workbook

HEADER = ["txid", "refid", "time", "type", "asset", "amount", "fee"]


def _sheet(name: str) -> list[list[str]]:
    return [
        HEADER,
        [f"{name}1", f"{name}R", "2025-01-05 10:00:00", "trade", "USD", "-100", "0"],
        [f"{name}2", f"{name}R", "2025-01-05 10:00:00", "trade", "BTC", "0.001", "0"],
        [f"{name}3", f"{name}S", "2025-02-05 10:00:00", "trade", "USD", "150", "0"],
        [f"{name}4", f"{name}S", "2025-02-05 10:00:00", "trade", "BTC", "-0.001", "0"],
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    (home / "kraken.xlsx").write_bytes(workbook({"A": _sheet("a"), "B": _sheet("b")}))
    (home / "odd.csv").write_text("Day,Coin,Size\n2025-03-01,ETH,2\n")
    (home / "mapping.toml").write_text(
        '[[map]]\nheader = ["Day", "Coin", "Size"]\naccount = "paper"\n'
        '[map.columns]\ntime = "Day"\nasset = "Coin"\nquantity = "Size"\n'
    )
    return home


def test_a_pack_of_them_is_recomputed_to_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    named = [folder / "kraken.xlsx", folder / "odd.csv"]
    case = open_case(named, as_of="2025-12-31", mapping=folder / "mapping.toml")
    assert {each.account for each in case.reading.events} == {"kraken", "paper"}
    report = case.forms(2025)
    file = BytesIO()
    report.outputs[-1].write(file)
    pack = tmp_path / "pack.zip"
    pack.write_bytes(file.getvalue())
    assert verify_pack(pack).same
