"""What the wash-sale step carries from one fold to the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from harvestry.ledger.lot import OpenLot
from harvestry.ledger.wash.losses import OpenLoss, Order


@dataclass(frozen=True, slots=True)
class WashState:
    """Losses whose window is open, in their order; purchases sold before that still count.

    `orders` names the purchase order of a root whose row told one, `turns` counts the pieces that
    replaced. Purchases that are held are found in the pools.
    """

    open_losses: tuple[OpenLoss, ...] = ()
    gone: tuple[OpenLot, ...] = ()
    orders: Mapping[str, Order] = field(default_factory=dict)
    turns: int = 0
