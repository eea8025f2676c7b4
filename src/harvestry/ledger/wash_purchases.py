"""The purchases of the last days that can still replace units sold at a loss."""

from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from harvestry.ledger.lot import OpenLot
from harvestry.ledger.pool import PoolKey
from harvestry.units.days import Instant
from harvestry.units.exact import Quantity

_SWEEP_FROM: Final = 64
_LOT: Final = 2
_GONE: Final = 4
DROP_FROM: Final = 8
"""So many used-up purchases are met before they are dropped."""

Bought: TypeAlias = tuple[Instant, int, OpenLot, PoolKey, bool]
"""Units of a purchase that may replace, ordered by acquisition: when it was, `fresh`, the lot.

Then come the pool that the fresh piece lies in, and whether it is gone. One that is gone was sold
before today: it lies in no pool any more, and is kept only where such units count (position
`sold_before_loss`). It may stand before or after what is held of its piece.
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

    __slots__ = ("_bought", "_head", "_oldest", "_seen", "met")

    def __init__(self, bought: Iterable[Bought]) -> None:
        self._bought = sorted(bought)
        self._head = 0
        self._oldest: Instant | None = None
        self.met = 0
        self._seen = 0

    def add(self, bought: Iterable[Bought]) -> None:
        """Put purchases in their places."""
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

    def since(
        self, first: Instant, went: Container[Instant]
    ) -> Iterator[tuple[Instant, list[Bought]]]:
        """Go through the purchases from an instant on: the pieces of one instant at a time.

        Used-up pieces are left out unless units of their instant `went` today.
        """
        kept = self._bought
        together: list[Bought] = []
        for n in range(self._place(first), len(kept)):
            bought = kept[n]
            lot = bought[_LOT]
            if lot.used == lot.quantity or not lot.fresh:
                self._pass_over(n)
                if lot.acquired not in went:
                    continue
            if together and together[0][0] != bought[0]:
                yield together[0][0], together
                together = []
            together.append(bought)
        if together:
            yield together[0][0], together

    def held(self, first: Instant) -> Iterator[tuple[OpenLot, PoolKey]]:
        """Go through the pieces bought from an instant on, where none has gone that may replace."""
        kept = self._bought
        for n in range(self._place(first), len(kept)):
            _, _, lot, pool, _ = kept[n]
            if lot.used == lot.quantity or not lot.fresh:
                self._pass_over(n)
            else:
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
        """Drop purchases that are used up, but for what was sold today and is free.

        Only among those gone through since the last time: worth it once `DROP_FROM` were met.
        """
        kept, head, seen = self._bought, self._head, self._seen
        kept[head:seen] = [
            each for each in kept[head:seen] if each[_LOT].fresh_left or may_still_replace(each[0])
        ]
        self.met = self._seen = 0

    def sweep(self) -> None:
        """When a day is over: forget what is older than the window, once it is much."""
        kept, head = self._bought, self._head
        self._oldest = None
        if head > _SWEEP_FROM and head * 2 > len(kept):
            del kept[:head]
            self._head, self._seen = 0, max(0, self._seen - head)

    def gone(self) -> Iterator[Bought]:
        """Give the purchases sold before that are kept because they count."""
        return (
            each for each in self._bought[self._head :] if each[_GONE] and each[_LOT].fresh_left
        )
