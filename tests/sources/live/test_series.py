"""Whole series become closes of days that are over and one price of the day that runs."""

import asyncio
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import pytest

from harvestry.events.asset import Asset, AssetClass, Assets
from harvestry.events.prices import Quote
from harvestry.sources.live.coins import known_coins
from harvestry.units.days import day_of, day_text, instant_text
from harvestry.units.exact import price_text
from sources.live.markets import Found, ask_all, candle, charts, lists, live
from sources.live.serving import Server, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as each:
        yield each


def told(quotes: Iterable[Quote]) -> list[str]:
    return [
        f"{day_text(each.day) if each.at is None else instant_text(each.at)} {each.asset} "
        f"{price_text(each.price)} {each.provider} {each.coin}"
        for each in quotes
    ]


def test_candles_become_closes_and_today_is_a_price_of_now(server: Server) -> None:
    lists(
        server,
        "BTC-USD",
        candle("2026-11-20", 70123.45),
        candle("2026-11-21", 69000),
        candle("2026-11-22", 63666.33),
    )
    found = ask_all(live(server), "BTC 2026-11-22")
    assert found.problems == []
    assert told(found.quotes) == [
        "2026-11-20 BTC 70123.45 coinbase BTC-USD",
        "2026-11-21 BTC 69000 coinbase BTC-USD",
        "2026-11-22T12:00:00Z BTC 63666.33 coinbase BTC-USD",
    ]
    assert {instant_text(each.fetched or 0) for each in found.quotes} == {"2026-11-22T12:00:00Z"}


def test_a_stretch_of_days_is_asked_for_not_the_day(server: Server) -> None:
    lists(server, "ETH-USD", candle("2024-03-02", 3400))
    assert told(ask_all(live(server), "ETH 2024-03-02").quotes) == [
        "2024-03-02 ETH 3400 coinbase ETH-USD"
    ]
    query = server.asked[-1].query
    days = [day_of(query[each][:10]) for each in ("start", "end")]
    assert days[1] - days[0] == 299
    assert days[0] % 300 == 0
    assert query["granularity"] == "86400"
    server.asked.clear()
    ask_all(live(server), "ETH 2024-03-02", "ETH 2024-03-03", "ETH 2019-01-01")
    assert len(server.asked) == 3, "the product, and one stretch for each of two"


def test_pairs_become_closes_by_the_day_they_end(server: Server) -> None:
    charts(
        server,
        "monero",
        ("2026-11-20T00:00:00+00:00", 301.5),  # midnight ends the 19th
        ("2026-11-21T00:00:00+00:00", None),  # a gap stays one
        ("2026-11-21T18:00:00+00:00", 310),  # no close: six hours before the end
        ("2026-11-22T11:58:07+00:00", 322.1234567890123),
    )
    found = ask_all(live(server), "XMR 2026-11-19", "XMR 2026-11-22")
    assert found.problems == []
    assert told(found.quotes) == [
        "2026-11-19 XMR 301.5 coingecko monero",
        "2026-11-22T11:58:07Z XMR 322.1234567890123 coingecko monero",
    ]
    query = server.asked[-1].query
    assert query["vs_currency"] == "usd"
    assert int(query["to"]) - int(query["from"]) == 364 * 86400


def test_what_one_provider_lacks_the_other_is_ask_all(server: Server) -> None:
    lists(server, "BTC-USD", candle("2026-11-21", 69000))
    midnights = (("2026-11-20T00:00:00+00:00", 70000), ("2026-11-22T00:00:00+00:00", 69001))
    charts(server, "bitcoin", *midnights)
    found = ask_all(live(server), "BTC 2026-11-19", "BTC 2026-11-21")
    assert found.problems == []
    assert told(found.quotes) == [
        "2026-11-21 BTC 69000 coinbase BTC-USD",
        "2026-11-19 BTC 70000 coingecko bitcoin",
    ]


def test_a_coin_that_one_does_not_list_is_asked_of_the_other(server: Server) -> None:
    charts(server, "bitcoin", ("2026-11-20T00:00:00+00:00", 70000))
    assert told(ask_all(live(server), "BTC 2026-11-19").quotes) == [
        "2026-11-19 BTC 70000 coingecko bitcoin"
    ]


def test_a_day_too_long_ago_for_the_free_series_is_not_ask_all(server: Server) -> None:
    found = ask_all(live(server), "XMR 2024-01-05")
    assert server.asked == []
    (problem,) = found.problems
    assert problem.code == "price-not-fetched"
    assert "CoinGecko gives no prices that are older than 365 days" in problem.message


def test_a_day_that_has_not_begun_there_is_today(server: Server) -> None:
    lists(server, "BTC-USD", candle("2026-11-22", 63666.33))
    found = ask_all(live(server), "BTC 2026-11-23")
    assert (len(found.quotes), found.problems) == (1, [])


def test_early_in_the_day_yesterday_is_over(server: Server) -> None:
    lists(server, "BTC-USD", candle("2026-11-21", 69000), candle("2026-11-22", 69100))
    early = datetime(2026, 11, 22, 0, 0, 1, tzinfo=UTC)
    assert told(ask_all(live(server, now=early), "BTC 2026-11-22").quotes) == [
        "2026-11-21 BTC 69000 coinbase BTC-USD",
        "2026-11-22T00:00:01Z BTC 69100 coinbase BTC-USD",
    ]


def test_a_symbol_that_means_several_coins_is_asked_about(server: Server) -> None:
    found = ask_all(live(server), "LUNA 2026-11-20")
    assert server.asked == []
    assert found.quotes == []
    (problem,) = found.problems
    assert problem.code == "coin-ambiguous"
    assert problem.choices == ('"coingecko:terra-luna"', '"coingecko:terra-luna-2"')
    assert "[asset.LUNA]" in problem.message


def test_the_users_word_settles_it(server: Server) -> None:
    charts(server, "terra-luna-2", ("2026-11-21T00:00:00+00:00", 0.05))
    assets = Assets({"LUNA": Asset("LUNA", price_id="coingecko:terra-luna-2")})
    assert told(ask_all(live(server), "LUNA 2026-11-20", assets=assets).quotes) == [
        "2026-11-20 LUNA 0.05 coingecko terra-luna-2"
    ]


def test_unknown_coins_money_and_funds_are_asked_about_once(server: Server) -> None:
    assets = Assets({"BTC": Asset("BTC", AssetClass.SECURITY)})
    found = ask_all(
        live(server), "BTC 2026-11-20", "SPAM 2026-11-20", "EUR 2026-11-20", assets=assets
    )
    assert server.asked == []
    unknown, no_coins = found.problems
    assert {unknown.code, no_coins.code} == {"coin-not-known"}
    assert "which coin at a price provider SPAM would be" in unknown.message
    assert "No price of BTC, EUR was fetched" in no_coins.message


def test_the_table_of_coins_can_be_asked_for() -> None:
    ids = [coin.price_id for coins in known_coins().values() for coin in coins]
    assert len(known_coins()) > 100
    for symbol, coins in known_coins().items():
        assert len({coin.price_id for coin in coins}) == len(coins), symbol
        for coin in coins:
            assert coin.coinbase in (None, f"{symbol}-USD")
            assert coin.coingecko, symbol
    # one coin under an old and a new symbol is no collision
    several = sorted(each for each in set(ids) if ids.count(each) > 1)
    assert several == ["coingecko:render-token", "coingecko:terra-luna"]


def test_a_notebook_whose_loop_runs_already_can_ask(server: Server) -> None:
    lists(server, "BTC-USD", candle("2026-11-21", 69000))

    async def cell() -> Found:
        return ask_all(live(server), "BTC 2026-11-21")

    assert len(asyncio.run(cell()).quotes) == 1


def test_no_stretch_ends_after_today(server: Server) -> None:
    lists(server, "BTC-USD", candle("2026-11-22", 69000))
    ask_all(live(server), "BTC 2026-11-22")
    assert server.asked[-1].query["end"] == "2026-11-22T00:00:00Z"
