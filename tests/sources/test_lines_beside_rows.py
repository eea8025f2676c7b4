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
