"""The accountant's workbook: seven sheets, exact texts, numbers that can be added, no formulas."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from harvestry.case import open_case

COLUMNS = (
    "time,account,kind,asset,quantity,id,usd,fee_asset,fee_quantity,fee_usd,to_account,got_asset,"
    "got_quantity,acquired,note\n"
)
LIFE = """\
2025-01-01T12:00:00Z,kraken,buy,BTC,2,b1,20000,,,50
2025-01-02T12:00:00Z,kraken,gift-in,BTC,1,g1,300,,,,,,,2020-04-02
2025-02-01T12:00:00Z,kraken,sell,BTC,0.123456789012345678,s1,6000
2025-03-01T12:00:00Z,kraken,transfer,BTC,1,t1,,BTC,0.1,1500,ledger
2025-04-01T12:00:00Z,ledger,trade,BTC,0.4,x1,5000,,,,,ETH,2
2025-05-01T12:00:00Z,ledger,income:staking,ETH,0.1,i1,250
2025-07-01T12:00:00Z,ledger,deposit,DOGE,100,d1
2026-02-01T12:00:00Z,kraken,sell,BTC,0.1,s2,6000
"""


def workbook(folder: Path, rows: str):  # noqa: ANN201  # openpyxl's own
    path = folder / "own.csv"
    width = COLUMNS.count(",")
    full = [line + "," * (width - line.count(",")) for line in rows.splitlines()]
    path.write_text(COLUMNS + "\n".join(full) + "\n")
    report = open_case([path], as_of="2026-12-31").forms(2025)
    (output,) = [each for each in report.outputs if each.name == "accountant-2025.xlsx"]
    file = BytesIO()
    output.write(file)
    return load_workbook(file)


def body(sheet) -> list[dict[str, object]]:  # noqa: ANN001  # openpyxl's own
    """Give the rows of a sheet by the titles of its columns."""
    header = sheet.freeze_panes and int("".join(filter(str.isdigit, sheet.freeze_panes))) - 1
    titles = [cell.value for cell in sheet[header]]
    rows = []
    for cells in sheet.iter_rows(min_row=header + 1, values_only=True):
        if cells[0] is None or isinstance(cells[0], str):
            break
        rows.append(dict(zip(titles, cells, strict=True)))
    return rows


def test_seven_sheets_with_what_happened_up_to_the_end_of_the_year(tmp_path: Path) -> None:
    book = workbook(tmp_path, LIFE)
    assert book.sheetnames == [
        *("Buy", "Sell", "Trade", "Self-Transfer", "Income", "8949", "Problems"),
    ]
    ids = {name: [row["Id"] for row in body(book[name])] for name in book.sheetnames[:5]}
    assert ids == {
        "Buy": ["b1", "g1"],
        "Sell": ["s1"],
        "Trade": ["x1"],
        "Self-Transfer": ["t1", "d1"],
        "Income": ["i1"],
    }
    (sale,) = body(book["Sell"])
    assert sale["Exact quantity"] == "0.123456789012345678"
    assert sale["Quantity"] == 0.12345678901234568
    assert sale["USD"] == 6000
    assert sale["Time"] == datetime(2025, 2, 1, 12)  # noqa: DTZ001  # a sheet has no zones
    assert body(book["Buy"])[1]["Acquired"] == datetime(2020, 4, 2)  # noqa: DTZ001
    for sheet in book:
        notes = [str(sheet.cell(line, 1).value) for line in range(2, 6)]
        assert any("no tax advice" in note for note in notes), sheet.title
    said = [cell.value for row in book["Problems"].iter_rows() for cell in row]
    assert any("no file shows where from" in str(each) for each in said)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", '=HYPERLINK("x")', "{=1}", "'=1"])
def test_text_is_text(tmp_path: Path, text: str) -> None:
    quoted = '"' + text.replace('"', '""') + '"'
    rows = f"2025-01-01T12:00:00Z,{quoted},buy,{quoted},2,{quoted},20000,,,,,,,,{quoted}\n"
    sheet = workbook(tmp_path, rows)["Buy"]
    found = [cell for row in sheet.iter_rows() for cell in row if cell.value == text]
    assert len(found) >= 4
    assert all(cell.data_type == "s" for cell in found)
