"""Whatever JSON comes, either it is refused or every price in it is one."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from harvestry.sources.live.answers import decoded
from harvestry.sources.live.coinbase import coinbase_series
from harvestry.sources.live.coingecko import coingecko_series
from harvestry.sources.live.failures import FetchError
from harvestry.sources.live.patience import wait_asked_for
from harvestry.sources.live.series import Series
from harvestry.units.days import day_of, instant_of
from sources.live.markets import NOON

NOW = instant_of(NOON)
DAY = day_of("2026-11-20")
PRODUCT = {"id": "BTC-USD", "base_currency": "BTC", "quote_currency": "USD"}
NUMBERS = st.one_of(
    st.integers(-3, 10**20),
    st.floats(allow_nan=True),
    st.sampled_from([1_795_132_800, 1_795_132_800_000, 1_795_219_200_000, 0.5, 70000]),
)
LEAVES = st.one_of(st.none(), st.booleans(), NUMBERS, st.text(max_size=4))
ANY = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=7) | st.dictionaries(st.just("prices"), inner),
    max_leaves=20,
)
CANDLES = st.lists(st.lists(NUMBERS | LEAVES, min_size=5, max_size=7), max_size=4)
PAIRS = st.fixed_dictionaries({"prices": st.lists(st.tuples(NUMBERS, NUMBERS), max_size=4)})


class Told:
    """Says what it is told, once it was read as any answer is."""

    def __init__(self, *documents: Any) -> None:
        self._bodies = [json.dumps(each).encode() for each in documents]

    async def ask(self, _path: str, _query: object) -> object:
        return decoded(self._bodies.pop(0))


def check(series: Series) -> None:
    assert all(price > 0 for price in series.closes.values())
    assert all(day <= day_of("2026-11-21") for day in series.closes)
    assert series.running is None or (series.running[0] <= NOW and series.running[1] > 0)


@given(ANY | CANDLES)
def test_any_candles(document: Any) -> None:
    told: Any = Told(PRODUCT, document)
    try:
        check(asyncio.run(coinbase_series(told, "BTC-USD", [DAY], NOW)))
    except FetchError:
        return


@given(ANY | PAIRS)
def test_any_chart(document: Any) -> None:
    told: Any = Told(document)
    try:
        check(asyncio.run(coingecko_series(told, "bitcoin", [DAY], NOW)))
    except FetchError:
        return


@given(st.binary(max_size=60))
def test_any_bytes(body: bytes) -> None:
    try:
        decoded(body)
    except FetchError:
        return


@given(st.text(max_size=30), st.text(max_size=30), st.integers(0, 5))
def test_any_wish_to_wait_is_a_number_of_seconds(told: str, date: str, attempt: int) -> None:
    assert 0 <= wait_asked_for({"retry-after": told, "date": date}, attempt) <= 86_400 * 365


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        ("Sun, 22 Nov 2026 12:00:30 GMT", 30),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0),
        ("-5", 4),
        ("soon", 4),
        ("", 4),
        ("9" * 40, 86_400 * 365),
    ],
)
def test_the_wish_is_read_as_the_standard_has_it(told: str, seconds: int) -> None:
    headers = {"retry-after": told, "date": "Sun, 22 Nov 2026 12:00:00 GMT"}
    assert wait_asked_for(headers, 2) == seconds
