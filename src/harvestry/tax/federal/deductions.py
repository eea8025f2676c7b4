"""Deductions: standard or itemised, and the one for seniors."""

from harvestry.tax.federal.figures import Figures
from harvestry.tax.federal.inputs import ReturnInputs
from harvestry.units.exact import Money, part_of


def deduction(inputs: ReturnInputs, law: Figures) -> Money:
    """Give line 12e: the amount itemised, else the standard deduction (IRC 63(c), (f))."""
    if inputs.deduction is not None:
        return inputs.deduction
    return law.standard + inputs.boxes * law.additional


def senior_deduction(inputs: ReturnInputs, agi: Money, law: Figures) -> Money:
    """Give Schedule 1-A line 37, from 2025 to 2028: each senior's amount, reduced on its own."""
    senior = law.senior
    if senior is None or senior.threshold is None or not inputs.seniors:
        return 0
    excess = max(0, agi - senior.threshold)
    return inputs.seniors * max(0, senior.amount - part_of(excess, senior.rate))
