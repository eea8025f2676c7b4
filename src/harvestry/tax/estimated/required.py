"""The required annual payment: how much of the tax must be paid before the return is filed."""

from enum import StrEnum
from typing import NamedTuple

from harvestry.tax.estimated.figures import EstimateFigures
from harvestry.units.exact import Money, part_of


class SafeHarbour(StrEnum):
    """Which rule sets the required annual payment."""

    CURRENT = "90 % of this year's tax"
    PRIOR = "100 % of last year's tax"
    PRIOR_HIGH = "110 % of last year's tax"
    UNDER = "less than $1,000 is owed after withholding"


class Prior(NamedTuple):
    """Last year's total tax and adjusted gross income; the second may be unknown."""

    tax: Money
    agi: Money | None


class RequiredPayment(NamedTuple):
    """The required annual payment, and the rule it comes from; `withheld` counts towards it."""

    amount: Money
    rule: SafeHarbour
    withheld: Money


def required_payment(
    tax: Money, withheld: Money, prior: Prior | None, law: EstimateFigures
) -> RequiredPayment:
    """Give the lesser of 90 % of this year's tax and last year's (IRC 6654(d)(1), (e)(1)).

    Of last year's it is 110 % where its adjusted gross income was above the limit, or is unknown.
    Without last year's figures only this year's count.
    """
    if tax - withheld < law.owed_under:
        return RequiredPayment(0, SafeHarbour.UNDER, withheld)
    current = RequiredPayment(part_of(tax, law.current_part), SafeHarbour.CURRENT, withheld)
    if prior is None:
        return current
    high = prior.agi is None or prior.agi > law.high_agi
    rate = law.prior_part_high if high else law.prior_part
    rule = SafeHarbour.PRIOR_HIGH if high else SafeHarbour.PRIOR
    before = RequiredPayment(part_of(prior.tax, rate), rule, withheld)
    return min(current, before, key=lambda each: each.amount)
