"""What the wash-sale step works on: the day's purchases and sales, and losses of earlier days."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from harvestry.ledger.lot import OpenLot
from harvestry.ledger.match import Match, Wash
from harvestry.ledger.pool import Pool, PoolKey, Taken
from harvestry.ledger.state import Chapter, State
from harvestry.ledger.wash_losses import LossKey, OpenLoss, Order, Sold
from harvestry.ledger.wash_purchases import Bought, Left, Purchases
from harvestry.ledger.wash_reach import Reach
from harvestry.ledger.wash_state import WashState
from harvestry.units.days import Day, Instant
from harvestry.units.exact import Money


class Pools(Protocol):
    """The pools of the fold's workbench, and under which key each lies."""

    def __getitem__(self, key: PoolKey, /) -> Pool:
        """Give a pool ready to be changed."""

    def at(self, key: PoolKey) -> PoolKey:
        """Give the key of the pool that an account's units of an asset are in."""


class _Place(NamedTuple):
    """An account's units of an asset: their group, when it begins to matter, who counts, the pool.

    Of a group that is `None` nothing matters; `counts` tells whether purchases here replace.
    """

    group: str | None
    begins: Instant
    counts: bool
    pool: PoolKey


class WashBench:
    """Takes note of purchases and sales while a day runs; `washing.close_day` works them off.

    `open` holds the losses of earlier days by group, in order. `oldest` and `today` are the first
    instants of the window and of the day.
    """

    def __init__(self, reach: Reach, state: State, pools: Pools, chapter: Chapter) -> None:
        self.reach = reach
        self.bought_today: set[str] = set()
        self.lost_today: set[str] = set()
        self.open: dict[str, list[OpenLoss]] = defaultdict(list)
        self.oldest: Instant = 0
        self.today: Instant = 0
        self._places: dict[PoolKey, _Place] = {}
        self._sales: dict[str, list[tuple[PoolKey, int, list[Taken]]]] = defaultdict(list)
        self._sold: list[list[Sold]] = []
        self._gone_today: dict[str, list[tuple[PoolKey, int, list[Taken]]]] = defaultdict(list)
        self._before = state
        self._pools = pools
        self._chapter = chapter
        self._orders = dict(state.wash.orders)
        self._purchases: dict[str, Purchases] = {}
        self._written = state.match_count
        self._day_begins_at = 0
        self._splits: dict[int, list[Sold]] = {}
        self._washes: list[tuple[Sold | None, Wash]] = []
        self._left_open: list[tuple[str, Sold, OpenLoss]] = []
        for loss in state.wash.open_losses:
            group = reach.group(loss.pool[1])
            assert group is not None
            self.open[group].append(loss.copy())

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
        if lot.acquired < begins or not counts:
            return
        purchases = self._purchases.get(group) or self.purchases(group)
        lot.fresh = True
        purchases.add(Bought(lot, pool))
        self.bought_today.add(group)

    def are_alike(self, one: str, other: str) -> bool:
        """Tell whether two assets are of one group: a swap of them buys nothing anew."""
        return self.reach.group(one) == self.reach.group(other)

    def sold(self, key: PoolKey, first: int, taken: list[Taken]) -> None:
        """Take note of a sale, whose matches stand in the chapter from `first` on."""
        group, begins, _, pool = self._places.get(key) or self._place(key)
        if group is None or not taken or self._chapter.matches[first].event.time < begins:
            return
        self._sales[group].append((pool, first, taken))
        if group not in self.lost_today:
            for match in self._chapter.matches[first:]:
                if match.basis is not None and (match.proceeds or 0) < match.basis:
                    self.lost_today.add(group)

    def sold_today(self, group: str) -> list[Sold]:
        """Give the day's matches of a group that are losses or whose units may replace."""
        found = []
        matches = self._chapter.matches
        for key, first, taken in self._sales[group]:
            for place, (lot, units, _, _) in enumerate(taken, start=first):
                # What was bought before the window replaces nothing any more.
                free = units if lot.fresh and lot.acquired >= self.oldest else 0
                sold = Sold(matches[place], place, lot, key, free)
                if free or sold.is_loss:
                    found.append(sold)
        self._sold.append(found)
        return found

    def left(self, key: PoolKey, first: int, taken: list[Taken]) -> None:
        """Take note of units that left without a sale; `first` is the place of their departures."""
        group, begins, _, pool = self._places.get(key) or self._place(key)
        if group is None or not taken or self._chapter.departures[first].event.time < begins:
            return
        self._gone_today[group].append((pool, first, taken))

    def left_today(self, group: str) -> list[Left]:
        """Give the units of a group that left today without a sale and may replace."""
        return [
            Left(lot, key, place, units)
            for key, first, taken in self._gone_today.get(group, ())
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
        found = self._places[key] = _Place(
            reach.group(symbol), reach.begins(symbol), reach.counts(account), self._pools.at(key)
        )
        return found

    def order_of(self, root: str) -> Order:
        """Give the purchase order a root belongs to; without one it is an order of its own."""
        return self._orders.get(root) or (root, None)

    def purchases(self, group: str) -> Purchases:
        """Give the purchases of a group that may replace, gathered when first asked for."""
        found = self._purchases.get(group)
        if found is None:
            gone = (
                each.copy()
                for each in self._before.wash.gone
                if self.reach.group(each.pool[1]) == group
            )
            found = self._purchases[group] = Purchases([*self._gathered(group), *gone])
        return found

    def touched(self) -> list[str]:
        """Give the groups in which the day can have washed something."""
        groups = {group for group in self.bought_today if self.open.get(group)} | self.lost_today
        if self.reach.sold_before_counts:
            groups = groups.union(self._sales, self._gone_today)
        return sorted(groups)

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

    def leave_open(self, group: str, own: Sold, loss: OpenLoss) -> None:
        """Keep a loss of today for purchases to come."""
        self._left_open.append((group, own, loss))

    def end(self) -> None:
        """End the day: put changed matches into the chapter, number the losses, sweep."""
        if self._splits:
            self._rewrite()
        for own, wash in self._washes:
            number = wash.match if own is None else self.number(own)
            self._chapter.washes.append(
                wash if wash.match == number else wash._replace(match=number)
            )
        for group, own, loss in sorted(self._left_open, key=_by_loss):
            loss.match = self.number(own)
            self.open[group].append(loss)
        self._day_begins_at = len(self._chapter.matches)
        self._splits, self._washes, self._left_open, self._sold = {}, [], [], []
        self._sales.clear()
        self._gone_today.clear()
        self.lost_today.clear()
        self.bought_today.clear()

    def keep_gone(self, group: str, gone: Iterable[Sold | Left]) -> None:
        """Keep units that went without replacing any, where they count for later losses."""
        if not self.reach.sold_before_counts:
            return
        purchases = self.purchases(group)
        for each in gone:
            if each.free:
                purchases.add(Bought(each.lot.ghost(each.free), each.pool, gone=True))

    def state(self) -> WashState:
        """Give what the next fold must know; a day must not be open."""
        assert not self._sales, "a day was left open"
        losses = sorted(
            (loss for open_ in self.open.values() for loss in open_),
            key=lambda loss: (loss.day, loss.key),
        )
        known = self._purchases
        gone = [
            each for each in self._before.wash.gone if self.reach.group(each.pool[1]) not in known
        ]
        for purchases in known.values():
            gone += (each.copy() for each in purchases.gone())
        return WashState(tuple(losses), tuple(gone), self._orders)

    def _gathered(self, group: str) -> Iterator[Bought]:
        """Find the purchases of the window in the pools, those sold already today among them."""
        last = self._before.last
        if last is None:
            return
        # The fold goes on from here: nothing bought longer before can be asked for again.
        day = self.reach.zone.day(last)
        since = self.reach.zone.start_of_day(day - self.reach.window(day))
        for key, pool in self._before.pools.items():
            if self.reach.group(key[1]) != group:
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


def _by_loss(left_open: tuple[str, Sold, OpenLoss]) -> LossKey:
    return left_open[2].key
