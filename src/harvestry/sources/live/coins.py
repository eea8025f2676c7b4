"""Which coin a symbol means at a provider: by a table, by the user's word, and never by a guess."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

PRICE_ID: Final = re.compile(r"(coinbase:[A-Z0-9]{1,20}-USD|coingecko:[a-z0-9][a-z0-9_.-]{0,79})")
"""What a user may write as `price_id`: a provider and the coin's id there."""


@dataclass(frozen=True, slots=True)
class Coin:
    """One coin: its name, its product at Coinbase and its id at CoinGecko, where it has one."""

    symbol: str
    name: str
    coinbase: str | None = None
    coingecko: str | None = None

    @property
    def price_id(self) -> str:
        """What names this coin alone, for assets.toml."""
        return f"coingecko:{self.coingecko}" if self.coingecko else f"coinbase:{self.coinbase}"


@cache
def known_coins() -> Mapping[str, tuple[Coin, ...]]:
    """Read the table: the coins that each symbol may mean."""
    table = tomllib.loads((files(__package__) / "coins.toml").read_text("utf-8"))
    found: dict[str, list[Coin]] = {}
    for each in table["coin"]:
        symbol = each["symbol"]
        coin = Coin(symbol, each["name"], each.get("coinbase"), each.get("coingecko"))
        found.setdefault(symbol, []).append(coin)
    return {symbol: tuple(coins) for symbol, coins in found.items()}


def coins_meant(symbol: str, price_id: str | None) -> tuple[Coin, ...]:
    """Give the coins that a symbol may mean: one if it is clear, none if nothing is known."""
    if price_id is None:
        return known_coins().get(symbol, ())
    provider, _, name = price_id.partition(":")
    if provider == "coinbase":
        return (Coin(symbol, name, coinbase=name),)
    return (Coin(symbol, name, coingecko=name),)
