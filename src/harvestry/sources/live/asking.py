"""The round: for each asset the coin it means, for each coin the providers, one after the other."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from functools import partial
from hashlib import sha256
from typing import Final

from harvestry.events.asset import Assets
from harvestry.events.prices import Quote
from harvestry.sources.live import coinbase, coingecko
from harvestry.sources.live.coins import Coin
from harvestry.sources.live.failures import DownError, FetchError
from harvestry.sources.live.fetching import Web, opened
from harvestry.sources.live.permission import Live
from harvestry.sources.live.series import Series
from harvestry.sources.live.settling import Settling
from harvestry.units.days import DAY_LENGTH, EPOCH_DAY, Day, Instant, day_text
from harvestry.units.problems import Problem, Severity
from harvestry.units.source_ref import SourceFile, SourceRef

Tell = Callable[[str], None]
_Ask = Callable[[Web, str, Iterable[Day], Instant], Coroutine[None, None, Series]]
_TITLES: Final = {coinbase.NAME: "Coinbase", coingecko.NAME: "CoinGecko"}


def ask(
    wanted: Mapping[str, frozenset[Day]],
    assets: Assets,
    live: Live,
    tell: Tell,
    into: list[Quote],
) -> list[Problem]:
    """Put prices of the assets wanted, and of the days around them, into a list, coin by coin.

    A provider is asked for the stretch of its series that holds a day, which tells less of what is
    wanted than the day would; nothing but a coin's id and that stretch is sent. What cannot be had
    stays missing, and the problems say why.
    """
    problems = Settling()
    settled: list[tuple[str, Coin, frozenset[Day]]] = []
    today = _day_of(live.now)
    for symbol, days in sorted(wanted.items()):
        coin = problems.settle(assets.named(symbol))
        if coin is not None:
            settled.append((symbol, coin, frozenset(min(day, today) for day in days)))
    failed = _run(_Round(live, tell).all(settled, into)) if settled else []
    return [*problems.problems(), *failed]


def _run(work: Coroutine[None, None, list[Problem]]) -> list[Problem]:
    """Run to the end, in a thread of its own where a loop runs already, as in a notebook."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, work).result()


class _Round:
    """One round; a provider that is down is not asked again in it."""

    def __init__(self, live: Live, tell: Tell) -> None:
        self._live = live
        self._tell = tell
        self._webs: dict[str, Web] = {}
        self._down: dict[str, str] = {}

    async def all(
        self, settled: list[tuple[str, Coin, frozenset[Day]]], into: list[Quote]
    ) -> list[Problem]:
        problems: list[Problem] = []
        async with AsyncExitStack() as stack:
            for name, base in (
                (coinbase.NAME, self._live.coinbase),
                (coingecko.NAME, self._live.coingecko),
            ):
                web = opened(base, self._live.limits, partial(self._waiting, _TITLES[name]))
                self._webs[name] = await stack.enter_async_context(web)
            for n, (symbol, coin, days) in enumerate(settled, 1):
                self._tell(f"fetching prices of {symbol}, {n} of {len(settled)}")
                found, problem = await self._one(symbol, coin, days)
                into += found
                problems += [] if problem is None else [problem]
        return problems

    def _waiting(self, title: str, seconds: float) -> None:
        self._tell(f"waiting {seconds:g} seconds, as {title} asks")

    async def _one(
        self, symbol: str, coin: Coin, days: frozenset[Day]
    ) -> tuple[list[Quote], Problem | None]:
        """Ask one provider after the other until every day is known."""
        found: list[Quote] = []
        reasons: list[str] = []
        for name, coin_id, series in _ways(coin):
            known = {quote.day for quote in found}
            left = days - known
            if not left:
                break
            try:
                fetched = await self._series(name, coin_id, series, left)
            except FetchError as error:
                reasons.append(f"{_TITLES[name]} {error}")
                continue
            new = _quotes(symbol, (name, coin_id), fetched, self._live.now)
            found += [quote for quote in new if quote.day not in known]
            lacking = left - {quote.day for quote in new}
            if lacking:
                reasons.append(f"{_TITLES[name]} has no price of {_lacking(lacking)}")
        complete = days <= {quote.day for quote in found}
        return found, None if complete else _not_fetched(symbol, coin, reasons)

    async def _series(self, name: str, coin_id: str, series: _Ask, days: Iterable[Day]) -> Series:
        if name in self._down:
            raise FetchError(self._down[name])
        try:
            return await series(self._webs[name], coin_id, days, self._live.now)
        except DownError as error:
            self._down[name] = str(error)
            raise


def _ways(coin: Coin) -> Iterable[tuple[str, str, _Ask]]:
    """Give who can be asked for a coin: first an exchange's closes of all years."""
    if coin.coinbase is not None:
        yield coinbase.NAME, coin.coinbase, coinbase.coinbase_series
    if coin.coingecko is not None:
        yield coingecko.NAME, coin.coingecko, coingecko.coingecko_series


def _quotes(symbol: str, whose: tuple[str, str], series: Series, now: Instant) -> list[Quote]:
    told = "\n".join(f"{day} {price}" for day, price in series.closes.items())
    file = SourceFile(":".join(whose), sha256(told.encode()).hexdigest())
    quotes = [
        Quote(symbol, day, None, price, SourceRef(file, (n,)), *whose, now)
        for n, (day, price) in enumerate(series.closes.items(), 1)
    ]
    if series.running is not None:
        at, price = series.running
        ref = SourceRef(file, (len(quotes) + 1,))
        quotes.append(Quote(symbol, _day_of(at), at, price, ref, *whose, now))
    return quotes


def _day_of(at: Instant) -> Day:
    return at // DAY_LENGTH + EPOCH_DAY


def _not_fetched(symbol: str, coin: Coin, reasons: Iterable[str]) -> Problem:
    message = (
        f"Prices of {symbol} ({coin.name}) could not all be fetched: {'; '.join(reasons)}. What is "
        "missing can be put into your price file."
    )
    return Problem("price-not-fetched", Severity.WARNING, message, about=symbol)


def _lacking(days: Iterable[Day]) -> str:
    first, *others = sorted(days)
    more = f" and {len(others)} other days" if len(others) > 1 else " and another day" * len(others)
    return f"{day_text(first)}{more}"
