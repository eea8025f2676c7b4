"""Coinbase Exchange: daily candles of a product that is quoted in dollars.

Public, without a key: `/products/ID` tells what is traded for what, `/products/ID/candles` gives
rows of time, low, high, open, close and volume, at most 300 in one answer
(docs.cdp.coinbase.com, Exchange API, "Get single product" and "Get product candles").
"""

from collections.abc import Iterable
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
from harvestry.sources.live.series import Series, start_of
from harvestry.units.days import DAY_LENGTH, EPOCH_DAY, SECOND, Day, Instant, instant_text
from harvestry.units.exact import Price

NAME: Final = "coinbase"
_DOLLARS: Final = "USD"
_STRETCH: Final = 300
"""As many days as one answer may have; stretches are fixed, so they tell little of a day."""
_DAY_SECONDS: Final = DAY_LENGTH // SECOND
_CLOSE: Final = 4
_COLUMNS: Final = 6


async def coinbase_series(web: Web, product: str, days: Iterable[Day], now: Instant) -> Series:
    """Give the closes of every stretch of days that one of these days is in.

    Raises:
        NotListedError: there is no such product.
        FetchError: it is not quoted in dollars, or the answer cannot be used.
    """
    _check(await web.ask(f"/products/{product}", {}), product)
    closes: dict[Day, Price] = {}
    running: tuple[Instant, Price] | None = None
    for first in sorted({day // _STRETCH * _STRETCH for day in days}):
        last = min(first + _STRETCH - 1, now // DAY_LENGTH + EPOCH_DAY)
        candles = await web.ask(
            f"/products/{product}/candles",
            {
                "granularity": str(_DAY_SECONDS),
                "start": instant_text(start_of(first)),
                "end": instant_text(start_of(last)),
            },
        )
        for day, price in _closes(candles):
            if start_of(day + 1) <= now:
                if closes.setdefault(day, price) != price:
                    raise FetchError("gives two prices for one day")
            elif start_of(day) <= now:
                running = (now, price)
    return Series(dict(sorted(closes.items())), running)


def _check(product: Answer, asked: str) -> None:
    """See to it that the product is what was asked for, in dollars."""
    quoted = member(product, "quote_currency")
    if member(product, "id") != asked:
        raise FetchError("answered about another product")
    if quoted != _DOLLARS:
        raise FetchError(f"quotes {asked} in {str(quoted)[:8]}, not in dollars")
    if member(product, "base_currency") != asked.removesuffix(f"-{_DOLLARS}"):
        raise FetchError(f"trades something else as {asked}")


def _closes(candles: Answer) -> Iterable[tuple[Day, Price]]:
    for candle in rows_of(candles):
        cells = rows_of(candle)
        if len(cells) < _COLUMNS:
            raise unknown_shape()
        seconds = whole_number(cells[0])
        low, high, close = (positive_price(cells[n]) for n in (1, 2, _CLOSE))
        if seconds % _DAY_SECONDS or not low <= close <= high:
            raise unknown_shape()
        yield seconds // _DAY_SECONDS + EPOCH_DAY, close
