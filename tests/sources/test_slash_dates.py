"""Dates with slashes: the order is decided once a file, by what stands in it, or not at all."""

from pathlib import Path

import pytest

from harvestry.sources.receipt import Imported
from harvestry.units.days import instant_text
from sources.golden_files import read_bytes

COINBASE = (
    "Timestamp,Transaction Type,Asset,Quantity Transacted,USD Spot Price at Transaction,"
    "USD Subtotal,USD Total (inclusive of fees),USD Fees,Notes"
)
TRANSFERS = "Timestamp,Type,BTC,Subtotal,Fees,Total,Currency,Price Per Coin,Payment Method,ID,Share"
OURS = "time,account,kind,asset,quantity,usd,acquired"


def _coinbase(folder: Path, *times: str) -> Imported:
    rows = [f"{time},Buy,BTC,1,1,1,1,0," for time in times]
    return read_bytes(folder, "\n".join((COINBASE, *rows, "")).encode())


def _ours(folder: Path, *times: str) -> Imported:
    rows = [f"{time},w,buy,BTC,1,1," for time in times]
    return read_bytes(folder, "\n".join((OURS, *rows, "")).encode())


def _times(imported: Imported) -> list[str]:
    return [instant_text(event.time) for event in imported.events]


def _said(imported: Imported) -> list[tuple[str, str, int | None]]:
    return [(p.code, p.severity.value, p.row) for p in imported.problems]


def test_an_export_with_the_month_first_is_read_so(tmp_path: Path) -> None:
    imported = _coinbase(tmp_path, "03/04/2019", "05/06/2019")
    assert _times(imported) == ["2019-03-04T12:00:00Z", "2019-05-06T12:00:00Z"]
    assert imported.problems == ()


@pytest.mark.parametrize(
    ("telling", "first"),
    [("12/24/2019", "2019-03-04T12:00:00Z"), ("24/12/2019", "2019-04-03T12:00:00Z")],
)
def test_one_day_above_twelve_tells_the_order_of_all(
    telling: str, first: str, tmp_path: Path
) -> None:
    for times in (("03/04/2019", telling), (telling, "03/04/2019")):
        imported = _coinbase(tmp_path, *times)
        assert _times(imported) == [first, "2019-12-24T12:00:00Z"]
        assert imported.problems == ()


@pytest.mark.parametrize(
    ("time", "read"),
    [
        ("1/25/19 14:05", "2019-01-25T14:05:00Z"),
        ("1/25/2019 4:05", "2019-01-25T04:05:00Z"),
        ("1/25/2019 4:05:09 PM", "2019-01-25T16:05:09Z"),
        ("1/25/2019 12:05 am", "2019-01-25T00:05:00Z"),
        ("25/1/2019 14:05", "2019-01-25T14:05:00Z"),
        ("1/25/2019", "2019-01-25T12:00:00Z"),
    ],
)
def test_a_file_that_a_spreadsheet_saved_is_read_with_a_warning(
    time: str, read: str, tmp_path: Path
) -> None:
    imported = _coinbase(tmp_path, "2019-01-01T00:00:00Z", time)
    assert _times(imported) == ["2019-01-01T00:00:00Z", read]
    assert _said(imported) == [("resaved-file", "warning", 2)]


@pytest.mark.parametrize(
    "times",
    [
        ("1/2/2019 14:05", "3/4/2019 15:05", "2019-12-31T00:00:00Z"),
        ("1/2/2019", "03/04/2019", "2019-12-31T00:00:00Z"),
        ("13/02/2019", "02/13/2019", "2019-12-31T00:00:00Z"),
    ],
)
def test_an_order_that_nothing_or_too_much_tells_is_not_guessed(
    times: tuple[str, ...], tmp_path: Path
) -> None:
    imported = _coinbase(tmp_path, *times)
    assert _times(imported) == ["2019-12-31T00:00:00Z"]
    (problem,) = imported.problems
    assert (problem.code, problem.row) == ("ambiguous-date", 1)
    assert problem.message.endswith("This is the first of 2 such rows.")
    assert imported.receipts[0].rows_problem == 2


def test_one_such_row_is_no_first_of_several(tmp_path: Path) -> None:
    (problem,) = _coinbase(tmp_path, "1/2/2019 14:05", "2019-12-31T00:00:00Z").problems
    assert problem.code == "ambiguous-date"
    assert "such rows" not in problem.message


def test_old_exports_never_had_slashes_so_their_order_is_not_known(tmp_path: Path) -> None:
    row = "01/02/2013,Buy,1,1,0,1,USD,1,bank,x,"
    assert [p.code for p in read_bytes(tmp_path, f"{TRANSFERS}\n{row}\n".encode()).problems] == [
        "ambiguous-date"
    ]


@pytest.mark.parametrize("time", ["02/30/2019", "1/25/2019 25:00", "1/25/2019 13:00 PM"])
def test_a_time_that_does_not_exist_is_refused(time: str, tmp_path: Path) -> None:
    assert _said(_coinbase(tmp_path, "02/28/2019", time))[0] == ("bad-time", "error", 2)


def test_a_year_of_another_century_is_refused(tmp_path: Path) -> None:
    assert _said(_coinbase(tmp_path, "02/28/0224")) == [("time-out-of-range", "error", 1)]


def test_years_of_two_digits_are_of_this_century_or_the_end_of_the_last(tmp_path: Path) -> None:
    imported = _coinbase(tmp_path, "1/25/68", "1/25/69")
    assert _times(imported) == ["1969-01-25T12:00:00Z", "2068-01-25T12:00:00Z"]


def test_our_own_file_takes_bare_dates_whose_order_it_tells(tmp_path: Path) -> None:
    imported = _ours(tmp_path, "01/02/2023", "12/31/2023", "2023-05-05")
    assert [time[:10] for time in _times(imported)] == ["2023-01-02", "2023-05-05", "2023-12-31"]
    assert _said(imported) == [("resaved-file", "warning", 1)]


def test_every_time_of_our_own_file_tells_the_order(tmp_path: Path) -> None:
    content = f"{OURS}\n01/02/2023,w,opening,BTC,1,1,25/12/2020\n"
    (event,) = read_bytes(tmp_path, content.encode()).events
    assert instant_text(event.time)[:10] == "2023-02-01"
    assert event.detail.acquired is not None
    assert instant_text(event.detail.acquired)[:10] == "2020-12-25"


def test_a_clock_without_its_zone_is_not_guessed_in_our_own_file(tmp_path: Path) -> None:
    imported = _ours(tmp_path, "12/31/2023 14:05", "12/32/2023")
    assert [(p.code, p.row) for p in imported.problems if p.severity == "error"] == [
        ("bad-time", 1),
        ("bad-time", 2),
    ]
    assert "time zone" in imported.problems[0].message


def test_many_dates_of_unknown_order_are_one_problem(tmp_path: Path) -> None:
    (problem,) = _ours(tmp_path, *["01/02/2023"] * 50).problems
    assert problem.code == "ambiguous-date"
    assert "50 such rows" in problem.message


def test_a_short_row_does_not_hide_the_order(tmp_path: Path) -> None:
    content = f"{OURS}\n01/02/2023,w,buy,BTC,1,1,\n\n12/31/2023\n"
    imported = read_bytes(tmp_path, content.encode())
    assert [time[:10] for time in _times(imported)] == ["2023-01-02"]
