"""Entries of a journal before they are written: what moved, at which cost, in exact integers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from harvestry.reports.journals.names import one_line
from harvestry.units.days import Day, day_text
from harvestry.units.exact import Money, Quantity
from harvestry.units.source_ref import SourceRef


class Side(StrEnum):
    """Where units stand: held, or owed after a short sale."""

    HELD = "held"
    SHORT = "short"


class Units(NamedTuple):
    """Units of one piece that came or went; `quantity` is below zero where they left.

    `cost` is the basis they carry, `None` while unknown; `label` and `acquired_on` tell the piece.
    """

    side: Side
    account: str
    asset: str
    quantity: Quantity
    cost: Money | None
    label: str
    acquired_on: Day | None

    @property
    def arrives(self) -> bool:
        """Tell whether a piece begins here: units that came, or units owed from a short sale."""
        return (self.quantity > 0) is (self.side is Side.HELD)

    @property
    def weight(self) -> Money:
        """What they weigh in dollars: nothing while their basis is unknown."""
        cost = self.cost or 0
        return cost if self.quantity > 0 else -cost


class Purpose(StrEnum):
    """What dollars beside the units stand for."""

    CASH = "cash"
    GAIN = "gain"
    INCOME = "income"
    RESULT = "result"
    FEES = "fees"
    SPENT = "spent"
    OPENING = "opening"
    GIFT_IN = "gift-in"
    INHERITED = "inherited"
    GIFT_OUT = "gift-out"
    DONATED = "donated"
    LOST = "lost"
    STOLEN = "stolen"
    WITHDRAWN = "withdrawn"
    LEFT_OUT = "left-out"
    WASH_DEFERRED = "wash-deferred"
    WASH_LOST = "wash-lost"
    BASIS = "basis"
    ROUNDING = "rounding"
    UNKNOWN = "unknown"


class Dollars(NamedTuple):
    """Dollars of an entry; `of` says more: the account, the term, the kind of income.

    `elsewhere` marks gains and income that are not on this return.
    """

    purpose: Purpose
    amount: Money
    of: str = ""
    elsewhere: bool = False


@dataclass(slots=True)
class Entry:
    """One entry. Its weights add up to zero; `remarks` are what a reader must know.

    `on` never goes back from one entry to the next; `tax_day` is the event's own day.
    """

    on: Day
    tax_day: Day
    what: str
    event: str
    source: SourceRef | None
    units: list[Units] = field(default_factory=list)
    dollars: list[Dollars] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def flag(self) -> str:
        """`!` where a reader must look, else `*`: both programs have it so."""
        return "!" if self.remarks else "*"

    def nothing_left(self) -> str | None:
        """Give the remark that stands for an entry without units and dollars, else `None`."""
        if self.units or self.dollars:
            return None
        return f"; {day_text(self.on)} {one_line(self.what)}: nothing left its pool"

    def tags(self) -> Iterator[tuple[str, str]]:
        """Give what is told of the entry beside its day, by name: the event, and its source."""
        yield "event", self.event
        if self.source is not None:
            yield "source", str(self.source)

    @property
    def rest(self) -> Money:
        """What is missing for the entry to balance."""
        return -sum(each.weight for each in self.units) - sum(each.amount for each in self.dollars)


def without_cost(units: Iterable[tuple[Units, Quantity]]) -> dict[str, Quantity]:
    """Give the net units of unknown basis by asset, as written: they balance with themselves."""
    sums: dict[str, Quantity] = {}
    for each, quantity in units:
        if each.cost is None:
            sums[each.asset] = sums.get(each.asset, 0) + quantity
    return {asset: quantity for asset, quantity in sorted(sums.items()) if quantity}
