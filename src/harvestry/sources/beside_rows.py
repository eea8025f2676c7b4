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
    """Give the rows of a sheet by number; what is beside them is skipped and counted."""
    beside = _Beside(sheet)
    held: list[tuple[int, Record]] = []
    shift: int | None = None
    for number, record in enumerate(sheet.rows(), 1):
        tally.count(number)
        if record.line - number != shift:
            shift = record.line - number
            tally.lines.note(number, record.line)
        if not beside.tells_time(record.cells):
            reason = beside.reason(record.cells)
            if reason is not None:
                tally.skip((number,), reason)
                continue
            if beside.may_stand_below(record.cells):
                held.append((number, record))
                continue
        yield from held
        held.clear()
        yield number, record
    tally.skip((number for number, _ in held), SkipReason.BELOW_THE_ROWS)


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

    def reason(self, cells: list[str]) -> SkipReason | None:
        """Say why a record that tells no time is no row wherever it stands, if it is none."""
        tidied = cut(cells) or [""]
        if tidied == self._header or tidied in self._above:
            return SkipReason.HEADER_AGAIN
        first = next((n for n, cell in enumerate(tidied) if cell), 0)
        if tidied[first].rstrip(" :").casefold() not in _TOTALS:
            return None
        time = self._time
        no_time = time is None or time == first or not (len(cells) > time and cells[time].strip())
        return SkipReason.BELOW_THE_ROWS if no_time else None

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
