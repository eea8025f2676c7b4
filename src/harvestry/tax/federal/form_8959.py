"""Form 8959: the additional Medicare tax."""

from typing import NamedTuple

from harvestry.tax.federal.figures import Figures
from harvestry.units.exact import Money, part_of


class Form8959(NamedTuple):
    """Lines of Form 8959; line 18 is the tax."""

    line_4: Money
    """Medicare wages."""
    line_6: Money
    """What of them lies over the threshold."""
    line_7: Money
    line_8: Money
    """Self-employment income, on a joint return of both."""
    line_12: Money
    """What of it lies over what wages leave of the threshold."""
    line_13: Money
    line_18: Money
    """Additional Medicare tax."""


def form_8959(wages: Money, self_employment: Money, law: Figures) -> Form8959:
    """Give the tax on wages and net earnings from self-employment (IRC 3101(b)(2), 1401(b)(2)).

    On a joint return both are those of the two together, against one threshold.
    """
    line_6 = max(0, wages - law.medicare_threshold)
    line_7 = part_of(line_6, law.medicare_rate)
    left = max(0, law.medicare_threshold - wages)
    line_12 = max(0, self_employment - left)
    line_13 = part_of(line_12, law.medicare_rate)
    return Form8959(wages, line_6, line_7, self_employment, line_12, line_13, line_7 + line_13)
