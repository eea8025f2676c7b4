"""The calendar of the household: what was wished once, and what comes back again and again."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from harvestry.sample.deed import PERCENT, Do, Wish
from harvestry.sample.market import LAST_DAY
from harvestry.units.days import DAY_LENGTH, EPOCH_DAY, HOUR, SECOND, Instant, day_of

COINBASE, SPOUSE, KRAKEN = "coinbase", "coinbase-spouse", "kraken"
HARDWARE, HOT, IRA = "hardware", "hot", "ira"

ONCE_ROWS: Final = 150
HABIT_ROWS: Final = 440
"""Rows that the calendar and the habits leave in all files together, at the usual pace."""

# day, account, what, asset, dollars, percent of what is held, to, way
_ONCE: Final = """
2023-01-09 kraken buy ADA 1200 - - trade
2023-01-12 kraken stake ADA - 100 - old
2023-02-09 kraken unstake ADA - 100 - old
2023-02-15 kraken reward KFEE 50 - - promo
2023-03-01 coinbase reward LINK 4 - - learning
2023-03-08 kraken buy BTC 2500 - - kfee
2023-05-10 coinbase reward ADA 3 - - learning
2023-05-30 hardware find BTC 8000 - - -
2023-06-14 kraken buy ETH 2000 - - kfee
2023-06-21 coinbase move BTC - 70 hardware -
2023-09-12 coinbase stake ETH - 60 - -
2023-10-05 kraken buy SOL 1500 - - trade
2023-10-18 coinbase move ETH - 90 hot -
2023-11-02 kraken buy LINK 900 - - app
2023-11-15 hot swap ETH - 30 LINK -
2024-01-17 coinbase move BTC - 80 hardware -
2024-02-20 kraken buy DOGE 600 - - app
2024-02-27 coinbase buy ETH 2500 - - advanced
2024-03-04 coinbase swap ETH - 40 USDC -
2024-03-05 coinbase buy LINK 600 - - usdc
2024-03-14 coinbase sell BTC - 50 - -
2024-03-18 coinbase cash-out USD - 100 - -
2024-03-20 kraken sell SOL - 40 - trade
2024-04-22 kraken move BTC - 100 hardware -
2024-05-21 hot fee ETH 12 - - -
2024-06-12 hot swap LINK - 40 USDC -
2024-07-09 hot spend USDC 250 - - -
2024-09-04 coinbase sell LINK - 30 - advanced
2024-11-12 hot move ETH - 40 kraken -
2024-12-10 hardware donate BTC - 5 - -
2024-12-16 kraken buy ADA 2500 - - trade
2025-01-15 kraken buy SOL 4000 - - trade
2025-01-22 coinbase sell ETH - 25 - -
2025-01-27 coinbase cash-out USD - 100 - -
2025-02-12 kraken stake SOL - 70 - earn
2025-02-19 hot move ETH - 20 hardware halves
2025-03-11 coinbase spend USDC 120 - - -
2025-04-09 kraken buy ETH 1800 - - app
2025-06-17 hot move LINK - 50 kraken -
2025-06-25 hardware move BTC - 10 hot -
2025-07-16 coinbase move BTC - 60 hardware -
2025-08-14 kraken buy LINK 2000 - - trade
2025-09-18 kraken buy SOL 3500 - - trade
2025-09-24 coinbase buy BTC 5000 - - advanced
2025-10-02 kraken buy DOGE 1500 - - trade
2025-10-07 coinbase-spouse sell BTC - 30 - -
2025-10-08 hardware move BTC - 15 coinbase -
2025-10-09 coinbase sell BTC - 40 - advanced
2025-10-14 kraken buy ETH 3000 - - trade
2025-12-03 kraken buy ETH 2500 - - trade
2025-12-15 hot give ETH - 10 - -
2026-02-18 kraken buy ADA 800 - - trade
2026-03-12 coinbase swap LINK - 50 ETH -
2026-05-12 ira sell IBIT - 20 - -
2026-06-24 kraken unstake SOL - 25 - earn
2026-08-12 kraken sell ADA - 50 - trade
2026-08-19 coinbase buy BTC 3000 - - usdc
2026-10-20 kraken sell ETH - 40 - trade
2026-10-21 coinbase sell BTC - 20 - advanced
2026-10-28 coinbase sell SOL - 35 - advanced
2026-10-30 ira buy IBIT 1800 - - -
2026-11-02 coinbase cash-out USD - 100 - -
2026-11-04 coinbase buy ETH 900 - - -
2026-11-09 coinbase-spouse buy ETH 500 - - -
2026-11-12 kraken buy SOL 700 - - trade
"""


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
    _Habit("2023-09-20", _END, 14, COINBASE, Do.REWARD, "ETH", part=1_300, way="staking"),
    _Habit("2024-03-31", _END, 30, COINBASE, Do.REWARD, "USDC", part=3_500, way="usdc"),
    _Habit("2023-01-16", "2023-02-08", 7, KRAKEN, Do.REWARD, "ADA", part=700, way="old"),
    _Habit("2025-02-19", _END, 14, KRAKEN, Do.REWARD, "SOL", part=2_400, way="earn"),
    _Habit("2023-03-20", _END, 45, KRAKEN, Do.BUY, "BTC", usd=300, way="trade"),
    _Habit("2024-06-05", _END, 30, SPOUSE, Do.BUY, "BTC", usd=100),
    _Habit("2024-06-12", _END, 30, SPOUSE, Do.BUY, "ETH", usd=100),
    _Habit("2025-03-05", _END, 30, SPOUSE, Do.BUY, "SOL", usd=80),
    _Habit("2024-02-05", _END, 91, IRA, Do.BUY, "IBIT", usd=1750),
)


def wishes(chance: Random, rows: int) -> list[Wish]:
    """Give all wishes in order of time, so that all files together come to about `rows` rows.

    More rows mean the same habits in smaller and more frequent steps; the calendar stays.
    """
    pace = max(rows - ONCE_ROWS, HABIT_ROWS // 10)
    all_wishes = [_once(line.split(), chance) for line in _ONCE.strip().splitlines()]
    for habit in _HABITS:
        all_wishes += _again(habit, chance, pace)
    return sorted(all_wishes, key=lambda wish: wish.time)


def _once(words: list[str], chance: Random) -> Wish:
    day, account, do, asset, usd, percent, to, way = ("" if word == "-" else word for word in words)
    moment = (day_of(day) - EPOCH_DAY) * DAY_LENGTH + chance.randrange(14 * 3600, 21 * 3600) * SECOND
    return Wish(
        moment, account, Do(do), asset, int(usd or 0), int(percent or 0) * PERCENT, to, way
    )


def _again(habit: _Habit, chance: Random, pace: int) -> Iterator[Wish]:
    every = habit.every * DAY_LENGTH * HABIT_ROWS // pace
    at = (day_of(habit.since) - EPOCH_DAY) * DAY_LENGTH
    until = (day_of(habit.until) - EPOCH_DAY) * DAY_LENGTH
    while at < until:
        yield Wish(
            _opening_hours(at + chance.randrange(min(every, 8 * HOUR)) // SECOND * SECOND),
            ...
        )
        at += every
