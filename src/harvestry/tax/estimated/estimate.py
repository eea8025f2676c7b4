"""`Estimate`: the estimated tax of a year, as far as it is told on one day."""

from typing import NamedTuple

from harvestry.tax.estimated.instalments import Instalment
from harvestry.tax.estimated.required import RequiredPayment
from harvestry.units.days import Day
from harvestry.units.exact import Money


class Estimate(NamedTuple):
    """The year's expected tax, what of it must be paid in advance, and when.

    `late` tells whether an instalment that was due has not been paid in full and in time. The last
    need not be paid if the return is filed and the tax paid by `return_by` (IRC 6654(h), 7503).
    """

    tax: Money
    required: RequiredPayment
    instalments: tuple[Instalment, ...]
    late: bool
    return_by: Day

    @property
    def still_due(self) -> Money:
        """What of the required payments is not paid yet."""
        return sum(each.still_due for each in self.instalments)
