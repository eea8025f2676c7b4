"""`ReturnInputs`: everything a federal return of one year is computed from."""

from dataclasses import dataclass

from harvestry.units.exact import Money


@dataclass(frozen=True, slots=True)
class ReturnInputs:
    """The amounts of one year, in dollars of 10**-18.

    `short` and `long` are the year's net gains before carryover and distributions (Schedule D lines
    1 to 5 and 8 to 12). `collectibles_gain` and `unrecaptured_1250` are parts of the long-term
    gain. Carryovers are positive. `deduction` is `None` for the standard deduction. `boxes` counts
    those checked for age and blindness, `seniors` the people who are 65. `spouse_wages` and
    `spouse_business_income` are what of `wages` and `business_income` is the spouse's on a joint
    return; beside a loss of the taxpayer the second is above the whole.
    """

    wages: Money = 0
    interest: Money = 0
    ordinary_dividends: Money = 0
    qualified_dividends: Money = 0
    other_income: Money = 0
    business_income: Money = 0
    short: Money = 0
    long: Money = 0
    capital_gain_distributions: Money = 0
    collectibles_gain: Money = 0
    unrecaptured_1250: Money = 0
    adjustments: Money = 0
    qbi_deduction: Money = 0
    nonrefundable_credits: Money = 0
    carryover_short: Money = 0
    carryover_long: Money = 0
    deduction: Money | None = None
    boxes: int = 0
    seniors: int = 0
    spouse_wages: Money = 0
    spouse_business_income: Money = 0
