"""What a provider says of a coin when all is well: hand-written candles and pairs."""

from datetime import UTC, datetime
from typing import NamedTuple

from harvestry.events.asset import Assets
from harvestry.events.prices import Quote
from harvestry.sources.live.asking import ask
from harvestry.sources.live.permission import Limits, Live
from harvestry.units.days import day_of, instant_of
from harvestry.units.problems import Problem
from sources.live.serving import Answer, Handler, Server, says

QUICK = Limits(connect=2, read=0.4, total=0.9, most_bytes=20_000, tries=3, longest_wait=1)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def live(coinbase: Server, coingecko: Server | None = None, now: datetime = NOON) -> Live:
    gecko = coingecko or coinbase
    return Live(instant_of(now), coinbase.base, f"{gecko.base}/api/v3", QUICK)


class Found(NamedTuple):
    """What asking gave."""

    quotes: list[Quote]
    problems: list[Problem]


def ask_all(leave: Live, *wanted: str, assets: Assets | None = None) -> Found:
    """Ask prices of `ASSET DAY`s."""
    days: dict[str, set[int]] = {}
    for each in wanted:
        symbol, day = each.split()
        days.setdefault(symbol, set()).add(day_of(day))
    frozen = {symbol: frozenset(each) for symbol, each in days.items()}
    quotes: list[Quote] = []
    problems = ask(frozen, assets or Assets(), leave, lambda _: None, quotes)
    return Found(quotes, problems)


def seconds(day: str) -> int:
    return int(datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp())


def candle(day: str, close: float, low: float = 1, high: float = 1_000_000) -> list[float]:
    return [seconds(day), low, high, close, close, 12.5]


def product(name: str, quote: str = "USD") -> Answer:
    base = name.partition("-")[0]
    return says({"id": name, "base_currency": base, "quote_currency": quote, "status": "online"})


def lists(server: Server, name: str, *candles: list[float]) -> None:
    """Have the server list a product with these candles, newest first, within what is asked."""

    def answer(handler: Handler) -> None:
        query = handler.server.asked[-1].query
        first, last = (instant(query[each]) for each in ("start", "end"))
        rows = [each for each in candles if first <= each[0] <= last]
        says(sorted(rows, reverse=True))(handler)

    server.answers[f"/products/{name}"] = product(name)
    server.answers[f"/products/{name}/candles"] = answer


def instant(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def charts(server: Server, coin: str, *pairs: tuple[str, object]) -> None:
    """Have the server give the chart of a coin: pairs of a time and a price."""
    prices = [[int(instant(time) * 1000), price] for time, price in pairs]
    server.answers[f"/api/v3/coins/{coin}/market_chart/range"] = says(
        {"prices": prices, "market_caps": [], "total_volumes": []}
    )
