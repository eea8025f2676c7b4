"""A set of substantially identical assets in the wash-sale step."""

from harvestry.ledger.wash_losses import OpenLoss
from harvestry.ledger.wash_purchases import Purchases


class Group:
    """A set of substantially identical assets: its purchases, and the losses that wait for some.

    `open` holds the losses of earlier days, in order. `purchases` are gathered when first asked
    for.
    """

    __slots__ = ("name", "open", "purchases")

    def __init__(self, name: str) -> None:
        self.name = name
        self.open: list[OpenLoss] = []
        self.purchases: Purchases | None = None
