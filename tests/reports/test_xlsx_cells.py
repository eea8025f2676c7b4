"""Every unit as it stands in a workbook: value, type, number format, look."""

from datetime import datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from harvestry.reports.table import NOT_COMPUTED, Cell, Column, Table, Unit
from harvestry.reports.workbook.writing import Properties, write_workbook
from harvestry.units.days import day_of
from harvestry.units.exact import money_of, price_of, quantity_of

LOSS_RED = "FFA61B1B"
MUTED = "FF5C6873"


def column_of(unit: Unit, *cells: Cell, total: bool = False) -> list[Any]:
    """Write cells as one column and give them as openpyxl reads them."""
    table = Table("T", (Column("C", unit, total=total),), [(cell,) for cell in cells])
    file = BytesIO()
    write_workbook(file, [table], Properties("t", 0))
    sheet = openpyxl.load_workbook(file).worksheets[0]
    header = next(row for row in range(1, 9) if sheet.cell(row, 1).value == "C")
    return [sheet.cell(header + 1 + n, 1) for n in range(len(cells) + (1 if total else 0))]


def format_of(cell: Any) -> str:
    """Give how a number is shown, but for the blank digit that holds it off the edge.

    LibreOffice heeds an indent at the right or not, as the cell before has it: points stray.
    """
    parts = cell.number_format.split(";")
    assert all(part.endswith("_0") for part in parts)
    assert cell.alignment.indent == 0
    return ";".join(part.removesuffix("_0") for part in parts)


def test_money_has_two_decimals_and_thousands_separators() -> None:
    (cell,) = column_of(Unit.MONEY, money_of("1234.565"))
    assert (cell.value, cell.data_type, format_of(cell)) == (1234.565, "n", "#,##0.00")
    assert cell.alignment.horizontal == "right"


def test_a_loss_is_told_by_sign_word_and_colour() -> None:
    gain, loss = column_of(Unit.GAIN, money_of("10.5"), money_of("-10.5"))
    assert (gain.value, loss.value) == (10.5, -10.5)
    plus, minus, zero = format_of(loss).split(";")
    assert plus.startswith("+#,##0.00")
    assert minus == '-#,##0.00" loss"'
    assert zero.startswith("0.00")
    assert loss.font.color.rgb == LOSS_RED
    assert gain.font.color.rgb != LOSS_RED


def test_what_rounds_to_no_cents_is_no_loss() -> None:
    (cell,) = column_of(Unit.GAIN, money_of("-0.004"))
    assert cell.value == -0.004
    assert "loss" not in format_of(cell)
    assert "-" not in format_of(cell)
    assert cell.font.color.rgb != LOSS_RED


@pytest.mark.parametrize(
    ("coins", "number", "shown"),
    [
        ("3", 3, "#,##0"),
        ("0.25", 0.25, "#,##0.00"),
        ("1.123456789", 1.123456789, "#,##0.00000000"),
        ("0.000000000000000001", 1e-18, "#,##0.000000000000000000"),
    ],
)
def test_a_quantity_shows_the_decimals_it_has(coins: str, number: float, shown: str) -> None:
    (cell,) = column_of(Unit.QUANTITY, quantity_of(coins))
    assert (cell.value, cell.data_type, format_of(cell)) == (number, "n", shown)


def test_decimal_points_of_quantities_stand_below_each_other() -> None:
    whole, fine = column_of(Unit.QUANTITY, quantity_of("3"), quantity_of("0.25"))
    assert format_of(whole) == "#,##0_._0_0"
    assert format_of(fine) == "#,##0.00"


def test_prices_keep_the_digits_that_matter() -> None:
    dear, cheap = column_of(Unit.PRICE, price_of("97123.4567"), price_of("0.00001234"))
    assert (dear.value, format_of(dear)) == (97123.4567, "#,##0.00")
    assert (cheap.value, format_of(cheap)) == (0.00001234, "#,##0.00000000")


def test_dates_are_dates() -> None:
    leap, early = column_of(Unit.DAY, day_of("2024-02-29"), day_of("1900-02-28"))
    assert leap.value == datetime(2024, 2, 29)  # noqa: DTZ001 - a cell knows no zone
    assert format_of(leap) == "yyyy-mm-dd"
    # Excel's calendar has a 29 February 1900: what lies before stands as text.
    assert (early.value, early.data_type) == ("1900-02-28", "s")


def test_instants_are_whole_seconds_of_utc() -> None:
    # 20,000 days after 1970-01-01 is 2024-10-04.
    instant = (20_000 * 86_400 + 86_399) * 1_000_000 + 999_999
    cell, early = column_of(Unit.INSTANT, instant, -(10**16))
    assert cell.value == datetime(2024, 10, 4, 23, 59, 59)  # noqa: DTZ001
    assert format_of(cell) == 'yyyy-mm-dd hh:mm:ss" UTC"'
    assert early.data_type == "s"


def test_counts_have_no_separators_and_flags_are_words() -> None:
    (year,) = column_of(Unit.COUNT, 2026)
    assert (year.value, format_of(year)) == (2026, "0")
    yes, no = column_of(Unit.FLAG, True, False)
    assert (yes.value, no.value) == ("yes", "no")


@pytest.mark.parametrize("unit", list(Unit))
def test_what_is_not_known_is_a_muted_word(unit: Unit) -> None:
    unknown, not_computed = column_of(unit, None, NOT_COMPUTED)
    assert (unknown.value, unknown.data_type) == ("unknown", "s")
    assert (not_computed.value, not_computed.data_type) == ("not computed", "s")
    for cell in (unknown, not_computed):
        assert cell.font.color.rgb == MUTED
        assert cell.font.italic


def test_a_sum_is_a_formula() -> None:
    *_, total = column_of(Unit.GAIN, money_of("1.5"), money_of("-4"), total=True)
    assert total.data_type == "f"
    assert total.value == f"=SUM(A{total.row - 2}:A{total.row - 1})"
    assert total.font.bold
    assert total.font.color.rgb == LOSS_RED


def test_whatever_can_be_counted_can_be_summed() -> None:
    *_, coins = column_of(Unit.QUANTITY, quantity_of("0.5"), quantity_of("1.25"), total=True)
    *_, price = column_of(Unit.PRICE, price_of("0.5"), total=True)
    *_, count = column_of(Unit.COUNT, 3, 4, total=True)
    assert [format_of(each) for each in (coins, price, count)] == ["#,##0.00", "#,##0.00", "0"]
    assert {each.data_type for each in (coins, price, count)} == {"f"}


def test_a_column_of_ten_thousand_different_texts_is_written_whole() -> None:
    cells = column_of(Unit.TEXT, *(f"lot {n}" for n in range(10_010)))
    assert [cell.value for cell in cells] == [f"lot {n}" for n in range(10_010)]
