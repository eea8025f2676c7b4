"""What a day brings that can bear on a wash: purchases, sales, and units that left without one.

Notes are taken at every event, so as little as possible is done then: what a sale lost is found out
when the day is over, and of most days nothing is asked at all.
"""

from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter, itemgetter
from typing import Final, NamedTuple, Protocol, TypeAlias

from harvestry.ledger.lot import OpenLot
from harvestry.ledger.pool import Pool, PoolKey, Taken
from harvestry.ledger.state import Chapter, State
from harvestry.ledger.wash_group import Group
from harvestry.ledger.wash_losses import Sold
from harvestry.ledger.wash_purchases import Bought, Left, Purchases
from harvestry.ledger.wash_reach import Reach
from harvestry.units.days import NEVER, Day, Instant
from harvestry.units.exact import Quantity

_NAME: Final = attrgetter("name")
_AMOUNTS: Final = attrgetter("proceeds", "basis")
_END: Final = itemgetter(1)


class Pools(Protocol):
    """The pools of the fold's workbench, and under which key each lies."""

    def __getitem__(self, key: PoolKey, /) -> Pool:
        """Give a pool ready to be changed."""

    def at(self, key: PoolKey) -> PoolKey:
        """Give the key of the pool that an account's units of an asset are in."""


Went: TypeAlias = tuple[PoolKey, int, list[Taken]]
"""What went in one event: from where, the place after its last match or departure, the pieces.

A match of what was missing comes after that place. Of one day the places never fall.
"""
_Piece: TypeAlias = tuple[PoolKey, int, OpenLot, Quantity]
"""A piece that went: its pool, the place of its match or departure, itself and the units."""


class _Place(NamedTuple):
    """An account's units of an asset: their group, their pool, and who counts from when.

    What is bought before `fresh_from` can replace nothing; before `counts_from` nothing bears on a
    wash here. Neither ever comes where the asset takes no part, the latter where the account
    does not.
    """

    group: Group
    pool: PoolKey
    fresh_from: Instant
    counts_from: Instant


class _Places(dict[PoolKey, _Place]):
    """The places met so far, each looked up once."""

    def __init__(self, reach: Reach, groups: "_Groups", pools: Pools) -> None:
        super().__init__()
        self._reach = reach
        self._groups = groups
        self._pools = pools

    def __missing__(self, key: PoolKey) -> _Place:
        account, symbol = key
        name = self._reach.group(symbol)
        fresh_from = NEVER if name is None else self._reach.begins(symbol)
        counts_from = fresh_from if self._reach.counts(account) else NEVER
        found = self[key] = _Place(self._groups[name], self._pools.at(key), fresh_from, counts_from)
        return found


class _Groups(dict[str | None, Group]):
    """The groups met so far; that of assets which take no part is called `None`."""

    def __missing__(self, name: str | None) -> Group:
        found = self[name] = Group(name or "")
        return found


class WashNotes:
    """Takes note of purchases and sales while a day runs, and tells of them when it is over.

    In `sales` and `leavings` stands what went today, with a sale and without. `waiting` are the
    groups with losses that wait. `day` is the household's; `oldest` and `today` are the first
    instants of its window and of itself, worked out when something of it is asked.
    """

    def __init__(self, reach: Reach, state: State, pools: Pools, chapter: Chapter) -> None:
        self.reach = reach
        self.oldest: Instant = 0
        self.today: Instant = 0
        self.day: Day = 0
        self.is_open = False
        self.day_begins_at = 0
        self.orders = dict(state.wash.orders)
        self.waiting: set[Group] = set()
        self.groups = _Groups()
        self._places = _Places(reach, self.groups, pools)
        self.sales: list[Went] = []
        self.leavings: list[Went] = []
        self._losing: set[int] = set()
        self._sold: dict[Group, list[_Piece]] = {}
        self._left: dict[Group, list[_Piece]] = {}
        self._before = state
        self._pools = pools
        self._chapter = chapter
        for loss in state.wash.open_losses:
            name = reach.group(loss.pool[1])
            assert name is not None, "a loss of what takes no part waits for purchases"
            group = self.groups[name]
            group.open.append(loss.copy())
            self.waiting.add(group)

    def bought(self, key: PoolKey, lot: OpenLot, order: str | None = None) -> None:
        """Take note of a purchase, or of fresh units that arrived from another own account."""
        group, pool, fresh_from, counts_from = self._places[key]
        acquired = lot.acquired
        if order is not None and fresh_from < NEVER:
            self.orders[lot.root] = (key[0], order)
        if acquired >= fresh_from:
            lot.fresh = True  # in an account that does not count it may yet move to one that does
            if acquired >= counts_from:
                (group.purchases or self.purchases(group)).add((acquired, lot, pool, False))

    def are_alike(self, one: str, other: str) -> bool:
        """Tell whether two assets are of one group: a swap of them buys nothing anew."""
        return self.reach.group(one) == self.reach.group(other)

    def of_one_order(self, root: str, other: str) -> bool:
        """Tell whether two roots are of one purchase order: one without is an order of its own."""
        if root == other:
            return True
        order = self.orders.get(root)
        return order is not None and order == self.orders.get(other)

    def begin(self, time: Instant) -> Instant:
        """Begin the household's day of an instant, and give its end."""
        zone = self.reach.zone
        self.day = zone.day(time)
        self.is_open = True
        return zone.end_of_day(self.day)

    # When the day is over

    def look_back(self) -> list[Group]:
        """Give the groups in which the day can have washed something, by name.

        Losses whose window is over wait no longer; what went is put in order by its group.
        """
        self._losing = self._lost_today()
        all_count = self.reach.sold_before_counts
        if not self._losing and not self.waiting and not all_count:
            return []
        day, zone = self.day, self.reach.zone
        window = self.reach.window(day)
        self.today = zone.start_of_day(day)
        self.oldest = zone.start_of_day(day - window)
        touched = {group for place in self._losing if (group := self._group_of(place))}
        for group in tuple(self.waiting):
            if not self._still_waits(group, day - window):
                self.waiting.remove(group)
            elif group.purchases is not None and group.purchases.has_since(self.today):
                touched.add(group)
        if touched or all_count:
            self._sold, self._left = self._by_group(self.sales), self._by_group(self.leavings)
        if all_count:
            touched |= self._sold.keys() | self._left.keys()
        return sorted(touched, key=_NAME)

    def _lost_today(self) -> set[int]:
        """Give the places of the day's matches that lost, as `is_loss` tells of one."""
        if not self.sales:
            return set()
        begin = self.day_begins_at
        amounts = map(_AMOUNTS, self._chapter.matches[begin:])
        return {
            place
            for place, (proceeds, basis) in enumerate(amounts, begin)
            if basis is not None and proceeds is not None and proceeds < basis
        }

    def _group_of(self, place: int) -> Group | None:
        """Give the group a match was sold out of; `None` if none is asked."""
        n = bisect_right(self.sales, place, key=_END)
        if n == len(self.sales):  # the last of the day, and none of those noted: that of a short
            return None
        key, end, taken = self.sales[n]
        found = self._places[key]
        if place < end - len(taken) or self.today < found.counts_from:
            return None
        return found.group

    def _still_waits(self, group: Group, oldest: Day) -> bool:
        """Drop the losses of a group whose window is over; tell whether there are others."""
        open_ = group.open
        if open_ and open_[0].day < oldest:
            group.open = open_ = [loss for loss in open_ if loss.day >= oldest]
        return bool(open_)

    def sold_today(self, group: Group) -> list[Sold]:
        """Give the day's matches of a group that are losses or whose units may replace."""
        found = []
        matches, losing = self._chapter.matches, self._losing
        for pool, place, lot, units in self._sold.get(group, ()):
            # What was bought before the window replaces nothing any more.
            free = units if lot.fresh and lot.acquired >= self.oldest else 0
            loses = place in losing
            if free or loses:
                found.append(Sold(matches[place], place, lot, pool, free, is_loss=loses))
        return found

    def left_today(self, group: Group) -> list[Left]:
        """Give the units of a group that left today without a sale and may replace."""
        return [
            Left(lot, pool, place, units)
            for pool, place, lot, units in self._left.get(group, ())
            if lot.fresh and lot.acquired >= self.oldest
        ]

    def _by_group(self, went: list[Went]) -> dict[Group, list[_Piece]]:
        """Give the pieces that went today by their group, as far as it takes part."""
        found: dict[Group, list[_Piece]] = {}
        for key, end, taken in went:
            group, pool, _, counts_from = self._places[key]
            if self.today >= counts_from:
                pieces = found.setdefault(group, [])
                for place, (lot, units, _, _) in enumerate(taken, end - len(taken)):
                    pieces.append((pool, place, lot, units))
        return found

    def end(self) -> None:
        """End the day."""
        self.day_begins_at = len(self._chapter.matches)
        self.sales, self.leavings = [], []
        self.is_open = False

    def purchases(self, group: Group) -> Purchases:
        """Give the purchases of a group that may replace, gathered when first asked for."""
        if group.purchases is None:
            gone = (
                (when, lot.copy(), pool, gone)
                for when, lot, pool, gone in self._before.wash.gone
                if self.reach.group(pool[1]) == group.name
            )
            group.purchases = Purchases([*self._gathered(group.name), *gone])
        return group.purchases

    def _gathered(self, group: str) -> Iterator[Bought]:
        """Find the purchases of the window in the pools, those sold already today among them."""
        last = self._before.last
        if last is None:
            return
        # The fold goes on from here: nothing bought longer before can be asked for again.
        day = self.reach.zone.day(last)
        since = self.reach.zone.start_of_day(day - self.reach.window(day))
        for key, pool in self._before.pools.items():
            if self.reach.group(key[1]) != group or not self.reach.counts(key[0]):
                continue
            fresh = [lot for lot in pool.latest(since) if lot.fresh]
            if not fresh:
                continue
            live = {lot.piece: lot for lot in self._pools[key].latest(since)}
            for lot in fresh:
                yield lot.acquired, live.get(lot.piece) or lot.used_up(), key, False
