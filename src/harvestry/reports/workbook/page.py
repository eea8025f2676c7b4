"""How a sheet stands on a screen and on paper: widths, frozen panes, filter, print set-up."""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any, Final, NamedTuple

from harvestry.reports.table import Column, Table, Unit
from harvestry.reports.workbook.measure import Measure, contents, measure
from harvestry.reports.workbook.rows import PLAIN_HEIGHT

FOOTER: Final = "&L&9&A&C&9Page &P of &N&R&9Harvestry. This is no tax advice."

_US_LETTER: Final = 1
_ALL_GRIDLINES: Final = 2
_MARGIN: Final = 0.4
_MARGIN_TOP: Final = 0.5
_MARGIN_BOTTOM: Final = 0.65
_INCH: Final = 72.0
# Something is left over: no two programs make rows and columns exactly alike.
_PRINTED_WIDTH: Final = (11 - 2 * _MARGIN) * _INCH * 0.97
_PRINTED_HEIGHT: Final = (8.5 - _MARGIN_TOP - _MARGIN_BOTTOM) * _INCH * 0.9
_LEAST_SCALE: Final = 0.65
"""Letters of 11 points are 7 points high on paper at that: the least that is read with ease."""
_WIDEST_TEXTS: Final = (46, 40, 34, 30)
"""The digits at which a column of texts wraps: the first that fits."""
_FIGURE: Final = "figure"
_POINTS_A_DIGIT: Final = 5.25
_POINTS_A_COLUMN: Final = 3.75
_FITS_A_SCREEN: Final = 150
_MOST_FROZEN: Final = 2
_WIDEST_FROZEN: Final = 40
_LAST_CELL: Final = "XFD1048576"


class Paper(NamedTuple):
    """How a sheet comes to paper: how many columns of it, and how many on each page in width.

    `repeated` columns stand on the left of every page; `scale` is how far printing shrinks.
    """

    printed: int
    pages: tuple[int, ...]
    repeated: int
    scale: float

    @property
    def first(self) -> int:
        """The columns of the first page."""
        return self.pages[0] if self.pages else 0


def measured(table: Table) -> tuple[Measure, ...]:
    """Measure the columns of a table: texts wrap sooner where that lets a page hold the sheet.

    Else where that lets the first page hold the columns of the answer.
    """
    answer, held = _answer(table), contents(table)
    tried = [measure(table, held, answer, widest) for widest in _WIDEST_TEXTS]
    whole = (each for each in tried if _fits(each))
    answered = (each for each in tried if answer and _fits(each[:answer]))
    return next(whole, None) or next(answered, tried[-1] if answer else tried[0])


def paper(table: Table, measures: Sequence[Measure]) -> Paper:
    """Lay a sheet out for paper: one page in width, or as many as it takes to be read.

    Where it takes several, the first has the columns of the answer, if it can. The names of figures
    are for the keyboard: at the end of a wide sheet they are not printed.
    """
    widths = [points_wide(each) for each in measures]
    if _fits(measures):
        return Paper(len(widths), (len(widths),), 0, _scale(widths))
    printed = len(widths) - (table.columns[-1].key == _FIGURE)
    widths, repeated = widths[:printed], _telling_columns(table.columns, measures)
    beside = sum(widths[:repeated])
    least = _pages(widths, 0, _LEAST_SCALE)[0]
    first = min(_answer(table) or least, least)
    pages = (first, *_evenly(widths[first:], beside))
    starts = accumulate(pages, initial=0)
    scale = min(
        _scale([beside if start else 0, *widths[start : start + columns]])
        for start, columns in zip(starts, pages, strict=False)
    )
    return Paper(printed, pages, repeated if len(pages) > 1 else 0, scale)


def _answer(table: Table) -> int:
    """Count the leading columns that say what to do; 0 where a table does not tell them apart."""
    return next((n for n, each in enumerate(table.columns, 1) if each.key == table.answer), 0)


def _scale(widths: Iterable[float]) -> float:
    """Give how far one page in width shrinks columns."""
    return min(1.0, _PRINTED_WIDTH / max(1.0, sum(widths)))


def _fits(measures: Iterable[Measure]) -> bool:
    """Tell whether one page in width can hold columns and be read."""
    return _scale(map(points_wide, measures)) >= _LEAST_SCALE


def _evenly(widths: Sequence[float], beside: float) -> list[int]:
    """Give how many columns stand on each further page: no more pages than need be, none bare."""
    fewest = _pages(widths, beside, _LEAST_SCALE)
    tried = (_pages(widths, beside, percent / 100) for percent in range(100, 0, -1))
    return next((pages for pages in tried if len(pages) <= len(fewest)), fewest)


def _pages(widths: Sequence[float], beside: float, scale: float) -> list[int]:
    """Give how many columns stand on each page in width, with `beside` on its left; none is cut."""
    room = _PRINTED_WIDTH / scale
    pages: list[int] = []
    used = room
    for width in widths:
        if used + width > room:
            pages.append(0)
            used = beside
        pages[-1] += 1
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


def set_up(sheet: Any, table: Table, measures: Sequence[Measure], header: int) -> None:
    """Set widths, panes and printing of a sheet whose header stands in row `header`, from 0."""
    on_paper = paper(table, measures)
    for n, each in enumerate(measures):
        sheet.set_column(n, n, each.width)
    sheet.set_default_row(PLAIN_HEIGHT)
    sheet.freeze_panes(header + 1, _frozen_columns(table.columns, measures))
    sheet.hide_gridlines(_ALL_GRIDLINES)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{_LAST_CELL}"})
    sheet.set_landscape()
    sheet.set_paper(_US_LETTER)
    sheet.set_margins(_MARGIN, _MARGIN, _MARGIN_TOP, _MARGIN_BOTTOM)
    sheet.repeat_rows(header)
    sheet.set_footer(FOOTER)
    sheet.fit_to_pages(1, 0)
    if on_paper.repeated:
        sheet.repeat_columns(0, on_paper.repeated - 1)


def set_printed(
    sheet: Any, table: Table, measures: Sequence[Measure], rows: tuple[int, int], last: int
) -> None:
    """Say what of a sheet is for paper, where one page in width does not hold all of it.

    The columns of each page are an area of their own: so programs end a page where they are told,
    whatever they make of the widths. The first has all rows down to `last`, the others those from
    the header to the totals, `rows`; all are numbered from 0.
    """
    on_paper = paper(table, measures)
    if on_paper.printed == len(table.columns) and len(on_paper.pages) == 1:
        return
    areas, begin = [], 0
    for columns in on_paper.pages:
        top, bottom = rows if begin else (0, last)
        sheet.print_area(top, begin, bottom, begin + columns - 1)
        areas.append(sheet.print_area_range)
        begin += columns
    sheet.print_area_range = ",".join(areas)


def _frozen_columns(columns: Sequence[Column], measures: Sequence[Measure]) -> int:
    """Count the leading columns that say which row it is, where not all columns fit a screen."""
    if sum(measure.width for measure in measures) <= _FITS_A_SCREEN:
        return 0
    return _leading_texts(columns, measures)


def _leading_texts(columns: Sequence[Column], measures: Sequence[Measure]) -> int:
    frozen, width = 0, 0.0
    for column, each in zip(columns[:_MOST_FROZEN], measures, strict=False):
        width += each.width
        if column.unit is not Unit.TEXT or width > _WIDEST_FROZEN:
            break
        frozen += 1
    return frozen
