"""The pieces a journal knows to be open: what was written of each, so that cuts add up."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from harvestry.ledger.pool import PoolKey
from harvestry.units.days import Day
from harvestry.units.exact import Money, Quantity, share

NEARLY: Final[Money] = 10**6
"""10**-12 dollars: what a loss cut in parts may differ from its piece cut at once."""

NO_BASIS: Final = "the basis is unknown, so these units have no cost and no gain is booked"


class PieceKey(NamedTuple):
    """Which piece: the pool it is in, its name, and whether it is owed instead of held."""

    pool: PoolKey
    name: str
    short: bool = False


@dataclass(slots=True)
class Piece:
    """An open piece; `basis` is the whole one's, `None` while unknown, `used` what has left.

    `adjusts` tells that what counts as basis may be another amount, as of a gift. `remark` is what
    to say of units without a cost.
    """

    quantity: Quantity
    basis: Money | None
    acquired_on: Day | None
    adjusts: bool = False
    remark: str = NO_BASIS
    used: Quantity = 0
    used_basis: Money = 0

    def cut(self, quantity: Quantity, told: Money | None) -> Money | None:
        """Take units and give the basis they carry, cut by telescoping (docs/spec/lots.md 2).

        `told` is what the books say of it: taken as it is where it is the same but for rounding.
        """
        self.used += quantity
        assert self.used <= self.quantity, "a piece gave more than it holds"
        if self.basis is None:
            return None
        carried = share(self.basis, self.used, self.quantity) - self.used_basis
        if self.used == self.quantity:
            carried = self.basis - self.used_basis
        elif told is not None and abs(told - carried) < NEARLY:
            carried = min(told, self.basis - self.used_basis)  # no lot is left with less than none
        self.used_basis += carried
        return carried


class Pieces:
    """All open pieces by their place and name."""

    def __init__(self) -> None:
        self._open: dict[PieceKey, Piece] = {}

    def put(self, key: PieceKey, piece: Piece) -> None:
        """Put a piece in its place; one of that name that was there is used up."""
        self._open[key] = piece

    def left(self, key: PieceKey) -> Quantity:
        """Give the units left of a piece, 0 where there is none."""
        piece = self._open.get(key)
        return 0 if piece is None else piece.quantity - piece.used

    def at(self, key: PieceKey) -> Piece:
        """Give an open piece."""
        return self._open[key]

    def drop_if_empty(self, key: PieceKey) -> None:
        """Forget a piece of which nothing is left."""
        if not self.left(key):
            self._open.pop(key, None)

    def __iter__(self) -> Iterator[tuple[PieceKey, Piece]]:
        """Go through what is still open."""
        return ((key, piece) for key, piece in self._open.items() if self.left(key))
