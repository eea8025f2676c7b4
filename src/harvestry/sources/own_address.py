"""Which address is the wallet's own: the one that stands on every row, as sender or receiver."""

from collections.abc import Iterator
from typing import Final

from harvestry.sources.sheet import Sheet

_ENOUGH: Final = 2
"""One row alone has two addresses, and either may be the own."""


class OwnAddress:
    """The own address of one file, found by looking through it at the first question."""

    __slots__ = ("_known", "_places", "_sheet")

    def __init__(self, sheet: Sheet, places: tuple[int, int]) -> None:
        self._sheet = sheet
        self._places = places
        self._known: str | None = None

    def found(self) -> str:
        """Give the address in small letters, empty where the file does not tell it."""
        if self._known is None:
            self._known = self._looked_through()
        return self._known

    def _looked_through(self) -> str:
        common: set[str] | None = None
        rows = 0
        for ends in self._ends():
            rows += 1
            common = ends if common is None else common & ends
            if not common:
                return ""
        return common.pop() if common and len(common) == 1 and rows >= _ENOUGH else ""

    def _ends(self) -> Iterator[set[str]]:
        for record in self._sheet.rows():
            if max(self._places) < len(record.cells):
                ends = {record.cells[place].strip().casefold() for place in self._places}
                yield ends - {""}
