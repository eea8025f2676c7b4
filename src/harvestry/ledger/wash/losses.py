"""Losses that wait for replacements, and the matches of a day that is not over yet."""

from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from harvestry.ledger.holding import term_of
from harvestry.ledger.lot import OpenLot
from harvestry.ledger.match import Match
from harvestry.ledger.pool import PoolKey
from harvestry.units.days import Day, Instant
from harvestry.units.exact import Money, Quantity, share, share_after

LossKey: TypeAlias = tuple[Instant, Instant, int, int]
"""Order of losses of one day: sold (0 if not asked), acquired, as written and as split off."""
Order: TypeAlias = tuple[str, str]
"""A purchase order: the account and its `order`."""


_REST: Final = 1 << 62


@dataclass(slots=True)
class OpenLoss:
    """A loss some of whose units may yet be replaced: `left` of its `quantity` are not so far.

    `match` is its place among all matches. `day` is the household's day of the sale; `root` and
    `acquired` are those of the lot that was sold, `held` the days its units had been held by their
    account's calendar, `None` if unknown. `key` orders losses that wait; one that is replaced at
    once needs none.
    """

    match: int
    pool: PoolKey
    day: Day
    root: str
    acquired: Instant
    quantity: Quantity
    loss: Money
    held: int | None
    left: Quantity
    key: LossKey | None = None

    def replace(self, quantity: Quantity) -> Money:
        """Let the next `quantity` units be replaced; give the loss on them: all parts add up."""
        whole, left = self.quantity, self.left
        assert quantity <= left, "more units were replaced than sold"
        self.left = left - quantity
        if quantity == whole:
            return self.loss
        return share_after(self.loss, whole - left, quantity, whole)

    def copy(self) -> "OpenLoss":
        """Give an independent copy."""
        return replace(self)


def key_of(loss: OpenLoss) -> LossKey:
    """Give the place of a loss that waits."""
    assert loss.key is not None, "only losses that wait are put in order"
    return loss.key


class Sold:
    """A match of the day at hand, while it can still change.

    `written` is where it was written in the chapter, `place` where it stands in the end; `part`
    orders what was split off it, before what is left of it. `is_loss` tells whether it is one as it
    stands now. `free` are its units that may replace those of a loss: bought as `lot` and not used
    for it yet. `queued` and `done` tell whether its turn among the day's losses will come or has
    come. `handed` are the lots whose loss came to it today, from sale to sale. What a loss made one
    itself, and would have had its turn before it, has it `after` all acquired with that one, as the
    `made`-th of the day.
    """

    __slots__ = (
        "after",
        "done",
        "free",
        "handed",
        "is_loss",
        "lot",
        "made",
        "match",
        "part",
        "place",
        "pool",
        "queued",
        "splits",
        "written",
    )

    def __init__(
        self,
        match: Match,
        written: int,
        lot: OpenLot,
        pool: PoolKey,
        free: Quantity,
        *,
        is_loss: bool,
    ) -> None:
        self.match = match
        self.is_loss = is_loss
        self.written = self.place = written
        self.lot = lot
        self.pool = pool
        self.free = free
        self.part = _REST
        self.splits = 0
        self.queued = False
        self.handed: tuple[str, ...] = ()
        self.done = False
        self.after: Sold | None = None
        self.made = 0

    def turn(self, *, by_time: bool) -> "Turn":
        """Give its turn among the day's losses as it is now."""
        first = self.after or self
        sold = first.match.event.time if by_time else 0
        return sold, first.lot.acquired, self.made, self.written, self.part, self

    def key(self, *, by_time: bool) -> LossKey:
        """Give its place in the order of the day's losses, which may go by the time of sale."""
        sold = self.match.event.time if by_time else 0
        return sold, self.lot.acquired, self.written, self.part

    def split(self, quantity: Quantity) -> "Sold":
        """Split off the first units, all of them free, and give them; this keeps the rest."""
        match = self.match
        proceeds, basis = (
            None if whole is None else share(whole, quantity, match.quantity)
            for whole in (match.proceeds, match.basis)
        )
        part = match.of(quantity, proceeds, basis)
        first = Sold(part, self.written, self.lot, self.pool, quantity, is_loss=is_loss(part))
        first.part = self.splits
        self.splits += 1
        self.match = match.of(
            match.quantity - quantity,
            None if match.proceeds is None else match.proceeds - (proceeds or 0),
            None if match.basis is None else match.basis - (basis or 0),
        )
        self.is_loss = is_loss(self.match)
        self.free -= quantity
        return first

    def raise_basis(self, amount: Money, days: int | None) -> None:
        """Let a loss join the basis, and the days its units were held the holding period."""
        match = self.match
        start = match.holding_from
        holding_from = None if start is None or days is None else start - days
        self.match = match._replace(
            basis=None if match.basis is None else match.basis + amount,
            holding_from=holding_from,
            term=term_of(holding_from, match.sold_on, None),
        )
        self.is_loss = is_loss(self.match)


Turn: TypeAlias = tuple[Instant, Instant, int, int, int, Sold]
"""When a loss has its turn, and whose it is.

The instants of its sale (0 if not asked) and acquisition; of equal ones as losses made them ones,
then as written and as split off.
"""


def is_loss(match: Match) -> bool:
    """Tell whether basis and proceeds are known and the basis is higher."""
    proceeds, basis = match.proceeds, match.basis
    return proceeds is not None and basis is not None and proceeds < basis
