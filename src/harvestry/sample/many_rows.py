"""A long stream of Harvestry CSV lines for the big benchmark: plain arithmetic, no market."""

from collections.abc import Iterator
from typing import Final

from harvestry.units.days import EPOCH_DAY, day_of, day_text

_HEADER: Final = (
    "time,account,kind,asset,quantity,id,usd,fee_usd,to_account,got_asset,got_quantity\n"
)
_FIRST_DAY: Final = day_of("2016-01-01") - EPOCH_DAY
_SECONDS: Final = 3_900 * 86_400
"""How long a time the rows are spread over: to the late summer of 2026."""
_ACCOUNTS: Final = ("exchange-1", "exchange-2", "wallet-1", "wallet-2")
_ASSETS: Final = ("BTC", "ETH", "SOL", "ADA", "LINK", "DOGE", "LTC", "XLM")
_PRICES: Final = (4_000_000, 250_000, 9_000, 45, 1_400, 12, 8_500, 20)
"""Middle prices in cents, about which each price swings."""
_COIN: Final = 10**8
_SELL, _REWARD, _MOVE, _TRADE = 59, 93, 96, 98
"""Of a hundred rows, those below the first are purchases; the next kinds begin at these."""


def many_rows(count: int) -> Iterator[str]:
    """Give a header and `count` lines in order of time; no account ever gives what it has not."""
    held = [[0] * len(_ASSETS) for _ in _ACCOUNTS]
    chance = 1
    day, day_words = -1, ""
    yield _HEADER
    for n in range(count):
        chance = (chance * 6364136223846793005 + 1442695040888963407) % 2**64
        digits = chance >> 32
        today, second = divmod(n * _SECONDS // count, 86_400)
        if today != day:
            day, day_words = today, day_text(_FIRST_DAY + today + EPOCH_DAY)
        where, what = digits % 4, digits // 4 % 8
        pot, kind = held[where], digits // 32 % 100
        price = _PRICES[what] * (60 + (n // 50 + 13 * what) % 80) // 100
        start = (
            f"{day_words}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z,"
            f"{_ACCOUNTS[where]}"
        )
        part = pot[what] // (6 + digits % 24)
        if kind < _SELL or _REWARD <= kind < _MOVE or part < _COIN // 10**4:
            reward = _REWARD <= kind < _MOVE
            quantity = (digits % 9_973 + 27) * _COIN * (1 if reward else 50) // price
            pot[what] += quantity
            cents = max(quantity * price // _COIN, 1)
            word, fee = ("income:staking", "") if reward else ("buy", _dollars(cents // 400))
            line = f"{_ASSETS[what]},{_coins(quantity)},m{n},{_dollars(cents)}"
            yield f"{start},{word},{line},{fee},,,\n"
            continue
        pot[what] -= part
        cents = part * price // _COIN
        line = f"{_ASSETS[what]},{_coins(part)},m{n}"
        if kind < _REWARD:
            yield f"{start},sell,{line},{_dollars(cents)},{_dollars(cents // 400)},,,\n"
        elif kind < _TRADE:
            held[where - 1][what] += part
            yield f"{start},transfer,{line},,,{_ACCOUNTS[where - 1]},,\n"
        else:
            got = part * price // _PRICES[what - 1]
            pot[what - 1] += got
            yield f"{start},trade,{line},{_dollars(cents)},,,{_ASSETS[what - 1]},{_coins(got)}\n"


def _coins(quantity: int) -> str:
    return f"{quantity // _COIN}.{quantity % _COIN:08}"


def _dollars(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
