"""A year's inputs: what the profile says, with what the files say added to it."""

from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

from harvestry.events.taxpayer import FilingStatus, Profile, YearProfile
from harvestry.law.load import Law
from harvestry.tax.activity import Activity
from harvestry.tax.federal.inputs import ReturnInputs
from harvestry.units.days import Day, last_day_of, years_later
from harvestry.units.exact import Money

Line: TypeAlias = Callable[[Money], Money]
"""From the exact amount of a line of the return to what stands on it."""
_CARRYOVERS: Final = ("carryover_short", "carryover_long")


class BroughtIn(NamedTuple):
    """Capital losses of earlier years, positive."""

    short: Money = 0
    long: Money = 0


NOTHING: Final = BroughtIn()
"""No loss of an earlier year."""


def exact(amount: Money) -> Money:
    """Give a line as it is: a return is computed exact unless it is asked for as it is filed."""
    return amount


def filed_carryover(year: YearProfile) -> BroughtIn | None:
    """Give the carryover that the profile says was filed, `None` where it says nothing."""
    if not any(key in year.amounts for key in _CARRYOVERS):
        return None
    return BroughtIn(*(year.amount(key) for key in _CARRYOVERS))


def inputs_of(
    profile: Profile,
    year: int,
    activity: Activity,
    brought_in: BroughtIn,
    law: Law,
    line: Line = exact,
) -> ReturnInputs:
    """Give the inputs of a year's return; the profile must have that year's section.

    With a `line` that rounds, each amount is added up first and rounded once (Instructions for Form
    1040, rounding); the gains of the activity are then those of lines that were rounded already.
    """
    told = profile.years[year]
    last = last_day_of(year)
    seniors, boxes = _people(profile, told.filing_status, last, law)

    def amount(key: str, more: Money = 0) -> Money:
        return line(told.amount(key) + more)

    spouses = amount("spouse_business_income", activity.spouse_business)
    business = told.amount("business_income") + activity.business
    own = line(business - told.amount("spouse_business_income") - activity.spouse_business)
    return ReturnInputs(
        wages=amount("wages", activity.wages),
        interest=amount("interest", activity.interest),
        ordinary_dividends=amount("ordinary_dividends"),
        qualified_dividends=amount("qualified_dividends"),
        other_income=amount("other_income", activity.other),
        business_income=own + spouses,
        short=amount("other_short") + activity.short,
        long=amount("other_long") + activity.long,
        capital_gain_distributions=amount("capital_gain_distributions"),
        collectibles_gain=amount("collectibles_gain", activity.collectibles),
        unrecaptured_1250=amount("unrecaptured_1250"),
        adjustments=amount("adjustments"),
        qbi_deduction=amount("qbi_deduction"),
        nonrefundable_credits=amount("nonrefundable_credits"),
        carryover_short=line(brought_in.short),
        carryover_long=line(brought_in.long),
        deduction=None if told.deduction is None else line(told.deduction),
        boxes=boxes,
        seniors=seniors,
        spouse_wages=amount("spouse_wages", activity.spouse_wages),
        spouse_business_income=spouses,
    )


def _people(profile: Profile, status: FilingStatus, last: Day, law: Law) -> tuple[int, int]:
    """Give how many are 65, and how many boxes of line 12d are checked for age and blindness.

    The spouse's count on a joint return; on a separate one only where the spouse has no income and
    files none, which the profile does not tell.
    """
    years = law.on("age-for-deductions", last).values["years"]
    assert isinstance(years, int)

    def senior(born: Day | None) -> bool:
        return born is not None and years_later(born, years) - 1 <= last

    people = [(profile.born, profile.blind)]
    if status is FilingStatus.MARRIED_JOINTLY:
        people.append((profile.spouse_born, profile.spouse_blind))
    seniors = sum(senior(born) for born, _ in people)
    return seniors, seniors + sum(blind for _, blind in people)
