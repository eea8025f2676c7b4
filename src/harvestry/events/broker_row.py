"""`BrokerRow`: one Form 1099-DA or 1099-B as the broker sent it."""

from dataclasses import dataclass
from enum import StrEnum

from harvestry.units.days import Day
from harvestry.units.exact import Money, Quantity
from harvestry.units.source_ref import SourceRef


class BrokerTerm(StrEnum):
    """Box 6 of Form 1099-DA: the type of gain; unknown is checkbox Y."""

    SHORT = "short"
    LONG = "long"
    ORDINARY = "ordinary"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class BrokerRow:
    """One form. `sold` is `None` on an aggregate of the year; unknown is `None`, which is not zero.

    `acquired_word` stands where a form has no day acquired: VARIOUS, INHERITED or nothing.
    `basis` is box 1g, `reported` box 2, `wash` box 1i, `noncovered` box 9 of Form 1099-DA.
    """

    account: str
    asset: str
    quantity: Quantity
    acquired: Day | None
    acquired_word: str
    sold: Day | None
    proceeds: Money | None
    basis: Money | None
    reported: bool
    term: BrokerTerm
    wash: Money
    noncovered: bool
    source: SourceRef

    @property
    def cells(self) -> tuple[object, ...]:
        """Everything but where it was read: two forms of equal cells are one sent twice."""
        return (
            *(self.account, self.asset, self.quantity, self.acquired, self.acquired_word),
            *(self.sold, self.proceeds, self.basis, self.reported, self.term, self.wash),
            self.noncovered,
        )

    def agrees(self, term: str) -> bool:
        """Tell whether its term is another's (`short`, `long`), or unknown to either."""
        return BrokerTerm.UNKNOWN in (self.term, term) or self.term == term
