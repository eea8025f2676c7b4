"""Lots: open pieces inside the fold, and the frozen view of them that everyone else sees."""

from dataclasses import dataclass
from typing import NamedTuple

from harvestry.units.days import Day, Instant
from harvestry.units.exact import Money, Quantity, share, share_after
from harvestry.units.natural_order import natural_key


@dataclass(frozen=True, slots=True)
class Origin:
    """What is unusual about how a lot was acquired.

    `loss_basis` and `loss_from` are the second basis and start of a gift whose value was below the
    donor's basis (IRC 1015(a)). Of a gift whose value nobody told, `value_unknown`, a loss cannot
    be counted; if it is from the value, it is held from `loss_from`. `inherited` lots are always
    long-term (IRC 1223(9)).
    """

    loss_basis: Money | None = None
    loss_from: Day | None = None
    inherited: bool = False
    value_unknown: bool = False


@dataclass(init=False, eq=False, slots=True)
class OpenLot:
    """A piece while the fold works on it: the only mutable record of the room.

    `piece` is its name: the root's id, or `ROOT/NUMBER`. `quantity` and `basis` are the whole
    piece's; `used` and `used_basis` what has left it. `basis` is `None` while unknown,
    `acquired_on` and `holding_from` while the date is. `acquired` always orders; of an unknown date
    it is the instant of arrival. `fresh_in` tells where units lie, as (account, asset), that were
    bought and have replaced none sold at a loss; of others it is `None`.
    `turn` is 0 for what has replaced none, else the higher the later it did.
    """

    root: str
    number: int
    piece: str
    quantity: Quantity
    basis: Money | None
    acquired: Instant
    acquired_on: Day | None
    holding_from: Day | None
    origin: Origin | None
    used: Quantity
    used_basis: Money
    fresh_in: tuple[str, str] | None
    turn: int

    # Written out, since a second call for `piece` would be made for every purchase there is.
    def __init__(
        self,
        root: str,
        number: int,
        quantity: Quantity,
        basis: Money | None,
        acquired: Instant,
        acquired_on: Day | None,
        holding_from: Day | None,
        origin: Origin | None,
        used: Quantity = 0,
        used_basis: Money = 0,
        *,
        fresh_in: tuple[str, str] | None = None,
        turn: int = 0,
    ) -> None:
        self.root = root
        self.number = number
        self.piece = f"{root}/{number}" if number else root
        self.quantity = quantity
        self.basis = basis
        self.acquired = acquired
        self.acquired_on = acquired_on
        self.holding_from = holding_from
        self.origin = origin
        self.used = used
        self.used_basis = used_basis
        self.fresh_in = fresh_in
        self.turn = turn

    def __lt__(self, other: "OpenLot") -> bool:
        """Order pieces as FIFO does (docs/spec/lots.md 6).

        Of one instant those that replaced none come first, then the others as they did: so it is
        the same however a purchase and a sale are parted into fills, and losses into washes.
        """
        if self.acquired != other.acquired:
            return self.acquired < other.acquired
        if self.turn != other.turn:
            return self.turn < other.turn
        if self.root != other.root:
            return natural_key(self.root) < natural_key(other.root)
        return self.number < other.number

    @property
    def fresh_left(self) -> Quantity:
        """The units that can still replace some sold at a loss."""
        return 0 if self.fresh_in is None else self.quantity - self.used

    def cut(self, quantity: Quantity) -> Money | None:
        """Take units off, and give the basis they carry.

        It is cut by telescoping, so that all cuts of a piece add up to its basis.
        """
        before, whole, basis = self.used, self.quantity, self.basis
        used = before + quantity
        assert before < used <= whole, "a piece gave more than it holds, or nothing"
        self.used = used
        if basis is None:
            return None
        upto = basis if used == whole else share(basis, used, whole)
        carried = upto - self.used_basis
        self.used_basis = upto
        return carried

    def loss_basis_of(self, before: Quantity, quantity: Quantity) -> Money | None:
        """Give the second basis of `quantity` units cut after `before` others, if there is one."""
        if self.origin is None or self.origin.loss_basis is None:
            return None
        return share_after(self.origin.loss_basis, before, quantity, self.quantity)

    def copy(self) -> "OpenLot":
        """Give an independent copy."""
        return self.__class__(
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
            fresh_in=self.fresh_in,
            turn=self.turn,
        )

    def used_up(self) -> "OpenLot":
        """Give a copy of which nothing is left."""
        twin = self.copy()
        twin.used = twin.quantity
        return twin

    def ghost(self, quantity: Quantity, pool: tuple[str, str]) -> "Ghost":
        """Give a fresh piece for units of this one that were sold out of a pool."""
        dates = (self.acquired, self.acquired_on, self.holding_from)
        return Ghost(self.root, self.number, quantity, None, *dates, None, fresh_in=pool)


class Ghost(OpenLot):
    """Fresh units that were sold: they have their place in the order, and are in no pool."""

    __slots__ = ()


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
