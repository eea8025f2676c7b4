"""Dates of two digits each: year or day first, as the whole file tells."""

from pathlib import Path

from harvestry.sources.receipt import Imported
from sources.golden_files import read_bytes, told

HEADER = "#,PAIR,AMOUNT,PRICE,FEE,FEE PERC,FEE CURRENCY,DATE,ORDER ID\n"


def _read(folder: Path, *dates: str) -> Imported:
    rows = (f"{n},BTC/USD,1,100,0,0,USD,{date},{n}\n" for n, date in enumerate(dates))
    return read_bytes(folder, (HEADER + "".join(rows)).encode())


def _times(imported: Imported) -> list[str]:
    return [told(event)["time"][:10] for event in imported.events]


def test_a_part_that_can_be_no_year_tells_the_order_for_all(tmp_path: Path) -> None:
    assert _times(_read(tmp_path, "20-03-05 10:00:00", "21-03-31 10:00:00")) == [
        "2020-03-05",
        "2021-03-31",
    ]
    assert _times(_read(tmp_path, "05-03-20 10:00:00", "31-03-21 10:00:00")) == [
        "2020-03-05",
        "2021-03-31",
    ]


def test_else_the_order_of_rows_tells_it(tmp_path: Path) -> None:
    newest_first = ("21-03-20 10:00:00", "21-03-19 10:00:00", "20-04-21 10:00:00")
    assert _times(_read(tmp_path, *newest_first)) == ["2020-04-21", "2021-03-19", "2021-03-20"]


def test_what_nothing_tells_is_asked(tmp_path: Path) -> None:
    imported = _read(tmp_path, "21-03-20 10:00:00")
    assert [problem.code for problem in imported.problems] == ["ambiguous-date"]
    assert imported.events == []


def test_a_file_of_both_orders_is_not_read(tmp_path: Path) -> None:
    imported = _read(tmp_path, "31-03-21 10:00:00", "21-03-31 10:00:00")
    assert {problem.code for problem in imported.problems} == {"ambiguous-date"}


def test_a_whole_year_needs_no_telling(tmp_path: Path) -> None:
    assert _times(_read(tmp_path, "2021-03-04 10:00:00")) == ["2021-03-04"]
