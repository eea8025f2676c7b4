"""Assets: what class each is of, which names mean the same, what is identical with what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from harvestry.law.known_assets import known_assets, symbols_named
from harvestry.units.exact import WHOLE_COIN, Quantity


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

    __hash__ = str.__hash__  # the enum's own is Python code, and the fold asks often


class Relation(StrEnum):
    """How a token stands for a coin."""

    WRAPPED = "wrapped"
    BRIDGED = "bridged"
    STAKED = "staked"
    LIQUIDITY_POOL = "liquidity-pool"


class Right(StrEnum):
    """What an option gives: the right to buy, or the right to sell."""

    CALL = "call"
    PUT = "put"


class Series(NamedTuple):
    """What the name of a listed option tells: what it is on, by its root, and its right."""

    root: str
    right: Right


@dataclass(frozen=True, slots=True)
class Asset:
    """One asset. `group` names the set it is substantially identical with, itself by default.

    A token that stands for another coin `wraps` it by a `relation`; a fund holds a `coin` and is of
    a `family` of funds that hold the same. `price_id` names the coin at a price provider. One of it
    stands for `multiplier` units of its group, an option on 100 shares for 100; `None` where nobody
    said. `right` is an option's; `None` is a call's.
    """

    symbol: str
    asset_class: AssetClass = AssetClass.COIN
    group: str | None = None
    decimals: int | None = None
    aliases: tuple[str, ...] = ()
    wraps: str | None = None
    relation: Relation | None = None
    coin: str | None = None
    family: str | None = None
    price_id: str | None = None
    multiplier: Quantity | None = None
    right: Right | None = None

    @property
    def stands_for(self) -> Quantity:
        """How many units of its group one unit stands for."""
        return WHOLE_COIN if self.multiplier is None else self.multiplier

    @property
    def is_option(self) -> bool:
        """Tell whether it is an option: one that is `short` was written, not sold short."""
        return self.asset_class is AssetClass.OPTION

    @property
    def is_put(self) -> bool:
        """Tell whether it is an option to sell, which is none "to acquire" (IRC 1091(a))."""
        return self.right is Right.PUT

    @property
    def is_digital(self) -> bool:
        """Tell whether it is a digital asset, for pools and boxes: no security, future or money."""
        return self.asset_class in _DIGITAL

    @property
    def is_nft(self) -> bool:
        """Tell whether it is an NFT, one that is a collectible included (Notice 2023-27)."""
        return self.asset_class in _NFTS


_SERIES: Final = re.compile(
    r"(?P<root>[A-Z][A-Z0-9.]{0,5}) *[0-9]{6} ?(?P<right>[CP]) ?[0-9]+(\.[0-9]+)?"
)
"""How the Options Clearing Corporation names a series: root, day, right and price of exercise."""
_NFTS = frozenset({AssetClass.NFT, AssetClass.COLLECTIBLE})
_ONE_FOR_ONE = frozenset({Relation.WRAPPED, Relation.BRIDGED})
_DIGITAL = frozenset(
    {AssetClass.COIN, AssetClass.STABLECOIN, AssetClass.NFT, AssetClass.COLLECTIBLE}
)


@dataclass(frozen=True, slots=True)
class Assets:
    """All assets: those described, those known, and any other symbol as a coin of its own."""

    described: Mapping[str, Asset] = field(default_factory=dict)

    def named(self, symbol: str) -> Asset:
        """Give the asset of that symbol, described or not."""
        return self.described.get(symbol) or undescribed(symbol)

    def is_as_a_coin(self, asset: Asset) -> bool:
        """Tell whether it is a digital asset, or an option on one: neither is stock or a security.

        IRC 1091(a), last sentence: contracts or options "to acquire or sell stock or securities".
        An option is on a coin where its `group` or `coin` names one, and no security bears it.
        """
        if not asset.is_option:
            return asset.is_digital
        beneath = asset.group or asset.coin or ""
        named = [each for each in self.described.values() if beneath in (each.symbol, each.group)]
        if any(each.asset_class is AssetClass.SECURITY for each in named):
            return False
        is_known = beneath in symbols_named() and self.named(beneath).is_digital
        return is_known or any(each.is_digital for each in named)

    def one_for_one(self, symbol: str) -> str:
        """Give the coin a token stands for one for one, wrapped or bridged, else itself."""
        asset = self.named(symbol)
        return asset.wraps if asset.wraps and asset.relation in _ONE_FOR_ONE else symbol


def series_named(symbol: str) -> Series | None:
    """Give what a symbol tells that names a listed option, `None` of any other.

    `IBIT 261218C60`, and in the 21 characters of the clearing corporation `IBIT  261218C00060000`.
    """
    found = _SERIES.fullmatch(symbol)
    if found is None:
        return None
    return Series(found["root"], Right.PUT if found["right"] == "P" else Right.CALL)


@lru_cache(maxsize=4096)
def undescribed(symbol: str) -> Asset:
    """Give an asset that nobody described: as it is known, else a coin of its own."""
    known = known_assets().get(symbol)
    if known is None:
        return Asset(symbol)
    return Asset(
        symbol,
        AssetClass(known.asset_class),
        known.group,
        wraps=known.wraps,
        relation=None if known.relation is None else Relation(known.relation),
        coin=known.coin,
        family=known.family,
    )
