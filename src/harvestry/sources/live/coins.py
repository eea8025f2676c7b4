"""Which coin a symbol means at a provider: by a table, by the user's word, and never by a guess."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from harvestry.events.asset import Asset, AssetClass, Assets
from harvestry.events.prices import Quote

_PRICED: Final = frozenset({AssetClass.COIN, AssetClass.STABLECOIN})
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

    @property
    def ids(self) -> frozenset[tuple[str | None, str | None]]:
        """Every provider of it with its name there, as a quote has them."""
        named = (("coinbase", self.coinbase), ("coingecko", self.coingecko))
        return frozenset((provider, name) for provider, name in named if name is not None)


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


def coins_meant(asset: Asset) -> tuple[Coin, ...]:
    """Give the coins that an asset may mean: one if it is clear, none if nothing is known."""
    if asset.price_id is None:
        return known_coins().get(asset.symbol, ()) if is_priced(asset) else ()
    provider, _, name = asset.price_id.partition(":")
    if provider == "coinbase":
        return (Coin(asset.symbol, name, coinbase=name),)
    return (Coin(asset.symbol, name, coingecko=name),)


def is_priced(asset: Asset) -> bool:
    """Tell whether providers know such things: coins, no funds or money of other countries."""
    return asset.price_id is not None or asset.asset_class in _PRICED


def still_meant(quote: Quote, assets: Assets) -> bool:
    """Tell whether a quote is of the coin that its symbol means today; the user's own always is.

    A price fetched before the user said which coin is meant may be another coin's.
    """
    if quote.fetched is None:
        return True
    meant = coins_meant(assets.named(quote.asset))
    return len(meant) == 1 and (quote.provider, quote.coin) in meant[0].ids
