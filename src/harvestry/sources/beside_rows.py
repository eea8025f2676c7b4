"""Records that are no rows: lines of totals, words below the rows, a header that comes again.

Only what cannot be a transaction is taken for such: it tells no time, and it is of totals by its
own word, or the header itself, or it stands below the last row.
"""

from collections.abc import Iterator
from typing import Final

from harvestry.sources.canonical import CANONICAL, Content
from harvestry.sources.reasons import SkipReason
from harvestry.sources.records import Record
from harvestry.sources.sheet import Sheet, cut
from harvestry.sources.tally import Tally

_TOTALS: Final = frozenset({"total", "totals", "grand total", "subtotal", "subtotals"})
_WORDS_OF_A_SENTENCE: Final = 3
_NO_SENTENCES: Final = frozenset({"time", "clock", "id", "group", "hash"})
"""What the first column may hold for a line of words alone to be no cell of it."""


def rows_alone(sheet: Sheet, tally: Tally) -> Iterator[tuple[int, Record]]:
    """Give the rows of a sheet by number.

    Totals and what stands below the rows are no rows, and not counted; a header that comes again is
    counted and skipped.
    """
    beside = _Beside(sheet)
    held: list[Record] = []
    number = 0
    for record in sheet.rows():
        is_again = False
        if not beside.tells_time(record.cells):
            if beside.is_total(record.cells):
                continue
            is_again = beside.is_header(record.cells)
            if not is_again and beside.may_stand_below(record.cells):
                held.append(record)
                continue
        for each in held:  # a row comes after them
            number += 1
            _count(tally, number, each)
            yield number, each
        held.clear()
        number += 1
        _count(tally, number, record)
        if is_again:
            tally.skip((number,), SkipReason.HEADER_AGAIN)
        else:
            yield number, record


def _count(tally: Tally, number: int, record: Record) -> None:
    tally.count(number)
    tally.lines.note(number, record.line)


class _Beside:
    """What records beside the rows of one sheet look like."""

    def __init__(self, sheet: Sheet) -> None:
        above, header = sheet.head()
        self._above = [cells for cells in above if any(cells)]
        self._header = header
        places = sheet.match.places
        self._time = places.get("time")
        self._words = [n for key, n in places.items() if CANONICAL.get(key) is not Content.NUMBER]
        self._has_kinds = "type" in places
        self._width = len(sheet.match.names)
        first = {key for key, n in places.items() if n == 0}
        self._may_be_words = first <= _NO_SENTENCES

    def tells_time(self, cells: list[str]) -> bool:
        """Tell whether a record has what begins like a time, as nearly every row has."""
        return self._time is None or (len(cells) > self._time and cells[self._time][:1].isdigit())

    def is_header(self, cells: list[str]) -> bool:
        """Tell whether a record is the header, or a line above it, once more."""
        tidied = cut(cells)
        return tidied == self._header or tidied in self._above

    def is_total(self, cells: list[str]) -> bool:
        """Tell whether a record that tells no time is of totals by its first word."""
        tidied = cut(cells) or [""]
        first = next((n for n, cell in enumerate(tidied) if cell), 0)
        if tidied[first].rstrip(" :").casefold() not in _TOTALS:
            return False
        time = self._time
        return time is None or time == first or not (len(cells) > time and cells[time].strip())

    def may_stand_below(self, cells: list[str]) -> bool:
        """Tell whether a record is no row if none comes after it: numbers or words alone."""
        filled = [cell.strip() for cell in cells if cell.strip()]
        if len(filled) == 1 and cells[0].strip():
            return (
                self._may_be_words
                and filled[0][:1].isalpha()
                and len(filled[0].split()) >= _WORDS_OF_A_SENTENCE
            )
        of_numbers = self._has_kinds and len(cells) >= self._width
        return of_numbers and not any(cells[n].strip() for n in self._words)
