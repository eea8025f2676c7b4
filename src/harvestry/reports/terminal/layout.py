"""What of a table a terminal has room for: which columns, how wide, and in which of three forms."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from rich.cells import cell_len, chop_cells

from harvestry.reports.cell_text import KNOWN_PART, LOSS, cell_text
from harvestry.reports.table import NOT_COMPUTED, Cell, Column, Table, Unit

GAP: Final = 2
GUTTER: Final = 2
"""Where the mark of a row that stands out is, in tables that have such rows."""
_MOST_HEADS: Final = 2
_NARROWEST_WRAPPED: Final = 16
_MOST_TITLE_LINES: Final = 2


class Layout(NamedTuple):
    """How a table is laid out.

    `heads` are columns whose values stand on a line of their own above the rows they belong to;
    without `widths` every row is a list of titles and values, for a screen too narrow for more.
    `hidden` counts the columns of which nothing is said.
    """

    columns: tuple[int, ...]
    widths: tuple[int, ...]
    heads: tuple[int, ...] = ()
    hidden: int = 0


class Sum(NamedTuple):
    """The sum of a column's known cells: `None` where nothing is known, `partial` where some."""

    cell: Cell
    text: str
    partial: bool


class Texts:
    """The cells of a table as text, made a column at a time, when one is asked for."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._columns: dict[int, list[str]] = {}
        self._sums: dict[int, Sum | None] = {}

    def column(self, n: int) -> list[str]:
        """Give the texts of a column."""
        if n not in self._columns:
            self._make(n)
        return self._columns[n]

    def sum(self, n: int) -> Sum | None:
        """Give the sum of a column that asks for one."""
        if n not in self._sums:
            self._make(n)
        return self._sums[n]

    def width(self, n: int) -> int:
        """Give the width a column needs so that nothing in it wraps but its title."""
        total = self.sum(n)
        feet = [] if total is None else [total.text, KNOWN_PART if total.partial else ""]
        texts = [*self.column(n), *feet]
        return max([title_width(self._table.columns[n]), *map(width_of, texts)])

    def _make(self, n: int) -> None:
        column = self._table.columns[n]
        cells = [row[n] for row in self._table.rows]
        total = _sum(cells) if column.total else None
        # The sum goes through the same hands as the cells, so that it lines up with them.
        whole = cells if total is None else [*cells, total[0]]
        texts = [cell_text(cell, column.unit) for cell in whole]
        if column.unit is Unit.GAIN:
            texts = _lined_up(texts)
        self._columns[n] = texts[: len(cells)]
        self._sums[n] = None if total is None else Sum(total[0], texts[-1], total[1])


def layout(table: Table, texts: Texts, room: int, *, wide: bool) -> Layout:
    """Choose the first form that fits: all columns, the brief ones, fewer a line, a list."""
    everything = tuple(range(len(table.columns)))
    if wide:
        return Layout(everything, _comfortable(table, texts, everything))
    room -= GUTTER if table.emphasis else 0
    brief = _keyed(table, table.brief) or everything
    least = _keyed(table, table.briefest) or brief
    heads = _heads(table, least)
    told = _told_by_mark(table, texts, least)
    below = tuple(n for n in least if n not in heads and n not in told)
    if widths := _fit(table, texts, everything, room):
        return Layout(everything, widths)
    for shown, columns, above in ((brief, brief, ()), (least, least, ()), (least, below, heads)):
        if widths := _fit(table, texts, columns, room):
            return Layout(columns, widths, above, len(everything) - len(shown))
    return Layout(least, (), (), len(everything) - len(least))


def _keyed(table: Table, keys: Sequence[str]) -> tuple[int, ...]:
    return tuple(n for n, column in enumerate(table.columns) if column.key in keys)


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


def _sum(cells: Sequence[Cell]) -> tuple[Cell, bool]:
    """Give the sum of the known cells, or the word for none, and whether only a part is known."""
    known = [cell for cell in cells if isinstance(cell, int)]
    if known:
        return (sum(known), len(known) < len(cells))
    return (NOT_COMPUTED if cells and set(cells) == {NOT_COMPUTED} else None, False)


def _lined_up(gains: list[str]) -> list[str]:
    """Leave the room of the word behind gains, so that decimal points stand below each other."""
    word = f" {LOSS}"
    if not any(text.endswith(word) for text in gains):
        return gains
    return [text + " " * len(word) if text[-1:].isdigit() else text for text in gains]


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
    comfortable = _comfortable(table, texts, columns)
    if sum(comfortable) <= room:
        return comfortable
    widths = [min(texts.width(n), room) for n in columns]
    least = [
        _least_width(table.columns[n], width) for n, width in zip(columns, widths, strict=True)
    ]
    if sum(least) > room:
        return ()
    while sum(widths) > room:
        spare = [width - least[n] for n, width in enumerate(widths)]
        widths[max(range(len(widths)), key=lambda n: (spare[n] > 0, widths[n]))] -= 1
    return tuple(widths)


def _comfortable(table: Table, texts: Texts, columns: Sequence[int]) -> tuple[int, ...]:
    """Give the widths in which nothing wraps, and no title stands on more than two lines."""
    return tuple(max(texts.width(n), _two_lines(table.columns[n].title)) for n in columns)


def _two_lines(title: str) -> int:
    width = max((width_of(word) for word in title.split()), default=1)
    while len(wrapped(title, width)) > _MOST_TITLE_LINES:
        width += 1
    return width


def _least_width(column: Column, width: int) -> int:
    """Give how narrow a column may get: numbers are never cut or wrapped."""
    if column.unit is not Unit.TEXT:
        return width
    return min(width, max(title_width(column), _NARROWEST_WRAPPED))


def on_the_left(column: Column) -> bool:
    """Tell whether a column's cells begin at its left: words do, numbers and dates do not."""
    return column.unit in (Unit.TEXT, Unit.FLAG)
