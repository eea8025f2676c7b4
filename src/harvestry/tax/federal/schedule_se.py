"""Schedule SE: the tax on self-employment income."""

from typing import NamedTuple

from harvestry.tax.federal.figures import Figures
from harvestry.tax.federal.inputs import ReturnInputs
from harvestry.units.exact import Money, part_of


class ScheduleSE(NamedTuple):
    """Lines of Schedule SE (Form 1040), Part I."""

    line_3: Money
    """Net profit of all businesses of one person."""
    line_6: Money
    """Net earnings: 92.35 % of it, nothing below the least amount."""
    line_9: Money
    """What wages leave of the contribution base."""
    line_10: Money
    """Tax for old-age, survivors and disability insurance."""
    line_11: Money
    """Tax for hospital insurance."""
    line_12: Money
    """Self-employment tax."""
    line_13: Money
    """The half of it that is an adjustment to income."""


NONE = ScheduleSE(0, 0, 0, 0, 0, 0, 0)
"""No self-employment income."""


def schedules_of(inputs: ReturnInputs, law: Figures) -> tuple[ScheduleSE, ScheduleSE]:
    """Give the taxpayer's schedule and the spouse's: each has one of their own.

    A joint return changes nothing of that (Treas. Reg. 1.6017-1(b)(1)): the loss of one lowers not
    the other's earnings, and the wages of one take not the other's base.
    """
    business, wages = inputs.spouse_business_income, inputs.spouse_wages
    own = schedule_se(inputs.business_income - business, inputs.wages - wages, law)
    return own, schedule_se(business, wages, law)


def schedule_se(profit: Money, wages: Money, law: Figures) -> ScheduleSE:
    """Give the tax on a net profit, with wages of the same person (IRC 1401, 1402)."""
    if profit <= 0:
        return NONE
    figures = law.self_employment
    net = part_of(profit, figures.net_part)
    if net < figures.least:
        return NONE._replace(line_3=profit)
    room = max(0, figures.base - wages)
    line_10 = part_of(min(net, room), figures.social_security_rate)
    line_11 = part_of(net, figures.medicare_rate)
    line_12 = line_10 + line_11
    half = part_of(line_12, figures.deductible_part)
    return ScheduleSE(profit, net, room, line_10, line_11, line_12, half)
