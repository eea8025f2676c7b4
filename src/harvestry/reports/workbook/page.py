"""How a sheet stands on a screen and on paper: widths, frozen panes, filter, print set-up."""

from collections.abc import Sequence
from typing import Any, Final

from harvestry.reports.table import Column, Unit
from harvestry.reports.workbook.measure import Measure
from harvestry.reports.workbook.rows import PLAIN_HEIGHT

FOOTER: Final = "&L&9&A&C&9Page &P of &N&R&9Harvestry. This is no tax advice."

_US_LETTER: Final = 1
_ALL_GRIDLINES: Final = 2
_MARGIN: Final = 0.4
_MARGIN_TOP: Final = 0.5
_MARGIN_BOTTOM: Final = 0.65
_INCH: Final = 72.0
_PRINTED_WIDTH: Final = (11 - 2 * _MARGIN) * _INCH
# A tenth is left over: no two programs make rows and columns exactly alike.
_PRINTED_HEIGHT: Final = (8.5 - _MARGIN_TOP - _MARGIN_BOTTOM) * _INCH * 0.9
_POINTS_A_DIGIT: Final = 5.25
_POINTS_A_COLUMN: Final = 3.75
_FITS_A_SCREEN: Final = 150
_MOST_FROZEN: Final = 2
_WIDEST_FROZEN: Final = 40
_LAST_CELL: Final = "XFD1048576"


def needs_new_page(measures: Sequence[Measure], points: float, need: float) -> bool:
    """Tell whether a block may be cut by the end of a printed page.

    Args:
        measures: the sheet's columns, whose width says how far printing shrinks the page.
        points: how far down the sheet is.
        need: the height of the block.
    """
    scale = min(1.0, _PRINTED_WIDTH / max(1.0, sum(map(points_wide, measures))))
    return points + need > _PRINTED_HEIGHT / scale


def points_wide(measure: Measure) -> float:
    """Give a column's width in points."""
    return measure.width * _POINTS_A_DIGIT + _POINTS_A_COLUMN


def set_up(sheet: Any, columns: Sequence[Column], measures: Sequence[Measure], header: int) -> None:
    """Set widths, panes and printing of a sheet whose header stands in row `header`, from 0."""
    for n, measure in enumerate(measures):
        sheet.set_column(n, n, measure.width)
    sheet.set_default_row(PLAIN_HEIGHT)
    sheet.freeze_panes(header + 1, _frozen_columns(columns, measures))
    sheet.hide_gridlines(_ALL_GRIDLINES)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{_LAST_CELL}"})
    sheet.set_landscape()
    sheet.set_paper(_US_LETTER)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(_MARGIN, _MARGIN, _MARGIN_TOP, _MARGIN_BOTTOM)
    sheet.repeat_rows(header)
    sheet.set_footer(FOOTER)


def _frozen_columns(columns: Sequence[Column], measures: Sequence[Measure]) -> int:
    """Count the leading columns that say which row it is, where not all columns fit a screen."""
    if sum(measure.width for measure in measures) <= _FITS_A_SCREEN:
        return 0
    frozen, width = 0, 0.0
    for column, measure in zip(columns[:_MOST_FROZEN], measures, strict=False):
        width += measure.width
        if column.unit is not Unit.TEXT or width > _WIDEST_FROZEN:
            break
        frozen += 1
    return frozen
