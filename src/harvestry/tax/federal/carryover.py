"""The Capital Loss Carryover Worksheet: how much of a loss goes on into the next year."""

from typing import NamedTuple

from harvestry.tax.federal.schedule_d import ScheduleD
from harvestry.units.exact import Money


class Carryover(NamedTuple):
    """The lines of the worksheet (Instructions for Schedule D), amounts as they stand there."""

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

    @property
    def short(self) -> Money:
        """The short-term loss that goes on, positive."""
        return self.line_8

    @property
    def long(self) -> Money:
        """The long-term loss that goes on, positive."""
        return self.line_13


def carryover(schedule: ScheduleD, taxable_income: Money) -> Carryover | None:
    """Give what a year with a net loss hands on, `None` where it has none.

    `taxable_income` is Form 1040 line 15 as it would be below zero too, so that the part of the
    allowed loss that met no income is not used up (IRC 1212(b)(2)).
    """
    if schedule.line_16 >= 0:
        return None
    line_2 = -schedule.line_21
    line_3 = max(0, taxable_income + line_2)
    line_4 = min(line_2, line_3)
    line_5 = max(0, -schedule.line_7)
    line_6 = max(0, schedule.line_15)
    line_7 = line_4 + line_6
    line_8 = max(0, line_5 - line_7)
    line_9 = max(0, -schedule.line_15)
    line_10 = max(0, schedule.line_7)
    line_11 = max(0, line_4 - line_5)
    line_12 = line_10 + line_11
    line_13 = max(0, line_9 - line_12)
    handed_on = line_8 + line_13
    assert handed_on == -schedule.line_16 - line_4, "what is not used goes on, to the last unit"
    return Carryover(
        taxable_income,
        line_2,
        line_3,
        line_4,
        line_5,
        line_6,
        line_7,
        line_8,
        line_9,
        line_10,
        line_11,
        line_12,
        line_13,
    )
