"""The required annual payment: how much of the tax must be paid before the return is filed."""

from typing import Final, NamedTuple

from harvestry.tax.estimated.figures import EstimateFigures
from harvestry.units.exact import DOLLAR, WHOLE, Money, Rate, part_of
from harvestry.units.problems import Problem, Severity

_PROFILE: Final = "profile.toml"


class Prior(NamedTuple):
    """Last year's total tax and adjusted gross income; the second may be unknown."""

    tax: Money
    agi: Money | None


def prior_of_two(year: int) -> Problem:
    """Say that last year's tax is of two separate returns, of which one is not told."""
    message = (
        f"the return of {year} is a joint one and that of {year - 1} was not, so last year's tax "
        "is that of both spouses together (Treas. Reg. 1.6654-2(e); Instructions for Form 2210, "
        "line 8), and one is not told: what is required rests on this year's tax alone and may be "
        f"more than the law asks. Put the sums of both returns under [year.{year}] as "
        "`prior_year_tax` and `prior_year_agi`."
    )
    return Problem("prior-year-tax", Severity.WARNING, message, _PROFILE, about=str(year))


def prior_shared(year: int) -> Problem:
    """Say that last year's tax is of a joint return, and a part of it alone is the taxpayer's."""
    message = (
        f"the return of {year - 1} was a joint one and that of {year} is not, so last year's tax "
        "is your part of the joint tax, in proportion to what each spouse's tax would have been on "
        "a separate return (Treas. Reg. 1.6654-2(e)); all of it is taken here, and what is "
        f"required may be more than the law asks. Put your part under [year.{year}] as "
        "`prior_year_tax`, with `prior_year_agi`."
    )
    return Problem("prior-year-tax", Severity.WARNING, message, _PROFILE, about=str(year))


def prior_unknown(year: int) -> Problem:
    """Say that the tax of last year's return is not known."""
    message = (
        f"the tax of {year - 1} is unknown, so what is required for {year} rests on this year's "
        f"tax alone and may be more than the law asks. `harvestry tax --year {year - 1}` tells "
        f"why; or put last year's tax under [year.{year}] as `prior_year_tax`, with "
        "`prior_year_agi`."
    )
    return Problem("prior-year-tax", Severity.WARNING, message, _PROFILE, about=str(year))


def prior_income_not_told(year: int) -> Problem:
    """Say that nobody told whether last year's income was above the limit."""
    message = (
        f"`prior_year_agi` is not told under [year.{year}], so last year's income counts as above "
        "the limit over which more than its tax is needed (IRC 6654(d)(1)(C)); what is required "
        "may be more than the law asks."
    )
    return Problem("prior-year-tax", Severity.WARNING, message, _PROFILE, about=str(year))


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
