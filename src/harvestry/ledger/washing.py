"""The wash-sale step: when a day is over, its losses look for replacements (spec wash-sales.md).

Losses of earlier days come first, then those of the day in order of acquisition; each takes the
earliest purchases of its window, unit for unit (Treas. Reg. 1.1091-1(b)-(e)).
"""

from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from operator import attrgetter
from typing import Final, TypeVar

from harvestry.ledger.lot import OpenLot
from harvestry.ledger.match import Outcome, Wash, new_wash
from harvestry.ledger.pool import PoolKey
from harvestry.ledger.wash_bench import WashBench
from harvestry.ledger.wash_group import Group
from harvestry.ledger.wash_losses import LossKey, OpenLoss, Sold
from harvestry.ledger.wash_purchases import Bought, Left
from harvestry.ledger.working import Working
from harvestry.units.days import Day, Instant
from harvestry.units.exact import Money, Quantity

T = TypeVar("T", Sold, Left)
_NUMBER: Final = attrgetter("lot.number")


def close_day(work: Working, day: Day) -> None:
    """Let the losses of a day, and those still open, find their replacements."""
    bench = work.wash
    assert bench is not None, "no wash sales are worked out"
    touched = bench.touched()
    if touched:
        bench.begin(day)
        for group in touched:
            _GroupsDay(work, bench, group, day).run()
        bench.write_down()
    bench.end()


class _GroupsDay:
    """The day of one group of substantially identical assets."""

    def __init__(self, work: Working, bench: WashBench, group: Group, day: Day) -> None:
        self.work = work
        self.bench = bench
        self.reach = bench.reach
        self.group = group
        self.day = day
        self.purchases = bench.purchases(group)
        self.sold = bench.sold_today(group)
        self.queue: list[tuple[LossKey, Sold]] | None = None
        self.left = bench.left_today(group)
        self.free_by_root = _by_root(each for each in self.sold if each.free)
        self.left_by_root = _by_root(self.left)
        self.went = self.free_by_root.keys() | self.left_by_root.keys()

    def run(self) -> None:
        """Work off the losses of earlier days, then those of this one."""
        self.purchases.begin(self.bench.oldest)
        self._earlier_losses()
        self.queue = [(self._key(each), each) for each in self.sold if self._is_ours(each)]
        heapify(self.queue)
        for _, each in self.queue:
            each.queued = True
        while self.queue:
            key, own = heappop(self.queue)
            own.queued = False
            if not own.is_loss:  # what was split off it took the last of its loss with it
                continue
            own.done = True
            loss = self._loss_of(own, key)
            self._replace(loss, own, self.bench.oldest)
            if loss.left:
                self.bench.leave_open(self.group, own, loss)
        self.bench.keep_gone(self.group, (*self.sold, *self.left))
        self.purchases.sweep(self.bench.oldest)

    def _earlier_losses(self) -> None:
        open_ = self.group.open
        if not open_:
            return
        window = self.reach.window(self.day)
        open_ = [loss for loss in open_ if self.day <= loss.day + window]
        if self.group.bought_today:
            for loss in open_:
                self._replace(loss, None, self.bench.today)
        self.group.open = [loss for loss in open_ if loss.left]

    def _key(self, sold: Sold) -> LossKey:
        return sold.key(by_time=self.reach.losses_go_by_time)

    def _is_ours(self, sold: Sold) -> bool:
        return sold.is_loss and self.reach.covers(sold.pool, self.day)

    def _loss_of(self, own: Sold, key: LossKey) -> OpenLoss:
        match = own.match
        gain = match.gain
        assert gain is not None
        start = match.holding_from
        return OpenLoss(
            match=self.bench.number(own),
            pool=own.pool,
            day=self.day,
            key=key,
            order=self.bench.order_of(own.lot.root),
            quantity=match.quantity,
            loss=-gain,
            held=None if start is None else match.sold_on - start,
            left=match.quantity,
        )

    def _replace(self, loss: OpenLoss, own: Sold | None, since: Instant) -> None:
        """Let purchases since an instant replace what is left of a loss."""
        self.purchases.drop_spent(self._sold_and_free)
        for together in self.purchases.since(since, self.went):
            if not self._may_replace(loss, together[0]):
                continue
            for bought in together:
                if bought.left and loss.left and not bought.gone:
                    self._by_held(loss, own, bought)
            root = together[0].lot.root
            if root in self.went:
                self._by_what_went(loss, own, root)
            for bought in together:
                if bought.left and loss.left and bought.gone:
                    self._by_gone(loss, own, bought)
            if not loss.left:
                break

    def _by_what_went(self, loss: OpenLoss, own: Sold | None, root: str) -> None:
        """Replace units by some of a purchase that were sold today, then by some that left."""
        for sold in tuple(self.free_by_root.get(root, ())):
            if loss.left and self._may_follow(sold, own):
                self._by_sold(loss, own, sold)
        for left in self.left_by_root.get(root, ()):
            if loss.left and left.free:
                self._by_left(loss, own, left)

    def _sold_and_free(self, root: str) -> bool:
        if any(left.free for left in self.left_by_root.get(root, ())):
            return True
        return any(sold.free for sold in self.free_by_root.get(root, ()))

    def _may_replace(self, loss: OpenLoss, bought: Bought) -> bool:
        """Tell whether a purchase may replace units of a loss at all (spec section 4)."""
        if self.reach.same_order_exempt and self.bench.order_of(bought.lot.root) == loss.order:
            return False
        return self.reach.older_lot_counts or bought.lot.acquired > loss.acquired

    def _may_follow(self, sold: Sold, own: Sold | None) -> bool:
        """Tell whether units sold today may replace a loss.

        Not units of its own lot; and a loss is handed on among them once only. Those of an earlier
        loss by position `mutual_loop` alone: that loss is settled, so nothing goes on from there.
        """
        if not sold.free or (own is not None and own.lot.root == sold.lot.root):
            return False
        if sold.done:
            return self.reach.both_of_a_loop
        return own is None or not own.replaced

    def _by_held(self, loss: OpenLoss, own: Sold | None, bought: Bought) -> None:
        """Replace units by some that are held: they become a piece with the loss in its basis."""
        lot, pool = bought.lot, bought.pool
        there = bought.left
        lost, quantity = self.reach.units_for(loss.pool[1], loss.left, pool[1], there)
        amount = loss.replace(lost)
        outcome, rule = self.reach.outcome(loss.pool[0], pool[0])
        start = lot.holding_from
        raised: Money = 0
        if outcome is Outcome.DEFERRED:
            raised = amount
            start = None if start is None or loss.held is None else start - loss.held
        whole = quantity == there
        cut_from = lot.piece
        number = lot.number if whole else self.work.next_number(lot.root)
        piece = self.work.pools[pool].rebase(lot, quantity, number, raised, start)
        units = lost, quantity
        wash = self._wash(loss, piece, pool, units, amount, outcome, rule, cut_from)
        self.bench.wash(own, wash)

    def _by_sold(self, loss: OpenLoss, own: Sold | None, sold: Sold) -> None:
        """Replace units by some that were sold today: their match is split and re-based."""
        lost, quantity = self.reach.units_for(loss.pool[1], loss.left, sold.pool[1], sold.free)
        amount = loss.replace(lost)
        outcome, rule = self.reach.outcome(loss.pool[0], sold.pool[0])
        part = sold
        if quantity < sold.match.quantity and not sold.done:
            part = sold.split(quantity)
            self.bench.split(sold, part)
            self.sold.append(part)
        part.free -= quantity
        part.replaced = True
        if outcome is Outcome.DEFERRED:
            # A match whose turn has passed is not split: of a part of it the term stays.
            days = loss.held if quantity == part.match.quantity else 0
            part.raise_basis(amount, days)
            self.bench.changed(part)
        self._queue(part)
        units = lost, quantity
        wash = self._wash(loss, sold.lot, sold.pool, units, amount, outcome, rule)
        self.bench.wash(own, wash)

    def _by_left(self, loss: OpenLoss, own: Sold | None, left: Left) -> None:
        """Replace units by some that left today without a sale, and took the loss in their basis.

        IRC 1091(a) asks for an acquisition, not that it is kept; whoever has them now has the basis
        of who gave them (IRC 1015(a)).
        """
        lost, quantity = self.reach.units_for(loss.pool[1], loss.left, left.pool[1], left.free)
        amount = loss.replace(lost)
        outcome, rule = self.reach.outcome(loss.pool[0], left.pool[0])
        left.free -= quantity
        if outcome is Outcome.DEFERRED:
            self.bench.raise_departure(left.place, amount)
        units = lost, quantity
        wash = self._wash(loss, left.lot, left.pool, units, amount, outcome, rule)
        self.bench.wash(own, wash)

    def _by_gone(self, loss: OpenLoss, own: Sold | None, bought: Bought) -> None:
        """Replace units by some sold before: there is no basis to raise, so the loss is lost."""
        lost, quantity = self.reach.units_for(loss.pool[1], loss.left, bought.pool[1], bought.left)
        amount = loss.replace(lost)
        bought.lot.used += quantity
        units = lost, quantity
        how = Outcome.LOST, "sold_before_loss"
        self.bench.wash(own, self._wash(loss, bought.lot, bought.pool, units, amount, *how))

    def _queue(self, part: Sold) -> None:
        """Give a match that became a loss, or a part of one, its turn among the day's losses."""
        if self.queue is None or part.queued or part.done or not self._is_ours(part):
            return
        part.queued = True
        heappush(self.queue, (self._key(part), part))

    def _wash(
        self,
        loss: OpenLoss,
        lot: OpenLot,
        pool: PoolKey,
        units: tuple[Quantity, Quantity],
        amount: Money,
        outcome: Outcome,
        rule: str,
        cut_from: str | None = None,
    ) -> Wash:
        on = self.reach.zone.day(lot.acquired)
        account, asset = pool
        return new_wash(
            (
                loss.match,
                asset,
                lot.root,
                lot.piece,
                account,
                units[0],
                amount,
                outcome,
                rule,
                on,
                cut_from,
                self.day,
                None if units[0] == units[1] else units[1],
            )
        )


def _by_root(went: Iterable[T]) -> dict[str, list[T]]:
    """Give what went today by its purchase, its pieces in order."""
    found: dict[str, list[T]] = {}
    for each in went:
        found.setdefault(each.lot.root, []).append(each)
    for pieces in found.values():
        if len(pieces) > 1:
            pieces.sort(key=_NUMBER)
    return found
