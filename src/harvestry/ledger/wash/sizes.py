"""For how many units of its group one unit of an asset stands, where two are counted together.

IRC 1091(b), (c) count the stock that a contract or option covers; of a fund and its coin the part
of a coin that a share stands for (docs/spec/wash-sales.md 3). It is told, and never guessed.
"""

from typing import TypeAlias

from harvestry.events.asset import Asset, AssetClass, Assets
from harvestry.law.positions import Positions
from harvestry.ledger.wash.identical import coins_group, group_of, security_beneath
from harvestry.units.exact import WHOLE_COIN, Quantity

Sizes: TypeAlias = tuple[int, int]
"""How much one unit of each of two assets is, both in the same measure."""


class SizeMissingError(ValueError):
    """Two assets are counted against each other, and nobody said how much of it `asset` is."""

    def __init__(self, asset: str, beside: str) -> None:
        self.asset = asset
        self.beside = beside
        super().__init__(
            f"a wash sale counts {asset} against {beside}, and nothing says for how much of its "
            f"group one {asset} stands"
        )


def sizes_of(sold: Asset, bought: Asset, assets: Assets, positions: Positions) -> Sizes:
    """Give the sizes of two assets of one group; of a contract on shares, of so many of them.

    Raises:
        SizeMissingError: one of them, or the security it is on, must say its `multiplier`.
    """
    one, other = (security_beneath(each, assets) or each for each in (sold, bought))
    contracts = _contracts(sold, one, bought), _contracts(bought, other, sold)
    if one.symbol == other.symbol:  # shares of one security are alike, whatever they stand for
        return contracts
    own, others = (
        _told(one, other, assets, positions),
        _told(other, one, assets, positions),
    )
    return contracts[0] * own, contracts[1] * others


def units_for(sizes: Sizes, wanted: Quantity, there: Quantity) -> tuple[Quantity, Quantity]:
    """Give how many units sold are replaced by how many of those there are to replace them.

    Counted in units of the group. What does not come out even is taken whole to the last digit.
    """
    one, other = sizes
    if one == other:
        both = min(wanted, there)
        return both, both
    if wanted * one <= there * other:
        return wanted, -(-wanted * one // other)
    return -(-there * other // one), there


def _contracts(asset: Asset, beneath: Asset, beside: Asset) -> Quantity:
    """Give on how many units of the security beneath it a contract is; of anything else one."""
    if asset.symbol == beneath.symbol:
        return WHOLE_COIN
    if asset.multiplier is None and asset.asset_class is AssetClass.FUTURE_1256:
        raise SizeMissingError(asset.symbol, beside.symbol)
    return asset.stands_for


def _told(asset: Asset, beside: Asset, assets: Assets, positions: Positions) -> Quantity:
    """Give what an asset says of itself; one that is the measure of its group is one of it."""
    if group_of(asset, assets, positions) == asset.symbol:
        return WHOLE_COIN
    if asset.multiplier is None and _must_say(asset, beside, assets, positions):
        raise SizeMissingError(asset.symbol, beside.symbol)
    return asset.stands_for


def _must_say(asset: Asset, beside: Asset, assets: Assets, positions: Positions) -> bool:
    """Tell whether one for one would be a guess: a contract, a share of so much of a coin.

    Two issuers' shares count share for share, unless one of them says how much it stands for.
    """
    if asset.asset_class is AssetClass.FUTURE_1256:
        return True
    if asset.asset_class is not AssetClass.SECURITY:
        return False
    if beside.is_digital or beside.asset_class is AssetClass.FUTURE_1256:
        return True
    if beside.asset_class is AssetClass.SECURITY and beside.multiplier is not None:
        return True
    coin = None if asset.coin is None else coins_group(asset.coin, assets)
    return coin is not None and coin == group_of(asset, assets, positions)
