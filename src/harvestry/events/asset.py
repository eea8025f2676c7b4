"""Assets: what class each is of, which names mean the same, how finely it divides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class AssetClass(StrEnum):
    """What an asset is to the tax law."""

    COIN = "coin"
    STABLECOIN = "stablecoin"
    NFT = "nft"
    COLLECTIBLE = "collectible"
    SECURITY = "security"
    FUTURE_1256 = "future-1256"
    OPTION = "option"
    FIAT = "fiat"


@dataclass(frozen=True, slots=True)
class Asset:
    """One asset. `group` names the set it is substantially identical with, itself by default."""

    symbol: str
    asset_class: AssetClass = AssetClass.COIN
    group: str | None = None
    decimals: int | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assets:
    """All assets that are described; any other symbol is a coin of its own."""

    described: Mapping[str, Asset] = field(default_factory=dict)

    def named(self, symbol: str) -> Asset:
        """Give the asset of that symbol, described or not."""
        return self.described.get(symbol) or Asset(symbol)
