"""What is said where last year's tax, or whose it was, is not known; what is asked is enough."""

from typing import Final

from harvestry.units.problems import Problem, Severity

_PROFILE: Final = "profile.toml"
_MAY_BE_MORE: Final = "what is required may be more than the law asks"


def prior_of_two(year: int) -> Problem:
    """Say that last year's tax is of two separate returns, of which one is not told."""
    return _problem(
        year,
        f"the return of {year} is a joint one and that of {year - 1} was not, so last year's tax "
        "is that of both spouses together (Treas. Reg. 1.6654-2(e); Instructions for Form 2210, "
        f"line 8), and one is not told: this year's tax alone counts, and {_MAY_BE_MORE}. Put the "
        f"sums of both returns under [year.{year}] as `prior_year_tax` and `prior_year_agi`.",
    )


def prior_shared(year: int) -> Problem:
    """Say that last year's tax is of a joint return, and a part of it alone is the taxpayer's."""
    return _problem(
        year,
        f"the return of {year - 1} was a joint one and that of {year} is not, so last year's tax "
        "is your part of the joint tax, in proportion to what each spouse's tax would have been on "
        "a separate return (Treas. Reg. 1.6654-2(e)); all of it is taken here, and "
        f"{_MAY_BE_MORE}. Put your part under [year.{year}] as `prior_year_tax`, with "
        "`prior_year_agi`.",
    )


def prior_unknown(year: int) -> Problem:
    """Say that the tax of last year's return is not known."""
    return _problem(
        year,
        f"the tax of {year - 1} is unknown, so this year's tax alone counts, and {_MAY_BE_MORE}. "
        f"`harvestry tax --year {year - 1}` tells why; or put last year's tax under [year.{year}] "
        "as `prior_year_tax`, with `prior_year_agi`.",
    )


def prior_income_not_told(year: int) -> Problem:
    """Say that nobody told whether last year's income was above the limit."""
    return _problem(
        year,
        f"`prior_year_agi` is not told under [year.{year}], so last year's income counts as above "
        f"the limit over which more than its tax is needed (IRC 6654(d)(1)(C)); {_MAY_BE_MORE}.",
    )


def _problem(year: int, message: str) -> Problem:
    return Problem("prior-year-tax", Severity.WARNING, message, _PROFILE, about=str(year))
