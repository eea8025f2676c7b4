"""Days and instants: what the law counts, and what the files say.

An *instant* is an integer count of microseconds since 1970-01-01T00:00:00Z. A *day* is the ordinal
of a calendar date (`date.toordinal`). The law counts days, in the account's own time zone;
the order of events is by instant.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Instant: TypeAlias = int
"""Microseconds since 1970-01-01T00:00:00Z; negative before."""
Day: TypeAlias = int
"""A calendar date as its proleptic Gregorian ordinal."""

NEVER: Final[Instant] = 1 << 62
"""Later than any instant."""
ALWAYS: Final[Instant] = -NEVER
"""Earlier than any instant."""
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY: Final[Day] = EPOCH.toordinal()
SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 3600 * SECOND
_HOURS: Final = 24
DAY_LENGTH: Final = _HOURS * HOUR
FIRST_YEAR: Final = 1900
_MICROSECOND: Final = timedelta(microseconds=1)
_NOON: Final = 12


class Zone:
    """A time zone that turns instants into local days quickly.

    How far local time is ahead of UTC is looked up once a day of history, so ten years of events
    cost some four thousand look-ups, after which each hour's day is known.
    """

    __slots__ = ("_days", "_info", "_offsets", "_starts", "name")

    def __init__(self, name: str) -> None:
        try:
            self._info: tzinfo = ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(
                f"no time zone is called {name!r}; one is 'America/New_York'"
            ) from error
        self.name = name
        self._days: dict[int, Day] = {}
        self._offsets: dict[int, int | None] = {}
        self._starts: dict[Day, Instant] = {}

    def day(self, instant: Instant) -> Day:
        """Give the local calendar day on which `instant` falls."""
        try:
            return self._days[instant // HOUR]
        except KeyError:
            return self._look_up(instant)

    def _look_up(self, instant: Instant) -> Day:
        """Work out a day, and keep those of the hours around it that lie in one day each."""
        offset = self._offset(instant // DAY_LENGTH)
        if offset is None:
            return moment(instant).astimezone(self._info).toordinal()
        first = instant // DAY_LENGTH * _HOURS
        for hour in range(first, first + _HOURS):
            begins = hour * HOUR + offset
            day = EPOCH_DAY + begins // DAY_LENGTH
            if day == EPOCH_DAY + (begins + HOUR - 1) // DAY_LENGTH:
                self._days[hour] = day
        return EPOCH_DAY + (instant + offset) // DAY_LENGTH

    def instant(self, local: datetime) -> Instant:
        """Give the instant of a naive local time; of an hour that came twice, the first."""
        assert local.tzinfo is None, "the text carries its own offset"
        return instant_of(local.replace(tzinfo=self._info))

    def noon(self, day: Day) -> Instant:
        """Give noon of `day`: where a bare date stands in the order of events."""
        return self.instant(
            datetime.combine(date.fromordinal(day), datetime.min.time()).replace(hour=_NOON)
        )

    def end_of_day(self, day: Day) -> Instant:
        """Give the last microsecond of `day`."""
        return self.start_of_day(day + 1) - 1

    def start_of_day(self, day: Day) -> Instant:
        """Give the first microsecond of `day`."""
        start = self._starts.get(day)
        if start is None:
            midnight = datetime.combine(date.fromordinal(day), datetime.min.time())
            start = self._starts[day] = self.instant(midnight)
        return start

    def _offset(self, day: int) -> int | None:
        """Give what local time is ahead of UTC all through a day of UTC, counted from 1970.

        `None` where it changes.
        """
        if day not in self._offsets:
            begins = day * DAY_LENGTH
            first, last = (
                moment(each).astimezone(self._info).utcoffset()
                for each in (begins, begins + DAY_LENGTH - 1)
            )
            if first is None or first != last:
                self._offsets[day] = None
            else:
                self._offsets[day] = first // _MICROSECOND
        return self._offsets[day]


@lru_cache(maxsize=64)
def zone(name: str) -> Zone:
    """Give the zone of that IANA name.

    Raises:
        ValueError: there is no such zone.
    """
    return Zone(name)


def instant_of(moment_: datetime) -> Instant:
    """Give the instant of an aware datetime."""
    return (moment_ - EPOCH) // _MICROSECOND


def moment(instant: Instant) -> datetime:
    """Give an instant as an aware datetime in UTC."""
    return EPOCH + timedelta(microseconds=instant)


def instant_text(instant: Instant) -> str:
    """Write an instant as ISO 8601 in UTC with `Z`."""
    return moment(instant).isoformat().replace("+00:00", "Z")


def day_text(day: Day) -> str:
    """Write a day as an ISO date."""
    return date.fromordinal(day).isoformat()


def day_of(text: str) -> Day:
    """Read an ISO date.

    Raises:
        ValueError: no such date.
    """
    return date.fromisoformat(text).toordinal()


def year_of(day: Day) -> int:
    """Give the calendar year, which is the tax year, of a day."""
    return date.fromordinal(day).year


def last_day_of(year: int) -> Day:
    """Give 31 December, the last day of a tax year."""
    return date(year + 1, 1, 1).toordinal() - 1


def years_later(day: Day, years: int) -> Day:
    """Give the same date `years` later; 29 February becomes 1 March."""
    then = date.fromordinal(day)
    try:
        return then.replace(year=then.year + years).toordinal()
    except ValueError:
        return date(then.year + years, 3, 1).toordinal()
