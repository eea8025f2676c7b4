"""The bars of a summary sheet and the list they are drawn from."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl

from harvestry.reports.table import Cell, Column, Row, Table, Unit
from harvestry.reports.workbook.chart import NO_LOSS, TITLE, Bar, bars_of
from harvestry.reports.workbook.writing import Properties, write_workbook
from harvestry.units.exact import money_of

COLUMNS = (
    Column("Asset", Unit.TEXT),
    Column("Account", Unit.TEXT),
    Column("Value", Unit.MONEY),
    Column("Loss that can be locked in", Unit.GAIN),
)


def summary(*losses: Cell) -> Table:
    rows: list[Row] = [
        (f"A{n}", "kraken", money_of("10"), loss) for n, loss in enumerate(losses, start=1)
    ]
    return Table("Summary by FIFO", COLUMNS, rows, chart="loss_that_can_be_locked_in")


def written(table: Table) -> tuple[Any, ZipFile]:
    file = BytesIO()
    write_workbook(file, [table], Properties("t", 0))
    return openpyxl.load_workbook(file).worksheets[0], ZipFile(file)


def test_the_greatest_loss_comes_first_and_what_is_none_is_left_out() -> None:
    losses = (money_of("-5"), 0, None, money_of("-7.5"), money_of("-0.004"), money_of("-6"))
    assert bars_of(summary(*losses)) == [
        Bar("A4 · kraken", money_of("-7.5")),
        Bar("A6 · kraken", money_of("-6")),
        Bar("A1 · kraken", money_of("-5")),
    ]


def test_beyond_fifteen_bars_the_small_ones_are_added_up() -> None:
    bars = bars_of(summary(*(money_of(str(-n)) for n in range(1, 21))))
    assert bars is not None
    assert len(bars) == 15
    assert bars[0] == Bar("A20 · kraken", money_of("-20"))
    # 14 bars of 20 to 7, then 6 + 5 + 4 + 3 + 2 + 1.
    assert bars[-1] == Bar("6 others together", money_of("-21"))


def test_other_tables_have_no_bars() -> None:
    assert bars_of(Table("T", COLUMNS[:3], [("BTC", "kraken", 0)])) is None
    assert bars_of(summary()) is None


def test_the_list_stands_below_the_rows_and_the_chart_beside_it() -> None:
    sheet, parts = written(summary(money_of("-5"), money_of("-7.5")))
    column = [cell.value for cell in sheet["A"]]
    start = column.index(TITLE) + 1
    assert column[start : start + 2] == ["A2 · kraken", "A1 · kraken"]
    amounts = [sheet.cell(start + 1, n).value for n in range(1, 8)]
    assert -7.5 in amounts
    where = amounts.index(-7.5)
    drawing = parts.read("xl/drawings/drawing1.xml").decode()
    assert f"<xdr:from><xdr:col>{where + 1}</xdr:col>" in drawing
    assert f"<xdr:row>{start}</xdr:row>" in drawing
    assert f'descr="Bar chart: {TITLE}"' in drawing


def test_the_chart_carries_its_values_for_viewers_that_do_not_calculate() -> None:
    _, parts = written(summary(money_of("-5"), money_of("-7.5")))
    chart = parts.read("xl/charts/chart1.xml").decode()
    assert chart.index("<c:v>A2 · kraken</c:v>") < chart.index("<c:v>A1 · kraken</c:v>")
    assert chart.index("<c:v>-7.5</c:v>") < chart.index("<c:v>-5.0</c:v>")
    assert "<c:legend>" not in chart


def test_the_bars_bear_no_amounts_for_those_stand_in_the_list_beside_them() -> None:
    sheet, parts = written(summary(money_of("-5"), money_of("-7.5")))
    assert "<c:dLbls>" not in parts.read("xl/charts/chart1.xml").decode()
    heading = [cell.value for cell in sheet["A"]].index(TITLE) + 2
    assert [sheet.cell(heading + n, 1).value for n in (0, 1)] == ["A2 · kraken", "A1 · kraken"]
    beside = [[cell.value for cell in sheet[heading + n] if cell.value] for n in (0, 1)]
    assert [cells[-1] for cells in beside] == [-7.5, -5]


def test_without_a_loss_a_sentence_says_so() -> None:
    sheet, parts = written(summary(0, money_of("0")))
    assert NO_LOSS in [cell.value for cell in sheet["A"]]
    assert not [name for name in parts.namelist() if "chart" in name]


def test_a_chart_that_a_page_would_cut_begins_a_new_one() -> None:
    short, _ = written(summary(*[money_of("-5")] * 5))
    assert not short.row_breaks.brk
    long, _ = written(summary(*[money_of("-5")] * 60))
    heading = [cell.value for cell in long["A"]].index(TITLE) + 1
    assert [each.id for each in long.row_breaks.brk] == [heading - 1]
