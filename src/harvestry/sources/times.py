"""Times at the door: the layouts of exports, made instants."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from harvestry.sources.zones import without_zone, zone_named
from harvestry.units.days import (
    DAY_LENGTH,
    EPOCH,
    EPOCH_DAY,
    FIRST_YEAR,
    SECOND,
    Day,
    Instant,
    Zone,
    instant_of,
)

ISO: Final = "iso"
"""The layout name of ISO 8601 in the spellings exports use; others are `strptime` layouts.

`* as of %m/%d/%Y` is a day of entry and, behind the words, the day that counts, in one layout.
"""
EPOCH_SECONDS: Final = "epoch"
EPOCH_MILLISECONDS: Final = "epoch-ms"
"""The layout names of seconds and milliseconds since 1970, both in UTC."""
LAST_YEAR: Final = 2100

_ISO: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)"
    r" ?(Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?)?",
    re.ASCII,
)
_UTC_SECOND: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])Z", re.ASCII
)
_EPOCH: Final = re.compile(r"([0-9]{9,13})(?:\.([0-9]{1,6})[0-9]*)?", re.ASCII)
_MONTH: Final = re.compile(
    r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?", re.ASCII
)
_REMARK: Final = re.compile(r"\s*\([^()]*\)\Z")
_CLOCK: Final = re.compile(r"[T ]([0-9]{1,2}:[0-9]{2}.*)", re.ASCII)
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
        found = _READERS.get(layout, _read_layout)(text, layout)
        if found is not None:
            return in_range(found)
    raise TimeError("is not a time")


def utc_second(text: str) -> Instant | None:
    """Give the instant of `2021-12-31T14:05:00Z`, as most files write it; `None` of another text.

    `None` too of a time that does not exist or lies in another century.
    """
    match = _UTC_SECOND.fullmatch(text)
    if match is None:
        return None
    day, hours, minutes, seconds = match.groups()
    midnight = _midnight(day)
    if midnight is None:
        return None
    return midnight + ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * SECOND


@lru_cache(maxsize=1 << 14)
def _midnight(day: str) -> Instant | None:
    """Give the first instant of a day of UTC; of history there are few days."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return None
    in_years = FIRST_YEAR <= found.year <= LAST_YEAR
    return (found.toordinal() - EPOCH_DAY) * DAY_LENGTH if in_years else None


def with_clock(day: str, clock: str) -> str:
    """Give date and time of day of two cells in one text; each may be a whole time by itself."""
    if _EPOCH.fullmatch(clock) is not None:
        return clock
    own = _CLOCK.search(day)
    told = _CLOCK.search(clock)
    date_part = day[: own.start()] if own is not None else day
    return f"{date_part} {told[1] if told is not None else clock}" if clock else day


def zoned(text: str, beside: str) -> tuple[str, Zone | None]:
    """Give a time's text without its zone, and the zone: behind it, else `beside` it in a cell.

    Raises:
        TimeError: what stands beside it is no zone.
    """
    bare, found = without_zone(text)
    if found is None and beside:
        found = zone_named(beside)
        if found is None:
            raise TimeError(f"is in a time zone {beside!r} that is not known")
    return bare, found


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


def _read_iso(text: str, _layout: str) -> datetime | date | None:
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
    if layout.startswith("*"):
        return _read_behind(text, *_at_percent(layout[1:]))
    plain = _REMARK.sub("", _MONTH.sub(r"\1", text))
    try:
        found = datetime.strptime(plain, layout)  # noqa: DTZ007 - the zone is the caller's to add
    except ValueError:
        return None
    return found if "%H" in layout or "%I" in layout else found.date()


def _read_behind(text: str, words: str, layout: str) -> datetime | date | None:
    """Read the second of two times with words between them, if both are times of the layout."""
    entered, _, counting = text.partition(words)
    return _read_layout(counting, layout) if _read_layout(entered, layout) else None


def _at_percent(layout: str) -> tuple[str, str]:
    words, mark, rest = layout.partition("%")
    return words, mark + rest


def _read_epoch(text: str, layout: str) -> datetime | None:
    match = _EPOCH.fullmatch(text)
    if match is None:
        return None
    whole = int(match[1])
    if layout == EPOCH_MILLISECONDS:
        return EPOCH + timedelta(milliseconds=whole)
    return EPOCH + timedelta(seconds=whole, microseconds=int((match[2] or "").ljust(6, "0")))


_READERS: Final = {
    ISO: _read_iso,
    EPOCH_SECONDS: _read_epoch,
    EPOCH_MILLISECONDS: _read_epoch,
}
