"""The wash-sale step: when a day is over, its losses look for replacements (spec wash-sales.md).

Losses of earlier days come first, then those of the day in order of acquisition; each takes the
earliest purchases of its window, unit for unit (Treas. Reg. 1.1091-1(b)-(e)).
"""

from bisect import insort
from collections import defaultdict, deque
from collections.abc import Iterable
from typing import Final, TypeVar

from harvestry.ledger.lot import Ghost, OpenLot
from harvestry.ledger.match import Outcome, new_wash
from harvestry.ledger.pool import PoolKey
from harvestry.ledger.wash.bench import WashBench
from harvestry.ledger.wash.group import Group
from harvestry.ledger.wash.losses import OpenLoss, Sold, Turn
from harvestry.ledger.wash.purchases import DROP_FROM, Left, where
from harvestry.ledger.working import Working
from harvestry.units.days import Day, Instant, day_text
from harvestry.units.exact import Money, Quantity
from harvestry.units.problems import Severity

T = TypeVar("T", Sold, Left)
MOST_HANDED: Final = 8
"""Through so many lots sold on one day a loss goes on at most (docs/spec/wash-sales.md 4)."""
_DEFERRED: Final = Outcome.DEFERRED
_SOLD_BEFORE: Final = (Outcome.LOST, "sold_before_loss")


def close_day(work: Working) -> None:
    """When a day is over: let its losses, and those still open, find their replacements."""
    bench = work.wash
    assert bench is not None, "no wash sales are worked out"
    notes = bench.notes
    touched = notes.look_back()
    if touched:
        for group in touched:
            _GroupsDay(work, bench, group, notes.day).run()
        bench.write_down()
    notes.end()


class _GroupsDay:
    """The day of one group of substantially identical assets."""

    def __init__(self, work: Working, bench: WashBench, group: Group, day: Day) -> None:
        self.work = work
        self.bench = bench
        self.reach = bench.reach
        self.group = group
        self.day = day
        self.notes = bench.notes
        self.purchases = bench.notes.fresh.purchases(group)
        self.sold = bench.take_sold(group)
        self.queue: list[Turn] = []
        self.turns_begun = 0
        self.made = 0
        self.ended: Sold | None = None  # a loss that went on as far as any does
        self.left = bench.notes.left_today(group)
        self.free_by_instant = _by_instant([each for each in self.sold if each.free])
        self.left_by_instant = _by_instant(self.left)
        self.went = {*self.free_by_instant, *self.left_by_instant}
        # Where nothing went that may replace, what is held is gone through piece by piece.
        self.only_held = not self.went and not self.reach.sold_before_counts

    def run(self) -> None:
        """Work off the losses of earlier days, then those of this one."""
        oldest = self.notes.oldest
        self._earlier_losses()
        self.queue = self._turns()
        # What comes to the queue on the way has its turn later: it is put in behind this one.
        for place, (_, _, made, _, _, own) in enumerate(self.queue):
            self.turns_begun = place + 1
            if made != own.made:  # a loss made it one anew, and gave it a later turn
                continue
            own.queued = False
            if not own.is_loss:  # what was split off it took the last of its loss with it
                continue
            own.done = True
            loss = self._loss_of(own)
            self._replace(loss, own, oldest)
            if loss.left:
                self.bench.leave_open(self.group, own, loss)
        if self.reach.sold_before_counts:
            self.bench.keep_gone(self.group, (*self.sold, *self.left))
        self.purchases.sweep()
        if self.ended is not None:
            self._report_end(self.ended)

    def _earlier_losses(self) -> None:
        """Let what was bought today replace what is left of them; what came may be older."""
        group, notes, today = self.group, self.notes, self.notes.today
        came = bool(group.open) and group in notes.arrivals
        self.purchases.begin(self.reach.window_begins(group.open[0].day) if came else notes.oldest)
        if group.open and (came or self.purchases.has_since(today)):
            for loss in group.open:
                since = self.reach.window_begins(loss.day) if came else today
                self._replace(loss, None, since)
            group.open = [loss for loss in group.open if loss.left]

    def _turns(self) -> list[Turn]:
        """Give the day's losses their turns, in order."""
        covered, by_time = self.reach.covered_on(self.day), self.reach.losses_go_by_time
        queue = []
        for each in self.sold:
            if each.is_loss and covered[each.pool]:
                each.queued = True
                queue.append(each.turn(by_time=by_time))
        queue.sort()
        return queue

    def _loss_of(self, own: Sold) -> OpenLoss:
        match, lot = own.match, own.lot
        basis, proceeds, start = match.basis, match.proceeds, match.holding_from
        assert basis is not None
        assert proceeds is not None
        quantity = match.quantity
        held = None if start is None else match.sold_on - start
        return OpenLoss(
            self.bench.written + own.place,
            own.pool,
            self.day,
            lot.root,
            lot.acquired,
            quantity,
            basis - proceeds,
            held,
            quantity,
        )

    def _replace(self, loss: OpenLoss, own: Sold | None, since: Instant) -> None:
        """Let purchases since an instant replace what is left of a loss."""
        purchases = self.purchases
        if purchases.met >= DROP_FROM:
            purchases.drop_spent(self._is_still_free)
        if not self.only_held:
            self._replace_by_instant(loss, own, since)
            return
        for lot in purchases.held(since):
            if self._may_replace(loss, lot):
                self._by_held(loss, own, lot)
                if not loss.left:
                    break

    def _replace_by_instant(self, loss: OpenLoss, own: Sold | None, since: Instant) -> None:
        """Replace units by those bought at one instant after the other, what is held first."""
        gone: list[Ghost] = []
        for instant, lot in self.purchases.since(since):
            if lot is None:
                if instant in self.went:
                    self._by_what_went(loss, own, instant)
                if own is not None:  # a loss of before was asked about them on its own day
                    self._by_gone(loss, own, gone)
                gone = []
            elif isinstance(lot, Ghost):
                gone.append(lot)
            elif self._may_replace(loss, lot):
                self._by_held(loss, own, lot)
            if not loss.left:
                break

    def _by_what_went(self, loss: OpenLoss, own: Sold | None, instant: Instant) -> None:
        """Replace units by some of purchases that were sold today, then by some that left."""
        free = self.free_by_instant[instant]
        while free and not self._may_yet_replace(free[0]):
            free.popleft()
        for sold in free:
            if not loss.left:
                return
            if self._may_replace(loss, sold.lot, sold.pool) and self._may_follow(sold, loss, own):
                self._by_sold(loss, own, sold)
        for left in self.left_by_instant[instant]:
            if loss.left and left.free and self._may_replace(loss, left.lot, left.pool):
                self._by_left(loss, own, left)

    def _is_still_free(self, instant: Instant) -> bool:
        """Tell whether anything bought at an instant went today and may still replace."""
        sold, left = self.free_by_instant.get(instant, ()), self.left_by_instant.get(instant, ())
        return any(map(self._may_yet_replace, sold)) or any(map(self._may_yet_replace, left))

    def _may_yet_replace(self, went: Sold | Left) -> bool:
        """Tell whether units that went today may replace any more: most only before their turn."""
        if isinstance(went, Sold) and went.done and not self.reach.both_of_a_loop:
            return False
        return went.free > 0

    def _may_replace(self, loss: OpenLoss, lot: OpenLot, pool: PoolKey | None = None) -> bool:
        """Tell whether a purchase may replace units of a loss at all (spec section 4).

        `pool` is where units were that went; of what is held the lot knows.
        """
        reach = self.reach
        if reach.coins_come_later:
            bought = (pool or where(lot))[1]
            if not reach.may_stand_for(loss.pool[1], bought, loss.day):
                return False
        if reach.same_order_exempt and self.notes.of_one_order(lot.root, loss.root):
            return False
        return reach.older_lot_counts or lot.acquired > loss.acquired

    def _may_follow(self, sold: Sold, loss: OpenLoss, own: Sold | None) -> bool:
        """Tell whether units sold today may replace a loss.

        Not units of its own purchase, nor of one from which the loss came today: from sale to sale
        it goes on, never round, and not for ever. Those of an earlier loss by position
        `mutual_loop` alone: that loss is settled, so nothing goes on from there.
        """
        if not sold.free:
            return False
        root, of_one_order = sold.lot.root, self.notes.of_one_order
        if own is not None and of_one_order(root, loss.root):
            return False
        if sold.done:
            return self.reach.both_of_a_loop
        return own is None or self._goes_on(root, own)

    def _goes_on(self, root: str, own: Sold) -> bool:
        """Tell whether a loss that came to a match today may go on to units of another root."""
        if any(self.notes.of_one_order(root, each) for each in own.handed):
            return False
        if len(own.handed) < MOST_HANDED:
            return True
        self.ended = own
        return False

    def _by_held(self, loss: OpenLoss, own: Sold | None, lot: OpenLot) -> None:
        """Replace units by some that are held: they become a piece with the loss in its basis."""
        pool, there = lot.fresh_in, lot.quantity - lot.used
        assert pool is not None, "only fresh units may replace"
        lost, quantity = self.reach.units_for(loss.pool[1], loss.left, pool[1], there)
        amount = loss.replace(lost)
        follows = self.reach.outcomes[loss.pool[0], pool[0]]
        start = lot.holding_from
        raised: Money = 0
        if follows[0] is _DEFERRED:
            raised = amount
            start = None if start is None or loss.held is None else start - loss.held
        cut_from = lot.piece
        number = lot.number if quantity == there else self.work.next_number(lot.root)
        turn = self.bench.turns = self.bench.turns + 1
        piece = self.work.pools[pool].rebase(lot, quantity, number, turn, raised, start)
        self._write(loss, own, piece, pool, lost, quantity, amount, follows, cut_from)

    def _by_sold(self, loss: OpenLoss, own: Sold | None, sold: Sold) -> None:
        """Replace units by some that were sold today: their match is split and re-based."""
        lost, quantity = self.reach.units_for(loss.pool[1], loss.left, sold.pool[1], sold.free)
        amount = loss.replace(lost)
        follows = self.reach.outcomes[loss.pool[0], sold.pool[0]]
        part = sold
        if quantity < sold.match.quantity and not sold.done:
            part = sold.split(quantity)
            self.bench.split(sold, part)
            self.sold.append(part)
        part.free -= quantity
        part.handed = (loss.root,) if own is None else (*own.handed, loss.root)
        was_loss = part.is_loss
        if follows[0] is _DEFERRED:
            # A match whose turn has passed is not split: its holding stays.
            days = 0 if part.done else loss.held
            part.raise_basis(amount, days)
            self.bench.changed(part)
        self._queue(part, None if was_loss else own)
        self._write(loss, own, sold.lot, sold.pool, lost, quantity, amount, follows)

    def _by_left(self, loss: OpenLoss, own: Sold | None, left: Left) -> None:
        """Replace units by some that left today without a sale, and took the loss in their basis.

        IRC 1091(a) asks for an acquisition, not that it is kept; whoever has them now has the basis
        of who gave them (IRC 1015(a)).
        """
        lost, quantity = self.reach.units_for(loss.pool[1], loss.left, left.pool[1], left.free)
        amount = loss.replace(lost)
        follows = self.reach.outcomes[loss.pool[0], left.pool[0]]
        left.free -= quantity
        if follows[0] is _DEFERRED:
            self.bench.raise_departure(left.place, amount)
        self._write(loss, own, left.lot, left.pool, lost, quantity, amount, follows)

    def _by_gone(self, loss: OpenLoss, own: Sold, pieces: Iterable[Ghost]) -> None:
        """Replace units by some sold before: there is no basis to raise, so the loss is lost."""
        for lot in pieces:
            if not loss.left or not self._may_replace(loss, lot):
                continue
            pool = where(lot)
            lost, gone = self.reach.units_for(loss.pool[1], loss.left, pool[1], lot.fresh_left)
            amount = loss.replace(lost)
            lot.used += gone
            self._write(loss, own, lot, pool, lost, gone, amount, _SOLD_BEFORE)

    def _queue(self, part: Sold, made_by: Sold | None) -> None:
        """Give a match that became a loss, or a part of one, its turn among the day's losses.

        If a loss of today made it one, not before all acquired with that one had theirs.
        """
        if not self.turns_begun or part.done or not part.is_loss:
            return
        if not self.reach.covers(part.pool, self.day):
            return
        by_time = self.reach.losses_go_by_time
        turn = part.turn(by_time=by_time)
        if made_by is not None and turn[:2] <= made_by.turn(by_time=by_time)[:2]:
            self.made += 1
            part.after, part.made = made_by.after or made_by, self.made
            turn = part.turn(by_time=by_time)
        elif part.queued:
            return
        part.queued = True
        insort(self.queue, turn, self.turns_begun)

    def _report_end(self, sold: Sold) -> None:
        match = sold.match
        message = (
            f"Losses on {match.asset} went on through {MOST_HANDED} lots sold on "
            f"{day_text(self.day)}, and no further (Reg. 1.1091-1(c), (d) know no end): from there "
            "they met what is held or was acquired later, and losses of further lots sold that day "
            "are allowed."
        )
        self.work.report("wash-chain-ended", Severity.NOTE, message, match.event)

    def _write(
        self,
        loss: OpenLoss,
        own: Sold | None,
        lot: OpenLot,
        pool: PoolKey,
        lost: Quantity,
        replacing: Quantity,
        amount: Money,
        follows: tuple[Outcome, str],
        cut_from: str | None = None,
    ) -> None:
        outcome, rule = follows
        wash = new_wash(
            (
                loss.match,
                pool[1],
                lot.root,
                lot.piece,
                pool[0],
                lost,
                amount,
                outcome,
                rule,
                self.reach.zone.day(lot.acquired),
                cut_from,
                self.day,
                None if lost == replacing else replacing,
            )
        )
        self.bench.wash(own, wash)


def _by_instant(went: Iterable[T]) -> dict[Instant, deque[T]]:
    """Give what went today by its acquisition, as it went."""
    found: dict[Instant, deque[T]] = defaultdict(deque)
    for each in went:
        found[each.lot.acquired].append(each)
    return found
