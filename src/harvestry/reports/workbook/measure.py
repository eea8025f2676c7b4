"""How wide each column of a sheet must be, and how many decimals it shows."""

import math
from collections.abc import Sequence
from heapq import nlargest
from typing import Final, NamedTuple

from harvestry.reports.cell_text import KNOWN_PART, LOSS, cell_text
from harvestry.reports.table import Cell, Column, Row, Table, Unit
from harvestry.reports.workbook.cells import MOST_ALIGNED, most_decimals
from harvestry.reports.workbook.rows import PLAIN_HEIGHT
from harvestry.reports.workbook.text import LONGEST_WRAPPED, count_lines, shown_width

BODY_LINE: Final = 14.5
HEADER_LINE: Final = 15.0
_HEADER_MARGIN: Final = 8.0
_MOST_HEADER_LINES: Final = 2
_WIDEST_TITLE: Final = 46
_WIDEST_BEHIND: Final = 60
_WIDEST: Final = 250
_HIGHEST: Final = 400.0
"""Excel calls a file damaged whose columns are wider than 255 digits or rows above 409 points."""
_NARROWEST: Final = 6
_PADDING: Final = 2.3
_FILTER_BUTTON: Final = 3.6
_BOLD: Final = 1.07
_LONGEST_LOOKED_AT: Final = 40
_LONGEST_MEASURED: Final = 300
_PRICE_LETTERS: Final = 8


class Measure(NamedTuple):
    """What a column needs: its width in digits, its decimals, and whether its texts wrap."""

    width: float
    decimals: int
    wrap: bool


class Content(NamedTuple):
    """What a column holds: the digits of its widest text and amount, and its most decimals."""

    words: float
    amounts: float
    decimals: int


def contents(table: Table) -> list[Content]:
    """Look every column of a table through, over all of its rows."""
    return [_content(table, n, column) for n, column in enumerate(table.columns)]


def measure(table: Table, held: Sequence[Content], answer: int, widest: int) -> tuple[Measure, ...]:
    """Measure every column of a table by what it holds.

    Texts wrap beyond `widest` digits; where the leading columns are the `answer`, those behind them
    have pages of their own, and more room.
    """
    return tuple(
        _measure(table, column, each, widest if n < answer or not answer else _WIDEST_BEHIND)
        for n, (column, each) in enumerate(zip(table.columns, held, strict=True))
    )


def header_height(columns: Sequence[Column], measures: Sequence[Measure]) -> float:
    """Give the points a header row needs so that no title is cut."""
    lines = max(
        (_lines(column.title, each.width) for column, each in zip(columns, measures, strict=True)),
        default=1,
    )
    return min(_HIGHEST, HEADER_LINE * lines + _HEADER_MARGIN)


def row_height(row: Row, measures: Sequence[Measure], *, bold: bool = False) -> float:
    """Give the points a row needs for its wrapped texts: no program finds them reliably itself."""
    wider = _BOLD if bold else 1
    lines = max(
        (
            count_lines(cell, (each.width - _PADDING) / wider)
            for cell, each in zip(row, measures, strict=True)
            if each.wrap and isinstance(cell, str) and len(cell) <= LONGEST_WRAPPED
        ),
        default=1,
    )
    return min(_HIGHEST, PLAIN_HEIGHT + BODY_LINE * (max(lines, 1) - 1))


def _content(table: Table, n: int, column: Column) -> Content:
    cells = [row[n] for row in table.rows]
    decimals = most_decimals(column.unit, cells)
    words = _words_width(cells, column.unit)
    return Content(words, _amounts_width(cells, column, decimals), decimals)


def _measure(table: Table, column: Column, held: Content, widest: int) -> Measure:
    wrap = column.unit is Unit.TEXT and held.words > widest
    content = max(min(held.words, widest), held.amounts)
    if table.emphasis or column.total:
        content *= _BOLD
    width = max(content + _PADDING, _header_width(column.title), _NARROWEST)
    return Measure(min(_WIDEST, math.ceil(width * 2) / 2), held.decimals, wrap)


def _header_width(title: str) -> float:
    """Give the least width in which a title stands on two lines beside the filter's button."""
    width = max((shown_width(word) for word in title.split()), default=0.0) * _BOLD + _FILTER_BUTTON
    while width < _WIDEST_TITLE and _lines(title, width) > _MOST_HEADER_LINES:
        width += 0.5
    return width


def _lines(title: str, width: float) -> int:
    return count_lines(title, (width - _FILTER_BUTTON) / _BOLD)


def _words_width(cells: Sequence[Cell], unit: Unit) -> float:
    """Give the width of the widest text, looked for among the longest."""
    numbers = unit is not Unit.FLAG
    words = dict.fromkeys(cell for cell in cells if not (numbers and isinstance(cell, int)))
    texts = [cell_text(cell, unit) for cell in words]
    longest = nlargest(_LONGEST_LOOKED_AT, texts, key=len)
    return max((shown_width(text[:_LONGEST_MEASURED]) for text in longest), default=0.0)


def _amounts_width(cells: Sequence[Cell], column: Column, decimals: int) -> float:
    amounts = [cell for cell in cells if isinstance(cell, int)]
    if not amounts or column.unit is Unit.FLAG:
        return 0.0
    ends = [min(amounts), max(amounts), *([sum(amounts)] if column.total else [])]
    texts = [cell_text(amount, column.unit, word=False) for amount in ends]
    if column.unit is Unit.GAIN:
        # A gain leaves the room of the word, so that decimal points line up.
        texts = [f"{text} {LOSS}" for text in texts]
    if column.total:
        texts.append(KNOWN_PART)
    widest = max(map(shown_width, texts))
    if column.unit is Unit.PRICE:
        return max(widest, decimals + 2, _PRICE_LETTERS)
    if column.unit is not Unit.QUANTITY:
        return widest
    whole = max(shown_width(text.partition(".")[0]) for text in texts)
    return max(widest, whole + min(decimals, MOST_ALIGNED) + 1, decimals + 2)
