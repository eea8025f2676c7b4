"""What the wash-sale step writes when a day is over: washes, changed matches, losses that wait."""

from collections.abc import Iterable

from harvestry.ledger.match import Match, Wash
from harvestry.ledger.state import Chapter, State
from harvestry.ledger.wash.group import Group, Pools
from harvestry.ledger.wash.losses import LossKey, OpenLoss, Sold, key_of
from harvestry.ledger.wash.notes import WashNotes
from harvestry.ledger.wash.purchases import Left, in_order, where
from harvestry.ledger.wash.reach import Reach
from harvestry.ledger.wash.state import WashState
from harvestry.units.exact import Money


class WashBench:
    """Where `washing.close_day` works off what was noted, and puts down what came of it.

    `turns` counts the pieces that replaced, `written` the matches before this fold.
    """

    def __init__(self, reach: Reach, state: State, pools: Pools, chapter: Chapter) -> None:
        self.notes = WashNotes(reach, state, pools, chapter)
        self.reach = reach
        self._washed: list[Sold | None] = []  # the sale of each wash of today, if it was today
        self._before = state
        self._chapter = chapter
        self.written = state.match_count
        self.turns = state.wash.turns
        self._sold: list[list[Sold]] = []
        self._splits: dict[int, list[Sold]] = {}
        self._left_open: list[tuple[Group, Sold, OpenLoss]] = []

    def take_sold(self, group: Group) -> list[Sold]:
        """Give the day's matches that may change: their places are told should any be split."""
        found = self.notes.sold_today(group)
        self._sold.append(found)
        return found

    def raise_departure(self, place: int, amount: Money) -> None:
        """Let a loss join the basis that units took with them when they left."""
        departure = self._chapter.departures[place]
        if departure.basis is not None:
            basis = departure.basis + amount
            self._chapter.departures[place] = departure._replace(basis=basis)

    def wash(self, own: Sold | None, wash: Wash) -> None:
        """Write a wash down; the number of its loss, if it is one of today, may yet change."""
        self._chapter.washes.append(wash)
        self._washed.append(own)

    def split(self, sold: Sold, first: Sold) -> None:
        """Take note that the first units of a match were split off."""
        parts = self._splits.setdefault(sold.written, [sold])
        parts.insert(parts.index(sold), first)

    def changed(self, sold: Sold) -> None:
        """Take note that a match has another basis now."""
        self._splits.setdefault(sold.written, [sold])

    def leave_open(self, group: Group, own: Sold, loss: OpenLoss) -> None:
        """Keep a loss of today for purchases to come."""
        loss.key = own.key(by_time=self.reach.losses_go_by_time)
        self._left_open.append((group, own, loss))

    def keep_gone(self, group: Group, gone: Iterable[Sold | Left]) -> None:
        """Keep units that went without replacing any, for the losses of later days."""
        ghosts = [each.lot.ghost(each.free, each.pool) for each in gone if each.free]
        self.notes.fresh.purchases(group).add(ghosts)

    def write_down(self) -> None:
        """Once the day's losses are worked off: put changed matches and washes into the chapter."""
        if self._splits:
            self._rewrite()
            washes = self._chapter.washes
            for place, own in enumerate(self._washed, len(washes) - len(self._washed)):
                if own is not None:
                    washes[place] = washes[place]._replace(match=self.written + own.place)
        for group, own, loss in sorted(self._left_open, key=_by_loss):
            loss.match = self.written + own.place
            group.open.append(loss)
            self.notes.waiting.add(group)
        self._splits, self._washed, self._left_open, self._sold = {}, [], [], []

    def state(self) -> WashState:
        """Give what the next fold must know; a day must not be open."""
        notes, reach = self.notes, self.reach
        assert not notes.is_open, "a day was left open"
        losses = sorted(
            (loss for group in notes.waiting for loss in group.open),
            key=lambda loss: (loss.day, key_of(loss)),
        )
        assert all(loss.left for loss in losses), "a loss that is replaced to the end still waits"
        known = {each.name: each.purchases for each in notes.groups.values() if each.purchases}
        gone = [lot for lot in self._before.wash.gone if reach.group(where(lot)[1]) not in known]
        for purchases in known.values():
            gone += (lot.copy() for lot in purchases.gone())
        if gone and notes.day:  # no day begins where pools are placed alone
            oldest = reach.window_begins(notes.day)
            gone = [lot for lot in gone if lot.acquired >= oldest]
        return WashState(tuple(losses), tuple(sorted(gone, key=in_order)), notes.orders, self.turns)

    def _rewrite(self) -> None:
        """Put the parts of split matches where the whole ones stood, and tell all their places."""
        matches, begin = self._chapter.matches, self.notes.went.begin
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
    return key_of(left_open[2])
