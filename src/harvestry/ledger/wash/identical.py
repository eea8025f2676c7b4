"""What is substantially identical with what: the group an asset is of under given positions.

Two assets are identical where their groups are one (docs/spec/wash-sales.md 2). Nothing else says
so anywhere: the fold, the look-ahead and what is told of grey purchases all ask here.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from harvestry.events.asset import Asset, AssetClass, Assets
from harvestry.law.positions import Positions

IDENTITY: Final[Mapping[str, str]] = {
    "etf_issuers": "identical",
    "etf_and_coin": "identical",
    "futures": "identical",
}
"""Positions on what is substantially identical, each with the choice that counts more."""


def group_of(asset: Asset, assets: Assets, positions: Positions) -> str | None:
    """Give the group of an asset; `None` if it can neither lose nor replace."""
    if not _takes_part(asset, positions):
        return None
    if asset.is_put:  # an option to sell: it acquires nothing, so it is of a group of its own
        return asset.symbol
    beneath = security_beneath(asset, assets)
    return _own_group(asset if beneath is None else beneath, assets, positions)


def security_beneath(asset: Asset, assets: Assets) -> Asset | None:
    """Give the security whose group a contract names: it is of whatever group that is of."""
    if asset.group is None or asset.group == asset.symbol or asset.coin or asset.family:
        return None
    beneath = assets.named(asset.group)
    return beneath if beneath.asset_class is AssetClass.SECURITY else None


def _own_group(asset: Asset, assets: Assets, positions: Positions) -> str:
    is_contract = asset.asset_class is AssetClass.FUTURE_1256
    stands_for_coin = positions["etf_and_coin"] == "identical" or is_contract
    if asset.coin is not None and stands_for_coin and not (is_contract and asset.group):
        return coins_group(asset.coin, assets)
    if asset.family is not None and positions["etf_issuers"] == "identical":
        return asset.family
    return asset.group or asset.symbol


def may_stand_for(
    sold: Asset, bought: Asset, assets: Assets, positions: Positions, *, coins_are_covered: bool
) -> bool:
    """Tell whether one asset of a group can replace another, as the law of the sale's day is.

    While the law does not reach coins, buying one replaces no security, whatever the group says,
    but by position `etf_and_coin`: IRC 1091(a) asks for "stock or securities" on both sides.
    """
    if coins_are_covered or positions["etf_and_coin"] == "identical":
        return True
    return assets.is_as_a_coin(sold) or not assets.is_as_a_coin(bought)


def coins_group(symbol: str, assets: Assets) -> str:
    """Give the group of a coin, whether or not the rule reaches coins."""
    coin = assets.named(symbol)
    return coin.group or coin.symbol


def group_beneath(asset: Asset, assets: Assets, positions: Positions) -> str | None:
    """Give the group of what a put is on, and of anything else its own."""
    return group_of(replace(asset, right=None), assets, positions)


def standing_between(
    sold: Asset, bought: Asset, assets: Assets, positions: Positions
) -> str | None:
    """Give the position by which a purchase does not stand for what was sold, but would.

    `""` where it does, since the two are one; `None` where no other choice of one position would.
    """
    if _are_one(sold, bought, assets, positions):
        return ""
    for position, wider in IDENTITY.items():
        if _are_one(sold, bought, assets, positions.but(position, wider)):
            return position
    return None


def _are_one(sold: Asset, bought: Asset, assets: Assets, positions: Positions) -> bool:
    group = group_of(sold, assets, positions)
    return group is not None and group == group_of(bought, assets, positions)


def _takes_part(asset: Asset, positions: Positions) -> bool:
    kind = asset.asset_class
    if kind is AssetClass.FUTURE_1256:
        return positions["futures"] == "identical"
    if kind is AssetClass.STABLECOIN:
        return positions["stablecoins"] == "covered"
    return kind is not AssetClass.FIAT
