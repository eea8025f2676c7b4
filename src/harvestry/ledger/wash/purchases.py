"""The purchases of the last days that can still replace units sold at a loss."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from harvestry.ledger.lot import Ghost, OpenLot
from harvestry.ledger.pool import PoolKey
from harvestry.units.days import ALWAYS, Instant
from harvestry.units.exact import Quantity

_SWEEP_FROM: Final = 64
_ACQUIRED: Final = attrgetter("acquired")
DROP_FROM: Final = 8
"""So many used-up purchases are met before they are dropped."""


@dataclass(slots=True)
class Left:
    """Units of a piece that left today without a sale: given away, lost, or nobody knows where to.

    `place` is their departure's in the chapter; `free` of them may still replace.
    """

    lot: OpenLot
    pool: PoolKey
    place: int
    free: Quantity


def where(lot: OpenLot) -> PoolKey:
    """Give where fresh units lie; gone ones lay there."""
    pool = lot.fresh_in
    assert pool is not None, "only fresh units may replace"
    return pool


def in_order(lot: OpenLot) -> tuple[Instant, PoolKey, OpenLot]:
    """Give the place of fresh units among others: by acquisition, then where they lie."""
    return lot.acquired, where(lot), lot


class Purchases:
    """The purchases of one group in order of acquisition, as lots that are fresh.

    Those gone, that is sold before today, are among them only where they count (position
    `sold_before_loss`).

    The old ones are swept when a day is over, the used-up ones dropped once some were met: not
    those of which units sold that day may still replace.
    """

    __slots__ = ("_head", "_held", "_lots", "_oldest", "_seen", "met")

    def __init__(self, bought: Iterable[OpenLot]) -> None:
        self._lots = sorted(bought, key=in_order)
        self._head = 0
        self._held = 0  # what stands before is used up
        self._oldest: Instant | None = None
        self.met = 0
        self._seen = 0

    def add(self, bought: Sequence[OpenLot]) -> None:
        """Put purchases in their places, before a day begins to be worked off or after it was."""
        kept = self._lots
        if not _ascend(bought) or (kept and bought and kept[-1].acquired >= bought[0].acquired):
            # Seldom: most come in order, after all there are.
            place = bisect_left(kept, min(map(_ACQUIRED, bought)), self._head, key=_ACQUIRED)
            bought = sorted([*kept[place:], *bought], key=in_order)
            del kept[place:]
            self._held = min(self._held, place)
        kept += bought

    def has_since(self, first: Instant) -> bool:
        """Tell whether anything was bought from an instant on."""
        kept = self._lots
        return bool(kept) and kept[-1].acquired >= first

    def begin(self, oldest: Instant) -> None:
        """When a day begins to be worked off: pass over what is older than its window."""
        self._head = bisect_left(self._lots, oldest, self._head, key=_ACQUIRED)
        self._oldest = oldest
        self._held = max(self._held, self._head)

    def since(self, first: Instant) -> Iterator[tuple[Instant, OpenLot | None]]:
        """Go through the fresh pieces bought from an instant on; `None` ends those of each instant.

        It does so too where all of an instant are used up.
        """
        kept, last = self._lots, None
        for n in range(self._place(first), len(kept)):
            lot = kept[n]
            if last is not None and lot.acquired != last:
                yield last, None
            last = lot.acquired
            if lot.used == lot.quantity:
                self._pass_over(n)
            else:
                yield last, lot
        if last is not None:
            yield last, None

    def held(self, first: Instant) -> Iterator[OpenLot]:
        """Go through the pieces bought from an instant on that are held."""
        kept, place = self._lots, self._place(first)
        leading = place <= self._held  # what follows on what is used up is passed over at once
        for n in range(max(place, self._held), len(kept)):
            lot = kept[n]
            if lot.used == lot.quantity:
                if leading:
                    self._held = n + 1
                else:
                    self._pass_over(n)
            else:
                leading = False
                yield lot

    def _place(self, first: Instant) -> int:
        """Give where the purchases from an instant on begin."""
        if first == self._oldest:
            return self._head
        return bisect_left(self._lots, first, self._head, key=_ACQUIRED)

    def _pass_over(self, place: int) -> None:
        """Take note that a used-up piece was met."""
        self.met += 1
        if place >= self._seen:
            self._seen = place + 1

    def drop_spent(self, may_still_replace: Callable[[Instant], bool]) -> None:
        """Drop purchases that are used up, but for those of instants of which some went today.

        Only among those gone through since the last time: worth it once `DROP_FROM` were met.
        """
        kept, head, seen = self._lots, self._head, self._seen
        kept[head:seen] = [
            lot for lot in kept[head:seen] if lot.fresh_left or may_still_replace(lot.acquired)
        ]
        self.met = self._seen = 0
        self._held = head

    def sweep(self) -> None:
        """When a day is over: forget what is older than the window, once it is much."""
        kept, head = self._lots, self._head
        self._oldest = None
        if head > _SWEEP_FROM and head * 2 > len(kept):
            del kept[:head]
            self._head = 0
            self._held = max(0, self._held - head)
            self._seen = max(0, self._seen - head)

    def gone(self) -> Iterator[OpenLot]:
        """Give the purchases sold before that are kept because they count."""
        return (
            lot for lot in self._lots[self._head :] if isinstance(lot, Ghost) and lot.fresh_left
        )


def _ascend(lots: Sequence[OpenLot]) -> bool:
    """Tell whether each of the lots was acquired after the one before."""
    last = ALWAYS
    for lot in lots:
        if lot.acquired <= last:
            return False
        last = lot.acquired
    return True
