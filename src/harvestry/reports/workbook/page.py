"""How a sheet stands on a screen and on paper: widths, frozen panes, filter, print set-up."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

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
_LEAST_SCALE: Final = 0.55
"""Letters of 11 points are 6 points high on paper at that: the least that is read with ease."""
_FIGURE: Final = "figure"
_POINTS_A_DIGIT: Final = 5.25
_POINTS_A_COLUMN: Final = 3.75
_FITS_A_SCREEN: Final = 150
_MOST_FROZEN: Final = 2
_WIDEST_FROZEN: Final = 40
_LAST_CELL: Final = "XFD1048576"


class Paper(NamedTuple):
    """How a sheet comes to paper: how many columns of it, over how many pages in width.

    `repeated` columns stand on the left of every page; `scale` is how far printing shrinks.
    """

    printed: int
    pages: int
    repeated: int
    scale: float


def paper(columns: Sequence[Column], measures: Sequence[Measure]) -> Paper:
    """Lay a sheet out for paper: one page in width, or as many as it takes to be read.

    The names of figures are for the keyboard: at the end of a wide sheet they are not printed.
    """
    widths = [points_wide(measure) for measure in measures]
    whole = min(1.0, _PRINTED_WIDTH / max(1.0, sum(widths)))
    if whole >= _LEAST_SCALE:
        return Paper(len(widths), 1, 0, whole)
    printed = len(widths) - (columns[-1].key == _FIGURE)
    repeated = _telling_columns(columns, measures)
    pages = _pages(widths[:printed], repeated, _LEAST_SCALE)
    scales = (percent / 100 for percent in range(100, 0, -1))
    fits = (each for each in scales if _pages(widths[:printed], repeated, each) <= pages)
    return Paper(printed, pages, repeated if pages > 1 else 0, next(fits))


def _pages(widths: Sequence[float], repeated: int, scale: float) -> int:
    """Count the pages in width that columns fill which are never cut in two."""
    room, beside = _PRINTED_WIDTH / scale, sum(widths[:repeated])
    pages, used = 1, 0.0
    for width in widths:
        if used and used + width > room:
            pages, used = pages + 1, beside
        used += width
    return pages


def _telling_columns(columns: Sequence[Column], measures: Sequence[Measure]) -> int:
    """Count the leading columns that say which row it is, the number of it after them included."""
    told = _leading_texts(columns, measures)
    counted = told and told < len(columns) and columns[told].unit is Unit.COUNT
    return told + 1 if counted else told


def needs_new_page(scale: float, points: float, need: float) -> bool:
    """Tell whether a block may be cut by the end of a printed page.

    Args:
        scale: how far printing shrinks the page.
        points: how far down the sheet is.
        need: the height of the block.
    """
    return points + need > _PRINTED_HEIGHT / scale


def points_wide(measure: Measure) -> float:
    """Give a column's width in points."""
    return measure.width * _POINTS_A_DIGIT + _POINTS_A_COLUMN


def set_up(sheet: Any, columns: Sequence[Column], measures: Sequence[Measure], header: int) -> None:
    """Set widths, panes and printing of a sheet whose header stands in row `header`, from 0."""
    on_paper = paper(columns, measures)
    for n, measure in enumerate(measures):
        sheet.set_column(n, n, measure.width)
    sheet.set_default_row(PLAIN_HEIGHT)
    sheet.freeze_panes(header + 1, _frozen_columns(columns, measures))
    sheet.hide_gridlines(_ALL_GRIDLINES)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{_LAST_CELL}"})
    sheet.set_landscape()
    sheet.set_paper(_US_LETTER)
    sheet.fit_to_pages(on_paper.pages, 0)
    sheet.set_margins(_MARGIN, _MARGIN, _MARGIN_TOP, _MARGIN_BOTTOM)
    sheet.repeat_rows(header)
    sheet.set_footer(FOOTER)
    if on_paper.pages > 1:
        sheet.print_across()  # the pages of the same rows come one after another
        if on_paper.repeated:
            sheet.repeat_columns(0, on_paper.repeated - 1)


def set_printed(
    sheet: Any, columns: Sequence[Column], measures: Sequence[Measure], last: int
) -> None:
    """Leave out of print what is not for paper, on a sheet that ends with row `last`, from 0."""
    printed = paper(columns, measures).printed
    if printed < len(columns):
        sheet.print_area(0, 0, last, printed - 1)


def _frozen_columns(columns: Sequence[Column], measures: Sequence[Measure]) -> int:
    """Count the leading columns that say which row it is, where not all columns fit a screen."""
    if sum(measure.width for measure in measures) <= _FITS_A_SCREEN:
        return 0
    return _leading_texts(columns, measures)


def _leading_texts(columns: Sequence[Column], measures: Sequence[Measure]) -> int:
    frozen, width = 0, 0.0
    for column, measure in zip(columns[:_MOST_FROZEN], measures, strict=False):
        width += measure.width
        if column.unit is not Unit.TEXT or width > _WIDEST_FROZEN:
            break
        frozen += 1
    return frozen
