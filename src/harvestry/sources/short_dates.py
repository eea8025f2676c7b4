"""Dates of two digits each, `21-03-04`: whether the year or the day stands first, the file tells.

A part that can be no day, no month or no year tells it for the whole file; else the order of rows
does, which exports keep from newest to oldest or the other way. What neither tells is not guessed.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

from harvestry.sources.sheet import Sheet
from harvestry.sources.times import AmbiguousDateError, TimeError

_SHORT: Final = re.compile(
    r"([0-9]{2})-([0-9]{2})-([0-9]{2}) ([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)", re.ASCII
)
_YEARS: Final = range(9, 69)
"""The years of two digits that coins were traded in, and some to come."""
_NEITHER: Final = (
    "may be year-month-day or day-month-year, and nothing in the file tells which; set the date "
    "format of the exchange to YYYY-MM-DD and export again"
)


class ShortDates:
    """The dates of two digits each in one column of one file."""

    __slots__ = ("_place", "_sheet", "_year_first")

    mark: Final = "-"

    def __init__(self, sheet: Sheet, place: int) -> None:
        self._sheet = sheet
        self._place = place
        self._year_first: bool | None = None

    def read(self, text: str) -> datetime | None:
        """Read a date and its clock, `None` where it is not of two digits each.

        Raises:
            AmbiguousDateError: it is not known whether the year or the day stands first.
            TimeError: there is no such time.
        """
        match = _SHORT.fullmatch(text)
        if match is None:
            return None
        if self._year_first is None:
            self._year_first = _order(list(self._cells()))
        found = _as(match, year_first=self._year_first)
        if found is None:
            raise TimeError("names a time that does not exist")
        return found

    def resaved_row(self) -> None:
        """Tell that no row was re-saved: a spreadsheet writes such dates with slashes."""

    def _cells(self) -> Iterator[re.Match[str]]:
        for record in self._sheet.rows():
            if self._place < len(record.cells):
                match = _SHORT.fullmatch(record.cells[self._place].strip())
                if match is not None:
                    yield match


def _order(found: Sequence[re.Match[str]]) -> bool:
    """Tell whether the year stands first."""
    times = {way: [_as(match, year_first=way) for match in found] for way in (True, False)}
    possible = [way for way, read in times.items() if all(each is not None for each in read)]
    if len(possible) != 1:
        possible = [way for way in possible if _is_sorted([t for t in times[way] if t])]
    if len(possible) != 1:
        raise AmbiguousDateError(_NEITHER)
    return possible[0]


def _as(match: re.Match[str], *, year_first: bool) -> datetime | None:
    year, day = (match[1], match[3]) if year_first else (match[3], match[1])
    if int(year) not in _YEARS:
        return None
    try:
        return datetime.fromisoformat(f"20{year}-{match[2]}-{day}T{match[4]}")
    except ValueError:
        return None


def _is_sorted(times: Sequence[datetime]) -> bool:
    steps = {(one > other) - (one < other) for one, other in pairwise(times)} - {0}
    return len(steps) == 1
