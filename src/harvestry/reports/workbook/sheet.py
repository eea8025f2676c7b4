"""One sheet of a workbook: title and notes, header, rows, totals, bars, what the columns mean."""

import textwrap
from collections.abc import Iterable, Sequence
from itertools import accumulate, islice
from typing import Any, Final, NamedTuple

from harvestry.reports.cell_text import visible
from harvestry.reports.table import Cell, Column, Table
from harvestry.reports.workbook.cells import Encoder, encoder
from harvestry.reports.workbook.chart import put_chart
from harvestry.reports.workbook.measure import Measure, header_height, row_height
from harvestry.reports.workbook.page import paper, set_printed, set_up
from harvestry.reports.workbook.rows import PLAIN_HEIGHT, Rows
from harvestry.reports.workbook.style import (
    HEADING,
    HEADING_HEIGHT,
    NOTE,
    NOTHING,
    TITLE,
    body,
    header as header_look,
)
from harvestry.reports.workbook.text import MOST_UNITS
from harvestry.reports.workbook.totals import put_totals

AUTHOR: Final = "Harvestry"
LEGEND: Final = "What the columns mean"
FURTHER_NOTES: Final = "Further notes"

_TITLE_HEIGHT: Final = 27.0
_GAP_HEIGHT: Final = 6.0
_NOTE_HEIGHT: Final = 14.0
# The frozen header carries them along: more would leave no room to scroll on a small screen.
_MOST_NOTE_LINES: Final = 7
_CUT: Final = "\N{HORIZONTAL ELLIPSIS}"
_SHORTEST_LINE: Final = 70
_LONGEST_LINE: Final = 190
_COMMENT_LINE: Final = 34
_COMMENT_PIXELS: Final = 230


class Part(NamedTuple):
    """The rows of a table that stand on one sheet: all of them, or those Excel has room for.

    `notes` are said first on the sheet; `first` is the number of its first row in the table.
    """

    table: Table
    measures: tuple[Measure, ...]
    name: str
    first: int
    last: int
    notes: tuple[str, ...]
    total_label: str


def write_part(workbook: Any, sheet: Any, rows: Rows, part: Part) -> None:
    """Write one sheet from its title down."""
    columns = part.table.columns
    later = _put_title(rows, part)
    header = _put_header(rows, sheet, columns, part.measures)
    _put_body(rows, part)
    if part.last > part.first:
        sheet.autofilter(header, 0, rows.next - 1, len(columns) - 1)
        body_rows = part.table.rows[part.first : part.last]
        put_totals(rows, columns, body_rows, header + 1, part.total_label)
    told = header, rows.next - 1
    set_up(sheet, part.table, part.measures, header)
    if part.first == 0:
        put_chart(workbook, sheet, rows, part.table, part.measures)
    meanings = [f"{column.title}: {column.note}" for column in columns if column.note]
    _put_lines(rows, FURTHER_NOTES, later)
    _put_lines(rows, LEGEND, _lines(meanings, part))
    set_printed(sheet, part.table, part.measures, told, rows.next - 1)
    rows.close()


def _put_title(rows: Rows, part: Part) -> Sequence[str]:
    """Write title and notes; give the lines that are left for the foot of the sheet.

    A sentence stands whole in one of the two places; one that is longer than there is room at all
    is cut and says so at both ends.
    """
    rows.put([rows.text(part.table.title, TITLE)], _TITLE_HEIGHT)
    sentences = [_lines([each], part) for each in (*part.notes, *part.table.notes)]
    ends = [0, *accumulate(map(len, sentences))]
    every = [line for each in sentences for line in each]
    last = max(end for end in ends if end <= _MOST_NOTE_LINES)
    first, later = every[:last], every[last:]
    if later and not first:
        first, later = every[:_MOST_NOTE_LINES], every[_MOST_NOTE_LINES:]
        first[-1], later[0] = f"{first[-1]} {_CUT}", f"{_CUT} {later[0]}"
    for line in first:
        rows.put([rows.text(line, NOTE)], _NOTE_HEIGHT)
    rows.put([], _GAP_HEIGHT)
    return later


def _put_header(
    rows: Rows, sheet: Any, columns: Sequence[Column], measures: Sequence[Measure]
) -> int:
    cells = [rows.text(column.title, header_look(column.unit)) for column in columns]
    header = rows.put(cells, header_height(columns, measures))
    for n, column in enumerate(columns):
        if column.note:
            _comment(sheet, header, n, visible(column.note)[:MOST_UNITS])
    return header


def _comment(sheet: Any, row: int, column: int, note: str) -> None:
    lines = len(textwrap.wrap(note, _COMMENT_LINE))
    sheet.write_comment(
        row,
        column,
        note,
        {
            "author": AUTHOR,
            "width": _COMMENT_PIXELS,
            "height": 20 + 18 * lines,
            "font_size": 10,
            "color": "#FFFBEF",
        },
    )


def _put_body(rows: Rows, part: Part) -> None:
    table = part.table
    if part.last == part.first:
        rows.put([rows.text(visible(table.empty), NOTHING)], HEADING_HEIGHT)
        return
    encoders: dict[tuple[bool, bool], list[Encoder]] = {}
    grouped = [n for n, column in enumerate(table.columns) if column.key in table.groups]
    wraps = any(measure.wrap for measure in part.measures)
    group: list[Cell] | None = None
    for n, row in enumerate(islice(table.rows, part.first, part.last), start=part.first):
        before, group = group, [row[k] for k in grouped]
        kind = (before is not None and before != group, n in table.emphasis)
        writers = encoders.get(kind)
        if writers is None:
            writers = encoders[kind] = _encoders(rows, part, kind)
        height = row_height(row, part.measures, bold=kind[1]) if wraps else PLAIN_HEIGHT
        rows.put([write(cell) for write, cell in zip(writers, row, strict=True)], height)


def _encoders(rows: Rows, part: Part, kind: tuple[bool, bool]) -> list[Encoder]:
    look = body(first_of_group=kind[0], emphasised=kind[1])
    # Beside a text of several lines the others are read from the top.
    look = look._replace(middle=not any(measure.wrap for measure in part.measures))
    return [
        encoder(rows, column.unit, look._replace(wrap=measure.wrap), measure.decimals)
        for column, measure in zip(part.table.columns, part.measures, strict=True)
    ]


def _put_lines(rows: Rows, heading: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    rows.skip()
    rows.put([rows.text(heading, HEADING)], HEADING_HEIGHT)
    for line in lines:
        rows.put([rows.text(line, NOTE)], _NOTE_HEIGHT)


def _lines(sentences: Iterable[str], part: Part) -> list[str]:
    """Break sentences where the columns of the first page end, so that paper cuts none of them."""
    first = paper(part.table, part.measures).first
    room = int(sum(measure.width for measure in part.measures[:first]))
    width = min(_LONGEST_LINE, max(_SHORTEST_LINE, room))
    return [line for each in sentences for line in textwrap.wrap(visible(each), width)]
