"""Commas in numbers: whether `1,234` is a thousand or a little over one, told by the whole file.

A spreadsheet of another country writes `0,5`. Where one number of a file can only have a decimal
comma, none of its lone commas is taken for a thousands separator. Where one was refused for its
comma, a point as in `1.234` may be between thousands as well, and is not taken for a decimal point.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from harvestry.sources.errors import CellFault
from harvestry.sources.sheet import Sheet

_AMOUNT: Final = re.compile(r"[^0-9]*([0-9][0-9.,]*)[^0-9]*", re.ASCII)
_GROUPED: Final = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?", re.ASCII)
SAY_COMMA: Final = "say `decimal_comma = true` under [[file]] in mapping.toml"
"""How to have all numbers of a file of a described format read as `1.234,56`."""
_POINTS: Final = re.compile(r"[^0-9]*[1-9][0-9]{0,2}(?:\.[0-9]{3})+[^0-9]*", re.ASCII)


def may_have_decimal_comma(text: str) -> bool:
    """Tell whether a text that was refused as a number may be one with a decimal comma."""
    return "," in text and _AMOUNT.fullmatch(text.strip()) is not None


def with_comma_told(fault: CellFault) -> CellFault:
    """Give what is wrong with a number, with how such a file is read, if it may be the comma."""
    if not may_have_decimal_comma(fault.text):
        return fault
    return replace(fault, mend=f"if the whole file is written so, {SAY_COMMA}")


def may_group_by_points(text: str) -> bool:
    """Tell whether the points of a number may stand between thousands."""
    return "." in text and _POINTS.fullmatch(text.strip()) is not None


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
