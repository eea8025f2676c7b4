"""Rows that end before their last column: notes left out are no harm, a line cut off is."""

from pathlib import Path

from sources.golden_files import read_bytes

HEADER = "User_ID,UTC_Time,Account,Operation,Coin,Change,Remark\n"
FULL = "1,2023-06-05 19:47:00,Spot,Deposit,BUSD,125,\n"
SHORT = "1,2023-06-06 19:47:00,Spot,Deposit,BUSD,126\n"
SHORTER = "1,2023-06-07 19:47:00,Spot,Deposit,BUSD\n"


def test_a_row_that_lacks_only_its_notes_is_read(tmp_path: Path) -> None:
    imported = read_bytes(tmp_path, (HEADER + SHORT + FULL).encode())
    assert [event.source.rows for event in imported.events] == [(2,), (1,)]


def test_a_row_that_lacks_more_is_a_problem(tmp_path: Path) -> None:
    imported = read_bytes(tmp_path, (HEADER + SHORTER + FULL).encode())
    assert [(p.row, p.code) for p in imported.problems] == [(1, "ragged-row")]


def test_the_last_line_may_have_been_cut_off_and_is_a_problem(tmp_path: Path) -> None:
    imported = read_bytes(tmp_path, (HEADER + FULL + SHORT).encode())
    assert [(p.row, p.code) for p in imported.problems] == [(2, "ragged-row")]
    assert imported.receipts[0].rows_read == 2
