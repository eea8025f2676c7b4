"""A pool: the open pieces of one asset in one account, handed out in the order asked for."""

from bisect import bisect_right, insort
from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from operator import attrgetter
from typing import Final, TypeAlias

from harvestry.ledger.lot import OpenLot
from harvestry.units.days import Day, Instant
from harvestry.units.exact import Money, Quantity, share

_UNIT_BASIS_BITS: Final = 512
"""Two unequal unit bases of pieces under 2**256 units differ within this many binary digits."""
_COMPACT_FROM: Final = 64
_NEAR: Final = 16
"""Within so many pieces behind the last that replaced, the next nearly always has its place."""
_ACQUIRED: Final = attrgetter("acquired")


PoolKey: TypeAlias = tuple[str, str]
"""(account, asset)."""
Taken: TypeAlias = tuple[OpenLot, Quantity, Money | None, Quantity]
"""Units that left a piece: the piece, how many, the basis they carry, how many had left before."""


class Pool:
    """Pieces in FIFO order, with a heap by unit basis that is built when HIFO first asks for it.

    Then `unknown` is a heap in FIFO order of those of unknown basis, emptied ones among them.

    Emptied pieces are dropped from either end at once and swept from the middle now and then.
    The four running totals are what conservation is checked against.
    """

    __slots__ = (
        "_head",
        "_heap",
        "_near",
        "_pieces",
        "given",
        "given_basis",
        "received",
        "received_basis",
        "unknown",
    )

    def __init__(self) -> None:
        self._pieces: list[OpenLot] = []
        self._head = 0
        self._heap: list[tuple[int, OpenLot]] | None = None
        self._near = 0  # where the last piece that replaced was put, if nothing has moved since
        self.unknown: list[OpenLot] = []
        self.received: Quantity = 0
        self.given: Quantity = 0
        self.received_basis: Money = 0
        self.given_basis: Money = 0

    @property
    def held(self) -> Quantity:
        """The units in the pool."""
        return self.received - self.given

    def __iter__(self) -> Iterator[OpenLot]:
        """Go through the pieces that still hold units, in FIFO order."""
        pieces = self._pieces
        return (
            pieces[n] for n in range(self._head, len(pieces)) if pieces[n].used < pieces[n].quantity
        )

    def latest(self, since: Instant) -> Iterator[OpenLot]:
        """Go back through the pieces that still hold units, the latest first, to an instant."""
        pieces = self._pieces
        for n in range(len(pieces) - 1, self._head - 1, -1):
            if pieces[n].acquired < since:
                return
            if pieces[n].used < pieces[n].quantity:
                yield pieces[n]

    def add(self, lot: OpenLot) -> None:
        """Put a whole piece in its place."""
        quantity, basis, pieces = lot.quantity, lot.basis, self._pieces
        assert quantity > 0 == lot.used, "only whole pieces enter a pool"
        if not pieces or pieces[-1].acquired < lot.acquired:
            pieces.append(lot)  # as nearly all do
        else:
            self._place(lot)
        if self._heap is not None:
            heappush(self._heap, (_cheapness(lot), lot))
            if basis is None:
                heappush(self.unknown, lot)
        self.received += quantity
        if basis is not None:
            self.received_basis += basis

    def rebase(
        self,
        lot: OpenLot,
        quantity: Quantity,
        number: int,
        turn: int,
        amount: Money,
        holding_from: Day | None,
    ) -> OpenLot:
        """Make units of a piece one of their own that replaced, with `amount` more basis; give it.

        Its units and basis neither came nor went: only the amount did.
        """
        basis = lot.cut(quantity)
        if basis is not None:
            basis += amount
            self.received_basis += amount
        piece = OpenLot(
            lot.root,
            number,
            quantity,
            basis,
            lot.acquired,
            lot.acquired_on,
            holding_from,
            lot.origin,
            turn=turn,
        )
        # The last to replace is the last of all that were acquired with it.
        place = self._near = self._behind(lot.acquired)
        self._pieces.insert(place, piece)
        if self._heap is not None:
            heappush(self._heap, (_cheapness(piece), piece))
            if basis is None:
                heappush(self.unknown, piece)
        return piece

    def _behind(self, acquired: Instant) -> int:
        """Give the place behind all pieces acquired until an instant, first looked for nearby.

        Purchases replace in order, so one place follows closely on another; a search of the whole
        list would touch a dozen pieces that nothing has touched for long.
        """
        pieces, first = self._pieces, self._head
        near, last = self._near, len(pieces)
        if first < near < last and pieces[near].acquired <= acquired:
            first = min(near + _NEAR, last)
            for place in range(near + 1, first):
                if pieces[place].acquired > acquired:
                    return place
        return bisect_right(pieces, acquired, first, last, key=_ACQUIRED)

    def _place(self, lot: OpenLot) -> None:
        """Put a piece among those acquired before and after it."""
        pieces, head = self._pieces, self._head
        place = bisect_right(pieces, lot.acquired, head, key=_ACQUIRED)
        if place == head or pieces[place - 1] < lot:
            pieces.insert(place, lot)
        else:
            insort(pieces, lot, lo=head, hi=place)

    def cut(self, lot: OpenLot, quantity: Quantity) -> Taken:
        """Take units from one of this pool's pieces, with the basis they carry."""
        before = lot.used
        carried = lot.cut(quantity)
        self.given += quantity
        if carried is not None:
            self.given_basis += carried
        return lot, quantity, carried, before

    def take_first(self, quantity: Quantity) -> list[Taken]:
        """Take units first in, first out; where the pool holds less, all it holds.

        As `cut` does it piece by piece, but in one breath: nearly every sale is matched so.
        """
        taken: list[Taken] = []
        pieces, head, basis_given, open_ = self._pieces, self._head, 0, quantity
        while open_ and head < len(pieces):
            lot = pieces[head]
            before, whole, upto = lot.used, lot.quantity, lot.basis
            part = whole - before
            if part <= open_:
                head += 1
                if not part:
                    continue
            else:
                part = open_
                upto = None if upto is None else share(upto, before + part, whole)
            lot.used = before + part
            carried = None
            if upto is not None:
                carried = upto - lot.used_basis
                lot.used_basis = upto
                basis_given += carried
            open_ -= part
            taken.append((lot, part, carried, before))
        if head > _COMPACT_FROM and head * 2 > len(pieces):
            del pieces[:head]
            head = 0
        self._head = head
        self.given += quantity - open_
        self.given_basis += basis_given
        return taken

    def last(self) -> OpenLot | None:
        """Give the latest acquired piece that holds units: LIFO."""
        pieces = self._pieces
        while len(pieces) > self._head and pieces[-1].used == pieces[-1].quantity:
            pieces.pop()
        return pieces[-1] if len(pieces) > self._head else None

    def dearest(self) -> OpenLot | None:
        """Give the piece with the highest unit basis, of equals the earliest: HIFO."""
        if self._heap is None:
            self._heap = [(_cheapness(lot), lot) for lot in self]
            heapify(self._heap)
            self.unknown = [lot for lot in self if lot.basis is None]
        heap = self._heap
        while heap and heap[0][1].used == heap[0][1].quantity:
            heappop(heap)
        return heap[0][1] if heap else None

    def left_unknown(self) -> OpenLot | None:
        """Give the earliest piece of unknown basis that HIFO left."""
        unknown = self.unknown
        while unknown and unknown[0].used == unknown[0].quantity:
            heappop(unknown)
        return unknown[0] if unknown else None

    def left_several_unknown(self) -> bool:
        """Tell whether HIFO left more than one piece of unknown basis."""
        first = self.left_unknown()
        if first is None:
            return False
        heappop(self.unknown)
        another = self.left_unknown() is not None
        heappush(self.unknown, first)
        return another

    def named(self, name: str) -> list[OpenLot]:
        """Give the pieces of that root, else the piece of that name, in the order taken."""
        found = [lot for lot in self if lot.root == name]
        if not found:
            found = [lot for lot in self if lot.piece == name]
        return sorted(found, key=lambda lot: (lot.holding_from is None, lot.holding_from or 0, lot))

    def pass_through(self, quantity: Quantity, basis: Money | None) -> None:
        """Count units that came and went in one breath, such as a fee withheld from a purchase."""
        self.received += quantity
        self.given += quantity
        self.received_basis += basis or 0
        self.given_basis += basis or 0

    def copy(self) -> "Pool":
        """Give an independent copy, without the emptied pieces."""
        twin = Pool()
        twin._pieces = [lot.copy() for lot in self]
        twin.received, twin.given = self.received, self.given
        twin.received_basis, twin.given_basis = self.received_basis, self.given_basis
        return twin

    def assert_conserved(self) -> None:
        """Check that what came in is here or went out, in units and in basis, to the last digit."""
        held = basis = 0
        for lot in self._pieces:
            held += lot.quantity - lot.used
            if lot.basis is not None:
                basis += lot.basis - lot.used_basis
        assert held == self.received - self.given >= 0, "units were lost or made"
        assert basis == self.received_basis - self.given_basis, "basis was lost or made"


def _cheapness(lot: OpenLot) -> int:
    """Give a heap key: smaller the more basis a unit carries; unknown basis above all others."""
    if lot.basis is None:
        return 1
    return -((lot.basis << _UNIT_BASIS_BITS) // lot.quantity)
