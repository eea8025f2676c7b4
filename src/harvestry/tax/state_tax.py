"""A state's part of the tax on capital gains, by the taxpayer's own marginal rate."""

from typing import NamedTuple

from harvestry.events.taxpayer import YearProfile
from harvestry.tax.federal.form_1040 import Return
from harvestry.units.exact import Money, share


class StateTax(NamedTuple):
    """What a state takes of the signed capital gain line of Form 1040; negative for a loss."""

    on: Money
    tax: Money


def state_tax(told: YearProfile | None, prepared: Return | None) -> StateTax | None:
    """Give the state's part, `None` where no rate is told or the return is unknown.

    No state return is computed: the rate is the taxpayer's, on what most states begin with.
    """
    if told is None or prepared is None or not told.state_rate:
        return None
    gain, rate = prepared.schedule_d.capital_gain, told.state_rate
    return StateTax(gain, share(gain, rate.numerator, rate.denominator))
