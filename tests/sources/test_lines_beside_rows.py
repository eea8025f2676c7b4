"""Lines that are no rows: totals, disclaimers, notices that nothing was found."""

from pathlib import Path

import pytest

from sources.golden_files import GOLDENS, read_bytes

GEMINI = ",,,,,,,Totals,($1.00),$2.00,,,,,,,,,,,,,,,,,,,,"
KUCOIN = "No matching records found.,,,,,,,,,,,,,,"
ROBINHOOD = (
    '"","","","","","","","","The data provided is for informational purposes only."\n'
    '"The data provided is no tax form.","","","","","","","",""'
)
SCHWAB = '"Transactions Total","","","","","","","$1.00"'
LINES = {
    "gemini/history.csv": GEMINI,
    "kucoin/fills.csv": KUCOIN,
    "robinhood/activity.csv": ROBINHOOD,
    "schwab/history.csv": SCHWAB,
}


@pytest.mark.parametrize("name", LINES)
def test_a_line_that_is_no_row_is_passed_over(name: str, tmp_path: Path) -> None:
    content = (GOLDENS / name).read_bytes()
    plain = read_bytes(tmp_path, content, "plain.csv")
    with_line = read_bytes(tmp_path, content + LINES[name].encode() + b"\n", "more.csv")
    assert len(with_line.events) == len(plain.events)
    assert len(with_line.problems) == len(plain.problems)
    assert with_line.receipts[0].rows_read == plain.receipts[0].rows_read


def test_a_preamble_of_owner_and_title_does_no_harm(tmp_path: Path) -> None:
    content = (GOLDENS / "okx" / "trades.csv").read_bytes().removeprefix(b"\xef\xbb\xbf")
    title = b"\xef\xbb\xbfUID:123,Account Type:Unified\n\n"
    imported = read_bytes(tmp_path, title + content)
    assert imported.receipts[0].format == "okx-trades"
    assert len(imported.events) == 4


COINBASE_HEAD = (
    "Transactions\nUser,Jane Doe,7f7c\n"
    "ID,Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Price at Transaction,"
    "Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes\n"
)
ROW = "{},2024-05-0{} 10:00:00 UTC,Buy,BTC,0.1,USD,$60000.00,$6000.00,$6060.00,$60.00,x\n"
TOTAL = 'Total,,,,,,,"$8,600.00",,,\n'
SENTENCE = '"Disclaimer: this is not tax advice"\n'
NUMBERS = ',,,,0.2,,,"$8,600.00",,,\n'


def _fates(tmp_path: Path, *lines: str) -> tuple[int, dict[int, str], list[int | None]]:
    """Give rows imported, rows skipped with their reasons, and rows with an error."""
    imported = read_bytes(tmp_path, (COINBASE_HEAD + "".join(lines)).encode())
    (receipt,) = imported.receipts
    skipped = {each.row: str(each.reason) for each in receipt.skipped}
    errors = [each.row for each in receipt.problems if each.severity.value == "error"]
    assert receipt.rows_read == receipt.rows_imported + len(skipped) + receipt.rows_problem
    return receipt.rows_imported, skipped, errors


def test_totals_and_words_below_the_rows_are_no_rows(tmp_path: Path) -> None:
    first, last = ROW.format("a", 1), ROW.format("b", 2)
    assert _fates(tmp_path, first, TOTAL, SENTENCE) == (1, {}, [])
    assert _fates(tmp_path, first, NUMBERS, SENTENCE) == (1, {}, [])
    assert _fates(tmp_path, first, TOTAL, last.replace("BTC", "")) == (1, {}, [2])


def test_a_header_that_comes_again_is_skipped_and_counted(tmp_path: Path) -> None:
    again = dict.fromkeys((2, 3, 4), "header-again")
    lines = ROW.format("a", 1), COINBASE_HEAD, ROW.format("b", 2)
    assert _fates(tmp_path, *lines) == (2, again, [])


def test_what_may_be_a_row_stays_a_problem(tmp_path: Path) -> None:
    first, last = ROW.format("a", 1), ROW.format("b", 2)
    assert _fates(tmp_path, first, NUMBERS, last) == (2, {}, [2])
    assert _fates(tmp_path, first, SENTENCE, last) == (2, {}, [2])
    assert _fates(tmp_path, first, "b\n") == (1, {}, [2])
    assert _fates(tmp_path, first, last[:40]) == (1, {}, [2])
    assert _fates(tmp_path, first, last.replace("2024-05-02 10:00:00 UTC", "")) == (1, {}, [2])
    assert _fates(tmp_path, first, "User,John Doe,9a9a\n") == (1, {}, [2])
    assert _fates(tmp_path, first, last.replace("b,2", "Total,2")) == (2, {}, [])


def test_the_last_line_of_a_gemini_history_is_no_row(tmp_path: Path) -> None:
    content = (GOLDENS / "gemini/history.csv").read_bytes()
    plain = read_bytes(tmp_path, content, "plain.csv")
    width = len(content.decode().splitlines()[0].split(","))
    totals = ",".join(["", "", "", "", "", "", "", "$1.00", "", "$2.00", *[""] * (width - 10)])
    whole = read_bytes(tmp_path, content.rstrip() + f"\n{totals}\n".encode(), "more.csv")
    assert len(whole.problems) == len(plain.problems)
    assert whole.receipts[0].rows_read == plain.receipts[0].rows_read
