"""The annualised method: what income so far asks to have been paid (Form 2210 Schedule AI)."""

from collections.abc import Callable, Sequence

from harvestry.events.taxpayer import Profile
from harvestry.law.load import Law
from harvestry.tax.activity import Activity
from harvestry.tax.estimated.figures import EstimateFigures, Period
from harvestry.tax.federal.figures import Figures
from harvestry.tax.federal.form_1040 import prepare
from harvestry.tax.year_inputs import BroughtIn, inputs_of
from harvestry.units.days import Day
from harvestry.units.exact import Money, part_of


def annualised(
    profile: Profile,
    own: Figures,
    law: Law,
    so_far: Callable[[Day], Activity],
    brought_in: BroughtIn,
    estimate: EstimateFigures,
) -> Sequence[Money] | None:
    """Give line 21 of each column: what is to have been paid by each date, by income so far.

    What the profile tells of the year comes in evenly by month, so annualised it is itself; what
    the files show counts when it happened. `None` where an amount so far is unknown.
    """
    asked: list[Money] = []
    for period in estimate.periods:
        did = so_far(period.end)
        if not did.known:
            return None
        tax = _tax(profile, own, law, did, brought_in, period)
        asked.append(part_of(tax, period.cumulative))
    return asked


def _tax(
    profile: Profile,
    own: Figures,
    law: Law,
    did: Activity,
    brought_in: BroughtIn,
    period: Period,
) -> Money:
    """Give the tax on a year that went on as it did so far (lines 1 to 19)."""
    factor = period.factor
    carried = BroughtIn(*(part_of(amount, factor) for amount in brought_in))
    inputs = inputs_of(profile, own.year, did.scaled(factor), carried, law)
    return prepare(inputs, own).total_tax
