"""Headers of exchanges as they are known, where the list of them lies beside this checkout."""

import json
from pathlib import Path
from typing import Any

import pytest

from harvestry.sources.catalogue import formats
from harvestry.sources.recognition import recognise

LIST = Path(__file__).parents[3] / "shared" / "formats" / "headers.json"
VENUES = {
    "Binance": "binance",
    "Binance.US": "binance-us",
    "Bitfinex": "bitfinex",
    "Bitstamp": "bitstamp",
    "Bittrex": "bittrex",
    "Bybit": "bybit",
    "Cash App": "cash-app",
    "Circle": "circle",
    "Coinbase Pro": "coinbase-pro",
    "Coinbase Prime": "coinbase-prime",
    "Crypto.com": "crypto-com",
    "Gate.io": "gate",
    "Gemini": "gemini",
    "Kraken": "kraken",
    "KuCoin": "kucoin",
    "MEXC": "mexc",
    "OKX": "okx",
    "PayPal": "paypal",
    "Poloniex": "poloniex",
    "Robinhood": "robinhood",
    "Uphold": "uphold",
}
NAMED = {  # what stands where the list says that the name of a column varies
    "KuCoin": ("Time(UTC+08:00)",),
    "KuCoin Trades": ("Filled Time(UTC+08:00)", "Order Time(UTC+08:00)"),
    "KuCoin Bundle Futures Orders Realized PNL": (
        "Position Closing Time(UTC+08:00)",
        "Position Opening Time(UTC+08:00)",
    ),
    "Binance": ("Date(UTC)",),
    "MEXC": ("Time(UTC+08:00)",),
    "OKX": ("id",),
    "PayPal": ("Market Value (USD)",),
    "Uphold": ("value_in_USD", "commission_in_USD"),
    "Gemini": (),
}


def _told() -> list[dict[str, Any]]:
    known: list[dict[str, Any]] = json.loads(LIST.read_text("utf-8")) if LIST.exists() else []
    return [each for each in known if _venue(each["source"]) is not None]


def _venue(source: str) -> str | None:
    name = max((each for each in VENUES if source.startswith(each)), key=len, default=None)
    beyond = source.removeprefix(name or "").strip()
    return None if name is None or beyond.startswith("(") else name


def _names(told: dict[str, Any]) -> list[str]:
    """Give a header with names for the columns whose names vary, the latest varying first."""
    source = told["source"]
    if source == "KuCoin Trades" and "Filled Amount" not in told["header"]:
        source = "KuCoin"  # bought for fiat, or converted
    key = max((each for each in NAMED if source.startswith(each)), key=len, default="")
    variants = list(NAMED.get(key, ()))
    cells: list[str] = []
    for cell in reversed(told["header"]):
        varies = cell.startswith("<")
        cells.insert(0, (variants.pop(0) if variants else "Of another name") if varies else cell)
    if source == "Gemini":  # the list leaves out what stands once for every asset
        cells[7:7] = ["BTC Amount BTC", "Fee (BTC) BTC", "BTC Balance BTC"]
    return cells


@pytest.mark.parametrize("told", _told() or [None], ids=lambda each: each and each["source"])
def test_a_known_header_is_that_of_its_exchange(told: dict[str, Any] | None) -> None:
    if told is None:
        pytest.skip("the list of headers, ../shared/formats/headers.json, is not there")
    match = recognise("given.csv", _names(told), formats().values())
    assert match is not None
    venue = VENUES[_venue(told["source"]) or ""]
    accounts = {each.format.account for each in (match, *match.rivals)}
    assert accounts == {venue}
