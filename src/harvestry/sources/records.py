"""Lines to records: strict CSV that never swallows a row in silence."""

import csv
import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from harvestry.sources.errors import BrokenCsvError

DELIMITERS: Final = (",", ";", "\t")
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


class Record(NamedTuple):
    """One record of a file: the line it begins on, its cells, and whether it spans lines."""

    line: int
    cells: list[str]
    spans: bool


def records(
    name: str, lines: Iterable[str], delimiter: str, *, spaced: bool = False
) -> Iterator[Record]:
    """Give the records of a file, blank ones left out.

    In a file that is `spaced` a space stands behind each delimiter, before the quotes.

    Raises:
        BrokenCsvError: a quote that is never closed, or text after a closing quote.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=spaced)
    before = 0
    try:
        for cells in reader:
            after = reader.line_num
            if cells and any(cells):
                yield Record(before + 1, cells, after - before > 1)
            before = after
    except csv.Error as error:
        raise BrokenCsvError(name, _mend(str(error), before + 1, reader.line_num)) from error


def is_blank(cells: Iterable[str]) -> bool:
    """Tell whether a record holds nothing but space."""
    return not any(cell.strip() for cell in cells)


def swallowed(cells: list[str], column: int, delimiter: str) -> bool:
    """Tell whether a cell that spans lines looks like whole rows behind a quote left open.

    A line inside a cell that has as many delimiters as a row has is a row, not a remark.
    """
    fewest = len(cells) - 1
    if not fewest:
        return False
    *middle, last = _LINE_END.split(cells[column])[1:] or [""]
    if any(piece.count(delimiter) >= fewest for piece in middle):
        return True
    inside = last.count(delimiter)
    return inside > 0 and inside + len(cells) - 1 - column >= fewest


def _mend(error: str, line: int, reached: int) -> str:
    if "unexpected end" in error:
        return (
            f'the row that begins in line {line} opens a quote (") that is never closed, so the '
            "file is cut short or damaged; export it again"
        )
    if "field larger" in error:
        return (
            f"a cell that begins in line {line} is longer than any cell can be, most likely behind "
            'a quote (") left open; export the file again'
        )
    return (
        f'line {reached} has text right after a closing quote ("), so its columns cannot be told '
        "apart; export the file again, or double the quotes inside the cell"
    )
