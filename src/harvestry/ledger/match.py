"""What the fold writes down: matches, moves, departures, income and contract results."""

from enum import StrEnum
from functools import partial
from typing import Final, NamedTuple

from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.units.days import Day
from harvestry.units.exact import Money, Quantity, share


class Term(StrEnum):
    """Short or long, or unknown where the acquisition date is."""

    SHORT = "short"
    LONG = "long"
    UNKNOWN = "unknown"


class Match(NamedTuple):
    """Part of a disposition, taken from one piece.

    `disposal` is the event's id, or `ID:fee` for the units a fee took. `lot` and `piece` are `None`
    where more was given up than was held. `basis` and `proceeds` are `None` while unknown.
    `disallowed` is the part of a loss that washes disallow, 0 for any other match. Of a gift sold
    below the donor's basis, whose value at the gift nobody told, `basis` is unknown and lies
    between `proceeds` and `most_basis`, the donor's (IRC 1015(a)).
    """

    disposal: str
    event: Event
    asset: str
    lot: str | None
    piece: str | None
    quantity: Quantity
    acquired_on: Day | None
    holding_from: Day | None
    sold_on: Day
    term: Term
    proceeds: Money | None
    basis: Money | None
    disallowed: Money = 0
    most_basis: Money | None = None

    @property
    def gain(self) -> Money | None:
        """Proceeds less basis plus what is disallowed, or `None` while either is unknown."""
        if self.proceeds is None or self.basis is None:
            return None
        return self.proceeds - self.basis + self.disallowed

    def of(self, quantity: Quantity, proceeds: Money | None, basis: Money | None) -> "Match":
        """Give the match of other units of the same sale out of the same piece."""
        return Match(
            self.disposal,
            self.event,
            self.asset,
            self.lot,
            self.piece,
            quantity,
            self.acquired_on,
            self.holding_from,
            self.sold_on,
            self.term,
            proceeds,
            basis,
            self.disallowed,
            None if self.most_basis is None else share(self.most_basis, quantity, self.quantity),
        )


SHORT_SALES: Final = "wash-short-sales"
"""The law file on losses of closed short sales (IRC 1091(e)), and the rule of their washes."""


def closes_short(match: Match) -> bool:
    """Tell whether a match closes a short sale; the units of a cover's fee are sold like any."""
    return match.event.kind is Kind.COVER and match.disposal == match.event.id


def pieces_of(lot: str) -> str:
    """Give the name under which several pieces of a lot are told as one."""
    return f"{lot}/*"


class Outcome(StrEnum):
    """Where a disallowed loss goes: into the basis of the replacement, or nowhere."""

    DEFERRED = "deferred"
    LOST = "lost"


class Wash(NamedTuple):
    """Part of a loss that replacing units disallow (IRC 1091).

    `match` is the place of the loss among all matches of the books, `quantity` its units that were
    replaced. `lot` and `piece` are the replacing units, in `account`, bought on `bought_on`: as
    many, or `contracts` of them where one stands for another number. `rule` is the id of the law
    file or position that decided the outcome. Units that were still held became a piece of
    their own, cut from `cut_from` as the day `worked_on` ended; `cut_from` is `None` for units that
    had been sold.
    """

    match: int
    asset: str
    lot: str
    piece: str
    account: str
    quantity: Quantity
    amount: Money
    outcome: Outcome
    rule: str
    bought_on: Day
    cut_from: str | None = None
    worked_on: Day | None = None
    contracts: Quantity | None = None

    @property
    def replacing(self) -> Quantity:
        """How many units replace: as many as were sold, but for contracts on several or a part."""
        return self.quantity if self.contracts is None else self.contracts


new_match: Final = partial(tuple.__new__, Match)
new_wash: Final = partial(tuple.__new__, Wash)
"""Make a match, or a wash, of all its fields in their order, as one tuple.

What a named tuple's own constructor does, without packing its arguments once more: of a fold of
sales that is a tenth.
"""


class Grey(NamedTuple):
    """A purchase near a loss that a position keeps from washing it; the other choice would not.

    `position` is its id, `lot` what was bought in `account` on `bought_on`.
    """

    match: int
    asset: str
    lot: str
    account: str
    position: str
    bought_on: Day


class Move(NamedTuple):
    """Units that went to another account with their basis and dates, as piece `to_piece` there.

    Units that became a token standing for them went nowhere: they are `to_quantity` of `to_asset`.
    `fee_basis` is what joined the basis of what arrived from a fee's units, `None` if unknown.
    """

    event: Event
    asset: str
    lot: str
    from_piece: str
    to_piece: str
    quantity: Quantity
    basis: Money | None
    to_asset: str | None = None
    to_quantity: Quantity | None = None
    fee_basis: Money | None = 0


class Unsure(NamedTuple):
    """Units that went by an order of cost while `lot`, of unknown basis, lay beside them.

    Unknown goes last: had the lot cost more a unit, or less, other units would have gone. `order`
    is in words, of an account's sale or, where lots were placed into accounts, of an allocation.
    """

    event: Event
    account: str
    asset: str
    lot: str
    on: Day
    order: str


class Departure(NamedTuple):
    """Units that left without gain or loss: given, donated, lost, stolen, withdrawn to unknown."""

    event: Event
    asset: str
    lot: str | None
    piece: str | None
    quantity: Quantity
    basis: Money | None
    on: Day


class Income(NamedTuple):
    """Ordinary income: the value of what was received, `None` while unknown."""

    event: Event
    on: Day
    usd: Money | None


class Result(NamedTuple):
    """The signed dollar result of a futures or margin contract."""

    event: Event
    on: Day
    usd: Money | None
