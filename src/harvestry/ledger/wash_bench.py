"""What the wash-sale step works on: the day's purchases and sales, and losses of earlier days."""

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Final, NamedTuple, Protocol

from harvestry.ledger.lot import OpenLot
from harvestry.ledger.match import Match, Wash
from harvestry.ledger.pool import Pool, PoolKey, Taken
from harvestry.ledger.state import Chapter, State
from harvestry.ledger.wash_group import Group
from harvestry.ledger.wash_losses import LossKey, OpenLoss, Order, Sold, is_loss
from harvestry.ledger.wash_purchases import Bought, Left, Purchases
from harvestry.ledger.wash_reach import Reach
from harvestry.ledger.wash_state import WashState
from harvestry.units.days import Day, Instant
from harvestry.units.exact import Money

_WASH: Final = itemgetter(1)


class Pools(Protocol):
    """The pools of the fold's workbench, and under which key each lies."""

    def __getitem__(self, key: PoolKey, /) -> Pool:
        """Give a pool ready to be changed."""

    def at(self, key: PoolKey) -> PoolKey:
        """Give the key of the pool that an account's units of an asset are in."""


class _Place(NamedTuple):
    """An account's units of an asset: their group, when it begins to matter, who counts, the pool.

    Of a group that is `None` nothing matters; `counts` tells whether units here may replace.
    """

    group: Group | None
    begins: Instant
    counts: bool
    pool: PoolKey


class WashBench:
    """Takes note of purchases and sales while a day runs; `washing.close_day` works them off.

    `oldest` and `today` are the first instants of the window and of the day.
    """

    def __init__(self, reach: Reach, state: State, pools: Pools, chapter: Chapter) -> None:
        self.reach = reach
        self.oldest: Instant = 0
        self.today: Instant = 0
        self._groups: dict[str, Group] = {}
        self._met: list[Group] = []
        self._places: dict[PoolKey, _Place] = {}
        self._sold: list[list[Sold]] = []
        self._before = state
        self._pools = pools
        self._chapter = chapter
        self._orders = dict(state.wash.orders)
        self._written = state.match_count
        self._day_begins_at = 0
        self._splits: dict[int, list[Sold]] = {}
        self._washes: list[tuple[Sold | None, Wash]] = []
        self._left_open: list[tuple[Group, Sold, OpenLoss]] = []
        for loss in state.wash.open_losses:
            name = reach.group(loss.pool[1])
            assert name is not None
            self._group(name).open.append(loss.copy())

    def begin(self, day: Day) -> None:
        """Begin to work off a day of the household's calendar."""
        zone = self.reach.zone
        self.today = zone.start_of_day(day)
        self.oldest = zone.start_of_day(day - self.reach.window(day))

    def bought(self, key: PoolKey, lot: OpenLot, order: str | None = None) -> None:
        """Take note of a purchase, or of fresh units that arrived from another own account."""
        group, begins, counts, pool = self._places.get(key) or self._place(key)
        if group is None:
            return
        if order is not None:
            self._orders[lot.root] = (key[0], order)
        if lot.acquired < begins:
            return
        lot.fresh = True  # in an account that does not count it may yet move to one that does
        if not counts:
            return
        (group.purchases or self.purchases(group)).add(Bought(lot, pool))
        if not group.bought_today:
            group.bought_today = True
            self._met.append(group)

    def are_alike(self, one: str, other: str) -> bool:
        """Tell whether two assets are of one group: a swap of them buys nothing anew."""
        return self.reach.group(one) == self.reach.group(other)

    def sold(self, key: PoolKey, time: Instant, first: int, taken: list[Taken]) -> None:
        """Take note of a sale, whose matches stand in the chapter from `first` on."""
        group, begins, counts, pool = self._places.get(key) or self._place(key)
        if group is None or not counts or not taken or time < begins:
            return
        if not group.sales:
            self._met.append(group)
        group.sales.append((pool, first, taken))
        if not group.lost_today:
            for match in self._chapter.matches[first:]:
                if match.basis is not None and (match.proceeds or 0) < match.basis:
                    group.lost_today = True

    def sold_today(self, group: Group) -> list[Sold]:
        """Give the day's matches of a group that are losses or whose units may replace."""
        found = []
        matches, oldest = self._chapter.matches, self.oldest
        for key, first, taken in group.sales:
            for place, (lot, units, _, _) in enumerate(taken, start=first):
                # What was bought before the window replaces nothing any more.
                free = units if lot.fresh and lot.acquired >= oldest else 0
                match = matches[place]
                if free or is_loss(match):
                    found.append(Sold(match, place, lot, key, free))
        self._sold.append(found)
        return found

    def left(self, key: PoolKey, time: Instant, first: int, taken: list[Taken]) -> None:
        """Take note of units that left without a sale; `first` is the place of their departures."""
        group, begins, counts, pool = self._places.get(key) or self._place(key)
        if group is None or not counts or not taken or time < begins:
            return
        self._met.append(group)
        group.left.append((pool, first, taken))

    def left_today(self, group: Group) -> list[Left]:
        """Give the units of a group that left today without a sale and may replace."""
        return [
            Left(lot, key, place, units)
            for key, first, taken in group.left
            for place, (lot, units, _, _) in enumerate(taken, start=first)
            if lot.fresh and lot.acquired >= self.oldest
        ]

    def raise_departure(self, place: int, amount: Money) -> None:
        """Let a loss join the basis that units took with them when they left."""
        departure = self._chapter.departures[place]
        if departure.basis is not None:
            basis = departure.basis + amount
            self._chapter.departures[place] = departure._replace(basis=basis)

    def _place(self, key: PoolKey) -> _Place:
        """Give what a purchase or sale in an account means, looked up once for each asset."""
        reach, (account, symbol) = self.reach, key
        name = reach.group(symbol)
        group = None if name is None else self._group(name)
        found = self._places[key] = _Place(
            group, reach.begins(symbol), reach.counts(account), self._pools.at(key)
        )
        return found

    def _group(self, name: str) -> Group:
        found = self._groups.get(name)
        if found is None:
            found = self._groups[name] = Group(name)
        return found

    def order_of(self, root: str) -> Order:
        """Give the purchase order a root belongs to; without one it is an order of its own."""
        return self._orders.get(root) or (root, None)

    def purchases(self, group: Group) -> Purchases:
        """Give the purchases of a group that may replace, gathered when first asked for."""
        if group.purchases is None:
            gone = (
                each.copy()
                for each in self._before.wash.gone
                if self.reach.group(each.pool[1]) == group.name
            )
            group.purchases = Purchases([*self._gathered(group.name), *gone])
        return group.purchases

    def touched(self) -> list[Group]:
        """Give the groups in which the day can have washed something."""
        all_count = self.reach.sold_before_counts
        groups = {
            group.name: group
            for group in self._met
            if group.lost_today
            or (group.bought_today and group.open)
            or (all_count and (group.sales or group.left))
        }
        return [groups[name] for name in sorted(groups)]

    # What close_day writes

    def split(self, sold: Sold, first: Sold) -> None:
        """Take note that the first units of a match were split off."""
        parts = self._splits.setdefault(sold.written, [sold])
        parts.insert(parts.index(sold), first)

    def changed(self, sold: Sold) -> None:
        """Take note that a match has another basis now."""
        self._splits.setdefault(sold.written, [sold])

    def number(self, own: Sold) -> int:
        """Give the place of a match of today among all, as long as none before it is split."""
        return self._written + own.place

    def wash(self, own: Sold | None, wash: Wash) -> None:
        """Write a wash down; of a loss of today with its sale, whose number may change."""
        self._washes.append((own, wash))

    def leave_open(self, group: Group, own: Sold, loss: OpenLoss) -> None:
        """Keep a loss of today for purchases to come."""
        self._left_open.append((group, own, loss))

    def write_down(self) -> None:
        """Once the day's losses are worked off: put changed matches and washes into the chapter."""
        washes = self._chapter.washes
        if self._splits:
            self._rewrite()
            for own, wash in self._washes:
                washes.append(wash if own is None else wash._replace(match=self.number(own)))
        else:
            washes += map(_WASH, self._washes)
        for group, own, loss in sorted(self._left_open, key=_by_loss):
            loss.match = self.number(own)
            group.open.append(loss)
        self._splits, self._washes, self._left_open, self._sold = {}, [], [], []

    def end(self) -> None:
        """End the day."""
        self._day_begins_at = len(self._chapter.matches)
        for group in self._met:
            group.begin_day()
        self._met.clear()

    def keep_gone(self, group: Group, gone: Iterable[Sold | Left]) -> None:
        """Keep units that went without replacing any, where they count for later losses."""
        if not self.reach.sold_before_counts:
            return
        purchases = self.purchases(group)
        for each in gone:
            if each.free:
                purchases.add(Bought(each.lot.ghost(each.free), each.pool, gone=True))

    def state(self) -> WashState:
        """Give what the next fold must know; a day must not be open."""
        assert not self._met, "a day was left open"
        groups = self._groups.values()
        losses = sorted(
            (loss for group in groups for loss in group.open),
            key=lambda loss: (loss.day, loss.key),
        )
        assert all(loss.left for loss in losses), "a loss that is replaced to the end still waits"
        known = {group.name: group.purchases for group in groups if group.purchases is not None}
        gone = [
            each for each in self._before.wash.gone if self.reach.group(each.pool[1]) not in known
        ]
        for purchases in known.values():
            gone += (each.copy() for each in purchases.gone())
        return WashState(tuple(losses), tuple(sorted(gone)), self._orders)

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
                yield Bought(live.get(lot.piece) or lot.used_up(), key)

    def _rewrite(self) -> None:
        """Put the parts of split matches where the whole ones stood, and tell all their places."""
        matches, begin = self._chapter.matches, self._day_begins_at
        rewritten: list[Match] = []
        moved: dict[int, int] = {}
        for place in range(begin, len(matches)):
            moved[place] = begin + len(rewritten)
            for part in self._splits.get(place, ()):
                part.place = begin + len(rewritten)
                rewritten.append(part.match)
            if place not in self._splits:
                rewritten.append(matches[place])
        matches[begin:] = rewritten
        for sold in self._sold:
            for each in sold:
                if each.written not in self._splits:
                    each.place = moved[each.written]


def _by_loss(left_open: tuple[Group, Sold, OpenLoss]) -> LossKey:
    return left_open[2].key
