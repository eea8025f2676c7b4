"""The required annual payment: how much of the tax must be paid before the return is filed."""

from typing import NamedTuple

from harvestry.tax.estimated.figures import EstimateFigures
from harvestry.units.exact import DOLLAR, WHOLE, Money, Rate, part_of


class Prior(NamedTuple):
    """Last year's total tax and adjusted gross income; the second may be unknown."""

    tax: Money
    agi: Money | None


class RequiredPayment(NamedTuple):
    """The required annual payment, and in words the rule it comes from; `withheld` counts."""

    amount: Money
    rule: str
    withheld: Money


def required_payment(
    tax: Money, withheld: Money, prior: Prior | None, law: EstimateFigures
) -> RequiredPayment:
    """Give the lesser of 90 % of this year's tax and last year's (IRC 6654(d)(1), (e)(1)).

    Of last year's it is 110 % where its adjusted gross income was above the limit, or is unknown.
    Without last year's figures only this year's count.
    """
    if tax - withheld < law.owed_under:
        least = f"less than ${law.owed_under // DOLLAR:,} is owed after withholding"
        return RequiredPayment(0, least, withheld)
    current = _part(tax, law.current_part, "this", withheld)
    if prior is None:
        return current
    high = prior.agi is None or prior.agi > law.high_agi
    rate = law.prior_part_high if high else law.prior_part
    before = _part(prior.tax, rate, "last", withheld)
    return min(current, before, key=lambda each: each.amount)


def _part(tax: Money, rate: Rate, whose: str, withheld: Money) -> RequiredPayment:
    rule = f"{rate * 100 // WHOLE} % of {whose} year's tax"
    return RequiredPayment(part_of(tax, rate), rule, withheld)
