"""Losses that wait for replacements, and the matches of a day that is not over yet."""

from typing import Final, NamedTuple, TypeAlias

from harvestry.ledger.holding import term_of
from harvestry.ledger.lot import OpenLot
from harvestry.ledger.match import Match
from harvestry.ledger.pool import PoolKey
from harvestry.units.days import Day, Instant
from harvestry.units.exact import Money, Quantity, share
from harvestry.units.natural_order import NaturalKey, natural_key

LossKey: TypeAlias = tuple[Instant, Instant, NaturalKey, int, NaturalKey, int, int]
"""Order of losses of one day: sold (0 if not asked), acquired, root, piece, as written."""
Order: TypeAlias = tuple[str, str | None]
"""A purchase order: the account and its `order`, else a root alone."""


_REST: Final = 1 << 62


class OpenLoss(NamedTuple):
    """A loss some of whose units may yet be replaced.

    `match` is its place among all matches, `used` of its `quantity` units were replaced so far.
    `day` is the household's day of the sale; `held` the days the sold units had been held by their
    account's calendar, `None` if unknown.
    """

    match: int
    pool: PoolKey
    day: Day
    key: LossKey
    order: Order
    quantity: Quantity
    loss: Money
    held: int | None
    used: Quantity = 0

    @property
    def acquired(self) -> Instant:
        """When the lot that was sold had been acquired."""
        return self.key[1]

    @property
    def left(self) -> Quantity:
        """The units not replaced yet."""
        return self.quantity - self.used

    def part(self, quantity: Quantity) -> Money:
        """Give the loss on the next `quantity` units, cut so that all parts add up."""
        if quantity == self.quantity:
            return self.loss
        upto = share(self.loss, self.used + quantity, self.quantity)
        return upto - share(self.loss, self.used, self.quantity)

    def after(self, quantity: Quantity) -> "OpenLoss":
        """Give the loss after so many units more were replaced."""
        used = self.used + quantity
        assert used <= self.quantity, "more units were replaced than sold"
        return OpenLoss(
            self.match,
            self.pool,
            self.day,
            self.key,
            self.order,
            self.quantity,
            self.loss,
            self.held,
            used,
        )


class Sold:
    """A match of the day at hand, while it can still change.

    `written` is where it was written in the chapter, `place` where it stands in the end; `part`
    orders what was split off it, before what is left of it. `free` are its units that may replace
    those of a loss: bought as `lot` and not used for it yet. `queued` and `done` tell whether its
    turn among the day's losses will come or has come, `replaced` whether it stands for others.
    """

    __slots__ = (
        "done",
        "free",
        "lot",
        "match",
        "part",
        "place",
        "pool",
        "queued",
        "replaced",
        "splits",
        "written",
    )

    def __init__(
        self, match: Match, written: int, lot: OpenLot, pool: PoolKey, free: Quantity
    ) -> None:
        self.match = match
        self.written = self.place = written
        self.lot = lot
        self.pool = pool
        self.free = free
        self.part = _REST
        self.splits = 0
        self.queued = False
        self.replaced = False
        self.done = False

    @property
    def is_loss(self) -> bool:
        """Tell whether basis and proceeds are known and the basis is higher."""
        match = self.match
        proceeds, basis = match.proceeds, match.basis
        return proceeds is not None and basis is not None and proceeds < basis

    def key(self, *, by_time: bool) -> LossKey:
        """Give its place in the order of the day's losses, which may go by the time of sale."""
        lot = self.lot
        first = self.match.event.time if by_time else 0
        disposal = natural_key(self.match.disposal)
        acquired = lot.acquired, natural_key(lot.root), lot.number
        return first, *acquired, disposal, self.written, self.part

    def split(self, quantity: Quantity) -> "Sold":
        """Split off the first units, all of them free, and give them; this keeps the rest."""
        match = self.match
        proceeds, basis = (
            None if whole is None else share(whole, quantity, match.quantity)
            for whole in (match.proceeds, match.basis)
        )
        part = match.of(quantity, proceeds, basis)
        first = Sold(part, self.written, self.lot, self.pool, quantity)
        first.part = self.splits
        self.splits += 1
        self.match = match.of(
            match.quantity - quantity,
            None if match.proceeds is None else match.proceeds - (proceeds or 0),
            None if match.basis is None else match.basis - (basis or 0),
        )
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
