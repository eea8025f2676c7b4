"""The Qualified Dividends and Capital Gain Tax Worksheet (Instructions for Form 1040, line 16)."""

from typing import NamedTuple

from harvestry.tax.federal.figures import Figures
from harvestry.tax.federal.rates import Taxed
from harvestry.units.exact import Money, part_of


class QualifiedDividends(NamedTuple):
    """The lines of the worksheet; line 25 is the tax."""

    line_1: Money
    line_2: Money
    line_3: Money
    line_4: Money
    line_5: Money
    line_6: Money
    line_7: Money
    line_8: Money
    line_9: Money
    line_10: Money
    line_11: Money
    line_12: Money
    line_13: Money
    line_14: Money
    line_15: Money
    line_16: Money
    line_17: Money
    line_18: Money
    line_19: Money
    line_20: Money
    line_21: Money
    line_22: Money
    line_23: Money
    line_24: Money
    line_25: Money


def qualified_dividends(
    taxable_income: Money, dividends: Money, net_capital_gain: Money, law: Figures, taxed: Taxed
) -> QualifiedDividends:
    """Tax qualified dividends and net capital gain at 0, 15 and 20 %, the rest by schedule.

    `net_capital_gain` is the smaller of Schedule D lines 15 and 16, zero unless both are gains.
    """
    line_1 = taxable_income
    line_4 = dividends + net_capital_gain
    line_5 = max(0, line_1 - line_4)
    line_6 = law.zero_top
    line_7 = min(line_1, line_6)
    line_8 = min(line_5, line_7)
    line_9 = line_7 - line_8  # taxed at 0 %
    line_10 = min(line_1, line_4)
    line_12 = line_10 - line_9
    line_13 = law.fifteen_top
    line_14 = min(line_1, line_13)
    line_15 = line_5 + line_9
    line_16 = max(0, line_14 - line_15)
    line_17 = min(line_12, line_16)
    line_18 = part_of(line_17, law.rate_15)
    line_19 = line_9 + line_17
    line_20 = line_10 - line_19
    line_21 = part_of(line_20, law.rate_20)
    line_22 = taxed(line_5)
    line_23 = line_18 + line_21 + line_22
    line_24 = taxed(line_1)
    assert line_5 + line_9 + line_17 + line_20 == line_1, "each dollar is taxed once"
    return QualifiedDividends(
        line_1,
        dividends,
        net_capital_gain,
        line_4,
        line_5,
        line_6,
        line_7,
        line_8,
        line_9,
        line_10,
        line_9,
        line_12,
        line_13,
        line_14,
        line_15,
        line_16,
        line_17,
        line_18,
        line_19,
        line_20,
        line_21,
        line_22,
        line_23,
        line_24,
        min(line_23, line_24),
    )
