"""XLSX: read as the exchange's CSV would be, or refused in one sentence, quickly and in little."""

import os
import struct
import subprocess
import sys
import time
from datetime import date, datetime, time as clock
from pathlib import Path

import pytest

from harvestry.sources.cells import cells_of
from harvestry.sources.errors import (
    BrokenWorkbookError,
    NotTextError,
    OwnWorkbookError,
    UnknownFormatError,
)
from sources.golden_files import read, told
from sources.workbooks import by_hand, text_rows, workbook

HEADER = ["txid", "refid", "time", "type", "asset", "amount", "fee"]
DEPOSIT = ["A", "R", datetime(2024, 1, 5, 12, 33, 44, 567000), "deposit", "XXBT", 0.1 + 0.2, 0]  # noqa: DTZ001
AS_TEXT = ["A", "R", "2024-01-05 12:33:44", "deposit", "XXBT", "0.3", "0"]


def _given(folder: Path, content: bytes, name: str = "kraken.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_numbers_and_times_are_read_as_a_csv_would_write_them(tmp_path: Path) -> None:
    rows = [
        DEPOSIT,
        ["B", "S", date(2024, 1, 6), "deposit", "XXBT", 1e-8, None],
        ["C", "T", "2024-01-07 01:02:03", "deposit", "XXBT", "1,234.5", "0"],
        ["D", "U", datetime(2024, 1, 7, 23, 59, 59, 999900), "deposit", "XXBT", 15544400000000, 0],  # noqa: DTZ001
    ]
    imported = read(_given(tmp_path, workbook({"Ledgers": [HEADER, *rows]})))
    assert [(told(e)["time"], told(e)["quantity"]) for e in imported.events] == [
        ("2024-01-05T12:33:44.567000Z", "0.3"),
        ("2024-01-06T12:00:00Z", "0.00000001"),
        ("2024-01-07T01:02:03Z", "1234.5"),
        ("2024-01-08T00:00:00Z", "15544400000000"),
    ]
    assert imported.receipts[0].file.name == "kraken.xlsx"


def test_each_sheet_is_a_file_of_its_own_and_the_others_are_named(tmp_path: Path) -> None:
    book = workbook(
        {
            "Notes": [["About"]],
            "One": [["Kraken"], [], HEADER, AS_TEXT],
            "Two": [HEADER, ["B", *AS_TEXT[1:]], ["B2", *AS_TEXT[1:]]],
            "Old": [HEADER, ["C", *AS_TEXT[1:]]],
        },
        hidden=["Old"],
    )
    path = _given(tmp_path, book)
    imported = read(path)
    assert [(r.file.name, r.rows_read) for r in imported.receipts] == [
        ("kraken.xlsx, sheet One", 1),
        ("kraken.xlsx, sheet Two", 2),
    ]
    assert imported.receipts[0].line_of(1) == 4
    assert [(p.code, p.severity.value) for p in imported.problems] == [
        ("hidden-sheet", "warning"),
        ("left-out", "note"),
    ]
    assert {e.account for e in imported.events} == {"kraken"}
    shown = cells_of([e.source for e in imported.events], [path])
    assert sorted(cells["txid"] for cells in shown.values()) == ["A", "B", "B2"]


def test_a_sheet_of_transactions_nobody_knows_is_a_warning_and_a_summary_is_none(
    tmp_path: Path,
) -> None:
    book = workbook(
        {
            "One": [HEADER, AS_TEXT],
            "Old desk": [
                ["My trades"],
                ["When", "Action", "Coin", "Amount", "Paid USD"],
                ["2026-01-15 10:00:00", "BUY", "LTC", 10, 900],
            ],
            "Holdings": [["Coin", "Amount", "Date"], ["BTC", 1, "2026-01-15"]],
            "Gains": [["Asset", "Date Sold", "Gain"], ["BTC", "2026-01-15", 12]],
        }
    )
    problems = read(_given(tmp_path, book)).problems
    assert [(p.code, p.file) for p in problems] == [
        ("left-out", "kraken.xlsx"),
        ("unknown-sheet", "kraken.xlsx, sheet Old desk"),
    ]
    assert problems[0].message.endswith("left out: Holdings, Gains.")


def test_date_and_clock_of_two_cells_come_as_serial_numbers(tmp_path: Path) -> None:
    rows = [HEADER, ["A", "R", clock(12, 0), "deposit", "XXBT", 1, 0]]
    imported = read(_given(tmp_path, workbook({"S": rows})))
    assert [p.code for p in imported.problems] == ["bad-time"]


def test_a_workbook_is_known_by_what_it_holds(tmp_path: Path) -> None:
    assert read(_given(tmp_path, workbook({"S": [HEADER, AS_TEXT]}), "kraken.csv")).events
    zipped = b"PK\x03\x04" + bytes(40)
    with pytest.raises(NotTextError, match="archive"):
        read(_given(tmp_path, zipped, "export.csv"))


def test_a_cell_that_holds_a_formula_as_text_is_a_problem(tmp_path: Path) -> None:
    data = text_rows([HEADER, [*AS_TEXT[:5], "=1+1", "0"]])
    imported = read(_given(tmp_path, by_hand(data)))
    assert [p.code for p in imported.problems] == ["bad-number"]


def test_the_saved_result_of_a_formula_counts(tmp_path: Path) -> None:
    cells = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in AS_TEXT[:5])
    data = (
        text_rows([HEADER])
        + f'<row r="2">{cells}<c><f>1/8</f><v>0.125</v></c><c><v>0</v></c></row>'
    )
    (event,) = read(_given(tmp_path, by_hand(data))).events
    assert told(event)["quantity"] == "0.125"


def _cell(xml: str) -> bytes:
    return by_hand(text_rows([HEADER, AS_TEXT]) + f'<row r="3">{xml}</row>')


def _lying_sizes(content: bytes) -> bytes:
    """Claim in all headers that every part is ten bytes long once unpacked."""
    found = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.find(mark)
        while place >= 0:
            found[place + at : place + at + 4] = struct.pack("<I", 10)
            place = content.find(mark, place + 4)
    return bytes(found)


BOMB = by_hand("<!--" + " " * (400 << 20) + "-->")
DOCTYPE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
REFUSED = {
    "a zip bomb": BOMB,
    "a zip bomb that lies about its size": _lying_sizes(BOMB),
    "an outside entity": by_hand(text_rows([HEADER, AS_TEXT]), DOCTYPE),
    "entities within entities": by_hand(text_rows([HEADER, AS_TEXT]), LAUGHS),
    "a cell in the farthest corner": _cell('<c r="XFD1048576"><v>1</v></c>'),
    "a cell of an impossible column": _cell('<c r="ZZZZ99999999"><v>1</v></c>'),
    "a formula without its result": _cell("<c><f>A1*2</f></c>"),
    "a formula that failed": _cell('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
    "an empty file by that name": b"PK\x03\x04",
    "half a file": workbook({"S": [HEADER, AS_TEXT]})[:-300],
    "broken data": by_hand("<row><c></row"),
    "no sheet": by_hand("").replace(b"worksheets/sheet1", b"worksheets/sheet9"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_workbook_that_cannot_be_trusted_is_refused_in_one_sentence(
    name: str, tmp_path: Path
) -> None:
    path = _given(tmp_path, REFUSED[name])
    began = time.monotonic()
    with pytest.raises(BrokenWorkbookError) as caught:
        read(path)
    assert time.monotonic() - began < 10
    assert caught.value.message.count(". ") == 0
    assert path.name in str(caught.value)


def test_a_password_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotTextError, match="password"):
        read(_given(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)))


def test_our_own_workbook_and_one_of_no_known_format_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(OwnWorkbookError):
        read(_given(tmp_path, workbook({"Summary by FIFO": [["Asset"]]})))
    with pytest.raises(UnknownFormatError, match="its columns are Asset, Colour"):
        read(_given(tmp_path, workbook({"S": [["Asset", "Colour"], ["BTC", "red"]]})))


def test_a_bomb_is_refused_within_half_a_gigabyte(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="this system cannot confine a process")
    path = _given(tmp_path, BOMB)
    limit = 512 << 20

    def confined() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    command = [sys.executable, "-m", "harvestry", "events", str(path)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=10, check=False, preexec_fn=confined
    )
    assert done.returncode == 2
    assert "trap" in done.stderr
    assert "Traceback" not in done.stderr


def test_rows_far_apart_are_no_reason_to_refuse(tmp_path: Path) -> None:
    data = text_rows([HEADER, AS_TEXT]) + text_rows([["B", *AS_TEXT[1:]]], first=200_000)
    imported = read(_given(tmp_path, by_hand(data)))
    assert imported.receipts[0].line_of(2) == 200_000


def test_styled_rows_without_cells_at_the_end_of_a_sheet_are_no_reason_to_refuse(
    tmp_path: Path,
) -> None:
    wide = [[*HEADER, *(f"c{n}" for n in range(30))], [*AS_TEXT, *("x" for _ in range(30))]]
    data = text_rows(wide) + '<row r="1048575" ht="12.8"></row><row r="1048576"/>'
    assert read(_given(tmp_path, by_hand(data))).receipts[0].rows_read == 1


def test_ids_that_lost_their_digits_tell_no_rows_apart(tmp_path: Path) -> None:
    header = "portfolio,trade id,product,side,created at,size,size unit,price,fee,total,unit"
    rows = [
        f"p,1.55444E+13,BTC-USD,BUY,2021-01-0{day}T00:00:00Z,1,BTC,10,0,-10,USD" for day in (1, 2)
    ]
    path = tmp_path / "fills.csv"
    path.write_text("\n".join([header, *rows, ""]))
    imported = read(path)
    assert len(imported.events) == 2
    assert [(p.code, p.severity.value) for p in imported.problems] == [("damaged-id", "warning")]


def test_rows_that_belong_together_by_a_damaged_id_are_a_problem(tmp_path: Path) -> None:
    damaged = ["A", 1234567890123456789, "2024-01-05 12:33:44", "trade", "XXBT", 1, 0]
    imported = read(_given(tmp_path, workbook({"S": [HEADER, damaged]})))
    assert [(p.code, p.severity.value) for p in imported.problems] == [("damaged-id", "error")]


EMPTY_ROWS = "".join(f'<row r="{n}" spans="1:7"/><row r="{n + 1}"></row>' for n in range(3, 9000))
FAR = '<row r="1048576" ht="15" customHeight="1"></row>'


@pytest.mark.parametrize("middle", ["", EMPTY_ROWS, EMPTY_ROWS * 4])
def test_rows_without_cells_are_numbered_for_their_looks_alone(middle: str, tmp_path: Path) -> None:
    wide = text_rows([[*HEADER, *(f"extra {n}" for n in range(40))], AS_TEXT])
    (event,) = read(_given(tmp_path, by_hand(wide + middle + FAR * 200))).events
    assert told(event)["quantity"] == "0.3"


@pytest.mark.parametrize(
    "far",
    [
        '<row r="999999999999"><c r="A1"><v>1</v></c></row>',
        '<row r="1048577"><c><v>1</v></c></row>',
        "<row r='1048576'><c r = 'ZZ1048576'><v>1</v></c></row>",
        '<row r="1000000"><row><c r="ZZ9"><v>1</v></c></row></row>',
        '<row x="/>" r="1048576"><c r="ZZZ1"><v>1</v></c></row>',
    ],
)
def test_a_cell_far_away_is_refused_however_it_is_written(far: str, tmp_path: Path) -> None:
    with pytest.raises(BrokenWorkbookError, match="so far from the others"):
        read(_given(tmp_path, by_hand(text_rows([HEADER, AS_TEXT]) + far)))


def test_damaged_workbooks_never_end_the_program() -> None:
    """In a process of its own: a reader that runs out of memory ends it without an exception."""
    script = Path(__file__).parent / "spoiling_workbooks.py"
    times = 4000 if os.environ.get("HARVESTRY_TESTS") == "full" else 250
    done = subprocess.run(
        [sys.executable, str(script), str(times)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout == f"{times} read or refused\n"
