"""Form 8960: the net investment income tax."""

from typing import NamedTuple

from harvestry.tax.federal.figures import Figures
from harvestry.units.exact import Money, part_of


class Form8960(NamedTuple):
    """Lines of Form 8960 for an individual; line 17 is the tax."""

    line_1: Money
    """Taxable interest."""
    line_2: Money
    """Ordinary dividends."""
    line_5a: Money
    """Capital gain or loss as Form 1040 has it, after the loss limit."""
    line_8: Money
    """Total investment income."""
    line_12: Money
    """Net investment income, not below zero."""
    line_13: Money
    """Modified adjusted gross income."""
    line_14: Money
    """The threshold of the filing status."""
    line_15: Money
    """What lies over it."""
    line_16: Money
    """The smaller of lines 12 and 15."""
    line_17: Money
    """Net investment income tax."""


def form_8960(
    interest: Money, dividends: Money, capital_gain: Money, agi: Money, law: Figures
) -> Form8960:
    """Give the tax on net investment income (IRC 1411(a)(1), (c)(1))."""
    line_8 = interest + dividends + capital_gain
    line_12 = max(0, line_8)
    line_15 = max(0, agi - law.niit_threshold)
    line_16 = min(line_12, line_15)
    line_17 = part_of(line_16, law.niit_rate)
    return Form8960(
        interest,
        dividends,
        capital_gain,
        line_8,
        line_12,
        agi,
        law.niit_threshold,
        line_15,
        line_16,
        line_17,
    )
