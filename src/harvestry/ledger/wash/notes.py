"""What a day brings that can bear on a wash: purchases, sales, and units that left without one.

Notes are taken at every event, so as little as possible is done then: what a sale lost is found out
when the day is over, and of most days nothing is asked at all.
"""

from collections import defaultdict
from operator import attrgetter
from typing import Final

from harvestry.ledger.lot import OpenLot
from harvestry.ledger.pool import PoolKey
from harvestry.ledger.state import Chapter, State
from harvestry.ledger.wash.fresh import Fresh
from harvestry.ledger.wash.group import Group, Groups, Places, Pools
from harvestry.ledger.wash.losses import Sold
from harvestry.ledger.wash.purchases import Left
from harvestry.ledger.wash.reach import Reach
from harvestry.ledger.wash.went import Went
from harvestry.units.days import Day, Instant

_NAME: Final = attrgetter("name")
_WRITTEN: Final = attrgetter("written")


class WashNotes:
    """Takes note of purchases and sales while a day runs, and tells of them when it is over.

    In `went` stands what went today, in `fresh` what was bought lately. `waiting` are the groups
    with losses that wait, `arrivals` those of which fresh units moved today. `day` is the
    household's; `oldest` and `today` are the first instants of its window and of itself, worked out
    when something of it is asked.
    """

    def __init__(self, reach: Reach, state: State, pools: Pools, chapter: Chapter) -> None:
        self.reach = reach
        self.zone = reach.zone
        self.oldest: Instant = 0
        self.today: Instant = 0
        self.day: Day = 0
        self.is_open = False
        self.orders = dict(state.wash.orders)
        self.arrivals: set[Group] = set()
        self.waiting: set[Group] = set()
        self.groups = Groups()
        places = Places(reach, self.groups, pools)
        self.fresh = Fresh(reach, self.groups, places, state, pools)
        self.went = Went(chapter, places)
        self._sold: dict[Group, list[Sold]] = {}
        self._left: dict[Group, list[Left]] = {}
        for loss in state.wash.open_losses:
            name = reach.group(loss.pool[1])
            assert name is not None, "a loss of what takes no part waits for purchases"
            group = self.groups[name]
            group.open.append(loss.copy())
            self.waiting.add(group)

    def bought(self, key: PoolKey, lot: OpenLot, order: str | None = None) -> None:
        """Take note of a purchase."""
        account, asset = key
        lot.fresh_in = key  # in an account that does not count it may yet move to one that does
        self.fresh[asset].append(lot)
        if order is not None and self.reach.group(asset) is not None:
            self.orders[lot.root] = (account, order)

    def arrived(self, key: PoolKey, lot: OpenLot) -> None:
        """Take note of fresh units from another own account: losses may not know of them yet."""
        self.bought(key, lot)
        self.arrivals.add(self.groups[self.reach.group(key[1])])

    def are_alike(self, one: str, other: str) -> bool:
        """Tell whether two assets are of one group: a swap of them buys nothing anew."""
        return self.reach.group(one) == self.reach.group(other)

    def of_one_order(self, root: str, other: str) -> bool:
        """Tell whether two roots are of one purchase order: one without is an order of its own."""
        orders = self.orders
        if root == other or not orders:
            return root == other
        order = orders.get(root)
        return order is not None and order == orders.get(other)

    def begin(self, day: Day) -> Instant:
        """Begin a day of the household's, and give its end."""
        self.day = day
        self.is_open = True
        return self.zone.end_of_day(day)

    # When the day is over

    def look_back(self) -> list[Group]:
        """Give the groups in which the day can have washed something, by name.

        Losses whose window is over wait no longer.
        """
        losing = self.went.lost()
        all_count = self.reach.sold_before_counts
        if not losing and not self.waiting and not all_count:
            return []
        day, reach = self.day, self.reach
        window = reach.window(day)
        self.today = reach.zone.start_of_day(day)
        self.oldest = reach.window_begins(day)
        lost = frozenset(losing)
        waiting = self._waiting_with_purchases(day - window)
        asked = self._first_day_asked(day)
        first = self.oldest if asked == day else reach.zone.start_of_day(asked - window)
        self._sold = defaultdict(list)
        for group, sold in self.went.sold(losing, first, self.today, lost):
            self._sold[group].append(sold)
        touched = {*self._sold, *waiting}
        if all_count:
            touched |= self.went.groups(self.today)
        if touched:
            self._look_for_free(lost, first)
        return sorted(touched, key=_NAME)

    def _first_day_asked(self, day: Day) -> Day:
        """Give the day of the first loss that what came today may replace: it may be older."""
        return min((group.open[0].day for group in self.arrivals if group.open), default=day)

    def _waiting_with_purchases(self, oldest: Day) -> list[Group]:
        """Give the groups with losses that wait and purchases of today."""
        found = []
        for group in tuple(self.waiting):
            if not self._still_waits(group, oldest):
                self.waiting.remove(group)
            elif group in self.arrivals or (
                any(group.fresh) and self.fresh.purchases(group).has_since(self.today)
            ):
                found.append(group)
        return found

    def _still_waits(self, group: Group, oldest: Day) -> bool:
        """Drop the losses of a group whose window is over; tell whether there are others."""
        open_ = group.open
        if open_ and open_[0].day < oldest:
            group.open = open_ = [loss for loss in open_ if loss.day >= oldest]
        return bool(open_)

    def _look_for_free(self, lost: frozenset[int], first: Instant) -> None:
        """Find what else went today and may replace: acquired since an instant."""
        late = [place for place in self.went.sold_since(first) if place not in lost]
        for group, sold in self.went.sold(late, first, self.today, ()):
            self._sold[group].append(sold)
        if late:
            for pieces in self._sold.values():
                pieces.sort(key=_WRITTEN)
        self._left = defaultdict(list)
        for group, left in self.went.left(first, self.today):
            self._left[group].append(left)

    def sold_today(self, group: Group) -> list[Sold]:
        """Give the day's matches of a group that are losses or whose units may replace."""
        return self._sold.get(group, [])

    def left_today(self, group: Group) -> list[Left]:
        """Give the units of a group that left today without a sale and may replace."""
        return self._left.get(group, [])

    def end(self) -> None:
        """End the day."""
        self.went.end()
        self.arrivals.clear()
        self.is_open = False
        self.fresh.forget(self.day)
