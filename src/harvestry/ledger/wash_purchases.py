"""The purchases of the last days that can still replace units sold at a loss."""

from bisect import bisect_left, insort
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from harvestry.ledger.lot import OpenLot
from harvestry.ledger.pool import PoolKey
from harvestry.units.days import Instant
from harvestry.units.exact import Quantity

_SWEEP_FROM: Final = 64
_DROP_FROM: Final = 8
_ACQUIRED: Final = attrgetter("lot.acquired")


@dataclass(slots=True)
class Bought:
    """Units of a purchase that may replace: a fresh piece and the pool it lies in.

    A `gone` one was sold before today: it lies in no pool any more, and is kept only where such
    units count (position `sold_before_loss`).
    """

    lot: OpenLot
    pool: PoolKey
    gone: bool = False

    def __lt__(self, other: "Bought") -> bool:
        """Order purchases by acquisition, those sold before after those held."""
        if self.lot < other.lot:
            return True
        return not (other.lot < self.lot) and self.gone < other.gone

    @property
    def left(self) -> Quantity:
        """The units that can still replace."""
        lot = self.lot
        return lot.quantity - lot.used if lot.fresh else 0

    def copy(self) -> "Bought":
        """Give an independent copy."""
        return Bought(self.lot.copy(), self.pool, self.gone)


@dataclass(slots=True)
class Left:
    """Units of a piece that left today without a sale: given away, lost, or nobody knows where to.

    `place` is their departure's in the chapter; `free` of them may still replace.
    """

    lot: OpenLot
    pool: PoolKey
    place: int
    free: Quantity


class Purchases:
    """The purchases of one group in order of acquisition, the old and used ones swept now and then.

    Pieces used up by a sale stay until the day is over: the units sold that day may still replace.
    """

    __slots__ = ("_bought", "_dead", "_head", "_met", "_oldest", "_seen")

    def __init__(self, bought: Iterable[Bought]) -> None:
        self._bought = sorted(bought)
        self._head = 0
        self._oldest: Instant | None = None
        self._dead = 0
        self._met = 0  # used-up ones since the last were dropped, before place `_seen`
        self._seen = 0

    def add(self, bought: Bought) -> None:
        """Put a purchase in its place."""
        kept = self._bought
        if not kept or kept[-1].lot.acquired < bought.lot.acquired or kept[-1] < bought:
            kept.append(bought)
        else:
            insort(kept, bought, lo=self._head)

    def begin(self, oldest: Instant) -> None:
        """When a day begins to be worked off: pass over what is older than its window."""
        kept, head = self._bought, self._head
        while head < len(kept) and kept[head].lot.acquired < oldest:
            head += 1
        self._head, self._oldest = head, oldest

    def since(self, first: Instant, went: Container[str]) -> Iterator[list[Bought]]:
        """Go through the purchases from an instant on: the pieces of one root at a time.

        Used-up pieces are left out unless units of their root `went` today.
        """
        kept, place = self._bought, self._head
        if first != self._oldest:
            place = bisect_left(kept, first, lo=place, key=_ACQUIRED)
        together: list[Bought] = []
        for n in range(place, len(kept)):
            bought = kept[n]
            lot = bought.lot
            root = lot.root
            if lot.used == lot.quantity or not lot.fresh:
                self._dead += 1
                self._met += 1
                self._seen = max(self._seen, n + 1)
                if root not in went:
                    continue
            if together and together[0].lot.root != root:
                yield together
                together = []
            together.append(bought)
        if together:
            yield together

    def drop_spent(self, may_still_replace: Callable[[str], bool]) -> None:
        """Drop purchases that are used up, but for what was sold today and is free.

        Only among those gone through since the last time, and once they are some.
        """
        if self._met < _DROP_FROM:
            return
        kept, head, seen = self._bought, self._head, self._seen
        kept[head:seen] = [
            each for each in kept[head:seen] if each.left or may_still_replace(each.lot.root)
        ]
        self._met = self._seen = 0

    def sweep(self, oldest: Instant) -> None:
        """When a day is over: drop what is older than the window or used up."""
        kept = self._bought
        head = self._head
        while head < len(kept) and _is_done(kept[head], oldest):
            head += 1
        if head > _SWEEP_FROM and head * 2 > len(kept):
            del kept[:head]
            head = 0
        self._head, self._oldest = head, None
        self._met = self._seen = 0
        if self._dead > max(_SWEEP_FROM, len(kept)):
            self._bought = [each for each in kept[head:] if not _is_done(each, oldest)]
            self._head = self._dead = 0

    def gone(self) -> Iterator[Bought]:
        """Give the purchases sold before that are kept because they count."""
        return (each for each in self._bought[self._head :] if each.gone and each.left)


def _is_done(bought: Bought, oldest: Instant) -> bool:
    lot = bought.lot
    return lot.acquired < oldest or lot.used == lot.quantity or not lot.fresh
