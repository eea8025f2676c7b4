"""A set of substantially identical assets in the wash-sale step, and what its day brought."""

from typing import TypeAlias

from harvestry.ledger.pool import PoolKey, Taken
from harvestry.ledger.wash_losses import OpenLoss
from harvestry.ledger.wash_purchases import Purchases

Went: TypeAlias = tuple[PoolKey, int, list[Taken]]
"""What went in one event: the pool, the place of its first match or departure, the pieces."""


class Group:
    """A set of substantially identical assets: its purchases, losses that wait, and its day.

    `open` holds the losses of earlier days, in order. `purchases` are gathered when first asked
    for. `sales` and `left` tell of what went today, with a sale and without.
    """

    __slots__ = ("bought_today", "left", "lost_today", "name", "open", "purchases", "sales")

    def __init__(self, name: str) -> None:
        self.name = name
        self.open: list[OpenLoss] = []
        self.purchases: Purchases | None = None
        self.begin_day()

    def begin_day(self) -> None:
        """Forget the day before."""
        self.bought_today = self.lost_today = False
        self.sales: list[Went] = []
        self.left: list[Went] = []
