"""The calendar of the household: what was wished once, and what comes back again and again."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from random import Random
from typing import Final

from harvestry.sample.deed import PERCENT, Do, Wish
from harvestry.sample.market import is_weekend
from harvestry.units.days import DAY_LENGTH, EPOCH_DAY, HOUR, SECOND, Instant, day_of

COINBASE, SPOUSE, KRAKEN = "coinbase", "coinbase-spouse", "kraken"
HARDWARE, HOT, IRA = "hardware", "hot", "ira"

ONCE_ROWS: Final = 150
HABIT_ROWS: Final = 440
"""Rows that the calendar and the habits leave in all files together, at the usual pace."""


@dataclass(frozen=True, slots=True)
class _Habit:
    """A wish that comes back every so many days; `part` is in millionths of what is held."""

    since: str
    until: str
    every: int
    account: str
    do: Do
    asset: str
    usd: int = 0
    part: int = 0
    way: str = ""


_END: Final = "2026-11-21"
_HABITS: Final = (
    _Habit("2023-01-06", _END, 14, COINBASE, Do.BUY, "BTC", usd=150),
    _Habit("2023-01-15", "2025-12-20", 30, COINBASE, Do.BUY, "ETH", usd=200),
    _Habit("2025-01-08", _END, 30, COINBASE, Do.BUY, "SOL", usd=250, way="advanced"),
    _Habit("2023-09-20", _END, 21, COINBASE, Do.REWARD, "ETH", part=2_000, way="staking"),
    _Habit("2024-03-31", _END, 30, COINBASE, Do.REWARD, "USDC", part=3_500, way="usdc"),
    _Habit("2023-01-16", "2023-02-08", 7, KRAKEN, Do.REWARD, "ADA", part=700, way="old"),
    _Habit("2025-02-19", _END, 14, KRAKEN, Do.REWARD, "SOL", part=2_400, way="earn"),
    _Habit("2023-03-20", _END, 45, KRAKEN, Do.BUY, "BTC", usd=300, way="trade"),
    _Habit("2024-06-05", _END, 30, SPOUSE, Do.BUY, "BTC", usd=100),
    _Habit("2024-06-12", _END, 30, SPOUSE, Do.BUY, "ETH", usd=100),
    _Habit("2025-03-05", _END, 30, SPOUSE, Do.BUY, "SOL", usd=80),
    _Habit("2024-02-05", _END, 91, IRA, Do.BUY, "IBIT", usd=1750, way="broker"),
)


def wishes(chance: Random, rows: int) -> list[Wish]:
    """Give all wishes in order of time, so that all files together come to about `rows` rows.

    More rows mean the same habits in smaller and more frequent steps; the calendar stays.
    """
    lines = files(__package__).joinpath("calendar.txt").read_text("utf-8").splitlines()
    all_wishes = [_once(line.split(), chance) for line in lines if not line.startswith("#")]
    for habit in _HABITS:
        all_wishes += _again(habit, chance, max(rows - ONCE_ROWS, HABIT_ROWS // 10))
    return sorted(all_wishes, key=lambda wish: wish.time)


def _once(words: list[str], chance: Random) -> Wish:
    day, account, do, asset, usd, percent, to, way = ("" if word == "-" else word for word in words)
    time = _midnight(day) + chance.randrange(14 * 3600, 20 * 3600) * SECOND
    part = int(percent or 0) * PERCENT
    return Wish(time, account, Do(do), asset, int(usd or 0), part, to, way)


def _again(habit: _Habit, chance: Random, rows: int) -> Iterator[Wish]:
    every = habit.every * DAY_LENGTH * HABIT_ROWS // rows
    for at in range(_midnight(habit.since), _midnight(habit.until), every):
        time = (at + chance.randrange(min(every, 12 * HOUR))) // SECOND * SECOND
        yield Wish(
            time=_when_open(time) if habit.account == IRA else time,
            account=habit.account,
            do=habit.do,
            asset=habit.asset,
            usd=habit.usd and max(habit.usd * HABIT_ROWS // rows, 1),
            part=habit.part * HABIT_ROWS // rows,
            way=habit.way,
        )


def _midnight(day: str) -> Instant:
    return (day_of(day) - EPOCH_DAY) * DAY_LENGTH


def _when_open(time: Instant) -> Instant:
    """Give an hour at which the stock market is open: the afternoon of that or the next weekday."""
    days, into = divmod(time, DAY_LENGTH)
    while is_weekend(days + EPOCH_DAY):
        days += 1
    return days * DAY_LENGTH + 15 * HOUR + into // 6 // SECOND * SECOND
