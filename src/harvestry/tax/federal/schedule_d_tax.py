"""The Schedule D Tax Worksheet: where some of the gain has a 25 or 28 % rate of its own."""

from typing import NamedTuple

from harvestry.tax.federal.figures import Figures
from harvestry.tax.federal.rates import Taxed
from harvestry.tax.federal.schedule_d import ScheduleD
from harvestry.units.exact import Money, part_of


class ScheduleDTax(NamedTuple):
    """The lines of the worksheet (Instructions for Schedule D); line 47 is the tax.

    A line that the worksheet tells to skip is `None`. Lines 3 to 5 and 8 are zero: Form 4952 is not
    computed.
    """

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
    line_22: Money | None
    line_23: Money | None
    line_24: Money | None
    line_25: Money | None
    line_26: Money | None
    line_27: Money | None
    line_28: Money | None
    line_29: Money | None
    line_30: Money | None
    line_31: Money | None
    line_32: Money | None
    line_33: Money | None
    line_34: Money | None
    line_35: Money | None
    line_36: Money | None
    line_37: Money | None
    line_38: Money | None
    line_39: Money | None
    line_40: Money | None
    line_41: Money | None
    line_42: Money | None
    line_43: Money | None
    line_44: Money
    line_45: Money
    line_46: Money
    line_47: Money


class _Preferred(NamedTuple):
    """Lines 22 to 34: what is taxed at 0, 15 and 20 %."""

    line_22: Money
    line_23: Money | None = None
    line_24: Money | None = None
    line_25: Money | None = None
    line_26: Money | None = None
    line_27: Money | None = None
    line_28: Money | None = None
    line_29: Money | None = None
    line_30: Money | None = None
    line_31: Money | None = None
    line_32: Money | None = None
    line_33: Money | None = None
    line_34: Money | None = None


class _Capped(NamedTuple):
    """Lines 35 to 43: what is taxed at 25 and 28 %."""

    line_35: Money | None = None
    line_36: Money | None = None
    line_37: Money | None = None
    line_38: Money | None = None
    line_39: Money | None = None
    line_40: Money | None = None
    line_41: Money | None = None
    line_42: Money | None = None
    line_43: Money | None = None


def schedule_d_tax(
    taxable_income: Money, dividends: Money, schedule: ScheduleD, law: Figures, taxed: Taxed
) -> ScheduleDTax:
    """Tax each part of the gain at its own rate or by schedule, whichever is less (IRC 1(h))."""
    assert schedule.both_gains, "the worksheet is for a net gain"
    line_1 = taxable_income
    line_6 = dividends
    line_7 = line_9 = schedule.net_capital_gain
    line_10 = line_6 + line_9
    line_11 = schedule.line_18 + schedule.line_19
    line_12 = min(line_9, line_11)
    line_13 = line_10 - line_12
    line_14 = max(0, line_1 - line_13)
    line_15 = law.zero_top
    line_16 = min(line_1, line_15)
    line_17 = min(line_14, line_16)
    line_18 = max(0, line_1 - line_10)
    line_19 = min(line_1, law.below_25_top)
    line_20 = min(line_14, line_19)
    line_21 = max(line_18, line_20)
    preferred = _preferred(line_1, line_13, line_16, line_16 - line_17, line_21, law)
    capped = _capped(line_1, line_9, line_10, line_21, preferred, schedule, law)
    line_44 = taxed(line_21)
    own_rates = (preferred.line_31, preferred.line_34, capped.line_40, capped.line_43)
    line_45 = line_44 + sum(each or 0 for each in own_rates)
    line_46 = taxed(line_1)
    head = (line_1, line_6, 0, 0, 0, line_6, line_7, 0, line_9, line_10, line_11, line_12, line_13)
    middle = (line_14, line_15, line_16, line_17, line_18, line_19, line_20, line_21)
    tail = (line_44, line_45, line_46, min(line_45, line_46))
    return ScheduleDTax(*head, *middle, *preferred, *capped, *tail)


def _preferred(
    line_1: Money, line_13: Money, line_16: Money, line_22: Money, line_21: Money, law: Figures
) -> _Preferred:
    """Give lines 22 to 34; those after 22 are skipped where line 16 is all income."""
    if line_1 == line_16:
        return _Preferred(line_22)
    line_23 = min(line_1, line_13)
    line_25 = max(0, line_23 - line_22)
    line_26 = law.fifteen_top
    line_27 = min(line_1, line_26)
    line_28 = line_21 + line_22
    line_29 = max(0, line_27 - line_28)
    line_30 = min(line_25, line_29)
    line_31 = part_of(line_30, law.rate_15)
    line_32 = line_22 + line_30
    at_15 = (line_22, line_23, line_22, line_25, line_26, line_27, line_28, line_29, line_30)
    if line_1 == line_32:
        return _Preferred(*at_15, line_31, line_32)
    line_33 = line_23 - line_32
    return _Preferred(*at_15, line_31, line_32, line_33, part_of(line_33, law.rate_20))


def _capped(
    line_1: Money,
    line_9: Money,
    line_10: Money,
    line_21: Money,
    preferred: _Preferred,
    schedule: ScheduleD,
    law: Figures,
) -> _Capped:
    """Give lines 35 to 43: unrecaptured section 1250 gain, then 28 % rate gain."""
    if preferred.line_33 is None:
        return _Capped()
    at_25 = _Capped()
    if schedule.line_19:
        line_35 = min(line_9, schedule.line_19)
        line_36 = line_10 + line_21
        line_38 = max(0, line_36 - line_1)
        line_39 = max(0, line_35 - line_38)
        line_40 = part_of(line_39, law.rate_1250)
        at_25 = _Capped(line_35, line_36, line_1, line_38, line_39, line_40)
    if not schedule.line_18:
        return at_25
    taxed_so_far = (preferred.line_22, preferred.line_30, preferred.line_33, at_25.line_39)
    line_41 = line_21 + sum(each or 0 for each in taxed_so_far)
    line_42 = line_1 - line_41
    assert line_42 >= 0, "no dollar is taxed twice"
    return at_25._replace(line_41=line_41, line_42=line_42, line_43=part_of(line_42, law.rate_28))
