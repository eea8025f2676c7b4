"""The rate schedules: tax on ordinary income, exact or by the Tax Table of a paper return."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from harvestry.units.exact import DOLLAR, Money, Rate, part_of, share

Taxed: TypeAlias = Callable[[Money], Money]
"""Gives the tax on an amount of ordinary income."""


@dataclass(frozen=True, slots=True)
class RateSchedule:
    """The brackets of one filing status: where each begins, its rate, the tax on all below it."""

    begins: tuple[Money, ...]
    rates: tuple[Rate, ...]
    below: tuple[Money, ...]

    @classmethod
    def of(cls, brackets: tuple[tuple[Money, Rate], ...]) -> "RateSchedule":
        """Give the schedule of brackets, each the amount it begins at and its rate."""
        begins = tuple(start for start, _ in brackets)
        assert begins[0] == 0, "the first bracket begins at nothing"
        assert all(low < high for low, high in pairwise(begins)), "they rise"
        below, tax = [], 0
        for n, (start, _) in enumerate(brackets):
            if n:
                before, rate = brackets[n - 1]
                tax += part_of(start - before, rate)
            below.append(tax)
        return cls(begins, tuple(rate for _, rate in brackets), tuple(below))

    def tax(self, amount: Money) -> Money:
        """Give the tax on an amount of income, exactly (IRC 1(j); Tax Computation Worksheet)."""
        if amount <= 0:
            return 0
        n = bisect_right(self.begins, amount) - 1
        return self.below[n] + part_of(amount - self.begins[n], self.rates[n])

    def begin_of_rate_over(self, rate: Rate) -> Money:
        """Give where the first bracket begins whose rate lies above `rate`."""
        return next(
            start for start, each in zip(self.begins, self.rates, strict=True) if each > rate
        )


@dataclass(frozen=True, slots=True)
class TaxTable:
    """How the Tax Table is cut: (up to, width of a row) in order; it is used below the last one."""

    rows: tuple[tuple[Money, Money], ...]
    used_below: Money

    def middle(self, amount: Money) -> Money:
        """Give the middle of the row an amount stands in; of the first row its beginning."""
        start = 0
        for upto, width in self.rows:
            if amount < upto:
                low = amount - (amount - start) % width
                return low + width // 2 if low else 0
            start = upto
        raise ValueError("the amount lies above the Tax Table")

    def on(self, schedule: RateSchedule) -> Taxed:
        """Give the tax as a paper return has it: from the table where it is used, else exact."""

        def taxed(amount: Money) -> Money:
            if not 0 < amount < self.used_below:
                return schedule.tax(amount)
            return share(schedule.tax(self.middle(amount)), 1, DOLLAR) * DOLLAR

        return taxed
