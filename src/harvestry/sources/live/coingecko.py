"""CoinGecko: the dollar price of a coin over the last year.

Public, without a key: `/coins/ID/market_chart/range` gives pairs of a time in milliseconds and a
price, daily at 00:00 UTC for more than 90 days and finer for fewer, and no further back than 365
days (docs.coingecko.com, "Coin Historical Chart Data within Time Range by ID").
"""

from collections.abc import Iterable, Iterator
from typing import Final

from harvestry.sources.live.answers import (
    Answer,
    member,
    positive_price,
    rows_of,
    unknown_shape,
    whole_number,
)
from harvestry.sources.live.failures import FetchError
from harvestry.sources.live.fetching import Web
from harvestry.sources.live.series import Series, series_of, start_of
from harvestry.units.days import DAY_LENGTH, SECOND, Day, Instant
from harvestry.units.exact import Price

NAME: Final = "coingecko"
_BACK: Final = 364
"""How many days back the public series is asked for: always the same, so it tells no day meant."""
_MILLISECOND: Final = SECOND // 1000
_DOLLARS: Final = "usd"
_PAIR: Final = 2
_NOTHING_OLDER: Final = f"gives no prices that are older than {_BACK + 1} days without a key"


async def coingecko_series(web: Web, coin: str, days: Iterable[Day], now: Instant) -> Series:
    """Give the closes of the last year, if one of these days may be among them.

    Raises:
        NotListedError: there is no coin of this id.
        FetchError: all days are too long ago, or the answer cannot be used.
    """
    first = now - _BACK * DAY_LENGTH
    if all(start_of(day + 1) < first for day in days):
        raise FetchError(_NOTHING_OLDER)
    query = {
        "vs_currency": _DOLLARS,
        "from": str(first // SECOND),
        "to": str(now // SECOND),
    }
    answer = await web.ask(f"/coins/{coin}/market_chart/range", query)
    _check_currency(answer)
    return series_of(_points(member(answer, "prices"), first, now), now)


def _points(prices: Answer, first: Instant, now: Instant) -> Iterator[tuple[Instant, Price]]:
    """Give each moment and price within what was asked for; a price of null is none."""
    for point in rows_of(prices):
        pair = rows_of(point)
        if len(pair) != _PAIR:
            raise unknown_shape()
        at = whole_number(pair[0]) * _MILLISECOND
        if pair[1] is not None and first <= at <= now:
            yield at, positive_price(pair[1])


def _check_currency(answer: Answer) -> None:
    """The series names no currency; should one ever stand there, it must be the one asked for."""
    for name in ("vs_currency", "currency"):
        told = answer.get(name, _DOLLARS) if isinstance(answer, dict) else _DOLLARS
        if str(told).lower() != _DOLLARS:
            raise FetchError(f"gives prices in {str(told)[:8]}, not in dollars")
