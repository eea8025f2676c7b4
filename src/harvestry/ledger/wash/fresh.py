"""What was bought lately, as it was bought; a group's purchases take it up when they are asked."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, MutableSequence
from functools import cached_property
from typing import Final

from harvestry.ledger.lot import OpenLot
from harvestry.ledger.pool import Pool, PoolKey
from harvestry.ledger.state import State
from harvestry.ledger.wash.group import Group, Groups, Places, Pools
from harvestry.ledger.wash.purchases import Purchases, where
from harvestry.ledger.wash.reach import Reach
from harvestry.units.days import NEVER, Day

_FORGET_EVERY: Final = 50
"""Days after which purchases that nothing asked for are looked through for those too old."""


class Fresh(dict[str, MutableSequence[OpenLot]]):
    """What was bought of each asset, in the order in which it came.

    That of an asset which takes no part is let go at once. Where each lies is told of the account,
    until its group takes it up.
    """

    def __init__(
        self, reach: Reach, groups: Groups, places: Places, before: State, pools: Pools
    ) -> None:
        super().__init__()
        self._reach = reach
        self._groups = groups
        self._places = places
        self._before = before
        self._pools = pools
        self._forgotten: Day = 0
        self._as_noted = reach.every_account_counts and not pools.are_shared

    def __missing__(self, asset: str) -> MutableSequence[OpenLot]:
        """Begin a list, known to the asset's group."""
        name = self._reach.group(asset)
        found: MutableSequence[OpenLot]
        if name is None:
            found = deque(maxlen=0)
        else:
            group = self._groups[name]
            # Before anything is on the move: what moved is told of, and is not found a second time.
            self.purchases(group)
            found = []
            group.fresh.append(found)
        self[asset] = found
        return found

    def purchases(self, group: Group) -> Purchases:
        """Give the purchases of a group that may replace, the latest among them."""
        purchases = group.purchases
        if purchases is None:
            purchases = group.purchases = Purchases(self._of_before(group))
        for fresh in group.fresh:
            if fresh:
                purchases.add(fresh if self._as_noted else self._placed(fresh))
                fresh.clear()
        return purchases

    def forget(self, day: Day) -> None:
        """Now and then, when a day is over: let go what is older than its window."""
        if day < self._forgotten + _FORGET_EVERY:
            return
        self._forgotten = day
        oldest = self._reach.window_begins(day)
        for group in self._groups.values():
            if any(group.fresh):
                purchases = self.purchases(group)
                purchases.begin(oldest)
                purchases.sweep()

    def _placed(self, fresh: Iterable[OpenLot]) -> list[OpenLot]:
        """Give purchases as they lie in their pools, as far as their account counts."""
        placed = []
        for lot in fresh:
            _, pool, counts_from = self._places[where(lot)]
            if counts_from < NEVER:
                lot.fresh_in = pool
                placed.append(lot)
        return placed

    def _of_before(self, group: Group) -> Iterator[OpenLot]:
        """Give a group's purchases that the state before this fold tells of."""
        yield from self._gathered(group.name)
        for lot in self._before.wash.gone:
            if self._reach.group(where(lot)[1]) == group.name:
                yield lot.copy()

    @cached_property
    def _pools_before(self) -> Mapping[str, list[tuple[PoolKey, Pool]]]:
        """The pools of each group in the state before, of accounts that count."""
        found: dict[str, list[tuple[PoolKey, Pool]]] = defaultdict(list)
        for key, pool in self._before.pools.items():
            group = self._reach.group(key[1])
            if group is not None and self._reach.counts(key[0]):
                found[group].append((key, pool))
        return found

    def _gathered(self, group: str) -> Iterator[OpenLot]:
        """Find the purchases of the window in the pools, those sold already today among them."""
        last = self._before.last
        if last is None:
            return
        # The fold goes on from here: nothing bought longer before can be asked for again.
        since = self._reach.window_begins(self._reach.zone.day(last))
        for key, pool in self._pools_before[group]:
            fresh = [lot for lot in pool.latest(since) if lot.fresh_in is not None]
            if not fresh:
                continue
            live = {lot.piece: lot for lot in self._pools[key].latest(since)}
            for lot in fresh:
                found = live.get(lot.piece) or lot.used_up()
                found.fresh_in = key  # it may have been placed there from a pool that ended
                yield found
