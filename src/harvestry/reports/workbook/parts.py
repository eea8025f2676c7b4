"""Which sheets a list of tables becomes: one each, and more where Excel's rows run out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from harvestry.reports.cell_text import TOTAL
from harvestry.reports.table import Column, Table, Unit
from harvestry.reports.workbook.page import measured
from harvestry.reports.workbook.sheet import Part
from harvestry.reports.workbook.text import sheet_names

MOST_ROWS: Final = 1_048_000
"""Excel has 1,048,576 rows a sheet; the rest is for title, totals and notes."""
MARK_TITLE: Final = "Mark"
"""The column that says why a row stands out, where no cell of the row says it."""


def parts_of(tables: Sequence[Table], most_rows: int = MOST_ROWS) -> list[Part]:
    """Give the sheets in order: one a table, then what is left of those that are too long."""
    cuts = [_cuts(len(table.rows), most_rows) for table in tables]
    marked = [_marked(table) for table in tables]
    titles = [table.title for table in tables]
    further = [(t, k) for t, each in enumerate(cuts) for k in range(1, len(each))]
    names = sheet_names([*titles, *(titles[t] for t, _ in further)])
    places = [(t, 0) for t in range(len(tables))] + further
    name_of = dict(zip(places, names, strict=True))
    measures = [measured(table) for table in marked]
    return [
        Part(
            marked[t],
            measures[t],
            name_of[t, k],
            *cuts[t][k],
            _notes([name_of[t, n] for n in range(len(cuts[t]))], cuts[t], k, len(tables[t].rows)),
            TOTAL if len(cuts[t]) == 1 else f"{TOTAL} of this sheet",
        )
        for t, k in places
    ]


def _cuts(rows: int, most: int) -> list[tuple[int, int]]:
    return [(first, min(first + most, rows)) for first in range(0, rows, most)] or [(0, 0)]


def _notes(
    names: Sequence[str], cuts: Sequence[tuple[int, int]], k: int, rows: int
) -> tuple[str, ...]:
    """Say where the other rows stand, if not all stand here."""
    if len(cuts) == 1:
        return ()
    first, last = cuts[k]
    others = ", ".join(f"'{name}'" for n, name in enumerate(names) if n != k)
    return (f"Rows {first + 1:,} to {last:,} of {rows:,} stand here; the others on {others}.",)


def _marked(table: Table) -> Table:
    """Add a column for the words of emphasis where the rows do not hold them."""
    if all(word in table.rows[n] for n, word in table.emphasis.items()):
        return table
    rows = [(*row, table.emphasis.get(n, "")) for n, row in enumerate(table.rows)]
    return replace(table, columns=(*table.columns, Column(MARK_TITLE, Unit.TEXT)), rows=rows)
