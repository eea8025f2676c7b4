"""Which line of its file a row begins on, remembered in next to no memory."""

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(slots=True)
class Lines:
    """The distance of rows from their lines, kept only where it changes.

    A file without blank lines and cells of several lines has one distance from end to end.
    """

    _rows: "array[int]" = field(default_factory=lambda: array("q"))
    _shifts: "array[int]" = field(default_factory=lambda: array("q"))

    def note(self, row: int, line: int) -> None:
        """Take down a row's line; rows come in order."""
        if not self._shifts or self._shifts[-1] != line - row:
            self._rows.append(row)
            self._shifts.append(line - row)

    def of(self, row: int) -> int | None:
        """Give the line of a row that was read, `None` before the first."""
        place = bisect_right(self._rows, row)
        return row + self._shifts[place - 1] if place else None
