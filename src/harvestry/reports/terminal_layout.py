"""What of a table a terminal has room for: which columns, how wide, and in which of three forms."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from rich.cells import cell_len, chop_cells

from harvestry.reports.cell_text import KNOWN_PART, cell_text
from harvestry.reports.table import Cell, Column, Table, Unit

GAP: Final = 2
GUTTER: Final = 2
"""Where the mark of a row that stands out is, in tables that have such rows."""
_MOST_HEADS: Final = 2
_NARROWEST_WRAPPED: Final = 16


class Layout(NamedTuple):
    """How a table is laid out.

    `heads` are columns whose values stand on a line of their own above the rows they belong to;
    without `widths` every row is a list of titles and values, for a screen too narrow for more.
    """

    columns: tuple[int, ...]
    widths: tuple[int, ...]
    heads: tuple[int, ...] = ()


class Texts:
    """The cells of a table as text, made a column at a time, when one is asked for."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._columns: dict[int, list[str]] = {}
        self._widths: dict[int, int] = {}

    def column(self, n: int) -> list[str]:
        """Give the texts of a column."""
        if n not in self._columns:
            unit = self._table.columns[n].unit
            self._columns[n] = [cell_text(row[n], unit) for row in self._table.rows]
        return self._columns[n]

    def width(self, n: int) -> int:
        """Give the width a column needs so that nothing in it wraps but its title."""
        if n not in self._widths:
            column = self._table.columns[n]
            texts = [*self.column(n), *_total_texts(column, [row[n] for row in self._table.rows])]
            self._widths[n] = max([title_width(column), *map(width_of, texts)])
        return self._widths[n]


def layout(table: Table, texts: Texts, room: int, *, wide: bool) -> Layout:
    """Choose the first form that fits: all columns, the brief ones, fewer a line, a list."""
    everything = tuple(range(len(table.columns)))
    if wide:
        return Layout(everything, tuple(texts.width(n) for n in everything))
    room -= GUTTER if table.emphasis else 0
    brief = tuple(n for n in everything if table.columns[n].key in table.brief) or everything
    heads = _heads(table, brief)
    told = _told_by_mark(table, texts, brief)
    below = tuple(n for n in brief if n not in heads and n not in told)
    for columns, above in ((everything, ()), (brief, ()), (below, heads)):
        widths = _fit(table, texts, columns, room)
        if widths and (columns or not everything):
            return Layout(columns, widths, above)
    return Layout(brief, ())


def title_width(column: Column) -> int:
    """Give the width of the longest word of a title: titles break between words."""
    return max((width_of(word) for word in column.title.split()), default=1)


def width_of(text: str) -> int:
    """Give the columns of the screen that a text takes."""
    return len(text) if text.isascii() else cell_len(text)


def wrapped(text: str, width: int) -> list[str]:
    """Break a text between words, and within a word that is wider than its column."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and width_of(lines[-1]) + 1 + width_of(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines += chop_cells(word, width) or [""]
    return lines


def known_part(cells: Sequence[Cell]) -> tuple[int | None, bool]:
    """Give the sum of the known cells, `None` where there is none, and whether any is missing."""
    known = [cell for cell in cells if isinstance(cell, int)]
    return (sum(known) if known else None, len(known) < len(cells))


def _total_texts(column: Column, cells: Sequence[Cell]) -> list[str]:
    if not column.total:
        return []
    amount, partial = known_part(cells)
    return [cell_text(amount, column.unit), *([KNOWN_PART] if partial else [])]


def _heads(table: Table, columns: Sequence[int]) -> tuple[int, ...]:
    """Give the columns that say what a row is about: its group, or what it begins with."""
    if table.groups:
        return tuple(n for n in columns if table.columns[n].key in table.groups)
    named: list[int] = []
    for n in columns[:_MOST_HEADS]:
        if table.columns[n].unit is not Unit.TEXT:
            break
        named.append(n)
    return tuple(named)


def _told_by_mark(table: Table, texts: Texts, columns: Sequence[int]) -> set[int]:
    """Give the columns that say nothing but the word of the rows that stand out."""
    if not table.emphasis:
        return set()
    expected = [table.emphasis.get(n, "") for n in range(len(table.rows))]
    return {n for n in columns if texts.column(n) == expected}


def _fit(table: Table, texts: Texts, columns: Sequence[int], room: int) -> tuple[int, ...]:
    """Give the widths of columns that fit, texts wrapped where needed; nothing if none do."""
    room -= GAP * max(0, len(columns) - 1)
    if sum(title_width(table.columns[n]) for n in columns) > room:
        return ()
    widths = [texts.width(n) for n in columns]
    least = [_least_width(table.columns[n], width) for n, width in zip(columns, widths, strict=True)]
    if sum(least) > room:
        return ()
    while sum(widths) > room:
        spare = [width - least[n] for n, width in enumerate(widths)]
        widths[max(range(len(widths)), key=lambda n: (spare[n] > 0, widths[n]))] -= 1
    return tuple(widths)


def _least_width(column: Column, width: int) -> int:
    """Give how narrow a column may get: numbers are never cut or wrapped."""
    if column.unit is not Unit.TEXT:
        return width
    return min(width, max(title_width(column), _NARROWEST_WRAPPED))
