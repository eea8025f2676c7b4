"""The totals at the foot of a sheet: formulas, their values, and a word where rows are left out."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from harvestry.reports.cell_text import KNOWN_PART, LEFT_OUT, NOT_COMPUTED_TEXT, UNKNOWN
from harvestry.reports.table import NOT_COMPUTED, Cell, Column, Row
from harvestry.reports.workbook.cells import amount, amount_look
from harvestry.reports.workbook.rows import Rows, Tail, column_letters
from harvestry.reports.workbook.style import MUTED, SMALL_PRINT, TOTAL

_HEIGHT: Final = 20.0


class Sum(NamedTuple):
    """A column's sum over the rows that are known; `known` and `missing` count the rows.

    `word` is what the missing ones read: unknown, unless all were not computed.
    """

    amount: int
    known: int
    missing: int
    word: str


def sum_of(cells: Iterable[Cell]) -> Sum:
    """Add up what is known of a column and count what is not."""
    total = known = missing = not_computed = 0
    for cell in cells:
        if isinstance(cell, int):
            total += cell
            known += 1
        else:
            missing += 1
            not_computed += cell is NOT_COMPUTED
    none_computed = missing and not_computed == missing
    return Sum(total, known, missing, NOT_COMPUTED_TEXT if none_computed else UNKNOWN)


def put_totals(
    rows: Rows, columns: Sequence[Column], body: Sequence[Row], first: int, label: str
) -> None:
    """Write the row of totals, and under it which of them leave out unknown rows.

    Args:
        rows: the sheet, just below its last row of data.
        columns: the table's columns.
        body: the rows of data on this sheet.
        first: the number of the first of them, from 0.
        label: what the row is called.
    """
    sums = [
        sum_of(row[n] for row in body) if column.total else None for n, column in enumerate(columns)
    ]
    if not any(sums):
        return
    ranges = [
        f"{column_letters(n)}{first + 1}:{column_letters(n)}{rows.next}" for n in range(len(sums))
    ]
    cells = [
        rows.text(label if n == 0 else "", TOTAL)
        if each is None
        else _total(rows, column, each, ranges[n])
        for n, (column, each) in enumerate(zip(columns, sums, strict=True))
    ]
    rows.put(cells, _HEIGHT)
    partial = [each is not None and each.known > 0 and each.missing > 0 for each in sums]
    if any(partial):
        small = SMALL_PRINT._replace(align="right")
        rows.put([rows.text(KNOWN_PART if part else "", small) for part in partial])
        # In a row of its own: beside what is written there its end would be cut off.
        rows.put([rows.text(LEFT_OUT, SMALL_PRINT._replace(align="left"))])


def _total(rows: Rows, column: Column, each: Sum, cells: str) -> Tail:
    if not each.known:
        quiet = TOTAL._replace(ink=MUTED, italic=True, bold=False, align="right")
        return rows.text(each.word, quiet)
    look = amount_look(column.unit, each.amount, TOTAL)
    return rows.number(amount(column.unit, each.amount), look, f"SUM({cells})")
