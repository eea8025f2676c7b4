"""What a provider gives of one coin: closes of days that are over, and the price right now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from harvestry.sources.live.failures import FetchError
from harvestry.units.days import DAY_LENGTH, EPOCH_DAY, HOUR, Day, Instant
from harvestry.units.exact import Price

_CLOSING: Final = 2 * HOUR
"""A point within these last hours of a day, its midnight included, may stand for its close."""


@dataclass(frozen=True, slots=True)
class Series:
    """Closes by UTC day, and the last price of a day that is still running with its moment."""

    closes: Mapping[Day, Price] = field(default_factory=dict)
    running: tuple[Instant, Price] | None = None


def start_of(day: Day) -> Instant:
    """Give the midnight, in UTC, with which a day begins."""
    return (day - EPOCH_DAY) * DAY_LENGTH


def series_of(points: Iterable[tuple[Instant, Price]], now: Instant) -> Series:
    """Make a series of prices at moments, whatever their spacing.

    The close of a day is its last point, if that lies in the last two hours; midnight belongs to
    the day it ends. What is later than the last close is the price of the running day.

    Raises:
        FetchError: two different prices stand at one moment.
    """
    closes: dict[Day, tuple[Instant, Price]] = {}
    running: tuple[Instant, Price] | None = None
    told: dict[Instant, Price] = {}
    for at, price in points:
        if told.setdefault(at, price) != price:
            raise FetchError("gives two prices for one moment")
        day = (at - 1) // DAY_LENGTH + EPOCH_DAY
        if start_of(day + 1) <= now:
            if start_of(day + 1) - at <= _CLOSING and at >= closes.get(day, (at, price))[0]:
                closes[day] = (at, price)
        elif at <= now and (running is None or at >= running[0]):
            running = (at, price)
    return Series({day: price for day, (_, price) in sorted(closes.items())}, running)
