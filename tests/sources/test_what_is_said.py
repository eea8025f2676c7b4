"""What is said of a file: each thing once, at its row and line, in one line of print."""

from pathlib import Path

import pytest

from harvestry.sources.errors import SourceError
from harvestry.sources.settings.errors import SettingsError
from sources.golden_files import read, read_bytes

HEADER = "time,account,kind,asset,quantity,id,usd,note"
GOOD = "2024-01-01,ledger,buy,BTC,1,,1,"
KRAKEN = "txid,refid,time,type,subtype,aclass,asset,amount,fee,balance"
HOSTILE = "a\nb\r\x1b[31m\u202ec.csv"


def _bad(n: int) -> str:
    return f"2024-01-01,ledger,buy,BTC,{n} ETH,,1,"


def test_rows_wrong_for_one_cause_are_told_one_by_one_while_they_are_few(tmp_path: Path) -> None:
    rows = [HEADER, *map(_bad, range(1, 6)), ""]
    problems = read_bytes(tmp_path, "\n".join(rows).encode()).problems
    assert [(p.code, p.row, p.line) for p in problems] == [
        ("bad-number", row, row + 1) for row in range(1, 6)
    ]


def test_many_rows_wrong_for_one_cause_are_one_problem(tmp_path: Path) -> None:
    rows = [HEADER, GOOD, *map(_bad, range(1, 1001)), "2024-01-01,x,swap,BTC,1,,,", ""]
    imported = read_bytes(tmp_path, "\n".join(rows).encode())
    units, kind = imported.problems
    assert (units.code, units.row, units.line) == ("bad-number", 2, 3)
    assert units.message.endswith("correct it. This is the first of 1,000 such rows.")
    assert (kind.code, kind.row) == ("unknown-row-kind", 1002)
    assert imported.receipts[0].rows_problem == 1001


def test_half_trades_are_one_problem_whatever_their_amounts(tmp_path: Path) -> None:
    rows = [f"T{n},R{n},2021-01-01 00:00:00,trade,,currency,XXBT,{n},0,1" for n in range(1, 21)]
    (problem,) = read_bytes(tmp_path, "\n".join((KRAKEN, *rows, "")).encode()).problems
    assert (problem.code, problem.row) == ("incomplete-group", 1)
    assert problem.message.endswith("This is the first of 20 such rows.")


def test_contradictions_with_one_file_are_one_problem(tmp_path: Path) -> None:
    for name, quantity in (("a.csv", 1), ("b.csv", 2)):
        rows = [f"2024-01-01,ledger,buy,BTC,{quantity},x-{n},1," for n in range(10)]
        (tmp_path / name).write_text("\n".join((HEADER, *rows, "")))
    (problem,) = read(tmp_path / "a.csv", tmp_path / "b.csv").problems
    assert (problem.code, problem.file, problem.row) == ("conflicting-id", "b.csv", 1)
    assert problem.message.startswith("Its id 'x-0' also stands on a.csv row 1 with other content")
    assert problem.message.endswith("This is the first of 10 such rows.")


def test_a_contradiction_names_the_row_that_was_taken(tmp_path: Path) -> None:
    rows = [f"2024-01-01,ledger,buy,BTC,{quantity},x-1,1," for quantity in (3, 2, 1)]
    problems = read_bytes(tmp_path, "\n".join((HEADER, *rows, "")).encode()).problems
    assert [problem.row for problem in problems] == [1, 2]
    assert all("row 3 of this file" in problem.message for problem in problems)


def test_rows_know_their_lines_past_blank_lines_and_long_cells(tmp_path: Path) -> None:
    text = f'\n{HEADER}\n{GOOD}\n\n{GOOD}"two\nlines"\n\n,,,\n{GOOD}\n{_bad(1)}\n'
    imported = read_bytes(tmp_path, text.encode())
    (receipt,) = imported.receipts
    assert [receipt.line_of(row) for row in range(6)] == [None, 3, 5, 9, 10, None]
    assert [(p.row, p.line) for p in imported.problems] == [(4, 10)]


def test_a_hostile_file_name_breaks_no_message(tmp_path: Path) -> None:
    imported = read_bytes(tmp_path, f"{HEADER}\n{_bad(1)}\n".encode(), HOSTILE)
    (problem,) = imported.problems
    assert problem.file == "a\\nb\\r\\x1b[31m\\u202ec.csv"
    assert problem.file.isprintable()
    with pytest.raises(SourceError) as caught:
        read_bytes(tmp_path, b"x", HOSTILE)
    assert str(caught.value).isprintable()
    assert str(SettingsError(HOSTILE, "", "", "no", "yes")).isprintable()


def test_a_hostile_cell_breaks_no_message(tmp_path: Path) -> None:
    text = f'{HEADER}\n2024-01-01,ledger,"a\nb",BTC,1,,1,\n'
    (problem,) = read_bytes(tmp_path, text.encode()).problems
    assert problem.message.isprintable()


def test_rows_of_a_group_are_named_a_few_at_a_time(tmp_path: Path) -> None:
    rows = [f"T{n},R,2021-01-01 00:00:00,trade,,currency,XXBT,1,0,1" for n in range(20)]
    (problem,) = read_bytes(tmp_path, "\n".join((KRAKEN, *rows, "")).encode()).problems
    assert problem.message.startswith("With rows 2, 3, 4, 5, 6, 7, 8, 9 and 11 more: only one side")
