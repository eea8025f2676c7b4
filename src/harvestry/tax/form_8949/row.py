"""`FormRow`: one row of Form 8949, exact; rounding and words are for whoever writes it."""

from enum import StrEnum
from typing import NamedTuple

from harvestry.ledger.match import Match, Term
from harvestry.units.days import Day
from harvestry.units.exact import Money, Quantity, total_of


class AcquiredWord(StrEnum):
    """What column (b) says instead of a day."""

    VARIOUS = "VARIOUS"
    INHERITED = "INHERITED"


class Adjustment(NamedTuple):
    """One code of column (f) with its signed amount in column (g), `None` while unknown."""

    code: str
    amount: Money | None


class FormRow(NamedTuple):
    """One matched piece as Form 8949 has it (Instructions for Form 8949, columns (a) to (h)).

    `match` is the part of the match that is on the return and `place` where it stands among all
    matches of the books. `acquired`, `proceeds`, `basis` are columns (b), (d), (e): as the broker's
    form shows them where one came. `adjustments` are alphabetical by code, each code once.
    `box` is `None` before 2020 or while the term is unknown. Amounts are exact; unknown is `None`.
    `compared` is false where a figure of the form stands and ours is unknown: no code says that it
    is wrong, and (g) is unknown. So it is where `hangs_on_gain`: a code between related persons is
    right if the sale lost, or gained, and nobody knows which; it is not set.
    """

    match: Match
    place: int
    box: str | None
    acquired: Day | AcquiredWord | None
    proceeds: Money | None
    basis: Money | None
    adjustments: tuple[Adjustment, ...] = ()
    compared: bool = True
    hangs_on_gain: bool = False

    @property
    def asset(self) -> str:
        """The symbol of column (a)."""
        return self.match.asset

    @property
    def quantity(self) -> Quantity:
        """The exact units of column (a)."""
        return self.match.quantity

    @property
    def account(self) -> str:
        """The account sold from: the broker whose form it is."""
        return self.match.event.account

    @property
    def sold(self) -> Day:
        """Column (c)."""
        return self.match.sold_on

    @property
    def term(self) -> Term:
        """Part I for short, Part II for long."""
        return self.match.term

    @property
    def code(self) -> str:
        """Column (f): alphabetical, nothing between."""
        return "".join(each.code for each in self.adjustments)

    @property
    def adjustment(self) -> Money | None:
        """Column (g): the net of all amounts."""
        if not self.compared or self.hangs_on_gain:
            return None
        if not self.adjustments:  # as of most rows
            return 0
        return total_of(each.amount for each in self.adjustments)

    @property
    def gain(self) -> Money | None:
        """Column (h): (d) - (e) + (g)."""
        adjustment = self.adjustment
        if self.proceeds is None or self.basis is None or adjustment is None:
            return None
        return self.proceeds - self.basis + adjustment

    @property
    def complete(self) -> bool:
        """Tell whether nothing on the row is left to the taxpayer."""
        return self.gain is not None and self.match.term is not Term.UNKNOWN

    def amount(self, code: str) -> Money | None:
        """Give the amount under one code, 0 where the row does not bear it."""
        return next((each.amount for each in self.adjustments if each.code == code), 0)
