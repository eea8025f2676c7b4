"""Forty payloads in every field of text, through every file that `forms` writes."""

import csv
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from beancount import loader
from openpyxl import load_workbook

from harvestry.case import open_case
from tax_software.reading_txf import read as read_txf

PAYLOADS = (
    *("=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|'/C calc'!A0", '=HYPERLINK("http://x","y")'),
    *("=IMPORTXML(CONCAT(1),1)", "|calc", "%0A=1", "=-1", "+-1", "@@1", "==1", " =1", "'=1"),
    *("^", "^^", "A^", "TD", "N321", "$1", "P^", '"', '""', "'", "\\", '\\"', ";", "; x", "a;b"),
    *("{1 USD}", "{{1 USD}}", "[2020-01-01]", "@ 1 USD", "@@ 1 USD", "#tag", "^link", "a  b"),
    *("include x", "option x", "<script>", "</t>", "&lt;", "_x0041_", "a,b", "a\tb", "é", "日本"),
    *("\u202ee", "x" * 190, "Assets:X", "USD", "usd", "0", "-5", "1e5", "(1)", "*", "!"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
OURS = re.compile(r"=(SUM|SUBTOTAL)\(")
HEADER = (
    "time,account,kind,asset,quantity,id,usd,fee_asset,fee_quantity,fee_usd,to_account,got_asset,"
    "got_quantity,hash,note"
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Write the files of a household whose every name is a payload."""
    folder = tmp_path_factory.mktemp("hostile")
    stream = io.StringIO(newline="")
    rows = csv.writer(stream)
    rows.writerow(HEADER.split(","))
    for n, text in enumerate(PAYLOADS):
        day = f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}T"
        common = [text, text]
        rows.writerow(
            [f"{day}01:00:00Z", text, "buy", text, 4, f"b{n}{text}", 100, *[""] * 6, *common]
        )
        rows.writerow(
            [f"{day}02:00:00Z", text, "sell", text, 1, f"s{n}{text}", 9, *[""] * 6, *common]
        )
        trade = [
            text,
            "trade",
            text,
            1,
            f"x{n}{text}",
            30,
            "",
            "",
            "",
            "",
            f"got{text}",
            2,
            *common,
        ]
        rows.writerow([f"{day}03:00:00Z", *trade])
        move = [
            text,
            "transfer",
            text,
            1,
            f"t{n}{text}",
            "",
            "",
            "",
            "",
            f"to {text}",
            "",
            "",
            *common,
        ]
        rows.writerow([f"{day}04:00:00Z", *move])
        income = [text, "income:staking", text, 1, f"i{n}{text}", "", *[""] * 6, *common]
        rows.writerow([f"{day}05:00:00Z", *income])
    path = folder / "=1+1 ^ {x}.csv"
    path.write_text(stream.getvalue(), newline="")
    report = open_case([path], as_of="2024-12-31").forms(2024)
    files = {}
    for output in report.outputs:
        file = io.BytesIO()
        output.write(file)
        files[output.name] = file.getvalue()
    return files


def test_the_payloads_do_get_through(written: dict[str, bytes]) -> None:
    events = written["turbotax-transactions-2024.csv"].decode()
    assert len(list(csv.reader(io.StringIO(events, newline="")))) > 4 * 40


def test_no_cell_of_a_csv_is_a_formula(written: dict[str, bytes]) -> None:
    names = [name for name in written if name.endswith(".csv")]
    assert len(names) > 8
    for name in names:
        lines = list(csv.reader(io.StringIO(written[name].decode(), newline=""), strict=True))
        assert len({len(line) for line in lines}) <= 1
        for cell in (cell for line in lines for cell in line):
            assert NUMBER.fullmatch(cell) or not cell.startswith(FORMULA), cell
            assert cell.isprintable()


@pytest.mark.parametrize("name", ["accountant-2024.xlsx", "forms-2024.xlsx"])
def test_no_text_of_a_workbook_is_a_formula(written: dict[str, bytes], name: str) -> None:
    book = load_workbook(io.BytesIO(written[name]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(OURS.match(str(cell.value)) for cell in cells if cell.data_type == "f")
    assert all(cell.hyperlink is None for cell in cells)


def test_txf_reads_back_strictly(written: dict[str, bytes]) -> None:
    _, sales = read_txf(written["txf-v042-2024.txf"])
    assert len(sales) >= 2 * 40


def test_beancount_finds_what_was_meant_and_nothing_else(written: dict[str, bytes]) -> None:
    _, errors, options = loader.load_string(written["journal.beancount"].decode())
    assert not errors, errors[0].message
    assert options["include"] in ([], ["<string>"])


def test_bean_check_itself_ends_with_0(written: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "journal.beancount"
    path.write_bytes(written["journal.beancount"])
    program = Path(sys.executable).with_name("bean-check")
    done = subprocess.run([program, path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed here")
def test_hledger_finds_what_was_meant(written: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "books.journal"
    path.write_bytes(written["journal.hledger"])
    done = subprocess.run(
        ["hledger", "-f", path, "check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_pages_of_text_have_no_line_that_is_not_theirs(written: dict[str, bytes]) -> None:
    for name in ("README.txt", "journal.beancount", "journal.hledger"):
        assert all(
            line.isprintable() for line in written[name].decode().replace("\r\n", "\n").split("\n")
        )
