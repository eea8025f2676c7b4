"""Schedule D: short and long netted with what was brought in, and the loss a year may take."""

from typing import NamedTuple

from harvestry.tax.federal.figures import Figures
from harvestry.tax.federal.inputs import ReturnInputs
from harvestry.units.exact import Money


class ScheduleD(NamedTuple):
    """Lines of Schedule D (Form 1040). Losses are negative, carryovers too, as on the form."""

    line_6: Money
    """Short-term capital loss carryover."""
    line_7: Money
    """Net short-term capital gain or loss."""
    line_13: Money
    """Capital gain distributions."""
    line_14: Money
    """Long-term capital loss carryover."""
    line_15: Money
    """Net long-term capital gain or loss."""
    line_16: Money
    """Both together."""
    line_18: Money
    """28 % rate gain."""
    line_19: Money
    """Unrecaptured section 1250 gain."""
    line_21: Money
    """The loss that is allowed, negative; zero where there is none."""

    @property
    def both_gains(self) -> bool:
        """Tell what line 17 asks: are lines 15 and 16 both gains?"""
        return self.line_15 > 0 and self.line_16 > 0

    @property
    def capital_gain(self) -> Money:
        """Give the line of Form 1040 for capital gain or loss: line 16, or line 21 for a loss."""
        return self.line_16 if self.line_16 > 0 else self.line_21

    @property
    def net_capital_gain(self) -> Money:
        """Give the smaller of lines 15 and 16, zero unless both are gains."""
        return min(self.line_15, self.line_16) if self.both_gains else 0


def schedule_d(inputs: ReturnInputs, law: Figures) -> ScheduleD:
    """Net the year's gains with the carryovers (Schedule D Parts I to III; IRC 1211(b), 1222)."""
    line_7 = inputs.short - inputs.carryover_short
    line_15 = inputs.long + inputs.capital_gain_distributions - inputs.carryover_long
    line_16 = line_7 + line_15
    line_18 = line_19 = 0
    if line_15 > 0 and line_16 > 0:
        capped = _capped_gain(inputs, line_7)
        line_18 = max(0, capped)
        line_19 = max(0, inputs.unrecaptured_1250 - max(0, -capped))
    return ScheduleD(
        line_6=-inputs.carryover_short,
        line_7=line_7,
        line_13=inputs.capital_gain_distributions,
        line_14=-inputs.carryover_long,
        line_15=line_15,
        line_16=line_16,
        line_18=line_18,
        line_19=line_19,
        line_21=max(line_16, -law.loss_limit) if line_16 < 0 else 0,
    )


def _capped_gain(inputs: ReturnInputs, line_7: Money) -> Money:
    """Give line 7 of the 28 % Rate Gain Worksheet: collectibles less carryover and short loss.

    What is negative of it reduces unrecaptured section 1250 gain (its worksheet, lines 14 to 17).
    """
    return inputs.collectibles_gain - inputs.carryover_long + min(0, line_7)
