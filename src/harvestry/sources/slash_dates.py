"""Dates with slashes: whether the day or the month stands first is decided once a file, by all.

`13/02/2021` tells it for every date of its file, `03/02/2021` tells nothing. What no date of the
file tells is not guessed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from harvestry.sources.sheet import Sheet
from harvestry.sources.times import AmbiguousDateError, TimeError
from harvestry.sources.zones import without_zone

_SLASHED: Final = re.compile(
    r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}|[0-9]{2})"
    r"(?:,? +([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?: ?([AaPp])[Mm])?)?",
    re.ASCII,
)
_EXPORTED: Final = re.compile(r"[0-9]{2}/[0-9]{2}/[0-9]{4}", re.ASCII)
"""How an exchange writes such dates; a spreadsheet drops zeros or adds the clock."""
_MONTHS: Final = 12
_NOON: Final = 12
_CENTURY: Final = 2000
_EARLIEST_SHORT_YEAR: Final = 69
_NEITHER: Final = (
    "may be day/month or month/day, and no date of the file tells which; write dates as 2021-12-31 "
    "or say `day_first` in mapping.toml"
)
_BOTH: Final = (
    "stands in a file that has dates with the day first and dates with the month first, as a "
    "spreadsheet leaves them; write dates as 2021-12-31"
)


@dataclass(frozen=True, slots=True)
class _Order:
    """What all dates of a file tell: which order they show, and the first row re-saved."""

    day_first: bool
    month_first: bool
    resaved: int | None


class SlashDates:
    """The dates with slashes of one file; the file is looked through at the first of them.

    `places` are the columns that hold times. `month_first` tells that the format itself writes the
    month first, which counts where no date says otherwise and none was written by a spreadsheet,
    or anyhow where clocks and short dates are `unsuspected`.
    """

    mark: Final = "/"

    __slots__ = ("_day_first", "_known", "_month_first", "_places", "_sheet", "_unsuspected")

    def __init__(
        self,
        sheet: Sheet,
        places: Iterable[int],
        *,
        month_first: bool = False,
        unsuspected: bool = False,
        day_first: bool | None = None,
    ) -> None:
        self._sheet = sheet
        self._places = tuple(places)
        self._month_first = month_first
        self._unsuspected = unsuspected
        self._day_first = day_first
        self._known: _Order | None = None

    def read(self, text: str) -> datetime | date | None:
        """Read a date, with the clock or without, `None` where it has no slashes.

        Raises:
            AmbiguousDateError: it is not known which number is the day.
            TimeError: there is no such time.
        """
        match = _SLASHED.fullmatch(text)
        if match is None:
            return None
        one, other, year = int(match[1]), int(match[2]), int(match[3])
        if len(match[3]) == len("21"):
            year += _CENTURY if year < _EARLIEST_SHORT_YEAR else _CENTURY - 100
        day, month = (one, other) if self._is_day_first() else (other, one)
        try:
            if match[4] is None:
                return date(year, month, day)
            clock = int(match[5]), int(match[6] or 0)
            return datetime(year, month, day, _hour(match), *clock)  # noqa: DTZ001 - the zone is the caller's
        except ValueError as error:
            raise TimeError("names a time that does not exist") from error

    def resaved_row(self) -> int | None:
        """Give the first row whose date a spreadsheet wrote, if such dates were read."""
        known = self._known
        return None if known is None or known.day_first == known.month_first else known.resaved

    def _is_day_first(self) -> bool:
        if self._day_first is not None:
            return self._day_first
        known = self._known = self._known or self._looked_through()
        if known.day_first and known.month_first:
            raise AmbiguousDateError(_BOTH)
        if known.day_first or known.month_first:
            return known.day_first
        if self._month_first and known.resaved is None:
            return False
        raise AmbiguousDateError(_NEITHER)

    def _looked_through(self) -> _Order:
        day_first = month_first = False
        resaved: int | None = None
        for row, cell in self._cells():
            match = _SLASHED.fullmatch(cell) or _SLASHED.fullmatch(without_zone(cell)[0])
            if match is None:
                continue
            day_first = day_first or int(match[1]) > _MONTHS
            month_first = month_first or int(match[2]) > _MONTHS
            as_exported = self._unsuspected or (
                self._month_first and _EXPORTED.fullmatch(cell) is not None
            )
            if resaved is None and not as_exported:
                resaved = row
        return _Order(day_first, month_first, resaved)

    def _cells(self) -> Iterator[tuple[int, str]]:
        for number, record in enumerate(self._sheet.rows(), 1):
            for place in self._places:
                if place < len(record.cells):
                    yield number, record.cells[place].strip()


def _hour(match: re.Match[str]) -> int:
    hour, half = int(match[4]), match[7]
    if half is None:
        return hour
    if not 1 <= hour <= _NOON:
        raise ValueError
    return hour % _NOON + (_NOON if half in "Pp" else 0)
