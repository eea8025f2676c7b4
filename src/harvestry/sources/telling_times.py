"""How finely a file tells its times, and how far apart two files may tell one moment."""

from typing import Final

from harvestry.sources.description import OF_THE_ACCOUNT
from harvestry.sources.merge import Reading
from harvestry.units.days import DAY_LENGTH, MINUTE, SECOND, Instant, zone

_SECONDS_OFF: Final = 2 * SECOND
"""Programs round a second, or take that of the order and not of the fill."""
_QUARTER: Final = 15 * MINUTE
"""Clocks of two zones differ by whole quarters of an hour."""
_WIDEST: Final = 56 * _QUARTER
"""... and by fourteen hours at most, of UTC."""


def is_told_to(reading: Reading) -> int:
    """Give the step in which a file tells times, in microseconds: a second, a minute or a day.

    A file all of whose times end in `:00` tells minutes; one all of whose times are noon, days.
    """
    times = {event.time for event in reading.tally.events}
    if any(time % MINUTE for time in times):
        return SECOND
    if len(times) > 1:
        home = zone(reading.time_zone)
        if all(time == home.noon(home.day(time)) for time in times):
            return DAY_LENGTH
    return MINUTE


def most_apart(one: Reading, other: Reading, step: int) -> int:
    """Give how far apart in time events of two files may be one, at most."""
    if one.format.prefix == other.format.prefix:
        return step
    near = step + _SECONDS_OFF if step > SECOND else _SECONDS_OFF + SECOND - 1
    return max(near, _WIDEST + near) if _is_assumed(one) or _is_assumed(other) else near


def is_within(one: Instant, other: Instant, readings: tuple[Reading, Reading], step: int) -> bool:
    """Tell whether two files may mean one moment by these times, `step` the coarser of theirs.

    One program tells one moment always the same, but for what the coarser lacks. Two of them may be
    a step apart, and whole quarters of an hour where the zone of either is only assumed.
    """
    if readings[0].format.prefix == readings[1].format.prefix:
        return one // step == other // step
    near = step + _SECONDS_OFF if step > SECOND else _SECONDS_OFF
    apart = abs(one - other) if step > SECOND else abs(one // SECOND - other // SECOND) * SECOND
    if apart <= near:
        return True
    if not any(map(_is_assumed, readings)) or apart > _WIDEST + near:
        return False
    over = apart % _QUARTER
    return min(over, _QUARTER - over) <= near


def _is_assumed(reading: Reading) -> bool:
    """Tell whether a file writes local time and does not say where."""
    return reading.format.time_zone == OF_THE_ACCOUNT
