"""The bars on a summary sheet: what could be locked in, with the list they are drawn from."""

import math
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from harvestry.reports.cell_text import cell_text
from harvestry.reports.table import Row, Table, Unit
from harvestry.reports.workbook.cells import amount, amount_look
from harvestry.reports.workbook.measure import Measure
from harvestry.reports.workbook.page import needs_new_page, paper, points_wide
from harvestry.reports.workbook.rows import PLAIN_HEIGHT, Rows
from harvestry.reports.workbook.style import (
    FONT,
    HAIRLINE,
    HEADING,
    HEADING_HEIGHT,
    INK,
    LIST,
    LOSS_INK,
    NOTE,
)
from harvestry.reports.workbook.text import cell_string, shown_width
from harvestry.units.exact import cents

TITLE: Final = "Loss that can be locked in by selling in this order, US dollars"
NO_LOSS: Final = "No loss can be locked in by selling in this order."

_MOST_BARS: Final = 15
_LONGEST_LABEL: Final = 40
_BAR_POINTS: Final = 21.0
_FRAME_POINTS: Final = 24.0
_LEAST_WIDTH: Final = 330.0
_MOST_WIDTH: Final = 640.0
_LEAST_BAR: Final = 120.0
_POINTS_A_LETTER: Final = 6.0
_PIXELS_A_POINT: Final = 4 / 3
_LEAST_AMOUNT: Final = 13
_FONT: Final = {"name": FONT, "size": 10, "bold": False, "color": INK}


class Bar(NamedTuple):
    """One bar: its label and its exact amount."""

    label: str
    amount: int


def bars_of(table: Table) -> list[Bar] | None:
    """Give the bars of a table, the greatest loss first; `None` where it has nothing to draw."""
    where = {column.key: n for n, column in enumerate(table.columns)}
    if table.chart not in where or not table.rows:
        return None
    named = [n for n, column in enumerate(table.columns) if column.unit is Unit.TEXT][:2]
    bars = [
        Bar(_label(row, named), loss)
        for row in table.rows
        if isinstance(loss := row[where[table.chart]], int) and cents(loss)
    ]
    bars.sort(key=lambda bar: (bar.amount, bar.label))
    if len(bars) <= _MOST_BARS:
        return bars
    others = bars[_MOST_BARS - 1 :]
    rest = Bar(f"{len(others)} others together", sum(bar.amount for bar in others))
    return [*bars[: _MOST_BARS - 1], rest]


def put_chart(
    workbook: Any, sheet: Any, rows: Rows, table: Table, measures: Sequence[Measure]
) -> None:
    """Write the list of a table's losses and draw its bars beside it, all on one printed page."""
    bars = bars_of(table)
    if bars is None:
        return
    rows.skip()
    if not bars:
        rows.put([rows.text(NO_LOSS, NOTE)])
        return
    height = _FRAME_POINTS + _BAR_POINTS * len(bars)
    scale = paper(table, measures).scale
    if needs_new_page(scale, rows.points, HEADING_HEIGHT + height):
        sheet.set_h_pagebreaks([rows.next])
    column = _amount_column(bars, measures)
    rows.put([rows.text(TITLE, HEADING)], HEADING_HEIGHT)
    first = rows.next
    for bar in bars:
        blanks = [""] * (column - 1)
        number = rows.number(
            amount(Unit.GAIN, bar.amount), amount_look(Unit.GAIN, bar.amount, LIST)
        )
        rows.put([rows.text(bar.label, LIST), *blanks, number])
    width = _width(bars, sum(map(points_wide, measures[column + 1 :])))
    chart = _chart(workbook, sheet.get_name(), bars, (first, column))
    _place(chart, sheet, (first, column), (width, height))
    rows.skip(max(0, math.ceil(height / PLAIN_HEIGHT) - len(bars)))


def _label(row: Row, named: Sequence[int]) -> str:
    label = " \N{MIDDLE DOT} ".join(cell_string(cell_text(row[n], Unit.TEXT)) for n in named)
    return (
        label
        if len(label) <= _LONGEST_LABEL
        else f"{label[: _LONGEST_LABEL - 1]}\N{HORIZONTAL ELLIPSIS}"
    )


def _amount_column(bars: Sequence[Bar], measures: Sequence[Measure]) -> int:
    """Give the column that leaves room for the labels, which run over the columns before it."""
    need = max(shown_width(bar.label) for bar in bars) + 2
    width = 0.0
    for n, measure in enumerate(measures):
        if n and width >= need and measure.width >= _LEAST_AMOUNT:
            return n
        width += measure.width
    return len(measures) - 1


def _width(bars: Sequence[Bar], room: float) -> float:
    """Give the width of the bars in points: no less than their labels and some bar need."""
    labels = _POINTS_A_LETTER * max(shown_width(bar.label) for bar in bars)
    return max(_LEAST_WIDTH, labels + _LEAST_BAR, min(_MOST_WIDTH, room))


def _chart(workbook: Any, sheet_name: str, bars: Sequence[Bar], where: tuple[int, int]) -> Any:
    """Draw the bars without amounts: those stand beside, and some programs would break them."""
    first, column = where
    last = first + len(bars) - 1
    chart = workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": TITLE,
            "categories": [sheet_name, first, 0, last, 0],
            "values": [sheet_name, first, column, last, column],
            # The values as viewers show them that do not calculate.
            "categories_data": [bar.label for bar in bars],
            "values_data": [amount(Unit.GAIN, bar.amount) for bar in bars],
            "fill": {"color": LOSS_INK},
            "gap": 55,
        }
    )
    chart.set_title({"none": True})
    chart.set_legend({"none": True})
    # Losses lie below zero: turned round, they grow to the right and the greatest stands on top.
    chart.set_x_axis(
        {
            "visible": False,
            "reverse": True,
            "max": 0,
            "major_gridlines": {"visible": False},
        }
    )
    chart.set_y_axis(
        {
            "reverse": True,
            "label_position": "high",
            "num_font": _FONT,
            "line": {"color": HAIRLINE},
            "major_tick_mark": "none",
        }
    )
    chart.set_chartarea({"border": {"color": HAIRLINE}})
    return chart


def _place(chart: Any, sheet: Any, where: tuple[int, int], size: tuple[float, float]) -> None:
    (top, column), (width, height) = where, size
    chart.set_size({"width": width * _PIXELS_A_POINT, "height": height * _PIXELS_A_POINT})
    options = {"x_offset": 12, "object_position": 2, "description": f"Bar chart: {TITLE}"}
    sheet.insert_chart(top, column + 1, chart, options)
