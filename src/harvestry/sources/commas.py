"""Commas in numbers: whether `1,234` is a thousand or a little over one, told by the whole file.

A spreadsheet of another country writes `0,5`. Where one number of a file can only have a decimal
comma, none of its lone commas is taken for a thousands separator.
"""

import re
from collections.abc import Iterable
from typing import Final

from harvestry.sources.sheet import Sheet

_AMOUNT: Final = re.compile(r"[^0-9]*([0-9][0-9.,]*)[^0-9]*", re.ASCII)
_GROUPED: Final = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?", re.ASCII)


class Commas:
    """True where a lone comma of the file may part thousands; looked up when first asked.

    `places` are the columns that hold numbers.
    """

    __slots__ = ("_known", "_places", "_sheet")

    def __init__(self, sheet: Sheet, places: Iterable[int]) -> None:
        self._sheet = sheet
        self._places = tuple(places)
        self._known = False if sheet.delimiter == ";" else None

    def __bool__(self) -> bool:
        """Tell whether `1,234` may be a thousand and more."""
        if self._known is None:
            self._known = not any(_is_decimal(cell) for cell in self._cells())
        return self._known

    def _cells(self) -> Iterable[str]:
        for record in self._sheet.rows():
            for place in self._places:
                if place < len(record.cells):
                    yield record.cells[place]


def _is_decimal(cell: str) -> bool:
    """Tell whether a cell is a number that can only have a decimal comma."""
    if "," not in cell:
        return False
    match = _AMOUNT.fullmatch(cell.strip())
    return match is not None and _GROUPED.fullmatch(match[1]) is None
