"""Which trades only rename a coin: a token that stands for it, where the position says so."""

from typing import Final

from harvestry.events.asset import Assets, Relation
from harvestry.law.positions import Positions

_POSITIONS: Final = {
    Relation.WRAPPED: "wrapped",
    Relation.BRIDGED: "bridged",
    Relation.STAKED: "staked",
    Relation.LIQUIDITY_POOL: "liquidity_pools",
}
"""The position that decides for each way a token stands for a coin."""


class Likeness:
    """Tells of two assets whether a swap between them is no exchange, each pair worked out once."""

    __slots__ = ("_assets", "_pairs", "_positions")

    def __init__(self, assets: Assets, positions: Positions) -> None:
        self._assets = assets
        self._positions = positions
        self._pairs: dict[tuple[str, str | None], bool] = {}

    def same(self, given: str, received: str | None) -> bool:
        """Tell whether what was received stands for what was given, or the other way round."""
        pair = given, received
        found = self._pairs.get(pair)
        if found is None:
            found = received is not None and (
                self._stands_for(given, received) or self._stands_for(received, given)
            )
            self._pairs[pair] = found
        return found

    def _stands_for(self, token: str, coin: str) -> bool:
        asset = self._assets.named(token)
        if asset.relation is None or asset.wraps != coin:
            return False
        return self._positions[_POSITIONS[asset.relation]] == "not-taxable"
