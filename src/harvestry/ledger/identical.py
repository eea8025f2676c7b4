"""What is substantially identical with what: the group an asset is of under given positions.

Two assets are identical where their groups are one (docs/spec/wash-sales.md 2). Nothing else says
so anywhere: the fold, the look-ahead and what is told of grey purchases all ask here.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from harvestry.events.asset import Asset, AssetClass, Assets
from harvestry.law.positions import Positions
from harvestry.units.exact import Quantity

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
    is_contract = asset.asset_class is AssetClass.FUTURE_1256
    stands_for_coin = positions["etf_and_coin"] == "identical" or is_contract
    if asset.coin is not None and stands_for_coin and not (is_contract and asset.group):
        coin = assets.named(asset.coin)
        return coin.group or coin.symbol
    if asset.family is not None and positions["etf_issuers"] == "identical":
        return asset.family
    return asset.group or asset.symbol


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


def units_for(
    sold: Asset, wanted: Quantity, bought: Asset, there: Quantity
) -> tuple[Quantity, Quantity]:
    """Give how many units sold are replaced by how many of those there are to replace them.

    Counted in units of the group: IRC 1091(b), (c) count the stock that a contract or option
    covers. What does not come out even is taken whole to the last digit.
    """
    one, other = sold.stands_for, bought.stands_for
    if one == other:
        both = min(wanted, there)
        return both, both
    if wanted * one <= there * other:
        return wanted, -(-wanted * one // other)
    return -(-there * other // one), there


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
