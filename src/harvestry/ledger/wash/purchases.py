"""The purchases of the last days that can still replace units sold at a loss."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from harvestry.ledger.lot import OpenLot
from harvestry.ledger.pool import PoolKey
from harvestry.units.days import Instant
from harvestry.units.exact import Quantity

_SWEEP_FROM: Final = 64
_LOT: Final = 2
_GONE: Final = 3
DROP_FROM: Final = 8
"""So many used-up purchases are met before they are dropped."""

Bought: TypeAlias = tuple[Instant, PoolKey, OpenLot, bool]
"""Units of a purchase that may replace, in order of acquisition: when, where they lie, the lot.

Last comes whether they are gone, that is were sold before today: such lie in no pool any more, and
are kept only where they count (position `sold_before_loss`).
"""


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
    """The purchases of one group in order of acquisition.

    The old ones are swept when a day is over, the used-up ones dropped once some were met: not
    those of which units sold that day may still replace. Whether a piece has fresh units left is
    spelled out in `since` and `held`, which ask it of every purchase.
    """

    __slots__ = ("_bought", "_head", "_held", "_oldest", "_seen", "met")

    def __init__(self, bought: Iterable[Bought]) -> None:
        self._bought = sorted(bought)
        self._head = 0
        self._held = 0  # what stands before is used up
        self._oldest: Instant | None = None
        self.met = 0
        self._seen = 0

    def add(self, bought: Iterable[Bought]) -> None:
        """Put purchases in their places, before a day begins to be worked off or after it was."""
        kept = self._bought
        added = sorted(bought)
        if kept and added and added[0] < kept[-1]:  # seldom: most come after all there are
            place = bisect_left(kept, added[0], self._head)
            added = sorted(kept[place:] + added)
            del kept[place:]
        kept += added

    def has_since(self, first: Instant) -> bool:
        """Tell whether anything was bought from an instant on."""
        kept = self._bought
        return bool(kept) and kept[-1][0] >= first

    def begin(self, oldest: Instant) -> None:
        """When a day begins to be worked off: pass over what is older than its window."""
        self._head, self._oldest = bisect_left(self._bought, (oldest,), self._head), oldest
        self._held = self._head

    def since(self, first: Instant) -> Iterator[tuple[Instant, Bought | None]]:
        """Go through the fresh pieces bought from an instant on; `None` ends those of each instant.

        It does so too where all of an instant are used up.
        """
        kept, last = self._bought, None
        for n in range(self._place(first), len(kept)):
            bought = kept[n]
            if last is not None and bought[0] != last:
                yield last, None
            last, lot = bought[0], bought[_LOT]
            if lot.used == lot.quantity or not lot.fresh:
                self._pass_over(n)
            else:
                yield last, bought
        if last is not None:
            yield last, None

    def held(self, first: Instant) -> Iterator[tuple[OpenLot, PoolKey]]:
        """Go through the pieces bought from an instant on that are held."""
        kept, place = self._bought, self._place(first)
        leading = place <= self._held
        for n in range(max(place, self._held), len(kept)):
            _, pool, lot, _ = kept[n]
            if lot.used == lot.quantity or not lot.fresh:
                self._pass_over(n)
                if leading:
                    self._held = n + 1
            else:
                leading = False
                yield lot, pool

    def _place(self, first: Instant) -> int:
        """Give where the purchases from an instant on begin."""
        if first == self._oldest:
            return self._head
        return bisect_left(self._bought, (first,), self._head)

    def _pass_over(self, place: int) -> None:
        """Take note that a used-up piece was met."""
        self.met += 1
        self._seen = max(self._seen, place + 1)

    def drop_spent(self, may_still_replace: Callable[[Instant], bool]) -> None:
        """Drop purchases that are used up, but for those of instants of which some went today.

        Only among those gone through since the last time: worth it once `DROP_FROM` were met.
        """
        kept, head, seen = self._bought, self._head, self._seen
        kept[head:seen] = [
            each for each in kept[head:seen] if each[_LOT].fresh_left or may_still_replace(each[0])
        ]
        self.met = self._seen = 0
        self._held = head

    def sweep(self) -> None:
        """When a day is over: forget what is older than the window, once it is much."""
        kept, head = self._bought, self._head
        self._oldest = None
        if head > _SWEEP_FROM and head * 2 > len(kept):
            del kept[:head]
            self._head = self._held = 0
            self._seen = max(0, self._seen - head)

    def gone(self) -> Iterator[Bought]:
        """Give the purchases sold before that are kept because they count."""
        return (
            each for each in self._bought[self._head :] if each[_GONE] and each[_LOT].fresh_left
        )
