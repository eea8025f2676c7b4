"""Lots: open pieces inside the fold, and the frozen view of them that everyone else sees."""

from dataclasses import dataclass
from typing import NamedTuple

from harvestry.units.days import Day, Instant
from harvestry.units.exact import Money, Quantity, share_after
from harvestry.units.natural_order import natural_key


@dataclass(frozen=True, slots=True)
class Origin:
    """What is unusual about how a lot was acquired.

    `loss_basis` and `loss_from` are the second basis and start of a gift whose value was below the
    donor's basis (IRC 1015(a)); of a gift whose value nobody told, `value_unknown`, a loss cannot
    be counted. `inherited` lots are always long-term (IRC 1223(9)).
    """

    loss_basis: Money | None = None
    loss_from: Day | None = None
    inherited: bool = False
    value_unknown: bool = False


@dataclass(slots=True)
class OpenLot:
    """A piece while the fold works on it: the only mutable record of the room.

    `quantity` and `basis` are the whole piece's; `used` and `used_basis` what has left it.
    `basis` is `None` while unknown, `acquired_on` and `holding_from` while the date is.
    `acquired` always orders; of an unknown date it is the instant of arrival. `fresh` units were
    bought and have replaced none sold at a loss.
    """

    root: str
    number: int
    quantity: Quantity
    basis: Money | None
    acquired: Instant
    acquired_on: Day | None
    holding_from: Day | None
    origin: Origin | None
    used: Quantity = 0
    used_basis: Money = 0
    fresh: bool = False

    def __lt__(self, other: "OpenLot") -> bool:
        """Order pieces as FIFO does: acquisition, then root id in natural order, then number."""
        if self.acquired != other.acquired:
            return self.acquired < other.acquired
        if self.root == other.root:
            return self.number < other.number
        return natural_key(self.root) < natural_key(other.root)

    @property
    def piece(self) -> str:
        """The piece's name: the root's id, or `ROOT/NUMBER`."""
        number = self.number
        return f"{self.root}/{number}" if number else self.root

    def loss_basis_of(self, before: Quantity, quantity: Quantity) -> Money | None:
        """Give the second basis of `quantity` units cut after `before` others, if there is one."""
        if self.origin is None or self.origin.loss_basis is None:
            return None
        return share_after(self.origin.loss_basis, before, quantity, self.quantity)

    def copy(self) -> "OpenLot":
        """Give an independent copy."""
        return OpenLot(
            self.root,
            self.number,
            self.quantity,
            self.basis,
            self.acquired,
            self.acquired_on,
            self.holding_from,
            self.origin,
            self.used,
            self.used_basis,
            self.fresh,
        )

    def used_up(self) -> "OpenLot":
        """Give a copy of which nothing is left."""
        twin = self.copy()
        twin.used = twin.quantity
        return twin

    def ghost(self, quantity: Quantity) -> "OpenLot":
        """Give a fresh piece for units of this one that were sold: it orders, and is in no pool."""
        dates = (self.acquired, self.acquired_on, self.holding_from)
        return OpenLot(self.root, self.number, quantity, None, *dates, None, fresh=True)


class Lot(NamedTuple):
    """An open piece as the books show it: what is still held of it, and its remaining basis."""

    lot: str
    piece: str
    account: str
    asset: str
    quantity: Quantity
    basis: Money | None
    acquired: Instant
    acquired_on: Day | None
    holding_from: Day | None
    origin: Origin | None
