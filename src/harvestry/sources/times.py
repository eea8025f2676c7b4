"""Times at the door: the layouts of exports, made instants."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from harvestry.units.days import FIRST_YEAR, Day, Instant, Zone, instant_of

ISO: Final = "iso"
"""The layout name of ISO 8601 in the spellings exports use; others are `strptime` layouts."""
LAST_YEAR: Final = 2100

_ISO: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)"
    r" ?(Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?)?",
    re.ASCII,
)
_UTC: Final = {"Z": "+00:00", "UTC": "+00:00", "GMT": "+00:00"}


class TimeError(ValueError):
    """A text that is no time; the message completes "the cell ..."."""


class OutOfRangeError(TimeError):
    """A time of another century."""


class AmbiguousDateError(TimeError):
    """A date of which it is not known which number is the day."""


def read_time(text: str, layouts: Sequence[str]) -> datetime | date:
    """Read a time as written: a date alone, a local time, or a time with its offset.

    Raises:
        TimeError: none of the layouts, or no such time.
    """
    for layout in layouts:
        found = _read_iso(text) if layout == ISO else _read_layout(text, layout)
        if found is not None:
            return in_range(found)
    raise TimeError("is not a time")


def in_range(found: datetime | date) -> datetime | date:
    """Give a time as written, if it lies in the years that can be meant.

    Raises:
        OutOfRangeError: it does not.
    """
    if not FIRST_YEAR <= found.year <= LAST_YEAR and not _is_at_the_edge(found):
        raise OutOfRangeError(f"lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return found


def instant_from(found: datetime | date, zone: Zone | None, day_zone: Zone) -> Instant:
    """Give the instant of a time as written.

    `zone` is where times without an offset are at home, `None` where they must carry one. A date
    alone is noon in `day_zone`.

    Raises:
        TimeError: a time without offset where it needs one.
    """
    if not isinstance(found, datetime):
        return noon(day_zone, found.toordinal())
    if found.tzinfo is not None:
        return instant_of(found)
    if zone is None:
        raise TimeError("does not say its time zone; end it with Z or an offset such as -05:00")
    return zone.instant(found)


@lru_cache(maxsize=4096)
def noon(zone: Zone, day: Day) -> Instant:
    """Give noon of a day; files with bare dates ask for few days many times."""
    return zone.noon(day)


def _is_at_the_edge(found: datetime | date) -> bool:
    """Tell whether a time in UTC may lie within the years elsewhere on earth."""
    if not isinstance(found, datetime) or found.utcoffset() != timedelta(0):
        return False
    day = found.date()
    return day in (date(FIRST_YEAR - 1, 12, 31), date(LAST_YEAR + 1, 1, 1))


def _read_iso(text: str) -> datetime | date | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    try:
        if text[-1] == "Z" and text[-2] != " ":  # what nearly every time is
            return datetime.fromisoformat(text)
        day, clock, offset = match.groups()
        if clock is None:
            return date.fromisoformat(day)
        return datetime.fromisoformat(f"{day}T{clock}{_UTC.get(offset, offset or '')}")
    except ValueError as error:
        raise TimeError("names a time that does not exist") from error


def _read_layout(text: str, layout: str) -> datetime | date | None:
    if not text.isascii():
        return None
    try:
        found = datetime.strptime(text, layout)  # noqa: DTZ007 - the zone is the caller's to add
    except ValueError:
        return None
    return found if "%H" in layout or "%I" in layout else found.date()
