"""Prices that can hardly be right: far off their neighbours, or off what the files say."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, TypeAlias

from harvestry.events.account import Accounts
from harvestry.events.event import Event
from harvestry.events.kind import INCOME, Kind
from harvestry.events.prices import DECIDED, PriceBook, Quote
from harvestry.events.valuation import PriceUse
from harvestry.units.days import DAY_LENGTH, EPOCH_DAY, Day, day_text
from harvestry.units.exact import (
    DOLLAR,
    MONEY_DECIMALS,
    PRICE_DECIMALS,
    WHOLE_COIN,
    Price,
    price_text,
    share,
)
from harvestry.units.problems import Problem, Severity

_STATES_A_PRICE: Final = INCOME | {Kind.BUY, Kind.SELL}
_TIMES: Final = 4
"""So many times higher or lower is far off: of 62,379 daily closes of 31 coins one is."""
_NEAR_STATED: Final = 3
_NEAR_QUOTED: Final = 7
_LEAST: Final = DOLLAR
"""What is worth less states no price: its cents are rounded."""
_SHOWN_DIGITS: Final = 12


class Stated(NamedTuple):
    """A price that follows from a row: its dollars by its quantity."""

    day: Day
    price: Price
    where: str


StatedPrices: TypeAlias = Mapping[str, list[Stated]]
"""What rows say of an asset, in order of days."""


def stated_prices(
    events: Iterable[Event],
    uses: Mapping[tuple[str, str], PriceUse],
    accounts: Accounts,
    assets: frozenset[str],
) -> StatedPrices:
    """Give the prices of some assets that follow from the dollars rows state."""
    found: dict[str, list[Stated]] = {asset: [] for asset in assets}
    for event in events:
        if event.asset in assets and _states_a_price(event, uses):
            found[event.asset].append(_stated_by(event, accounts))
    return {asset: sorted(stated) for asset, stated in found.items()}


def stated_near(
    quotes: Iterable[Quote],
    events: Iterable[Event],
    uses: Mapping[tuple[str, str], PriceUse],
    accounts: Accounts,
) -> StatedPrices:
    """Give the same near some quotes: all that these are compared with."""
    days: dict[str, set[Day]] = defaultdict(set)
    reach = _NEAR_STATED + 1  # a local day is at most one off that of UTC
    for quote in quotes:
        days[quote.asset].update(range(quote.day - reach, quote.day + reach + 1))
    found: dict[str, list[Stated]] = {asset: [] for asset in days}
    for event in events:
        near = days.get(event.asset, ())
        if EPOCH_DAY + event.time // DAY_LENGTH in near and _states_a_price(event, uses):
            found[event.asset].append(_stated_by(event, accounts))
    return {asset: sorted(stated) for asset, stated in found.items()}


def _states_a_price(event: Event, uses: Mapping[tuple[str, str], PriceUse]) -> bool:
    return (
        event.kind in _STATES_A_PRICE
        and event.usd is not None
        and event.usd >= _LEAST
        and (event.id, "usd") not in uses
    )


def _stated_by(event: Event, accounts: Accounts) -> Stated:
    assert event.usd is not None
    dollars = event.usd * 10 ** (PRICE_DECIMALS - MONEY_DECIMALS)
    price = share(dollars, WHOLE_COIN, event.quantity)
    day = accounts.named(event.account).zone.day(event.time)
    return Stated(day, price, str(event.source))


def outlying_prices(
    quotes: Iterable[Quote], book: PriceBook, stated: StatedPrices
) -> list[Problem]:
    """Give a problem for each quote that is far off what is known around its day."""
    problems = []
    for quote in sorted(set(quotes), key=lambda each: (each.asset, each.day, each.at or 0)):
        if quote.provider == DECIDED:
            continue
        other = _stated_otherwise(quote, stated.get(quote.asset, [])) or _quoted_otherwise(
            quote, book
        )
        if other is not None:
            problems.append(_problem(quote, other))
    return problems


def _stated_otherwise(quote: Quote, stated: list[Stated]) -> Stated | None:
    """Give the nearest row's price if it is far off."""
    place = bisect_left(stated, quote.day, key=_day)
    near = [
        each
        for each in stated[max(place - 1, 0) : place + 1]
        if abs(each.day - quote.day) <= _NEAR_STATED
    ]
    nearest = min(near, key=lambda each: abs(each.day - quote.day), default=None)
    return nearest if nearest is not None and _far_off(quote.price, nearest.price) else None


def _quoted_otherwise(quote: Quote, book: PriceBook) -> Stated | None:
    """Give a neighbour in the price book, if the price is far off all of them to one side."""
    around = [
        Stated(each.day, each.price, source_of(each)) for each in book.around(quote, _NEAR_QUOTED)
    ]
    if not around or not all(_far_off(quote.price, each.price) for each in around):
        return None
    if len({each.price > quote.price for each in around}) > 1:
        return None
    return min(around, key=lambda each: abs(each.day - quote.day))


def source_of(quote: Quote) -> str:
    """Say where a price comes from: its provider and the coin there, else the row of its file."""
    if quote.fetched is None:
        return str(quote.source)
    return " ".join(part for part in (quote.provider, quote.coin) if part)


def _far_off(one: Price, other: Price) -> bool:
    return one >= other * _TIMES or other >= one * _TIMES


def _problem(quote: Quote, other: Stated) -> Problem:
    higher = quote.price > other.price
    high, low = (quote.price, other.price) if higher else (other.price, quote.price)
    message = (
        f"The price of {quote.asset} of {day_text(quote.day)}, {_shown(quote.price)} "
        f"({source_of(quote)}), is {high // low} times {'higher' if higher else 'lower'} than "
        f"{_shown(other.price)} of {day_text(other.day)} ({other.where}); if it is wrong, put the "
        "right one into your price file, which stands above what was fetched."
    )
    return Problem(
        "outlying-price",
        Severity.WARNING,
        message,
        quote.source.file.name,
        quote.source.rows[0],
        about=f"{quote.asset}@{day_text(quote.day)}",
    )


def _shown(price: Price) -> str:
    """Write a price for eyes: with as many decimals as tell it apart."""
    whole, _, decimals = price_text(price).partition(".")
    kept = decimals[: max(2, _SHOWN_DIGITS - len(whole))]
    return f"{whole}.{kept}" if kept else whole


def _day(stated: Stated) -> Day:
    return stated.day
