"""The made-up market: daily closes on a course of invented turns, with a seeded wobble."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from harvestry.units.days import DAY_LENGTH, EPOCH_DAY, Day, Instant, day_of, day_text
from harvestry.units.exact import PRICE_DECIMALS, Price, price_of, price_text

FIRST_DAY: Final = day_of("2022-12-01")
LAST_DAY: Final = day_of("2026-11-22")
_MILLION: Final = 10**6
_FRIDAY: Final = 4
_TURNS: Final = (
    "2022-12-01 2023-07-01 2024-03-15 2024-09-05 2025-01-20 2025-04-10 "
    "2025-10-05 2026-02-10 2026-06-01 2026-08-15 2026-11-22"
)


@dataclass(frozen=True, slots=True)
class Coin:
    """One asset: how finely it divides, how its price is printed, and the course it takes.

    `course` is the price at each turn. `wobble` is the largest daily push off it, in parts per
    million; a push dies away by a twentieth a day.
    """

    symbol: str
    decimals: int
    price_decimals: int
    wobble: int
    course: str
    since: Day = FIRST_DAY
    weekdays_only: bool = False


COINS: Final = (
    Coin("BTC", 8, 2, 24_000, "16800 29500 69000 56000 99500 82000 118000 79000 86000 97000 70000"),
    Coin("ETH", 8, 2, 30_000, "1250 1850 3700 2400 3300 1700 4400 2300 2900 3400 2100"),
    Coin("SOL", 8, 3, 40_000, "13 21 180 130 240 115 220 95 130 150 90"),
    Coin("ADA", 6, 5, 38_000, "0.31 0.29 0.70 0.34 1.00 0.62 0.84 0.36 0.45 0.50 0.30"),
    Coin("LINK", 8, 3, 36_000, "7 6.5 20 10.5 24 12.5 22 11 14 17 13.5"),
    Coin("DOGE", 8, 5, 42_000, "0.09 0.067 0.16 0.10 0.36 0.16 0.24 0.11 0.13 0.16 0.14"),
    Coin("USDC", 6, 4, 0, "1 1 1 1 1 1 1 1 1 1 1"),
    Coin("KFEE", 2, 2, 0, "0.01 0.01 0.01 0.01 0.01 0.01 0.01 0.01 0.01 0.01 0.01"),
    Coin(
        "IBIT", 0, 2, 24_000, "10 17 39 32 57.5 46.5 67 45 49 55 40",
        since=day_of("2024-01-11"), weekdays_only=True,
    ),
)  # fmt: skip


class Market:
    """All closes of one seed, and a price for any moment between them."""

    def __init__(self, seed: int) -> None:
        self._closes = {coin.symbol: _closes(coin, seed) for coin in COINS}

    def at(self, symbol: str, instant: Instant) -> Price:
        """Give the price at a moment: on the line from the close before to the close of the day."""
        days, into = divmod(instant, DAY_LENGTH)
        n = days + EPOCH_DAY - FIRST_DAY
        closes = self._closes[symbol]
        before, after = closes[max(n - 1, 0)], closes[min(n, len(closes) - 1)]
        return before + (after - before) * into // DAY_LENGTH

    def prices_csv(self) -> str:
        """Write the daily closes as a price file."""
        lines = ["date,asset,close_usd,source"]
        for day in range(FIRST_DAY, LAST_DAY + 1):
            lines += [
                f"{day_text(day)},{coin.symbol},"
                f"{price_text(self._closes[coin.symbol][day - FIRST_DAY])},made-up"
                for coin in COINS
                if day >= coin.since and not (coin.weekdays_only and is_weekend(day))
            ]
        return "\n".join(lines) + "\n"


def is_weekend(day: Day) -> bool:
    """Tell whether the stock market is shut for the weekend."""
    return date.fromordinal(day).weekday() > _FRIDAY


def _closes(coin: Coin, seed: int) -> list[Price]:
    chance = Random(f"{seed} {coin.symbol}")  # noqa: S311  a sample wants chance that repeats
    tick = 10 ** (PRICE_DECIMALS - coin.price_decimals)
    turns = [day_of(day) for day in _TURNS.split()]
    levels = [price_of(price) for price in coin.course.split()]
    closes, push, n = [], 0, 0
    for day in range(FIRST_DAY, LAST_DAY + 1):
        n += day > turns[n + 1]
        level = levels[n] + (levels[n + 1] - levels[n]) * (day - turns[n]) // (
            turns[n + 1] - turns[n]
        )
        push += chance.randint(-coin.wobble, coin.wobble) - push // 20
        closes.append(max(level * (_MILLION + push) // _MILLION // tick, 1) * tick)
    return closes
