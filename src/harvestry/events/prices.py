"""The price book: what a coin was worth, when, and who says so."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from harvestry.units.days import Day, Instant, Zone
from harvestry.units.exact import Price
from harvestry.units.source_ref import SourceRef

STALE_AFTER_DAYS: Final = 2
"""A price older than this is stale: said where lots are valued, not used where events are."""

DECIDED: Final = "decided"
"""The provider of a price that somebody said is the right one."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One price in US dollars. `at` is `None` for a daily close; else `day` is its UTC day.

    `provider` is who says so, `coin` what the coin is called there, `fetched` when it was asked;
    `None` where a file of the user does not tell.
    """

    asset: str
    day: Day
    at: Instant | None
    price: Price
    source: SourceRef
    provider: str | None = None
    coin: str | None = None
    fetched: Instant | None = None


@dataclass(frozen=True, slots=True)
class PriceBook:
    """Daily closes and timed quotes by asset, each list in order of time."""

    closes: Mapping[str, tuple[Quote, ...]] = field(default_factory=dict)
    timed: Mapping[str, tuple[Quote, ...]] = field(default_factory=dict)

    def last(self, asset: str, instant: Instant, day: Day) -> Quote | None:
        """Give the last quote at or before a moment, however old; `None` if there is none.

        `day` is the local day of `instant`: a daily close counts for every moment of its day, and
        a timed quote of the same day before the close.
        """
        closes = self.closes.get(asset, ())
        n = bisect_right(closes, day, key=_day)
        close = closes[n - 1] if n else None
        timed = self.timed.get(asset, ())
        n = bisect_right(timed, instant, key=_at)
        quote = timed[n - 1] if n else None
        if quote is None or (close is not None and close.day > quote.day):
            return close
        return quote

    def on(self, asset: str, instant: Instant, day: Day) -> Quote | None:
        """Give the last quote at or before a moment, unless it is stale."""
        quote = self.last(asset, instant, day)
        return None if quote is None or is_stale(quote, day) else quote

    def quotes(self) -> Iterator[Quote]:
        """Give every quote, asset by asset."""
        for quotes in (*self.closes.values(), *self.timed.values()):
            yield from quotes

    def around(self, quote: Quote, days: int) -> list[Quote]:
        """Give the nearest quote of the asset on a day before and on one after, so near at most."""
        found = []
        for quotes in (self.closes.get(quote.asset, ()), self.timed.get(quote.asset, ())):
            before = bisect_left(quotes, quote.day, key=_day)
            after = bisect_right(quotes, quote.day, key=_day)
            found += [*quotes[max(before - 1, 0) : before], *quotes[after : after + 1]]
        return [each for each in found if abs(each.day - quote.day) <= days]


def is_stale(quote: Quote, day: Day) -> bool:
    """Tell whether a quote is too old to be taken for the price of `day` without a word."""
    return day - quote.day > STALE_AFTER_DAYS


def day_of_quote(quote: Quote, zone: Zone) -> Day:
    """Give the day a quote is of where an account keeps its days; a daily close is of its own."""
    return quote.day if quote.at is None else zone.day(quote.at)


def standing_above(given: Iterable[Quote], kept: Iterable[Quote], local: Zone) -> list[Quote]:
    """Give all quotes but those kept of a day of which a price was given, whatever its moment.

    A moment is of the day it has in the household's zone: in an evening there, UTC is a day ahead.
    """

    def day(quote: Quote) -> tuple[str, Day]:
        return quote.asset, day_of_quote(quote, local)

    above = list(given)
    days = {day(quote) for quote in above}
    return above + [quote for quote in kept if day(quote) not in days]


def book_of(quotes: Iterable[Quote]) -> PriceBook:
    """Make a price book of quotes in any order."""
    closes: dict[str, list[Quote]] = {}
    timed: dict[str, list[Quote]] = {}
    for quote in quotes:
        (closes if quote.at is None else timed).setdefault(quote.asset, []).append(quote)
    return PriceBook(
        {asset: tuple(sorted(each, key=_day)) for asset, each in closes.items()},
        {asset: tuple(sorted(each, key=_at)) for asset, each in timed.items()},
    )


def _day(quote: Quote) -> Day:
    return quote.day


def _at(quote: Quote) -> Instant:
    assert quote.at is not None
    return quote.at
